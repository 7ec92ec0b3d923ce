import { z } from 'zod'
import { publicStatuses } from '../core/certificates.ts'
import { dateText } from '../core/time.ts'
import { defineTool } from '../core/tool.ts'
import { checklistOf, mayNow } from '../domain/officer-desk/checklist.ts'
import { fieldMeta, plainDate } from './fields.ts'

/** 核对清单: what to look through in this case, its clock, and what may be done. Decides nothing, and says nothing of any record. */
export const reviewCaseChecklist = defineTool({
  name: 'review_case_checklist',
  title: '这件申请的核对清单',
  description:
    'Lists what an officer has to check in one certificate case of their units (核对清单) by its acceptance number (受理号 SL…), with its deadline and what may be done now. Never a decision, never what a record holds.',
  scope: 'officer',
  effect: 'read',
  input: z.object({
    number: z
      .string({ error: '是哪一件申请？请说 SL 开头的受理号。' })
      .trim()
      .max(40, '受理号没有这么长，请核对后再说一遍。')
      .transform((text) => text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, ''))
      .meta(fieldMeta({ title: '受理号', ask: '是哪一件申请？请说受理号。', kind: 'application_number' })),
  }),
  output: z.object({
    number: z.string(),
    status: z.enum(publicStatuses),
    dueOn: plainDate,
    daysLeft: z.number().optional(),
    isPaused: z.boolean(),
    items: z.array(z.string()),
    may: z.string(),
  }),
  async run({ input, ctx }) {
    const view = await ctx.officers.find(ctx.who, input.number)
    return {
      ...{ number: view.number, status: view.status, dueOn: view.dueOn, isPaused: view.clock?.isPaused ?? false },
      ...(view.clock?.daysLeft === undefined ? {} : { daysLeft: view.clock.daysLeft }),
      ...{ items: [...checklistOf(view)], may: mayNow(view) },
    }
  },
  present: ({ number, status, dueOn, daysLeft, isPaused, items, may }) => {
    const left = daysLeft === undefined ? '' : daysLeft < 0 ? `，已超期${-daysLeft}个工作日` : `，还有${daysLeft}个工作日`
    const clock = isPaused ? `经批准核实，期限暂停，预计${dateText(dueOn)}核实完` : `承诺${dateText(dueOn)}前办结${left}`
    return {
      text: `${number}现在是“${status}”，${clock}。请核对：${items.map((item, at) => `${at + 1}. ${item}`).join('；')}。结论由您和审批人作出。`,
      cards: [
        {
          kind: 'application' as const,
          title: `核对清单 ${number}`,
          fields: [...items.map((item, at) => ({ label: String(at + 1), value: item })), { label: '现在可以办', value: may }],
          links: [{ rel: 'case', href: `/api/desk/cases/${number}` }],
        },
      ],
    }
  },
})
