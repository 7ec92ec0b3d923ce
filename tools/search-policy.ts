import { z } from 'zod'
import { dayAskedAbout, dayNamed } from '../core/as-of.ts'
import { tellsWhatIsAsked } from '../core/asked-kind.ts'
import { placeOf } from '../core/clause.ts'
import type { Citation } from '../core/conversation.ts'
import { uuidv7 } from '../core/ids.ts'
import { audienceOf, type Found, type Passage } from '../core/knowledge.ts'
import { citedWords, quotedWords, whereItStands } from '../core/quoted.ts'
import { dateText, type PlainDate, shanghaiDate } from '../core/time.ts'
import { defineTool, type Presentation, type ToolContext } from '../core/tool.ts'
import { maskPersonal } from '../domain/personal-data/mask-personal.ts'
import { fieldMeta, plainDate } from './fields.ts'

/** How many clauses a model may read, and how many of them are quoted at most when no model puts them together. */
const limits = { found: 5, quoted: 3 }

const passage = z.object({
  document: z.string(),
  kind: z.enum(['law', 'guide', 'qa']),
  version: z.string(),
  path: z.string(),
  article: z.string(),
  /** `第八十八条第二款第（三）项`: where the quotes stand. */
  place: z.string(),
  text: z.string(),
  quotes: z.array(z.string()),
  force: z.enum(['in_force', 'superseded', 'repealed', 'not_yet', 'undated']),
  isOld: z.boolean(),
  effective: plainDate.optional(),
  until: plainDate.optional(),
  href: z.string(),
})
type ShownPassage = z.output<typeof passage>

const output = z.object({
  passages: z.array(passage),
  /** The first so many of them answer the question; the others are for reading on. */
  quoted: z.number(),
  isSupported: z.boolean(),
  asOf: plainDate,
  /** Why another day's law was searched, or was not. */
  day: z.enum(['today', 'old', 'nothing_then', 'no_day']),
  dayLabel: z.string(),
  reviewed: z
    .object({
      id: z.string(),
      text: z.string(),
      reviewer: z.string(),
      reviewedAt: plainDate,
      expires: plainDate,
      clauses: z.array(z.string()),
    })
    .optional(),
})
type Shown = z.output<typeof output>

/** Asks for two things: a second clause may be the other half of the answer. */
const asksTwo = /和|跟|还有|以及|另外|顺便|、|区别|不同|[?？].+[?？]/

/**
 * How many passages answer: the first, and others where two things are asked, or where clauses of laws fit about as well. A section of a
 * guide answers one question alone: of 醉驾影响吗 the next section, on 行政拘留, is another matter.
 */
const answering = (passages: readonly Passage[], query: string): number => {
  const [first, ...rest] = passages
  if (!first) return 0
  if (first.kind === 'guide' && !asksTwo.test(query)) return 1
  const share = asksTwo.test(query) ? 0.6 : 0.7
  const more = rest.slice(0, limits.quoted - 1).findIndex(({ score, text }) => score < first.score * share || text === first.text)
  return 1 + (more < 0 ? Math.min(rest.length, limits.quoted - 1) : more)
}

const shownPassage = ({
  document,
  kind,
  version,
  path,
  article,
  text,
  quotes,
  force,
  isOld,
  effective,
  until,
  href,
}: Passage): ShownPassage => ({
  ...{ document, kind, version, path, article, place: placeOf(article, text, quotes), text, quotes: [...quotes], force, isOld, href },
  ...(effective === undefined ? {} : { effective }),
  ...(until === undefined ? {} : { until }),
})

/** The same with its days always there, as the rest of the house has them. */
const dated = (shown: ShownPassage) => ({ ...shown, effective: shown.effective, until: shown.until })

const citationOf = (shown: ShownPassage): Citation => ({
  document: shown.document,
  version: shown.version,
  // A law is cited by its article; of a guide the heading path says where.
  path:
    shown.kind === 'law' && shown.place.startsWith(shown.article)
      ? shown.path.replace(new RegExp(`${shown.article}$`), shown.place)
      : shown.path,
  quote: citedWords(shown),
  effective: shown.effective ?? '',
  href: shown.href,
  force: shown.force,
  isOld: shown.isOld,
})

/** Writes down for analysts what was asked and what it came to, without the person (提问记录). */
const noteQuestion = async (ctx: ToolContext, query: string, found: Found, shown: readonly Passage[]): Promise<void> => {
  const at = ctx.clock()
  await ctx.records.knowledge.noteQuestion({
    id: uuidv7(at),
    at,
    agent: ctx.agent,
    audience: audienceOf(ctx.who),
    text: maskPersonal(query),
    isSupported: found.isSupported || found.reviewed !== undefined,
    clauses: shown.map(({ id }) => id),
    reviewed: found.reviewed?.id,
    verdict: undefined,
    verdictBy: undefined,
    note: undefined,
  })
}

/** Searches the law of the day that is meant: named by the model, else by the question itself, else today. */
const searchAsOf = async (
  ctx: ToolContext,
  query: string,
  day: PlainDate | undefined,
): Promise<{ found: Found; day: Shown['day']; label: string }> => {
  const today = shanghaiDate(ctx.clock())
  const search = (asOf: PlainDate): Promise<Found> => ctx.search.search(query, { topics: ctx.knowledge, limit: limits.found, asOf })
  const asked =
    day === undefined ? dayAskedAbout(query, today) : day < today ? { kind: 'day' as const, asOf: day, label: dateText(day) } : undefined
  if (asked?.kind !== 'day') {
    const found = await search(today)
    // A search that reads a day out of the question itself says which.
    if (found.asOf < today) return { found: { ...found, reviewed: undefined }, day: 'old', label: dateText(found.asOf) }
    return { found, day: asked?.kind === 'old_law' ? 'no_day' : 'today', label: '' }
  }
  const then = await search(asked.asOf)
  // An answer that was reviewed for today is none for then.
  if (then.isSupported) return { found: { ...then, reviewed: undefined }, day: 'old', label: asked.label }
  return { found: await search(today), day: 'nothing_then', label: asked.label }
}

const noticeOf = ({ day, dayLabel, passages, isSupported }: Shown): Pick<Presentation, 'notice' | 'noticeEn'> => {
  if (day === 'old' && passages.some(({ isOld }) => isOld))
    return {
      notice: `按${dayLabel}当时有效的规定回答；现行规定已经改了，新发生的事要看现行规定。`,
      noticeEn: 'This is the rule that was in force then; it has been changed since.',
    }
  if (day === 'nothing_then' && isSupported)
    return {
      notice: `没有查到${dayLabel}当时的规定，下面是现行规定；当时的事请以民警答复为准。`,
      noticeEn: 'I found no rule of that time; below is the rule of today. Please ask an officer about a case of that time.',
    }
  if (day === 'no_day' && isSupported)
    return {
      notice: '您问的是以前的规定：请告诉我事情发生在哪一年、哪一天，我按当时有效的规定查。下面是现行规定。',
      noticeEn: 'You ask about former rules: tell me the day it happened and I will look up the rule of then. Below is the rule of today.',
    }
  return {}
}

const nothing: Presentation = {
  text: '这个问题我手头的规定里没有找到依据，不敢随便答。您可以换个说法、说得具体一点再问，或者让民警来答复。',
  en: 'I found no rule that answers this, so I would rather not guess. You can rephrase it or ask for an officer.',
  outcome: 'unanswered',
  suggestions: ['转人工'],
  passages: [],
}

/** The words that need no model: a lead, what is quoted, and where it stands. */
const answerOf = (shown: Shown): string => {
  const [first, ...rest] = shown.passages.slice(0, shown.quoted)
  if (!first) return ''
  const quoted = (one: ShownPassage): string => `${quotedWords(one)}${whereItStands(dated(one))}。`
  const lead = first.isOld ? '当时的规定是这样写的：' : '规定里是这样写的：'
  return [lead, quoted(first), ...rest.map((one) => `另外，${quoted(one)}`)].join('')
}

/** 查政策: passages of the documents that the agent's page may quote; `isSupported: false` means nothing supports an answer. */
export const searchPolicy = defineTool({
  name: 'search_policy',
  title: '查政策规定',
  description:
    'Finds clauses of laws and policy documents: how things are done, materials, fees, time limits, validity, penalties, powers, who may apply, where, objections (材料, 期限, 有效期, 收费, 处罚, 规定). Answer only from the passages it returns, quote their words, and give document and article.',
  scope: 'anyone',
  effect: 'read',
  input: z.object({
    query: z
      .string({ error: '请说说您想问什么。' })
      .trim()
      .min(1, '请说说您想问什么。')
      .max(500, '问题有点长，请只说最想问的一句。')
      .describe(
        'One whole question in Chinese that names its matter, also where the person left it out: 身份证丢了补办要多少钱, not 要多少钱.',
      )
      .meta(fieldMeta({ title: '问题', ask: '您想问哪方面的规定？', ask_en: 'What would you like to know?', kind: 'query' })),
    as_of: z
      .string()
      .max(40)
      .optional()
      .describe(
        'Only for cases of the past: the day it happened, YYYY-MM-DD (YYYY-MM and YYYY are taken too). Finds the rule that was in force then. Leave out for anything of today.',
      )
      .meta({ title: '事情发生的日子' }),
  }),
  output,
  async run({ input, ctx }) {
    const { found, day, label } = await searchAsOf(ctx, input.query, dayNamed(input.as_of))
    // What supports nothing is not handed on: a model would answer from it.
    const all = found.isSupported || found.reviewed ? found.passages : []
    // What tells what is asked comes before what only speaks of the matter; otherwise the order of the search stays.
    const tells = (one: (typeof all)[number]): boolean => tellsWhatIsAsked(input.query, shownPassage(one))
    const passages = all.length > 1 && all[0] && !tells(all[0]) ? [...all.filter(tells), ...all.filter((one) => !tells(one))] : all
    const quoted = answering(passages, input.query)
    await noteQuestion(ctx, input.query, found, passages.slice(0, quoted))
    return {
      passages: passages.map(shownPassage),
      quoted,
      isSupported: found.isSupported,
      asOf: found.asOf,
      day,
      dayLabel: label,
      ...(found.reviewed ? { reviewed: reviewedOf(found, found.reviewed) } : {}),
    }
  },
  present: (shown) => {
    const clauses = shown.passages.map((one) => ({ ...dated(one), citation: citationOf(one) }))
    const { reviewed } = shown
    if (reviewed) {
      const told = `${reviewed.text.trim()}（${reviewed.reviewer} 审核，有效至 ${dateText(reviewed.expires)}）`
      const cited = clauses.filter(({ citation }) => reviewed.clauses.includes(citation.href)).map(({ citation }) => citation)
      return { text: told, isFinal: true, citations: cited, passages: clauses }
    }
    if (clauses.length === 0) return nothing
    const notice = noticeOf(shown)
    return {
      text: `${notice.notice ?? ''}${answerOf(shown)}`,
      citations: clauses.slice(0, shown.quoted).map(({ citation }) => citation),
      passages: clauses,
      ...notice,
    }
  },
})

/** A reviewed answer with the addresses of the clauses that it stands on, as far as the search gave them. */
const reviewedOf = (
  found: Found,
  { id, text, reviewer, reviewedAt, expires, clauses }: NonNullable<Found['reviewed']>,
): NonNullable<Shown['reviewed']> => ({
  ...{ id, text, reviewer, reviewedAt, expires },
  clauses: found.passages.filter((one) => clauses.includes(one.id)).map(({ href }) => href),
})
