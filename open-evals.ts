import { type ChildProcess, fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { ConflictError, NotFoundError } from './core/errors.ts'
import type { EvalDesk, EvalRun, EvalSuiteView } from './core/eval-runs.ts'
import { uuidv7 } from './core/ids.ts'
import type { Store } from './core/ports.ts'
import type { Clock } from './core/time.ts'
import { compareRuns } from './evals/report/compare.ts'
import { gateTold, readBaseline } from './evals/report/gate.ts'
import { htmlOf } from './evals/report/html.ts'
import { isFailed } from './evals/report/junit.ts'
import { comparedView, viewOf } from './evals/report/view.ts'
import { commitOf } from './evals/run/commit.ts'
import type { Item, Run } from './evals/run/result.ts'
import type { RunQuestion, RunTold } from './evals/run/run-question.ts'
import { judgeSettings } from './open-models.ts'

const home = import.meta.dirname
const [pack, unpack] = [promisify(gzip), promisify(gunzip)]
const keptRuns = 60
/** Older runs that the plots over time of one file show. */
const shownHistory = 12
const heardEveryMs = 2_000
/** A run that nobody heard of for so long has died with its process. */
const lostAfterMs = 60_000

/** A run as it is kept: what held needs no transcript. */
const lean = (run: Run): Run => {
  const leanItem = (item: Item): Item => {
    if (isFailed(item) || item.gap !== undefined) return item
    const { transcript: _, asCase: __, ...rest } = item
    return rest
  }
  return { ...run, suites: run.suites.map((suite) => ({ ...suite, items: suite.items.map(leanItem) })) }
}

/** A process of the harness: platforms of its own with invented people, behind everything that serves. */
const inProcess = (question: RunQuestion, hear: (told: RunTold) => void, onProcess: (child: ChildProcess) => void = () => undefined) =>
  new Promise<void>((resolve, reject) => {
    const child = fork(join(home, 'evals', 'run', 'run-worker.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    onProcess(child)
    if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW)
    let isTold = false
    let fault: string | undefined
    child.on('message', (told: RunTold) => {
      if (told.kind === 'fault') fault = told.why
      isTold ||= told.kind === 'end' || told.kind === 'suites'
      hear(told)
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (isTold) resolve()
      else reject(new Error(fault ?? `the run ended with ${signal ?? code}`))
    })
    child.send(question)
  })

/** Opens the desk of evals (测评台): one run at a time in each process, told to the store, so that any process can show or cancel it. */
export const openEvals = (facts: {
  readonly store: Store
  readonly clock: Clock
  readonly log: Logger
  readonly config: Config
  readonly agentsFolder: string
}): EvalDesk & { close(): Promise<void> } => {
  const { store, clock, log, config, agentsFolder } = facts
  let known: Promise<readonly EvalSuiteView[]> | undefined
  let running: { readonly id: string; readonly child: ChildProcess | undefined; readonly over: Promise<void> } | undefined
  const models = ['offline', ...(config.model.name && config.model.baseUrl ? [config.model.name] : [])]

  const settingsOf = (model: string): Record<string, string> =>
    model === 'offline'
      ? {}
      : {
          MODEL: model,
          ...(config.model.baseUrl ? { OPENAI_BASE_URL: config.model.baseUrl } : {}),
          ...(config.model.apiKey ? { OPENAI_API_KEY: config.model.apiKey } : {}),
        }

  /** A run whose process is gone says so. */
  const told = (run: EvalRun): EvalRun =>
    (run.state === 'running' || run.state === 'cancelling') && clock().getTime() - run.heardAt.getTime() > lostAfterMs
      ? { ...run, state: 'failed', fault: '跑测评的进程中途没有了' }
      : run

  const find = async (id: string): Promise<EvalRun> => {
    const run = await store.evalRuns.find(id)
    if (!run) throw new NotFoundError({ what: 'eval run' })
    return told(run)
  }

  const reportOf = async (id: string): Promise<Run> => {
    await find(id)
    const bytes = await store.evalRuns.report(id)
    if (!bytes) throw new NotFoundError({ what: 'report of an eval run' })
    // Written below, by this version or an older one of the same format.
    return JSON.parse((await unpack(bytes)).toString('utf8')) as Run
  }

  const finished = async (run: EvalRun, result: Run): Promise<void> => {
    const baseline = readBaseline(join(home, 'evals', 'baseline.json'))
    const gate = gateTold(result, baseline)
    const report = await pack(JSON.stringify(lean(result)), { level: 6 })
    const figures = result.suites.flatMap(({ suite, figures: all }) => all.map(({ id, value, count }) => ({ suite, id, value, count })))
    const failures = result.suites.reduce((sum, { items }) => sum + items.filter(isFailed).length, 0)
    await store.evalRuns.end(run.id, { state: 'done', endedAt: clock(), fault: undefined, failures, gate, figures, report })
    log.info({ run: run.id, failures }, 'eval run done')
  }

  const run = async (one: EvalRun, setChild: (child: ChildProcess) => void): Promise<void> => {
    const { suites, isWhole, seed, k, model } = one.order
    let [done, total] = [0, 0]
    let result: Run | undefined
    let isCancelled = false
    let process: ChildProcess | undefined
    const beat = setInterval(() => {
      store.evalRuns
        .hear(one.id, { heardAt: clock(), done, total })
        .then((state) => {
          if (state === 'running') return
          isCancelled = true
          process?.kill()
        })
        .catch((cause: unknown) => log.warn({ kind: cause instanceof Error ? cause.name : 'unknown' }, 'eval run not told'))
    }, heardEveryMs)
    beat.unref()
    try {
      await inProcess(
        {
          ...{ want: 'run', names: suites, settings: { ...settingsOf(model), ...judgeSettings(config) }, model, k, commit: commitOf() },
          options: {
            ...{ seed, isWhole, corpora: config.corpora, agents: undefined, size: undefined, agentsFolder },
            hasModel: model !== 'offline',
            hasJudge: judgeSettings(config).JUDGE_MODEL !== undefined,
          },
        },
        (heard) => {
          if (heard.kind === 'step') [done, total] = [heard.done, heard.total]
          if (heard.kind === 'end') result = heard.run
        },
        (child) => {
          process = child
          setChild(child)
        },
      )
      await store.evalRuns.hear(one.id, { heardAt: clock(), done, total })
      if (result) await finished(one, result)
      await store.evalRuns.trim(keptRuns)
    } catch (cause) {
      const why = cause instanceof Error ? cause.message.slice(0, 500) : 'unknown'
      if (!isCancelled) log.error({ run: one.id, why }, 'eval run failed')
      const none = { endedAt: clock(), failures: 0, gate: [], figures: [], report: undefined }
      await store.evalRuns.end(one.id, {
        ...none,
        ...(isCancelled ? { state: 'cancelled', fault: undefined } : { state: 'failed', fault: why }),
      })
    } finally {
      clearInterval(beat)
    }
  }

  return {
    suites() {
      known ??= (async () => {
        let heard: readonly EvalSuiteView[] = []
        await inProcess({ want: 'suites' }, (one) => {
          if (one.kind === 'suites') heard = one.suites
        })
        return heard
      })()
      known.catch(() => {
        known = undefined
      })
      return known
    },
    models: () => models,
    async start(order, by) {
      if (running) throw new ConflictError({ what: 'eval run' })
      const at = clock()
      const one: EvalRun = {
        ...{ id: uuidv7(at), order, state: 'running', by: by.id, byName: by.name, at, heardAt: at, endedAt: undefined },
        ...{ done: 0, total: 0, fault: undefined, failures: 0, gate: [], figures: [] },
      }
      await store.transaction(async (records) => {
        await records.evalRuns.add(one)
        await records.audit.append(
          { actor: by.id, actorKind: 'officer', action: 'start_eval_run', target: one.id, isOk: true, detail: { ...order } },
          at,
        )
      })
      let child: ChildProcess | undefined
      const over = run(one, (made) => {
        child = made
      })
        .catch((cause: unknown) => log.error({ kind: cause instanceof Error ? cause.name : 'unknown' }, 'eval run not kept'))
        .finally(() => {
          running = undefined
        })
      running = {
        id: one.id,
        over,
        get child() {
          return child
        },
      }
      return one
    },
    list: async () => (await store.evalRuns.list(keptRuns)).map(told),
    find,
    report: async (id) => viewOf(await reportOf(id)),
    async html(id) {
      const result = await reportOf(id)
      const { gate, order } = await find(id)
      const earlier = (await store.evalRuns.list(shownHistory)).filter(
        (one) => one.state === 'done' && one.id < id && one.order.model === order.model,
      )
      const history: Run[] = []
      for (const one of earlier.reverse()) history.push(await reportOf(one.id))
      return htmlOf({ run: result, history, gate, compared: undefined })
    },
    compare: async (first, second) => comparedView(compareRuns(await reportOf(first), await reportOf(second))),
    async cancel(id, by) {
      await find(id)
      if (await store.evalRuns.cancel(id)) {
        const entry = { actor: by.id, actorKind: 'officer', action: 'cancel_eval_run', target: id, isOk: true, detail: {} } as const
        await store.audit.append(entry, clock())
      }
      return find(id)
    },
    async close() {
      const { child, over } = running ?? {}
      child?.kill()
      await over
    },
  }
}
