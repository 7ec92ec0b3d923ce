import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { PaperKind } from '../core/paper-kinds.ts'
import type { PaperFacts } from '../core/papers.ts'
import { openPress } from '../domain/papers/press.ts'
import { openSeal } from '../institution-seal.ts'
import { openKeyring } from '../keyring.ts'
import { testConfig } from '../testing.ts'

// One press in a thread of its own; see press-threads.ts, which alone talks to it.
const { folder, institution } = workerData as { folder: string; institution: string }
const config = testConfig(folder)
const seal = await openSeal(config, await openKeyring(config), { institution, at: new Date() })
const press = openPress({ signer: seal.signer, fontsDir: join(import.meta.dirname, '..', 'data', 'fonts'), sealPayload: seal.sealPayload })
parentPort?.on('message', async ({ id, kind, facts, at }: { id: number; kind: PaperKind; facts: PaperFacts[PaperKind]; at: Date }) => {
  try {
    parentPort?.postMessage({ id, pdf: await press.print(kind, facts, at) })
  } catch (cause) {
    parentPort?.postMessage({ id, why: cause instanceof Error ? cause.message : 'unknown' })
  }
})
