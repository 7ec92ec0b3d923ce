import { z } from 'zod'
import { purposeNames } from '../core/certificates.ts'
import { dateText, shanghaiText } from '../core/time.ts'
import { defineTool } from '../core/tool.ts'
import { certificateCard } from './certificate-card.ts'
import { applicationView, fieldMeta } from './fields.ts'

/** What each status means, and what happens next. */
const meaning: Record<string, string> = {
  待核验: '民警正在看您的申请，看完会继续办理',
  待补正: '还缺材料，缺什么、怎么补写在补正告知书里，在申请页面上传或者交到窗口，补齐后照常办理',
  不予受理: '没有受理，原因和其他办法写在告知书里，可到窗口领取',
  办理中: '正在办理',
  核实中: '正在核实，核实的时间不计入办理期限',
  已办结: '已经办结',
  复查中: '正在复查',
  复查办结: '复查已办结',
  已撤回: '已撤回，可以随时重新申请',
}

/** 查询进度: the person's own applications, newest first. */
export const certificateProgress = defineTool({
  name: 'certificate_progress',
  title: '查询证明办理进度',
  description:
    "Lists the signed-in person's own applications and certificates with their status (进度, 办到哪一步, 我的证明). Takes an application number (受理号) when the person names one.",
  scope: 'citizen',
  effect: 'read',
  input: z.object({
    application_number: z
      .string()
      .trim()
      .max(40, '受理号没有这么长，请核对后再说一遍，或直接说“查我的进度”。')
      .optional()
      .meta(fieldMeta({ title: '受理号', kind: 'application_number', examples: ['SL1599012026000001'] })),
  }),
  output: z.object({ applications: z.array(applicationView), asked: z.string().optional() }),
  async run({ input, ctx }) {
    const all = await ctx.certificates.applications(ctx.who)
    const asked = input.application_number?.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
    const chosen = asked
      ? all.filter((view) => view.number === asked || view.certificate?.number.replace(/-/g, '') === asked)
      : all.slice(0, 5)
    return { applications: chosen.map((view) => ({ ...view, submittedAt: view.submittedAt.toISOString() })), ...(asked ? { asked } : {}) }
  },
  present: ({ applications, asked }) => {
    const first = applications[0]
    if (!first)
      return {
        text: asked
          ? '您名下没有这个号码的申请。请核对受理号，或直接说“查我的进度”看全部申请。'
          : '您名下还没有申请。要开无犯罪记录证明，直接告诉我用途就行。',
        en: asked
          ? 'There is no application with this number in your name. Please check it, or ask for all your applications.'
          : 'You have no application yet. Tell me what the certificate is for and I will prepare one.',
        suggestions: ['我要开无犯罪记录证明'],
      }
    const line = (view: (typeof applications)[number]): string =>
      view.certificate
        ? `${view.number}（${purposeNames[view.purpose]}）已办结，证明编号 ${view.certificate.number}`
        : `${view.number}（${purposeNames[view.purpose]}）${view.status}：${meaning[view.status] ?? ''}，最迟 ${dateText(view.dueOn)} 答复`
    return {
      text: `${applications.length > 1 ? `您最近有 ${applications.length} 件申请：` : ''}${applications.map(line).join('；')}。`,
      en: `${applications.map((view) => (view.certificate ? `${view.number}: issued, certificate ${view.certificate.number}` : `${view.number}: in progress, answer due by ${view.dueOn}`)).join('; ')}.`,
      cards: applications.map((view) =>
        view.certificate
          ? certificateCard(view.certificate)
          : {
              kind: 'application' as const,
              title: '无犯罪记录证明申请',
              fields: [
                { label: '受理号', value: view.number },
                { label: '状态', value: view.status },
                { label: '提交时间', value: shanghaiText(new Date(view.submittedAt)) },
                { label: '最迟答复', value: dateText(view.dueOn) },
              ],
              links: [],
            },
      ),
      suggestions: first.certificate ? ['怎么验真？', '谁查过我的记录？'] : ['要等多久？', '转人工'],
    }
  },
})
