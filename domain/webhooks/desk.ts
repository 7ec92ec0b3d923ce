import type { AuditRow } from '../../core/audit.ts'
import { BadInputError, NotAllowedError, NotFoundError } from '../../core/errors.ts'
import { uuidv7 } from '../../core/ids.ts'
import { holds, type Officer, type Who } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import type { Switches } from '../../core/switches.ts'
import type { Clock } from '../../core/time.ts'
import { type DeadEvent, type Deliver, type Webhook, type WebhookEvent, webhookEvents } from '../../core/webhooks.ts'
import { newWebhookSecret, signedHeaders } from './signature.ts'

/** Lines of the audit younger than this may still have elder ones being written beside them. */
const settledMs = 5_000
const leaseMs = 60_000
/** Waits after each failure, in seconds; after the last the event is given up: about a day in all. */
const waitsS = [5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200] as const
const linesAtOnce = 200
const sentAtOnce = 20
const deadShown = 200

/** What the desk stands on. */
export interface WebhookGround {
  readonly store: Store
  readonly clock: Clock
  readonly deliver: Deliver
  /** Why an address may not be told anything. */
  readonly urlFault: (url: string) => string | undefined
  readonly switches: Switches
  /** Events are the whole bureau's, so its own administrators alone deal with them. */
  readonly bureau: string
}

const actions = new Map<string, WebhookEvent>(
  // `Object.entries` forgets the keys' own type.
  (Object.entries(webhookEvents) as [WebhookEvent, string][]).map(([event, action]) => [action, event]),
)

const eventOf = (row: AuditRow): WebhookEvent | undefined => (row.isOk ? actions.get(row.action) : undefined)

/** A number that a person may look up with rights of their own; never a name, a text or a reason. */
const bodyOf = (event: WebhookEvent, row: AuditRow): string =>
  JSON.stringify({ type: event, timestamp: row.at.toISOString(), data: { target: row.target ?? null } })

export const createWebhookDesk = (ground: WebhookGround) => {
  const { store, clock } = ground

  const adminIs = (who: Who): Officer => {
    if (who.kind !== 'officer' || who.key || !holds(who, 'admin') || who.unit !== ground.bureau)
      throw new NotAllowedError({ what: 'webhooks', needs: 'admin of the bureau' })
    return who
  }
  const found = async (id: string): Promise<Webhook> => {
    const webhook = await store.webhooks.find(id)
    if (!webhook) throw new NotFoundError({ what: 'webhook' })
    return webhook
  }
  const noted = (who: Officer, action: string, webhook: Pick<Webhook, 'id' | 'url' | 'events'>) => ({
    ...{ actor: who.id, actorKind: 'officer' as const, action, target: webhook.id, isOk: true },
    detail: { host: new URL(webhook.url).host, events: [...webhook.events] },
  })

  const send = async (webhook: Webhook, event: WebhookEvent, row: AuditRow): Promise<string | undefined> => {
    const secrets = await store.webhooks.secretsOf(webhook.id)
    if (!secrets) return 'no_secret'
    const body = bodyOf(event, row)
    const result = await ground.deliver({
      url: webhook.url,
      headers: signedHeaders(secrets, { id: `evt_${row.seq}`, at: clock(), body }),
      body,
    })
    return result.isOk ? undefined : result.fault
  }
  const rowAt = async (seq: number): Promise<AuditRow | undefined> =>
    (await store.audit.list({ afterSeq: seq - 1, limit: 1 })).find((row) => row.seq === seq)

  /** Sends again what somebody asked for; it may fail again, and is then dead again. */
  const resend = async (webhook: Webhook): Promise<void> => {
    for (const event of await store.webhooks.listDue(webhook.id, sentAtOnce)) {
      const row = await rowAt(event.seq)
      const type = row && eventOf(row)
      const fault = row && type ? await send(webhook, type, row) : 'gone'
      await store.webhooks.saveDead({ ...event, state: fault ? 'dead' : 'sent', fault: fault ?? event.fault })
    }
  }

  const advance = async (webhook: Webhook): Promise<number> => {
    let { cursor, attempts, lastOkAt, lastFault } = webhook
    let sent = 0
    let nextAt = clock()
    const settled = new Date(clock().getTime() - settledMs)
    const rows = (await store.audit.list({ afterSeq: cursor, limit: linesAtOnce })).filter(({ at }) => at <= settled)
    for (const row of rows) {
      const event = eventOf(row)
      const isWanted = event !== undefined && webhook.events.includes(event)
      const fault = isWanted ? await send(webhook, event, row) : undefined
      if (fault) {
        lastFault = fault
        attempts += 1
        const waitS = waitsS[attempts - 1]
        if (waitS !== undefined) {
          nextAt = new Date(clock().getTime() + waitS * 1000)
          break
        }
        await store.webhooks.saveDead({
          id: `${webhook.id}:${row.seq}`,
          webhook: webhook.id,
          seq: row.seq,
          at: clock(),
          fault,
          state: 'dead',
        })
      } else if (isWanted) {
        sent += 1
        lastOkAt = clock()
        lastFault = undefined
      }
      cursor = row.seq
      attempts = 0
      if (sent >= sentAtOnce) break
    }
    await store.webhooks.advance(webhook.id, { cursor, attempts, nextAt, lastOkAt, lastFault })
    return sent
  }

  return {
    async make(
      by: Who,
      form: { title: string; url: string; events: readonly WebhookEvent[] },
    ): Promise<{ webhook: Webhook; secret: string }> {
      const who = adminIs(by)
      const fault = ground.urlFault(form.url)
      if (fault)
        throw new BadInputError({
          what: `address of a webhook: ${fault}`,
          hint: '推送地址必须是 https 公网地址；内网地址要先由运维在 WEBHOOK_HOSTS 里登记。',
        })
      const at = clock()
      const cursor = await newestSeq()
      const webhook: Webhook = {
        ...{ id: uuidv7(at), title: form.title, url: form.url, events: [...new Set(form.events)], madeBy: who.id, madeAt: at, state: 'on' },
        ...{ cursor, attempts: 0, nextAt: at, lastOkAt: undefined, lastFault: undefined },
      }
      const secret = newWebhookSecret()
      await store.transaction(async (records) => {
        await records.webhooks.insert(webhook, { current: secret, previous: undefined, previousUntil: undefined })
        await records.audit.append(noted(who, 'make_webhook', webhook), at)
      })
      return { webhook, secret }
    },
    async list(by: Who): Promise<readonly Webhook[]> {
      adminIs(by)
      return store.webhooks.list()
    },
    /** A new secret; messages carry a signature by each until the old one's time is over. */
    async rotate(by: Who, id: string, overlapHours: number): Promise<{ webhook: Webhook; secret: string }> {
      const who = adminIs(by)
      const webhook = await found(id)
      const secret = newWebhookSecret()
      const previous = (await store.webhooks.secretsOf(id))?.current
      const previousUntil = new Date(clock().getTime() + overlapHours * 3_600_000)
      await store.transaction(async (records) => {
        await records.webhooks.saveSecrets(id, { current: secret, previous, previousUntil })
        await records.audit.append(noted(who, 'rotate_webhook_secret', webhook), clock())
      })
      return { webhook, secret }
    },
    async setState(by: Who, id: string, state: Webhook['state']): Promise<Webhook> {
      const who = adminIs(by)
      const webhook = await found(id)
      await store.transaction(async (records) => {
        await records.webhooks.setState(id, state)
        await records.audit.append(noted(who, state === 'on' ? 'resume_webhook' : 'stop_webhook', webhook), clock())
      })
      return { ...webhook, state }
    },
    async dead(by: Who, id: string): Promise<readonly DeadEvent[]> {
      adminIs(by)
      return store.webhooks.listDead((await found(id)).id, deadShown)
    },
    /** Sends again everything that was given up. */
    async replay(by: Who, id: string): Promise<number> {
      const who = adminIs(by)
      const webhook = await found(id)
      const events = await store.webhooks.listDead(id, deadShown)
      await store.transaction(async (records) => {
        for (const event of events) await records.webhooks.saveDead({ ...event, state: 'due' })
        await records.audit.append(noted(who, 'replay_webhook', webhook), clock())
      })
      return events.length
    },
    /** One round of sending: each address by one process at a time, its events in their order. */
    async run(): Promise<number> {
      if (ground.switches.off('door', 'webhooks')) return 0
      let sent = 0
      for (const webhook of await store.webhooks.list()) {
        const now = clock()
        if (webhook.state === 'off' || webhook.nextAt > now) continue
        if (!(await store.webhooks.lease(webhook.id, webhook.nextAt, new Date(now.getTime() + leaseMs)))) continue
        await resend(webhook)
        sent += await advance(webhook)
      }
      return sent
    },
  }

  /** The newest line: a new address is told of what happens from now on. */
  async function newestSeq(): Promise<number> {
    const seal = await store.audit.lastSeal()
    let seq = Math.max(0, ...(seal?.seqs ?? []))
    for (;;) {
      const rows = await store.audit.list({ afterSeq: seq, limit: 1_000 })
      const last = rows.at(-1)
      if (!last) return seq
      seq = last.seq
    }
  }
}

export type WebhookDesk = ReturnType<typeof createWebhookDesk>
