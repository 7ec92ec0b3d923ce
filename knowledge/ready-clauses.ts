import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Audience, ClauseDraft } from '../core/knowledge.ts'
import { isPlainDate } from '../core/time.ts'
import type { BroughtFile } from '../files/brought-file.ts'
import { readLines } from '../files/read-lines.ts'
import type { Incoming } from './ingest.ts'
import { anchorOfPrinted } from './structure/articles.ts'
import { cutLong } from './structure/long.ts'
import { cleanTitle, shortTitleOf } from './structure/title.ts'

const day = z.string().refine(isPlainDate, { message: 'not a day like 2026-01-31' })
const absent = z.literal('').transform(() => undefined)

/** One ready clause (条文), a line of JSONL. Other keys are left alone. */
const readyClause = z.looseObject({
  id: z.union([z.string().min(1), z.number()]).transform(String),
  document: z.string().trim().min(1),
  article: z.union([z.string(), z.number()]).transform(String).optional(),
  text: z.string().trim().min(1),
  effective: z.union([day, absent]).nullish(),
  repealed: z.union([day, absent]).nullish(),
})
type ReadyClause = z.output<typeof readyClause>

const parse = (line: string): { clause: ReadyClause } | { why: string } => {
  try {
    const parsed = readyClause.safeParse(JSON.parse(line))
    if (parsed.success) return { clause: parsed.data }
    const issue = parsed.error.issues[0]
    return { why: `${issue?.path.join('.') || '这一行'}: ${issue?.message}` }
  } catch {
    return { why: '不是一行 JSON' }
  }
}

// Which version of which document a clause belongs to: one `effective`, one version.
const keyOf = ({ document, effective }: ReadyClause): string => `${document}\u0000${effective ?? ''}`

/** How often each version is met, so that it can go as soon as its last clause has come. */
const countLines = async (file: BroughtFile): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  for await (const { text } of readLines(file)) {
    if (!text.trim()) continue
    const read = parse(text)
    if ('clause' in read) counts.set(keyOf(read.clause), (counts.get(keyOf(read.clause)) ?? 0) + 1)
  }
  return counts
}

interface Gathered {
  readonly document: string
  readonly effective: string | undefined
  repealed: string | undefined
  readonly clauses: ClauseDraft[]
  readonly anchors: Set<string>
}

/**
 * Documents of a JSONL of ready clauses `{id, document, article, text, effective?, repealed?}`. The file is read twice: whole documents
 * leave as soon as their last line is met, so that only those whose lines lie apart are held in memory.
 */
export async function* readyDocuments(
  file: BroughtFile,
  facts: { readonly source: string; readonly topic: string; readonly audience: Audience },
): AsyncGenerator<Incoming> {
  const left = await countLines(file)
  const open = new Map<string, Gathered>()
  for await (const { line, text } of readLines(file)) {
    if (!text.trim()) continue
    const read = parse(text)
    if ('why' in read) {
      yield { kind: 'broken', broken: { source: `${facts.source}:${line}`, why: read.why } }
      continue
    }
    const { clause } = read
    const key = keyOf(clause)
    const gathered: Gathered = open.get(key) ?? {
      document: clause.document,
      effective: clause.effective ?? undefined,
      repealed: undefined,
      clauses: [],
      anchors: new Set(),
    }
    open.set(key, gathered)
    add(gathered, clause)
    const more = (left.get(key) ?? 1) - 1
    left.set(key, more)
    if (more > 0) continue
    open.delete(key)
    yield { kind: 'draft', draft: draftOf(gathered, facts) }
  }
}

const add = (gathered: Gathered, clause: ReadyClause): void => {
  const article = clause.article?.trim() ?? ''
  const wished = (article && anchorOfPrinted(article)) || `c${gathered.clauses.length + 1}`
  let anchor = wished
  for (let copy = 2; gathered.anchors.has(anchor); copy++) anchor = `${wished}-d${copy}`
  gathered.anchors.add(anchor)
  gathered.repealed ??= clause.repealed ?? undefined
  gathered.clauses.push({ anchor, article, path: article, text: clause.text, externalId: clause.id })
}

const draftOf = (
  gathered: Gathered,
  facts: { source: string; topic: string; audience: Audience },
): (Incoming & { kind: 'draft' })['draft'] => {
  const { document, effective, repealed } = gathered
  const hash = createHash('sha256').update(JSON.stringify([document, effective, repealed, facts.topic, facts.audience]))
  for (const { article, text, externalId } of gathered.clauses) hash.update(JSON.stringify([article, text, externalId]))
  const title = cleanTitle(document) || document
  return {
    title,
    shortTitle: shortTitleOf(title),
    kind: 'law',
    topic: facts.topic,
    audience: facts.audience,
    issuer: undefined,
    number: undefined,
    label: effective ?? 'undated',
    promulgated: undefined,
    effective,
    repealed,
    review: undefined,
    origin: facts.source,
    source: `${facts.source}#${document}@${effective ?? ''}`,
    sourceHash: hash.digest('hex'),
    clauses: cutLong(gathered.clauses),
    notes: effective ? [] : ['没有施行日期：按“未注明日期”收入，答复里会说明'],
  }
}
