import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { stream } from 'hono/streaming'
import type { DisputeScanner, OpenDisputes } from '../../core/disputes.ts'
import { BadInputError } from '../../core/errors.ts'
import type { Officer } from '../../core/people.ts'
import { plainIssue } from '../../core/plain-issue.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { officerIs } from '../auth/who.ts'
import { readLines } from '../lines.ts'
import type { BodyRule, ServerEnv } from '../parts.ts'
import { longestScanned, ScanForm, ScanLine, ScanResult, ScanResults } from '../scan-schemas.ts'
import { problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const ndjson = 'application/x-ndjson'
const path = '/api/disputes/scan'

/** Texts to be judged: some as JSON, any number line by line. */
export const scanBody: BodyRule = { path, isExact: true, types: ['application/json', ndjson], limitBytes: 8 * 1_048_576, streams: [ndjson] }

/** Lines that are judged before anybody else gets a turn; some 2 ms. */
const linesAtOnce = 100

const scanRoute = createRoute({
  method: 'post',
  path,
  summary: 'Judges texts: classes, tier, points and the reasons with their places; keeps nothing (研判文本)',
  request: {
    body: {
      content: {
        'application/json': { schema: ScanForm },
        [ndjson]: {
          schema: z
            .string()
            .openapi({ description: 'One {id?, text, at?} a line; answered line by line, as fast as the answers are read.' }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'What each text comes to, in the order of the request. Of an event, never of a person.',
      content: {
        'application/json': { schema: z.union([ScanResult, ScanResults]) },
        [ndjson]: {
          schema: z.string().openapi({ description: 'One Finding with its id a line; `{line, error}` for a line that cannot be read.' }),
        },
      },
    },
    ...{ 400: problems[400], 401: problems[401], 403: problems[403] },
  },
})

/** One line judged, or why it cannot be; what stands in it is not repeated. */
const judgeLine = (line: string | undefined, n: number, scanner: DisputeScanner): object => {
  const refused = (error: string) => ({ line: n, error })
  if (line === undefined) return refused('太长。')
  try {
    const parsed = ScanLine.safeParse(JSON.parse(line))
    if (!parsed.success) return refused(parsed.error.issues[0] ? plainIssue(parsed.error.issues[0]) : '格式不对。')
    const { id = n, text, at } = parsed.data
    return { id, ...scanner.scan(text, at ? { at } : undefined) }
  } catch {
    return refused('不是完整的 JSON。')
  }
}

/** Where texts are judged without being taken in (文本研判). For officers and analysts; the audit says who and how many, never what. */
export const disputeRoutes = ({ disputes, store, clock }: { disputes: OpenDisputes; store: Store; clock: Clock }) => {
  const note = (who: Officer, detail: { texts: number; way: 'one' | 'batch' | 'stream'; version: string }) =>
    store.audit.append({ actor: who.id, actorKind: who.kind, action: 'scan_disputes', target: undefined, isOk: true, detail }, clock())

  /** Reads on only when the answers before were taken: whoever sends waits for whoever reads. */
  const judgeLines = (c: Context<ServerEnv>, who: Officer, scanner: DisputeScanner) => {
    const body = c.req.raw.body
    if (!body) throw new BadInputError({ what: 'empty body', hint: '请求没有内容，请一行一条文本发送。' })
    c.header('Content-Type', `${ndjson}; charset=utf-8`)
    return stream(c, async (out) => {
      // Written down before anything is said; how many it were, when it ends, however it ends.
      await note(who, { texts: 0, way: 'stream', version: scanner.version })
      let n = 0
      try {
        for await (const lines of readLines(body, { atOnce: linesAtOnce, longest: longestScanned + 1_000 })) {
          if (out.aborted) break
          let text = ''
          for (const line of lines) text += `${JSON.stringify(judgeLine(line, ++n, scanner))}\n`
          await out.write(text)
        }
      } finally {
        await note(who, { texts: n, way: 'stream', version: scanner.version })
      }
    })
  }

  return newApi().openapi(scanRoute, async (c) => {
    const who = officerIs(c, 'officer')
    const scanner = await disputes()
    // The description names what is streamed; its type is a Response like any.
    if (c.req.header('content-type')?.startsWith(ndjson)) return judgeLines(c, who, scanner) as never
    const form = ScanForm.parse(await c.req.json())
    if ('text' in form) {
      await note(who, { texts: 1, way: 'one', version: scanner.version })
      return c.json({ ...scanner.scan(form.text, form.at ? { at: form.at } : undefined), version: scanner.version }, 200)
    }
    await note(who, { texts: form.texts.length, way: 'batch', version: scanner.version })
    const findings = form.texts.map((one, index) => {
      const { id = index, text, at } = typeof one === 'string' ? { text: one, id: index, at: undefined } : one
      return { id, ...scanner.scan(text, at ? { at } : undefined) }
    })
    return c.json({ findings, version: scanner.version }, 200)
  })
}
