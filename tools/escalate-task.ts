import { z } from 'zod'
import { defineTool } from '../core/tool.ts'
import { fieldMeta } from './fields.ts'
import { taskCard, taskNumber, taskView, taskViewOf } from './task-fields.ts'

/** 提级: puts a task before the next superior by name. It stays where it is, and nothing is closed by it. */
export const escalateTask = defineTool({
  name: 'escalate_task',
  title: '提级任务',
  description:
    'Puts a task before the next named superior (提级, 报告领导, 请求协调) by its number, with the reason. The task stays with whoever has it.',
  scope: 'officer',
  effect: 'write',
  confirm: ({ task_number, reason }) => ({
    text: `把任务 ${task_number} 提级给上一级负责人，理由：${reason}。确认吗？`,
    fields: [
      { label: '任务编号', value: task_number },
      { label: '理由', value: reason },
    ],
  }),
  input: z.object({
    task_number: taskNumber,
    reason: z
      .string({ error: '请说一下提级的理由。' })
      .trim()
      .min(4, '理由至少写 4 个字。')
      .max(500, '理由最多 500 个字。')
      .meta(fieldMeta({ title: '理由', ask: '为什么要提级？请简单说明理由。', kind: 'text' })),
  }),
  output: z.object({ task: taskView, to: z.string() }),
  async run({ input, ctx }) {
    const seen = await ctx.tasks.find(ctx.who, input.task_number)
    const task = await ctx.tasks.act(ctx.who, seen.id, { act: 'escalate', facts: { revision: seen.revision, reason: input.reason } })
    return { task: taskViewOf(task), to: task.escalatedTo?.name ?? '' }
  },
  present: ({ task, to }) => ({
    text: to
      ? `任务 ${task.number} 已提级给${to}，仍由${task.unit}办理。`
      : `任务 ${task.number} 已记为提级，但上级还没有设置负责人，请直接电话报告。`,
    cards: [taskCard(task)],
    suggestions: ['我的任务'],
  }),
})
