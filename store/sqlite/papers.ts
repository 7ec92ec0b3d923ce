import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { Material } from '../../core/material-store.ts'
import type { MaterialKind } from '../../core/materials.ts'
import type { NoticeChannel, NoticeKind } from '../../core/notices.ts'
import type { Paper } from '../../core/papers.ts'
import { boolean, moment, sealed } from './columns.ts'

/** Papers of the desk other than certificates. */
export const papers = sqliteTable(
  'papers',
  {
    number: text('number').primaryKey(),
    kind: text('kind').$type<Paper['kind']>().notNull(),
    application: text('application'),
    person: text('person'),
    unit: text('unit').notNull(),
    maskedName: text('masked_name').notNull(),
    verifyCode: text('verify_code').notNull().unique('papers_verify_code'),
    issuedAt: moment('issued_at').notNull(),
    issuedOn: text('issued_on').notNull(),
    status: text('status').$type<Paper['status']>().notNull(),
    revokedAt: moment('revoked_at'),
    sha256: text('sha256').notNull(),
    isDemo: boolean('is_demo').notNull(),
    /** Empty once the time of keeping is over. */
    pdf: sealed('pdf').notNull(),
    removedAt: moment('removed_at'),
  },
  (table) => [
    index('papers_application').on(table.application, table.issuedAt),
    index('papers_person').on(table.person, table.issuedAt).where(sql`person is not null`),
    index('papers_kept').on(table.issuedAt).where(sql`removed_at is null`),
  ],
)

/** Files handed in with applications; the content is gone once the time of keeping is over. */
export const materials = sqliteTable(
  'materials',
  {
    id: text('id').primaryKey(),
    application: text('application').notNull(),
    person: text('person').notNull(),
    kind: text('kind').$type<MaterialKind>().notNull(),
    name: sealed('name').notNull(),
    type: text('type').$type<Material['type']>().notNull(),
    bytes: integer('bytes').notNull(),
    sha256: text('sha256').notNull(),
    scan: text('scan').$type<Material['scan']>().notNull(),
    at: moment('at').notNull(),
    removedAt: moment('removed_at'),
    content: sealed('content'),
  },
  (table) => [
    index('materials_application').on(table.application, table.at),
    index('materials_kept').on(table.at).where(sql`removed_at is null`),
  ],
)

/** What people were told, and which of it has not been handed to the channels. */
export const notices = sqliteTable(
  'notices',
  {
    id: text('id').primaryKey(),
    person: text('person').notNull(),
    kind: text('kind').$type<NoticeKind>().notNull(),
    target: text('target').notNull(),
    at: moment('at').notNull(),
    readAt: moment('read_at'),
    spreadAt: moment('spread_at'),
    key: text('key').notNull().unique('notices_key'),
  },
  (table) => [
    index('notices_person').on(table.person, table.at),
    index('notices_unread').on(table.person).where(sql`read_at is null`),
    index('notices_unspread').on(table.at).where(sql`spread_at is null`),
  ],
)

/** Notices on their way out of the house, one row a channel. */
export const noticeDeliveries = sqliteTable(
  'notice_deliveries',
  {
    id: text('id').primaryKey(),
    notice: text('notice').notNull(),
    person: text('person').notNull(),
    kind: text('kind').$type<NoticeKind>().notNull(),
    target: text('target').notNull(),
    channel: text('channel').$type<NoticeChannel>().notNull(),
    status: text('status').$type<'waiting' | 'sent' | 'given_up'>().notNull(),
    attempts: integer('attempts').notNull(),
    dueAt: moment('due_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    unique('notice_deliveries_once').on(table.notice, table.channel),
    index('notice_deliveries_due').on(table.dueAt).where(sql`status = 'waiting'`),
    index('notice_deliveries_given_up').on(table.id).where(sql`status = 'given_up'`),
  ],
)

/** How a person wants to be told. */
export const noticeSettings = sqliteTable('notice_settings', {
  person: text('person').primaryKey(),
  mail: sealed('mail'),
  isSms: boolean('is_sms').notNull(),
  isMailConfirmed: boolean('is_mail_confirmed').notNull().default(false),
  mailCode: sealed('mail_code'),
})
