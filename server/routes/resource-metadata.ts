import { createRoute, z } from '@hono/zod-openapi'
import { resourceOf } from '../auth/doors-of.ts'
import { answers } from '../schemas.ts'
import { newApi } from './new-api.ts'

/** Where programs learn which authorization server speaks for a resource (RFC 9728). */
export const resourceMetadataPath = '/.well-known/oauth-protected-resource'

const Metadata = z
  .object({
    resource: z.string(),
    resource_name: z.string(),
    authorization_servers: z.array(z.string()),
    bearer_methods_supported: z.array(z.literal('header')),
    scopes_supported: z.array(z.string()),
  })
  .openapi('ProtectedResourceMetadata')

const route = (path: string) =>
  createRoute({
    ...{ method: 'get', path, summary: 'Which authorization server speaks for the MCP door (RFC 9728)' },
    responses: { 200: answers(Metadata, 'The metadata.') },
  })

export const resourceMetadataRoutes = (facts: { publicUrl: string; issuer: string }) => {
  const metadata = {
    ...{ resource: resourceOf('/mcp', facts.publicUrl), resource_name: '分身 MCP', authorization_servers: [facts.issuer] },
    ...{ bearer_methods_supported: ['header' as const], scopes_supported: ['openid', 'profile'] },
  }
  return newApi()
    .openapi(route(resourceMetadataPath), (c) => c.json(metadata, 200))
    .openapi(route(`${resourceMetadataPath}/mcp`), (c) => c.json(metadata, 200))
}
