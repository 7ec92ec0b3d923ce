import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { BadInputError, NotAllowedError } from '../../core/errors.ts'
import type { LexiconDesk, LexiconPlace, OpenDraft } from '../../core/lexicon.ts'
import { holds, type Officer } from '../../core/people.ts'
import { whoIs } from '../auth/who.ts'
import {
  LexiconDifferenceView,
  LexiconDraftView,
  LexiconOverviewView,
  LexiconPreview,
  LexiconReplay,
  LexiconSaved,
  LexiconText,
  LexiconVersionView,
  NewDraft,
  OpenDraftView,
  PreviewAsk,
  Propose,
  Publish,
  ReplayAsk,
  SaveFile,
  Sign,
  TakeUp,
} from '../lexicon-schemas.ts'
import { draftJson, editJson, versionJson } from '../lexicon-views.ts'
import type { BodyRule, ServerEnv } from '../parts.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const base = '/api/lexicon'

/** Files as they are typed: all twelve of them may come with a preview. */
export const lexiconBody: BodyRule = { path: base, types: ['application/json'], limitBytes: 4_000_000 }

const id = z.object({ id: z.string().max(64) })
const idAndName = id.extend({ name: z.string().max(40) })
const mine = { 401: problems[401], 403: problems[403] } as const
const json = <T extends z.ZodType>(schema: T) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const refused = { 400: problems[400], ...mine, 404: problems[404], 409: problems[409] } as const

const overviewRoute = createRoute({
  ...{ method: 'get', path: base, summary: 'Version in force, files, working copies, labelled sets (词库概览)' },
  responses: { 200: answers(LexiconOverviewView, 'As it stands.'), ...mine },
})
const versionsRoute = createRoute({
  ...{ method: 'get', path: `${base}/versions`, summary: 'Published versions, newest first; 0 is what ships (词库版本)' },
  responses: { 200: answers(z.object({ versions: z.array(LexiconVersionView) }), 'Who, when, why, and how it measured.'), ...mine },
})
const versionFileRoute = createRoute({
  ...{ method: 'get', path: `${base}/versions/{number}/files/{name}`, summary: 'A file of a published version' },
  request: { params: z.object({ number: z.coerce.number().int().min(0), name: z.string().max(40) }) },
  responses: { 200: answers(LexiconText, 'Its text.'), ...mine, 404: problems[404] },
})
const differenceRoute = createRoute({
  ...{ method: 'get', path: `${base}/difference`, summary: 'Two versions, or a version and a working copy, side by side (版本对照)' },
  request: {
    query: z.object({
      from: z.string().max(70).openapi({ description: 'Number of a version, or `draft:<id>`.', example: '0' }),
      to: z.string().max(70).openapi({ example: 'draft:0199…' }),
    }),
  },
  responses: { 200: answers(LexiconDifferenceView, 'Words that came, went or count in another way; and lines.'), ...refused },
})
const beginRoute = createRoute({
  ...{ method: 'post', path: `${base}/drafts`, summary: 'Begins a working copy of the version in force, or of an earlier one (新建草稿)' },
  request: json(NewDraft),
  responses: { 201: answers(LexiconDraftView, 'Begun.'), ...refused },
})
const draftRoute = createRoute({
  ...{ method: 'get', path: `${base}/drafts/{id}`, summary: 'A working copy, who edited it, and what is wrong in it' },
  request: { params: id },
  responses: { 200: answers(OpenDraftView, 'As it stands.'), ...mine, 404: problems[404] },
})
const draftFileRoute = createRoute({
  ...{ method: 'get', path: `${base}/drafts/{id}/files/{name}`, summary: 'A file of a working copy' },
  request: { params: idAndName },
  responses: { 200: answers(LexiconText, 'Its text, and the hash to save it with.'), ...mine, 404: problems[404] },
})
const saveRoute = createRoute({
  ...{
    method: 'post',
    path: `${base}/drafts/{id}/files/{name}`,
    summary: 'Saves a file; 409 tells what somebody else changed meanwhile (保存)',
  },
  request: { params: idAndName, ...json(SaveFile) },
  responses: { 200: answers(LexiconSaved, 'Saved, with what is wrong in it.'), ...refused },
})
const takeUpRoute = createRoute({
  ...{
    method: 'post',
    path: `${base}/drafts/{id}/take-up`,
    summary: 'Takes up what was published, or what a release ships, meanwhile (并入)',
  },
  request: { params: id, ...json(TakeUp) },
  responses: { 200: answers(OpenDraftView, 'Merged; clashes are marked in the files.'), ...refused },
})
const previewRoute = createRoute({
  ...{
    method: 'post',
    path: `${base}/preview`,
    summary: 'One text, read by the version in force and by the edits; kept nowhere (实时预览)',
  },
  request: json(PreviewAsk),
  responses: { 200: answers(LexiconPreview, 'Both findings, or what is wrong.'), ...refused },
})
const replayRoute = createRoute({
  ...{ method: 'post', path: `${base}/drafts/{id}/replay`, summary: 'How the incidents of the last days would be read (回放)' },
  request: { params: id, ...json(ReplayAsk) },
  responses: { 200: answers(LexiconReplay, 'Counts before and after, and texts that change.'), ...refused },
})
const proposeRoute = createRoute({
  ...{
    method: 'post',
    path: `${base}/drafts/{id}/propose`,
    summary: 'Freezes and measures a working copy on the labelled sets (提交测评)',
  },
  request: { params: id, ...json(Propose) },
  responses: { 200: answers(LexiconDraftView, 'With figures before and after.'), ...refused },
})
const signRoute = createRoute({
  ...{ method: 'post', path: `${base}/drafts/{id}/sign`, summary: "A second person's yes to exactly this draft and these figures (签字)" },
  request: { params: id, ...json(Sign) },
  responses: { 200: answers(LexiconDraftView, 'Signed.'), ...refused },
})
const publishRoute = createRoute({
  ...{ method: 'post', path: `${base}/drafts/{id}/publish`, summary: 'Publishes; every process reads with it within seconds (发布)' },
  request: { params: id, ...json(Publish) },
  responses: { 201: answers(LexiconVersionView, 'Published.'), ...refused },
})
const dropRoute = createRoute({
  ...{ method: 'delete', path: `${base}/drafts/{id}`, summary: 'Gives a working copy up; its texts stay in the store (作废)' },
  request: { params: id },
  responses: { 204: { description: 'Given up.' }, ...mine, 404: problems[404], 409: problems[409] },
})

/** The analyst (研判) or administrator (管理) who is signed in. */
const analystIs = (c: Context<ServerEnv>): Officer => {
  const who = whoIs(c)
  if (who.kind !== 'officer' || !(holds(who, 'analyst') || holds(who, 'admin')))
    throw new NotAllowedError({ what: 'lexicon desk', needs: 'analyst' })
  return who
}

const placeOf = (text: string): LexiconPlace => {
  const draft = /^draft:(.+)$/.exec(text)?.[1]
  if (draft) return { draft }
  if (!/^\d{1,9}$/.test(text)) throw new BadInputError({ what: 'version', hint: '请写版本号，或“draft:草稿编号”。' })
  return { version: Number(text) }
}

const openJson = ({ draft, edits, faults, isBehind, hasNewerShipped }: OpenDraft) => ({
  draft: draftJson(draft),
  edits: edits.map(editJson),
  faults,
  isBehind,
  hasNewerShipped,
})

/** Where analysts look after the words that disputes are found by (词库管理). */
export const lexiconRoutes = ({ lexicon }: { lexicon: LexiconDesk }) => {
  const app = newApi()
  for (const path of [base, `${base}/*`])
    app.use(path, async (c, next) => {
      analystIs(c)
      await next()
    })
  return app
    .openapi(overviewRoute, async (c) => {
      const { current, drafts, ...rest } = await lexicon.overview()
      const version = current.version ? versionJson(current.version) : null
      return c.json({ ...rest, current: { ...current, version }, drafts: drafts.map(draftJson) }, 200)
    })
    .openapi(versionsRoute, async (c) => c.json({ versions: (await lexicon.versions()).map(versionJson) }, 200))
    .openapi(versionFileRoute, async (c) => {
      const { number, name } = c.req.valid('param')
      return c.json(await lexicon.file({ version: number }, name), 200)
    })
    .openapi(differenceRoute, async (c) => {
      const { from, to } = c.req.valid('query')
      return c.json(await lexicon.difference(placeOf(from), placeOf(to)), 200)
    })
    .openapi(beginRoute, async (c) => {
      const { title, from } = c.req.valid('json')
      return c.json(draftJson(await lexicon.begin({ title, from }, analystIs(c))), 201)
    })
    .openapi(draftRoute, async (c) => c.json(openJson(await lexicon.open(c.req.valid('param').id)), 200))
    .openapi(draftFileRoute, async (c) => {
      const { id: draft, name } = c.req.valid('param')
      return c.json(await lexicon.file({ draft }, name), 200)
    })
    .openapi(saveRoute, async (c) => {
      const { id: draft, name } = c.req.valid('param')
      const saved = await lexicon.save(draft, { name, ...c.req.valid('json') }, analystIs(c))
      return c.json({ ...saved, draft: draftJson(saved.draft) }, 200)
    })
    .openapi(takeUpRoute, async (c) => {
      const { clashes, ...opened } = await lexicon.takeUp(c.req.valid('param').id, c.req.valid('json').from, analystIs(c))
      return c.json({ ...openJson(opened), clashes }, 200)
    })
    .openapi(previewRoute, async (c) => {
      const { draft, files, text } = c.req.valid('json')
      const found = await lexicon.preview({ draft, files }, text)
      return c.json('faults' in found ? { faults: found.faults, before: null, after: null } : { faults: [], ...found }, 200)
    })
    .openapi(replayRoute, async (c) => {
      const found = await lexicon.replay(c.req.valid('param').id, c.req.valid('json').days, analystIs(c))
      const nothing = { texts: 0, isCapped: false, since: '', changed: 0, byClass: [], byTier: [], examples: [] }
      return c.json('texts' in found ? { ...found, faults: [] } : { ...nothing, faults: found.faults }, 200)
    })
    .openapi(proposeRoute, async (c) =>
      c.json(draftJson(await lexicon.propose(c.req.valid('param').id, c.req.valid('json'), analystIs(c))), 200),
    )
    .openapi(signRoute, async (c) => c.json(draftJson(await lexicon.sign(c.req.valid('param').id, c.req.valid('json'), analystIs(c))), 200))
    .openapi(publishRoute, async (c) =>
      c.json(versionJson(await lexicon.publish(c.req.valid('param').id, c.req.valid('json'), analystIs(c))), 201),
    )
    .openapi(dropRoute, async (c) => {
      await lexicon.drop(c.req.valid('param').id, analystIs(c))
      return c.body(null, 204)
    })
}
