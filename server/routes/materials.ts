import { createRoute, z } from '@hono/zod-openapi'
import { BadInputError } from '../../core/errors.ts'
import { materialLimits } from '../../core/material-intake.ts'
import { type Material, type MaterialDesk, type MaterialType, materialTypes } from '../../core/material-store.ts'
import { materialKinds, materialNames } from '../../core/materials.ts'
import { whoIs } from '../auth/who.ts'
import type { BodyRule } from '../parts.ts'
import { answers, instant, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

/** Files of applications: 10 MB, and room for the form around it. */
export const materialBody: BodyRule = {
  path: '/api/applications/',
  suffix: '/materials',
  types: ['multipart/form-data'],
  limitBytes: materialLimits.fileBytes + 100_000,
}

const MaterialView = z
  .object({
    id: z.string(),
    kind: z.enum(materialKinds),
    title: z.string().openapi({ description: 'The kind in Chinese, as people read it.' }),
    name: z.string().openapi({ description: 'As the person called the file, made harmless. Show as text only.' }),
    type: z.enum(materialTypes),
    bytes: z.int(),
    sha256: z.string(),
    scan: z.enum(['clean', 'unscanned']).openapi({ description: 'unscanned: no virus scanner is configured (未查毒).' }),
    at: instant,
    isRemoved: z.boolean().openapi({ description: 'True when the time of keeping is over, or it was taken back.' }),
    href: z.string().nullable(),
  })
  .openapi('Material')

const viewOf = ({ id, application, kind, name, type, bytes, sha256, scan, at, removedAt }: Material): z.output<typeof MaterialView> => ({
  ...{ id, kind, title: materialNames[kind], name, type, bytes, sha256, scan, at: at.toISOString() },
  isRemoved: removedAt !== undefined,
  href: removedAt ? null : `/api/applications/${encodeURIComponent(application)}/materials/${encodeURIComponent(id)}`,
})

const base = '/api/applications/{number}/materials'
const params = z.object({ number: z.string().max(60) })
const one = z.object({ number: z.string().max(60), id: z.string().max(60) })
const mine = { 401: problems[401], 404: problems[404] } as const

const addRoute = createRoute({
  method: 'post',
  path: base,
  summary: 'Hands in a file with my application (上传材料): PDF, JPEG, PNG or HEIC by what its bytes are, at most 10 MB',
  request: {
    params,
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({
            kind: z.enum(materialKinds, { error: '请选择材料的种类。' }),
            file: z.instanceof(File, { error: '请先选择要上传的文件。' }).openapi({ type: 'string', format: 'binary' }),
          }),
        },
      },
    },
  },
  responses: {
    201: answers(MaterialView, 'Kept, encrypted, without place, device or author.'),
    ...{ 400: problems[400], ...mine, 403: problems[403], 409: problems[409], 422: problems[422], 503: problems[503] },
  },
})

const listRoute = createRoute({
  method: 'get',
  path: base,
  summary: 'Files of an application, for the applicant and for officers of its unit',
  request: { params },
  responses: { 200: answers(z.object({ materials: z.array(MaterialView) }), 'In the order in which they came.'), ...mine },
})

const openRoute = createRoute({
  method: 'get',
  path: `${base}/{id}`,
  summary: 'One file; every look is written into the audit',
  request: { params: one, query: z.object({ inline: z.string().optional().openapi({ description: '1: shown beside the form' }) }) },
  responses: { 200: { description: 'The bytes.', content: { 'application/octet-stream': { schema: z.string() } } }, ...mine },
})

const takeBackRoute = createRoute({
  method: 'delete',
  path: `${base}/{id}`,
  summary: 'Takes a file back, while the application is still mine to change',
  request: { params: one },
  responses: { 204: { description: 'Gone for good.' }, ...mine, 403: problems[403], 409: problems[409] },
})

const endings: Record<MaterialType, string> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' }

/** What somebody uploaded is never a page of ours: no sniffing, no script, no frame, no cache, a name of our own. */
const headersOf = ({ id, kind, type }: Material, isInline: boolean): Record<string, string> => ({
  'Content-Type': type,
  'Content-Disposition': `${isInline ? 'inline' : 'attachment'}; filename="material-${id.slice(-8)}.${endings[type]}"; filename*=UTF-8''${encodeURIComponent(`${materialNames[kind].replace(/（.*）/, '')}-${id.slice(-4)}.${endings[type]}`)}`,
  'X-Content-Type-Options': 'nosniff',
  // A sandbox would stop the browser's own viewer of PDFs, which runs none of their scripts.
  'Content-Security-Policy': `default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'${type === 'application/pdf' ? '' : '; sandbox'}`,
  'X-Frame-Options': 'SAMEORIGIN',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
})

/** 申请材料. Another's application and one that is not there look the same. */
export const materialRoutes = ({ materials }: { readonly materials: MaterialDesk }) =>
  newApi()
    .openapi(addRoute, async (c) => {
      const who = whoIs(c)
      const { kind, file } = c.req.valid('form')
      if (file.size === 0) throw new BadInputError({ what: 'form', hint: '请先选择要上传的文件。' })
      const bytes = new Uint8Array(await file.arrayBuffer())
      return c.json(viewOf(await materials.handIn(who, c.req.valid('param').number, { kind, name: file.name, bytes })), 201)
    })
    .openapi(listRoute, async (c) => c.json({ materials: (await materials.list(whoIs(c), c.req.valid('param').number)).map(viewOf) }, 200))
    .openapi(openRoute, async (c) => {
      const { number, id } = c.req.valid('param')
      const { material, content } = await materials.open(whoIs(c), number, id)
      // A copy on a buffer of its own: Node's may be part of a shared pool.
      return c.body(Uint8Array.from(content).buffer, 200, headersOf(material, c.req.valid('query').inline === '1'))
    })
    .openapi(takeBackRoute, async (c) => {
      const { number, id } = c.req.valid('param')
      await materials.takeBack(whoIs(c), number, id)
      return c.body(null, 204)
    })
