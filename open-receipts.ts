import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Conversation, StoredTurn } from './core/conversation.ts'
import { NotAllowedError, NotFoundError } from './core/errors.ts'
import type { Who } from './core/people.ts'
import type { Store } from './core/ports.ts'
import { type Receipt, receiptCode, turnsOfCode } from './core/receipts.ts'
import type { Clock } from './core/time.ts'
import { readLog } from './domain/audit/read-log.ts'
import { maskPersonal } from './domain/personal-data/mask-personal.ts'
import { registryKey } from './domain/records/embedded.ts'
import { offlineModel } from './models/offline/model.ts'
import { type Replay, replayTurn } from './runtime/replay.ts'
import type { TurnGround } from './runtime/turn.ts'
import type { Door } from './server/parts.ts'
import { type AuditReader, auditRoutes } from './server/routes/audit.ts'
import { receiptRoutes } from './server/routes/receipts.ts'

/** The version that receipts name. */
export const buildVersion = (): string => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8')) as { version: string }
  return version
}

/** More turns than any conversation of a person has. */
const everyTurn = 10_000
/** What a turn is shown of the conversation before it. */
const shownTurns = 24
const basis = '《个人信息保护法》第四十四条、第四十五条：对自动化答复的说明与核查'

interface Found {
  readonly conversation: Conversation
  readonly turn: StoredTurn
}

/** Receipts of answers, as doors and commands use them. */
export interface Receipts {
  /** For the one who asked; for an auditor or an administrator with a purpose, which is written down, and with personal values replaced. */
  read(who: Who, code: string, purpose: string | undefined): Promise<Receipt>
  /** Plays the turn again. Undefined: nothing was recorded of it, for it is older than receipts. */
  replay(code: string): Promise<{ receipt: Receipt; replay: Replay | undefined }>
  readonly doors: readonly Door[]
}

/** Opens receipts over the store and the ground of the turns themselves, and with them the log for auditors. */
export const openReceipts = (facts: { readonly store: Store; readonly clock: Clock; readonly turns: TurnGround }): Receipts => {
  const { store, clock } = facts
  const find = async (code: string, person: string | undefined): Promise<Found> => {
    const range = turnsOfCode(code)
    const found = range ? await store.conversations.turnsBetween(range.from, range.to) : []
    const one = found.find(({ conversation }) => person === undefined || conversation.person === person)
    if (!one?.turn.reply) throw new NotFoundError({ what: 'receipt' })
    return one
  }
  const receiptOf = ({ conversation, turn }: Found): Receipt => {
    const { reply, record } = turn
    if (!reply) throw new NotFoundError({ what: 'receipt' })
    return {
      code: receiptCode(turn.id),
      at: turn.at,
      askedBy: store.keyed(`receipt\n${conversation.person}`).slice(0, 16),
      says: turn.says,
      text: reply.text,
      outcome: reply.outcome,
      agent: turn.agent && turn.agentVersion ? { id: turn.agent, version: turn.agentVersion } : undefined,
      model: reply.model,
      models: (record?.heard ?? []).map(({ model, fault }) => ({ model, fault })),
      tools: (record?.used ?? []).map(({ name, version, result }) => ({ name, version, result })),
      documents: reply.citations.map(({ document, version, path, effective, quote }) => ({ document, version, path, effective, quote })),
      guards: record?.guards ?? [],
      build: record?.build ?? '',
    }
  }
  const forOfficer = async (who: Who, code: string, purpose: string | undefined): Promise<Receipt> => {
    if (who.kind !== 'officer' || !who.roles.some((role) => role === 'auditor' || role === 'admin'))
      throw new NotFoundError({ what: 'receipt' })
    if (!purpose || purpose.trim().length < 4) throw new NotAllowedError({ what: 'receipt', needs: 'a purpose of four characters or more' })
    const found = await find(code, undefined)
    const person = await store.people.find(found.conversation.person)
    // Before it is shown: no entry, no look.
    await store.audit.append(
      {
        ...{ actor: who.id, actorKind: 'officer', action: 'read_receipt', target: receiptCode(found.turn.id), isOk: true, detail: {} },
        ...(person?.kind === 'citizen'
          ? { lookup: { subject: store.keyed(registryKey(person.document.number)), purpose: purpose.trim().slice(0, 200), basis } }
          : {}),
      },
      clock(),
    )
    const receipt = receiptOf(found)
    return { ...receipt, says: maskPersonal(receipt.says), text: maskPersonal(receipt.text) }
  }
  const receipts: Omit<Receipts, 'doors'> = {
    async read(who, code, purpose) {
      const own = await find(code, who.id).catch((cause: unknown) => {
        if (cause instanceof NotFoundError) return undefined
        throw cause
      })
      return own ? receiptOf(own) : forOfficer(who, code, purpose)
    },
    async replay(code) {
      const found = await find(code, undefined)
      const { conversation, turn } = found
      const who = await store.people.find(conversation.person)
      if (!who) throw new NotFoundError({ what: 'person of the receipt' })
      const all = (await store.conversations.load(conversation.id, everyTurn))?.turns ?? []
      const history = all.filter(({ n, reply }) => n < turn.n && reply !== null).slice(-shownTurns)
      const agent = turn.agent && turn.agentVersion ? await facts.turns.agentVersion(turn.agent, turn.agentVersion) : undefined
      const offline = { name: 'offline', model: offlineModel() }
      const replay = await replayTurn(facts.turns, { conversation, history, turn, who, agent, offline })
      return { receipt: receiptOf(found), replay }
    },
  }
  const log: AuditReader = { read: (who, wish) => readLog({ store, clock }, who, wish) }
  return {
    ...receipts,
    doors: [
      { path: '/', app: receiptRoutes({ receipts }) },
      { path: '/', app: auditRoutes({ log }) },
    ],
  }
}
