import type { Audience } from '../core/knowledge.ts'
import type { UploadResult } from '../core/library.ts'
import { shanghaiDate } from '../core/time.ts'
import { kindOf } from '../files/kind.ts'
import { type Brought, bring, draftOfFile, hashOf } from './bring.ts'
import { type Incoming, type IngestReport, ingest } from './ingest.ts'
import type { IngestGround } from './landing.ts'

/** A file that is brought in, and what is stated about it. */
export interface Upload {
  readonly name: string
  readonly bytes: Uint8Array
  readonly topic: string
  readonly audience: Audience
  /** Person id. */
  readonly by: string
}

/** What a run came to, as it is shown to whoever brought the file. */
export const uploadResult = ({ landed, unchanged, broken }: IngestReport): UploadResult => ({
  landed: landed.map(({ document, title, label, effective, action, clauses, difference, notes }) => ({
    document,
    title,
    label,
    effective,
    action,
    clauses,
    added: difference?.added ?? [],
    removed: difference?.removed ?? [],
    changed: difference?.changed ?? [],
    notes,
  })),
  unchanged,
  broken,
})

/** Brings in one file that somebody uploads. Throws the reader's own error when it cannot be read; broken lines of JSONL are named. */
export const bringUpload = async (
  { name, bytes, topic, audience, by }: Upload,
  ground: Omit<IngestGround, 'by'>,
): Promise<UploadResult> => {
  const brought: Brought = { file: { name, bytes }, source: name, topic, audience }
  const today = shanghaiDate(ground.clock())
  const incoming =
    (await kindOf(brought.file)) === 'jsonl'
      ? bring([brought], { today, isKnown: () => false })
      : one({ kind: 'draft', draft: await draftOfFile(brought, { today, sourceHash: await hashOf(brought) }) })
  return uploadResult(await ingest(incoming, { ...ground, by }))
}

async function* one(incoming: Incoming): AsyncGenerator<Incoming> {
  yield incoming
}
