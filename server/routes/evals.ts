import { createRoute, z } from '@hono/zod-openapi'
import { BadInputError } from '../../core/errors.ts'
import type { EvalDesk, EvalRun } from '../../core/eval-runs.ts'
import { EvalComparison, EvalReport, EvalRunView, EvalSuites, StartEval } from '../eval-schemas.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'
import { studioBase, studioPersonIs } from './studio.ts'

const base = `${studioBase}/evals`
const mine = { 401: problems[401], 403: problems[403] } as const
const one = { ...mine, 404: problems[404] } as const
const id = z.object({ id: z.string().max(64) })

const suitesRoute = createRoute({
  ...{ method: 'get', path: `${base}/suites`, summary: 'Suites and models that can be chosen (测评集)' },
  responses: { 200: answers(EvalSuites, 'In the order of the report.'), ...mine },
})
const listRoute = createRoute({
  ...{ method: 'get', path: `${base}/runs`, summary: 'Runs that are kept, newest first, with their figures (测评记录)' },
  responses: { 200: answers(z.object({ runs: z.array(EvalRunView) }), 'At most sixty.'), ...mine },
})
const startRoute = createRoute({
  ...{ method: 'post', path: `${base}/runs`, summary: 'Starts suites in a process of their own; 409 while another runs here (开始测评)' },
  request: { body: { required: true, content: { 'application/json': { schema: StartEval } } } },
  responses: { 202: answers(EvalRunView, 'Begun.'), 400: problems[400], ...mine, 409: problems[409] },
})
const runRoute = createRoute({
  ...{ method: 'get', path: `${base}/runs/{id}`, summary: 'How far a run is' },
  request: { params: id },
  responses: { 200: answers(EvalRunView, 'As it stands.'), ...one },
})
const reportRoute = createRoute({
  ...{
    method: 'get',
    path: `${base}/runs/{id}/report`,
    summary: 'What a run came to: figures, groups, failures with transcripts (测评报告)',
  },
  request: { params: id },
  responses: { 200: answers(EvalReport, 'The same as the file says.'), ...one },
})
const fileRoute = createRoute({
  ...{ method: 'get', path: `${base}/runs/{id}/report.html`, summary: 'The report as one page that needs no server' },
  request: { params: id },
  responses: { 200: { content: { 'text/html': { schema: z.string() } }, description: 'A file.' }, ...one },
})
const compareRoute = createRoute({
  ...{
    method: 'get',
    path: `${base}/runs/{id}/compare/{other}`,
    summary: 'What differs from an earlier run, and whether by more than chance (对照)',
  },
  request: { params: id.extend({ other: z.string().max(64) }) },
  responses: { 200: answers(EvalComparison, 'First is `other`, second is `id`.'), ...one },
})
const cancelRoute = createRoute({
  ...{ method: 'post', path: `${base}/runs/{id}/cancel`, summary: 'Stops a run, in whichever process it is (停止)' },
  request: { params: id },
  responses: { 200: answers(EvalRunView, 'It ends within seconds.'), ...one },
})

const runJson = ({ heardAt: _, at, endedAt, fault, ...run }: EvalRun) => ({
  ...{ ...run, at: at.toISOString(), endedAt: endedAt?.toISOString() ?? null, fault: fault ?? null },
})

/** Where analysts run suites and read what they came to (测评台). Rights are those of the studio. */
export const evalRoutes = ({ evals }: { evals: EvalDesk }) =>
  newApi()
    .openapi(suitesRoute, async (c) => {
      studioPersonIs(c)
      return c.json({ suites: await evals.suites(), models: evals.models() }, 200)
    })
    .openapi(listRoute, async (c) => {
      studioPersonIs(c)
      return c.json({ runs: (await evals.list()).map(runJson) }, 200)
    })
    .openapi(startRoute, async (c) => {
      const who = studioPersonIs(c)
      const order = c.req.valid('json')
      const known = (await evals.suites()).map(({ name }) => name)
      const unknown = order.suites.find((name) => !known.includes(name))
      if (unknown !== undefined)
        throw new BadInputError({ what: 'suites', hint: `没有“${unknown}”这一套，可选的有：${known.join('、')}。` })
      if (!evals.models().includes(order.model)) throw new BadInputError({ what: 'model', hint: `这里没有配置模型“${order.model}”。` })
      return c.json(runJson(await evals.start(order, who)), 202)
    })
    .openapi(runRoute, async (c) => {
      studioPersonIs(c)
      return c.json(runJson(await evals.find(c.req.valid('param').id)), 200)
    })
    .openapi(reportRoute, async (c) => {
      studioPersonIs(c)
      const run = c.req.valid('param').id
      const { measured, suites } = await evals.report(run)
      const rows = suites.map((suite) => ({
        ...{ ...suite, figures: [...suite.figures], failed: [...suite.failed], gaps: [...suite.gaps], groups: [...suite.groups] },
      }))
      return c.json({ run: runJson(await evals.find(run)), measured, suites: rows }, 200)
    })
    .openapi(fileRoute, async (c) => {
      studioPersonIs(c)
      const run = c.req.valid('param').id
      const page = await evals.html(run)
      c.header('Content-Disposition', `attachment; filename="evals-${run}.html"`)
      return c.html(page, 200)
    })
    .openapi(compareRoute, async (c) => {
      studioPersonIs(c)
      const { id: run, other } = c.req.valid('param')
      const rows = await evals.compare(other, run)
      const json = rows.map((row) => ({ ...row, difference: row.difference ? ([...row.difference] as [number, number]) : null }))
      return c.json({ rows: json }, 200)
    })
    .openapi(cancelRoute, async (c) => c.json(runJson(await evals.cancel(c.req.valid('param').id, studioPersonIs(c))), 200))
