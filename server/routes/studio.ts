import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AgentStudio, OpenPageDraft, PagePlace } from '../../core/agent-studio.ts'
import { NotAllowedError } from '../../core/errors.ts'
import { holds, type Officer } from '../../core/people.ts'
import { whoIs } from '../auth/who.ts'
import type { ServerEnv } from '../parts.ts'
import { answers, problems } from '../schemas.ts'
import {
  agentId,
  BeginPage,
  CheckPage,
  OpenPageDraftView,
  PageDifferenceView,
  PageDraftView,
  PageFaultView,
  PageReleaseView,
  PublishPage,
  placeText,
  SavePage,
  SignPage,
  StudioPageView,
  StudioView,
  TryPage,
} from '../studio-schemas.ts'
import { briefDraftJson, pageDraftJson, pageReleaseJson } from '../studio-views.ts'
import { newApi } from './new-api.ts'

/** Where the studio hangs. */
export const studioBase = '/api/studio'
const base = studioBase

const mine = { 401: problems[401], 403: problems[403] } as const
const refused = { 400: problems[400], ...mine, 404: problems[404], 409: problems[409], 422: problems[422] } as const
const json = <T extends z.ZodType>(schema: T) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const agent = z.object({ agent: agentId })
const id = z.object({ id: z.string().max(64) })

const overviewRoute = createRoute({
  ...{ method: 'get', path: `${base}/agents`, summary: 'Agents that serve, pages that cannot be read, drafts (分身概览)' },
  responses: { 200: answers(StudioView, 'As it stands.'), ...mine },
})
const pageRoute = createRoute({
  ...{ method: 'get', path: `${base}/agents/{agent}`, summary: 'One agent: what serves, its file, releases, drafts (分身的历史)' },
  request: { params: agent },
  responses: { 200: answers(StudioPageView, 'As it stands.'), ...mine, 404: problems[404] },
})
const differenceRoute = createRoute({
  ...{ method: 'get', path: `${base}/agents/{agent}/difference`, summary: 'Two texts of an agent line by line (版本对照)' },
  request: { params: agent, query: z.object({ from: placeText, to: placeText }) },
  responses: { 200: answers(PageDifferenceView, 'Page and cases.'), ...refused },
})
const checkRoute = createRoute({
  ...{ method: 'post', path: `${base}/check`, summary: 'What is wrong in a page and its cases, as they are typed; kept nowhere (检查)' },
  request: json(CheckPage),
  responses: { 200: answers(z.object({ faults: z.array(PageFaultView).readonly() }), 'Faults with their lines.'), ...refused },
})
const beginRoute = createRoute({
  ...{ method: 'post', path: `${base}/drafts`, summary: 'Begins a draft, from what serves, the file, a release, or nothing (新建草稿)' },
  request: json(BeginPage),
  responses: { 201: answers(PageDraftView, 'Begun.'), ...refused },
})
const draftRoute = createRoute({
  ...{ method: 'get', path: `${base}/drafts/{id}`, summary: 'A draft, what is wrong in it, how its trial came out' },
  request: { params: id },
  responses: { 200: answers(OpenPageDraftView, 'As it stands.'), ...mine, 404: problems[404] },
})
const saveRoute = createRoute({
  ...{ method: 'post', path: `${base}/drafts/{id}`, summary: 'Saves page and cases; 409 when somebody else saved meanwhile (保存)' },
  request: { params: id, ...json(SavePage) },
  responses: { 200: answers(OpenPageDraftView, 'Saved, with what is wrong in it.'), ...refused },
})
const tryRoute = createRoute({
  ...{ method: 'post', path: `${base}/drafts/{id}/try`, summary: 'Runs the cases with the draft and with what serves (提交试办)' },
  request: { params: id, ...json(TryPage) },
  responses: { 202: answers(PageDraftView, 'Begun; ask for the draft to see how it came out.'), ...refused },
})
const signRoute = createRoute({
  ...{
    method: 'post',
    path: `${base}/drafts/{id}/sign`,
    summary: 'A second person signs a draft that does worse; it is published (签字发布)',
  },
  request: { params: id, ...json(SignPage) },
  responses: { 201: answers(PageReleaseView, 'Signed and published.'), ...refused },
})
const publishRoute = createRoute({
  ...{
    method: 'post',
    path: `${base}/drafts/{id}/publish`,
    summary: 'Publishes a draft that does no worse; in service everywhere in seconds (发布)',
  },
  request: { params: id, ...json(PublishPage) },
  responses: { 201: answers(PageReleaseView, 'Published.'), ...refused },
})
const dropRoute = createRoute({
  ...{ method: 'delete', path: `${base}/drafts/{id}`, summary: 'Gives a draft up (作废)' },
  request: { params: id },
  responses: { 204: { description: 'Given up.' }, ...mine, 404: problems[404], 409: problems[409] },
})

/** The analyst (研判) or administrator (管理) who is signed in. */
export const studioPersonIs = (c: Context<ServerEnv>): Officer => {
  const who = whoIs(c)
  if (who.kind !== 'officer' || !(holds(who, 'analyst') || holds(who, 'admin')))
    throw new NotAllowedError({ what: 'studio', needs: 'analyst' })
  return who
}

const placeOf = (text: string): PagePlace => {
  const [kind, rest = ''] = text.split(':')
  if (kind === 'release') return { kind, number: Number(rest) }
  if (kind === 'draft') return { kind, id: rest }
  return { kind: kind === 'file' ? 'file' : kind === 'empty' ? 'empty' : 'service' }
}

const openJson = ({ draft, faults, isBehind }: OpenPageDraft) => ({ draft: pageDraftJson(draft), faults, isBehind })

/** Where analysts change, try and publish agent pages (分身工作台). */
export const studioRoutes = ({ studio }: { studio: AgentStudio }) => {
  const app = newApi()
  for (const path of [base, `${base}/*`])
    app.use(path, async (c, next) => {
      studioPersonIs(c)
      await next()
    })
  return app
    .openapi(overviewRoute, async (c) => {
      const { agents, broken, drafts, unpublished } = await studio.overview()
      const agentsJson = agents.map(({ release, ...one }) => ({ ...one, release: release ? pageReleaseJson(release) : null }))
      return c.json({ agents: agentsJson, broken, drafts: drafts.map(briefDraftJson), unpublished }, 200)
    })
    .openapi(pageRoute, async (c) => {
      const { inService, file, releases, drafts, ...rest } = await studio.page(c.req.valid('param').agent)
      const texts = (one: typeof file) => (one ? { page: one.page, cases: one.cases, version: one.version } : null)
      return c.json(
        {
          ...rest,
          inService: texts(inService),
          file: texts(file),
          releases: releases.map(pageReleaseJson),
          drafts: drafts.map(briefDraftJson),
        },
        200,
      )
    })
    .openapi(differenceRoute, async (c) => {
      const { from, to } = c.req.valid('query')
      return c.json(await studio.difference(c.req.valid('param').agent, placeOf(from), placeOf(to)), 200)
    })
    .openapi(checkRoute, async (c) => {
      const { agent: named, ...texts } = c.req.valid('json')
      return c.json({ faults: await studio.check(named, texts) }, 200)
    })
    .openapi(beginRoute, async (c) => {
      const { from, ...facts } = c.req.valid('json')
      return c.json(pageDraftJson(await studio.begin({ ...facts, from: placeOf(from) }, studioPersonIs(c))), 201)
    })
    .openapi(draftRoute, async (c) => c.json(openJson(await studio.open(c.req.valid('param').id)), 200))
    .openapi(saveRoute, async (c) =>
      c.json(openJson(await studio.save(c.req.valid('param').id, c.req.valid('json'), studioPersonIs(c))), 200),
    )
    .openapi(tryRoute, async (c) => {
      const { draft } = await studio.propose(c.req.valid('param').id, c.req.valid('json'), studioPersonIs(c))
      return c.json(pageDraftJson(draft), 202)
    })
    .openapi(signRoute, async (c) =>
      c.json(pageReleaseJson(await studio.sign(c.req.valid('param').id, c.req.valid('json'), studioPersonIs(c))), 201),
    )
    .openapi(publishRoute, async (c) =>
      c.json(pageReleaseJson(await studio.publish(c.req.valid('param').id, c.req.valid('json'), studioPersonIs(c))), 201),
    )
    .openapi(dropRoute, async (c) => {
      await studio.drop(c.req.valid('param').id, studioPersonIs(c))
      return c.body(null, 204)
    })
}
