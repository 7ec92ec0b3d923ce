import { existsSync, readdirSync, readFileSync, watch } from 'node:fs'
import { join, relative } from 'node:path'
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { type Agent, agentFrontMatter, pageVersion } from '../core/agent.ts'
import { PageError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Tool } from '../core/tool.ts'

/** What a page is checked against. */
export interface PageGround {
  /** Folder of `<id>/agent.md` pages. */
  readonly folder: string
  readonly tools: readonly Tool[]
  /** Topics that exist under data/policies. */
  readonly topics: readonly string[]
  /** Names that `model:` may have; undefined: any, since no models.yaml says which there are. */
  readonly models?: readonly string[] | undefined
}

/** What one look at the folder found. One bad page never takes the others down. */
export interface PagesFound {
  readonly agents: readonly Agent[]
  readonly errors: readonly PageError[]
}

const fields = Object.keys(agentFrontMatter.shape)

/** The tools that a page's audience may be offered: a citizen's page never names an officer's tool. */
const isForAudience = (tool: Tool, audience: Agent['audience']): boolean =>
  tool.scope === 'anyone' || (audience === 'citizen') === (tool.scope === 'citizen')

/** Reads one page. Throws PageError with the line of the first thing that is wrong. */
export const readPage = (text: string, at: { id: string; file: string; version?: string }, ground: PageGround): Agent => {
  const wrong = (line: number, why: string): PageError => new PageError({ file: at.file, line, why })
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(text)
  if (!match) throw wrong(1, 'a page begins with front matter between two lines of ---')
  const lines = new LineCounter()
  const yaml = parseDocument(match[1] ?? '', { lineCounter: lines, uniqueKeys: true })
  const lineOf = (node: Node | null | undefined): number => (node?.range ? lines.linePos(node.range[0]).line + 1 : 2)
  const firstFault = yaml.errors[0]
  if (firstFault) throw wrong((firstFault.linePos?.[0].line ?? 1) + 1, `not YAML: ${firstFault.message.split('\n')[0]}`)
  if (!isMap(yaml.contents)) throw wrong(2, 'front matter is a list of "field: value"')
  for (const pair of yaml.contents.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    if (!fields.includes(key)) throw wrong(lineOf(pair.key as Node), `unknown field "${key}"${didYouMean(key, fields)}`)
  }
  const parsed = agentFrontMatter.safeParse(yaml.toJS())
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const path = (issue?.path ?? []).map((part) => (typeof part === 'symbol' ? String(part) : part))
    const node = yaml.getIn(path, true)
    throw wrong(lineOf((node as Node | undefined) ?? yaml.contents), `${path.join('.') || 'front matter'}: ${issue?.message ?? 'wrong'}`)
  }
  const page = parsed.data
  const nodeIn = (path: (string | number)[]): number => lineOf(yaml.getIn(path, true) as Node | undefined)
  const toolNames = ground.tools.map((tool) => tool.name)
  page.tools.forEach((name, index) => {
    const tool = ground.tools.find((candidate) => candidate.name === name)
    if (!tool) throw wrong(nodeIn(['tools', index]), `unknown tool "${name}"${didYouMean(name, toolNames)}`)
    if (!isForAudience(tool, page.audience))
      throw wrong(nodeIn(['tools', index]), `tool "${name}" is for ${tool.scope}, this page serves ${page.audience}`)
  })
  page.knowledge.forEach((topic, index) => {
    if (!ground.topics.includes(topic))
      throw wrong(nodeIn(['knowledge', index]), `unknown folder "${topic}" in data/policies${didYouMean(topic, ground.topics)}`)
  })
  // A kept version is served as it is: its model may be gone, and the default chain goes on.
  if (page.model !== undefined && at.version === undefined && ground.models && !ground.models.includes(page.model))
    throw wrong(nodeIn(['model']), `unknown model "${page.model}" in models.yaml${didYouMean(page.model, ground.models)}`)
  page.examples.forEach((example, index) => {
    const name = typeof example === 'string' ? undefined : example.tool
    if (name && !page.tools.includes(name))
      throw wrong(nodeIn(['examples', index]), `example names tool "${name}" that the page does not list${didYouMean(name, page.tools)}`)
  })
  const instructions = (match[2] ?? '').trim()
  if (!instructions) throw wrong(text.split('\n').length, 'the page says nothing below its front matter')
  return {
    id: at.id,
    version: at.version ?? pageVersion(text),
    name: page.name,
    audience: page.audience,
    purpose: page.purpose,
    tools: page.tools,
    knowledge: page.knowledge,
    model: page.model,
    examples: page.examples.map((example) =>
      typeof example === 'string' ? { says: example, tool: undefined } : { says: example.says, tool: example.tool },
    ),
    refuses: page.refuses.map((rule) => ({ when: rule.when, says: rule.says ?? [], say: rule.say })),
    greeting: page.greeting ?? `您好，我是${page.name}。${page.purpose}`,
    suggestions: page.suggestions,
    beside: page.beside,
    limits: { steps: page.limits.steps ?? 6, messageChars: page.limits.messageChars ?? 2_000 },
    instructions,
    page: text,
  }
}

/** Reads every page of the folder. */
export const readPages = (ground: PageGround): PagesFound => {
  const agents: Agent[] = []
  const errors: PageError[] = []
  const broken = new Set<string>()
  const folders = existsSync(ground.folder) ? readdirSync(ground.folder, { withFileTypes: true }) : []
  for (const entry of folders.filter((item) => item.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(ground.folder, entry.name, 'agent.md')
    const file = relative(process.cwd(), path)
    try {
      if (!/^[a-z][a-z0-9-]{1,40}$/.test(entry.name))
        throw new PageError({ file, line: 1, why: `folder "${entry.name}" is no kebab-case id` })
      if (!existsSync(path)) throw new PageError({ file, line: 1, why: 'the folder has no agent.md' })
      agents.push(readPage(readFileSync(path, 'utf8'), { id: entry.name, file }, ground))
    } catch (cause) {
      if (!(cause instanceof PageError)) throw cause
      errors.push(cause)
      broken.add(entry.name)
    }
  }
  // Told, and served all the same: a page is not lost with the one beside it.
  const astray = agents.flatMap(
    (agent) => besideFault(agent, { agents, broken }, relative(process.cwd(), join(ground.folder, agent.id, 'agent.md'))) ?? [],
  )
  return { agents, errors: [...errors, ...astray] }
}

/**
 * A page may stand beside another only where that one serves the same people and may quote all that this one does. One that is broken has a fault of its
 * own, and is none of this page.
 */
const besideFault = (
  agent: Agent,
  { agents, broken }: { readonly agents: readonly Agent[]; readonly broken: ReadonlySet<string> },
  file: string,
): PageError | undefined => {
  for (const id of agent.beside ?? []) {
    if (broken.has(id)) continue
    const other = agents.find((one) => one.id === id && one !== agent)
    const missing = other && agent.knowledge.filter((topic) => !other.knowledge.includes(topic))
    const why = !other
      ? `stands beside "${id}", and there is no other such page${didYouMean(
          id,
          agents.map((one) => one.id),
        )}`
      : other.audience !== agent.audience
        ? `stands beside "${id}", which serves ${other.audience}`
        : missing?.length
          ? `stands beside "${id}", which may not quote ${missing.join(', ')}`
          : undefined
    const line = agent.page.split('\n').findIndex((one) => one.startsWith('beside:')) + 1
    if (why) return new PageError({ file, line, why })
  }
  return undefined
}

/** The pages that are live now, and how to keep up with the folder. */
export interface LivePages {
  current(): PagesFound
  /** Looks again at once. A page that broke keeps its last good version. */
  reload(): PagesFound
  close(): void
}

/** Watches the folder in development: an edited or dropped-in page is live within a second. */
export const openPages = (ground: PageGround, options: { isWatching: boolean; onChange?: (found: PagesFound) => void }): LivePages => {
  let found = readPages(ground)
  let timer: NodeJS.Timeout | undefined
  const reload = (): PagesFound => {
    const fresh = readPages(ground)
    const broken = new Set(fresh.errors.map((error) => error.file.split(/[\\/]/).at(-2)))
    const kept = found.agents.filter((agent) => broken.has(agent.id) && !fresh.agents.some((other) => other.id === agent.id))
    found = { agents: [...fresh.agents, ...kept], errors: fresh.errors }
    options.onChange?.(found)
    return found
  }
  const watcher =
    options.isWatching && existsSync(ground.folder)
      ? watch(ground.folder, { recursive: true, persistent: false }, () => {
          clearTimeout(timer)
          timer = setTimeout(reload, 150)
          timer.unref()
        })
      : undefined
  return {
    current: () => found,
    reload,
    close: () => {
      clearTimeout(timer)
      watcher?.close()
    },
  }
}
