import { z } from 'zod'
import { defineTool } from '../core/tool.ts'
import { fieldMeta } from './fields.ts'
import { taskCard, taskLine, taskView, taskViewOf } from './task-fields.ts'

const shown = 5

/** 我的任务: what waits for the officer, for the unit, or for an answer as a superior, the most urgent first. */
export const listMyTasks = defineTool({
  name: 'list_my_tasks',
  title: '查看任务',
  description:
    'Lists open tasks of the signed-in officer (我的任务, 待办任务): claimed by me (mine), of my unit (unit), overdue (overdue), or put before me as a superior (escalated). Most urgent first.',
  scope: 'officer',
  effect: 'read',
  input: z.object({
    which: z
      .enum(['mine', 'unit', 'overdue', 'escalated'])
      .default('mine')
      .meta(
        fieldMeta({
          title: '范围',
          kind: 'choice',
          choices: {
            mine: { label: '我认领的', says: ['我的任务', '我手上', '我名下', '我认领'] },
            unit: { label: '本单位的', says: ['所里', '本所', '本单位', '单位的任务', '全部任务', '今天的任务'] },
            overdue: { label: '超时的', says: ['超时', '逾期', '过期', '到期'] },
            escalated: { label: '提级给我的', says: ['提级', '督办', '报到我这'] },
          },
        }),
      ),
  }),
  output: z.object({ which: z.enum(['mine', 'unit', 'overdue', 'escalated']), tasks: z.array(taskView), more: z.boolean() }),
  async run({ input: { which }, ctx }) {
    const { tasks, next } = await ctx.tasks.board(ctx.who, {
      limit: shown,
      ...(which === 'mine' ? { mine: true } : {}),
      ...(which === 'overdue' ? { overdue: true } : {}),
      ...(which === 'escalated' ? { escalated: true } : {}),
    })
    return { which, tasks: tasks.map(taskViewOf), more: next !== undefined }
  },
  present: ({ which, tasks, more }) => {
    const names = { mine: '您认领的任务', unit: '本单位的任务', overdue: '超时的任务', escalated: '提级给您的任务' }
    const [first] = tasks
    if (!first)
      return {
        text: `现在没有${names[which]}。`,
        suggestions: which === 'mine' ? ['所里的任务', '超时的任务'] : ['我的任务'],
      }
    return {
      text: `${names[which]}${more ? `最急的 ${tasks.length} 件` : `有 ${tasks.length} 件`}：${tasks.map(taskLine).join('；')}。`,
      cards: tasks.map(taskCard),
      suggestions: first.state === 'dispatched' ? [`签收 ${first.number}`] : [`${first.number} 到哪一步了`],
    }
  },
})
