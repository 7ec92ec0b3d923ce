import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, unique, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ApplicantKind, ApplicationSubject, SubjectRelation } from '../../core/applicants.ts'
import type { Application, ApplicationState, Certificate, HistoryEntry, Purpose } from '../../core/certificates.ts'
import type { DeskGroup } from '../../core/desk-store.ts'
import type { MaterialKind } from '../../core/materials.ts'
import type { Role, UnitKind } from '../../core/people.ts'
import { boolean, json, moment, sealed } from './columns.ts'

// The tables on SQLite, in the shape of `../postgres/schema.ts`, which has the comments; schema.test.ts compares them.

export * from './agent-releases.ts'
export * from './api-keys.ts'
export * from './approvals.ts'
export * from './case-drafts.ts'
export * from './chat-threads.ts'
export * from './desk.ts'
export * from './eval-runs.ts'
export * from './knowledge.ts'
export * from './lexicon.ts'
export * from './models.ts'
export * from './papers.ts'
export * from './sendings.ts'
export * from './tasks.ts'
export * from './webhooks.ts'

export const meta = sqliteTable('meta', { key: text('key').primaryKey(), value: text('value').notNull() })

export const people = sqliteTable(
  'people',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<'citizen' | 'officer'>().notNull(),
    unit: text('unit'),
    roles: json('roles').$type<readonly Role[]>(),
    personal: sealed('personal').notNull(),
  },
  (table) => [index('people_unit').on(table.unit).where(sql`unit is not null`)],
)

export const units = sqliteTable('units', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  parent: text('parent'),
  phone: text('phone').notNull(),
  address: text('address').notNull(),
  kind: text('kind').$type<UnitKind>(),
  areas: json('areas').$type<readonly string[]>(),
  duty: text('duty'),
})

export const sessions = sqliteTable(
  'sessions',
  {
    secretHash: text('secret_hash').primaryKey(),
    kind: text('kind').$type<'session' | 'login'>().notNull(),
    person: text('person').notNull(),
    payload: sealed('payload').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('sessions_expires_at').on(table.expiresAt)],
)

export const conversations = sqliteTable(
  'conversations',
  {
    id: text('id').primaryKey(),
    person: text('person').notNull(),
    pinned: text('pinned'),
    greeting: text('greeting').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [index('conversations_person').on(table.person, table.createdAt)],
)

export const turns = sqliteTable(
  'turns',
  {
    id: text('id').primaryKey(),
    conversation: text('conversation')
      .notNull()
      .references(() => conversations.id),
    n: integer('n').notNull(),
    key: text('key'),
    at: moment('at').notNull(),
    agent: text('agent'),
    agentVersion: text('agent_version'),
    says: sealed('says').notNull(),
    ending: sealed('ending'),
    events: sealed('events'),
  },
  (table) => [unique('turns_n').on(table.conversation, table.n), unique('turns_key').on(table.conversation, table.key)],
)

export const applications = sqliteTable(
  'applications',
  {
    id: text('id').primaryKey(),
    number: text('number').notNull().unique('applications_number'),
    person: text('person').notNull(),
    applicant: text('applicant').$type<ApplicantKind>().notNull().default('self'),
    unit: text('unit').notNull(),
    state: text('state').$type<ApplicationState>().notNull(),
    wanted: json('wanted').$type<readonly MaterialKind[]>(),
    rules: json('rules').$type<readonly string[]>(),
    purpose: text('purpose').$type<Purpose>().notNull(),
    personal: sealed('personal'),
    periodFrom: text('period_from'),
    periodTo: text('period_to'),
    delivery: text('delivery').$type<Application['delivery']>().notNull(),
    submittedAt: moment('submitted_at').notNull(),
    acceptedAt: moment('accepted_at'),
    dueOn: text('due_on').notNull(),
    history: json('history').$type<readonly HistoryEntry[]>().notNull(),
    review: text('review').$type<NonNullable<Application['review']>>(),
    certificate: text('certificate'),
    revision: integer('revision').notNull(),
    begunAt: moment('begun_at'),
    receivedWeek: text('received_week'),
    documentWeek: text('document_week'),
    documentOn: text('document_on'),
    documentSeconds: integer('document_seconds'),
    isAutomatic: boolean('is_automatic'),
    recheckWeek: text('recheck_week'),
    recheckEnd: text('recheck_end').$type<'upheld' | 'corrected'>(),
    recheckOn: text('recheck_on'),
    /** The day on which the first document was due, kept once an objection has given the case another. */
    issueDueOn: text('issue_due_on'),
    revokedWeek: text('revoked_week'),
    deedKey: text('deed_key').notNull().unique('applications_deed_key'),
    sameKey: text('same_key').notNull().unique('applications_same_key'),
    subjectKey: text('subject_key'),
    nameKey: text('name_key'),
    desk: text('desk').$type<DeskGroup>(),
  },
  (table) => [
    index('applications_person').on(table.person, table.submittedAt),
    index('applications_subject').on(table.subjectKey).where(sql`subject_key is not null`),
    index('applications_name').on(table.nameKey).where(sql`name_key is not null`),
    index('applications_state').on(table.state, table.submittedAt),
    index('applications_received').on(table.unit, table.receivedWeek),
    index('applications_documents').on(table.unit, table.documentWeek, table.documentSeconds).where(sql`document_week is not null`),
    index('applications_due').on(table.unit, table.dueOn),
    index('applications_rechecks').on(table.unit, table.recheckWeek).where(sql`recheck_week is not null`),
    index('applications_objected').on(table.unit, table.issueDueOn).where(sql`issue_due_on is not null`),
    index('applications_rechecks_due').on(table.unit, table.dueOn).where(sql`issue_due_on is not null`),
    index('applications_revoked').on(table.unit, table.revokedWeek).where(sql`revoked_week is not null`),
    index('applications_unit').on(table.unit, table.id),
    // Few of all rows are at the desk at any time: what is looked at every minute stays small, however many there were, and is read from
    // these indexes alone.
    index('applications_desk').on(table.unit, table.dueOn, table.id, table.desk, table.number).where(sql`desk is not null`),
    index('applications_desk_due').on(table.dueOn, table.id, table.desk, table.unit, table.number).where(sql`desk is not null`),
  ],
)

export const applicationSubjects = sqliteTable(
  'application_subjects',
  {
    id: text('id').primaryKey(),
    application: text('application').notNull(),
    position: integer('position').notNull(),
    personal: sealed('personal').notNull(),
    subjectKey: text('subject_key').notNull(),
    relation: text('relation').$type<SubjectRelation>().notNull(),
    answer: text('answer').$type<NonNullable<ApplicationSubject['answer']>>(),
    finding: text('finding').$type<NonNullable<ApplicationSubject['finding']>>(),
    revision: integer('revision').notNull(),
  },
  (table) => [
    unique('application_subjects_position').on(table.application, table.position),
    index('application_subjects_key').on(table.subjectKey),
  ],
)

export const certificates = sqliteTable(
  'certificates',
  {
    number: text('number').primaryKey(),
    application: text('application').notNull(),
    person: text('person').notNull(),
    unit: text('unit').notNull(),
    maskedName: text('masked_name').notNull(),
    verifyCode: text('verify_code').notNull().unique('certificates_verify_code'),
    issuedAt: moment('issued_at').notNull(),
    issuedOn: text('issued_on').notNull(),
    validUntil: text('valid_until'),
    status: text('status').$type<Certificate['status']>().notNull(),
    revokedAt: moment('revoked_at'),
    sha256: text('sha256').notNull(),
    isDemo: boolean('is_demo').notNull(),
    pdf: sealed('pdf').notNull(),
  },
  (table) => [
    index('certificates_person').on(table.person, table.issuedAt),
    uniqueIndex('certificates_one_valid').on(table.application).where(sql`status = 'valid'`),
  ],
)

export const certificateChecks = sqliteTable('certificate_checks', {
  number: text('number').primaryKey(),
  checks: integer('checks').notNull(),
})

export const sequences = sqliteTable(
  'sequences',
  { name: text('name').notNull(), year: integer('year').notNull(), value: integer('value').notNull() },
  (table) => [primaryKey({ columns: [table.name, table.year] })],
)

export const handoffs = sqliteTable(
  'handoffs',
  {
    id: text('id').primaryKey(),
    person: text('person').notNull(),
    unit: text('unit').notNull(),
    conversation: text('conversation'),
    agent: text('agent'),
    reason: text('reason').notNull(),
    summary: sealed('summary').notNull(),
    at: moment('at').notNull(),
    status: text('status').$type<'open' | 'done'>().notNull(),
  },
  (table) => [index('handoffs_unit').on(table.unit, table.at)],
)

export const auditRows = sqliteTable(
  'audit_rows',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    at: moment('at').notNull(),
    actor: text('actor').notNull(),
    actorKind: text('actor_kind').$type<'citizen' | 'officer' | 'system'>().notNull(),
    action: text('action').notNull(),
    target: text('target'),
    agent: text('agent'),
    conversation: text('conversation'),
    subject: text('subject'),
    purpose: text('purpose'),
    basis: text('basis'),
    isOk: boolean('is_ok').notNull(),
    detail: text('detail').notNull(),
    result: text('result'),
    deedKey: text('deed_key').unique('audit_rows_deed_key'),
    hash: text('hash').notNull(),
    seal: integer('seal'),
  },
  (table) => [
    index('audit_rows_subject').on(table.subject, table.seq).where(sql`subject is not null`),
    index('audit_rows_unsealed').on(table.seq).where(sql`seal is null`),
  ],
)

export const auditSeals = sqliteTable('audit_seals', {
  id: integer('id').primaryKey(),
  at: moment('at').notNull(),
  seqs: json('seqs').$type<readonly number[]>().notNull(),
  leaves: json('leaves').$type<readonly string[]>().notNull(),
  root: text('root').notNull(),
  previous: text('previous').notNull(),
  hash: text('hash').notNull(),
  signature: text('signature').notNull(),
})

export const agentVersions = sqliteTable(
  'agent_versions',
  {
    agent: text('agent').notNull(),
    version: text('version').notNull(),
    page: text('page').notNull(),
    publishedAt: moment('published_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.agent, table.version] })],
)

export const registryFiles = sqliteTable('registry_files', { subject: text('subject').primaryKey(), file: sealed('file').notNull() })
