import { z } from 'zod'
import { uuidv7 } from '../core/ids.ts'
import { defineTool } from '../core/tool.ts'
import { fieldMeta } from './fields.ts'

/** 转人工: leaves the matter with the officers of the person's unit. The person has just asked for it, so nothing is asked again. */
export const handToOfficer = defineTool({
  name: 'hand_to_officer',
  title: '转人工',
  description:
    'Hands the conversation to a human officer (转人工, 找民警, 真人). Use it when the person asks for one, or when no tool and no rule helps.',
  scope: 'citizen',
  effect: 'note',
  input: z.object({
    reason: z
      .string()
      .trim()
      .max(300)
      .default('群众要求转人工')
      .meta(fieldMeta({ title: '事由', kind: 'text' })),
  }),
  output: z.object({ unit: z.string(), phone: z.string(), address: z.string() }),
  async run({ input, ctx }) {
    const units = await ctx.records.people.listUnits()
    const own = ctx.who.hukouUnit ?? ctx.who.residenceUnit
    const unit = units.find((candidate) => candidate.id === own) ?? units.find((candidate) => candidate.parent === undefined)
    await ctx.records.handoffs.insert({
      id: uuidv7(ctx.clock()),
      person: ctx.who.id,
      unit: unit?.id ?? '',
      conversation: ctx.conversation,
      agent: ctx.agent,
      reason: 'asked_for_person',
      summary: input.reason,
      at: ctx.clock(),
      status: 'open',
    })
    return { unit: unit?.name ?? '就近派出所', phone: unit?.phone ?? '', address: unit?.address ?? '' }
  },
  present: ({ unit, phone, address }) => ({
    text: `好的，已把您的问题转给${unit}的民警，工作时间会有人联系您。着急的话可以直接打电话${phone ? ` ${phone}` : ''}，或带身份证到窗口。`,
    en: `I have passed this to the officers of ${unit}; somebody will contact you in office hours.${phone ? ` You may also call ${phone}.` : ''}`,
    outcome: 'handed_off',
    cards: [
      {
        kind: 'handoff',
        title: '已转人工',
        fields: [
          { label: '单位', value: unit },
          ...(phone ? [{ label: '电话', value: phone }] : []),
          ...(address ? [{ label: '地址', value: address }] : []),
        ],
        links: phone ? [{ rel: 'tel', href: `tel:${phone.replace(/\D/g, '')}` }] : [],
      },
    ],
  }),
})
