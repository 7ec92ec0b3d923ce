import type { OpenAPIHono } from '@hono/zod-openapi'
import { openAiProblems } from './openai/schemas.ts'
import type { ServerEnv } from './parts.ts'

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** The part of the document that is filled in after the schemas have written it. */
interface Operation {
  operationId?: string
  tags?: string[]
  responses: Record<string, unknown>
}
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Partial<Record<(typeof methods)[number], Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

/** `GET /api/tasks/{id}` → `getTasksById`: the name of a function in a client. */
const nameOf = (method: string, path: string): string => {
  const words = path.split(/[/.\-_]/).filter((word) => word !== '' && word !== 'api')
  const camel = words.map((word) =>
    word.replace(/^\{(.+)\}$/, 'by-$1').replace(/(?:^|[-_])(\w)/g, (_, letter: string) => letter.toUpperCase()),
  )
  return method + camel.join('')
}

const problemWords = 'What went wrong, and what to do (RFC 9457).'

/** Errors that any route may answer with, said once for each: whatever is not named is a problem in the shape of its door. */
const complete = (document: ApiDocument): void => {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method]
      if (!operation) continue
      operation.tags ??= [path.split('/')[1] === 'api' ? (path.split('/')[2] ?? 'api') : (path.split('/')[1] ?? '')]
      operation.operationId ??= nameOf(method, path)
      const schema = path.startsWith('/v1/') ? 'OpenAiError' : 'Problem'
      const type = path.startsWith('/v1/') ? 'application/json' : 'application/problem+json'
      operation.responses.default ??= {
        description: path.startsWith('/v1/') ? openAiProblems[400].description : problemWords,
        content: { [type]: { schema: { $ref: `#/components/schemas/${schema}` } } },
      }
    }
  }
}

/** The whole description, as it is served. */
export const apiDocument = (app: OpenAPIHono<ServerEnv>, publicUrl: string): ApiDocument => {
  const written = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Fenshen 分身',
      version: '1',
      description: 'Police-service digital avatars: the HTTP API. Programs send `Authorization: Bearer` with an API key (docs/doors.md).',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }, { session: [] }, {}],
  })
  // The library's type is wider; what is read and filled in here has this shape in every document it writes.
  const document = written as unknown as ApiDocument
  complete(document)
  return document
}

/** Writes /openapi.json from the very schemas that validate. Written once, at the first request: routes do not change while serving. */
export const describeApi = (app: OpenAPIHono<ServerEnv>, publicUrl: string): void => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'fenshen_session' })
  let written: ApiDocument | undefined
  app.get('/openapi.json', (c) => {
    written ??= apiDocument(app, publicUrl)
    return c.json(written, 200, { 'Cache-Control': 'no-cache' })
  })
}
