import { setTimeout as pause } from 'node:timers/promises'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import { uuidv7 } from '../../core/ids.ts'
import type { Who } from '../../core/people.ts'
import type { Clock } from '../../core/time.ts'
import type { Turns } from '../../runtime/turn.ts'
import { replyAnswer } from './answers.ts'

/** How long a call waits for the person: below the minute after which clients give a call up. An answer after that counts all the same. */
const waitMs = 50_000
/** How often the store is looked at for an answer that another process took, or that was given on the page. */
const lookEveryMs = 1_000
const idPrefix = 'fenshen-confirm:'
/** Says nothing but what the client can do, so nothing is kept for it and any process reads it. It grants nothing. */
const sessionPrefix = 'elicits-'

const initialize = z.looseObject({
  method: z.literal('initialize'),
  params: z.looseObject({ capabilities: z.looseObject({ elicitation: z.looseObject({ form: z.unknown() }).partial().optional() }) }),
})
const answered = z.looseObject({
  id: z.string().startsWith(idPrefix),
  method: z.undefined().optional(),
  /** Left out where the client answers with an error. */
  result: z
    .looseObject({ action: z.enum(['accept', 'decline', 'cancel']), content: z.record(z.string(), z.unknown()).nullish() })
    .optional(),
})
const asking = z.looseObject({ turn: z.string(), confirm: z.object({ conversation: z.string(), id: z.string(), text: z.string() }) })

/** The session of a client that can put a question to its person, given to it with the answer to `initialize`. */
export const sessionFor = (body: unknown, clock: Clock): string | undefined => {
  const { data } = initialize.safeParse(body)
  const elicitation = data?.params.capabilities.elicitation
  // A client that only opens addresses shows no form.
  const hasForm = elicitation && ('form' in elicitation || !('url' in elicitation))
  return hasForm ? `${sessionPrefix}${uuidv7(clock())}` : undefined
}
export const canElicit = (session: string | undefined): boolean => session?.startsWith(sessionPrefix) ?? false

/** An answer of a person to a question of ours: which, and what. `undefined` for `accept`: they closed it without one. */
export const answerIn = (body: unknown): { conversation: string; id: string; accept: boolean | undefined } | undefined => {
  const { data } = answered.safeParse(body)
  const [conversation = '', id = ''] = data?.id.slice(idPrefix.length).split(':') ?? []
  if (!data || !conversation || !id) return undefined
  const { action = 'cancel', content } = data.result ?? {}
  const isClear = action === 'decline' || (action === 'accept' && typeof content?.accept === 'boolean')
  return { conversation, id, accept: isClear ? action === 'accept' && content?.accept === true : undefined }
}

/**
 * Puts a question for confirmation to the person through their client (elicitation), where it can. The question is the one that stands in the
 * conversation, and its answer names it: whichever process takes the answer does the deed, once, and the call that waits reads what came of it.
 */
export const createElicitor = (turns: Pick<Turns, 'read' | 'rejoin'>) => {
  const wakers = new Map<string, () => void>()

  /** The reply after the turn that asked, once there is one. */
  const next = async (who: Who, conversation: string, turn: string): Promise<CallToolResult | undefined> => {
    const { turns: past } = await turns.read(conversation, who)
    const after = past[past.findIndex(({ id }) => id === turn) + 1]
    if (!after || !past.some(({ id }) => id === turn)) return undefined
    return replyAnswer(after.reply ?? (await (await turns.rejoin(conversation, who, after.id)).done), conversation)
  }

  return {
    /** Told when an answer was taken in this process. */
    heard: (who: Who, conversation: string, id: string): void => wakers.get(`${who.id} ${conversation}:${id}`)?.(),
    /** The result of a call, with the person's answer where it came in time; else as it was, and the question stays open. */
    async ask(who: Who, result: CallToolResult, send: (id: string, params: object) => Promise<void>): Promise<CallToolResult> {
      const { data } = asking.safeParse(result.structuredContent)
      if (!data) return result
      const { conversation, id, text } = data.confirm
      const name = `${conversation}:${id}`
      const woken = Promise.withResolvers<void>()
      let isClosed = false
      const waker = `${who.id} ${name}`
      wakers.set(waker, () => {
        isClosed = true
        woken.resolve()
      })
      try {
        const accept = { type: 'boolean', title: '本人同意', description: '同意请选“是”；不办请选“否”。' }
        await send(`${idPrefix}${name}`, {
          message: text,
          requestedSchema: { type: 'object', properties: { accept }, required: ['accept'] },
        })
        const until = performance.now() + waitMs
        while (performance.now() < until) {
          await Promise.race([woken.promise, pause(lookEveryMs, undefined, { ref: false })])
          const came = await next(who, conversation, data.turn)
          if (came) return came
          // Closed without an answer.
          if (isClosed) return result
        }
        return result
      } finally {
        wakers.delete(waker)
      }
    },
  }
}
