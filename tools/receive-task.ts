import { z } from 'zod'
import { defineTool } from '../core/tool.ts'
import { taskCard, taskLine, taskNumber, taskView, taskViewOf } from './task-fields.ts'

/** 签收任务: signs for a task that was sent to the officer's unit, and takes it in hand. */
export const receiveTask = defineTool({
  name: 'receive_task',
  title: '签收任务',
  description: "Signs for a task sent to the signed-in officer's unit (签收, 接收任务, 认领) by its number; the officer then holds it.",
  scope: 'officer',
  effect: 'write',
  confirm: ({ task_number }, who) => ({
    text: `由您（${who.name}）签收任务 ${task_number} 并承办，确认吗？`,
    fields: [{ label: '任务编号', value: task_number }],
  }),
  input: z.object({ task_number: taskNumber }),
  output: z.object({ task: taskView }),
  async run({ input, ctx }) {
    const seen = await ctx.tasks.find(ctx.who, input.task_number)
    const act = seen.state === 'dispatched' ? 'receive' : 'claim'
    return { task: taskViewOf(await ctx.tasks.act(ctx.who, seen.id, { act, facts: { revision: seen.revision } })) }
  },
  present: ({ task }) => ({
    text: `已签收，由您承办：${taskLine(task)}。下一步联系当事人并研判，请在任务页面填写类别、诉求和依据。`,
    cards: [taskCard(task)],
    suggestions: ['我的任务', `${task.number} 到哪一步了`],
  }),
})
