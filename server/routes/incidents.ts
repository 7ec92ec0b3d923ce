import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { stream } from 'hono/streaming'
import { BadInputError, NotAllowedError, PlatformError } from '../../core/errors.ts'
import type { IncidentIntake, IncomingIncident, IntakeBy, IntakeOutcome } from '../../core/incidents.ts'
import { plainIssue } from '../../core/plain-issue.ts'
import type { TaskDesk } from '../../core/task-desk.ts'
import type { Clock } from '../../core/time.ts'
import { officerIs } from '../auth/who.ts'
import { IncidentDetailView, IncidentParams, IncidentRow, IncomingIncidentForm, IntakeForm, IntakeOutcomeView } from '../dispute-schemas.ts'
import { incidentDetailJson, incidentJson, outcomeJson } from '../dispute-views.ts'
import { readLines } from '../lines.ts'
import type { BodyRule, ServerEnv } from '../parts.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const ndjson = 'application/x-ndjson'

/** Incidents of a bureau's system: some as JSON, any number line by line. */
export const intakeBody: BodyRule = {
  path: '/api/incidents',
  isExact: true,
  types: ['application/json', ndjson],
  limitBytes: 8 * 1_048_576,
  streams: [ndjson],
}

const linesAtOnce = 200
const longestLine = 200_000

const mine = { 401: problems[401], 403: problems[403] } as const
const id = z.object({ id: z.string().max(60) })

const takeRoute = createRoute({
  method: 'post',
  path: '/api/incidents',
  summary: 'Takes incidents in: each is read, chained and dispatched once, however often it is sent (警情接入)',
  request: {
    body: {
      // Required, but only JSON is checked by the schema as a whole: lines are checked one by one.
      content: {
        'application/json': { schema: IntakeForm },
        [ndjson]: { schema: z.string().openapi({ description: 'One IncomingIncident a line; answered line by line.' }) },
      },
    },
  },
  responses: {
    200: {
      description: 'What became of each, in the order of the request. A red one says what to do at once.',
      content: {
        'application/json': { schema: z.object({ outcomes: z.array(IntakeOutcomeView) }) },
        [ndjson]: { schema: z.string().openapi({ description: 'One IntakeOutcome a line.' }) },
      },
    },
    ...{ 400: problems[400], ...mine },
  },
})

const listRoute = createRoute({
  method: 'get',
  path: '/api/incidents',
  summary: 'Incidents of my units, newest first',
  request: { query: IncidentParams },
  responses: { 200: answers(z.object({ incidents: z.array(IncidentRow), next: z.string().nullable() }), 'One page.'), ...mine },
})

const oneRoute = createRoute({
  method: 'get',
  path: '/api/incidents/{id}',
  summary: 'An incident: text, what was found in it with offsets, points, its chain and its task',
  request: { params: id },
  responses: { 200: answers(IncidentDetailView, 'The incident.'), ...mine, 404: problems[404] },
})

const incoming = (form: z.output<typeof IncomingIncidentForm>, now: Date): IncomingIncident => ({
  source: form.source,
  id: form.id,
  text: form.text,
  at: form.at ?? now,
  place: form.place ?? undefined,
  unit: form.unit ?? undefined,
})

/** One line, or why it cannot be read: it is refused like a bad incident, and the others go on. */
const readLine = (line: string | undefined, n: number, now: Date): IncomingIncident | IntakeOutcome => {
  const refused = (why: string): IntakeOutcome => ({ source: 'line', id: String(n), outcome: 'refused', why: `第 ${n} 行：${why}` })
  if (line === undefined) return refused('太长。')
  try {
    const parsed = IncomingIncidentForm.safeParse(JSON.parse(line))
    return parsed.success ? incoming(parsed.data, now) : refused(parsed.error.issues[0] ? plainIssue(parsed.error.issues[0]) : '格式不对。')
  } catch {
    return refused('不是完整的 JSON。')
  }
}

const isGood = (one: IncomingIncident | IntakeOutcome): one is IncomingIncident => !('outcome' in one)

/** What these doors are made of. */
export interface LoopParts {
  readonly intake: IncidentIntake
  readonly tasks: TaskDesk
  readonly clock: Clock
}

/** Where incidents come in and are looked at (警情). */
export const incidentRoutes = ({ intake, tasks, clock }: LoopParts) => {
  /** The officer or the bureau's program that is signed in takes in what falls to its own units. */
  const senderOf = async (c: Context<ServerEnv>): Promise<IntakeBy> => {
    const officer = officerIs(c, 'officer')
    const units = (await tasks.units(officer)).filter(({ kind }) => kind !== 'department').map(({ id: unit }) => unit)
    if (units.length === 0) throw new NotAllowedError({ what: 'intake', needs: 'officer of a police unit' })
    return { kind: 'officer', id: officer.id, units, home: officer.unit }
  }

  /** Takes lines some hundred at a time and answers them before it reads on: whoever sends waits for whoever writes. */
  const takeLines = (c: Context<ServerEnv>, by: IntakeBy) => {
    const body = c.req.raw.body
    if (!body) throw new BadInputError({ what: 'empty body', hint: '请求没有内容，请一行一条警情发送。' })
    c.header('Content-Type', `${ndjson}; charset=utf-8`)
    return stream(c, async (out) => {
      let n = 0
      try {
        for await (const lines of readLines(body, { atOnce: linesAtOnce, longest: longestLine })) {
          if (out.aborted) return
          const first = n
          const read = lines.map((line, index) => readLine(line, first + index + 1, clock()))
          const taken = (await intake.take(read.filter(isGood), by)).values()
          const outcomes = read.map((one) => (isGood(one) ? taken.next().value : one)).filter((one) => one !== undefined)
          n += lines.length
          await out.write(outcomes.map((outcome) => `${JSON.stringify(outcomeJson(outcome))}\n`).join(''))
        }
      } catch (cause) {
        // What was answered is written; the rest may be sent again, whole or in part: nothing is taken twice.
        const why = `${cause instanceof PlatformError ? cause.detail : '没有收完。'}从第 ${n + 1} 行起没有收下，请重发。`
        await out.write(`${JSON.stringify(outcomeJson({ source: 'line', id: String(n + 1), outcome: 'refused', why }))}\n`)
      }
    })
  }

  return newApi()
    .openapi(takeRoute, async (c) => {
      const by = await senderOf(c)
      // The description names what is streamed; its type is a Response like any.
      if (c.req.header('content-type')?.startsWith(ndjson)) return takeLines(c, by) as never
      const form = IntakeForm.parse(await c.req.json())
      const forms = 'incidents' in form ? form.incidents : [form]
      const now = clock()
      const outcomes = await intake.take(
        forms.map((one) => incoming(one, now)),
        by,
      )
      return c.json({ outcomes: outcomes.map(outcomeJson) }, 200)
    })
    .openapi(listRoute, async (c) => {
      const { incidents, next } = await tasks.incidents(officerIs(c, 'officer'), c.req.valid('query'))
      return c.json({ incidents: incidents.map(incidentJson), next: next ?? null }, 200)
    })
    .openapi(oneRoute, async (c) => {
      const found = await tasks.incident(officerIs(c, 'officer'), c.req.valid('param').id)
      return c.json(incidentDetailJson(found), 200)
    })
}
