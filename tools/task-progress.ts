import { z } from 'zod'
import { taskEventNames, taskEvents } from '../core/tasks.ts'
import { shanghaiText } from '../core/time.ts'
import { defineTool } from '../core/tool.ts'
import { taskCard, taskLine, taskNumber, taskView, taskViewOf } from './task-fields.ts'

const lastSteps = 4

/** 任务进度: one task of the officer's units, its last steps, and whose the matter is. */
export const taskProgress = defineTool({
  name: 'task_progress',
  title: '查询任务进度',
  description:
    "Shows one task of the signed-in officer's units by its number (任务编号 RW…): state, deadline, last steps, addressees (任务到哪一步了).",
  scope: 'officer',
  effect: 'read',
  input: z.object({ task_number: taskNumber }),
  output: z.object({
    task: taskView,
    steps: z.array(z.object({ event: z.enum(taskEvents), at: z.string(), by: z.string(), isLate: z.boolean() })),
    matter: z.string(),
    addressees: z.array(z.string()),
  }),
  async run({ input, ctx }) {
    const task = await ctx.tasks.find(ctx.who, input.task_number)
    return {
      task: taskViewOf(task),
      steps: task.history
        .slice(-lastSteps)
        .map(({ event, at, by, isLate }) => ({ event, at: at.toISOString(), by: by?.name ?? '系统', isLate })),
      matter: task.matter?.title ?? '',
      addressees: task.matter?.side === 'negative' ? task.matter.addressees.map(({ name }) => name) : [],
    }
  },
  present: ({ task, steps, matter, addressees }) => {
    const trail = steps.map(
      ({ event, at, by, isLate }) => `${shanghaiText(new Date(at))} ${by}${taskEventNames[event]}${isLate ? '（超时）' : ''}`,
    )
    const whose = addressees.length > 0 ? `“${matter}”不归派出所裁断，先制止危险、登记、告知途径，移送${addressees.join('、')}。` : ''
    return {
      text: `${taskLine(task)}。最近：${trail.join('；')}。${whose}`,
      cards: [taskCard(task)],
      suggestions: task.state === 'dispatched' ? [`签收 ${task.number}`] : ['我的任务'],
    }
  },
})
