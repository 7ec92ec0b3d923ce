import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Agent } from './core/agent.ts'
import { SettingError } from './core/errors.ts'
import { type EndpointSettings, endpointShape, type ModelSettings, modelsFileShape } from './core/model-settings.ts'
import type { ModelCall, OnModelCall } from './core/models.ts'
import type { Store } from './core/ports.ts'
import { doorNames, doorTitles } from './core/switches.ts'
import type { Clock } from './core/time.ts'
import type { Tool } from './core/tool.ts'
import { type Finding, mannersOf, readFindings } from './models/findings.ts'
import { offlineModel } from './models/offline/model.ts'
import { openAiCompatible } from './models/openai-compatible.ts'
import { type BudgetKeeper, createBudgets, usageEveryMs } from './runtime/budgets.ts'
import { type OpenEndpoint, openEndpoint } from './runtime/endpoints.ts'
import { defaultChain, modelNames, readModelsFile } from './runtime/models-file.ts'
import type { NamedModel } from './runtime/speak.ts'
import { createSwitchboard, type Switchboard, switchesEveryMs } from './runtime/switchboard.ts'
import type { Door } from './server/parts.ts'
import { modelRoutes } from './server/routes/models.ts'

/** Models, and what keeps them in bounds, as `platform.ts` introduces them to the others. */
export interface OpenModels {
  readonly switchboard: Switchboard
  readonly budgets: BudgetKeeper
  readonly endpoints: readonly OpenEndpoint[]
  /** Models to ask for a page, in their order; the last is the offline one. Those that rest or are switched off are left out. */
  chain(agent: Agent): readonly NamedModel[]
  /** Hears of every call; `listen` adds another who hears too. */
  readonly onModelCall: OnModelCall
  listen(listener: OnModelCall): void
  /** How they do, in a word: all endpoints well, some, or none (or none configured). */
  word(): 'well' | 'degraded' | 'offline'
  readonly doors: readonly Door[]
  readonly chores: readonly { readonly everyMs: number; readonly run: () => Promise<unknown> }[]
}

const offlineName = 'offline'

/** Where what `models check` found is kept. */
export const findingsFile = (config: Pick<Config, 'dataDir'>): string => join(config.dataDir, 'models-found.json')

/** What models.yaml says, or what the environment says of its one model in the same words. */
export const modelSettings = ({ modelsFile, model }: Pick<Config, 'modelsFile' | 'model'>): ModelSettings => {
  if (modelsFile) return readModelsFile(readFileSync(modelsFile, 'utf8'), relative(process.cwd(), modelsFile))
  if (!model.name) return modelsFileShape.parse({ endpoints: {} })
  if (!model.baseUrl)
    throw new SettingError({ setting: 'OPENAI_BASE_URL', why: 'MODEL is set, so name the endpoint: nobody’s words leave by a default' })
  const one: EndpointSettings = endpointShape.parse({
    base_url: model.baseUrl,
    model: model.name,
    roles: ['chat'],
    timeouts: { silent_ms: Math.max(1, model.silentMs), total_ms: Math.max(1, model.totalMs) },
  })
  return { ...modelsFileShape.parse({ endpoints: {} }), endpoints: { [model.name]: one } }
}

/** The key of an endpoint, from where the file says. */
export const keyOf = (name: string, { key }: EndpointSettings, config: Config): string | undefined => {
  if (!config.modelsFile) return config.model.apiKey
  if (!key) return undefined
  const value = 'env' in key ? config.secret(key.env) : existsSync(key.file) ? readFileSync(key.file, 'utf8').trim() : undefined
  const where = 'env' in key ? `the variable ${key.env}` : `the file ${key.file}`
  if (!value)
    throw new SettingError({
      setting: `models.yaml, endpoint ${name}`,
      why: `its key should stand in ${where}, which is not there or empty`,
    })
  return value
}

/** Pages whose `model:` names nothing that there is: they are served by the default chain, and the log says so. */
const chainNames = (settings: ModelSettings, wanted: string | undefined): readonly string[] => {
  if (wanted === offlineName) return []
  const chain = wanted === undefined ? undefined : settings.chains[wanted]
  if (chain) return chain
  if (wanted !== undefined && settings.endpoints[wanted]) return [wanted]
  return defaultChain(settings)
}

/** What was found of an endpoint, as long as it is still the same one. */
const foundOf = (name: string, one: EndpointSettings, findings: Readonly<Record<string, Finding>>): Finding | undefined => {
  const found = findings[name]
  return found?.isReachable && found.model === one.model && found.baseUrl === one.base_url ? found : undefined
}

/** Opens models, switches and budgets over a store. `agents` are pages, asked for when somebody switches one. */
export const openModels = async (facts: {
  readonly store: Store
  readonly clock: Clock
  readonly config: Config
  readonly agents: () => readonly { readonly id: string; readonly name: string }[]
  readonly log: Pick<Logger, 'warn'>
  readonly tools: readonly Tool[]
  /** A model that tests put in the place of all endpoints. */
  readonly stand?: NamedModel | undefined
}): Promise<OpenModels> => {
  const { store, clock, config, stand } = facts
  const settings = modelSettings(config)
  const endpoints = new Map<string, OpenEndpoint>()
  const names = {
    agent: () => facts.agents().map(({ id }) => id),
    tool: () => facts.tools.map(({ name }) => name),
    door: () => doorNames,
    model: () => [...endpoints.keys()],
  } as const
  const titles = {
    agent: () => facts.agents().map(({ id, name }) => [id, name] as const),
    tool: () => facts.tools.map(({ name, title }) => [name, title] as const),
    door: () => Object.entries(doorTitles),
    model: () => [],
  } as const
  const switchboard = createSwitchboard({ ...facts, names: (kind) => names[kind]() })
  await switchboard.read()
  const budgets = createBudgets({ store: store.usage, clock, budgets: settings.budgets })
  await budgets.tick()

  const findings = readFindings(findingsFile(config))
  for (const [name, one] of stand ? [] : Object.entries(settings.endpoints)) {
    if (!one.roles.includes('chat')) continue
    const found = foundOf(name, one, findings)
    const model = await openAiCompatible({
      baseUrl: one.base_url,
      apiKey: keyOf(name, one, config),
      name: one.model,
      connectMs: one.timeouts.connect_ms,
      maxOutput: one.max_output,
      fields: one.fields,
      ...(found ? { manners: mannersOf(found) } : {}),
    })
    endpoints.set(name, openEndpoint(name, model, one, { clock, switches: switchboard, budgets }))
  }

  const offline: NamedModel = { name: offlineName, model: offlineModel() }
  const listeners: OnModelCall[] = [budgets.note]
  const health = () => [...endpoints.values()].map((endpoint) => endpoint.health())
  return {
    switchboard,
    budgets,
    endpoints: [...endpoints.values()],
    chain(agent) {
      if (stand) return [stand, offline]
      const wanted = chainNames(settings, agent.model).flatMap((name) => endpoints.get(name) ?? [])
      return [...wanted.filter((endpoint) => endpoint.isThere()).map(({ named }) => named), offline]
    },
    onModelCall: (call: ModelCall) => {
      for (const listener of listeners) listener(call)
    },
    word: () => {
      const there = [...endpoints.values()].filter((endpoint) => endpoint.isThere()).length
      return there === 0 ? 'offline' : there < endpoints.size ? 'degraded' : 'well'
    },
    listen: (listener) => void listeners.push(listener),
    doors: [
      {
        path: '/',
        app: modelRoutes({
          ...{ switchboard, budgets, usage: store.usage, health, clock },
          titles: (kind) => new Map(titles[kind]()),
          namesOf: store.people.namesOf,
        }),
      },
    ],
    chores: [
      { everyMs: switchesEveryMs, run: switchboard.read },
      { everyMs: usageEveryMs, run: budgets.tick },
    ],
  }
}

/** Names that pages may put behind `model:`; undefined without models.yaml, where any name stands for the one model there is. */
export const pageModels = (config: Pick<Config, 'modelsFile' | 'model'>): readonly string[] | undefined =>
  config.modelsFile ? modelNames(modelSettings(config)) : undefined

/** The judge of evals as models.yaml names it, as settings of an eval (evals/suites/judged.ts); none where it names none. */
export const judgeSettings = (config: Config): Record<string, string> => {
  if (!config.modelsFile) return {}
  const [name, one] = Object.entries(modelSettings(config).endpoints).find(([, { roles }]) => roles.includes('judge')) ?? []
  if (!name || !one) return {}
  const key = keyOf(name, one, config)
  const found = foundOf(name, one, readFindings(findingsFile(config)))
  const takes = found && { schema: found.jsonSchema === 'yes', temperature: found.temperature, limit: found.maxTokens }
  return {
    JUDGE_MODEL: one.model,
    JUDGE_BASE_URL: one.base_url,
    ...(key ? { JUDGE_API_KEY: key } : {}),
    ...(takes ? { JUDGE_TAKES: JSON.stringify(takes) } : {}),
  }
}

/** Search by meaning as models.yaml names it by the roles `embedding` and `rerank`; where it names none, and without the file, as the environment does. */
export const meaningSettings = (config: Config): Pick<Config, 'embedding' | 'rerank'> => {
  if (!config.modelsFile) return config
  const named = Object.entries(modelSettings(config).endpoints)
  const of = (role: 'embedding' | 'rerank') => {
    const [name, one] = named.find(([, { roles }]) => roles.includes(role)) ?? []
    return name && one ? { baseUrl: one.base_url.replace(/\/$/, ''), apiKey: keyOf(name, one, config), name: one.model } : undefined
  }
  const [embedding, rerank] = [of('embedding'), of('rerank')]
  return {
    embedding: embedding ?? config.embedding,
    rerank: rerank ? { url: `${rerank.baseUrl}/rerank`, apiKey: rerank.apiKey, name: rerank.name } : config.rerank,
  }
}
