import type { McpSettings } from '../../core/mcp-settings.ts'
import {
  pinOf,
  type RemoteDefinition,
  RemoteFaultError,
  type RemoteOff,
  type RemoteServer,
  type RemoteStanding,
} from '../../core/remote-tools.ts'

/** The tools of others that were let in, and how each stands. */
export interface RemoteShelf {
  standing(tool: string): RemoteStanding
  /** Turns a tool off that was found to be another one while it was used. */
  found(tool: string, why: RemoteOff): void
  /** Asks every server what it offers. Never throws: whoever does not answer keeps what was known of it. */
  look(): Promise<void>
}

/** Keeps the shelf: a tool is on it only while its server describes it exactly as it was when it was let in. */
export const createShelf = (facts: {
  readonly settings: McpSettings
  readonly servers: ReadonlyMap<string, RemoteServer>
  /** True when the input can be checked here; a tool whose arguments we cannot check is not used. */
  readonly isReadable: (definition: RemoteDefinition) => boolean
  /** Told when a tool's standing changes, and when a server gave nothing. */
  readonly onStanding: (change: { tool: string; server: string; standing: RemoteStanding['kind'] | RemoteOff }) => void
  readonly onFault: (fault: { server: string; fault: string }) => void
}): RemoteShelf => {
  const known = new Map<string, RemoteStanding>()
  const tools = Object.entries(facts.settings.tools)

  const put = (tool: string, standing: RemoteStanding): void => {
    const before = known.get(tool)
    known.set(tool, standing)
    const word = (one: RemoteStanding | undefined) => (one?.kind === 'off' ? one.why : one?.kind)
    const [now, server] = [word(standing), facts.settings.tools[tool]?.server]
    if (now && server && word(before) !== now) facts.onStanding({ tool, server, standing: now })
  }

  const standingIn = (offered: readonly RemoteDefinition[], remote: string, pin: string): RemoteStanding => {
    const named = offered.filter(({ name }) => name === remote)
    const definition = named[0]
    if (!definition) return { kind: 'off', why: 'gone' }
    // A server that offers one name twice could do either.
    if (named.length > 1 || pinOf(definition) !== pin) return { kind: 'off', why: 'changed' }
    return facts.isReadable(definition) ? { kind: 'ready', definition } : { kind: 'off', why: 'unreadable' }
  }

  const lookAt = async (server: string, client: RemoteServer): Promise<void> => {
    const mine = tools.filter(([, tool]) => tool.server === server)
    if (mine.length === 0) return
    try {
      const offered = await client.list()
      for (const [name, { remote, sha256 }] of mine) put(name, standingIn(offered, remote, sha256))
    } catch (cause) {
      facts.onFault({ server, fault: cause instanceof RemoteFaultError ? cause.fault : 'broken' })
    }
  }

  return {
    standing: (tool) => known.get(tool) ?? { kind: 'off', why: 'unread' },
    found: (tool, why) => put(tool, { kind: 'off', why }),
    look: async () => void (await Promise.all([...facts.servers].map(([name, client]) => lookAt(name, client)))),
  }
}
