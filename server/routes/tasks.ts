import { createRoute, z } from '@hono/zod-openapi'
import { BadInputError } from '../../core/errors.ts'
import { csvOf, type Table } from '../../core/table.ts'
import { type TaskAct, type TaskActName, taskActs } from '../../core/task-acts.ts'
import type { TaskDesk, WorkScore } from '../../core/task-desk.ts'
import { evaluations, satisfactionNames, taskOutcomeNames, taskOutcomes } from '../../core/tasks.ts'
import { officerIs } from '../auth/who.ts'
import {
  AttachmentRow,
  BoardParams,
  BoardView,
  CallRow,
  MatterRow,
  PeriodParams,
  TaskDetailView,
  TaskSummaryView,
  TrendParams,
  TrendsView,
  UnitRow,
  WorkScoreView,
} from '../dispute-schemas.ts'
import {
  attachmentJson,
  callJson,
  matterJson,
  summaryJson,
  taskJson,
  taskRowJson,
  trendsJson,
  unitJson,
  workJson,
} from '../dispute-views.ts'
import type { BodyRule } from '../parts.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

/** Files of tasks: 10 MB, and room for the form around it. */
export const attachmentBody: BodyRule = {
  path: '/api/tasks/',
  suffix: '/attachments',
  types: ['multipart/form-data'],
  limitBytes: 10 * 1_048_576 + 100_000,
}

const base = '/api/tasks'
const id = z.object({ id: z.string().max(60) })
const mine = { 401: problems[401], 403: problems[403] } as const
const one = { ...mine, 404: problems[404] } as const

const boardRoute = createRoute({
  method: 'get',
  path: base,
  summary: 'The board: tasks of my units by tier and deadline (任务看板)',
  request: { query: BoardParams },
  responses: { 200: answers(BoardView, 'One page.'), ...mine },
})

const summaryRoute = createRoute({
  method: 'get',
  path: `${base}/summary`,
  summary: "Today's counts by tier and state (今日)",
  request: { query: z.object({ unit: z.string().max(60).optional() }) },
  responses: { 200: answers(TaskSummaryView, 'Counts.'), ...mine },
})

const callsRoute = createRoute({
  method: 'get',
  path: `${base}/calls`,
  summary: 'Calls to my department (吹哨待办)',
  request: {
    query: z.object({ state: z.enum(['open', 'all']).default('open'), limit: z.coerce.number().int().min(1).max(200).default(100) }),
  },
  responses: { 200: answers(z.object({ calls: z.array(CallRow) }), 'Open ones first, the next to be due first.'), ...mine },
})

const mattersRoute = createRoute({
  method: 'get',
  path: `${base}/matters`,
  summary: 'What is a station’s and what is not, and whose it is (正负面清单)',
  responses: { 200: answers(z.object({ matters: z.array(MatterRow) }), 'As triage chooses from.'), ...mine },
})

const unitsRoute = createRoute({
  method: 'get',
  path: `${base}/units`,
  summary: 'Units that I see, and departments that I may call',
  responses: { 200: answers(z.object({ units: z.array(UnitRow) }), 'Mine first.'), ...mine },
})

const oneRoute = createRoute({
  method: 'get',
  path: `${base}/{id}`,
  summary: 'A task with its history, calls, files and incidents',
  request: { params: id },
  responses: { 200: answers(TaskDetailView, 'The task.'), ...one },
})

const attachRoute = createRoute({
  method: 'post',
  path: `${base}/{id}/attachments`,
  summary: 'Adds a file: a picture, PDF, Word, Excel or sound, by what its bytes are',
  request: {
    params: id,
    body: {
      required: true,
      content: { 'multipart/form-data': { schema: z.object({ file: z.instanceof(File).openapi({ type: 'string', format: 'binary' }) }) } },
    },
  },
  responses: { 201: answers(AttachmentRow, 'Kept, encrypted.'), 400: problems[400], ...one, 409: problems[409] },
})

const attachmentRoute = createRoute({
  method: 'get',
  path: `${base}/{id}/attachments/{file}`,
  summary: 'A file of a task',
  request: { params: z.object({ id: z.string().max(60), file: z.string().max(60) }) },
  responses: { 200: { description: 'The bytes.', content: { 'application/octet-stream': { schema: z.string() } } }, ...one },
})

const trendsRoute = createRoute({
  method: 'get',
  path: '/api/disputes/trends',
  summary: 'Incidents by class, unit or tier over time (走势)',
  request: { query: TrendParams },
  responses: { 200: answers(TrendsView, 'Counts; merged calls count once.'), 400: problems[400], ...mine },
})

const workRoute = createRoute({
  method: 'get',
  path: '/api/disputes/work',
  summary: 'How the work of units went, never of persons (工作成效); as JSON, CSV or XLSX',
  request: { query: PeriodParams.extend({ format: z.enum(['json', 'csv', 'xlsx']).default('json') }) },
  responses: {
    200: {
      description: 'One row a unit.',
      content: {
        'application/json': { schema: z.object({ units: z.array(WorkScoreView) }) },
        'text/csv': { schema: z.string() },
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    ...{ 400: problems[400], ...mine },
  },
})

const summaries: Record<TaskActName, string> = {
  dispatch: 'Sends it to a unit, or to another one (派送、改派)',
  receive: 'Signs for it (签收)',
  claim: 'Takes it in hand; of two, one (认领)',
  release: 'Puts it back (放回)',
  triage: 'Class, matter, demand, risks, basis and proposal (研判)',
  return: 'Gives it back, with the reason why it is not ours (退件)',
  call: 'Calls a department, which has to come or answer in time (吹哨)',
  answer: 'What the called department says (部门答复)',
  handle: 'Measures, lead and co-handlers (办理)',
  feedback: 'What the parties were told (反馈)',
  'follow-up': 'How content the parties are; unsatisfied reopens it (回访)',
  supervise: 'A lead checks it, or sends it back (核查)',
  downgrade: 'Lowers the tier, with a reason; only a person can (降档)',
  upgrade: 'Raises the tier (升档)',
  escalate: 'Puts it before a named superior (提级)',
  close: 'Ends it with an outcome (办结)',
  reopen: 'Opens it again (重开)',
}

const actRoute = <A extends TaskActName>(act: A) =>
  createRoute({
    method: 'post',
    path: `${base}/{id}/${act}`,
    summary: summaries[act],
    request: { params: id, body: { required: true, content: { 'application/json': { schema: taskActs[act] } } } },
    responses: { 200: answers(TaskDetailView, 'The task as it is now.'), 400: problems[400], ...one, 409: problems[409] },
  })

const answerRoute = createRoute({
  method: 'post',
  path: `${base}/{id}/answer`,
  summary: summaries.answer,
  request: { params: id, body: { required: true, content: { 'application/json': { schema: taskActs.answer } } } },
  responses: { 200: answers(CallRow, 'The call, answered.'), 400: problems[400], ...one, 409: problems[409] },
})

// Object.keys forgets which strings they are.
const actNames = (Object.keys(taskActs) as TaskActName[]).filter((act) => act !== 'answer')

/** The scores as a table for a spreadsheet. */
const workTable = (scores: readonly WorkScore[], period: { readonly from: string; readonly to: string }): Table => ({
  name: '工作成效',
  columns: [
    ...['单位', '开始', '结束', '派送', '办结', '按时率', '有时限步骤', '超时步骤', '退件', '重开', '提级', '吹哨超时'],
    ...evaluations.map((one) => satisfactionNames[one]),
    ...taskOutcomes.map((one) => taskOutcomeNames[one]),
  ],
  rows: scores.map((score) => [
    ...[score.unit.name, period.from, period.to, score.dispatched, score.closed],
    score.timeliness === undefined ? undefined : Math.round(score.timeliness * 10_000) / 10_000,
    ...[score.steps, score.lateSteps, score.returns, score.reopened, score.escalated, score.callsLate],
    ...evaluations.map((one) => score.satisfaction[one]),
    ...taskOutcomes.map((one) => score.outcomes[one]),
  ]),
})

const download = (name: string, type: string) => ({
  'Content-Type': type,
  'Content-Disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
})

/** The loop (任务闭环): board, task, what may be done about it, and figures of the work. */
export const taskRoutes = ({ tasks, writeXlsx }: { readonly tasks: TaskDesk; readonly writeXlsx: (table: Table) => Uint8Array }) => {
  const app = newApi()
    .openapi(boardRoute, async (c) => {
      const { tasks: rows, next } = await tasks.board(officerIs(c, 'officer'), c.req.valid('query'))
      return c.json({ tasks: rows.map(taskRowJson), next: next ?? null }, 200)
    })
    .openapi(summaryRoute, async (c) => c.json(summaryJson(await tasks.summary(officerIs(c, 'officer'), c.req.valid('query').unit)), 200))
    .openapi(callsRoute, async (c) => {
      const calls = await tasks.calls(officerIs(c, 'officer'), c.req.valid('query'))
      return c.json({ calls: calls.map(callJson) }, 200)
    })
    .openapi(mattersRoute, async (c) => c.json({ matters: (await tasks.matters(officerIs(c, 'officer'))).map(matterJson) }, 200))
    .openapi(unitsRoute, async (c) => c.json({ units: (await tasks.units(officerIs(c, 'officer'))).map(unitJson) }, 200))
    .openapi(oneRoute, async (c) => c.json(taskJson(await tasks.find(officerIs(c, 'officer'), c.req.valid('param').id)), 200))
    .openapi(attachRoute, async (c) => {
      const officer = officerIs(c, 'officer')
      const { file } = c.req.valid('form')
      if (file.size === 0) throw new BadInputError({ what: 'form', hint: '请先选择要上传的文件。' })
      const bytes = new Uint8Array(await file.arrayBuffer())
      return c.json(attachmentJson(await tasks.attach(officer, c.req.valid('param').id, { name: file.name, bytes })), 201)
    })
    .openapi(attachmentRoute, async (c) => {
      const { id: task, file } = c.req.valid('param')
      const { view, content } = await tasks.attachment(officerIs(c, 'officer'), task, file)
      // A copy on a buffer of its own: Node's may be part of a shared pool.
      return c.body(Uint8Array.from(content).buffer, 200, { ...download(view.name, view.type), 'Content-Security-Policy': 'sandbox' })
    })
    .openapi(answerRoute, async (c) => {
      const answered = await tasks.answer(officerIs(c, 'officer'), c.req.valid('param').id, c.req.valid('json'))
      return c.json(callJson(answered), 200)
    })
    .openapi(trendsRoute, async (c) => c.json(trendsJson(await tasks.trends(officerIs(c, 'officer'), c.req.valid('query'))), 200))
    .openapi(workRoute, async (c) => {
      const { format, ...query } = c.req.valid('query')
      const scores = await tasks.work(officerIs(c, 'officer'), query)
      const name = `工作成效-${query.from}-${query.to}`
      if (format === 'csv') return c.body(csvOf(workTable(scores, query)), 200, download(`${name}.csv`, 'text/csv; charset=utf-8'))
      if (format === 'xlsx') {
        const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
        return c.body(Uint8Array.from(writeXlsx(workTable(scores, query))).buffer, 200, download(`${name}.xlsx`, type))
      }
      return c.json({ units: scores.map(workJson) }, 200)
    })
  for (const act of actNames) {
    app.openapi(actRoute(act), async (c) => {
      const { id: task } = c.req.valid('param')
      // The route's own schema has just made these facts of this act.
      const asked = { act, facts: c.req.valid('json') } as TaskAct
      return c.json(taskJson(await tasks.act(officerIs(c, 'officer'), task, asked)), 200)
    })
  }
  return app
}
