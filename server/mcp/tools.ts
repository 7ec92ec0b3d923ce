import type { CallToolResult, Tool as ToolView } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import type { Agent } from '../../core/agent.ts'
import { NotFoundError, PlatformError, SwitchedOffError, ToolInputError } from '../../core/errors.ts'
import type { GuardVerdict } from '../../core/guard.ts'
import { canonicalJson, uuidv7 } from '../../core/ids.ts'
import { mayUse, type Who } from '../../core/people.ts'
import { plainIssue } from '../../core/plain-issue.ts'
import type { Store } from '../../core/ports.ts'
import type { Switches } from '../../core/switches.ts'
import type { Clock } from '../../core/time.ts'
import type { Tool } from '../../core/tool.ts'
import { keepAskedDeed } from '../../runtime/asked-deed.ts'
import type { CallTool } from '../../runtime/call-tool.ts'
import type { RunningTurn } from '../../runtime/running.ts'
import type { Turns } from '../../runtime/turn.ts'
import { answerSchema, followedAnswer, presentedAnswer, refusedAnswer, replyAnswer } from './answers.ts'

/** What this door is made of. */
export interface McpParts {
  readonly turns: Turns
  readonly callTool: CallTool
  readonly store: Store
  readonly clock: Clock
  readonly tools: readonly Tool[]
  readonly agents: (who: Who | undefined) => readonly Agent[]
  /** Folders of documents that a search by a program may quote; each reader's own part of them. */
  readonly topics: () => readonly string[]
  readonly switches: Switches
  /** What must hold before anything is done with a text: danger first. */
  readonly verdict: (text: string, who: Who) => GuardVerdict | undefined
}

/** Hears of what happens while a call runs. */
export type OnProgress = (message: string) => void

const askInput = z.object({
  text: z.string().describe('What the person says, in their own words.'),
  agent: z.string().max(100).optional().describe('Id of an agent; left out, the front desk finds it. Only at the start of a conversation.'),
  conversation: z.string().max(64).optional().describe('To go on with a conversation.'),
})
const confirmInput = z.object({
  conversation: z.string().max(64),
  id: z.string().max(64).describe('`confirm.id` of the answer that asked.'),
  accept: z.boolean().describe('What the person themself answered.'),
})

const followInput = z.object({
  conversation: z.string().max(64),
  after: z.string().max(64).optional().describe('`turn` of the last answer that was seen; left out, the whole conversation.'),
})

/** What a tool does to the world, from its own effect. A deed changes something that stands, so it is never called merely additive. */
const annotationsOf = ({ effect, isForeign }: Tool): NonNullable<ToolView['annotations']> => ({
  readOnlyHint: effect === 'read',
  destructiveHint: effect === 'write' || effect === 'decide',
  idempotentHint: effect === 'read',
  openWorldHint: isForeign === true,
})

const schemaOf = (schema: z.ZodType): ToolView['inputSchema'] => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  // Also of a choice between objects: the protocol wants it said at the top.
  return { ...rest, type: 'object' } as ToolView['inputSchema']
}

const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []

/** Tools of this door: talking to an agent, answering a question of ours, and every tool that the caller may use, by the same gate. */
export const createMcpTools = (parts: McpParts) => {
  const { turns, callTool, store, clock } = parts

  /** Talking may lead to any tool that an agent has. */
  const openWorldHint = parts.tools.some((tool) => tool.isForeign)
  const own: readonly ToolView[] = [
    {
      ...{ name: 'ask', title: '和分身对话', inputSchema: schemaOf(askInput), outputSchema: answerSchema },
      description: 'Say something to an agent in a conversation. The answer may ask back, cite, show cards, or ask for a yes to a deed.',
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint },
    },
    {
      ...{ name: 'confirm_deed', title: '本人确认', inputSchema: schemaOf(confirmInput), outputSchema: answerSchema },
      description: 'Answer a question for confirmation, as the person answered it. Never without having asked them.',
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint },
    },
    {
      ...{ name: 'follow_conversation', title: '接着看对话', inputSchema: schemaOf(followInput), outputSchema: answerSchema },
      description:
        'What a conversation came to since: the decision of another person on a deed that was put before them, an answer given on the page, the end of a call whose connection broke. Does nothing.',
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
  ]

  const viewOf = (tool: Tool): ToolView => ({
    ...{ name: tool.name, title: tool.title, description: tool.description, outputSchema: answerSchema },
    inputSchema: schemaOf(tool.input),
    annotations: annotationsOf(tool),
    _meta: { 'fenshen/effect': tool.effect, 'fenshen/scope': tool.scope },
  })

  const heard = async (turn: RunningTurn, onProgress: OnProgress): Promise<CallToolResult> => {
    for await (const { event } of turn.events(0)) {
      if (event.event === 'tool.started') onProgress(event.data.title)
      if (event.event === 'text.delta') onProgress(event.data.text)
    }
    return replyAnswer(await turn.done, turn.conversation)
  }

  const ask = async (who: Who, args: unknown, onProgress: OnProgress): Promise<CallToolResult> => {
    const { text, agent, conversation } = askInput.parse(args)
    const id = conversation ?? (await turns.open(who, agent)).conversation.id
    return heard(await turns.say({ conversation: id, who, text, door: 'mcp' }), onProgress)
  }

  const confirm = async (who: Who, args: unknown, onProgress: OnProgress): Promise<CallToolResult> => {
    const { conversation, id, accept } = confirmInput.parse(args)
    const answer = { confirmId: id, accept }
    const text = accept ? '确认' : '先不办'
    return heard(await turns.say({ conversation, who, text, key: `${id}:${accept}`, answer, door: 'mcp' }), onProgress)
  }

  const follow = async (who: Who, args: unknown, onProgress: OnProgress): Promise<CallToolResult> => {
    const { conversation, after } = followInput.parse(args)
    const { turns: past } = await turns.read(conversation, who)
    const last = past.at(-1)
    // Whoever lost the line hears the rest of what still runs.
    if (last && !last.reply) return heard(await turns.rejoin(conversation, who, last.id), onProgress)
    const seen = after === undefined ? -1 : past.findIndex(({ id }) => id === after)
    if (after !== undefined && seen < 0) throw new NotFoundError({ what: 'turn' })
    const since = past.slice(seen + 1).flatMap(({ says, reply }) => (reply ? [{ says, reply }] : []))
    return followedAnswer(since, conversation)
  }

  const direct = async (who: Who, name: string, args: unknown, key: string | undefined): Promise<CallToolResult> => {
    const verdict = parts.verdict(textsIn(args).join('\n').slice(0, 20_000), who)
    if (verdict) return presentedAnswer({ ...verdict, outcome: verdict.outcome === 'refused' ? 'refused' : 'answered' })
    const off = parts.switches.off('door', 'mcp')
    if (off) throw new SwitchedOffError(off)
    const deedKey = `mcp:${who.id}:${key ?? uuidv7(clock())}`
    const result = await callTool({ tool: name, args, who, agent: undefined, conversation: undefined, deedKey, knowledge: parts.topics() })
    if (result.kind === 'refused') return refusedAnswer(result.error)
    if (result.kind === 'done') return presentedAnswer(result.presentation)
    if (result.kind === 'waiting') return presentedAnswer(result.waiting.presentation)
    const { conversation } = await turns.open(who, undefined)
    return replyAnswer(await keepAskedDeed({ store, clock }, conversation, result), conversation.id)
  }

  return {
    list: (who: Who): readonly ToolView[] => [...own, ...parts.tools.filter((tool) => mayUse(who, tool)).map(viewOf)],
    /** `key`: the same twice is one deed. */
    async call(who: Who, name: string, args: unknown, key: string | undefined, onProgress: OnProgress): Promise<CallToolResult> {
      try {
        if (name === 'ask') return await ask(who, args, onProgress)
        if (name === 'confirm_deed') return await confirm(who, args, onProgress)
        if (name === 'follow_conversation') return await follow(who, args, onProgress)
        if (!parts.tools.some((tool) => tool.name === name && mayUse(who, tool)))
          throw new NotFoundError({ what: `tool ${canonicalJson(name).slice(0, 80)}` })
        return await direct(who, name, args, key)
      } catch (cause) {
        if (cause instanceof z.ZodError) {
          const fields = cause.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: plainIssue(issue) }))
          return refusedAnswer(new ToolInputError({ tool: name, fields }))
        }
        if (cause instanceof PlatformError) return refusedAnswer(cause)
        throw cause
      }
    },
  }
}
