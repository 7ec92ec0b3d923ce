import { basename } from 'node:path'
import { z } from 'zod'
import type { Found, Passage } from '../core/knowledge.ts'
import { type Clock, dateText, isPlainDate, type PlainDate, shanghaiDate } from '../core/time.ts'
import { readLines } from '../files/read-lines.ts'
import type { Search } from '../knowledge/search.ts'
import { openKnowledge } from '../open-knowledge.ts'
import { openMeaning } from '../open-meaning.ts'
import { meaningSettings } from '../open-models.ts'
import { type Command, demandFile, say, UsageError } from './command.ts'
import { withStore } from './ground.ts'
import { audienceFlag } from './ingest.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/** How one question is asked. */
interface Asking {
  readonly limit: number
  readonly asOf: PlainDate
  readonly topics: readonly string[] | undefined
  readonly audience: 'public' | 'internal'
}

const askingOf = (values: Values, clock: Clock, usual: number): Asking => {
  const asOf = typeof values['as-of'] === 'string' ? values['as-of'] : shanghaiDate(clock())
  if (!isPlainDate(asOf)) throw new UsageError('--as-of takes a day as 2026-01-31')
  const limit = values.k === undefined ? usual : Number(values.k)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new UsageError('--k takes a number from 1 to 1000')
  const topics = typeof values.topic === 'string' ? values.topic.split(',') : undefined
  // The terminal is the operator's.
  return { limit, asOf, topics, audience: audienceFlag(values) ?? 'internal' }
}

const ask = (search: Search, question: string, { limit, asOf, topics, audience }: Asking): Promise<Found> =>
  search.for(audience).search(question, { topics, limit, asOf })

const resultOf = ({ id, document, article, path, text, score, effective }: Passage) => ({
  id,
  document,
  article,
  path,
  text,
  score,
  effective: effective ?? null,
})

const standing = ({ effective, until, force }: Passage): string =>
  force === 'undated' ? '未注明施行日期' : `${effective ? dateText(effective) : ''}起施行${until ? `，${dateText(until)}前有效` : ''}`

const show = (found: Found): void => {
  if (found.reviewed) say(`审定答复（${found.reviewed.reviewer}，${dateText(found.reviewed.reviewedAt)}）：${found.reviewed.text}\n`)
  if (!found.isSupported) say(found.passages.length > 0 ? '没有找到能支持回答的依据。字面上最接近的是：\n' : '没有找到依据。')
  for (const passage of found.passages)
    say(`《${passage.document}》${passage.path}  ${standing(passage)}\n  ${passage.text.replaceAll('\n', '\n  ')}\n`)
}

const oneLine = z.object({
  id: z.union([z.string(), z.number()]),
  q: z.string().trim().min(1),
  asOf: z.string().refine(isPlainDate, { message: 'not a day like 2026-01-31' }).nullish(),
})

const readLine = (line: string): z.output<typeof oneLine> | { why: string } => {
  try {
    const parsed = oneLine.safeParse(JSON.parse(line))
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]
    return { why: `${issue?.path.join('.') || 'line'}: ${issue?.message}` }
  } catch {
    return { why: 'not JSON' }
  }
}

/** Answers a file of questions, a line each, in their order. */
const batch = async (path: string, search: Search, asking: Asking): Promise<number> => {
  let broken = 0
  for await (const { line, text } of readLines({ name: basename(path), path })) {
    if (!text.trim()) continue
    const read = readLine(text)
    if ('why' in read) {
      broken++
      say(JSON.stringify({ line, error: read.why }))
      continue
    }
    const found = await ask(search, read.q, { ...asking, asOf: read.asOf ?? asking.asOf })
    say(JSON.stringify({ id: read.id, results: found.passages.map(resultOf), abstain: !found.isSupported }))
  }
  return broken > 0 ? 1 : 0
}

/** Asks the documents. */
export const search: Command = {
  usage:
    'search "问题" [--k N] [--as-of DATE] [--topic T] [--audience public|internal] [--json] | search --batch FILE.jsonl, lines {id, q, asOf?}',
  example: 'node main.ts search "取保候审能不能开证明" --json',
  options: {
    k: { type: 'string' },
    'as-of': { type: 'string' },
    topic: { type: 'string' },
    audience: { type: 'string' },
    batch: { type: 'string' },
  },
  async run({ values, args }) {
    const question = args.join(' ').trim()
    const file = typeof values.batch === 'string' ? values.batch : undefined
    if (file === undefined && !question) throw new UsageError('what is the question? search "问题"')
    if (file !== undefined && question) throw new UsageError('one question, or --batch FILE.jsonl')
    if (file !== undefined) demandFile(file)
    const clock: Clock = () => new Date()
    const asking = askingOf(values, clock, file === undefined ? 5 : 10)
    return withStore(values, async ({ store, config }) => {
      const knowledge = openKnowledge(store, clock, {
        meaning: openMeaning(store.knowledge, meaningSettings(config), { clock }).meaning,
        cacheMb: config.searchCacheMb,
      })
      await knowledge.bringShipped()
      const opened = knowledge.search
      if (file !== undefined) return batch(file, opened, asking)
      const found = await ask(opened, question, asking)
      if (values.json) say(JSON.stringify({ results: found.passages.map(resultOf), abstain: !found.isSupported, asOf: found.asOf }))
      else show(found)
      return 0
    })
  },
}
