import type { DisputeClass } from '../../core/disputes.ts'
import type { TaskAct } from '../../core/task-acts.ts'
import type { TaskDetail } from '../../core/task-desk.ts'
import type { Measure, TaskOutcome } from '../../core/tasks.ts'
import type { Random } from './random.ts'

/** Who of the invented officers does it: one of the station, its lead, or the command room above all of them. */
export type MoveBy = 'hand' | 'lead' | 'command'

/** What happens to a task next in a made day (演示办理), and when. */
export interface Move {
  readonly by: MoveBy
  readonly at: Date
  readonly act: TaskAct
}

/** What the played officers remember of a task beside what the desk shows. */
export interface Memory {
  /** The parties' matter was handled since it was last begun anew. */
  isHandled: boolean
  isCalled: boolean
  /** It has been sent back to its unit, and is not turned away again. */
  isReturned: boolean
}

/** About one step in so many is late, and one task in so many comes back. */
const [lateShare, returnShare, callShare, lowerShare, sendBackShare] = [0.07, 0.04, 0.15, 0.06, 0.05]

const shiftMs = 12 * 3_600_000

const demands: Record<DisputeClass, string> = {
  D1: '要求对方停止争吵和纠缠，妥善处理家庭事务。',
  D2: '要求对方停止影响生活的行为，恢复原状。',
  D3: '要求按约定还款或者履行合同。',
  D4: '要求结清拖欠的劳动报酬。',
  D5: '要求划清边界、赔偿草料和牲畜损失。',
  D6: '要求按合同和服务约定解决。',
  D7: '要求退款、退货或者赔偿。',
  D8: '要求赔偿损失、赔礼道歉。',
}

/** When a step is done: mostly well before it is due, now and then after. */
const momentFor = (task: TaskDetail, now: Date, random: Random): Date => {
  const left = Math.max(60_000, task.dueAt.getTime() - now.getTime())
  // Nobody waits for the last of seven working days.
  const wait = random.isOf(lateShare) ? left * (1.05 + random.next() * 0.6) : Math.min(left, shiftMs) * (0.03 + 0.8 * random.next() ** 2)
  return new Date(now.getTime() + Math.max(60_000, wait))
}

const ownMeasures = (task: TaskDetail): readonly Measure[] => {
  if (task.marks.includes('family_violence')) return ['stop_danger', 'register', 'protect']
  if (task.marks.includes('rescue')) return ['stop_danger', 'rescue']
  return task.tier === 'red' ? ['stop_danger', 'investigate'] : ['register', 'mediate']
}

const outcomeOf = (task: TaskDetail, random: Random): TaskOutcome => {
  if (task.marks.includes('rescue')) return 'rescued'
  if (task.matter?.side === 'negative') return random.of(['handed_over', 'handed_over', 'guided', 'not_settled', 'settled'])
  if (task.marks.includes('family_violence')) return random.of(['case_opened', 'guided'])
  return task.tier === 'red' ? 'case_opened' : random.of(['mediated', 'mediated', 'mediated', 'settled', 'not_settled'])
}

const noteOf: Record<TaskOutcome, string> = {
  mediated: '双方到所调解，达成协议并当场履行。',
  settled: '双方自行和解，表示不再追究。',
  handed_over: '已移送有权部门，并告知当事人去向。',
  case_opened: '有违法事实，已按案件办理。',
  rescued: '人员已经安全，由家人接回。',
  guided: '已告知可以走的途径和需要的材料。',
  not_settled: '调解不成，已告知可以申请仲裁或者起诉。',
  not_a_dispute: '到场核实，没有纠纷。',
}

/** What the invented officers do next about a task; undefined when it is done, or waits for somebody else. */
export const nextMove = (task: TaskDetail, memory: Memory, facts: { readonly now: Date; readonly random: Random }): Move | undefined => {
  const { now, random } = facts
  const { revision, state, matter } = task
  const at = momentFor(task, now, random)
  const move = (by: MoveBy, act: TaskAct): Move => ({ by, at, act })
  switch (state) {
    case 'dispatched':
      if (!memory.isReturned && task.tier !== 'red' && random.isOf(returnShare))
        return move('hand', { act: 'return', facts: { revision, reason: '事发地不在本所辖区，请核对地址后重派。' } })
      return move('hand', { act: 'receive', facts: { revision } })
    case 'returned':
      return move('command', { act: 'dispatch', facts: { revision, unit: task.unit.id, note: '核对辖区无误，请继续办理。' } })
    case 'received': {
      if (task.classes.length === 0 && task.tier !== 'red')
        return move('lead', { act: 'close', facts: { revision, outcome: 'not_a_dispute', note: noteOf.not_a_dispute } })
      const classes: DisputeClass[] = task.classes.length > 0 ? [...task.classes] : ['D8']
      return move('hand', {
        act: 'triage',
        facts: {
          ...{ revision, classes, matter: matter?.id ?? 'present_danger', demand: demands[classes[0] ?? 'D8'] },
          ...{ risks: task.tier === 'red' || task.tier === 'orange' ? ['可能再次发生冲突'] : [] },
          ...{ basis: matter?.basis ?? '人民警察法第二十一条', proposal: '先稳住双方、问清经过，再按清单办理。' },
        },
      })
    }
    case 'triaged': {
      const department = matter?.side === 'negative' ? matter.addressees[0] : undefined
      if (department && !memory.isCalled && random.isOf(callShare))
        return move('hand', { act: 'call', facts: { revision, department: department.id, question: '请派人到场或者书面答复处理意见。' } })
      if (task.tier === 'orange' && !task.marks.includes('family_violence') && random.isOf(lowerShare))
        return move('lead', {
          act: 'downgrade',
          facts: { revision, tier: 'yellow', because: 'checked_on_site', reason: '民警到场核实，双方已经分开，没有现实危险。' },
        })
      return handling(task, now, random)
    }
    case 'handling':
      if (!memory.isHandled) return handling(task, now, random)
      return move('hand', {
        act: 'feedback',
        facts: { revision, how: random.of(['phone', 'visit']), told: 'all_parties', text: '已把办理情况和可以走的途径告诉双方。' },
      })
    case 'fed_back':
    case 'supervised':
      if (task.satisfaction === undefined) return followUp(task, now, random)
      if (state === 'fed_back' && task.needsSupervision) {
        const passes = !random.isOf(sendBackShare)
        return move('lead', {
          act: 'supervise',
          facts: { revision, passes, note: passes ? '手续齐全，当事人已经回访。' : '请补充到场情况。' },
        })
      }
      return closing(task, at, random)
    case 'closed':
      return undefined
  }
}

const handling = (task: TaskDetail, now: Date, random: Random): Move => {
  const isForeign = task.matter?.side === 'negative'
  return {
    by: 'hand',
    at: momentFor(task, now, random),
    act: {
      act: 'handle',
      facts: {
        ...{ revision: task.revision, co_handlers: [], note: '到场制止，分开询问，听取双方意见。' },
        measures: isForeign ? ['stop_danger', 'explain_ways', 'hand_over'] : [...ownMeasures(task)],
      },
    },
  }
}

const followUp = (task: TaskDetail, now: Date, random: Random): Move => {
  const isReached = random.isOf(0.85)
  const feeling = random.next()
  const satisfaction = feeling < 0.64 ? 'satisfied' : feeling < 0.9 ? 'partly' : 'unsatisfied'
  return {
    by: 'hand',
    at: momentFor(task, now, random),
    act: {
      act: 'follow-up',
      facts: {
        ...{ revision: task.revision, how: task.needsVisit ? 'visit' : 'phone', reached: isReached },
        ...(isReached ? { satisfaction, solved: satisfaction !== 'unsatisfied' } : {}),
      },
    },
  }
}

const closing = (task: TaskDetail, at: Date, random: Random): Move => {
  const outcome = outcomeOf(task, random)
  return { by: 'hand', at, act: { act: 'close', facts: { revision: task.revision, outcome, note: noteOf[outcome] } } }
}

/** What is remembered after an act went well. */
export const remember = (memory: Memory, { act, facts }: TaskAct, before: TaskDetail, after: TaskDetail): void => {
  if (act === 'handle') memory.isHandled = true
  if (act === 'call') memory.isCalled = true
  if (act === 'return') memory.isReturned = true
  if (after.reopenings > before.reopenings || (act === 'supervise' && !facts.passes)) memory.isHandled = false
}
