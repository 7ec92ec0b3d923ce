import type { KeyDoor } from '../../core/api-keys.ts'

/** Paths that belong to a narrower door than the whole API. */
const narrow: readonly { readonly door: KeyDoor; readonly path: RegExp; readonly method?: string }[] = [
  { door: 'incidents', method: 'POST', path: /^\/api\/incidents$/ },
  { door: 'conversations', path: /^\/api\/(?:conversations|agents|route|me)(?:\/|$)/ },
]

/** The doors that a request may come in by: a key needs one of them (docs/doors.md). */
export const doorsOf = (method: string, path: string): readonly KeyDoor[] => {
  if (path.startsWith('/v1/')) return ['openai']
  if (path === '/mcp' || path.startsWith('/mcp/')) return ['mcp']
  if (path === '/a2a' || path.startsWith('/a2a/')) return ['a2a']
  const found = narrow.filter((one) => one.path.test(path) && (one.method === undefined || one.method === method))
  return [...found.map(({ door }) => door), 'api']
}

/** The audience that an access token must have been made for (RFC 8707): MCP clients ask for a token of that door. */
export const resourceOf = (path: string, publicUrl: string): string =>
  path === '/mcp' || path.startsWith('/mcp/') ? `${publicUrl}/mcp` : path.startsWith('/a2a') ? `${publicUrl}/a2a` : `${publicUrl}/api`
