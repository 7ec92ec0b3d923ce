import { parentPort, workerData } from 'node:worker_threads'
import type { LexiconFile } from '../../core/lexicon.ts'
import { scannerOver } from '../../open-disputes.ts'
import { type Lot, scanLot } from './lot.ts'

// One of the crew: builds its scanner, says its version, then answers one lot after another.

const port = parentPort
if (!port) throw new Error('started without a crew')
// The crew sends the files that it read itself.
const { files, dataDir } = workerData as { files: readonly LexiconFile[]; dataDir: string | undefined }
const scanner = await scannerOver(files, dataDir)
port.on('message', (lot: Lot) => {
  const done = scanLot(lot, scanner)
  port.postMessage(done, [done.findings.buffer])
})
port.postMessage({ version: scanner.version })
