import type { AgentVersion } from './agent.ts'
import type { AgentReleases } from './agent-studio.ts'
import type { ApiKeys } from './api-keys.ts'
import type { ApplicantKind, ApplicationSubjects } from './applicants.ts'
import type { Approvals } from './approvals.ts'
import type { AuditEntry, AuditRow, AuditSeal } from './audit.ts'
import type { CaseDrafts } from './case-drafts.ts'
import type { CertificateFigures } from './certificate-figures.ts'
import type { Application, ApplicationState, Certificate } from './certificates.ts'
import type { ChatThreads } from './chat-threads.ts'
import type { Conversation, PendingDeed, Reply, StoredTurn, TraceMessage, TurnEvent } from './conversation.ts'
import type { DeskRecords } from './desk-store.ts'
import type { EvalRuns } from './eval-runs.ts'
import type { KnowledgeStore } from './knowledge-store.ts'
import type { LexiconStore } from './lexicon.ts'
import type { Materials } from './material-store.ts'
import type { Notices } from './notices.ts'
import type { Papers } from './papers.ts'
import type { Officer, Unit, Who } from './people.ts'
import type { TurnRecord } from './receipts.ts'
import type { RegistryFiles } from './records.ts'
import type { Sendings } from './sendings.ts'
import type { SpotChecks } from './spot-checks.ts'
import type { SwitchStore } from './switches.ts'
import type { TallyStore } from './tallies.ts'
import type { Incidents, Tasks } from './task-store.ts'
import type { UsageStore } from './usage.ts'
import type { Webhooks } from './webhooks.ts'

/** People who have signed in (or demo personas). Name, document number and phone are encrypted at rest. */
export interface People {
  find(id: string): Promise<Who | undefined>
  /** Inserts or replaces. */
  save(person: Who): Promise<void>
  list(): Promise<readonly Who[]>
  /** Officers of these units, by id. */
  officersOf(units: readonly string[]): Promise<readonly Officer[]>
  /** These people; whoever is not there is left out. */
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Who>>
  /** Names of officers; whoever is not there, or no officer, is left out. */
  namesOf(officers: readonly string[]): Promise<ReadonlyMap<string, string>>
  findUnit(id: string): Promise<Unit | undefined>
  saveUnit(unit: Unit): Promise<void>
  listUnits(): Promise<readonly Unit[]>
}

/** A server-side session (会话凭据), or the half-open state of a sign-in. Only a hash of the secret is kept. */
export interface Session {
  readonly secretHash: string
  readonly kind: 'session' | 'login'
  /** Empty while a sign-in is half-open. */
  readonly person: string
  /** CSRF token, PKCE verifier and the like; encrypted. */
  readonly payload: Readonly<Record<string, string>>
  readonly expiresAt: Date
}

export interface Sessions {
  create(session: Session): Promise<void>
  find(secretHash: string): Promise<Session | undefined>
  /** True when it was there: a half-open sign-in is used once. */
  remove(secretHash: string): Promise<boolean>
  removeExpired(before: Date): Promise<number>
}

/** What a turn writes when it ends. */
export interface TurnEnd {
  readonly reply: Reply
  readonly events: readonly TurnEvent[]
  readonly trace: readonly TraceMessage[]
  readonly agent: string | null
  readonly agentVersion: string | null
  readonly pending: PendingDeed | null
  readonly record?: TurnRecord
}

/** Conversations and their turns. Texts are encrypted at rest. */
export interface Conversations {
  create(conversation: Conversation): Promise<void>
  /** The conversation and its newest `turns` turns in order; one round trip. */
  load(id: string, turns: number): Promise<{ conversation: Conversation; turns: readonly StoredTurn[] } | undefined>
  /**
   * Writes the message before any model runs. `taken`: number `n` is already used (another tab was faster).
   * `seen`: this `key` was sent before, with the turn it became. One round trip when all is well.
   */
  startTurn(turn: {
    conversation: string
    id: string
    n: number
    says: string
    key: string | undefined
    at: Date
  }): Promise<{ kind: 'started' } | { kind: 'taken' } | { kind: 'seen'; turn: StoredTurn }>
  finishTurn(id: string, end: TurnEnd): Promise<void>
  findTurn(conversation: string, id: string): Promise<StoredTurn | undefined>
  /** Turns whose ids lie between these, of whomever; at most two. */
  turnsBetween(from: string, to: string): Promise<readonly { readonly conversation: Conversation; readonly turn: StoredTurn }[]>
  list(
    person: string,
    limit: number,
  ): Promise<readonly (Conversation & { firstSays: string | undefined; lastSays: string | undefined; lastAt: Date | undefined })[]>
}

/** Unique keys of an application, and the keyed hashes by which an officer finds it: exact number of the document, exact name. */
export interface ApplicationKeys {
  readonly deedKey: string
  readonly sameKey: string
  /** `store.keyed(registryKey(document number))` of the person asked about; absent for institutions. */
  readonly subjectKey?: string | undefined
  /** `store.keyed(name)` of the person asked about. */
  readonly nameKey?: string | undefined
}

/** What a step changes; what it does not name stays. */
export type ApplicationStep = Pick<Application, 'state' | 'history'> &
  Partial<Pick<Application, 'review' | 'certificate' | 'dueOn' | 'unit' | 'wanted' | 'rules' | 'acceptedAt' | 'facts'>>

export interface Applications {
  /** Undefined when `deedKey` or `sameKey` is taken: the caller then looks it up. */
  insert(application: Application, keys: ApplicationKeys): Promise<Application | undefined>
  find(number: string): Promise<Application | undefined>
  findByKeys(keys: Pick<ApplicationKeys, 'deedKey' | 'sameKey'>): Promise<Application | undefined>
  /** Newest first; drafts among them. */
  listByPerson(person: string, limit: number): Promise<readonly Application[]>
  /**
   * How many of one kind the person submitted at or after the moment, drafts and withdrawn ones left out, and the number of the person's
   * open draft of that kind, if there is one: one round trip.
   */
  standing(person: string, kind: ApplicantKind, since: Date): Promise<{ count: number; draft: string | undefined }>
  /** How many ask about this person (keyed hash of the document number), by whomever, submitted at or after the moment. */
  countAbout(subjectKey: string, since: Date): Promise<number>
  /** Writes a draft anew, as a draft or as what it becomes when it is submitted. False: it is no draft any more, or was changed meanwhile. */
  rewrite(draft: Application, next: Application, keys: ApplicationKeys): Promise<boolean>
  /** Moves on from the revision that was seen. False: somebody else was faster, nothing was written. */
  move(application: Application, step: ApplicationStep): Promise<boolean>
  /** Applications in the states, oldest first; for officers' queues (units given) and for the worker that goes on after a crash. */
  listByState(
    states: readonly ApplicationState[],
    options: { units?: readonly string[]; limit: number; submittedBefore?: Date; kinds?: readonly ApplicantKind[] },
  ): Promise<readonly Application[]>
}

export interface Certificates {
  insert(certificate: Certificate, pdf: Uint8Array): Promise<void>
  find(number: string): Promise<Certificate | undefined>
  findByCode(verifyCode: string): Promise<Certificate | undefined>
  pdf(number: string): Promise<Uint8Array | undefined>
  listByPerson(person: string, limit: number): Promise<readonly Certificate[]>
  /** False when it was revoked before. */
  revoke(number: string, at: Date): Promise<boolean>
  countCheck(number: string): Promise<void>
}

/** Numbers for people (受理号): each name and year counts from 1 by one statement inside the caller's transaction. */
export interface Sequences {
  next(name: string, year: number): Promise<number>
  /** Leaves `by` numbers out of every sequence of a year, begun or not, and of later ones that have begun: after a restore, what was given out since must not come again. */
  skip(by: number, year: number): Promise<void>
}

/** A matter handed to an officer (转人工). */
export interface Handoff {
  readonly id: string
  readonly person: string
  readonly unit: string
  readonly conversation: string | undefined
  readonly agent: string | undefined
  readonly reason: string
  readonly summary: string
  readonly at: Date
  readonly status: 'open' | 'done'
}

export interface Handoffs {
  insert(handoff: Handoff): Promise<void>
  list(units: readonly string[], limit: number): Promise<readonly Handoff[]>
}

export interface Audit {
  /** Undefined when `deedKey` is taken. */
  append(entry: AuditEntry, at: Date): Promise<AuditRow | undefined>
  findDeed(deedKey: string): Promise<AuditRow | undefined>
  /** Look-ups of one subject, newest first. */
  listLookups(subject: string, limit: number): Promise<readonly AuditRow[]>
  list(options: { afterSeq: number; limit: number }): Promise<readonly AuditRow[]>
  /** Newest first, from before a row on. */
  newest(options: { beforeSeq: number | undefined; limit: number }): Promise<readonly AuditRow[]>
  unsealed(limit: number): Promise<readonly AuditRow[]>
  lastSeal(): Promise<AuditSeal | undefined>
  /** False when another process sealed first (same id): nothing is written. */
  addSeal(seal: AuditSeal): Promise<boolean>
  seals(options: { afterId: number; limit: number }): Promise<readonly AuditSeal[]>
}

export interface AgentVersions {
  /** Keeps a published page for good; saving the same version again does nothing. */
  save(version: AgentVersion): Promise<void>
  find(agent: string, version: string): Promise<AgentVersion | undefined>
}

/** Everything that is remembered (记忆). The same shape inside a transaction. */
export interface Records {
  readonly people: People
  readonly sessions: Sessions
  readonly conversations: Conversations
  readonly applications: Applications
  readonly subjects: ApplicationSubjects
  readonly certificates: Certificates
  readonly papers: Papers
  readonly materials: Materials
  readonly notices: Notices
  readonly certificateFigures: CertificateFigures
  readonly sequences: Sequences
  readonly handoffs: Handoffs
  readonly audit: Audit
  readonly agentVersions: AgentVersions
  readonly agentReleases: AgentReleases
  readonly evalRuns: EvalRuns
  readonly registryFiles: RegistryFiles
  readonly knowledge: KnowledgeStore
  readonly lexicon: LexiconStore
  readonly incidents: Incidents
  readonly tasks: Tasks
  readonly caseDrafts: CaseDrafts
  readonly approvals: Approvals
  readonly apiKeys: ApiKeys
  readonly desk: DeskRecords
  readonly spotChecks: SpotChecks
  readonly switches: SwitchStore
  readonly tallies: TallyStore
  readonly usage: UsageStore
  readonly chatThreads: ChatThreads
  readonly webhooks: Webhooks
  readonly sendings: Sendings
  /** Keyed hash (HMAC-SHA256, hex) for equality on personal values. */
  keyed(value: string): string
}

/** A database. `transaction` is short, all or nothing; on SQLite writers wait in line. */
export interface Store extends Records {
  readonly kind: 'sqlite' | 'postgres'
  transaction<T>(work: (records: Records) => Promise<T>): Promise<T>
  /** Throws StoreUnavailableError unless a small write would succeed. */
  ping(): Promise<void>
  /** Database round trips since the start, for budgets. */
  roundTrips(): number
  close(): Promise<void>
}
