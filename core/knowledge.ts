import type { Who } from './people.ts'
import type { PlainDate } from './time.ts'

/** Who may read a document (阅读范围): everybody, or those who work here. */
export type Audience = 'public' | 'internal'

/** What a person may read: citizens the public documents, officers and analysts all. */
export const audienceOf = (who: Who | undefined): Audience => (who?.kind === 'officer' ? 'internal' : 'public')

/** How a text stands on a day (时效): in force, replaced by a later version, repealed, not yet in force, or without any known date. */
export type Force = 'in_force' | 'superseded' | 'repealed' | 'not_yet' | 'undated'

/** What a document is made of: 条 of a law, headed sections of a guide, rows of a question-and-answer table. */
export type DocumentKind = 'law' | 'guide' | 'qa'

/** A clause (条文) or section that was found and may be quoted. */
export interface Passage {
  /** The id that came with a ready clause, else `<document id>@<version>#<anchor>`. */
  readonly id: string
  /** Title as it is shown, 《》 left off. */
  readonly document: string
  readonly documentId: string
  readonly kind: DocumentKind
  readonly topic: string
  readonly audience: Audience
  /** Label of the version, mostly the day it was made: `2025-06-27`. */
  readonly version: string
  /** Heading path down to the clause: `第三章 › 第二节 › 第八十八条`. */
  readonly path: string
  /** `第八十八条`, or the heading of a section. */
  readonly article: string
  /** The whole clause. Paragraphs (款) are lines. */
  readonly text: string
  /** The words of it that speak to the question: substrings of `text`, in their order. */
  readonly quotes: readonly string[]
  /** First day in force; undefined where the document names none. */
  readonly effective: PlainDate | undefined
  /** First day on which it is no longer in force. */
  readonly until: PlainDate | undefined
  /** How it stood on the day that was asked about. Never anything but `in_force` or `undated` unless old texts were asked for. */
  readonly force: Force
  /** True where a later version is in force today: the answer has to say so. */
  readonly isOld: boolean
  readonly href: string
  readonly score: number
}

/** An answer that a named person wrote or approved (审定答复): wins over any model until it expires. */
export interface ReviewedAnswer {
  readonly id: string
  /** Ways of asking that it answers. */
  readonly questions: readonly string[]
  readonly text: string
  readonly topics: readonly string[]
  readonly audience: Audience
  /** Clauses it stands on, by passage id. */
  readonly clauses: readonly string[]
  readonly reviewer: string
  readonly reviewedAt: PlainDate
  /** Last day on which it may be given. */
  readonly expires: PlainDate
}

/** What a search came to. */
export interface Found {
  readonly passages: readonly Passage[]
  /** False: nothing here supports an answer, whatever was found. */
  readonly isSupported: boolean
  /** The day whose law was searched. */
  readonly asOf: PlainDate
  readonly reviewed: ReviewedAnswer | undefined
}

/** How to search. */
export interface SearchOptions {
  /** Undefined: every topic. */
  readonly topics: readonly string[] | undefined
  readonly limit: number
  readonly asOf: PlainDate
}

/** Search over policy documents for one reader; an internal document is not in a public reader's world. */
export interface PolicySearch {
  search(query: string, options: SearchOptions): Promise<Found>
}

/** A clause on its way in. */
export interface ClauseDraft {
  /** Last part of the href: `a88`, `a60-1` (第六十条之一), `s3`, `r12`. Unique in its version. */
  readonly anchor: string
  readonly article: string
  readonly path: string
  readonly text: string
  /** Id of a ready clause, kept as it came. */
  readonly externalId: string | undefined
}

/** A document on its way in: what a reader made of a file. */
export interface DocumentDraft {
  readonly title: string
  readonly shortTitle: string
  readonly kind: DocumentKind
  readonly topic: string
  readonly audience: Audience
  /** 制定机关. */
  readonly issuer: string | undefined
  /** 文号. */
  readonly number: string | undefined
  readonly label: string
  readonly promulgated: PlainDate | undefined
  readonly effective: PlainDate | undefined
  readonly repealed: PlainDate | undefined
  /** Who wrote or checked it, until when it holds (guides). */
  readonly review: { readonly by: string; readonly at: PlainDate; readonly expires: PlainDate | undefined } | undefined
  /** Where it comes from, in words for people. */
  readonly origin: string
  /** Where the bytes came from: a path under the folder that was given, or the name of an upload. Same source, newer bytes: a correction. */
  readonly source: string
  /** SHA-256 (hex) of the bytes; the same bytes cost nothing the second time. */
  readonly sourceHash: string
  readonly clauses: readonly ClauseDraft[]
  /** What an operator should know: no date found, a number missing in the count of articles. */
  readonly notes: readonly string[]
}

/** A section of a guide, by its heading: what the front desk (总台) knows of what a page can answer. */
export interface Heading {
  readonly topic: string
  readonly document: string
  readonly heading: string
  /** Ways of asking for it (问法) that people wrote. */
  readonly ways: readonly string[]
}
