import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import cliProgress from 'cli-progress'
import { readConfig } from '../config.ts'
import { CaseError } from '../evals/cases/read.ts'
import { compareRuns, comparisonLines } from '../evals/report/compare.ts'
import { BaselineError, gateFaults, gateTold, raised, readBaseline, writeBaseline } from '../evals/report/gate.ts'
import { htmlOf } from '../evals/report/html.ts'
import { junitOf } from '../evals/report/junit.ts'
import { linesOf } from '../evals/report/lines.ts'
import { commitOf } from '../evals/run/commit.ts'
import type { Run } from '../evals/run/result.ts'
import { runSuites } from '../evals/run/run-suites.ts'
import { suites } from '../evals/suites/index.ts'
import type { Suite } from '../evals/suites/suite.ts'
import { judgeSettings } from '../open-models.ts'
import { type Command, say, settingsOf, UsageError } from './command.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

const home = join(import.meta.dirname, '..')
const textOf = (values: Values, name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined)

const countOf = (values: Values, name: string, fallback: number): number => {
  const text = textOf(values, name)
  if (text === undefined) return fallback
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new UsageError(`--${name} takes a whole number from 1, not "${text}"`)
  return count
}

/** `--price 2,8`: yuan a million tokens, in and out. */
const priceOf = (values: Values): { price?: { in: number; out: number } } => {
  const text = textOf(values, 'price')
  if (text === undefined) return {}
  const [priceIn = Number.NaN, priceOut = Number.NaN, ...more] = text.split(',').map(Number)
  if (more.length > 0 || !(priceIn >= 0) || !(priceOut >= 0))
    throw new UsageError(`--price takes yuan a million tokens, in and out, as 2,8, not "${text}"`)
  return { price: { in: priceIn, out: priceOut } }
}

const chosen = (names: readonly string[]): readonly Suite[] => {
  const unknown = names.find((name) => !suites.some((suite) => suite.name === name))
  if (unknown) throw new UsageError(`there is no suite "${unknown}"; there are: ${suites.map(({ name }) => name).join(', ')}`)
  return names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name))
}

/** Settings of the model to measure: `--model`, its endpoint from the environment. */
const modelOf = (values: Values): { name: string; settings: Record<string, string> } => {
  const { model } = readConfig(settingsOf(values))
  const name = textOf(values, 'model') ?? 'offline'
  if (name === 'offline') return { name, settings: {} }
  return {
    name,
    settings: {
      MODEL: name,
      ...(model.baseUrl ? { OPENAI_BASE_URL: model.baseUrl } : {}),
      ...(model.apiKey ? { OPENAI_API_KEY: model.apiKey } : {}),
    },
  }
}

const write = (path: string, text: string): void => {
  mkdirSync(dirname(resolve(path)), { recursive: true })
  writeFileSync(path, text)
  process.stderr.write(`${path}\n`)
}

const readRun = (path: string): Run => {
  try {
    // Written by this command; the format names its version.
    const run = JSON.parse(readFileSync(path, 'utf8')) as Run
    if (run.format === 'fenshen-evals-1') return run
  } catch (cause) {
    throw new UsageError(`${path} cannot be read: ${cause instanceof Error ? cause.message : cause}`)
  }
  throw new UsageError(`${path} is no run of this command`)
}

/** Runs that were kept in a folder, oldest first, of the same model. */
const readRuns = (folder: string, model: string): readonly Run[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => readRun(join(folder, name)))
        .filter(({ setting }) => setting.model === model)
    : []

/** Measures the platform (测评): what every promise comes to, against what it came to before. */
export const evaluate: Command = {
  usage:
    'eval [SUITE…] [--whole] [--model NAME] [--k N] [--agent ID] [--size N] [--seed N] [--json FILE] [--junit FILE] [--html FILE] [--runs FOLDER] [--price IN,OUT] [--compare RUN.json] [--raise] [--list]',
  example: 'node main.ts eval main-job agents --junit var/evals.xml',
  options: {
    whole: { type: 'boolean' },
    list: { type: 'boolean' },
    model: { type: 'string' },
    k: { type: 'string' },
    agent: { type: 'string' },
    agents: { type: 'string' },
    size: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'string' },
    junit: { type: 'string' },
    html: { type: 'string' },
    runs: { type: 'string' },
    compare: { type: 'string' },
    raise: { type: 'boolean' },
    baseline: { type: 'string' },
    corpora: { type: 'string' },
    processes: { type: 'string' },
    price: { type: 'string' },
  },
  async run({ values, args }) {
    if (values.list) {
      for (const { name, title, about } of suites) say(`${name.padEnd(16)} ${title}：${about}`)
      return 0
    }
    const { name: model, settings: ofModel } = modelOf(values)
    const ofJudge = judgeSettings(readConfig(settingsOf(values)))
    const settings = { ...ofModel, ...ofJudge }
    const isOffline = model === 'offline'
    const bar = process.stderr.isTTY
      ? new cliProgress.SingleBar({ stream: process.stderr, clearOnComplete: true, hideCursor: true })
      : undefined
    const agent = textOf(values, 'agent')
    try {
      const run = await runSuites({
        suites: chosen(args),
        options: {
          seed: countOf(values, 'seed', 1),
          isWhole: values.whole === true,
          corpora: textOf(values, 'corpora') ?? readConfig(settingsOf(values)).corpora,
          agents: agent ? agent.split(',') : undefined,
          size: values.size === undefined ? undefined : countOf(values, 'size', 1),
          hasModel: settings.OPENAI_BASE_URL !== undefined,
          hasJudge: ofJudge.JUDGE_MODEL !== undefined,
          agentsFolder: resolve(textOf(values, 'agents') ?? join(home, 'agents')),
        },
        settings,
        model,
        k: countOf(values, 'k', 1),
        processes: countOf(values, 'processes', 2),
        lanes: isOffline ? 1 : 4,
        commit: commitOf(),
        ...priceOf(values),
        onProgress: (done, total) => (done === 1 ? bar?.start(total, done) : bar?.update(done)),
      })
      bar?.stop()
      for (const line of linesOf(run)) say(line)
      const [json, junit, html, runs] = ['json', 'junit', 'html', 'runs'].map((flag) => textOf(values, flag))
      if (json) write(json, `${JSON.stringify(run, null, 1)}\n`)
      if (junit) write(junit, junitOf(run))
      // Cases of one agent, or of pages that are not ours, say nothing of the whole.
      const path = textOf(values, 'baseline') ?? join(home, 'evals', 'baseline.json')
      const isPart = agent !== undefined || values.size !== undefined || values.agents !== undefined
      const baseline = isPart && values.baseline === undefined ? { fast: {}, whole: {} } : readBaseline(path)
      const faults = gateFaults(run, baseline)
      for (const fault of faults) say(`✗ ${fault}`)
      const earlier = textOf(values, 'compare')
      const before = earlier === undefined ? undefined : readRun(earlier)
      const rows = before ? compareRuns(before, run) : []
      if (before) for (const line of comparisonLines(rows)) say(line)
      const history = runs ? readRuns(runs, model) : []
      if (runs) write(join(runs, `${run.measured.at.replace(/[:.]/g, '-')}.json`), `${JSON.stringify(run)}\n`)
      if (html) write(html, htmlOf({ run, history, gate: gateTold(run, baseline), compared: before ? { with: before, rows } : undefined }))
      if (values.raise === true && isOffline && (!isPart || values.baseline !== undefined)) writeBaseline(path, raised(run, baseline))
      return faults.length > 0 ? 1 : 0
    } catch (cause) {
      if (cause instanceof CaseError || cause instanceof BaselineError) throw new UsageError(cause.message)
      throw cause
    } finally {
      bar?.stop()
    }
  },
}
