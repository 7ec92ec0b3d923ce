import { z } from 'zod'
import { purposes } from '../core/certificates.ts'
import { defineTool } from '../core/tool.ts'
import { fieldMeta } from './fields.ts'
import { formCard } from './form-card.ts'
import { purposeChoices } from './purposes.ts'

/** 替别人申请: begins the form of a delegate or a guardian. Whom it is for is filled in there, with the letter; nothing is looked up. */
export const applyForOther = defineTool({
  name: 'apply_for_other',
  title: '替别人申请无犯罪记录证明',
  description:
    'Begins a form for a no-criminal-record certificate on behalf of somebody else: an adult who has entrusted the signed-in person in writing (委托代办), or the person’s own minor child (监护人代办). Opens the form; the name, document and letter are filled in there.',
  scope: 'citizen',
  effect: 'write',
  input: z.object({
    relation: z.enum(['delegate', 'guardian'], { error: '请说说是受人委托，还是给未成年的孩子办。' }).meta(
      fieldMeta({
        title: '替谁办',
        ask: '请问是受成年人委托代办，还是给您未成年的孩子办？',
        ask_en: 'Is it for an adult who has entrusted you in writing, or for your minor child?',
        kind: 'choice',
        choices: {
          delegate: {
            label: '受成年人委托',
            en: 'an adult who has entrusted me',
            says: [
              '委托',
              '受托',
              '代办',
              '老公',
              '老婆',
              '爱人',
              '妻子',
              '丈夫',
              '我妈',
              '我爸',
              '父母',
              '朋友',
              '同事',
              '家人',
              'entrusted',
              'colleague',
              'wife',
              'husband',
              'friend',
            ],
          },
          guardian: {
            label: '给未成年的孩子',
            en: 'my minor child',
            says: ['孩子', '儿子', '女儿', '小孩', '娃', '未成年', '监护人', 'child', 'son', 'daughter'],
          },
        },
      }),
    ),
    purpose: z
      .enum(purposes)
      .optional()
      .meta(fieldMeta({ title: '用途', kind: 'choice', choices: purposeChoices })),
  }),
  output: z.object({
    number: z.string(),
    relation: z.enum(['delegate', 'guardian']),
    /** The form was begun before, by whichever door. */
    isBegun: z.boolean(),
    /** What is still to be filled in. */
    open: z.array(z.string()),
  }),
  confirm: ({ relation }) => ({
    text: `为您打开一张${relation === 'guardian' ? '监护人代未成年人' : '受托代办'}的申请表，填好对方的信息、上传${relation === 'guardian' ? '监护关系证明' : '委托书'}以后再提交。提交以前不会查询任何人。确认打开吗？`,
    en: `Open a form to apply for ${relation === 'guardian' ? 'your minor child' : 'the person who has entrusted you'}? You fill in their details and upload the papers there; nothing is looked up before you hand it in. (yes / no)`,
    fields: [{ label: '申请方式', value: relation === 'guardian' ? '监护人代办' : '受托代办' }],
  }),
  async run({ input, ctx }) {
    const isBegun = (await ctx.certificates.intake.drafts(ctx.who)).some(({ applicant }) => applicant === input.relation)
    const { view, check } = await ctx.certificates.intake.save({ applicant: input.relation, purpose: input.purpose }, ctx.who)
    const open = (check?.faults ?? []).filter(({ kind }) => kind === 'missing' || kind === 'wrong').map(({ says }) => says)
    return { number: view.number, relation: input.relation, isBegun, open }
  },
  present: ({ number, relation, isBegun, open }) => ({
    text: isBegun
      ? `接着上次那张表填，申请号 ${number}，填过的都在。${open.length > 0 ? `还差：${open.join('')}` : '要填的都填了，交齐材料、核对以后就可以提交。'}`
      : `表格打开了，申请号 ${number}。请填上${relation === 'guardian' ? '孩子的信息，上传监护关系证明' : '委托人的信息，上传委托书和双方身份证明'}，缺什么表格上会一次列全；填到一半也会替您保存。`,
    en: `The form is open, number ${number}. Please fill in the details and upload the papers; whatever is missing is listed there at once, and it is saved as you go.`,
    cards: [formCard(number, relation === 'guardian' ? '监护人代办' : '受托代办')],
    suggestions: ['要交什么材料？'],
  }),
})
