import { describe, expect, it } from 'vitest'
import type { Task, TaskCall, TaskStep } from '../../core/tasks.ts'
import { freshId, later, noon, officer, secrets } from './fixtures.ts'
import type { Ground } from './ground.ts'

export const task = (facts: Partial<Task> = {}): Task => ({
  id: freshId(),
  number: `RW-${freshId()}`,
  event: freshId(),
  unit: 'station-1',
  state: 'dispatched',
  tier: 'orange',
  points: 60,
  classes: ['D1', 'D8'],
  marks: ['family_violence'],
  matter: undefined,
  claimedBy: undefined,
  dispatchedAt: noon,
  receivedAt: undefined,
  contactedAt: undefined,
  fedBackAt: undefined,
  closedAt: undefined,
  dueAt: later(1_800),
  escalateAt: later(1_200),
  level: 0,
  escalatedTo: undefined,
  needsVisit: false,
  failedFollowUps: 0,
  satisfaction: undefined,
  outcome: undefined,
  lateSteps: 0,
  returns: 0,
  reopenings: 0,
  incidents: 1,
  lastIncidentAt: noon,
  brief: { place: secrets.recipient, excerpt: secrets.says },
  revision: 1,
  ...facts,
})

const step = (of: string, n: number, facts: Partial<TaskStep> = {}): TaskStep => ({
  id: freshId(),
  task: of,
  n,
  event: 'dispatch',
  to: 'dispatched',
  at: later(n),
  actor: { kind: 'system' },
  unit: 'station-1',
  isLate: false,
  content: { note: secrets.summary },
  ...facts,
})

const call = (of: string, facts: Partial<TaskCall> = {}): TaskCall => ({
  id: freshId(),
  task: of,
  department: 'labour',
  calledAt: noon,
  calledBy: 'somebody',
  dueAt: later(60),
  state: 'open',
  isLate: false,
  answeredAt: undefined,
  answeredBy: undefined,
  attended: undefined,
  question: secrets.summary,
  answer: undefined,
  ...facts,
})

const period = { from: later(-3_600), to: later(3_600) }

/** Tasks, their history, calls, files and counts. */
export const tasksContract = (ground: () => Ground): void => {
  describe('tasks', () => {
    it('come back as they were written, and only to the units that may see them', async () => {
      const { tasks } = ground().store
      const full = task({
        ...{ matter: 'm', claimedBy: 'o', receivedAt: later(1), contactedAt: later(2), fedBackAt: later(3), closedAt: later(4) },
        ...{ escalateAt: undefined, escalatedTo: 's', satisfaction: 'partly', outcome: 'mediated', state: 'closed', needsVisit: true },
      })
      const bare = task({ brief: { place: undefined, excerpt: '短' } })
      await tasks.insert([full, bare])
      expect(await tasks.find(full.id, ['station-1'])).toEqual(full)
      expect(await tasks.find(bare.id, ['x', 'station-1'])).toEqual(bare)
      expect(await tasks.find(full.number, ['station-1'])).toEqual(full)
      expect(await tasks.find(full.number, ['station-2'])).toBeUndefined()
      expect(await tasks.find(full.id, ['station-2'])).toBeUndefined()
      expect(await tasks.ofEvents([full.event])).toEqual([full])
      expect(await tasks.ofEvents([])).toEqual([])
      await expect(tasks.insert([task({ event: full.event })])).rejects.toThrow()
    })

    it('are written over by one of several who saw the same revision', async () => {
      const { tasks } = ground().store
      const one = task()
      await tasks.insert([one])
      const claims = await Promise.all(
        ['a', 'b', 'c', 'd'].map((claimedBy) => tasks.save({ ...one, claimedBy, revision: 2, escalateAt: undefined, brief: undefined }, 1)),
      )
      expect(claims.filter(Boolean)).toHaveLength(1)
      const now = await tasks.find(one.id, ['station-1'])
      expect(now).toEqual({ ...one, claimedBy: expect.any(String), revision: 2, escalateAt: undefined, brief: undefined })
    })

    it('are listed by tier and deadline, page by page, as the board asks', async () => {
      const { tasks } = ground().store
      const unit = freshId()
      const made = (['blue', 'red', 'yellow', 'red', 'blue'] as const).flatMap((tier, n) => [
        task({ unit, tier, dueAt: later(n * 10) }),
        task({ unit, tier, dueAt: later(n * 10), state: 'closed', classes: ['D3'] }),
      ])
      await tasks.insert(made)
      const ranks = { red: 0, orange: 1, yellow: 2, blue: 3, white: 4 }
      const sorted = [...made].sort(
        (a, b) => ranks[a.tier] - ranks[b.tier] || a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1),
      )
      const ids: string[] = []
      for (let after: Task | undefined; ; ) {
        const page = await tasks.list({ units: [unit], limit: 3, after })
        ids.push(...page.map(({ id }) => id))
        after = page.at(-1)
        if (page.length < 3) break
      }
      expect(ids).toEqual(sorted.map(({ id }) => id))
      const list = async (query: object) => (await tasks.list({ units: [unit], limit: 50, ...query })).length
      expect(await list({ tier: 'red' })).toBe(4)
      expect(await list({ class: 'D3' })).toBe(5)
      expect(await list({ states: ['dispatched', 'closed'], tier: 'yellow' })).toBe(2)
      expect(await list({ overdueAt: later(11) })).toBe(2)
      expect(await list({ claimedBy: 'nobody' })).toBe(0)
      expect(await tasks.list({ units: [], limit: 5 })).toEqual([])
    })

    it('have a history that is numbered, added to and never written over', async () => {
      const { tasks } = ground().store
      const one = task()
      await tasks.insert([one])
      const steps = [
        step(one.id, 1),
        step(one.id, 2, { event: 'receive', to: 'received', actor: { kind: 'officer', id: 'o' }, content: undefined }),
      ]
      expect(await tasks.nextStep(one.id)).toBe(1)
      await tasks.addSteps(steps)
      expect(await tasks.steps(one.id)).toEqual(steps)
      expect(await tasks.nextStep(one.id)).toBe(3)
      await expect(tasks.addSteps([step(one.id, 2)])).rejects.toThrow()
    })

    it('go to a superior, and to a visit, when it is time', async () => {
      const { tasks } = ground().store
      const due = task({ escalateAt: later(-1_000_000) })
      const visit = task({ state: 'fed_back', fedBackAt: later(-1_000_000), escalateAt: undefined })
      const reached = task({ state: 'fed_back', fedBackAt: later(-1_000_000), satisfaction: 'partly', escalateAt: undefined })
      await tasks.insert([due, visit, reached, task({ escalateAt: later(5_000_000) })])
      expect(await tasks.toEscalate(later(-999_999), 50)).toEqual([due])
      expect(await tasks.toVisit(later(-999_999), 50)).toEqual([visit])
    })

    it('keep calls to departments until they are answered, once, and know the late ones', async () => {
      const { tasks } = ground().store
      const one = task()
      const department = freshId()
      await tasks.insert([one])
      const [first, second] = [call(one.id, { department }), call(one.id, { department, calledAt: later(1), dueAt: later(7_200) })]
      await tasks.insertCall(first)
      await tasks.insertCall(second)
      expect(await tasks.findCall(first.id)).toEqual(first)
      expect(await tasks.callsTo([department], { open: true, limit: 9 })).toEqual([first, second])
      expect((await tasks.lateCalls(later(61), 99)).map(({ id }) => id)).toContain(first.id)
      expect(await tasks.markLate(first.id)).toBe(true)
      expect(await tasks.markLate(first.id)).toBe(false)
      const answered = { at: later(90), by: 'x', attended: true, answer: secrets.reply }
      const tries = await Promise.all([1, 2, 3].map(() => tasks.answerCall(first.id, answered)))
      expect(tries.filter(Boolean)).toHaveLength(1)
      const after = {
        ...first,
        state: 'answered',
        isLate: true,
        answeredAt: later(90),
        answeredBy: 'x',
        attended: true,
        answer: secrets.reply,
      }
      expect(await tasks.callsOf(one.id)).toEqual([after, second])
      expect(await tasks.callsTo([department], { open: true, limit: 9 })).toEqual([second])
      expect((await tasks.callsTo([department], { open: false, limit: 9 })).map(({ id }) => id)).toEqual([second.id, first.id])
    })

    it('keep files beside them', async () => {
      const { tasks } = ground().store
      const one = task()
      const file = { id: freshId(), task: one.id, at: noon, by: 'o', type: 'image/png', bytes: 4, sha256: 'a', name: secrets.name }
      await tasks.addAttachment(file, Buffer.from(secrets.pdf))
      expect(await tasks.attachments(one.id)).toEqual([file])
      expect(Buffer.from((await tasks.attachmentContent(file.id)) ?? []).toString()).toBe(secrets.pdf)
      expect(await tasks.attachmentContent('none')).toBeUndefined()
      expect(await tasks.attachedBytes(one.id)).toBe(4)
      expect(await tasks.attachedBytes('none')).toBe(0)
    })

    it('are counted by unit, and by nobody’s name', async () => {
      const { tasks } = ground().store
      const unit = freshId()
      const closed = { unit, state: 'closed', closedAt: noon, outcome: 'mediated' } as const
      const made = [
        task({ unit }),
        task({ unit, dueAt: later(-5) }),
        task({ ...closed, satisfaction: 'satisfied' }),
        task({ ...closed, dueAt: later(-5) }),
      ]
      await tasks.insert(made)
      const counts = await tasks.counts([unit], noon)
      expect(counts).toEqual([{ state: 'dispatched', tier: 'orange', count: 2, overdue: 1 }])
      const [first] = made
      if (!first) return
      await tasks.addSteps([
        step(first.id, 1, { unit }),
        step(first.id, 2, { unit, event: 'receive', to: 'received', actor: { kind: 'officer', id: 'o' }, isLate: true }),
        step(first.id, 3, { unit, at: later(9_000) }),
      ])
      expect(await tasks.stepCounts([unit], period)).toEqual(
        expect.arrayContaining([
          { unit, event: 'dispatch', byMachine: true, count: 1, late: 0 },
          { unit, event: 'receive', byMachine: false, count: 1, late: 1 },
        ]),
      )
      expect(await tasks.closedCounts([unit], period)).toEqual(
        expect.arrayContaining([
          { unit, outcome: 'mediated', satisfaction: 'satisfied', count: 1 },
          { unit, outcome: 'mediated', satisfaction: undefined, count: 1 },
        ]),
      )
      await tasks.insertCall(call(first.id))
      await tasks.insertCall(call(first.id, { isLate: true }))
      expect(await tasks.openCalls([unit])).toEqual({ open: 2, late: 1 })
      expect(await tasks.openCalls([])).toEqual({ open: 0, late: 0 })
      expect(await tasks.lateCallCounts([unit], period)).toEqual([{ unit, count: 1 }])
    })

    it('lose words, places and files when they are old and closed, and keep what is counted', async () => {
      const { tasks } = ground().store
      const old = task({ state: 'closed', lastIncidentAt: later(-900_000_000), escalateAt: undefined })
      const open = task({ lastIncidentAt: later(-900_000_000), escalateAt: undefined })
      await tasks.insert([old, open])
      const history = [step(old.id, 1)]
      await tasks.addSteps(history)
      const asked = call(old.id)
      await tasks.insertCall(asked)
      const file = { id: freshId(), task: old.id, at: noon, by: 'o', type: 'image/png', bytes: 4, sha256: 'a', name: '图' }
      await tasks.addAttachment(file, Buffer.from('1234'))
      expect(await tasks.deidentify(later(-800_000_000), 9)).toBe(1)
      expect(await tasks.deidentify(later(-800_000_000), 9)).toBe(0)
      expect(await tasks.find(old.id, ['station-1'])).toEqual({ ...old, brief: undefined })
      expect(await tasks.find(open.id, ['station-1'])).toEqual(open)
      expect(await tasks.steps(old.id)).toEqual(history.map((one) => ({ ...one, content: undefined })))
      expect(await tasks.callsOf(old.id)).toEqual([{ ...asked, question: undefined }])
      expect(await tasks.attachments(old.id)).toEqual([])
    })
  })

  it('finds the officers of some units, and their names', async () => {
    const { people } = ground().store
    const unit = freshId()
    const [one, two] = [{ ...officer(), unit }, officer()]
    await people.save(one)
    await people.save(two)
    expect(await people.officersOf([unit])).toEqual([one])
    expect(await people.officersOf([])).toEqual([])
    expect([...(await people.namesOf([one.id, two.id, 'nobody']))].toSorted()).toEqual(
      [
        [one.id, one.name],
        [two.id, two.name],
      ].toSorted(),
    )
    expect([...(await people.namesOf([]))]).toEqual([])
  })

  it('keeps what a unit is, and the places it answers for', async () => {
    const { people } = ground().store
    const unit = {
      id: freshId(),
      name: '人社局',
      parent: 'x',
      phone: '1',
      address: '2',
      kind: 'department',
      areas: ['青禾街'],
      duty: 'labour',
    } as const
    await people.saveUnit(unit)
    expect(await people.findUnit(unit.id)).toEqual(unit)
  })
}
