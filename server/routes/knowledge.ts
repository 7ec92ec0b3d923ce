import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { BadInputError, NotAllowedError } from '../../core/errors.ts'
import { holds, type Officer } from '../../core/people.ts'
import { whoIs } from '../auth/who.ts'
import {
  AnswerForm,
  KnowledgeOverview,
  KnowledgeQuestion,
  KnowledgeUpload,
  ReviewedAnswerView,
  UploadForm,
  Verdict,
} from '../knowledge-schemas.ts'
import { answerJson, listedAnswerJson, overviewJson, questionJson, uploadJson } from '../knowledge-views.ts'
import type { BodyRule, ServerEnv, ServerParts } from '../parts.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

/** Documents that analysts bring: 30 MB, and room for the form around it. */
export const uploadBody: BodyRule = {
  path: '/api/knowledge/documents',
  isExact: true,
  types: ['multipart/form-data'],
  limitBytes: 31_500_000,
}

const base = '/api/knowledge'
const id = z.object({ id: z.string().max(200) })
const mine = { 401: problems[401], 403: problems[403] } as const

const uploadRoute = createRoute({
  method: 'post',
  path: `${base}/documents`,
  summary: 'Brings a file in: Markdown, TXT, HTML, DOCX, PDF with text, XLSX, CSV (导入文件)',
  request: { body: { required: true, content: { 'multipart/form-data': { schema: UploadForm } } } },
  responses: {
    200: answers(KnowledgeUpload, 'What was added, changed and removed, and what somebody should check.'),
    ...{ 400: problems[400], ...mine },
  },
})

const rollbackRoute = createRoute({
  method: 'post',
  path: `${base}/documents/{id}/rollback`,
  summary: 'Takes the newest version back and restores what it replaced (撤回)',
  request: { params: id },
  responses: {
    200: answers(z.object({ withdrawn: z.string(), restored: z.array(z.string()) }), 'Labels of versions.'),
    ...{ ...mine, 404: problems[404] },
  },
})

const questionsRoute = createRoute({
  method: 'get',
  path: `${base}/questions`,
  summary: 'What was asked, newest first; by default what was not answered and nobody has judged (提问)',
  request: {
    query: z.object({
      supported: z.enum(['yes', 'no', 'all']).default('no'),
      verdict: z.enum(['right', 'wrong', 'none', 'all']).default('all'),
      days: z.coerce.number().int().min(1).max(3_660).default(90),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: { 200: answers(z.object({ questions: z.array(KnowledgeQuestion) }), 'Newest first.'), ...mine },
})

const verdictRoute = createRoute({
  method: 'post',
  path: `${base}/questions/{id}/verdict`,
  summary: 'Marks what was answered right or wrong (判定)',
  request: { params: id, body: { required: true, content: { 'application/json': { schema: Verdict } } } },
  responses: {
    200: answers(z.object({ id: z.string(), verdict: z.enum(['right', 'wrong']) }), 'Kept, with the name.'),
    ...{ 400: problems[400], ...mine, 404: problems[404] },
  },
})

const caseRoute = createRoute({
  method: 'post',
  path: `${base}/questions/{id}/case`,
  summary: "A ready case for an agent's cases.yaml; it waits among the drafts (做成用例)",
  request: { params: id },
  responses: { 200: answers(z.object({ yaml: z.string() }), 'To be copied.'), ...mine, 404: problems[404] },
})

const answersRoute = createRoute({
  method: 'get',
  path: `${base}/answers`,
  summary: 'Reviewed answers, the next to expire first (审定答复)',
  responses: { 200: answers(z.object({ answers: z.array(ReviewedAnswerView) }), 'All of them.'), ...mine },
})

const saveAnswerRoute = createRoute({
  method: 'post',
  path: `${base}/answers`,
  summary: 'Keeps an answer under my name; it wins over any model until it expires',
  request: { body: { required: true, content: { 'application/json': { schema: AnswerForm } } } },
  responses: { 201: answers(ReviewedAnswerView, 'Kept.'), 400: problems[400], ...mine },
})

const removeAnswerRoute = createRoute({
  method: 'delete',
  path: `${base}/answers/{id}`,
  summary: 'Takes a reviewed answer out of use',
  request: { params: id },
  responses: { 204: { description: 'Gone.' }, ...mine, 404: problems[404] },
})

const overviewRoute = createRoute({
  method: 'get',
  path: `${base}/overview`,
  summary: 'How knowledge was used, and which documents somebody should look at (概览)',
  request: { query: z.object({ days: z.coerce.number().int().min(1).max(3_660).default(30) }) },
  responses: { 200: answers(KnowledgeOverview, 'Counts of a period.'), ...mine },
})

/** The analyst (研判) or administrator (管理) who is signed in. */
const analystIs = (c: Context<ServerEnv>): Officer => {
  const who = whoIs(c)
  if (who.kind !== 'officer' || !(holds(who, 'analyst') || holds(who, 'admin')))
    throw new NotAllowedError({ what: 'knowledge desk', needs: 'analyst' })
  return who
}

const dayMs = 86_400_000

/** Where analysts look after what is known (知识管理). */
export const knowledgeRoutes = ({ knowledge, clock }: Pick<ServerParts, 'knowledge' | 'clock'>) => {
  const app = newApi()
  // Before a form is read: whoever may not come in does not have 30 MB unpacked for them.
  app.use(`${base}/*`, async (c, next) => {
    analystIs(c)
    await next()
  })
  return app
    .openapi(uploadRoute, async (c) => {
      const { file, topic, audience } = c.req.valid('form')
      if (file.size === 0) throw new BadInputError({ what: 'form', hint: '请先选择要导入的文件。' })
      const bytes = new Uint8Array(await file.arrayBuffer())
      // A browser sends the bare name; a program may send a path, whose folders mean nothing here.
      const name = file.name.split(/[/\\]/).at(-1) || '未命名'
      return c.json(uploadJson(await knowledge.upload({ name, bytes }, { topic, audience }, analystIs(c))), 200)
    })
    .openapi(rollbackRoute, async (c) => {
      const { withdrawn, restored } = await knowledge.rollBack(c.req.valid('param').id, analystIs(c))
      return c.json({ withdrawn, restored: [...restored] }, 200)
    })
    .openapi(questionsRoute, async (c) => {
      const { supported, verdict, days, limit } = c.req.valid('query')
      const found = await knowledge.questions({
        ...(supported === 'all' ? {} : { supported: supported === 'yes' }),
        ...(verdict === 'all' ? {} : { verdict }),
        since: new Date(clock().getTime() - days * dayMs),
        limit,
      })
      return c.json({ questions: found.map(questionJson) }, 200)
    })
    .openapi(verdictRoute, async (c) => {
      const { verdict, note } = c.req.valid('json')
      const { id } = c.req.valid('param')
      await knowledge.judge(id, { verdict, note: note || undefined }, analystIs(c))
      return c.json({ id, verdict }, 200)
    })
    .openapi(caseRoute, async (c) => c.json({ yaml: await knowledge.caseOf(c.req.valid('param').id) }, 200))
    .openapi(answersRoute, async (c) => c.json({ answers: (await knowledge.answers()).map(listedAnswerJson) }, 200))
    .openapi(saveAnswerRoute, async (c) => {
      const saved = await knowledge.saveAnswer(c.req.valid('json'), analystIs(c))
      return c.json({ ...answerJson(saved), isExpired: false }, 201)
    })
    .openapi(removeAnswerRoute, async (c) => {
      await knowledge.removeAnswer(c.req.valid('param').id, analystIs(c))
      return c.body(null, 204)
    })
    .openapi(overviewRoute, async (c) => c.json(overviewJson(await knowledge.overview(c.req.valid('query').days)), 200))
}
