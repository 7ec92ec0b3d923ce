import { basename } from 'node:path'
import type { IncidentIntake, IncomingIncident } from '../../core/incidents.ts'
import type { Store } from '../../core/ports.ts'
import { readCalendar } from '../../open-calendar.ts'
import { openLexicon } from '../../open-lexicon.ts'
import { openTasks } from '../../open-tasks.ts'
import type { Field } from './columns.ts'
import { readIncident } from './incident-line.ts'
import { type BrokenLine, linesOf } from './lot.ts'
import { lotsOf } from './lots.ts'

/** What became of the incidents of a file that were taken in (接入结果). */
export interface Taken {
  readonly taken: number
  /** Taken before, under the same source and id. */
  readonly seen: number
  readonly refused: readonly BrokenLine[]
}
export type TakeFile = (input: string, map: Partial<Record<Field, string>>) => Promise<Taken>

const atOnce = 200

/** Takes the incidents of a file in, in their order. Cut off and begun again, those that were taken are seen. */
const takeFile = async (intake: IncidentIntake, source: string, input: string, map: Partial<Record<Field, string>>): Promise<Taken> => {
  let [taken, seen] = [0, 0]
  const refused: BrokenLine[] = []
  let batch: { line: number; incident: IncomingIncident }[] = []
  const flush = async (): Promise<void> => {
    const outcomes = await intake.take(
      batch.map(({ incident }) => incident),
      { kind: 'system', id: `scan ${source}` },
    )
    for (const [index, { outcome, why }] of outcomes.entries()) {
      if (outcome === 'taken') taken++
      else if (outcome === 'seen') seen++
      else refused.push({ line: batch[index]?.line ?? 0, why: why ?? '没有接入' })
    }
    batch = []
  }
  for await (const lot of lotsOf({ name: basename(input), path: input }, { from: { byte: 0, line: 1 }, map })) {
    refused.push(...lot.tooLong)
    for (const { line, text } of linesOf(lot)) {
      if (text?.trim() === '') continue
      const told = text === undefined ? { why: '文字是乱码' } : readIncident(text, line)
      if ('why' in told) refused.push({ line, why: told.why })
      // Without an id it could not be told whether it was taken before.
      else if (!told.hasId) refused.push({ line, why: '没有编号' })
      else batch.push({ line, incident: { source, id: told.id, text: told.text, at: told.at ?? new Date(), place: told.place } })
      if (batch.length >= atOnce) await flush()
    }
  }
  if (batch.length > 0) await flush()
  return { taken, seen, refused }
}

/** Opens the way into a store for the length of `work`. */
export const withIntake = async <T>(
  { store, dataDir, source }: { store: Store; dataDir: string; source: string },
  work: (take: TakeFile) => Promise<T>,
): Promise<T> => {
  const clock = () => new Date()
  const lexicon = openLexicon({ store, clock, dataDir, past: async () => [] })
  try {
    const { intake } = openTasks({ store, clock, calendar: readCalendar(), disputes: lexicon.disputes, log: { warn: () => undefined } })
    return await work((input, map) => takeFile(intake, source, input, map))
  } finally {
    await lexicon.close()
  }
}
