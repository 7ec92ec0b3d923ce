import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** The eight classes of disputes (矛盾纠纷八类), by who can settle them. */
export const disputeClasses = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8'] as const

/** What leads a careless reader astray (误报陷阱): the words of a dispute without one, or the other way round. */
export const traps = [
  'direct_negation',
  'far_negation',
  'double_negation',
  'hearsay',
  'third_party',
  'past',
  'future',
  'film_game',
  'drill',
  'place_name',
  'song_novel',
  'person_name',
  'homophone',
  'irony',
  'quoted_law',
  'consultation',
  'withdrawal',
  'animal',
  'other_sense',
  'publicity',
  'callback',
  'training_text',
  'exaggeration',
  'fixed_phrase',
  'mongolian_word',
  'red_lookalike',
] as const

const incident = z.strictObject({
  id: z.string().regex(/^i\d{4}$/),
  text: z.string().min(1).max(400),
  /** The main class first, up to two more; none where the text is no dispute. */
  classes: z.array(z.enum(disputeClasses)).max(3),
  /** By the points of the event; left out where an honest reader could reach two of them. */
  tier: z.enum(['red', 'orange', 'yellow', 'blue', 'white']).optional(),
  /** Danger now: has to reach red whatever else the text says. */
  red: z.boolean(),
  trap: z.enum(traps).optional(),
  /** Who wrote it down: a police entry, somebody on the phone, a hotline ticket, an officer's own record. */
  kind: z.enum(['police', 'spoken', 'hotline', 'record']),
  /** What two careful people could label differently; a measure may leave these out. */
  doubt: z.enum(['class', 'red', 'tier']).optional(),
  note: z.string().min(1).optional(),
})

/** One invented incident text (警情文本) with what it is. Nobody in it exists. */
export type Incident = z.output<typeof incident>

/** A line of `incidents.jsonl` that cannot be read: says file and line. */
export class IncidentError extends Error {}

const readLine = (line: string, place: string): Incident => {
  try {
    return incident.parse(JSON.parse(line))
  } catch (cause) {
    throw new IncidentError(`${place}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** The labelled incidents, in the order of the file, which is by a hash of the text: any cut of it is a fair split. */
export const readIncidents = (path = join(import.meta.dirname, 'incidents.jsonl')): readonly Incident[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line === '' ? [] : [readLine(line, `${path}:${index + 1}`)]))
