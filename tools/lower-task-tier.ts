import { z } from 'zod'
import { tiers } from '../core/disputes.ts'
import { NotAllowedError } from '../core/errors.ts'
import { type DowngradeReason, downgradeReasons } from '../core/tasks.ts'
import { defineTool } from '../core/tool.ts'
import { fieldMeta } from './fields.ts'
import { taskCard, taskNumber, taskView, taskViewOf, tierNames } from './task-fields.ts'

/** 依据, as officers say it. */
const becauseNames: Record<DowngradeReason, string> = {
  checked_on_site: '到场核实',
  settled_on_site: '当场化解',
  misread: '系统看错了',
  withdrawn: '当事人撤回',
  other: '其他',
}
const choices = <K extends string>(names: Record<K, string>, says: Partial<Record<K, readonly string[]>> = {}) =>
  Object.fromEntries(
    // What an object's keys are, its type has just said.
    (Object.entries(names) as [K, string][]).map(([key, label]) => [key, { label, says: [label, ...(says[key] ?? [])] }]),
  )
/** Whoever decides has a working day and the night after it. */
const holdsMs = 36 * 3_600_000

/** 申请降档: an officer asks that a task stands in a lower tier; a named superior decides, and the task changes then and not before. */
export const lowerTaskTier = defineTool({
  name: 'lower_task_tier',
  title: '申请降档',
  description:
    'Asks that a task is put into a lower tier (降档), by its number, with the new tier, what it rests on and the reason. Another officer, the head of the unit or above, approves; until then nothing changes.',
  scope: 'officer',
  effect: 'decide',
  approval: { role: 'approver', level: 'any', holdsMs },
  target: ({ task_number }) => task_number,
  confirm: ({ task_number, tier, because, reason }) => ({
    text: `申请把任务 ${task_number} 降为${tierNames[tier]}，依据：${becauseNames[because]}，理由：${reason}。确认吗？`,
    fields: [
      { label: '任务编号', value: task_number },
      { label: '降为', value: tierNames[tier] },
      { label: '依据', value: becauseNames[because] },
      { label: '理由', value: reason },
    ],
  }),
  input: z.object({
    task_number: taskNumber,
    tier: z
      .enum(tiers, { error: '降为哪一档？可以说橙档、黄档、蓝档或者白档。' })
      .meta(fieldMeta({ title: '新的档位', ask: '降为哪一档？', kind: 'choice', choices: choices(tierNames) })),
    because: z.enum(downgradeReasons, { error: '请说明依据：到场核实、当场化解、系统看错了、当事人撤回，或者其他。' }).meta(
      fieldMeta({
        title: '依据',
        ask: '降档的依据是什么？',
        kind: 'choice',
        choices: choices(becauseNames, {
          checked_on_site: ['核实过', '去现场看过'],
          settled_on_site: ['调解好了', '化解了'],
          misread: ['误判', '判错了'],
          withdrawn: ['撤回报警'],
        }),
      }),
    ),
    reason: z
      .string({ error: '请说一下降档的理由。' })
      .trim()
      .min(4, '理由至少写 4 个字。')
      .max(500, '理由最多 500 个字。')
      .meta(fieldMeta({ title: '理由', ask: '为什么要降档？请简单说明理由。', kind: 'text' })),
  }),
  output: z.object({ task: taskView }),
  async run({ input, ctx }) {
    const by = ctx.approver
    if (!by) throw new NotAllowedError({ what: 'lower_task_tier', needs: 'another, named approver' })
    // Whoever asks has to see the task; whoever decides has to be its head, which the desk of tasks knows.
    await ctx.tasks.find(ctx.who, input.task_number)
    const seen = await ctx.tasks.find(by, input.task_number)
    const { tier, because, reason } = input
    const task = await ctx.tasks.act(by, seen.id, { act: 'downgrade', facts: { revision: seen.revision, tier, because, reason } })
    return { task: taskViewOf(task) }
  },
  present: ({ task }) => ({
    text: `任务 ${task.number} 现在是${tierNames[task.tier]}。`,
    cards: [taskCard(task)],
    suggestions: ['我的任务'],
  }),
})
