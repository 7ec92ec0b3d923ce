import { z } from 'zod'
import { disputeClasses, tiers } from './disputes.ts'
import { downgradeReasons, measures, satisfactions, taskOutcomes } from './tasks.ts'

// What an officer asks for when something is done about a task: one shape for every door, chat and API alike.

const words = (ask: string, max = 2_000) => z.string().trim().min(1, ask).max(max, `最多 ${max} 个字。`)
const reason = (ask: string) => z.string().trim().min(4, `${ask}至少写 4 个字。`).max(1_000, '最多 1000 个字。')
/** The revision that the officer saw: whoever comes second is told so, and nothing is written. */
const seen = { revision: z.int('请刷新后再操作。').min(1) }

export const taskActs = {
  dispatch: z.object({ ...seen, unit: words('请写明派给哪个单位。', 60), note: words('不能为空。', 1_000).optional() }),
  receive: z.object({ ...seen }),
  claim: z.object({ ...seen }),
  release: z.object({ ...seen, note: words('不能为空。', 1_000).optional() }),
  triage: z.object({
    ...seen,
    classes: z.array(z.enum(disputeClasses)).min(1, '请选择主要类别。').max(3, '主类一个，副类最多两个。'),
    matter: words('请对照清单选择事项。', 60),
    demand: words('请写明主要诉求。'),
    risks: z.array(words('请写明风险。', 200)).max(20).default([]),
    basis: words('请写明法律依据。', 500),
    proposal: words('请写明处置建议。'),
  }),
  return: z.object({ ...seen, reason: reason('为什么不归本单位，'), suggests: z.string().trim().max(60).optional() }),
  call: z.object({
    ...seen,
    department: words('请选择要吹哨的部门。', 60),
    question: words('请写明需要部门做什么。'),
    within_hours: z.int().min(1).max(240, '最长 240 小时。').optional(),
  }),
  answer: z.object({
    call: words('请写明是哪一次吹哨。', 60),
    attended: z.boolean(),
    answer: words('请写明部门的答复。'),
  }),
  handle: z.object({
    ...seen,
    lead: z.string().trim().max(200).optional(),
    co_handlers: z.array(z.string().trim().max(60)).max(10).default([]),
    measures: z.array(z.enum(measures)).min(1, '请选择采取的措施。'),
    note: words('请写明办理情况。'),
    basis: words('不能为空。', 500).optional(),
  }),
  feedback: z.object({
    ...seen,
    how: z.enum(['phone', 'visit', 'online', 'letter']),
    told: z.enum(['all_parties', 'caller', 'other_party']),
    text: words('请写明告诉当事人的内容。'),
  }),
  'follow-up': z.object({
    ...seen,
    how: z.enum(['phone', 'visit']),
    reached: z.boolean(),
    satisfaction: z.enum(satisfactions).optional(),
    solved: z.boolean().optional(),
    note: words('不能为空。', 1_000).optional(),
  }),
  supervise: z.object({ ...seen, passes: z.boolean(), note: words('请写明核查意见。', 1_000) }),
  downgrade: z.object({ ...seen, tier: z.enum(tiers), because: z.enum(downgradeReasons), reason: reason('降档的理由') }),
  upgrade: z.object({ ...seen, tier: z.enum(tiers), reason: reason('升档的理由') }),
  escalate: z.object({ ...seen, reason: reason('提级的理由') }),
  close: z.object({ ...seen, outcome: z.enum(taskOutcomes), note: words('请写明办结情况。') }),
  reopen: z.object({ ...seen, reason: reason('重开的理由') }),
} as const

export type TaskActName = keyof typeof taskActs
export type TaskActInput<A extends TaskActName> = z.output<(typeof taskActs)[A]>

/** One thing to do about a task, with its facts. */
export type TaskAct = { [A in TaskActName]: { readonly act: A; readonly facts: TaskActInput<A> } }[TaskActName]
