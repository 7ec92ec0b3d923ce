import { parentPort, workerData } from 'node:worker_threads'
import type { Lexicon } from '../../domain/disputes/lexicon/read-lexicon.ts'
import { scannerOf } from '../../open-disputes.ts'
import { type Lot, scanLot } from './lot.ts'

// One of the crew: builds its scanner, says its version, then answers one lot after another.

const port = parentPort
if (!port) throw new Error('started without a crew')
// The crew sends the lexicon that it read itself: reading it once costs half a second less for each thread, and 20 MB.
const { lexicon, dataDir } = workerData as { lexicon: Lexicon; dataDir: string | undefined }
const scanner = await scannerOf(lexicon, dataDir)
port.on('message', (lot: Lot) => {
  const done = scanLot(lot, scanner)
  port.postMessage(done, [done.findings.buffer])
})
port.postMessage({ version: scanner.version })
