import { z } from 'zod'
import { type ApplicationView, purposeNames, purposes } from '../core/certificates.ts'
import { timeOfId } from '../core/ids.ts'
import { dateText, isPlainDate, type PlainDate, shanghaiDate } from '../core/time.ts'
import { defineTool } from '../core/tool.ts'
import { maskName } from '../domain/certificates/masking.ts'
import { certificateCard } from './certificate-card.ts'
import { applicationView, fieldMeta } from './fields.ts'
import { purposeChoices } from './purposes.ts'

const period = z
  .object({
    from: z.string().refine(isPlainDate, '查询起始日要是真实的日期，例如 2020-01-01。'),
    to: z.string().refine(isPlainDate, '查询截止日要是真实的日期，例如 2026-11-01。'),
  })
  .refine(({ from, to }) => from <= to, { error: '查询起始日不能晚于截止日，请再说一遍期间。' })

const input = z.object({
  purpose: z.enum(purposes, { error: '还不知道这份证明做什么用。请说说用途，例如出国、入职、留学、公证。' }).meta(
    fieldMeta({
      title: '用途',
      ask: '请问这份证明是做什么用的？',
      ask_en: 'What is the certificate for?',
      kind: 'choice',
      choices: purposeChoices,
    }),
  ),
  purpose_detail: z
    .string()
    .trim()
    .max(200, '用途说明请控制在 200 字以内。')
    .optional()
    .meta(fieldMeta({ title: '用途说明', kind: 'text' })),
  recipient: z
    .string()
    .trim()
    .max(100, '接收单位名称请控制在 100 字以内。')
    .optional()
    .meta(fieldMeta({ title: '接收单位', kind: 'text', examples: ['深圳某某科技有限公司'] })),
  period: period.optional().meta(fieldMeta({ title: '查询期间', kind: 'period' })),
  delivery: z
    .enum(['electronic', 'window'], { error: '领取方式只有两种：电子版，或到窗口领纸质版。' })
    .default('electronic')
    .meta(
      fieldMeta({
        title: '领取方式',
        kind: 'choice',
        choices: {
          electronic: {
            label: '电子版',
            en: 'electronic',
            says: ['电子', '电子版', '网上', '下载', 'PDF', '发我手机', 'electronic', 'online'],
          },
          window: {
            label: '到窗口领取',
            en: 'collect at the counter',
            says: ['窗口', '纸质', '纸质版', '打印', '现场取', '自己去拿', 'paper', 'counter'],
          },
        },
      }),
    ),
})

const periodText = (value: { from: PlainDate; to: PlainDate } | undefined): string =>
  value ? `${dateText(value.from)}至${dateText(value.to)}` : '全时段'

const busy = (view: ApplicationView): string => {
  if (view.status === '待补正')
    return `您的申请已收到（受理号 ${view.number}）。近 12 个月里您已申请过多次，按规定要补一份说明用途的材料，例如录用通知、录取通知或签证要求。请带到派出所窗口，补齐后照常办理。`
  return `您的申请已收到（受理号 ${view.number}），民警正在看，最迟 ${dateText(view.dueOn)} 给您答复。您不用再做什么，随时可以问我“办到哪一步了”。`
}

const busyEn = (view: ApplicationView): string =>
  view.status === '待补正'
    ? `Your application ${view.number} has been received. You have applied several times within twelve months, so please bring a document that shows the use (a job offer, an admission letter, a visa requirement) to the police station. It is then handled as usual.`
    : `Your application ${view.number} has been received and an officer is looking at it. You will have an answer by ${view.dueOn}. You need not do anything else; ask me for the progress at any time.`

/** 申请无犯罪记录证明: takes the application of the person who is signed in, and issues at once where the way is clear. */
export const submitApplication = defineTool({
  name: 'submit_certificate_application',
  title: '申请无犯罪记录证明',
  description:
    'Submits an application for a no-criminal-record certificate (无犯罪记录证明, 案底证明, 清白证明, police clearance) for the signed-in person themself. Identity is taken from the session. Where the way is clear the signed certificate is issued at once. Never for anybody else.',
  scope: 'citizen',
  effect: 'write',
  input,
  output: z.object({ application: applicationView, delivery: z.enum(['electronic', 'window']) }),
  confirm: (wish, who) => {
    const purpose = purposeNames[wish.purpose]
    const fields = [
      { label: '申请人', value: `${maskName(who.name)}（本人）` },
      { label: '用途', value: wish.purpose_detail ? `${purpose}（${wish.purpose_detail}）` : purpose },
      { label: '查询期间', value: periodText(wish.period) },
      ...(wish.recipient ? [{ label: '接收单位', value: wish.recipient }] : []),
      { label: '领取方式', value: choicesOf(wish.delivery) },
    ]
    return {
      fields,
      text: `为您本人申请无犯罪记录证明：用途“${purpose}”，查询期间${periodText(wish.period)}${wish.recipient ? `，交给${wish.recipient}` : ''}，${choicesOf(wish.delivery)}。确认后即表示您同意公安机关查询您的犯罪记录。确认提交吗？`,
      en: `Apply for your own no-criminal-record certificate: purpose ${purposeChoices[wish.purpose].en}, period ${wish.period ? `${wish.period.from} to ${wish.period.to}` : 'your whole life'}, ${wish.delivery === 'electronic' ? 'electronic copy' : 'paper copy at the counter'}. By confirming you agree that the police look up your record. Shall I submit it? (yes / no)`,
    }
  },
  async run({ input: wish, ctx }) {
    const today = shanghaiDate(ctx.clock())
    const capped = wish.period && wish.period.to > today ? { from: wish.period.from, to: today } : wish.period
    const { number } = await ctx.certificates.accept(
      {
        purpose: wish.purpose,
        purposeDetail: wish.purpose_detail,
        recipient: wish.recipient,
        period: capped,
        delivery: wish.delivery,
        begunAt: ctx.conversation === undefined ? undefined : timeOfId(ctx.conversation),
      },
      { who: ctx.who, deedKey: ctx.deedKey, declareLookup: ctx.declareLookup },
    )
    return {
      application: {
        number,
        applicant: 'self' as const,
        status: '办理中' as const,
        purpose: wish.purpose,
        submittedAt: ctx.clock().toISOString(),
        dueOn: today,
      },
      delivery: wish.delivery,
    }
  },
  async settle({ output, ctx }) {
    const view = await ctx.certificates.settle(output.application.number)
    return { application: { ...view, submittedAt: view.submittedAt.toISOString() }, delivery: output.delivery }
  },
  present: ({ application, delivery }) => {
    const view: ApplicationView = { ...application, submittedAt: new Date(application.submittedAt), certificate: application.certificate }
    const { certificate } = view
    if (!certificate)
      return {
        text: busy(view),
        en: busyEn(view),
        outcome: 'handed_off',
        cards: [applicationCard(view)],
        suggestions: ['办到哪一步了？', '要等多久？'],
      }
    const pick =
      delivery === 'window' ? '电子版现在就能用；纸质版可凭身份证到受理派出所窗口打印。' : '可以直接下载或转发，接收方扫二维码就能验真。'
    return {
      text: `办好了。您的无犯罪记录证明已开出，编号 ${certificate.number}。${pick}`,
      en: `Done. Your no-criminal-record certificate has been issued, number ${certificate.number}. You can download or share it; whoever receives it can check it by the QR code.`,
      cards: [certificateCard(certificate)],
      suggestions: ['怎么验真？', '有效期多久？', '谁查过我的记录？'],
    }
  },
})

const choicesOf = (delivery: 'electronic' | 'window'): string => (delivery === 'electronic' ? '电子版' : '到窗口领取')

const applicationCard = (view: ApplicationView) => ({
  kind: 'application' as const,
  title: '无犯罪记录证明申请',
  fields: [
    { label: '受理号', value: view.number },
    { label: '状态', value: view.status },
    { label: '最迟答复', value: dateText(view.dueOn) },
  ],
  links: [],
})
