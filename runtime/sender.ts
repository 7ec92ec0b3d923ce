import { BadInputError, NotFoundError, SwitchedOffError } from '../core/errors.ts'
import { uuidv7 } from '../core/ids.ts'
import { mayUse, type Officer } from '../core/people.ts'
import type { Records, Store } from '../core/ports.ts'
import { SendingSettledError } from '../core/sending-errors.ts'
import type { Sending, SendingState } from '../core/sendings.ts'
import type { Switches } from '../core/switches.ts'
import type { Clock } from '../core/time.ts'
import type { SentEnd, Tool } from '../core/tool.ts'
import { tell } from './tell.ts'

/** The process that wrote a deed sends it at once; another looks after it when it has had so long. */
const graceMs = 30_000
/** Longer than one use of another system may take (`timeout_ms` of mcp.yaml, a minute): whoever began to send it is gone. */
const staleMs = 5 * 60_000
/** What could not be sent within a day is not wanted any more. */
const sendWithinMs = 24 * 3_600_000
const keptMs = 90 * 86_400_000
const most = 100

/** A tool whose deeds another system does. */
export type SendingTool = Tool & { readonly sends: NonNullable<Tool['sends']> }
export const isSending = (tool: Tool | undefined): tool is SendingTool => tool?.sends !== undefined

/** The deed that is to be sent. */
export type SentDeed = Pick<Sending, 'deedKey' | 'person' | 'agent' | 'conversation' | 'approval'>

/** What a person has found out about a deed that may have arrived (核实结果). */
export const sendingFindings = ['resend', 'done', 'not_done'] as const
export type SendingFinding = (typeof sendingFindings)[number]

/** What the sender stands on. */
export interface SenderGround {
  readonly store: Store
  readonly clock: Clock
  readonly tools: readonly Tool[]
  readonly switches: Switches
  /** True when no other process shares the database: whatever was open at the start was cut off by a crash. */
  readonly isAlone: boolean
  /** A person has to find out, at the other side, whether it was done. */
  readonly onUnsure: (facts: { readonly id: string; readonly tool: string }) => void
  readonly onNotSent: (facts: { readonly id: string; readonly tool: string; readonly why: 'late' | 'rights' | 'gone' }) => void
}

/**
 * Carries deeds to other systems (外发): each is written in the transaction of its deed (`book`), sent once after the commit (`carry`), and
 * gone on with by any process when the first died (`look`). Before a byte leaves, its own line of the audit and the state `under_way` are
 * committed; what was `under_way` when its process died may have arrived, so it is sent again only where the other side knows the key.
 */
export const createSender = (ground: SenderGround) => {
  const { store, clock, switches } = ground
  const byName = new Map(ground.tools.map((tool) => [tool.name, tool]))
  /** Under way in this process. */
  const here = new Set<string>()
  const openedAt = clock()
  let tidied = 0

  const move = (
    sending: Sending,
    state: SendingState,
    more: { readonly isTold: boolean; readonly output?: unknown; readonly isOver?: boolean },
  ): Promise<boolean> =>
    store.sendings.move(sending.id, {
      ...{ attempts: sending.attempts, state, at: clock(), isTold: more.isTold, isOver: more.isOver ?? true },
      ...(more.output === undefined ? {} : { output: more.output }),
    })

  /** Writes that it leaves now, with its line of the audit; undefined when somebody else has it. */
  const take = (tool: SendingTool, sending: Sending, by: { id: string; kind: 'citizen' | 'officer' }): Promise<Sending | undefined> =>
    store.transaction(async (records) => {
      if (!(await records.sendings.take(sending.id, { attempts: sending.attempts, at: clock() }))) return undefined
      const attempts = sending.attempts + 1
      await records.audit.append(
        {
          ...{ actor: by.id, actorKind: by.kind, action: `send_${tool.name}`, target: tool.sends.target },
          ...(sending.agent ? { agent: sending.agent } : {}),
          ...(sending.conversation ? { conversation: sending.conversation } : {}),
          ...{ isOk: true, detail: { ...tool.sends.detail, sending: sending.id, attempt: attempts } },
          deedKey: `${sending.deedKey}:sent:${attempts}`,
        },
        clock(),
      )
      return { ...sending, state: 'under_way', attempts }
    })

  const sent = async (tool: SendingTool, sending: Sending): Promise<{ output: unknown; end: SentEnd }> => {
    here.add(sending.id)
    try {
      const { output, end } = await tool.sends.send({ input: sending.args, key: sending.deedKey })
      return { output: tool.output.parse(output), end }
    } finally {
      here.delete(sending.id)
    }
  }

  /** Nobody waits in a conversation, or the telling of the approval brings it, which waits for the end. What was told as uncertain is told anew. */
  const isHeard = ({ conversation, approval, isTold }: Sending): boolean =>
    conversation === undefined || (approval !== undefined && !isTold)

  const unsure = async (tool: SendingTool | undefined, sending: Sending, isTold: boolean): Promise<void> => {
    const has = await move(sending, 'unsure', { isTold, output: tool?.sends.outputFor('unsure'), isOver: false })
    if (has) ground.onUnsure({ id: sending.id, tool: sending.tool })
  }

  /** What comes of an attempt that somebody waits for, or that goes on after a crash. */
  const settle = async (
    tool: SendingTool,
    sending: Sending,
    how: { readonly isTold: boolean; readonly goesOn: boolean; readonly mayHaveArrived: boolean },
  ): Promise<unknown> => {
    const { output, end } = await sent(tool, sending)
    const { isTold } = how
    if (end === 'done' || end === 'failed') await move(sending, end, { isTold, output })
    // Its other side knows the key: it is sent again by `look` until it is certain.
    else if (end === 'unsure' && tool.sends.knowsKeys)
      await move(sending, 'under_way', { isTold: how.goesOn ? sending.isTold : isTold, isOver: false })
    else if (end === 'unsure' || (end === 'unreached' && how.mayHaveArrived && !how.goesOn)) await unsure(tool, sending, isTold)
    else if (how.goesOn) await move(sending, how.mayHaveArrived ? 'under_way' : 'waiting', { isTold: sending.isTold, isOver: false })
    else await move(sending, 'failed', { isTold, output })
    return output
  }

  const isLate = (sending: Sending): boolean => clock().getTime() - sending.at.getTime() >= sendWithinMs

  const tellOf = async (sending: Sending): Promise<void> => {
    const tool = byName.get(sending.tool)
    if (!sending.conversation || !tool) return store.sendings.told(sending.id)
    const { text, cards = [], outcome = 'answered' } = tool.present(sending.output)
    const key = `sent:${sending.id}:${sending.state}:${sending.attempts}`
    const more = sending.state === 'unsure' ? '已经请工作人员向对方核实，有结果会在这里告诉您。' : ''
    const words = `您先前交办的“${tool.title}”：${text}${more}`
    if (await tell(store, clock, { conversation: sending.conversation, key, text: words, cards, outcome }))
      await store.sendings.told(sending.id)
  }

  const giveUp = async (tool: SendingTool | undefined, sending: Sending, why: 'late' | 'rights' | 'gone'): Promise<void> => {
    const output = tool?.sends.outputFor('not_sent')
    if (await move(sending, 'not_sent', { isTold: isHeard(sending), output })) ground.onNotSent({ id: sending.id, tool: sending.tool, why })
  }

  /** True while the process that is at it may still be. */
  const isAtIt = ({ state, at, movedAt }: Sending): boolean => {
    if (ground.isAlone && movedAt <= openedAt) return false
    const age = clock().getTime() - (state === 'waiting' ? at : movedAt).getTime()
    return age < (state === 'waiting' ? graceMs : staleMs)
  }

  const goOn = async (sending: Sending): Promise<void> => {
    if (here.has(sending.id)) return
    if (sending.state !== 'waiting' && sending.state !== 'under_way') return tellOf(sending)
    if (isAtIt(sending)) return
    const found = byName.get(sending.tool)
    const tool = isSending(found) ? found : undefined
    const mayHaveArrived = sending.state === 'under_way'
    if (mayHaveArrived && (!tool?.sends.knowsKeys || isLate(sending))) return unsure(tool, sending, isHeard(sending))
    if (!tool || isLate(sending)) return giveUp(tool, sending, tool ? 'late' : 'gone')
    if (switches.off('tool', tool.name) || !tool.sends.isReady()) return
    const who = await store.people.find(sending.person)
    // Rights of the moment: whoever lost them since has nothing done in their name.
    if (!who || !mayUse(who, tool)) return mayHaveArrived ? unsure(tool, sending, isHeard(sending)) : giveUp(tool, sending, 'rights')
    const taken = await take(tool, sending, who)
    if (taken) await settle(tool, taken, { isTold: isHeard(sending), goesOn: true, mayHaveArrived })
  }

  return {
    /** Writes a deed down that is to be sent, in its own transaction. */
    async book(records: Records, tool: Tool, deed: SentDeed, facts: { readonly args: unknown; readonly output: unknown }): Promise<void> {
      if (!isSending(tool)) return
      const at = clock()
      const state = { state: 'waiting', movedAt: at, attempts: 0, isTold: false } as const
      await records.sendings.insert({ id: uuidv7(at), ...deed, tool: tool.name, at, ...state, ...facts })
    },
    /** Sends what was booked, once, after the commit; somebody waits for the answer. */
    async carry(tool: SendingTool, deedKey: string): Promise<unknown> {
      const sending = await store.sendings.findDeed(deedKey)
      if (!sending) return undefined
      const ended = sending.state === 'done' || sending.state === 'failed' || sending.state === 'not_sent'
      if (ended) return sending.output
      const who = sending.state === 'waiting' ? await store.people.find(sending.person) : undefined
      const taken = who && (await take(tool, sending, who))
      if (!taken) return tool.sends.outputFor('sent_before')
      return settle(tool, taken, { isTold: true, goesOn: false, mayHaveArrived: false })
    },
    /** One look for what a crash left, and for whom nobody told yet. */
    async look(): Promise<void> {
      // Fifteen seconds of another system are fifteen seconds of one deed: they do not wait for one another.
      await Promise.all((await store.sendings.unfinished(most)).map(goOn))
      if (clock().getTime() - tidied < 86_400_000) return
      tidied = clock().getTime()
      await store.sendings.removeBefore(new Date(tidied - keptMs))
    },
    /** What a person has to find out about. */
    unsure: (): Promise<readonly Sending[]> => store.sendings.unsure(most),
    /** What a person found out at the other side: send it again, it was done, it was not done. Whoever waits is told. */
    async decide(by: Officer, id: string, finding: SendingFinding, reason: string): Promise<Sending> {
      const sending = await store.sendings.find(id)
      if (!sending) throw new NotFoundError({ what: 'sending' })
      const found = byName.get(sending.tool)
      // A tool that is gone from mcp.yaml sends nothing any more; what became of its deeds can still be found out.
      const tool = isSending(found) ? found : undefined
      if (sending.state !== 'unsure') throw new SendingSettledError({ id, state: sending.state })
      if (finding === 'resend' && !tool) throw new BadInputError({ what: 'finding', hint: '这项操作已经从 mcp.yaml 里拿掉了，不能再发。' })
      const off = finding === 'resend' ? switches.off('tool', sending.tool) : undefined
      if (off) throw new SwitchedOffError(off)
      await store.transaction(async (records) => {
        const isMoved =
          finding === 'resend' ||
          (await records.sendings.move(id, {
            ...{ attempts: sending.attempts, state: finding === 'done' ? 'done' : 'failed', at: clock(), isTold: false, isOver: true },
            output: tool?.sends.outputFor(finding === 'done' ? 'found_done' : 'found_not_done'),
          }))
        if (!isMoved) throw new SendingSettledError({ id, state: 'decided' })
        const entry = { actor: by.id, actorKind: by.kind, action: 'decide_sending', target: tool?.sends.target ?? sending.tool, isOk: true }
        await records.audit.append({ ...entry, detail: { sending: id, finding, reason } }, clock())
      })
      if (finding === 'resend' && tool) {
        const taken = await take(tool, sending, by)
        if (!taken) throw new SendingSettledError({ id, state: 'decided' })
        await settle(tool, taken, { isTold: false, goesOn: false, mayHaveArrived: true })
      }
      const after = (await store.sendings.find(id)) ?? sending
      if (!after.isTold && after.state !== 'under_way') await tellOf(after)
      return after
    },
  }
}

/** The carrier of deeds to other systems. */
export type Sender = ReturnType<typeof createSender>
