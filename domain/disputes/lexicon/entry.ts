import type { DisputeClass } from '../../../core/disputes.ts'

/** What a word of the lexicon does (词条的作用). */
export type EntryKind =
  | 'term' // speaks for a class
  | 'verb' // conflict or demand (冲突动词, 诉求动词): lets a weak word count
  | 'cue' // tells how the words around it are meant: negated, heard, past, played, asked …
  | 'factor' // raises or lowers the points: weapon, threat, injury, child …
  | 'slot' // stands beside what begins a scene of danger; no text is searched for it before such a scene has begun

/** One entry of the lexicon, read and checked. Its number is its place in the list, and what the matcher speaks of. */
export interface Entry {
  /** As the analyst wrote it; `…` is a gap. */
  readonly word: string
  readonly kind: EntryKind
  /** Of a term: the classes that it speaks for, the likeliest first. */
  readonly classes: readonly DisputeClass[]
  /** A strong word says a dispute by itself (强词); a weak one only beside a verb (弱词). */
  readonly isWeak: boolean
  /** Of a cue, verb or factor: its family, `negation`, `hearsay`, `weapon`, `conflict` …; empty of a term. */
  readonly role: string
  /** The heading that it stands under (词组名), for people. */
  readonly group: string
  /** Words that must stand in the same sentence for this one to count; any of them. */
  readonly needs: readonly string[]
  /** Words beside which this one means something else (排除语境); any of them in the same sentence. */
  readonly unless: readonly string[]
  /** Most characters that one `…` stands for. */
  readonly gap: number
  /** Of a cue or factor: how far it reaches, in characters; 0 where its group says nothing. */
  readonly window: number
  /** Of a factor: what it adds to the points of an incident; 0 where its group says nothing. */
  readonly points: number
  /** Other ways in which it is written (变体), generated or by hand. A hit does not tell them apart; the text does. */
  readonly variants: readonly string[]
  /** Where it is written: `data/lexicon/disputes/D4.yaml:17`. */
  readonly place: string
}

/**
 * Every entry that stands in one text, overlapping ones too, in the order of their ends, longer first. The arrays are used again for the next text:
 * read them, or copy. Offsets are UTF-16 units of the text as it was given.
 */
export interface Hits {
  readonly count: number
  readonly entry: Int32Array
  readonly start: Int32Array
  readonly end: Int32Array
  /** The sentence (。！？；or a line end) that the hit ends in, counted from 0. */
  readonly sentence: Int32Array
  /** The clause (，：also) that the hit ends in, counted from 0 through the whole text. */
  readonly clause: Int32Array
}
