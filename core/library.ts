import type { Audience, DocumentKind, Force, Found, ReviewedAnswer, SearchOptions } from './knowledge.ts'
import type { Officer } from './people.ts'
import type { PlainDate } from './time.ts'

/** A version (版本) as a reader sees it. */
export interface VersionView {
  /** Part of its address: `?v=<label>`. */
  readonly label: string
  /** How it stands on the day of the reader. */
  readonly force: Force
  readonly promulgated: PlainDate | undefined
  readonly effective: PlainDate | undefined
  /** First day on which it is no longer in force. */
  readonly until: PlainDate | undefined
  readonly review: { readonly by: string; readonly at: PlainDate; readonly expires: PlainDate | undefined } | undefined
  readonly origin: string
  readonly clauses: number
  readonly ingestedAt: Date
}

/** A document (文件) with its live versions, newest first. */
export interface DocumentView {
  readonly id: string
  readonly title: string
  readonly shortTitle: string
  readonly kind: DocumentKind
  readonly topic: string
  readonly audience: Audience
  readonly issuer: string | undefined
  readonly number: string | undefined
  readonly versions: readonly VersionView[]
  /** Label of the version in force on the day of the reader; undefined where none is. */
  readonly current: string | undefined
}

/** A paragraph (款) or item (项) that may be linked to; offsets are into the clause's text. A paragraph spans its items. */
export interface PartView {
  /** Added to the clause's anchor: `p2`, `p2-i3`. */
  readonly anchor: string
  readonly kind: 'paragraph' | 'item'
  /** As it is cited: `第二款第（三）项`. */
  readonly name: string
  readonly start: number
  readonly end: number
}

/** A clause as it is shown. */
export interface ClauseView {
  readonly anchor: string
  readonly article: string
  /** Headings above it and itself, joined by ` › `. */
  readonly path: string
  readonly text: string
  readonly parts: readonly PartView[]
}

/** A document opened at one version. */
export interface OpenDocument {
  readonly document: DocumentView
  readonly version: VersionView
  readonly clauses: readonly ClauseView[]
  /** Where a clause stands in the version in force, by the anchor it has here; only where another version is in force. */
  readonly nowAt: ReadonlyMap<string, string>
}

/** A stretch of a clause that both texts have, or one of them. */
export interface Stretch {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** What became of one clause from one version to the other. */
export type ClauseChange =
  | { readonly kind: 'added'; readonly after: ClauseView }
  | { readonly kind: 'removed'; readonly before: ClauseView }
  /** `moved`: the number changed, the words did not. */
  | { readonly kind: 'changed' | 'moved'; readonly before: ClauseView; readonly after: ClauseView; readonly stretches: readonly Stretch[] }

/** Two versions of one document, side by side (版本对照). */
export interface Comparison {
  readonly document: DocumentView
  readonly from: VersionView
  readonly to: VersionView
  /** In the order of the later text; what was removed stands where it was. */
  readonly changes: readonly ClauseChange[]
  /** Clauses that are the same in both, number and words. */
  readonly same: number
}

/** The shelf (政策文件库) as one reader sees it: an internal document is not in a public reader's world. */
export interface Library {
  /** In the order of topics and titles. */
  list(reader: Audience): Promise<readonly DocumentView[]>
  /** `version`: a label; `on`: the version in force that day; neither: today's. Undefined: nothing there for this reader. */
  open(reader: Audience, id: string, at: { version?: string | undefined; on?: PlainDate | undefined }): Promise<OpenDocument | undefined>
  search(reader: Audience, query: string, options: SearchOptions): Promise<Found>
  /** Left out: the version before the one in force, and the one in force. Undefined: no such document or version for this reader. */
  compare(reader: Audience, id: string, between: { from?: string | undefined; to?: string | undefined }): Promise<Comparison | undefined>
}

/** A clause that was shown for a question, as far as it is still known. */
export interface ShownClause {
  readonly id: string
  readonly document: string | undefined
  readonly article: string | undefined
  readonly href: string | undefined
}

/** A question (提问) as an analyst sees it: masked, without the person. */
export interface QuestionView {
  readonly id: string
  readonly at: Date
  readonly agent: string | undefined
  readonly audience: Audience
  readonly text: string
  readonly isSupported: boolean
  readonly shown: readonly ShownClause[]
  readonly reviewed: string | undefined
  readonly verdict: 'right' | 'wrong' | undefined
  readonly verdictBy: string | undefined
  readonly note: string | undefined
}

/** What became of one document of an upload. */
export interface LandedView {
  readonly document: string
  readonly title: string
  readonly label: string
  readonly effective: PlainDate | undefined
  readonly action: 'new' | 'version' | 'correction'
  readonly clauses: number
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
  readonly notes: readonly string[]
}

/** What an upload came to (导入结果). */
export interface UploadResult {
  readonly landed: readonly LandedView[]
  /** Documents that are in already, byte for byte. */
  readonly unchanged: number
  readonly broken: readonly { readonly source: string; readonly why: string }[]
}

/** A document that somebody should look at (待核对文件). */
export interface DocumentConcern {
  readonly document: string
  readonly title: string
  readonly label: string
  readonly concern: 'expires_soon' | 'expired' | 'undated' | 'repealed' | 'not_yet'
  /** Day on which it expires, begins or ended. */
  readonly on: PlainDate | undefined
}

/** How knowledge is used in a period (知识概览). */
export interface Overview {
  readonly since: Date
  readonly asked: number
  readonly answered: number
  readonly unanswered: number
  /** True when there were more questions than are counted. */
  readonly isCapped: boolean
  readonly uses: readonly (ShownClause & { readonly uses: number })[]
  readonly concerns: readonly DocumentConcern[]
  readonly lately: readonly {
    readonly document: string
    readonly title: string
    readonly label: string
    readonly clauses: number
    readonly ingestedAt: Date
  }[]
}

/** A reviewed answer on its way in; who signs it is the person signed in. */
export interface AnswerDraft {
  readonly questions: readonly string[]
  readonly text: string
  readonly topics: readonly string[]
  readonly audience: Audience
  /** Passage ids. */
  readonly clauses: readonly string[]
  readonly expires: PlainDate
}

/** What analysts do with knowledge (知识管理). Each change is written down with it, in one transaction. */
export interface KnowledgeDesk {
  /** Throws the reader's own error for a file that cannot be taken. */
  upload(
    file: { readonly name: string; readonly bytes: Uint8Array },
    given: { readonly topic: string; readonly audience: Audience },
    by: Officer,
  ): Promise<UploadResult>
  /** Takes the newest version back and restores what it replaced. */
  rollBack(id: string, by: Officer): Promise<{ withdrawn: string; restored: readonly string[] }>
  questions(options: {
    supported?: boolean
    verdict?: 'right' | 'wrong' | 'none'
    since?: Date
    limit: number
  }): Promise<readonly QuestionView[]>
  judge(id: string, judged: { verdict: 'right' | 'wrong'; note: string | undefined }, by: Officer): Promise<void>
  /** A ready case (用例) for an agent's cases.yaml; kept nowhere. */
  caseOf(id: string): Promise<string>
  answers(): Promise<readonly (ReviewedAnswer & { readonly isExpired: boolean })[]>
  saveAnswer(draft: AnswerDraft, by: Officer): Promise<ReviewedAnswer>
  removeAnswer(id: string, by: Officer): Promise<void>
  overview(days: number): Promise<Overview>
}
