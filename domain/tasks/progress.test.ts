import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Tier, tiers } from '../../core/disputes.ts'
import { PlatformError } from '../../core/errors.ts'
import type { TaskAct } from '../../core/task-acts.ts'
import { measures, satisfactions, type Task, taskOutcomes } from '../../core/tasks.ts'
import { type Doing, escalated, isHigher, joined, type Progress, perform, stepped, upgraded } from './progress.ts'
import type { Standing } from './states.ts'
import { doing, minutesLater, newTask, rules, start } from './test-ground.ts'

const holder: readonly Standing[] = ['hand', 'holder']
const lead: readonly Standing[] = ['lead']
const act = (task: Task, asked: { act: string; facts: object }, by: Doing): Task =>
  // Facts as a route has checked them; the revision is the one that is seen.
  perform(task, { ...asked, facts: { revision: task.revision, ...asked.facts } } as TaskAct, by, rules).task
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    return error instanceof PlatformError ? error.code : 'other'
  }
}
const triage = { act: 'triage', facts: { classes: ['D4'], matter: 'labour', demand: '要工资', risks: [], basis: '法', proposal: '移送' } }
const handle = (wanted: readonly string[], more: object = {}) => ({
  act: 'handle',
  facts: { measures: wanted, co_handlers: [], note: '办了', ...more },
})
const feedback = { act: 'feedback', facts: { how: 'phone', told: 'caller', text: '已告知' } }
const followUp = (facts: object) => ({ act: 'follow-up', facts: { how: 'phone', reached: true, satisfaction: 'satisfied', ...facts } })
const fedBack = (facts: Partial<Task> = {}): Task => newTask({ state: 'fed_back', claimedBy: 'o', fedBackAt: start, ...facts })

describe('deadlines', () => {
  it('are those of the tier, and late steps are counted', () => {
    const task = newTask({ tier: 'orange', ...rules.deadlines.due('dispatched', 'orange', start) })
    expect(task.dueAt).toEqual(minutesLater(30))
    const inTime = act(task, { act: 'receive', facts: {} }, doing(holder, minutesLater(30)))
    expect([inTime.lateSteps, inTime.dueAt]).toEqual([0, minutesLater(120)])
    const late = act(task, { act: 'receive', facts: {} }, doing(holder, minutesLater(31)))
    expect([late.lateSteps, late.dueAt]).toEqual([1, minutesLater(120)])
    const triaged = act(inTime, triage, doing(holder, minutesLater(50)))
    expect(triaged.dueAt).toEqual(minutesLater(48 * 60))
  })

  it('of yellow give seven working days to a result, to the end of the day', () => {
    // 2026-11-18 is a Wednesday; seven working days on is Friday 27.
    expect(rules.deadlines.due('handling', 'yellow', start).dueAt).toEqual(new Date('2026-11-27T16:00:00.000Z'))
  })

  it('are told to the own lead before they are missed, to the next one at the deadline, and further up while they last', () => {
    const task = newTask({ tier: 'orange', ...rules.deadlines.due('dispatched', 'orange', start) })
    expect(task.escalateAt).toEqual(minutesLater(18))
    const superior = { id: 'head', isTop: false, why: '' }
    const system = (minutes: number) => doing(['system'], minutesLater(minutes))
    const first = escalated(task, system(18), rules, { ...superior, level: 1 }).task
    expect([first.escalatedTo, first.level, first.escalateAt, first.state]).toEqual(['head', 1, minutesLater(30), 'dispatched'])
    const second = escalated(first, system(30), rules, { ...superior, level: 2 }).task
    expect([second.level, second.escalateAt]).toEqual([2, minutesLater(30 + 24 * 60)])
    const top = escalated(second, system(3_000), rules, { ...superior, level: 3, isTop: true }).task
    expect([top.level, top.escalateAt, top.state]).toEqual([3, undefined, 'dispatched'])
    expect(escalated(second, system(3_000), rules, { id: undefined, level: 3, isTop: true, why: '' }).task.escalateAt).toBeDefined()
  })

  it('a red one is put before a superior at once', () => {
    expect(rules.deadlines.due('dispatched', 'red', start).escalateAt).toEqual(start)
  })
})

describe('tiers', () => {
  it('rise by a new call and never fall by one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tiers),
        fc.constantFrom(...tiers),
        fc.boolean(),
        fc.constantFrom('handling', 'closed', 'dispatched', 'fed_back'),
        (own, came, isMerged, state) => {
          const seen = { incident: 'i', at: minutesLater(5), tier: came, points: 10, marks: [], isMerged }
          const { task } = joined(newTask({ tier: own, state: state as Task['state'] }), seen, doing(['system'], minutesLater(5)), rules)
          expect(isHigher(own, task.tier)).toBe(false)
          if (!(state === 'closed' && isMerged)) expect(isHigher(came, task.tier)).toBe(false)
        },
      ),
    )
  })

  it('give no more time when they rise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(...tiers), fc.constantFrom(...tiers), (minutes, from, to) => {
        fc.pre(isHigher(to, from))
        const task = newTask({ tier: from, ...rules.deadlines.due('dispatched', from, start) })
        const { task: risen } = upgraded(task, to, doing(['system'], minutesLater(minutes)), rules, '新情况')
        expect(risen.tier).toBe(to)
        expect(risen.dueAt.getTime()).toBeLessThanOrEqual(task.dueAt.getTime())
      }),
    )
  })

  it('fall by a lead with a reason only, and for family violence not because the caller says it is nothing', () => {
    const task = newTask({ tier: 'orange', marks: ['family_violence'], state: 'received' })
    const down = (because: string) => ({ act: 'downgrade', facts: { tier: 'yellow', because, reason: '已经到场核实' } })
    expect(codeOf(() => act(task, down('checked_on_site'), doing(holder)))).toBe('task_step_refused')
    expect(codeOf(() => act(task, down('withdrawn'), doing(lead)))).toBe('task_step_refused')
    expect(act(task, down('checked_on_site'), doing(lead)).tier).toBe('yellow')
    expect(act({ ...task, marks: [] }, down('withdrawn'), doing(lead)).tier).toBe('yellow')
    expect(
      codeOf(() => act(task, { act: 'downgrade', facts: { tier: 'red', because: 'misread', reason: '看错了等级' } }, doing(lead))),
    ).toBe('task_step_refused')
  })
})

describe('a follow-up', () => {
  it('opens the task again when the parties are not content, or it is not solved', () => {
    for (const facts of [{ satisfaction: 'unsatisfied' }, { satisfaction: 'partly', solved: false }]) {
      const task = act(fedBack(), followUp(facts), doing(holder))
      expect([task.state, task.reopenings, task.satisfaction, task.fedBackAt]).toEqual(['handling', 1, undefined, undefined])
      const closed = fedBack({ state: 'closed', outcome: 'mediated', closedAt: start })
      expect(act(closed, followUp(facts), doing(holder))).toMatchObject({ state: 'handling', outcome: undefined, closedAt: undefined })
    }
  })

  it('in vain twice asks for a visit; then the phone is not enough, and a visit in vain is an evaluation', () => {
    const missed = followUp({ reached: false, satisfaction: undefined })
    const once = act(fedBack(), missed, doing(holder))
    expect([once.failedFollowUps, once.needsVisit]).toEqual([1, false])
    const twice = act(once, missed, doing(holder))
    expect([twice.failedFollowUps, twice.needsVisit, twice.satisfaction]).toEqual([2, true, undefined])
    expect(codeOf(() => act(twice, followUp({}), doing(holder)))).toBe('task_step_refused')
    expect(codeOf(() => act(twice, { act: 'close', facts: { outcome: 'guided', note: '好' } }, doing(holder)))).toBe('task_step_refused')
    const visited = act(twice, followUp({ how: 'visit', reached: false, satisfaction: undefined }), doing(holder))
    expect(visited.satisfaction).toBe('unreachable')
    expect(act(visited, { act: 'close', facts: { outcome: 'guided', note: '好' } }, doing(holder)).state).toBe('closed')
  })

  it('says how content they are if and only if somebody was reached', () => {
    expect(codeOf(() => act(fedBack(), followUp({ satisfaction: undefined }), doing(holder)))).toBe('task_step_refused')
    expect(codeOf(() => act(fedBack(), followUp({ reached: false }), doing(holder)))).toBe('task_step_refused')
  })
})

describe('what is not a station’s', () => {
  const task = act(newTask({ state: 'received', claimedBy: 'o' }), triage, doing(holder))
  it('is not mediated or investigated by it, and the refusal says whose it is and what comes first', () => {
    for (const measure of ['mediate', 'investigate']) {
      try {
        act(task, handle([measure]), doing(holder))
        expect.unreachable()
      } catch (error) {
        expect(error).toMatchObject({
          code: 'not_station_matter',
          extra: { addressees: expect.arrayContaining([{ id: 'dept-labour', name: '部门labour' }]) },
        })
        expect(error).toMatchObject({ detail: expect.stringMatching(/制止危险.*登记.*告知.*移送/) })
      }
    }
  })
  it('is stopped from being dangerous, registered, explained and handed over all the same', () => {
    expect(act(task, handle(['stop_danger', 'register', 'explain_ways', 'hand_over']), doing(holder)).state).toBe('handling')
  })
  it('is mediated together with whoever it belongs to', () => {
    expect(act(task, handle(['mediate'], { co_handlers: ['dept-labour'] }), doing(holder)).state).toBe('handling')
    expect(codeOf(() => act(task, handle(['mediate'], { co_handlers: ['dept-other'] }), doing(holder)))).toBe('not_station_matter')
  })
})

it('takes a step from the revision that was seen only', () => {
  expect(codeOf(() => perform(newTask({ revision: 3 }), { act: 'receive', facts: { revision: 2 } }, doing(holder), rules))).toBe('conflict')
})

it('is claimed by one', () => {
  const task = newTask({ state: 'received', claimedBy: 'another' })
  expect(codeOf(() => act(task, { act: 'claim', facts: {} }, doing(['hand'])))).toBe('task_claimed')
})

/** Anything that anybody could ask for, at any time. */
const anyAct = fc.oneof(
  fc.constantFrom(
    ...['receive', 'claim', 'release'].map((name) => ({ act: name, facts: {} })),
    triage,
    feedback,
    { act: 'return', facts: { reason: '不在辖区里' } },
    { act: 'escalate', facts: { reason: '需要协调' } },
    { act: 'reopen', facts: { reason: '又有新情况' } },
    { act: 'call', facts: { department: 'dept-labour', question: '请到场' } },
    { act: 'dispatch', facts: { unit: 'other' } },
  ),
  fc.record({
    act: fc.constant('handle'),
    facts: fc.record({ measures: fc.subarray([...measures], { minLength: 1 }), co_handlers: fc.constant([]), note: fc.constant('办') }),
  }),
  fc.record({
    act: fc.constant('follow-up'),
    facts: fc.record({
      how: fc.constantFrom('phone', 'visit'),
      reached: fc.boolean(),
      satisfaction: fc.option(fc.constantFrom(...satisfactions), { nil: undefined }),
      solved: fc.boolean(),
    }),
  }),
  fc.record({ act: fc.constant('supervise'), facts: fc.record({ passes: fc.boolean(), note: fc.constant('好') }) }),
  fc.record({ act: fc.constant('close'), facts: fc.record({ outcome: fc.constantFrom(...taskOutcomes), note: fc.constant('好') }) }),
  fc.record({ act: fc.constant('upgrade'), facts: fc.record({ tier: fc.constantFrom(...tiers), reason: fc.constant('新情况来了') }) }),
  fc.record({
    act: fc.constant('downgrade'),
    facts: fc.record({
      tier: fc.constantFrom(...tiers),
      because: fc.constantFrom('withdrawn', 'misread'),
      reason: fc.constant('核实过的情况'),
    }),
  }),
)
const anyBy = fc.subarray<Standing>(['hand', 'holder', 'lead', 'above', 'department'])
const machineDoes = (task: Task, came: { n: number; tier: Tier; isMerged: boolean }, at: Date): Progress => {
  const by = doing(['system'], at)
  if (came.n === 0) return joined(task, { incident: 'i', at, tier: came.tier, points: 1, marks: [], isMerged: came.isMerged }, by, rules)
  if (came.n === 1) return escalated(task, by, rules, { id: 'head', level: 1, isTop: false, why: '' })
  return stepped(task, 'visit_due', by, rules, { set: { needsVisit: true } })
}

it('whatever is done in whatever order: closed only by an outcome and an evaluation, lowered by nobody but a lead, never past a check', () => {
  let closedSeen = 0
  const step = fc.record({
    asked: fc.option(anyAct, { nil: undefined, freq: 8 }),
    by: anyBy,
    came: fc.record({ n: fc.integer({ min: 0, max: 2 }), tier: fc.constantFrom(...tiers), isMerged: fc.boolean() }),
    minutes: fc.integer({ min: 0, max: 5_000 }),
  })
  // A path that does get somewhere, with anything in between.
  const path = fc.constantFrom<readonly { asked: object; by: readonly Standing[] }[]>(
    [],
    [
      { asked: { act: 'receive', facts: {} }, by: holder },
      { asked: triage, by: holder },
      { asked: handle(['register']), by: holder },
      { asked: feedback, by: holder },
      { asked: followUp({}), by: holder },
    ],
  )
  fc.assert(
    fc.property(fc.constantFrom(...tiers), path, fc.array(step, { maxLength: 14 }), (tier, lead, steps) => {
      let task = newTask({ tier, marks: tier === 'orange' ? ['family_violence'] : [], ...rules.deadlines.due('dispatched', tier, start) })
      let minutes = 0
      const all = [...lead.map((one) => ({ ...one, came: undefined, minutes: 1 })), ...steps]
      for (const { asked, by, came, minutes: passed } of all) {
        minutes += passed
        const at = minutesLater(minutes)
        const before = task
        try {
          const progress =
            asked !== undefined
              ? perform(
                  task,
                  { ...asked, facts: { ...(asked as { facts: object }).facts, revision: task.revision } } as TaskAct,
                  doing(by, at),
                  rules,
                )
              : came && machineDoes(task, came, at)
          if (!progress) continue
          task = { ...progress.task, revision: task.revision + 1 }
        } catch (error) {
          expect(error).toBeInstanceOf(PlatformError)
          continue
        }
        if (isHigher(before.tier, task.tier)) expect([(asked as { act: string }).act, by.includes('lead')]).toEqual(['downgrade', true])
        if (task.state === 'closed' && before.state !== 'closed') {
          closedSeen += 1
          expect(asked).toMatchObject({ act: 'close' })
          expect(task.outcome).toBeDefined()
          expect(task.escalateAt).toBeUndefined()
          if (task.outcome !== 'not_a_dispute') expect(task.satisfaction).toBeDefined()
          if (before.state === 'fed_back') expect(['yellow', 'blue', 'white']).toContain(task.tier)
        }
        if (task.state !== 'closed') expect(task.outcome).toBeUndefined()
        expect(task.lateSteps).toBeGreaterThanOrEqual(before.lateSteps)
        expect(task.dueAt.getTime()).toBeGreaterThan(0)
      }
    }),
    { numRuns: 3_000 },
  )
  // The property would hold of a machine that does nothing.
  expect(closedSeen).toBeGreaterThan(20)
})
