import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Certificate } from '../../core/certificates.ts'
import { NotFoundError } from '../../core/errors.ts'
import { shanghaiDate } from '../../core/time.ts'
import { citizenIs, whoIs } from '../auth/who.ts'
import { applicationJson, certificateJson } from '../certificate-views.ts'
import { DraftView } from '../intake-schemas.ts'
import { draftJson } from '../intake-views.ts'
import type { ServerEnv, ServerParts } from '../parts.ts'
import { ApplicationView, answers, CertificateDetail, CertificateView, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const listLimit = 100

const params = z.object({ number: z.string().max(60) })

const listRoute = createRoute({
  method: 'get',
  path: '/api/certificates',
  summary: 'My certificates, newest first',
  responses: { 200: answers(z.object({ certificates: z.array(CertificateView) }), 'Mine.'), 401: problems[401] },
})

const oneRoute = createRoute({
  method: 'get',
  path: '/api/certificates/{number}',
  summary: 'One of my certificates',
  request: { params },
  responses: { 200: answers(CertificateDetail, 'Mine.'), 401: problems[401], 404: problems[404] },
})

const pdfRoute = createRoute({
  method: 'get',
  path: '/api/certificates/{number}/pdf',
  summary: 'The signed document itself',
  request: { params, query: z.object({ download: z.string().optional() }) },
  responses: {
    200: { description: 'PDF', content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } } },
    401: problems[401],
    404: problems[404],
  },
})

const applicationsRoute = createRoute({
  method: 'get',
  path: '/api/applications',
  summary: 'My applications, newest first, and the forms that I have begun',
  responses: {
    200: answers(z.object({ applications: z.array(ApplicationView), drafts: z.array(DraftView) }), 'Mine.'),
    401: problems[401],
    403: problems[403],
  },
})

/** A PDF is drawn by the browser's own viewer, which brings its styles along and is an object to the page. */
const pdfPolicy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"

/** RFC 6266: an ASCII name for old clients, the Chinese one for all others. */
const disposition = (number: string, isDownload: boolean): string => {
  const safe = number.replace(/[^\w-]/g, '')
  const name = encodeURIComponent(`无犯罪记录证明-${safe}.pdf`)
  return `${isDownload ? 'attachment' : 'inline'}; filename="certificate-${safe}.pdf"; filename*=UTF-8''${name}`
}

/** What the holder may see and carry away. Another person's certificate and one that is not there look the same. */
export const certificateRoutes = ({ store, clock, certificates }: Pick<ServerParts, 'store' | 'clock' | 'certificates'>) => {
  const mine = async (c: Context<ServerEnv>, number: string): Promise<Certificate> => {
    const who = whoIs(c)
    const certificate = await store.certificates.find(number)
    if (certificate?.person !== who.id) throw new NotFoundError({ what: 'certificate' })
    return certificate
  }
  return newApi()
    .openapi(listRoute, async (c) => {
      const found = await store.certificates.listByPerson(whoIs(c).id, listLimit)
      return c.json({ certificates: found.map((certificate) => certificateJson(certificate, shanghaiDate(clock()))) }, 200)
    })
    .openapi(oneRoute, async (c) => {
      const certificate = await mine(c, c.req.valid('param').number)
      const { number, verifyCode, application, isDemo } = certificate
      const links = [
        { rel: 'pdf' as const, href: `/api/certificates/${encodeURIComponent(number)}/pdf` },
        { rel: 'verify' as const, href: `/verify/${encodeURIComponent(verifyCode)}` },
      ]
      return c.json({ ...certificateJson(certificate, shanghaiDate(clock())), application, isDemo, links }, 200)
    })
    .openapi(pdfRoute, async (c) => {
      const { number } = await mine(c, c.req.valid('param').number)
      const pdf = await store.certificates.pdf(number)
      if (!pdf) throw new NotFoundError({ what: 'certificate document' })
      // Copied, because a view on a shared buffer is not a body by type.
      return c.body(new Uint8Array(pdf), 200, {
        'Content-Type': 'application/pdf',
        'Content-Disposition': disposition(number, c.req.query('download') === '1'),
        'Content-Security-Policy': pdfPolicy,
      })
    })
    .openapi(applicationsRoute, async (c) => {
      const who = citizenIs(c)
      const found = await certificates.applications(who)
      return c.json({ applications: found.map(applicationJson), drafts: (await certificates.intake.drafts(who)).map(draftJson) }, 200)
    })
}
