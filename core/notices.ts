/**
 * What people are told of (通知): a closed list. Who is told, of which application, and that there is news; never a result, never a
 * reason, never a name: whoever reads over a shoulder learns nothing. `done` is the same for every outcome.
 */
export const noticeKinds = [
  'accepted',
  'supplement',
  'done',
  'sent_on',
  'recheck_accepted',
  'recheck_extended',
  'recheck_done',
  'overdue',
  'task_raised',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Ways out of the house (通知渠道). In-app needs none: the notice itself is what the page shows. */
export const noticeChannels = ['mail', 'sms'] as const
export type NoticeChannel = (typeof noticeChannels)[number]

/** One notice (通知) to one person. */
export interface Notice {
  readonly id: string
  readonly person: string
  readonly kind: NoticeKind
  /** 受理号, or the number of a task. */
  readonly target: string
  readonly at: Date
  readonly readAt: Date | undefined
}

/** One notice on its way out of the house (待发). */
export interface NoticeDelivery {
  readonly id: string
  readonly notice: string
  readonly person: string
  readonly kind: NoticeKind
  readonly target: string
  readonly channel: NoticeChannel
  /** Tries so far, this one included. */
  readonly attempts: number
}

/** How a person wants to be told (通知设置). The address is encrypted at rest. */
export interface NoticeSettings {
  readonly mail: string | undefined
  readonly isSms: boolean
  /** Nothing but a code is sent to an address before its person has given that code back. */
  readonly isMailConfirmed: boolean
}

/** The last code that went to an address (确认码): never the digits, only a keyed hash of them. */
export interface MailCode {
  readonly hash: string
  readonly at: Date
  readonly tries: number
  /** Codes sent within a day of `since`. */
  readonly since: Date
  readonly sent: number
}

/** Notices and their way out. `add` belongs into the transaction of the step that they tell of. */
export interface Notices {
  /** False when the `key` is taken: the same step told before. */
  add(notice: Omit<Notice, 'readAt'>, key: string): Promise<boolean>
  list(person: string, options: { limit: number; isUnread?: boolean }): Promise<readonly Notice[]>
  countUnread(person: string): Promise<number>
  /** Marks these, or all when none is named, as read. Only the person's own. */
  read(person: string, ids: readonly string[] | undefined, at: Date): Promise<number>
  /** Those that were not handed to the channels yet, oldest first. */
  unspread(limit: number): Promise<readonly Notice[]>
  /** Hands one to its channels, each once; false when another process did. One transaction. */
  spread(notice: Notice, channels: readonly NoticeChannel[], at: Date): Promise<boolean>
  /** Takes deliveries that are due; nobody else gets them before the lease ends. Each try counts. */
  claim(options: { now: Date; leaseMs: number; limit: number }): Promise<readonly NoticeDelivery[]>
  settle(id: string, end: { status: 'sent' } | { status: 'given_up' } | { status: 'waiting'; dueAt: Date }, at: Date): Promise<void>
  countWaiting(): Promise<{ readonly waiting: number; readonly givenUp: number }>
  /** Deletes the oldest of before that moment, with what became of them on their way out; what still waits to be sent stays. How many. */
  removeBefore(before: Date, limit: number): Promise<number>
  settings(person: string): Promise<NoticeSettings>
  saveSettings(person: string, settings: NoticeSettings): Promise<void>
  mailCode(person: string): Promise<MailCode | undefined>
  /** For somebody who has settings. */
  saveMailCode(person: string, code: MailCode): Promise<void>
}

/** One message on its way out. The `key` is the same at every try: a gateway that has seen it sends it no second time. */
export interface NoticeMessage {
  readonly key: string
  readonly to: string
  readonly title: string
  readonly text: string
  readonly at: Date
}

/** Sends one message. `later`: try again; `refused`: this address will never take it. Never throws for what the other side does. */
export type NoticeSender = (message: NoticeMessage) => Promise<'sent' | 'later' | 'refused'>

/** A notice in words, as its person reads it. */
export interface NoticeView extends Notice {
  readonly title: string
  readonly text: string
}

/** Notices as people read them (消息). Everybody reads their own, and nobody another's. */
export interface NoticeDesk {
  list(person: string, options: { readonly limit: number; readonly isUnread?: boolean }): Promise<readonly NoticeView[]>
  countUnread(person: string): Promise<number>
  read(person: string, ids: readonly string[] | undefined): Promise<number>
  settings(person: string): Promise<NoticeSettings>
  /** A new address has a code sent to it, and is used once that came back. */
  saveSettings(person: string, settings: Pick<NoticeSettings, 'mail' | 'isSms'>): Promise<void>
  sendMailCode(person: string): Promise<void>
  confirmMail(person: string, code: string): Promise<void>
  /** Ways out of the house that are configured. */
  readonly channels: readonly NoticeChannel[]
}
