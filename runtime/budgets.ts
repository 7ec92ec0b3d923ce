import type { Budgets, Limits } from '../core/model-settings.ts'
import { type BudgetSpan, BudgetSpentError, type ModelCall, ModelFaultError } from '../core/models.ts'
import { type Clock, shanghaiDate } from '../core/time.ts'
import type { UsageRow, UsageScope, UsageStore, Used } from '../core/usage.ts'
import type { PlaceAsked } from './speak.ts'

/** How often sums are written and read, ms: what one process may spend before the others know. */
export const usageEveryMs = 1_000
/** Sums of other processes are read again a little before the last look: their clocks are not ours. */
const overlapMs = 5_000
/** Days that sums of single persons are kept: no longer than a day's limit needs to be explained. */
const personDays = 31
/** Rows of one statement, well below the parameters that a database takes. */
const rowsAtOnce = 500

const none: Used = { steps: 0, tokensIn: 0, tokensOut: 0, cached: 0, ms: 0, microYuan: 0 }
const sum = (a: Used, b: Used): Used => ({
  steps: a.steps + b.steps,
  tokensIn: a.tokensIn + b.tokensIn,
  tokensOut: a.tokensOut + b.tokensOut,
  cached: a.cached + b.cached,
  ms: a.ms + b.ms,
  microYuan: a.microYuan + b.microYuan,
})
const usedBy = ({ tokens, ms, costMicroYuan, isTaken }: ModelCall): Used => ({
  steps: isTaken ? 1 : 0,
  tokensIn: tokens.in,
  tokensOut: tokens.out,
  cached: tokens.cached,
  ms: isTaken ? Math.round(ms) : 0,
  microYuan: costMicroYuan,
})
const isNone = (used: Used): boolean => Object.entries(none).every(([part]) => used[part as keyof Used] === 0)
const nameOf = (scope: UsageScope, key: string): string => `${scope} ${key}`

/** What of a limit one more call would go beyond; undefined while there is room. */
const beyond = (
  limits: Limits,
  used: { steps: number; tokens: number; ms: number; microYuan: number },
  tokens: number,
  isPriced: boolean,
): string | undefined => {
  if (limits.steps !== undefined && used.steps >= limits.steps) return 'steps'
  if (limits.tokens !== undefined && used.tokens + tokens > limits.tokens) return 'tokens'
  if (limits.seconds !== undefined && used.ms >= limits.seconds * 1_000) return 'seconds'
  // A model that costs nothing goes on where the money is spent.
  if (isPriced && limits.yuan !== undefined && used.microYuan >= limits.yuan * 1_000_000) return 'yuan'
  return undefined
}

/** Whom a call is counted for. */
type UsedFor = Pick<ModelCall, 'model' | 'agent' | 'unit' | 'person'>

/** One budget as a page shows it. */
export interface BudgetState {
  readonly scope: UsageScope
  readonly key: string
  readonly used: Used
  readonly limits: Limits
}

/**
 * Counts what models use, and says where a limit is reached (预算). Calls are counted in memory and added to the store once a second, so a
 * turn waits for no statement; the store gives back what all processes used together. A process that is killed forgets a second's worth;
 * what ran then stays counted with its longest reply.
 */
export const createBudgets = (ground: { readonly store: UsageStore; readonly clock: Clock; readonly budgets: Budgets }) => {
  const { store, clock, budgets } = ground
  const today = (): string => shanghaiDate(clock())
  let day = today()
  let stored = new Map<string, UsageRow>()
  let pending = new Map<string, UsageRow>()
  let readAt = new Date(0)
  let forgotten = ''

  const turnDay = (): void => {
    if (day === today()) return
    day = today()
    stored = new Map()
    readAt = new Date(0)
  }
  const usedOf = (scope: UsageScope, key: string): Used => {
    turnDay()
    const name = nameOf(scope, key)
    const waiting = pending.get(`${day} ${name}`)
    const kept = stored.get(name)
    return waiting && kept ? sum(kept, waiting) : (waiting ?? kept ?? none)
  }
  const add = (of: string, scope: UsageScope, key: string, used: Used): void => {
    const name = `${of} ${nameOf(scope, key)}`
    pending.set(name, { day: of, scope, key, ...sum(pending.get(name) ?? none, used) })
  }
  /** Counts for everybody whom a call is for; persons where they have a limit. */
  const addAll = (of: string, { model, agent, unit, person }: UsedFor, used: Used): void => {
    add(of, 'model', model, used)
    add(of, 'day', 'all', used)
    if (agent !== undefined) add(of, 'agent', agent, used)
    if (unit !== undefined) add(of, 'unit', unit, used)
    if (person !== undefined && budgets.person) add(of, 'person', person, used)
  }
  const limitsOf = (scope: 'person' | 'agent' | 'unit' | 'day', key: string): Limits | undefined =>
    (scope === 'agent' ? budgets.agents[key] : scope === 'unit' ? budgets.units[key] : undefined) ?? budgets[scope]

  const demandDay = (scope: 'person' | 'agent' | 'unit' | 'day', key: string, tokens: number, isPriced: boolean): void => {
    const limits = limitsOf(scope, key)
    if (!limits) return
    const used = usedOf(scope, key)
    const what = beyond(limits, { ...used, tokens: used.tokensIn + used.tokensOut }, tokens, isPriced)
    const span: BudgetSpan = scope === 'person' ? 'person' : 'day'
    if (what) throw new ModelFaultError('budget', new BudgetSpentError(span, `${what} of ${scope} a day`))
  }

  const write = async (): Promise<void> => {
    const rows = [...pending.values()].filter((row) => !isNone(row))
    pending = new Map()
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      const part = rows.slice(from, from + rowsAtOnce)
      try {
        for (const row of await store.add(part, clock())) if (row.day === day) stored.set(nameOf(row.scope, row.key), row)
      } catch (cause) {
        // Nothing is lost: what could not be written waits for the next time.
        for (const { day: of, scope, key, ...used } of rows.slice(from)) {
          const name = `${of} ${nameOf(scope, key)}`
          pending.set(name, { day: of, scope, key, ...sum(pending.get(name) ?? none, used) })
        }
        throw cause
      }
    }
  }

  return {
    /** Before a call. Throws ModelFaultError where one more would go beyond a limit. */
    demand({ person, unit, agent, tokens, spent }: PlaceAsked, isPriced: boolean): void {
      const turn = budgets.turn && beyond(budgets.turn, { ...spent, ms: performance.now() - spent.beganMs }, tokens, isPriced)
      if (turn) throw new ModelFaultError('budget', new BudgetSpentError('turn', `${turn} of a turn`))
      demandDay('day', 'all', tokens, isPriced)
      demandDay('agent', agent, tokens, isPriced)
      if (unit !== undefined) demandDay('unit', unit, tokens, isPriced)
      demandDay('person', person, tokens, isPriced)
    },
    /**
     * While a call runs, its step, its request's tokens, the longest reply and their price are counted already: calls that run at once do not
     * each find the same room, and what a process that dies in the middle of a reply has used is in the sums. Gives back how to end that, for
     * `note` counts then what it really was.
     */
    hold(asked: PlaceAsked, model: string, { tokensOut, microYuan }: Pick<Used, 'tokensOut' | 'microYuan'>): () => void {
      turnDay()
      const [of, tokensIn] = [day, asked.tokens]
      addAll(of, { ...asked, model }, { ...none, steps: 1, tokensIn, tokensOut, microYuan })
      return () =>
        addAll(of, { ...asked, model }, { ...none, steps: -1, tokensIn: -tokensIn, tokensOut: -tokensOut, microYuan: -microYuan })
    },
    /** After a call. The offline model costs nothing and is counted for itself alone. */
    note(call: ModelCall): void {
      turnDay()
      if (call.model === 'offline') add(day, 'model', call.model, usedBy(call))
      else addAll(day, call, usedBy(call))
    },
    /** Writes what was counted here, and reads what others counted. */
    async tick(): Promise<void> {
      turnDay()
      const since = new Date(Math.max(0, readAt.getTime() - overlapMs))
      const now = clock()
      await write()
      for (const row of await store.touched(day, since)) stored.set(nameOf(row.scope, row.key), row)
      readAt = now
      if (forgotten === day) return
      await store.forgetPersons(shanghaiDate(new Date(now.getTime() - personDays * 86_400_000)))
      forgotten = day
    },
    /** Today's budgets that have a limit, and how much of each is used; of persons only how many are near theirs. */
    state(): readonly BudgetState[] {
      turnDay()
      const named = new Map<string, BudgetState>()
      const show = (scope: 'agent' | 'unit' | 'day', key: string): void => {
        const limits = limitsOf(scope, key)
        if (limits) named.set(nameOf(scope, key), { scope, key, used: usedOf(scope, key), limits })
      }
      show('day', 'all')
      for (const key of Object.keys(budgets.agents)) show('agent', key)
      for (const key of Object.keys(budgets.units)) show('unit', key)
      for (const { scope, key } of [...stored.values(), ...pending.values()]) if (scope === 'agent' || scope === 'unit') show(scope, key)
      return [...named.values()]
    },
  }
}

/** Budgets, as the parts use them. */
export type BudgetKeeper = ReturnType<typeof createBudgets>
