import { fork } from 'node:child_process'
import { availableParallelism, constants, setPriority } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { AgentStudio, PageFault, PageTexts } from './core/agent-studio.ts'
import type { ApprovalDesk } from './core/approval-desk.ts'
import { PageError } from './core/errors.ts'
import type { EvalDesk } from './core/eval-runs.ts'
import type { Store } from './core/ports.ts'
import type { Clock } from './core/time.ts'
import { openStudio as openDesk, type StudioGround } from './domain/agent-studio/desk.ts'
import { faultIn } from './domain/agent-studio/fault-words.ts'
import { CaseError, readCases } from './evals/cases/read.ts'
import type { TrialOrder, TrialResult } from './evals/trial/order.ts'
import type { LivingAgents } from './open-agents.ts'
import { openEvals } from './open-evals.ts'
import { type PageGround, readPage } from './runtime/agent-pages.ts'
import type { Door } from './server/parts.ts'
import { evalRoutes } from './server/routes/evals.ts'
import { studioRoutes } from './server/routes/studio.ts'

/** Longer than any honest page takes with its cases, on a slow machine. */
const trialPatienceMs = 10 * 60_000

/** What is wrong in a page and its cases: the first fault of each, in the words of whoever edits them. */
export const faultsOf = (ground: PageGround, agent: string, { page, cases }: PageTexts): readonly PageFault[] => {
  const faults: PageFault[] = []
  try {
    readPage(page, { id: agent, file: 'agent.md' }, ground)
  } catch (cause) {
    if (!(cause instanceof PageError)) throw cause
    faults.push(faultIn('agent.md', cause.line, cause.dev.replace(`agent.md:${cause.line}: `, '')))
  }
  try {
    if (cases.trim() !== '') readCases(cases, 'cases.yaml')
  } catch (cause) {
    if (!(cause instanceof CaseError)) throw cause
    const [, line = '1', why = cause.message] = /^cases\.yaml:(\d+): (.*)$/s.exec(cause.message) ?? []
    faults.push(faultIn('cases.yaml', Number(line), why))
  }
  return faults
}

type Told =
  | { readonly kind: 'step' }
  | { readonly kind: 'end'; readonly result: TrialResult }
  | { readonly kind: 'fault'; readonly why: string }

/** Runs one trial in a process of its own, behind everything that serves people. */
export const tryInProcess = (order: TrialOrder): Promise<TrialResult> =>
  new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'evals', 'trial', 'worker.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const late = setTimeout(() => child.kill(), trialPatienceMs)
    let came: Told | undefined
    if (child.pid)
      setPriority(child.pid, availableParallelism() > 1 ? constants.priority.PRIORITY_LOW : constants.priority.PRIORITY_BELOW_NORMAL)
    child.on('message', (told: Told) => {
      came = told
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(late)
      if (came?.kind === 'end') resolve(came.result)
      else reject(new Error(came?.kind === 'fault' ? came.why : `the trial ended with ${code}`))
    })
    child.send(order)
  })

/** The studio, and the doors it is reached by. */
export interface Studio {
  readonly desk: AgentStudio
  readonly evals: EvalDesk
  readonly doors: readonly Door[]
  close(): Promise<void>
}

/** The studio (分身工作台) over the agents that serve. Trials stand in line: one at a time. */
export const openStudio = (facts: {
  readonly store: Store
  readonly clock: Clock
  readonly log: Logger
  readonly agents: LivingAgents
  readonly ground: PageGround
  readonly approvals: ApprovalDesk
  readonly bureau: string
  readonly config: Config
}): Studio => {
  const { store, clock, log, agents, ground, approvals, bureau, config } = facts
  let line: Promise<unknown> = Promise.resolve()
  const trial: StudioGround['trial'] = ({ agent, page, cases }, beside) => {
    const run = async () => {
      const began = performance.now()
      const { audience } = readPage(page, { id: agent, file: 'agent.md' }, ground)
      const examplesOf = (id: string): readonly string[] =>
        agents
          .current()
          .agents.find((one) => one.id === id)
          ?.examples.map(({ says }) => says) ?? []
      const serving = agents.serving().map((one) => ({
        ...{ id: one.id, audience: one.audience, page: one.page, cases: one.cases, examples: examplesOf(one.id) },
      }))
      const { harms, ...result } = await tryInProcess({ agent, audience, page, cases, beside, serving, settings: {} })
      return { trial: { ...result, model: 'offline', seconds: (performance.now() - began) / 1_000 }, harms }
    }
    const mine = line.then(run)
    line = mine.catch((cause: unknown) => log.error({ why: cause instanceof Error ? cause.message : 'unknown' }, 'trial of a page failed'))
    return mine
  }
  const desk = openDesk({
    ...{ store, clock, approvals, bureau, trial },
    serving: agents.serving,
    files: agents.files,
    broken: () =>
      agents.current().errors.map(({ file, line: at, dev }) => ({
        agent: file.split(/[\\/]/).at(-2) ?? file.split('@')[0] ?? file,
        line: at,
        why: faultIn('agent.md', at, dev.replace(`${file}:${at}: `, '')).why,
      })),
    check: (agent, texts) => faultsOf(ground, agent, texts),
    look: agents.look,
  })
  const evals = openEvals({ store, clock, log, config, agentsFolder: ground.folder })
  const doors = [
    { path: '/', app: studioRoutes({ studio: desk }) },
    { path: '/', app: evalRoutes({ evals }) },
  ]
  return { desk, evals, doors, close: evals.close }
}
