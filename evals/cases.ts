import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { outcomes, type Reply } from '../core/conversation.ts'

const words = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value))

const step = z.strictObject({
  /** What the person says. */
  says: z.string(),
  /** How the turn ends. */
  ends: z.enum(outcomes),
  /** Tools that ran. */
  calls: words.optional(),
  /** A document and its section, `户口登记条例 第七条`. */
  cites: words.optional(),
  /** Words of the reply. */
  replies: words.optional(),
  /** Words that must not be in the reply. */
  never: words.optional(),
  /** Who answers. */
  agent: z.string().optional(),
  /** Kinds of cards. */
  card: words.optional(),
})

const oneCase = z.strictObject({ title: z.string().min(1), as: z.string().default('zhao-qinghe'), visit: z.array(step).min(1) })

/** What one message should come to. */
export type Step = z.output<typeof step>
/** One visit (一次来访), in at the same door as everyone. */
export type Case = z.output<typeof oneCase>

/** A `cases.yaml` that cannot be read: says file and line. */
export class CaseError extends Error {}

/** Reads the cases of one file. Throws CaseError for the first thing that is wrong. */
export const readCases = (text: string, file: string): readonly Case[] => {
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines })
  const wrong = (node: unknown, why: string): CaseError => {
    // Everything that parseDocument hands out is a node or undefined.
    const range = (node as Node | undefined)?.range
    return new CaseError(`${file}:${range ? lines.linePos(range[0]).line : 1}: ${why}`)
  }
  const fault = yaml.errors[0]
  if (fault) throw new CaseError(`${file}:${fault.linePos?.[0].line ?? 1}: not YAML: ${fault.message.split('\n')[0]}`)
  if (!isSeq(yaml.contents)) throw wrong(yaml.contents, 'cases are a list: "- title: …"')
  const parsed = z.array(oneCase).min(1).safeParse(yaml.toJS())
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.path.map((part) => (typeof part === 'symbol' ? String(part) : part)) ?? []
  const holder = yaml.getIn(path, true)
  if (issue?.code === 'unrecognized_keys' && isMap(holder)) {
    const key = issue.keys[0]
    const known = Object.keys(path.includes('visit') ? step.shape : oneCase.shape).join(', ')
    throw wrong(holder.items.find((pair) => String(pair.key) === key)?.key, `unknown field "${key}"; there are: ${known}`)
  }
  throw wrong(holder ?? yaml.getIn(path.slice(0, -1), true) ?? yaml.contents, `${path.join('.')}: ${issue?.message}`)
}

/** How many things a step asks of its reply: the outcome, and every word beside it. */
export const demandsOf = (wish: Step): number =>
  1 +
  [wish.calls, wish.cites, wish.replies, wish.never, wish.card].reduce((sum, list) => sum + (list?.length ?? 0), 0) +
  (wish.agent ? 1 : 0)

/** What a reply does not hold of what a step asks; empty when it is as it should be. */
export const shortfallsOf = (wish: Step, reply: Reply): readonly string[] => {
  const cited = (place: string): boolean =>
    reply.citations.some(({ document, path }) => place.split(/\s+/).every((word) => `${document} ${path}`.includes(word)))
  const each = (list: readonly string[] | undefined, isMet: (word: string) => boolean, say: (word: string) => string): string[] =>
    (list ?? []).filter((word) => !isMet(word)).map(say)
  return [
    ...(reply.outcome === wish.ends ? [] : [`ends ${reply.outcome}, not ${wish.ends}`]),
    ...(wish.agent === undefined || reply.agent === wish.agent ? [] : [`answered by ${reply.agent}, not ${wish.agent}`]),
    ...each(
      wish.calls,
      (name) => reply.tools.some((tool) => tool.name === name),
      (name) => `does not call ${name}`,
    ),
    ...each(wish.cites, cited, (place) => `does not cite ${place}`),
    ...each(
      wish.replies,
      (word) => reply.text.includes(word),
      (word) => `does not say “${word}”`,
    ),
    ...each(
      wish.never,
      (word) => !reply.text.includes(word),
      (word) => `says “${word}”`,
    ),
    ...each(
      wish.card,
      (kind) => reply.cards.some((card) => card.kind === kind),
      (kind) => `shows no ${kind} card`,
    ),
  ]
}

/** A reply that does everything wrong that the step speaks of. A case that lets it pass measures nothing. */
export const worstReply = (wish: Step): Reply => ({
  turn: 'scripted',
  agent: null,
  outcome: wish.ends === 'failed' ? 'answered' : 'failed',
  text: (wish.never ?? []).join(' '),
  cards: [],
  citations: [],
  tools: [],
  suggestions: [],
  label: '',
  model: 'scripted',
})
