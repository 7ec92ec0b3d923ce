import { createRoute, z } from '@hono/zod-openapi'
import type { PaperDesk } from '../../core/paper-desk.ts'
import { internalPapers, paperKinds, paperTitles } from '../../core/paper-kinds.ts'
import type { Paper } from '../../core/papers.ts'
import { whoIs } from '../auth/who.ts'
import { answers, instant, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const PaperView = z
  .object({
    number: z.string(),
    kind: z.enum(paperKinds),
    title: z.string(),
    application: z.string().nullable(),
    issuedAt: instant,
    issuedOn: z.string().openapi({ format: 'date' }),
    status: z.enum(['valid', 'revoked']),
    isInternal: z.boolean().openapi({ description: 'Stays in the house: shown to officers of the unit only.' }),
    verifyCode: z.string().nullable(),
    isRemoved: z.boolean().openapi({ description: 'The file was deleted, the time of keeping being over; the paper still counts.' }),
    links: z.array(z.object({ rel: z.enum(['pdf', 'verify']), href: z.string() })),
  })
  .openapi('Paper')

const viewOf = ({ number, kind, application, issuedAt, issuedOn, status, verifyCode, removedAt }: Paper): z.output<typeof PaperView> => {
  const isInternal = internalPapers.has(kind)
  const pdf = removedAt ? [] : [{ rel: 'pdf' as const, href: `/api/papers/${encodeURIComponent(number)}/pdf` }]
  return {
    ...{ number, kind, title: paperTitles[kind], application: application ?? null, issuedAt: issuedAt.toISOString(), issuedOn, status },
    isInternal,
    verifyCode: isInternal ? null : verifyCode,
    isRemoved: removedAt !== undefined,
    links: isInternal ? pdf : [...pdf, { rel: 'verify' as const, href: `/verify/${encodeURIComponent(verifyCode)}` }],
  }
}

const params = z.object({ number: z.string().max(60) })
const list = z.object({ papers: z.array(PaperView) })

const mineRoute = createRoute({
  method: 'get',
  path: '/api/papers',
  summary: 'My papers other than certificates, newest first (我的文书)',
  responses: { 200: answers(list, 'Mine.'), 401: problems[401] },
})

const ofApplicationRoute = createRoute({
  method: 'get',
  path: '/api/applications/{number}/papers',
  summary: 'Papers of an application, for the applicant and for officers of its unit',
  request: { params },
  responses: { 200: answers(list, 'In the order in which they were issued.'), 401: problems[401], 404: problems[404] },
})

const pdfRoute = createRoute({
  method: 'get',
  path: '/api/papers/{number}/pdf',
  summary: 'The signed document itself',
  request: { params, query: z.object({ download: z.string().optional() }) },
  responses: {
    200: { description: 'PDF', content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } } },
    401: problems[401],
    404: problems[404],
    410: problems[410],
  },
})

/** A PDF is drawn by the browser's own viewer, which brings its styles along and is an object to the page. */
const pdfPolicy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"

/** RFC 6266: an ASCII name for old clients, the Chinese one for all others. */
const disposition = ({ kind, number }: Paper, isDownload: boolean): string =>
  `${isDownload ? 'attachment' : 'inline'}; filename="${number}.pdf"; filename*=UTF-8''${encodeURIComponent(`${paperTitles[kind]}-${number}.pdf`)}`

/** 文书. Another's paper and one that is not there look the same. */
export const paperRoutes = ({ papers }: { readonly papers: PaperDesk }) =>
  newApi()
    .openapi(mineRoute, async (c) => c.json({ papers: (await papers.mine(whoIs(c))).map(viewOf) }, 200))
    .openapi(ofApplicationRoute, async (c) =>
      c.json({ papers: (await papers.ofApplication(whoIs(c), c.req.valid('param').number)).map(viewOf) }, 200),
    )
    .openapi(pdfRoute, async (c) => {
      const { paper, pdf } = await papers.open(whoIs(c), c.req.valid('param').number)
      // Copied, because a view on a shared buffer is not a body by type.
      return c.body(new Uint8Array(pdf), 200, {
        'Content-Type': 'application/pdf',
        'Content-Disposition': disposition(paper, c.req.valid('query').download === '1'),
        'Content-Security-Policy': pdfPolicy,
        'Cache-Control': 'no-store',
      })
    })
