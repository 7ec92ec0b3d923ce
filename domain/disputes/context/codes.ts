import type { Entry } from '../lexicon/entry.ts'
import { roles } from '../lexicon/roles.ts'

/** What a hit is there for, as a small number: strong and weak terms, then every role of verbs, cues and factors. */
const names = ['strong', 'weak', ...roles.verb, ...roles.cue.map((role) => `cue ${role}`), ...roles.factor] as const

export type CodeName = 'strong' | 'weak' | (typeof roles.verb)[number] | `cue ${(typeof roles.cue)[number]}` | (typeof roles.factor)[number]

export const codeCount = names.length
export const codeOf = (name: CodeName): number => names.indexOf(name)

export const nameOfEntry = ({ kind, isWeak, role }: Entry): string =>
  kind === 'term' ? (isWeak ? 'weak' : 'strong') : kind === 'cue' ? `cue ${role}` : role

/** Code → 1 of what begins a scene of danger (险情的起头): only the scenes go by it. */
export const beginnings = new Uint8Array(codeCount).fill(1, codeOf('dying'), codeOf('breaking') + 1)

/** Entries by number, as flat lists: nothing on the way of a text looks into an object. */
export interface EntryTable {
  readonly entries: readonly Entry[]
  readonly code: Uint8Array
  readonly points: Int8Array
  /** Most characters between a negation and what it negates. */
  readonly window: Uint8Array
  /** Bit n: speaks for the class of place n in `disputeClasses`. */
  readonly classBits: Uint8Array
  /** Place of the likeliest class, or 8. */
  readonly mainClass: Uint8Array
  /** Characters of the last piece of a word with gaps; 0 of a word without. */
  readonly lastPiece: Uint8Array
  /** 1 of a term that the learned part was not taught with: it decides by itself. */
  readonly isNew: Uint8Array
  /** 1 where `needs` or `unless` has something to be looked up. */
  readonly hasConditions: Uint8Array
}

export const tableOf = (entries: readonly Entry[], classes: readonly string[]): EntryTable => {
  const { length } = entries
  const table = {
    entries,
    code: new Uint8Array(length),
    points: new Int8Array(length),
    window: new Uint8Array(length),
    classBits: new Uint8Array(length),
    mainClass: new Uint8Array(length).fill(classes.length),
    lastPiece: new Uint8Array(length),
    isNew: new Uint8Array(length),
    hasConditions: new Uint8Array(length),
  }
  for (const [at, entry] of entries.entries()) {
    table.code[at] = (names as readonly string[]).indexOf(nameOfEntry(entry))
    table.points[at] = entry.points
    table.window[at] = entry.window
    for (const one of entry.classes) table.classBits[at] = (table.classBits[at] as number) | (1 << classes.indexOf(one))
    if (entry.classes[0]) table.mainClass[at] = classes.indexOf(entry.classes[0])
    const pieces = entry.word.split('…')
    table.lastPiece[at] = pieces.length > 1 ? (pieces.at(-1)?.length ?? 0) : 0
    table.hasConditions[at] = entry.needs.length + entry.unless.length > 0 ? 1 : 0
  }
  return table
}
