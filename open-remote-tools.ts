import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { SettingError } from './core/errors.ts'
import { type McpSettings, mcpFileShape, type RemoteServerSettings } from './core/mcp-settings.ts'
import type { RemoteServer } from './core/remote-tools.ts'
import type { Tool } from './core/tool.ts'
import { createShelf } from './domain/remote-tools/shelf.ts'
import { readMcpFile } from './runtime/mcp-file.ts'
import { tools as ownTools } from './tools/index.ts'
import { isCheckable } from './tools/remote-input.ts'
import { remoteTool } from './tools/remote-tool.ts'

/** How often servers are asked what they offer. */
const lookEveryMs = 300_000

/** Every tool of a platform, its own and those of others, as `platform.ts` introduces them to the other parts. */
export interface OpenTools {
  readonly tools: readonly Tool[]
  /** Asks every server of others what it offers. Never throws. */
  look(): Promise<void>
  readonly chores: readonly { readonly everyMs: number; readonly run: () => Promise<unknown> }[]
}

/** A server of others; the SDK that speaks to it is loaded when it is spoken to. */
const mcpClient = (settings: RemoteServerSettings, key: string | undefined): RemoteServer => {
  const opened = async (): Promise<RemoteServer> => (await import('./connectors/mcp-client.ts')).mcpClient(settings, key)
  return { list: async () => (await opened()).list(), call: async (use) => (await opened()).call(use) }
}

/** What mcp.yaml says; without the file, of nobody. */
export const mcpSettings = ({ mcpFile }: Pick<Config, 'mcpFile'>): McpSettings =>
  mcpFile
    ? readMcpFile(
        readFileSync(mcpFile, 'utf8'),
        relative(process.cwd(), mcpFile),
        ownTools.map(({ name }) => name),
      )
    : mcpFileShape.parse({ servers: {} })

/** A server of mcp.yaml, with its key from where the file says. */
export const remoteServer = (name: string, settings: RemoteServerSettings, config: Pick<Config, 'secret'>): RemoteServer => {
  const { key } = settings
  if (!key) return mcpClient(settings, undefined)
  const value = 'env' in key ? config.secret(key.env) : existsSync(key.file) ? readFileSync(key.file, 'utf8').trim() : undefined
  const where = 'env' in key ? `the variable ${key.env}` : `the file ${key.file}`
  if (!value)
    throw new SettingError({ setting: `mcp.yaml, server ${name}`, why: `its key should stand in ${where}, which is not there or empty` })
  return mcpClient(settings, value)
}

type Log = Pick<Logger, 'info' | 'warn'>

const shelve = (settings: McpSettings, servers: ReadonlyMap<string, RemoteServer>, log: Log): OpenTools => {
  const shelf = createShelf({
    ...{ settings, servers, isReadable: isCheckable },
    onStanding: (change) =>
      change.standing === 'ready' ? log.info(change, 'tool of another system') : log.warn(change, 'tool of another system is off'),
    onFault: (fault) => log.warn(fault, 'another system gave nothing'),
  })
  const remote = Object.entries(settings.tools).flatMap(([name, tool]) => {
    // `readMcpFile` holds every tool to a server of the file.
    const [server, at] = [servers.get(tool.server), settings.servers[tool.server]]
    if (!server || !at) return []
    return remoteTool(name, {
      ...{ settings: tool, source: at.title, server },
      standing: () => shelf.standing(name),
      found: (why) => shelf.found(name, why),
      onFault: (fault) => log.warn({ server: tool.server, tool: name, fault }, 'another system gave nothing'),
    })
  })
  const chores = servers.size > 0 ? [{ everyMs: lookEveryMs, run: shelf.look }] : []
  return { tools: [...ownTools, ...remote], look: shelf.look, chores }
}

/** Opens the tools and begins to ask the servers of others what they offer: nothing waits for them. */
export const openTools = (config: Config, log: Log): OpenTools => {
  const settings = mcpSettings(config)
  const servers = new Map(Object.entries(settings.servers).map(([name, server]) => [name, remoteServer(name, server, config)]))
  const opened = shelve(settings, servers, log)
  void opened.look()
  return opened
}

/** Every tool that a page may name, without asking anybody and without any key: for commands that only look at names and rights. */
export const allTools = (config: Pick<Config, 'mcpFile'>): readonly Tool[] => {
  const settings = mcpSettings(config)
  const servers = new Map(Object.entries(settings.servers).map(([name, server]) => [name, mcpClient(server, undefined)]))
  const silent = { info: () => undefined, warn: () => undefined }
  return shelve(settings, servers, silent).tools
}
