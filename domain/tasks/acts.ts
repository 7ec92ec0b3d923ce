import { BadInputError, ConflictError, NotFoundError } from '../../core/errors.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Officer } from '../../core/people.ts'
import type { Records } from '../../core/ports.ts'
import type { TaskAct } from '../../core/task-acts.ts'
import type { Task, TaskCall } from '../../core/tasks.ts'
import type { UnitTree } from '../../core/units.ts'
import { rulesOf, seenBy, type TaskGround } from './ground.ts'
import { type Doing, escalated, type Progress, perform } from './progress.ts'
import { departmentsOf, standingsOf } from './standing.ts'
import { chainOf, nextSuperior } from './superiors.ts'
import { writeProgress } from './write.ts'

const hourMs = 3_600_000

/** The task that an officer may see, or that a department of theirs was called to for this very answer. */
const taskFor = async (
  records: Records,
  who: Officer,
  id: string,
  facts: { readonly tree: UnitTree; readonly act: TaskAct },
): Promise<{ readonly task: Task; readonly call: TaskCall | undefined }> => {
  const { tree, act } = facts
  const call = act.act === 'answer' ? await records.tasks.findCall(act.facts.call) : undefined

  const isCalled = call !== undefined && departmentsOf(who, tree).includes(call.department)
  const units = isCalled ? tree.all.map((unit) => unit.id) : seenBy(who, tree)
  const task = await records.tasks.find(id, units)
  if (!task || (act.act === 'answer' && call?.task !== task.id)) throw new NotFoundError({ what: 'task' })
  return { task, call }
}

/** A task goes to a unit of the police that the person answers for; a lead without anybody below sends it nowhere else. */
const demandUnit = (act: TaskAct, task: Task, who: Officer, tree: UnitTree): void => {
  if (act.act !== 'dispatch') return
  const { unit } = act.facts
  if (!seenBy(who, tree).includes(unit)) throw new NotFoundError({ what: `unit ${unit}` })
  if (unit === task.unit && task.state !== 'returned')
    throw new BadInputError({ what: 'unit', hint: '任务已经在这个单位，请改派给别的单位。' })
}

const demandDepartment = (act: TaskAct, tree: UnitTree): void => {
  if (act.act === 'call' && tree.kindOf(act.facts.department) !== 'department')
    throw new NotFoundError({ what: `department ${act.facts.department}` })
  if (act.act !== 'handle') return
  const unknown = act.facts.co_handlers.find((id) => tree.find(id) === undefined)
  if (unknown !== undefined) throw new NotFoundError({ what: `co-handler ${unknown}` })
}

/** Goes up to a named officer: the first of the chain who was not asked yet. */
const goUp = async (
  records: Records,
  task: Task,
  by: Doing,
  ground: TaskGround,
  facts: { tree: UnitTree; why: string },
): Promise<Progress> => {
  const chain = chainOf(facts.tree, task.unit)
  const superior = nextSuperior(chain, await records.people.officersOf(chain), task)
  return escalated(task, by, ground, { ...superior, why: facts.why })
}

/** What only the audit and the history may tell, in words that name nobody. */
const auditDetail = (act: TaskAct): Readonly<Record<string, unknown>> => {
  switch (act.act) {
    case 'dispatch':
      return { to_unit: act.facts.unit }
    case 'triage':
      return { classes: act.facts.classes, matter: act.facts.matter }
    case 'call':
      return { department: act.facts.department }
    case 'answer':
      return { call: act.facts.call, attended: act.facts.attended }
    case 'handle':
      return { measures: act.facts.measures }
    case 'follow-up':
      return { how: act.facts.how, reached: act.facts.reached, satisfaction: act.facts.satisfaction ?? null }
    case 'downgrade':
      return { because: act.facts.because, to_tier: act.facts.tier }
    case 'close':
      return { outcome: act.facts.outcome }
    default:
      return {}
  }
}

/** Does one thing about a task: rights, rules, revision, history and audit in one transaction. */
export const performAct = (
  ground: TaskGround,
  tree: UnitTree,
  who: Officer,
  id: string,
  act: TaskAct,
): Promise<{ readonly task: Task; readonly call: TaskCall | undefined }> =>
  ground.store.transaction(async (records) => {
    const at = ground.clock()
    const { task, call } = await taskFor(records, who, id, { tree, act })
    const history = await records.tasks.steps(task.id)
    const by: Doing = {
      id: who.id,
      at,
      standings: standingsOf(who, task, tree, call ? [call.department] : []),
      isOwnWork: history.some(
        ({ actor, event }) => actor.kind === 'officer' && actor.id === who.id && (event === 'handle' || event === 'feedback'),
      ),
    }
    // Rights and order first: whoever may not do it learns nothing of the rest.
    const tried = perform(task, act, by, rulesOf(ground, tree))
    demandUnit(act, task, who, tree)
    demandDepartment(act, tree)
    const progress = act.act === 'escalate' ? await goUp(records, task, by, ground, { tree, why: act.facts.reason }) : tried
    const asked = act.act === 'call' ? newCall(act.facts, task, by, ground) : undefined
    if (asked) await records.tasks.insertCall(asked)
    if (act.act === 'answer' && call) {
      const { attended, answer } = act.facts
      if (!(await records.tasks.answerCall(call.id, { at, by: who.id, attended, answer })))
        throw new ConflictError({ what: `call ${call.id}` })
    }
    await writeProgress(
      records,
      task,
      progress,
      { actor: { kind: 'officer', id: who.id }, at, n: (history.at(-1)?.n ?? 0) + 1 },
      {
        action: `${act.act.replace('-', '_')}_task`,
        detail: auditDetail(act),
      },
    )
    return { task: progress.task, call: call ? await records.tasks.findCall(call.id) : asked }
  })

const newCall = (
  facts: Extract<TaskAct, { act: 'call' }>['facts'],
  task: Task,
  by: Doing,
  { deadlines }: Pick<TaskGround, 'deadlines'>,
): TaskCall => ({
  id: uuidv7(by.at),
  task: task.id,
  department: facts.department,
  calledAt: by.at,
  calledBy: by.id ?? 'system',
  dueAt: new Date(by.at.getTime() + (facts.within_hours ?? deadlines.callHours(task.tier)) * hourMs),
  state: 'open',
  isLate: false,
  answeredAt: undefined,
  answeredBy: undefined,
  attended: undefined,
  question: facts.question,
  answer: undefined,
})
