import { z } from 'zod'
import type { Card } from '../core/conversation.ts'
import { tiers } from '../core/disputes.ts'
import type { TaskRow } from '../core/task-desk.ts'
import { taskStateNames, taskStates } from '../core/tasks.ts'
import { shanghaiText } from '../core/time.ts'
import { fieldMeta } from './fields.ts'

/** 档位, as officers say it. */
export const tierNames: Record<(typeof tiers)[number], string> = {
  red: '红档',
  orange: '橙档',
  yellow: '黄档',
  blue: '蓝档',
  white: '白档',
}

/** The number of a task, as officers type it. */
export const taskNumber = z
  .string({ error: '是哪一件任务？请说任务编号，例如 RW20260000001。' })
  .trim()
  .max(40, '任务编号没有这么长，请核对后再说一遍。')
  .transform((text) => text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, ''))
  .meta(fieldMeta({ title: '任务编号', ask: '是哪一件任务？请说任务编号。', kind: 'application_number', examples: ['RW20260000001'] }))

/** A task in a tool's output. */
export const taskView = z.object({
  id: z.string(),
  number: z.string(),
  unit: z.string(),
  state: z.enum(taskStates),
  tier: z.enum(tiers),
  place: z.string(),
  excerpt: z.string(),
  dueAt: z.string(),
  isOverdue: z.boolean(),
  claimedBy: z.string(),
})

export const taskViewOf = (task: TaskRow): z.output<typeof taskView> => ({
  id: task.id,
  number: task.number,
  unit: task.unit.name,
  state: task.state,
  tier: task.tier,
  place: task.brief?.place ?? '',
  excerpt: task.brief?.excerpt ?? '',
  dueAt: task.dueAt.toISOString(),
  isOverdue: task.isOverdue,
  claimedBy: task.claimedBy?.name ?? '',
})

/** One line about a task, for a sentence. */
export const taskLine = (task: z.output<typeof taskView>): string =>
  `${task.number}（${tierNames[task.tier]}，${taskStateNames[task.state]}）${task.state === 'closed' ? '' : `，${task.isOverdue ? '已超时，' : ''}时限 ${shanghaiText(new Date(task.dueAt))}`}`

/** A task as a card, with the way to its page. */
export const taskCard = (task: z.output<typeof taskView>): Card => ({
  kind: 'task',
  title: `${tierNames[task.tier]}任务 ${task.number}`,
  fields: [
    { label: '状态', value: taskStateNames[task.state] },
    ...(task.place ? [{ label: '地点', value: task.place }] : []),
    ...(task.excerpt ? [{ label: '警情', value: task.excerpt }] : []),
    { label: '单位', value: task.unit },
    ...(task.claimedBy ? [{ label: '承办', value: task.claimedBy }] : []),
    { label: '时限', value: `${shanghaiText(new Date(task.dueAt))}${task.isOverdue ? '（已超时）' : ''}` },
  ],
  links: [],
})
