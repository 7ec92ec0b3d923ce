import { describe, expect, it } from 'vitest'
import { taskEvents, taskOutcomes, taskStates } from '../../core/tasks.ts'
import { edges, needsSupervision, type Standing, type StepFacts, tryStep } from './states.ts'

const all: readonly Standing[] = ['system', 'hand', 'holder', 'lead', 'above', 'department']
const facts: StepFacts = { tier: 'yellow', outcome: 'mediated', isEvaluated: true }
const leads = (
  from: (typeof taskStates)[number],
  event: (typeof taskEvents)[number],
  by: readonly Standing[] = all,
  more: Partial<StepFacts> = {},
) => {
  const tried = tryStep(from, event, by, { ...facts, ...more })
  return 'to' in tried ? tried.to : undefined
}

describe('the table of the loop', () => {
  it('goes 派送, 接收, 研判, 办理, 反馈, 监督, 评价', () => {
    expect(leads('dispatched', 'receive')).toBe('received')
    expect(leads('received', 'triage')).toBe('triaged')
    expect(leads('triaged', 'handle')).toBe('handling')
    expect(leads('handling', 'feedback')).toBe('fed_back')
    expect(leads('fed_back', 'supervise')).toBe('supervised')
    expect(leads('supervised', 'close')).toBe('closed')
  })

  it('lets a machine close nothing and lower nothing', () => {
    for (const from of taskStates)
      for (const event of ['close', 'downgrade', 'supervise', 'return', 'release'] as const)
        expect([from, event, leads(from, event, ['system'])]).toEqual([from, event, undefined])
    for (const row of edges) if (row.by.includes('system')) expect(row.to).not.toBe('closed')
  })

  it('closes by an outcome only, and early only what is no dispute', () => {
    for (const from of taskStates) expect(leads(from, 'close', all, { outcome: undefined })).toBeUndefined()
    for (const outcome of taskOutcomes)
      for (const from of ['received', 'triaged'] as const)
        expect(leads(from, 'close', all, { outcome }) === 'closed').toBe(outcome === 'not_a_dispute')
    for (const from of ['dispatched', 'handling', 'returned', 'closed'] as const) expect(leads(from, 'close')).toBeUndefined()
  })

  it('closes an urgent one early by a lead who does not hold it', () => {
    for (const tier of ['red', 'orange'] as const) {
      expect(leads('received', 'close', ['holder'], { outcome: 'not_a_dispute', tier, isOwnWork: true })).toBeUndefined()
      expect(leads('received', 'close', ['lead'], { outcome: 'not_a_dispute', tier, isOwnWork: false })).toBe('closed')
    }
  })

  it('closes nothing before somebody was asked, and what needs it not before a lead has checked it', () => {
    expect(leads('fed_back', 'close', ['holder'], { isEvaluated: false })).toBeUndefined()
    expect(leads('fed_back', 'close', ['holder'], { needsSupervision: true })).toBeUndefined()
    expect(leads('supervised', 'close', ['holder'], { needsSupervision: true })).toBe('closed')
  })

  it('has work checked by somebody else', () => {
    expect(leads('fed_back', 'supervise', ['holder', 'lead'], { isOwnWork: true })).toBeUndefined()
    expect(leads('fed_back', 'supervise', ['hand'])).toBeUndefined()
    expect(leads('fed_back', 'send_back', ['lead'])).toBe('handling')
  })

  it('lets only whoever holds a task work on it', () => {
    for (const [from, event] of [
      ['received', 'triage'],
      ['triaged', 'handle'],
      ['handling', 'feedback'],
      ['handling', 'call'],
    ] as const) {
      expect(leads(from, event, ['hand', 'lead', 'above', 'department'])).toBeUndefined()
      expect(leads(from, event, ['hand', 'holder'])).toBeDefined()
    }
    expect(leads('received', 'claim', ['above', 'lead'])).toBeUndefined()
  })

  it('lets a called department answer and nothing else', () => {
    for (const from of taskStates) for (const event of taskEvents) if (leads(from, event, ['department'])) expect(event).toBe('answer')
  })

  it('does nothing for somebody who has no part in it', () => {
    for (const from of taskStates) for (const event of taskEvents) expect(leads(from, event, [])).toBeUndefined()
  })

  it('uses every event, and leaves every state', () => {
    expect(new Set(edges.map(({ event }) => event))).toEqual(new Set(taskEvents))
    for (const from of taskStates) expect(edges.some((row) => row.from.includes(from) && row.to !== 'same' && row.to !== from)).toBe(true)
  })

  it('has urgent, escalated, reopened and family violence checked before they are closed', () => {
    const calm = { tier: 'blue', level: 1, reopenings: 0, marks: [] } as const
    expect(needsSupervision(calm)).toBe(false)
    expect(needsSupervision({ ...calm, tier: 'orange' })).toBe(true)
    expect(needsSupervision({ ...calm, level: 2 })).toBe(true)
    expect(needsSupervision({ ...calm, reopenings: 1 })).toBe(true)
    expect(needsSupervision({ ...calm, marks: ['family_violence'] })).toBe(true)
  })
})
