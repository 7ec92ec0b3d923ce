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
