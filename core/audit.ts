/** A look-up of a person's record (查询留痕): who asked stands in the entry, this says about whom, why and by what right. */
export interface LookupFacts {
  /** Keyed hash of the document number; the subject finds their own look-ups by it. */
  readonly subject: string
  readonly purpose: string
  /** Legal basis (法律依据) in words. */
  readonly basis: string
}

/** One deed that is written down. Personal data stays out of `detail` and `result`. */
export interface AuditEntry {
  readonly actor: string
  readonly actorKind: 'citizen' | 'officer' | 'system'
  /** `verb_noun`, usually a tool's name. */
  readonly action: string
  /** What it was done to: an application number, a certificate number, a conversation. */
  readonly target: string | undefined
  readonly agent?: string
  readonly conversation?: string
  readonly lookup?: LookupFacts
  readonly isOk: boolean
  readonly detail: Readonly<Record<string, unknown>>
  /** Unique where given: the same deed is never written, or done, twice. */
  readonly deedKey?: string
  /** What the deed gave, for an exact replay. */
  readonly result?: unknown
}

/** An entry as the log holds it. */
export interface AuditRow extends AuditEntry {
  readonly seq: number
  readonly at: Date
  /** SHA-256 over the canonical JSON of everything else in the row. */
  readonly hash: string
  /** The seal that covers it, once there is one. */
  readonly seal: number | null
}

/** A batch of rows under one signature: Merkle root (RFC 6962 hashing), chained to the seal before. */
export interface AuditSeal {
  readonly id: number
  readonly at: Date
  /** Sequence numbers of the rows covered, ascending. */
  readonly seqs: readonly number[]
  /** Hashes of these rows, in the same order. */
  readonly leaves: readonly string[]
  readonly root: string
  /** Hash of the seal before; 64 zeros for the first. */
  readonly previous: string
  /** SHA-256 over id, at, root, previous and count. */
  readonly hash: string
  /** Ed25519 over `hash`, base64url. */
  readonly signature: string
}

/** What an auditor looks for. */
export interface AuditWish {
  readonly before: number | undefined
  readonly action: string | undefined
  readonly actor: string | undefined
  readonly target: string | undefined
  readonly limit: number
}

/** A row of the audit as an auditor reads it (审计记录): whose record was looked at, what was found and what was said stand in none. */
export interface AuditLine {
  readonly seq: number
  readonly at: Date
  readonly actorKind: AuditRow['actorKind']
  /** An officer by id and name; of a citizen a keyed hash, the same for the same person. */
  readonly actor: string
  readonly name: string | undefined
  readonly action: string
  readonly target: string | undefined
  readonly isOk: boolean
  readonly why: string | undefined
  readonly purpose: string | undefined
  readonly basis: string | undefined
  readonly agent: string | undefined
  /** Its own hash is right; whether the seals fit is for `audit verify`, which reads the whole log. */
  readonly isWhole: boolean
  readonly seal: number | null
}

/** A page of the log, newest first. */
export interface AuditPage {
  readonly lines: readonly AuditLine[]
  /** Where to go on; undefined at the beginning of the log. */
  readonly next: number | undefined
  /** For comparing with one that was written down before: a log that was put together anew has another. */
  readonly newestSeal: { readonly id: number; readonly at: Date; readonly hash: string } | undefined
}
