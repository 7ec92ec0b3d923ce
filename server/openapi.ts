import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerEnv } from './parts.ts'

/** Writes /openapi.json from the very schemas that validate. Written once, at the first request: routes do not change while serving. */
export const describeApi = (app: OpenAPIHono<ServerEnv>, publicUrl: string): void => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'fenshen_session' })
  let written: object | undefined
  app.get('/openapi.json', (c) => {
    written ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Fenshen 分身', version: '1', description: 'Police-service digital avatars: the HTTP API.' },
      servers: [{ url: publicUrl }],
      security: [{ bearer: [] }, { session: [] }, {}],
    })
    return c.json(written, 200, { 'Cache-Control': 'no-cache' })
  })
}
