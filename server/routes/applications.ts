import { createRoute, z } from '@hono/zod-openapi'
import { BadInputError } from '../../core/errors.ts'
import type { IntakeDoor, TableRow } from '../../core/intake.ts'
import { citizenIs } from '../auth/who.ts'
import { IntakeForm, IntakeOptions, IntakeView, Objection, PeopleTaken, PersonView } from '../intake-schemas.ts'
import { intakeJson, optionsJson } from '../intake-views.ts'
import type { BodyRule } from '../parts.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

/** A table of people: ten thousand rows are well below a megabyte. */
const tableLimitBytes = 8 * 1_048_576
export const peopleBody: BodyRule = {
  path: '/api/applications',
  suffix: '/people',
  types: ['multipart/form-data'],
  limitBytes: tableLimitBytes,
}

const params = z.object({ number: z.string().max(40) })
const { 400: bad, 401: visitor, 403: forbidden, 404: missing, 409: conflict, 422: unready } = problems
const mine = { 401: visitor, 403: forbidden, 404: missing } as const
const body = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })

const optionsRoute = createRoute({
  method: 'get',
  path: '/api/applications/options',
  summary: 'What forms may offer: kinds of applicant, stations, legal bases, materials (表单选项)',
  responses: { 200: answers(IntakeOptions, 'Options.'), 401: visitor, 403: forbidden },
})
const saveRoute = createRoute({
  method: 'post',
  path: '/api/applications',
  summary: 'Begins a form, or goes on with the one I have of this kind; the same row as chat (草稿)',
  request: { body: body(IntakeForm) },
  responses: { 201: answers(IntakeView, 'The draft, and all that is missing.'), 400: bad, 401: visitor, 403: forbidden, 409: conflict },
})
const putRoute = createRoute({
  method: 'put',
  path: '/api/applications/{number}',
  summary: 'Saves my draft (暂存)',
  request: { params, body: body(IntakeForm) },
  responses: { 200: answers(IntakeView, 'Saved.'), 400: bad, 409: conflict, ...mine },
})
const viewRoute = createRoute({
  method: 'get',
  path: '/api/applications/{number}',
  summary: 'One of my applications or drafts, with its public trail',
  request: { params },
  responses: { 200: answers(IntakeView, 'Mine.'), ...mine },
})
const checkRoute = createRoute({
  method: 'get',
  path: '/api/applications/{number}/check',
  summary: 'What is missing, all at once, each with its rule (预审)',
  request: { params },
  responses: { 200: answers(IntakeView, 'Mine, with the check.'), ...mine },
})
const peopleRoute = createRoute({
  method: 'post',
  path: '/api/applications/{number}/people',
  summary: 'Puts the people of a table (XLSX, CSV) in place of those before; nothing is taken while a row is wrong',
  request: {
    params,
    body: {
      required: true,
      content: { 'multipart/form-data': { schema: z.object({ file: z.instanceof(File).openapi({ type: 'string', format: 'binary' }) }) } },
    },
  },
  responses: { 200: answers(PeopleTaken, 'Taken, or what is wrong by row.'), 400: bad, 409: conflict, 422: unready, ...mine },
})
const listPeopleRoute = createRoute({
  method: 'get',
  path: '/api/applications/{number}/people',
  summary: 'The people of my list, numbers shortened',
  request: {
    params,
    query: z.object({ after: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  },
  responses: { 200: answers(z.object({ people: z.array(PersonView) }), 'In order.'), 400: bad, ...mine },
})

const acted = { 200: answers(IntakeView, 'Done.'), 400: bad, 409: conflict, 422: unready, ...mine }
const submitRoute = createRoute({
  method: 'post',
  path: '/api/applications/{number}/submit',
  summary: 'Hands the form in (提交); by this the applicant agrees that the record is looked up',
  request: { params, body: body(z.object({ consent: z.literal(true, '请先勾选同意查询。') })) },
  responses: acted,
})
const withdrawRoute = createRoute({
  method: 'post',
  path: '/api/applications/{number}/withdraw',
  summary: 'Takes it back (撤回)',
  request: { params },
  responses: acted,
})
const supplyRoute = createRoute({
  method: 'post',
  path: '/api/applications/{number}/supply',
  summary: 'The papers that were asked for are all handed in (补正)',
  request: { params },
  responses: acted,
})
const objectRoute = createRoute({
  method: 'post',
  path: '/api/applications/{number}/object',
  summary: 'Objects to the result in writing (书面异议); another officer looks again',
  request: { params, body: body(Objection) },
  responses: acted,
})

/** Forms of citizens and of units' handlers (申请). Another's application is not there. */
export const applicationRoutes = ({
  intake,
  readTable,
}: {
  readonly intake: IntakeDoor
  readonly readTable: (file: { name: string; bytes: Uint8Array }) => AsyncIterable<TableRow>
}) =>
  newApi()
    .openapi(optionsRoute, async (c) => {
      citizenIs(c)
      return c.json(optionsJson(await intake.options()), 200)
    })
    .openapi(saveRoute, async (c) => c.json(intakeJson(await intake.save(c.req.valid('json'), citizenIs(c))), 201))
    .openapi(putRoute, async (c) => {
      const who = citizenIs(c)
      const form = c.req.valid('json')
      const { view, applicant, isDraft } = await intake.view(c.req.valid('param').number, who)
      if (!isDraft || applicant !== form.applicant)
        throw new BadInputError({
          what: 'draft',
          hint: `申请 ${view.number} 已经提交，或者不是这一类申请，不能再改。要改请先撤回，再重新申请。`,
        })
      return c.json(intakeJson(await intake.save(form, who)), 200)
    })
    .openapi(viewRoute, async (c) => c.json(intakeJson(await intake.view(c.req.valid('param').number, citizenIs(c))), 200))
    .openapi(checkRoute, async (c) => c.json(intakeJson(await intake.view(c.req.valid('param').number, citizenIs(c))), 200))
    .openapi(peopleRoute, async (c) => {
      const who = citizenIs(c)
      const { file } = c.req.valid('form')
      if (file.size === 0) throw new BadInputError({ what: 'form', hint: '请先选择要上传的名单。' })
      const rows = readTable({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
      const { count, faults } = await intake.putPeople(c.req.valid('param').number, who, rows)
      return c.json({ count, faults: [...faults] }, 200)
    })
    .openapi(listPeopleRoute, async (c) => {
      const found = await intake.people(c.req.valid('param').number, citizenIs(c), c.req.valid('query'))
      return c.json({ people: [...found] }, 200)
    })
    .openapi(submitRoute, async (c) => c.json(intakeJson(await intake.submit(c.req.valid('param').number, citizenIs(c))), 200))
    .openapi(withdrawRoute, async (c) => c.json(intakeJson(await intake.withdraw(c.req.valid('param').number, citizenIs(c))), 200))
    .openapi(supplyRoute, async (c) => c.json(intakeJson(await intake.supply(c.req.valid('param').number, citizenIs(c))), 200))
    .openapi(objectRoute, async (c) => {
      const done = await intake.object(c.req.valid('param').number, citizenIs(c), c.req.valid('json').reason)
      return c.json(intakeJson(done), 200)
    })
