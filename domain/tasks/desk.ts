import { type Tier, tiers } from '../../core/disputes.ts'
import { BadInputError, NotAllowedError, NotFoundError } from '../../core/errors.ts'
import { sha256, uuidv7 } from '../../core/ids.ts'
import { holds, type Officer } from '../../core/people.ts'
import type { BoardQuery, TaskDesk } from '../../core/task-desk.ts'
import { type Task, type TaskState, taskStates } from '../../core/tasks.ts'
import type { UnitTree } from '../../core/units.ts'
import { performAct } from './acts.ts'
import { checkAttachment, plainFileName } from './attachments.ts'
import { detailOf, incidentDetail } from './detail.ts'
import { summaryFor, trendsFor, workFor } from './figures.ts'
import { rulesOf, seenBy, type TaskGround } from './ground.ts'
import { stepped } from './progress.ts'
import { unitsFor } from './scope.ts'
import { departmentsOf, standingsOf } from './standing.ts'
import { attachmentView, callView, incidentView, matterView, officersIn, rowOf } from './views.ts'
import { writeProgress } from './write.ts'

const openStates: readonly TaskState[] = taskStates.filter((state) => state !== 'closed')

/** A place in a list, as a page gives it back. */
const cursorOf = (parts: readonly (string | number)[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')
const readCursor = (text: string, length: number): readonly unknown[] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (Array.isArray(parts) && parts.length === length) return parts
  } catch {
    // Said below.
  }
  throw new BadInputError({ what: 'cursor', hint: '翻页的位置不对，请从第一页重新看。' })
}

const placeAfter = (text: string): { tier: Tier; dueAt: Date; id: string } => {
  const [rank, dueAt, id] = readCursor(text, 3)
  const tier = tiers[Number(rank)]
  const at = new Date(Number(dueAt))
  if (!tier || Number.isNaN(at.getTime()) || typeof id !== 'string')
    throw new BadInputError({ what: 'cursor', hint: '翻页的位置不对，请从第一页重新看。' })
  return { tier, dueAt: at, id }
}

const incidentAfter = (text: string): { at: Date; id: string } => {
  const [millis, id] = readCursor(text, 2)
  const at = new Date(Number(millis))
  if (Number.isNaN(at.getTime()) || typeof id !== 'string')
    throw new BadInputError({ what: 'cursor', hint: '翻页的位置不对，请从第一页重新看。' })
  return { at, id }
}

/** Any officer but an auditor, who reads the audit and nothing else. */
const demandOfficer = (who: Officer): void => {
  if (!holds(who, 'officer')) throw new NotAllowedError({ what: 'tasks', needs: 'officer' })
}

/** The desk of tasks (任务闭环). */
export const createTaskDesk = (ground: TaskGround, treeOf: () => Promise<UnitTree>): TaskDesk => {
  const { store, clock } = ground

  const taskOf = async (who: Officer, id: string, tree: UnitTree): Promise<Task> => {
    const task = await store.tasks.find(id, seenBy(who, tree))
    if (!task) throw new NotFoundError({ what: 'task' })
    return task
  }

  /** Whole texts are shown to nobody unwritten: who looked, at what, and for which unit (查阅留痕). */
  const note = (who: Officer, action: string, target: string | undefined, detail: Readonly<Record<string, unknown>> = {}) =>
    store.audit.append({ actor: who.id, actorKind: 'officer', action, target, isOk: true, detail: { unit: who.unit, ...detail } }, clock())

  const boardFor = async (who: Officer, query: BoardQuery) => {
    const tree = await treeOf()
    const found = await store.tasks.list({
      units: unitsFor(who, tree, query.unit),
      class: query.class,
      tier: query.tier,
      states: query.state === undefined || query.state === 'open' ? openStates : [query.state],
      ...(query.overdue ? { overdueAt: clock() } : {}),
      ...(query.mine ? { claimedBy: who.id } : {}),
      ...(query.escalated ? { escalatedTo: who.id } : {}),
      // One more than asked for tells whether there is another page.
      limit: query.limit + 1,
      ...(query.after === undefined ? {} : { after: placeAfter(query.after) }),
    })
    const page = found.slice(0, query.limit)
    const names = { tree, officers: await store.people.namesOf(officersIn(page)) }
    const last = found.length > query.limit ? page.at(-1) : undefined
    return {
      tasks: page.map((task) => rowOf(task, clock(), names)),
      next: last && cursorOf([tiers.indexOf(last.tier), last.dueAt.getTime(), last.id]),
    }
  }

  return {
    board: async (who, query) => {
      demandOfficer(who)
      return boardFor(who, query)
    },
    summary: async (who, unit) => {
      demandOfficer(who)
      return summaryFor(ground, await treeOf(), who, unit)
    },
    find: async (who, id) => {
      demandOfficer(who)
      const tree = await treeOf()
      const task = await taskOf(who, id, tree)
      await note(who, 'read_task', task.number)
      return detailOf(ground, tree, who, task)
    },
    act: async (who, id, act) => {
      demandOfficer(who)
      const tree = await treeOf()
      const { task } = await performAct(ground, tree, who, id, act)
      const seen =
        (await store.tasks.find(
          id,
          tree.all.map((unit) => unit.id),
        )) ?? task
      return detailOf(ground, tree, who, seen)
    },
    answer: async (who, id, facts) => {
      demandOfficer(who)
      const tree = await treeOf()
      const { task, call } = await performAct(ground, tree, who, id, { act: 'answer', facts })
      if (!call) throw new NotFoundError({ what: 'call' })
      return callView(call, task.number, { tree })
    },
    attach: async (who, id, file) => {
      demandOfficer(who)
      const tree = await treeOf()
      const at = clock()
      const name = plainFileName(file.name)
      const added = await store.transaction(async (records) => {
        const task = await records.tasks.find(id, seenBy(who, tree))
        if (!task) throw new NotFoundError({ what: 'task' })
        const doing = { id: who.id, at, standings: standingsOf(who, task, tree), isOwnWork: false }
        const type = checkAttachment({ name, bytes: file.bytes }, await records.tasks.attachedBytes(task.id))
        const one = { id: uuidv7(at), task: task.id, at, by: who.id, type, bytes: file.bytes.length, sha256: sha256(file.bytes), name }
        const progress = stepped(task, 'attach', doing, ground, { content: { attachment: one.id, name } })
        await records.tasks.addAttachment(one, file.bytes)
        await writeProgress(
          records,
          task,
          progress,
          { actor: { kind: 'officer', id: who.id }, at, n: await records.tasks.nextStep(task.id) },
          { action: 'attach_to_task', detail: { attachment: one.id, type, sha256: one.sha256 } },
        )
        return one
      })
      return attachmentView(added, { officers: new Map([[who.id, who.name]]) })
    },
    attachment: async (who, task, id) => {
      demandOfficer(who)
      const tree = await treeOf()
      const { id: of } = await taskOf(who, task, tree)
      const found = (await store.tasks.attachments(of)).find((one) => one.id === id)
      const content = found && (await store.tasks.attachmentContent(id))
      if (!found || !content) throw new NotFoundError({ what: 'attachment' })
      await note(who, 'read_attachment', of, { attachment: id })
      return { view: attachmentView(found, { officers: await store.people.namesOf([found.by]) }), content }
    },
    calls: async (who, { state, limit }) => {
      demandOfficer(who)
      const tree = await treeOf()
      const departments = departmentsOf(who, tree)
      if (departments.length === 0) return []
      const calls = await store.tasks.callsTo(departments, { open: state === 'open', limit })
      const numbers = new Map<string, string>()
      for (const id of new Set(calls.map(({ task }) => task)))
        numbers.set(
          id,
          (
            await store.tasks.find(
              id,
              tree.all.map((unit) => unit.id),
            )
          )?.number ?? '',
        )
      return calls.map((call) => callView(call, numbers.get(call.task) ?? '', { tree }))
    },
    incident: async (who, id) => {
      demandOfficer(who)
      const detail = await incidentDetail(ground, await treeOf(), who, id)
      await note(who, 'read_incident', detail.id)
      return detail
    },
    incidents: async (who, query) => {
      demandOfficer(who)
      const tree = await treeOf()
      const found = await store.incidents.list({
        units: unitsFor(who, tree, query.unit),
        class: query.class,
        tier: query.tier,
        limit: query.limit + 1,
        ...(query.after === undefined ? {} : { after: incidentAfter(query.after) }),
      })
      const page = found.slice(0, query.limit)
      const last = found.length > query.limit ? page.at(-1) : undefined
      await note(who, 'list_incidents', undefined, { incidents: page.map(({ id }) => id) })
      return {
        incidents: page.map((incident) => incidentView(incident, { tree })),
        next: last && cursorOf([last.at.getTime(), last.id]),
      }
    },
    trends: async (who, query) => {
      demandOfficer(who)
      return trendsFor(ground, await treeOf(), who, query)
    },
    work: async (who, query) => {
      demandOfficer(who)
      return workFor(ground, await treeOf(), who, query)
    },
    matters: async (who) => {
      demandOfficer(who)
      const tree = await treeOf()
      const rules = rulesOf(ground, tree)
      return rules.worklist.matters.map((matter) => matterView(matter, who.unit, rules))
    },
    units: async (who) => {
      demandOfficer(who)
      const tree = await treeOf()
      const seen = seenBy(who, tree)
      const top = [who.unit, ...tree.above(who.unit).map(({ id }) => id)]
      // Departments that can be called stand anywhere above.
      const departments = tree.all.filter(
        ({ id, parent }) => tree.kindOf(id) === 'department' && parent !== undefined && top.includes(parent),
      )
      const kind = (id: string) => tree.kindOf(id) ?? ('station' as const)
      return [
        ...tree.all
          .filter(({ id }) => seen.includes(id))
          .map(({ id, name, parent }) => ({ id, name, parent, kind: kind(id), duty: undefined })),
        ...departments.map(({ id, name, parent, duty }) => ({ id, name, parent, kind: 'department' as const, duty })),
      ]
    },
  }
}
