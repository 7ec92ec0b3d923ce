import { z } from 'zod'
import { BadInputError } from '../core/errors.ts'
import { defineTool } from '../core/tool.ts'
import { fieldMeta } from './fields.ts'
import { readStays } from './read-stays.ts'

/** 算居留天数: counts the days of a foreigner's stays, overlaps once, both ends included, and says whether they are enough. */
export const countResidenceDays = defineTool({
  name: 'count_residence_days',
  title: '算一算在中国居留的天数',
  description:
    'Counts the days of a foreigner’s stays in China from their first and last days (累计居留180天, 够不够半年, 179/180). Overlapping stays count once, both ends count. For a police certificate 180 days or more are needed.',
  scope: 'anyone',
  effect: 'read',
  input: z.object({
    stays: z
      .string({ error: '请告诉我每一段居留从哪天到哪天。' })
      .trim()
      .min(1)
      .max(1_000, '写得太长了，请只写每一段居留的起止日期。')
      .meta(
        fieldMeta({
          title: '居留起止日期',
          ask: '请告诉我每一段居留从哪天到哪天，例如 2025年1月1日到4月10日，2026年1月1日到今天。',
          ask_en: 'Please give the first and last day of each stay, for example 2025-01-01 to 2025-04-10, 2026-01-01 to today.',
          kind: 'stays',
          examples: ['2025年1月1日到4月10日，2026年1月1日到今天', '2025-01-01 to 2025-04-10 and 2026-01-01 to today'],
        }),
      ),
  }),
  output: z.object({
    days: z.number(),
    isEnough: z.boolean(),
    requiredDays: z.number(),
    counting: z.enum(['cumulative', 'continuous']),
    stays: z.number(),
  }),
  async run({ input, ctx }) {
    const stays = readStays(input.stays)
    if (stays.length === 0)
      throw new BadInputError({
        what: 'stays',
        hint: '没有看到日期。请把每一段居留的起止日期写出来，例如 2025年1月1日到2025年4月10日。 Please write the first and last day of each stay.',
      })
    const counted = ctx.certificates.intake.countStays(stays)
    if (typeof counted === 'string') throw new BadInputError({ what: 'stays', hint: counted })
    return { ...counted, stays: stays.length }
  },
  present: ({ days, isEnough, requiredDays, counting, stays }) => {
    const how = counting === 'continuous' ? '最长一段连续居留' : stays > 1 ? `${stays} 段居留合计` : '居留'
    const next = isEnough
      ? '够申请了，由居住地县级以上公安机关出入境管理部门受理；请备好居留许可和出入境记录。'
      : `离 ${requiredDays} 天还差 ${requiredDays - days} 天。请看有没有漏掉的居留；能不能受理由出入境民警定。`
    return {
      text: `${how} ${days} 天（起止两天都算，重叠的只算一次）。${next}`,
      en: `${days} days of residence count${counting === 'continuous' ? ' (longest unbroken stay)' : ''}, both ends included and overlaps counted once. ${
        isEnough
          ? 'That is enough: the exit-entry administration of your place of residence accepts the application. Please have your residence permits and entry records at hand.'
          : `${requiredDays - days} more are needed to reach ${requiredDays}. Please check for stays left out; an exit-entry officer decides.`
      }`,
      suggestions: isEnough ? ['我要开无犯罪记录证明'] : ['转人工'],
    }
  },
})
