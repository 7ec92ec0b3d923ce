import { z } from 'zod'
import { dateText } from '../core/time.ts'
import { defineTool } from '../core/tool.ts'
import { fieldMeta, plainDate } from './fields.ts'

const termNames = { issue: '办理期限', recheck: '复查期限', recheck_extended: '延长后的复查期限（合计）' } as const

/** 计算期限: on which day a term ends, by the working days of the published calendar. */
export const countDeadline = defineTool({
  name: 'count_deadline',
  title: '计算期限',
  description:
    'Counts the working days of a certificate matter (期限计算): 3 to a result, 15 for a recheck, 30 in all once extended. Give the day of acceptance (受理日期).',
  scope: 'anyone',
  effect: 'read',
  input: z.object({
    term: z
      .enum(['issue', 'recheck', 'recheck_extended'])
      .default('issue')
      .meta(
        fieldMeta({
          title: '期限',
          kind: 'choice',
          choices: {
            issue: { label: '办理期限', says: ['办理', '出证', '证明几号到期'] },
            recheck: { label: '复查期限', says: ['复查', '异议'] },
            recheck_extended: {
              label: '延长后的复查期限',
              says: [
                '延长',
                '延期',
                '延长了',
                '延长后',
                '延长以后',
                '延期了',
                '延期后',
                '复查延长',
                '复查延期',
                '延长复查',
                '复查申请延长',
              ],
            },
          },
        }),
      ),
    accepted_on: z
      .string({ error: '哪天受理的？例如 11月23日。' })
      .trim()
      .max(40, '日期请写成 2026-11-29 的样子。')
      .meta(fieldMeta({ title: '受理日期', ask: '哪天受理的？例如 11月23日。', kind: 'date', examples: ['2026-11-23'] })),
  }),
  output: z.object({
    term: z.enum(['issue', 'recheck', 'recheck_extended']),
    acceptedOn: plainDate,
    days: z.number(),
    dueOn: plainDate,
    isProvisional: z.boolean(),
  }),
  async run({ input, ctx }) {
    return ctx.officers.deadline({ term: input.term, acceptedOn: input.accepted_on, isEvening: false })
  },
  present: ({ term, acceptedOn, days, dueOn, isProvisional }) => ({
    text: `从${dateText(acceptedOn)}受理起算，${termNames[term]}是${days}个工作日，最后一天是${dateText(dueOn)}。受理当天不算，从下一个工作日起算，节假日不算；经批准调查核实的时间不计入。${term === 'recheck' ? '这是没有延长的；批准延长的，请说“延长以后”，我另算。' : ''}${isProvisional ? '这段时间的放假安排还没有全部公布，先按周一至周五估算。' : ''}`,
    cards: [
      {
        kind: 'application' as const,
        title: '期限计算',
        fields: [
          { label: '受理日期', value: dateText(acceptedOn) },
          { label: termNames[term], value: `${days}个工作日` },
          { label: '最后一天', value: dateText(dueOn) },
        ],
        links: [],
      },
    ],
  }),
})
