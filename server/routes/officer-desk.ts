import { createRoute, z } from '@hono/zod-openapi'
import { type DeskAct, type DeskActName, deskActs } from '../../core/desk-acts.ts'
import type { OfficerDesk } from '../../core/officer-desk.ts'
import { officerIs } from '../auth/who.ts'
import {
  DeskBatch,
  DeskBatchDone,
  DeskCase,
  DeskDoneParams,
  DeskOpening,
  DeskOverview,
  DeskPage,
  DeskQueueParams,
  DeskRow,
  DeskSearch,
} from '../desk-schemas.ts'
import { caseJson, caseRowJson, overviewJson } from '../desk-views.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const base = '/api/desk'
const one = `${base}/cases/{number}`
const number = z.object({ number: z.string().max(60) })
const mine = { 400: problems[400], 401: problems[401], 403: problems[403], 404: problems[404] } as const

const overviewRoute = createRoute({
  method: 'get',
  path: `${base}/overview`,
  summary: 'What waits and what is due today, by unit (今天到期)',
  request: { query: z.object({ unit: z.string().max(60).optional() }) },
  responses: { 200: answers(DeskOverview, 'Counts of my units.'), ...mine },
})

const queueRoute = createRoute({
  method: 'get',
  path: `${base}/cases`,
  summary: 'The queue of my units, by the day it is due and then by age (待办)',
  request: { query: DeskQueueParams },
  responses: { 200: answers(DeskPage, 'One page; names are masked.'), ...mine },
})

const doneRoute = createRoute({
  method: 'get',
  path: `${base}/done`,
  summary: 'What is over, newest first (已办结)',
  request: { query: DeskDoneParams },
  responses: { 200: answers(DeskPage, 'One page.'), ...mine },
})

const searchRoute = createRoute({
  method: 'post',
  path: `${base}/search`,
  summary: 'Finds cases by exact number, name or document; written down (查找)',
  description: 'A POST, so that no name and no document number stands in an address or a log.',
  request: { body: { required: true, content: { 'application/json': { schema: DeskSearch } } } },
  responses: { 200: answers(z.object({ cases: z.array(DeskRow) }), 'Of my units only.'), ...mine },
})

const findRoute = createRoute({
  method: 'get',
  path: one,
  summary: 'A case on one page, personal facts masked (一件申请)',
  request: { params: number },
  responses: { 200: answers(DeskCase, 'The case.'), ...mine },
})

const openRoute = createRoute({
  method: 'post',
  path: `${one}/open`,
  summary: 'The same with facts in full, for a purpose that the person can read (查看全部信息)',
  request: { params: number, body: { required: true, content: { 'application/json': { schema: DeskOpening } } } },
  responses: { 200: answers(DeskCase, 'The case, opened.'), ...mine },
})

const receiversRoute = createRoute({
  method: 'get',
  path: `${base}/receivers`,
  summary: 'Units to which a case can be sent (改派到)',
  responses: { 200: answers(z.object({ units: z.array(z.object({ id: z.string(), name: z.string() })) }), 'By id.'), ...mine },
})

const batchRoute = createRoute({
  method: 'post',
  path: `${base}/batch/confirm`,
  summary: 'Confirms replies to units in which everybody was found clear (批量确认)',
  request: { body: { required: true, content: { 'application/json': { schema: DeskBatch } } } },
  responses: { 200: answers(DeskBatchDone, 'One by one: what could not be confirmed says why.'), ...mine },
})

const summaries: Record<DeskActName, string> = {
  claim: 'Takes it in hand; of two, one (认领)',
  release: 'Puts it back (放回)',
  reassign: 'Sends it to another unit before it is accepted; it is not there for one’s own any more (改派)',
  'take-over': 'A superior takes it from whoever holds it (接手)',
  identify: 'Identity checked in person, or not (核验身份)',
  supplement: 'Says what is missing: once, the whole list (一次性告知)',
  supply: 'What was missing came in (收到补正)',
  accept: 'Accepts it; the machine looks up and goes on (受理)',
  'not-accept': 'Does not accept it, for a reason of the list (不予受理)',
  'leave-out': 'People of a list who are not asked about, with the reason; the others go on (名单中不予受理)',
  'settle-person': 'Finds one person of a list clear, with the ground (逐人认定)',
  'set-apart': 'People of a list who take longer get a case of their own with the same day of acceptance (分出另办)',
  seal: 'Confirms the reply to a unit in which everybody was found clear (盖章确认)',
  'ask-again': 'Asks the registry again (再次查询)',
  verify: 'Proposes checking for one of four causes; a leader of the county approves, the clock stops (报批核实)',
  'finish-verification': 'Checking is over; the clock goes on (核实结束)',
  'confirm-clear': 'Finds the person clear (确认未发现)',
  refuse: 'Proposes a refusal; the registry is asked again first (报批不予出具)',
  'take-back': 'Takes one’s own proposal back (撤回报批)',
  deliver: 'How and to whom the paper was given (送达)',
  object: 'Takes a written objection down; another officer rechecks (登记异议)',
  extend: 'Proposes to extend a recheck, once (报批延长)',
  uphold: 'The recheck finds it right (维持)',
  correct: 'The recheck finds it wrong: old paper void, new one issued (更正)',
  revoke: 'Takes a wrong certificate back (撤销)',
  'revoke-letter': 'Proposes to take a letter to an institution back; another signs (报批撤销告知函)',
  withdraw: 'Takes a signed withdrawal down (登记撤回)',
}

const actRoute = <A extends DeskActName>(act: A) =>
  createRoute({
    method: 'post',
    path: `${one}/${act}`,
    summary: summaries[act],
    request: { params: number, body: { required: true, content: { 'application/json': { schema: deskActs[act] } } } },
    responses: { 200: answers(DeskCase, 'The case as it is now.'), ...mine, 409: problems[409] },
  })

/** The officers' desk (民警工作台): queue, case, and everything that may be done about it. */
export const officerDeskRoutes = ({ desk }: { readonly desk: OfficerDesk }) => {
  const app = newApi()
    .openapi(overviewRoute, async (c) => c.json(overviewJson(await desk.overview(officerIs(c, 'officer'), c.req.valid('query').unit)), 200))
    .openapi(queueRoute, async (c) => {
      const { cases, next } = await desk.queue(officerIs(c, 'officer'), c.req.valid('query'))
      return c.json({ cases: cases.map(caseRowJson), next: next ?? null }, 200)
    })
    .openapi(doneRoute, async (c) => {
      const { cases, next } = await desk.done(officerIs(c, 'officer'), c.req.valid('query'))
      return c.json({ cases: cases.map(caseRowJson), next: next ?? null }, 200)
    })
    .openapi(searchRoute, async (c) => {
      const cases = await desk.search(officerIs(c, 'officer'), c.req.valid('json'))
      return c.json({ cases: cases.map(caseRowJson) }, 200)
    })
    .openapi(findRoute, async (c) => c.json(caseJson(await desk.find(officerIs(c, 'officer'), c.req.valid('param').number)), 200))
    .openapi(openRoute, async (c) => {
      const view = await desk.open(officerIs(c, 'officer'), c.req.valid('param').number, c.req.valid('json').purpose)
      return c.json(caseJson(view), 200)
    })
    .openapi(receiversRoute, async (c) =>
      c.json({ units: (await desk.receivers(officerIs(c, 'officer'))).map((one) => ({ ...one })) }, 200),
    )
    .openapi(batchRoute, async (c) => {
      const done = await desk.confirmBatch(officerIs(c, 'officer'), c.req.valid('json').cases)
      return c.json({ cases: done.map((row) => ({ ...row, code: row.code ?? null, why: row.why ?? null })) }, 200)
    })
  // Object.keys forgets which strings they are.
  for (const act of Object.keys(deskActs) as DeskActName[]) {
    app.openapi(actRoute(act), async (c) => {
      // The route's own schema has just made these facts of this act.
      const asked = { act, facts: c.req.valid('json') } as DeskAct
      return c.json(caseJson(await desk.act(officerIs(c, 'officer'), c.req.valid('param').number, asked)), 200)
    })
  }
  return app
}
