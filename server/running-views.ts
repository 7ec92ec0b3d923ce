import type { z } from '@hono/zod-openapi'
import { type Outcome, outcomes } from '../core/conversation.ts'
import { type ModelFault, modelFaults } from '../core/models.ts'
import { noAgent, quantileOf, type Tally, type TallyStore } from '../core/tallies.ts'
import { addDays, type PlainDate } from '../core/time.ts'
import type { UsageRow } from '../core/usage.ts'
import type { RunningView } from './running-schemas.ts'

/** What the store holds of some days. */
export interface RunningFacts {
  readonly from: PlainDate
  readonly to: PlainDate
  readonly sums: readonly Tally[]
  readonly turnDays: Awaited<ReturnType<TallyStore['turnDays']>>
  /** Sums of use by model; these hold the offline model too. */
  readonly byModel: readonly UsageRow[]
  readonly byAgent: readonly UsageRow[]
  /** What a page is called; undefined where there is none of that id any more. */
  readonly nameOf: (agent: string) => string | undefined
}

const countOf = (tallies: readonly { readonly count: number }[]): number => tallies.reduce((sum, { count }) => sum + count, 0)
const timesOf = (tallies: Parameters<typeof quantileOf>[0]) => ({ medianMs: quantileOf(tallies, 0.5), p90Ms: quantileOf(tallies, 0.9) })

/** How many ended in each way that there was. */
const endingsOf = <E extends string>(endings: readonly E[], tallies: readonly Tally[]): Partial<Record<E, number>> => {
  const found: Partial<Record<E, number>> = {}
  for (const { ending, count } of tallies) {
    const known = endings.find((one) => one === ending)
    if (known) found[known] = (found[known] ?? 0) + count
  }
  return found
}
const outcomesOf = (tallies: readonly Tally[]) => endingsOf<Outcome>(outcomes, tallies)
const faultsOf = (tallies: readonly Tally[]) => endingsOf<ModelFault>(modelFaults, tallies)

const useOf = (rows: readonly UsageRow[]) => {
  const sum = { tokensIn: 0, tokensOut: 0, cached: 0, microYuan: 0 }
  for (const row of rows) {
    sum.tokensIn += row.tokensIn
    sum.tokensOut += row.tokensOut
    sum.cached += row.cached
    sum.microYuan += row.microYuan
  }
  return sum
}

const daysFrom = (from: PlainDate, to: PlainDate): readonly PlainDate[] => {
  const days: PlainDate[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

/** Agents and models beside each other, the busiest first; days in their order, quiet ones too. */
export const runningView = (facts: RunningFacts): z.infer<typeof RunningView> => {
  const { from, to, sums, turnDays, byModel, byAgent, nameOf } = facts
  // Tokens of the offline model cost nothing and fill no budget: only its own line tells of them.
  const bought = byModel.filter(({ key }) => key !== 'offline')
  const turns = sums.filter(({ kind }) => kind === 'turn')
  const calls = sums.filter(({ kind }) => kind === 'call')
  const agentIds = new Set([...sums.map(({ agent }) => agent), ...byAgent.map(({ key }) => key)])
  const modelNames = new Set([...sums.map(({ model }) => model), ...byModel.map(({ key }) => key)])
  const agents = [...agentIds].map((id) => {
    const own = turns.filter(({ agent }) => agent === id)
    const asked = calls.filter(({ agent }) => agent === id)
    return {
      ...(id === noAgent ? { id: null, name: '总台' } : { id, name: nameOf(id) ?? id }),
      ...{ turns: countOf(own), outcomes: outcomesOf(own), ...timesOf(own) },
      ...{ calls: countOf(asked), faults: faultsOf(asked), ...useOf(byAgent.filter(({ key }) => key === id)) },
    }
  })
  const models = [...modelNames].map((name) => {
    const asked = calls.filter(({ model }) => model === name)
    return {
      ...{ name, turns: countOf(turns.filter(({ model }) => model === name)), calls: countOf(asked) },
      ...{ faults: faultsOf(asked), ...timesOf(asked), ...useOf(byModel.filter(({ key }) => key === name)) },
    }
  })
  return {
    from,
    to,
    total: {
      ...{ turns: countOf(turns), outcomes: outcomesOf(turns), ...timesOf(turns) },
      ...{ calls: countOf(calls), faults: faultsOf(calls), ...useOf(bought) },
    },
    days: daysFrom(from, to).map((day) => {
      const own = turnDays.filter((one) => one.day === day)
      const failed = countOf(own.filter(({ ending }) => ending === 'failed'))
      return { day, turns: countOf(own), failed, ...timesOf(own), ...useOf(bought.filter((one) => one.day === day)) }
    }),
    agents: agents.sort((a, b) => b.turns - a.turns || b.calls - a.calls || (a.name < b.name ? -1 : 1)),
    models: models.sort((a, b) => b.calls - a.calls || b.turns - a.turns || (a.name < b.name ? -1 : 1)),
  }
}
