import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Suite, SuiteOptions } from '../suites/suite.ts'
import { openBench } from './bench.ts'
import { figureOf, reliabilityOf } from './figures.ts'
import type { Figure, Item, Run, SuiteResult } from './result.ts'
import { runJobs } from './run-jobs.ts'
import { quantile } from './statistics.ts'
import { addTallies, type ModelTally, pricedBy } from './tally.ts'
import type { WorkerOrder } from './worker.ts'

/** How to run. */
export interface RunOrder {
  readonly suites: readonly Suite[]
  readonly options: SuiteOptions
  readonly settings: Readonly<Record<string, string>>
  readonly model: string
  readonly k: number
  /** Processes; 1: in this one. */
  readonly processes: number
  /** Jobs at a time in each; more than one helps where a model is waited for. */
  readonly lanes: number
  readonly commit: string
  /** Yuan a million tokens, for a model whose price models.yaml does not say. */
  readonly price?: { readonly in: number; readonly out: number }
  onProgress?(done: number, total: number): void
}

type Told =
  | { readonly kind: 'step' }
  | { readonly kind: 'end'; readonly cpuSeconds: number; readonly tallies: readonly ModelTally[] }
  | { readonly kind: 'items'; readonly suite: string; readonly at: number; readonly items: readonly Item[] }
  | { readonly kind: 'fault'; readonly why: string }

const inWorker = (order: WorkerOrder, hear: (told: Told) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'worker.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    let fault: string | undefined
    let isEnded = false
    child.on('message', (told: Told) => {
      if (told.kind === 'fault') fault = told.why
      isEnded ||= told.kind === 'end'
      hear(told)
      if (told.kind === 'end' || told.kind === 'fault') child.disconnect()
    })
    child.once('exit', (code) => {
      if (isEnded) resolve()
      else reject(new Error(fault ?? `a process of the run ended with ${code}`))
    })
    child.send(order)
  })

const resultOf = (suite: Suite, items: readonly Item[], k: number): SuiteResult => ({
  ...{ suite: suite.name, title: suite.title, about: suite.about },
  figures: [...suite.figures.flatMap((definition): Figure[] => [figureOf(definition, items) ?? []].flat()), ...reliabilityOf(items, k)],
  items,
})

/** Runs suites and gives back what they came to, in the same order whatever ran where. */
export const runSuites = async (order: RunOrder): Promise<Run> => {
  const began = performance.now()
  const cpu = process.cpuUsage()
  let cpuSeconds = 0
  let tallies: readonly ModelTally[] = []
  const planned = await Promise.all(order.suites.map(async (suite) => ({ suite, jobs: await suite.jobs(order.options) })))
  const total = planned.reduce((sum, { jobs }) => sum + (typeof jobs === 'string' ? 0 : jobs.length), 0)
  let done = 0
  const step = (): void => order.onProgress?.(++done, total)
  const found = new Map<string, (readonly Item[])[]>()
  await using bench = await openBench(order)
  if (order.processes < 2) {
    for (const { suite, jobs } of planned)
      if (typeof jobs !== 'string')
        found.set(suite.name, [...(await runJobs(jobs, bench, { k: order.k, lanes: order.lanes, onDone: step }))])
  } else {
    const hear = (told: Told): void => {
      if (told.kind === 'step') step()
      if (told.kind === 'end') {
        cpuSeconds += told.cpuSeconds
        tallies = addTallies([...tallies, ...told.tallies])
      }
      if (told.kind !== 'items') return
      const rows = found.get(told.suite) ?? []
      rows[told.at] = told.items
      found.set(told.suite, rows)
    }
    await Promise.all(
      Array.from({ length: order.processes }, (_, part) =>
        inWorker(
          {
            ...{ options: order.options, settings: order.settings, template: bench.grounds.template, k: order.k, lanes: order.lanes },
            ...{ suites: planned.map(({ suite }) => suite.name), part, of: order.processes },
          },
          hear,
        ),
      ),
    )
  }
  const results: SuiteResult[] = []
  for (const { suite, jobs } of planned) {
    const items = (found.get(suite.name) ?? []).flat()
    results.push(
      typeof jobs === 'string'
        ? { suite: suite.name, title: suite.title, about: suite.about, figures: [], items: [], skipped: jobs }
        : resultOf(suite, suite.finish ? await suite.finish(items, bench) : items, order.k),
    )
  }
  const all = results.flatMap(({ items }) => items)
  const ms = all.flatMap((item) => item.ms ?? [])
  const usage = all.flatMap((item) => item.usage ?? [])
  const models = addTallies([...tallies, ...bench.tallies()]).map(pricedBy(order.price))
  const own = process.cpuUsage(cpu)
  const sum = (of: (tally: ModelTally) => number): number => models.reduce((total, tally) => total + of(tally), 0)
  return {
    format: 'fenshen-evals-1',
    setting: { model: order.model, seed: order.options.seed, k: order.k, isWhole: order.options.isWhole },
    // The clock of the machine is no part of a result.
    suites: results.map((suite) => ({ ...suite, items: suite.items.map(({ ms: _, ...item }) => item) })),
    measured: {
      at: new Date().toISOString(),
      commit: order.commit,
      seconds: (performance.now() - began) / 1_000,
      cpuSeconds: cpuSeconds + (own.user + own.system) / 1e6,
      turns: ms.length,
      p50Ms: quantile(ms, 0.5),
      p95Ms: quantile(ms, 0.95),
      promptTokens: usage.reduce((total, one) => total + one.promptTokens, 0) + sum((tally) => tally.promptTokens),
      completionTokens: usage.reduce((total, one) => total + one.completionTokens, 0) + sum((tally) => tally.completionTokens),
      models,
    },
  }
}
