import { z } from 'zod'
import { disputeClasses, disputeClassNames, findingMarks, type Mark, tierNames, tiers } from '../core/disputes.ts'
import { defineTool } from '../core/tool.ts'
import { fieldMeta } from './fields.ts'

const markWords: Readonly<Record<Mark, string>> = {
  consultation: '像是咨询',
  withdrawn: '报警人说没事了，要由人确认',
  drill: '演练',
  callback: '回访',
  hearsay: '听来的话',
  several_classes: '跨类，要由人定',
  rescue: '有轻生的话，先救人',
  family_violence: '疑似家庭暴力，不得降档',
  group: '五人以上',
  danger_hint: '像有危险，请先看',
}

const reason = z.object({
  word: z.string(),
  at: z.number(),
  rule: z.string(),
  points: z.number(),
  class: z.enum(disputeClasses).optional(),
})

/** Reasons on a card: what counted first, then what was set aside. */
const shownReasons = 12

/** 研判纠纷: what an incident text comes to, with class, tier, points and reasons. Of the event, never of a person; keeps nothing. */
export const detectDispute = defineTool({
  name: 'detect_dispute',
  title: '研判纠纷',
  description:
    'Reads the text of one incident (警情, 报警内容) and says whether it is a dispute: class D1–D8, tier, points, and each word that counted or was set aside, with its place. Give the text as it was written. Judges events only, never a person; the tier is advice.',
  scope: 'officer',
  effect: 'read',
  input: z.object({
    text: z
      .string({ error: '请把要研判的警情文本发给我。' })
      .trim()
      .min(1, '请把要研判的警情文本发给我。')
      .max(20_000, '这段文本太长了，请只发一条警情。')
      .meta(
        fieldMeta({
          title: '警情文本',
          ask: '请把要研判的警情文本发给我。',
          ask_en: 'Please send the text of the incident.',
          kind: 'query',
        }),
      ),
  }),
  output: z.object({
    classes: z.array(z.enum(disputeClasses)),
    tier: z.enum(tiers),
    points: z.number(),
    reasons: z.array(reason),
    marks: z.array(z.enum(findingMarks)),
  }),
  async run({ input, ctx }) {
    const { classes, tier, points, reasons, marks } = await ctx.disputes.scan(input.text, { at: ctx.clock() })
    return { classes: [...classes], tier, points, reasons: reasons.map((one) => ({ ...one })), marks: [...marks] }
  },
  present: ({ classes, tier, points, reasons, marks }) => {
    const [main, ...others] = classes.map((one) => `${one} ${disputeClassNames[one]}`)
    const advice = tier === 'red' ? '红档：请马上派警，由民警确认。' : ''
    const verdict = main
      ? `这条像是${main}类纠纷${others.length > 0 ? `，也可能涉及${others.join('、')}` : ''}，${tierNames[tier]}档，${points} 分。`
      : `没有看出纠纷，${tierNames[tier]}档，${points} 分。`
    const noted = marks.length > 0 ? `注意：${marks.map((mark) => markWords[mark]).join('；')}。` : ''
    const counted = [...reasons].sort((a, b) => b.points - a.points).slice(0, shownReasons)
    return {
      text: `${advice}${verdict}${noted}这是按词和规则算出来的，只看事件，供您参考，由人决定。`,
      cards: [
        {
          kind: 'dispute' as const,
          title: '研判结果',
          fields: [
            { label: '类别', value: main ? [main, ...others].join('、') : '未见纠纷' },
            { label: '档位', value: `${tierNames[tier]}档，${points} 分` },
            ...(marks.length > 0 ? [{ label: '提示', value: marks.map((mark) => markWords[mark]).join('；') }] : []),
            ...counted.map(({ word, at, rule, points: worth }) => ({
              label: `“${word}”（第 ${at + 1} 字）`,
              value: `${worth} 分 · ${rule}`,
            })),
          ],
          links: [],
        },
      ],
    }
  },
})
