import type { PlainDate } from './time.ts'

/** A clause or section of a document that may be quoted (条文片段). */
export interface Passage {
  readonly id: string
  readonly document: string
  readonly topic: string
  readonly version: string
  /** Heading path, `受理 › 材料`. */
  readonly path: string
  readonly text: string
  readonly effective: PlainDate
  readonly href: string
  readonly score: number
}

/** Search over policy documents: topics limit what may be quoted. */
export interface PolicySearch {
  search(query: string, options: { topics: readonly string[]; limit: number; asOf: PlainDate }): Promise<readonly Passage[]>
}
