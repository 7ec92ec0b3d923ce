import { type Context, Hono } from 'hono'
import { BadInputError, NotFoundError } from '../../core/errors.ts'
import { audienceOf } from '../../core/knowledge.ts'
import { isPlainDate, type PlainDate, shanghaiDate } from '../../core/time.ts'
import { policyDiff } from '../pages/policy-diff.ts'
import { policyList, policySearch } from '../pages/policy-list.ts'
import { policyPage } from '../pages/policy-page.ts'
import type { ServerEnv, ServerParts } from '../parts.ts'
import { rateLimit } from '../rate-limit.ts'

/** From one network: a whole office reads at once, a program that copies the index does not. */
export const searchesPerMinute = 600
/** Longest question that is searched for; the rest is cut, as a person would skim it. */
export const longestQuestion = 500
const shownResults = 10
const shownTitles = 5

/** A day of the address (`on=2025-12-31`); undefined where none is given. Throws BadInputError for a day that does not exist. */
export const dayOf = (text: string | undefined): PlainDate | undefined => {
  if (!text) return undefined
  if (!isPlainDate(text)) throw new BadInputError({ what: 'date', hint: '日期请写成 2026-01-31 这样，并且是真实存在的一天。' })
  return text
}

/** 政策文件: the list, the search that works without a script, the document that a citation opens, and the comparison of two versions. */
export const policyRoutes = ({ library, config, clock }: Pick<ServerParts, 'library' | 'config' | 'clock'>) => {
  const readerOf = (c: Context<ServerEnv>) => audienceOf(c.get('who'))
  /** What an officer sees is kept by no cache on the way. */
  const page = (c: Context<ServerEnv>, text: string) =>
    c.html(text, 200, { 'Cache-Control': c.get('who') ? 'private, no-store' : 'no-cache', Vary: 'Cookie, Authorization' })
  const today = () => shanghaiDate(clock())

  const list = async (c: Context<ServerEnv>) => {
    const documents = await library.list(readerOf(c))
    const topic = c.req.query('topic') || undefined
    if (topic !== undefined && !documents.some((document) => document.topic === topic)) throw new NotFoundError({ what: 'topic' })
    return page(c, policyList(documents, topic, config))
  }

  return new Hono<ServerEnv>()
    .get(
      '/policies',
      rateLimit({ what: 'policy searches', perMinute: searchesPerMinute, clock, trustedProxies: config.trustedProxies }),
      async (c) => {
        const q = (c.req.query('q') ?? '').trim().slice(0, longestQuestion)
        if (!q) return list(c)
        const on = dayOf(c.req.query('on'))
        const reader = readerOf(c)
        const found = await library.search(reader, q, { topics: undefined, limit: shownResults, asOf: on ?? today() })
        const titles = (await library.list(reader)).filter(({ title }) => title.includes(q.replace(/[《》]/g, ''))).slice(0, shownTitles)
        return page(c, policySearch({ q, on: on ?? '', today: today() }, found, titles, config))
      },
    )
    .get('/policies/:document/diff', async (c) => {
      const { from, to } = c.req.query()
      const comparison = await library.compare(readerOf(c), c.req.param('document'), { from: from || undefined, to: to || undefined })
      if (!comparison) throw new NotFoundError({ what: 'policy document' })
      return page(c, policyDiff(comparison, config))
    })
    .get('/policies/:document', async (c) => {
      const open = await library.open(readerOf(c), c.req.param('document'), {
        version: c.req.query('v') || undefined,
        on: dayOf(c.req.query('on')),
      })
      if (!open) throw new NotFoundError({ what: 'policy document' })
      return page(c, policyPage(open, config, today()))
    })
}
