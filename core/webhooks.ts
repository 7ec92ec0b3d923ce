/**
 * What others may be told of (事件). Each is a line of the audit by its action, so an event is written in the very transaction of its deed.
 * That an application waits for a person is none of them: it would say something of a record.
 */
export const webhookEvents = {
  'certificate.issued': 'issue_certificate',
  'certificate.revoked': 'revoke_certificate',
  'agent.published': 'publish_agent_page',
  'approval.proposed': 'propose_approval',
  'approval.decided': 'decide_approval',
} as const satisfies Readonly<Record<string, string>>
export type WebhookEvent = keyof typeof webhookEvents

/** An address that is told of events (事件推送地址). */
export interface Webhook {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly events: readonly WebhookEvent[]
  readonly madeBy: string
  readonly madeAt: Date
  readonly state: 'on' | 'off'
  /** Number of the last line of the audit that was dealt with. */
  readonly cursor: number
  /** Failures of the event that is due. */
  readonly attempts: number
  readonly nextAt: Date
  readonly lastOkAt: Date | undefined
  /** Why the last attempt failed: a word of ours, nothing that the other side wrote. */
  readonly lastFault: string | undefined
}

/** Signing secrets, encrypted at rest: the new one, and while it is rotated the one before. */
export interface WebhookSecrets {
  readonly current: string
  readonly previous: string | undefined
  readonly previousUntil: Date | undefined
}

/** An event that was given up (死信), until somebody sends it again. */
export interface DeadEvent {
  readonly id: string
  readonly webhook: string
  readonly seq: number
  readonly at: Date
  readonly fault: string
  /** `due`: somebody asked for it to be sent again. */
  readonly state: 'dead' | 'due' | 'sent'
}

/** Webhooks as they are remembered. */
export interface Webhooks {
  insert(webhook: Webhook, secrets: WebhookSecrets): Promise<void>
  find(id: string): Promise<Webhook | undefined>
  secretsOf(id: string): Promise<WebhookSecrets | undefined>
  saveSecrets(id: string, secrets: WebhookSecrets): Promise<void>
  list(): Promise<readonly Webhook[]>
  setState(id: string, state: Webhook['state']): Promise<void>
  /** Takes the turn of sending until the moment; false when another process has it. */
  lease(id: string, seen: Date, until: Date): Promise<boolean>
  /** How it stands after an attempt. */
  advance(id: string, facts: Pick<Webhook, 'cursor' | 'attempts' | 'nextAt' | 'lastOkAt' | 'lastFault'>): Promise<void>
  /** Inserts or replaces. */
  saveDead(event: DeadEvent): Promise<void>
  listDead(webhook: string, limit: number): Promise<readonly DeadEvent[]>
  listDue(webhook: string, limit: number): Promise<readonly DeadEvent[]>
}

/** What is put on the line. */
export type DeliveryResult = { readonly isOk: true } | { readonly isOk: false; readonly fault: string }

/** Sends one signed message, or says why not. */
export type Deliver = (message: {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}) => Promise<DeliveryResult>
