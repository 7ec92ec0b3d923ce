import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const yes = z.enum(['y', 'n']).transform((letter) => letter === 'y')
const twice = z.tuple([yes, yes])
const shape = z.array(z.strictObject({ says: z.string().min(1), reply: z.string().min(1), kind: twice, clear: twice })).min(1)

/** What a judge is asked of a reply, and nothing else: what code cannot see. */
export const points = ['kind', 'clear'] as const
export type Point = (typeof points)[number]

/** A reply that a person has judged, twice; the second reading counts. */
export interface Labelled {
  readonly says: string
  readonly reply: string
  readonly first: Readonly<Record<Point, boolean>>
  readonly label: Readonly<Record<Point, boolean>>
}

/** Labels that are kept in the repository. */
export const readLabels = (): readonly Labelled[] =>
  shape.parse(parse(readFileSync(join(import.meta.dirname, 'labels.yaml'), 'utf8'))).map(({ says, reply, kind, clear }) => ({
    ...{ says, reply, first: { kind: kind[0], clear: clear[0] }, label: { kind: kind[1], clear: clear[1] } },
  }))
