import type { Audience, DocumentKind, ReviewedAnswer } from './knowledge.ts'
import type { PlainDate } from './time.ts'

/** A document (文件) over all its versions. */
export interface StoredDocument {
  /** Part of its address: `/policies/<id>`. */
  readonly id: string
  /** What makes it the same document in another version: folded title, issuer where two share a title. Unique. */
  readonly identity: string
  readonly title: string
  readonly shortTitle: string
  readonly kind: DocumentKind
  readonly topic: string
  readonly audience: Audience
  readonly issuer: string | undefined
  readonly number: string | undefined
}

/** One version (版本) of a document. Withdrawn ones are kept and never found. */
export interface StoredVersion {
  /** Given by the store, counting from 1; what the index knows a version by. */
  readonly key: number
  readonly document: string
  readonly label: string
  readonly promulgated: PlainDate | undefined
  readonly effective: PlainDate | undefined
  readonly repealed: PlainDate | undefined
  readonly review: { readonly by: string; readonly at: PlainDate; readonly expires: PlainDate | undefined } | undefined
  readonly origin: string
  readonly source: string
  readonly sourceHash: string
  readonly state: 'live' | 'withdrawn'
  /** Key of its first clause; the others follow by one, in their order. */
  readonly firstClause: number
  readonly clauses: number
  readonly ingestedAt: Date
  /** Person id, or `system` for what ships. */
  readonly ingestedBy: string
}

export interface StoredClause {
  /** Given by the store, rising in the order of ingest; what the index knows a clause by. */
  readonly key: number
  readonly version: number
  readonly ordinal: number
  readonly anchor: string
  readonly article: string
  readonly path: string
  readonly text: string
  readonly externalId: string | undefined
}

/** A part of the index (索引段), immutable: a header, and blocks that are read one by one. Bytes mean nothing to the store. */
export interface StoredSegment {
  readonly id: number
  readonly level: number
  readonly clauses: number
  readonly bytes: number
}

/** A question as it was asked (提问记录): masked, without the person, for analysts. */
export interface AskedQuestion {
  readonly id: string
  readonly at: Date
  readonly agent: string | undefined
  readonly audience: Audience
  /** Personal values replaced before it comes here; encrypted at rest all the same. */
  readonly text: string
  readonly isSupported: boolean
  /** Passage ids of what was shown, best first. */
  readonly clauses: readonly string[]
  readonly reviewed: string | undefined
  readonly verdict: 'right' | 'wrong' | undefined
  readonly verdictBy: string | undefined
  readonly note: string | undefined
}

/**
 * Policy documents, their index, and what analysts know of questions. Every change of documents, versions, segments and reviewed
 * answers raises the revision.
 */
export interface KnowledgeStore {
  /** Cheap: one row. A process that has seen this number has seen everything. */
  revision(): Promise<number>
  /**
   * For changes that do not raise it themselves: vectors. Whoever raises it in a transaction (this, or any change) is alone with
   * documents and index until the transaction ends; others that want to change them wait.
   */
  raiseRevision(): Promise<void>

  documents(): Promise<readonly StoredDocument[]>
  /** Every version of every document, without texts. */
  versions(): Promise<readonly StoredVersion[]>
  /** Inserts, or replaces all but `id` and `identity`. */
  saveDocument(document: StoredDocument): Promise<void>
  /** Adds a version with its clauses; gives back its key and the key of its first clause (the others follow by one). */
  addVersion(
    version: Omit<StoredVersion, 'key' | 'firstClause' | 'clauses'>,
    clauses: readonly Omit<StoredClause, 'key' | 'version' | 'ordinal'>[],
  ): Promise<{ key: number; firstClause: number }>
  setVersionState(key: number, state: StoredVersion['state']): Promise<void>
  /** Clauses by key; unknown keys are left out, the order is that of `keys`. */
  clauses(keys: readonly number[]): Promise<readonly StoredClause[]>
  /** The same and clauses by their place, with the revision of that moment, in one round trip; in no order. */
  clausesNow(
    keys: readonly number[],
    places: readonly { readonly version: number; readonly anchor: string }[],
  ): Promise<{ readonly revision: number; readonly clauses: readonly StoredClause[] }>
  clausesOf(version: number): Promise<readonly StoredClause[]>
  /** By anchor or external id inside a version; for citations that come back. */
  findClause(version: number, anchor: string): Promise<StoredClause | undefined>

  segments(): Promise<readonly StoredSegment[]>
  segmentHeader(id: number): Promise<Uint8Array | undefined>
  /** Blocks of one segment by number; a block that is gone is undefined. */
  segmentBlocks(wanted: readonly { readonly segment: number; readonly block: number }[]): Promise<readonly (Uint8Array | undefined)[]>
  addSegment(segment: { level: number; clauses: number; header: Uint8Array; blocks: readonly Uint8Array[] }): Promise<number>
  /** Throws ConflictError when one of them is gone: another process has merged it, and this merge must not be kept. */
  removeSegments(ids: readonly number[]): Promise<void>

  /** Vectors of clauses under the name of the model that made them; float32, little endian. */
  saveVectors(model: string, vectors: readonly { readonly clause: number; readonly vector: Float32Array }[]): Promise<void>
  /** In the order of clause keys, after `afterClause`; for an index in memory. */
  vectors(
    model: string,
    options: { afterClause: number; limit: number },
  ): Promise<readonly { readonly clause: number; readonly version: number; readonly vector: Float32Array }[]>
  /** Of these clauses, in no order; those without a vector of this model are left out. */
  vectorsOf(model: string, clauses: readonly number[]): Promise<readonly { readonly clause: number; readonly vector: Float32Array }[]>
  /** Clause keys of live versions that have no vector of this model yet, in order; `afterClause` spares looking at those before it. */
  clausesWithoutVector(model: string, limit: number, afterClause?: number): Promise<readonly number[]>
  /**
   * Makes and fills the database's own index for vectors of this model, where it can have one (pgvector); false where it cannot.
   * Outside of any transaction. Costs little when all is done.
   */
  prepareNearest(model: string): Promise<boolean>
  /** Nearest by cosine among versions, best first, where the database has an index for it that is complete; undefined where it has not. */
  nearest(
    model: string,
    vector: Float32Array,
    options: { limit: number; versions: readonly number[] | undefined },
  ): Promise<readonly { readonly clause: number; readonly score: number }[] | undefined>

  /** Once for each id. */
  noteQuestion(question: AskedQuestion): Promise<void>
  /** Newest first. */
  questions(options: {
    supported?: boolean
    verdict?: 'right' | 'wrong' | 'none'
    since?: Date
    limit: number
  }): Promise<readonly AskedQuestion[]>
  findQuestion(id: string): Promise<AskedQuestion | undefined>
  judgeQuestion(id: string, judged: { verdict: 'right' | 'wrong'; by: string; note: string | undefined }): Promise<void>
  /** How often each clause was shown since a moment, most often first. */
  clauseUses(options: { since: Date; limit: number }): Promise<readonly { readonly clause: string; readonly uses: number }[]>

  /** Inserts or replaces. */
  saveAnswer(answer: ReviewedAnswer): Promise<void>
  answers(): Promise<readonly ReviewedAnswer[]>
  removeAnswer(id: string): Promise<void>
}
