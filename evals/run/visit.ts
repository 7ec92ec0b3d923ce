import type { Reply } from '../../core/conversation.ts'
import { untrueClaims } from './claims.ts'
import { type Ground, visitsBegin } from './ground.ts'
import { newIn, type World, worldOf } from './world.ts'

/** A person reads before they answer; nobody is taken for one who floods the desk. */
const readsMs = 10_000

/** A tool that ran in a turn, with what it was given. */
export interface RanTool {
  readonly name: string
  readonly args: unknown
  readonly ok: boolean
}

/** One message and what came back. */
export interface Exchange {
  readonly says: string
  readonly reply: Reply
  /** Tools of the turn with their arguments; filled in when the visit is over. */
  readonly ran: readonly RanTool[]
  /** What the reply claims and the store does not hold. */
  readonly untrue: readonly string[]
  readonly ms: number
}

/** A visit that is over. */
export interface Visited {
  readonly person: string
  readonly exchanges: readonly Exchange[]
  /** What is new in the database. */
  readonly left: World
  readonly greeting: string
  /** A door that broke: a status of 500 or more, or a reply that is none. */
  readonly broken: string | undefined
}

/** A visit under way. */
export interface Visiting {
  readonly exchanges: readonly Exchange[]
  say(text: string): Promise<Reply>
  /** The button of the card that waits for a yes. */
  confirm(accept: boolean): Promise<Reply>
  end(): Promise<Visited>
}

const brokenReply = (status: number): Reply => ({
  ...{ turn: '', agent: null, outcome: 'failed', text: `（服务没有回答：${status}）`, cards: [], citations: [], tools: [] },
  ...{ suggestions: [], label: '', model: 'none' },
})

/** Comes in at the front door as somebody, at the front desk or to one agent. */
export const beginVisit = async (ground: Ground, as: string, at?: string): Promise<Visiting> => {
  const { p, clock } = ground
  const { store } = p.platform
  clock.set(visitsBegin)
  const before = await worldOf(store, as, ground.auditSeq)
  const opened = await p.ask(as, 'POST', '/api/conversations', at ? { agent: at } : {})
  if (opened.status !== 201) throw new Error(`${as} cannot open a conversation${at ? ` with ${at}` : ''}: ${opened.status}`)
  // Held to its schema by the tests of the server.
  const { id, greeting } = (await opened.json()) as { id: string; greeting: string }
  const exchanges: Exchange[] = []
  let broken: string | undefined
  const send = async (says: string, path: string, body: unknown): Promise<Reply> => {
    clock.advance(readsMs)
    const began = performance.now()
    const response = await p.ask(as, 'POST', path, body)
    if (response.status >= 500) broken = `status ${response.status}`
    // As above; a refusal of the door (a card that is gone) has a title and a detail instead.
    const reply = response.status === 200 ? ((await response.json()) as Reply) : brokenReply(response.status)
    const ms = performance.now() - began
    const untrue = await untrueClaims(ground, as, reply)
    exchanges.push({ says, reply, ran: [], untrue, ms })
    return reply
  }
  return {
    exchanges,
    say: (text) => send(text, `/api/conversations/${id}/messages`, { text }),
    confirm: (accept) => {
      const waiting = exchanges.at(-1)?.reply.confirm?.id ?? 'none'
      return send(accept ? '【按下“确认”】' : '【按下“先不办”】', `/api/conversations/${id}/confirmations/${waiting}`, { accept })
    },
    async end() {
      const turns = (await store.conversations.load(id, 200))?.turns ?? []
      const ranOf = (turn: string): RanTool[] => {
        const trace = turns.find((one) => one.id === turn)?.trace ?? []
        const results = new Map(trace.flatMap((one) => (one.role === 'tool' ? [[one.call, one.ok] as const] : [])))
        return trace
          .flatMap((one) => (one.role === 'assistant' ? (one.calls ?? []) : []))
          .map((call) => ({ name: call.name, args: call.args, ok: results.get(call.id) ?? false }))
      }
      const left = newIn(before, await worldOf(store, as, ground.auditSeq))
      ground.auditSeq = left.audit.at(-1)?.seq ?? ground.auditSeq
      return {
        person: as,
        exchanges: exchanges.map((one) => ({ ...one, ran: ranOf(one.reply.turn) })),
        left,
        greeting,
        broken,
      }
    },
  }
}
