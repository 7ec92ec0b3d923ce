import { z } from 'zod'
import { dateText } from '../core/time.ts'
import { defineTool } from '../core/tool.ts'
import { fieldMeta, plainDate } from './fields.ts'
import { applicationNumber, tidiedNumber } from './withdraw-application.ts'

/** 书面异议: objects to a result; another officer looks again within fifteen working days. */
export const objectToResult = defineTool({
  name: 'object_to_result',
  title: '提出书面异议',
  description:
    'Files the signed-in person’s written objection to the result of their own application (异议, 复查, 不服, 搞错了). Another officer rechecks within fifteen working days. Without a number the newest result.',
  scope: 'citizen',
  effect: 'write',
  input: z.object({
    reason: z
      .string({ error: '请说说哪里不对。' })
      .trim()
      .min(2, '请说说哪里不对。')
      .max(2_000, '理由请控制在 2000 字以内。')
      .meta(
        fieldMeta({
          title: '异议理由',
          ask: '请把哪里不对、为什么不对写给我，我原样交给受理单位。',
          ask_en: 'Please write what is wrong and why; it goes to the accepting unit as it is.',
          kind: 'text',
        }),
      ),
    application_number: applicationNumber,
  }),
  output: z.object({ number: z.string().optional(), dueOn: plainDate.optional() }),
  confirm: ({ reason, application_number: number }) => ({
    text: `对${number ? `申请 ${number}` : '您最近一件'}的结果提出书面异议，理由是：“${reason}”。由原受理单位换人复查，15个工作日内书面答复。确认提交吗？`,
    en: `File a written objection to the result of ${number ? `application ${number}` : 'your newest application'}: "${reason}"? Another officer rechecks within fifteen working days. (yes / no)`,
    fields: [{ label: '异议理由', value: reason }],
  }),
  async run({ input, ctx }) {
    const { intake } = ctx.certificates
    const asked = input.application_number && tidiedNumber(input.application_number)
    const all = await ctx.certificates.applications(ctx.who)
    for (const { number } of asked ? all.filter((one) => one.number === asked) : all) {
      const { may } = await intake.view(number, ctx.who)
      if (!may.includes('object')) continue
      await intake.object(number, ctx.who, input.reason)
      return { number, dueOn: (await intake.view(number, ctx.who)).view.dueOn }
    }
    return {}
  },
  present: ({ number, dueOn }) => {
    if (number === undefined || dueOn === undefined)
      return {
        text: '您名下没有可以提异议的结果：还没办结的请先等结果，号码不对的请核对后再说一遍。',
        en: 'You have no result that can be objected to. Please check the number.',
        suggestions: ['查一下我的办理进度'],
      }
    return {
      text: `异议已经交到原受理单位（受理号 ${number}），由另一位民警复查，最迟 ${dateText(dueOn)} 书面答复您。复查时可能请您配合，请留意电话。`,
      en: `Your objection to ${number} has been filed. Another officer rechecks it and you will have an answer in writing by ${dueOn}.`,
      suggestions: ['查一下我的办理进度', '转人工'],
    }
  },
})
