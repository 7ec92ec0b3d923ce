import { z } from 'zod'
import { defineTool } from '../core/tool.ts'
import { fieldMeta } from './fields.ts'

/** A number as people type it. */
export const applicationNumber = z
  .string()
  .trim()
  .max(40, '受理号没有这么长，请核对后再说一遍。')
  .optional()
  .meta(fieldMeta({ title: '受理号', kind: 'application_number', examples: ['SL1599012026000001'] }))

export const tidiedNumber = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')

/** 撤回申请: takes an application or a form back that has no result yet; without a number the newest. */
export const withdrawApplication = defineTool({
  name: 'withdraw_application',
  title: '撤回申请',
  description:
    'Takes back the signed-in person’s own application or begun form that has no result yet (撤回, 不办了, 取消申请). Without a number the newest one.',
  scope: 'citizen',
  effect: 'write',
  input: z.object({ application_number: applicationNumber }),
  output: z.object({ number: z.string().optional() }),
  confirm: ({ application_number: number }) => ({
    text: `撤回${number ? `申请 ${number}` : '您最近一件没办结的申请'}。撤回以后可以随时重新申请。确认撤回吗？`,
    en: `Take back ${number ? `application ${number}` : 'your newest open application'}? You may apply again at any time. (yes / no)`,
  }),
  async run({ input, ctx }) {
    const { intake } = ctx.certificates
    const asked = input.application_number && tidiedNumber(input.application_number)
    const known = [
      ...(await ctx.certificates.applications(ctx.who)).map(({ number }) => number),
      ...(await intake.drafts(ctx.who)).map(({ number }) => number),
    ]
    for (const number of asked ? known.filter((one) => one === asked) : known) {
      const { may } = await intake.view(number, ctx.who)
      if (!may.includes('withdraw')) continue
      await intake.withdraw(number, ctx.who)
      return { number }
    }
    return {}
  },
  present: ({ number }) =>
    number === undefined
      ? {
          text: '您名下没有可以撤回的申请：已经办结的不能撤回，号码不对的请核对后再说一遍。',
          en: 'You have no open application that can be taken back. Please check the number.',
          suggestions: ['查一下我的办理进度'],
        }
      : {
          text: `申请 ${number} 已撤回。以后需要，随时可以重新申请。`,
          en: `Application ${number} has been taken back. You may apply again at any time.`,
          suggestions: ['我要开无犯罪记录证明'],
        },
})
