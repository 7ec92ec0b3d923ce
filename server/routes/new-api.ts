import { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerEnv } from '../parts.ts'

/** A set of routes described by their schemas: what does not fit is thrown, and leaves like every other error. */
export const newApi = () =>
  new OpenAPIHono<ServerEnv>({
    defaultHook: (result) => {
      if (!result.success) throw result.error
    },
  })
