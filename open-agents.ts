import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type Agent, pageVersion } from './core/agent.ts'
import type { PageRelease } from './core/agent-studio.ts'
import { PageError } from './core/errors.ts'
import type { Store } from './core/ports.ts'
import type { Clock } from './core/time.ts'
import type { InService } from './domain/agent-studio/desk.ts'
import { openPages, type PageGround, type PagesFound, readPage } from './runtime/agent-pages.ts'

/** What shipped with the program and was never published by anybody. */
const firstWhy = '随程序安装的页面'

/** The cases that stand beside a page in the folder; empty where there are none. */
export const casesBeside = (folder: string, agent: string): string => {
  const path = join(folder, agent, 'cases.yaml')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** The agents that serve now, by file or by release, and every version that a conversation may still hold. */
export interface LivingAgents {
  current(): PagesFound
  /** Reads the files again at once. */
  reload(): PagesFound
  agentVersion(id: string, version: string): Promise<Agent | undefined>
  /** Serves what was published since, wherever; asked every second. */
  look(): Promise<void>
  serving(): readonly InService[]
  files(): readonly { readonly id: string; readonly version: string; readonly page: string; readonly cases: string }[]
  close(): void
}

/**
 * Opens the pages. `files`: a saved file is live within a second, and what was published over it serves until the file changes again (a
 * demo, a developer). `published`: only what was published serves, whatever the files say; the first start publishes what shipped.
 */
export const openAgents = async (facts: {
  readonly store: Store
  readonly clock: Clock
  readonly log: Logger
  readonly ground: PageGround
  readonly serves: 'files' | 'published'
  readonly isWatching: boolean
}): Promise<LivingAgents> => {
  const { store, clock, log, ground, serves } = facts
  const releases = new Map<string, { readonly release: PageRelease; readonly agent: Agent }>()
  let broken: readonly PageError[] = []
  let newest = 0
  let found: PagesFound = { agents: [], errors: [] }
  const kind = (cause: unknown): { readonly kind: string } => ({ kind: cause instanceof Error ? cause.name : 'unknown' })

  const filesChanged = async ({ agents, errors }: PagesFound): Promise<void> => {
    for (const error of errors) log.error({ file: error.file, line: error.line }, error.dev)
    for (const { id, version, page } of agents) await store.agentVersions.save({ agent: id, version, page, publishedAt: clock() })
  }
  const pages = openPages(ground, {
    isWatching: facts.isWatching && serves === 'files',
    onChange: (changed) => {
      combine()
      void filesChanged(changed).catch((cause: unknown) => log.error(kind(cause), 'page not kept'))
    },
  })

  const combine = (): PagesFound => {
    const files = pages.current()
    const fileVersions = new Map(files.agents.map(({ id, version }) => [id, version]))
    const published = [...releases.values()]
    const isHeld = ({ release }: { release: PageRelease }): boolean =>
      serves === 'published' || release.fileVersion === fileVersions.get(release.agent)
    const held = published.filter(isHeld).map(({ agent }) => agent)
    const others = serves === 'published' ? [] : files.agents.filter(({ id }) => !held.some((agent) => agent.id === id))
    found = {
      agents: [...held, ...others].sort((a, b) => (a.id < b.id ? -1 : 1)),
      errors: [...(serves === 'published' ? [] : files.errors), ...broken],
    }
    return found
  }

  const pageOf = async ({ agent: id, version }: PageRelease): Promise<Agent> => {
    const kept = await store.agentVersions.find(id, version)
    const file = `${id}@${version}`
    if (!kept) throw new PageError({ file, line: 1, why: 'the published page is not in the store' })
    return readPage(kept.page, { id, file, version }, ground)
  }

  const look = async (): Promise<void> => {
    const number = await store.agentReleases.newest()
    if (number === newest) return
    const faults: PageError[] = []
    for (const release of await store.agentReleases.inService()) {
      if (releases.get(release.agent)?.release.number === release.number) continue
      try {
        releases.set(release.agent, { release, agent: await pageOf(release) })
      } catch (cause) {
        // A tool that a page names may be gone with an upgrade: what served before goes on, and the operator hears of it.
        if (!(cause instanceof PageError)) throw cause
        log.error({ file: cause.file, line: cause.line }, cause.dev)
        faults.push(cause)
      }
    }
    broken = faults
    newest = number
    combine()
  }

  /** In production nothing serves that nobody published: the first start does it once for what shipped. */
  const publishFirst = async (): Promise<void> => {
    if (serves !== 'published' || (await store.agentReleases.newest()) > 0) return
    await store.transaction(async (records) => {
      let number = await records.agentReleases.newest()
      if (number > 0) return
      const at = clock()
      for (const { id, version } of pages.current().agents) {
        number += 1
        const isAdded = await records.agentReleases.add({
          ...{
            number,
            agent: id,
            version,
            cases: casesBeside(ground.folder, id),
            origin: 'first',
            fileVersion: version,
            source: undefined,
          },
          ...{ by: 'system', byName: '系统', at, why: firstWhy, proposal: undefined, signature: undefined },
        })
        // Another process that starts with us was first.
        if (!isAdded) return
      }
      await records.audit.append(
        { actor: 'system', actorKind: 'system', action: 'publish_first_pages', target: undefined, isOk: true, detail: { pages: number } },
        at,
      )
    })
  }

  await filesChanged(pages.current())
  await publishFirst()
  combine()
  await look()
  const old = new Map<string, Agent>()
  return {
    current: () => found,
    reload: () => {
      pages.reload()
      return combine()
    },
    async agentVersion(id, version) {
      const key = `${id}@${version}`
      const live = found.agents.find((agent) => agent.id === id && agent.version === version) ?? old.get(key)
      if (live) return live
      const kept = await store.agentVersions.find(id, version)
      if (!kept) return undefined
      const agent = readPage(kept.page, { id, file: key, version }, ground)
      old.set(key, agent)
      return agent
    },
    look,
    serving: () =>
      found.agents.map(({ id, name, audience, purpose, version, page }) => {
        const published = releases.get(id)
        const release = published?.agent.version === version && published.agent.page === page ? published.release : undefined
        return { id, name, audience, purpose, version, page, cases: release?.cases ?? casesBeside(ground.folder, id), release }
      }),
    files: () =>
      pages.current().agents.map(({ id, page }) => ({ id, page, version: pageVersion(page), cases: casesBeside(ground.folder, id) })),
    close: pages.close,
  }
}
