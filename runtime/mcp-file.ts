import { type McpSettings, mcpFileShape } from '../core/mcp-settings.ts'
import { didYouMean } from '../core/nearest.ts'
import { type Place, readReviewed } from './reviewed-file.ts'

const scopes = ['anyone', 'citizen', 'officer', 'reviewer', 'approver', 'analyst', 'admin']
const effects = ['read', 'note', 'write', 'decide']

const wordsFor = (path: Place, value: unknown): string | undefined => {
  if (path[0] !== 'tools' || path.length !== 3 || typeof value !== 'string') return undefined
  if (path[2] === 'scope' && !scopes.includes(value)) return `unknown scope "${value}"${didYouMean(value, scopes)}`
  if (path[2] !== 'effect' || effects.includes(value)) return undefined
  return `unknown effect "${value}"${didYouMean(value, effects)}`
}

/** Reads mcp.yaml. `own`: names that tools of this program have. Throws PageError with the line of the first thing that is wrong. */
export const readMcpFile = (text: string, file: string, own: readonly string[]): McpSettings => {
  const { settings, wrongAt } = readReviewed(text, file, { shape: mcpFileShape, first: 'servers', wordsFor })
  const servers = Object.keys(settings.servers)
  for (const [name, { server }] of Object.entries(settings.tools)) {
    if (own.includes(name)) throw wrongAt(['tools', name], `a tool of this program is called "${name}"; name this one otherwise`)
    if (!servers.includes(server)) throw wrongAt(['tools', name, 'server'], `unknown server "${server}"${didYouMean(server, servers)}`)
  }
  return settings
}
