import type { DocumentConcern, Overview, ShownClause } from '../core/library.ts'
import type { Records } from '../core/ports.ts'
import { addDays, type PlainDate, shanghaiDate } from '../core/time.ts'
import { forceOn, inForce, type Shelved } from './shelf.ts'

/** Questions that are counted at most: each is opened to be counted. */
const mostCounted = 5_000
/** How long before its last day a document is named, in days. */
const warningDays = 60
const shownUses = 20
const shownLately = 20

/** What one document asks for, if anything: the text that is in force, one that begins soon, or that none is left. */
const concernsOf = ({ document, spans }: Shelved, today: PlainDate): DocumentConcern[] => {
  const about = (label: string, concern: DocumentConcern['concern'], on: PlainDate | undefined): DocumentConcern => ({
    ...{ document: document.id, title: document.title, label, concern, on },
  })
  const found: DocumentConcern[] = []
  const now = inForce(spans, today)
  const last = spans.at(-1)
  if (!now && last && forceOn(last, today) === 'repealed') found.push(about(last.version.label, 'repealed', last.until))
  if (now && forceOn(now, today) === 'undated') found.push(about(now.version.label, 'undated', undefined))
  const expires = now?.version.review?.expires
  if (now && expires && expires < today) found.push(about(now.version.label, 'expired', expires))
  else if (now && expires && expires <= addDays(today, warningDays)) found.push(about(now.version.label, 'expires_soon', expires))
  for (const span of spans) if (forceOn(span, today) === 'not_yet') found.push(about(span.version.label, 'not_yet', span.from))
  return found
}

/** What most wants a person comes first. */
const order: readonly DocumentConcern['concern'][] = ['expired', 'expires_soon', 'undated', 'not_yet', 'repealed']

/** How knowledge was used in the last days, and what somebody should look at (知识概览). */
export const overviewOf = async (given: {
  store: Pick<Records, 'knowledge'>
  shelves: ReadonlyMap<string, Shelved>
  show: (id: string) => Promise<ShownClause>
  now: Date
  days: number
}): Promise<Overview> => {
  const { store, shelves, show, now, days } = given
  const today = shanghaiDate(now)
  const since = new Date(now.getTime() - days * 86_400_000)
  const asked = await store.knowledge.questions({ since, limit: mostCounted })
  const answered = asked.filter(({ isSupported }) => isSupported).length
  const uses = await store.knowledge.clauseUses({ since, limit: shownUses })
  const lately = [...shelves.values()].flatMap(({ document, spans }) => spans.map(({ version }) => ({ document, version })))
  return {
    since,
    asked: asked.length,
    answered,
    unanswered: asked.length - answered,
    isCapped: asked.length === mostCounted,
    uses: await Promise.all(uses.map(async ({ clause, uses }) => ({ ...(await show(clause)), uses }))),
    concerns: [...shelves.values()]
      .flatMap((shelved) => concernsOf(shelved, today))
      .sort((a, b) => order.indexOf(a.concern) - order.indexOf(b.concern) || (a.on ?? '').localeCompare(b.on ?? '')),
    lately: lately
      .sort((a, b) => b.version.key - a.version.key)
      .slice(0, shownLately)
      .map(({ document, version: { label, clauses, ingestedAt } }) => ({
        document: document.id,
        title: document.title,
        label,
        clauses,
        ingestedAt,
      })),
  }
}
