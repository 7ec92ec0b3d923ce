import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Seer } from '../core/seeing.ts'

/** Names that a label may have: what is not among them is counted as `other`, so that nobody can make the list of series long. */
export interface KnownNames {
  readonly agents: () => readonly string[]
  readonly tools: () => readonly string[]
  readonly models: () => readonly string[]
}

/** Numbers that are asked for when somebody reads them. */
export interface Gauged {
  readonly name: string
  readonly help: string
  readonly read: () => Promise<number> | number
}

/** From a model that answers at once to one that is given up, in seconds. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

let watched: Registry | undefined

/**
 * Memory and time of the process itself. Its watchers never end and hold what they write to, so that one for each platform would keep every
 * platform that was ever opened (10 MB each, 2026-11-29).
 */
const ofProcess = (): Registry => {
  if (watched) return watched
  watched = new Registry()
  collectDefaultMetrics({ register: watched })
  return watched
}

/** Counts what happens, for Prometheus (指标). Labels are names of ours alone: no person, no conversation, no word. */
export const openMetrics = (names: KnownNames, gauges: readonly Gauged[]) => {
  const register = new Registry()
  const registers = [register]
  const machine = ofProcess()
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `fenshen_${name}`, help, labelNames, registers })
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Histogram({ name: `fenshen_${name}`, help, labelNames, buckets, registers })

  const turns = counter('turns_total', 'Turns that are over', ['agent', 'outcome', 'door'])
  const turnSeconds = histogram('turn_seconds', 'From a message to the end of its turn', ['agent'])
  const firstText = histogram('first_text_seconds', 'From a message to the first words that can be read', ['agent'])
  const tools = counter('tool_calls_total', 'Tools that were asked for', ['tool', 'result'])
  const toolSeconds = histogram('tool_seconds', 'How long tools ran', ['tool'])
  const models = counter('model_calls_total', 'Calls of models; fault none: it did its work', ['model', 'agent', 'fault'])
  const modelSeconds = histogram('model_seconds', 'How long calls of models took, the wait for a place included', ['model'])
  const firstToken = histogram('model_first_token_seconds', 'Until a model said anything', ['model'])
  const tokens = counter('model_tokens_total', 'Tokens, by kind: in, out, cached', ['model', 'kind'])
  const cost = counter('model_cost_yuan_total', 'What models cost by the prices of models.yaml', ['model', 'agent'])
  for (const { name, help, read } of gauges)
    new Gauge({
      ...{ name: `fenshen_${name}`, help, registers },
      async collect() {
        this.set(await read())
      },
    })

  const among = (list: readonly string[], name: string | undefined): string =>
    name === undefined ? 'none' : list.includes(name) ? name : 'other'
  const seer: Seer = {
    turn({ agent, outcome, door, ms, firstTextMs }) {
      const label = among(names.agents(), agent)
      turns.inc({ agent: label, outcome, door })
      turnSeconds.observe({ agent: label }, ms / 1_000)
      if (firstTextMs !== undefined) firstText.observe({ agent: label }, firstTextMs / 1_000)
    },
    tool({ tool, result, ms }) {
      const label = among(names.tools(), tool)
      tools.inc({ tool: label, result })
      toolSeconds.observe({ tool: label }, ms / 1_000)
    },
    model({ model, agent, fault, ms, firstTokenMs, tokens: used, costMicroYuan }) {
      const label = among(names.models(), model)
      const page = among(names.agents(), agent)
      models.inc({ model: label, agent: page, fault: fault ?? 'none' })
      modelSeconds.observe({ model: label }, ms / 1_000)
      if (firstTokenMs !== undefined) firstToken.observe({ model: label }, firstTokenMs / 1_000)
      tokens.inc({ model: label, kind: 'in' }, used.in)
      tokens.inc({ model: label, kind: 'out' }, used.out)
      tokens.inc({ model: label, kind: 'cached' }, used.cached)
      cost.inc({ model: label, agent: page }, costMicroYuan / 1_000_000)
    },
  }
  return {
    seer,
    /** The text that Prometheus reads. */
    text: async (): Promise<{ type: string; body: string }> => ({
      type: register.contentType,
      body: await Registry.merge([machine, register]).metrics(),
    }),
  }
}

export type Metrics = ReturnType<typeof openMetrics>
