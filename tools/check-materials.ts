import { z } from 'zod'
import { applicantKinds, applicantNames } from '../core/applicants.ts'
import { materialKinds, materialNames } from '../core/materials.ts'
import { defineTool } from '../core/tool.ts'
import { applicantChoices, fieldMeta } from './fields.ts'

const deskNames = { station: '派出所', county: '县级公安机关', exit_entry: '县级以上公安机关出入境管理部门' } as const
const deskNamesEn = { station: 'the police station', county: 'the county bureau', exit_entry: 'the exit-entry administration' } as const

/** 材料预审: what has to be handed in, all at once, and what a begun form still lacks. */
export const checkMaterials = defineTool({
  name: 'check_materials',
  title: '看看要交什么材料',
  description:
    'Lists every material that an application for a no-criminal-record certificate needs, by who applies (本人, 受托人, 监护人, 单位, 公证处), and what the form that the person has begun still lacks (材料齐不齐, 缺什么, 委托书, 代办要带什么).',
  scope: 'citizen',
  effect: 'read',
  input: z.object({
    applicant: z.enum(applicantKinds, { error: '还不知道是谁来申请。请说说是本人办、受托代办、给孩子办，还是单位查。' }).meta(
      fieldMeta({
        title: '谁来申请',
        ask: '请问是本人办，还是受托代办、给未成年的孩子办，或者单位查询？',
        ask_en: 'Who applies: you yourself, you for somebody else, a guardian for a child, or an organisation?',
        kind: 'choice',
        choices: applicantChoices,
      }),
    ),
    signed_abroad: z
      .boolean()
      .optional()
      .meta(fieldMeta({ title: '委托书在境外签', kind: 'yes_no' })),
  }),
  output: z.object({
    applicant: z.enum(applicantKinds),
    materials: z.array(z.object({ kind: z.enum(materialKinds), rule: z.string(), article: z.string() })),
    desk: z.enum(['station', 'county', 'exit_entry']),
    words: z.array(z.object({ rule: z.string(), says: z.string(), saysEn: z.string().optional() })),
    draft: z.object({ number: z.string(), says: z.array(z.string()) }).optional(),
  }),
  async run({ input, ctx }) {
    const { intake } = ctx.certificates
    const { materials, desk, words } = intake.needs({ applicant: input.applicant, isSignedAbroad: input.signed_abroad }, ctx.who)
    const begun = (await intake.drafts(ctx.who)).find(({ applicant }) => applicant === input.applicant)
    const check = begun && (await intake.view(begun.number, ctx.who)).check
    return {
      applicant: input.applicant,
      materials: [...materials],
      desk,
      words: words.map(({ rule, says, saysEn }) => ({ rule, says, ...(saysEn ? { saysEn } : {}) })),
      ...(begun && check
        ? { draft: { number: begun.number, says: check.faults.filter(({ kind }) => kind !== 'note').map(({ says }) => says) } }
        : {}),
    }
  },
  present: ({ applicant, materials, desk, words, draft }) => {
    const names = materials.map(({ kind }) => materialNames[kind])
    const own = applicant === 'self' && names.length === 0
    const articles = [...new Set(materials.map(({ article }) => article))].filter((article) => article !== '')
    const list = own
      ? '本人在网上办，身份由登录核验，填好用途就行，不用另外交材料。'
      : `${applicantNames[applicant]}申请，要交：${names.join('、')}${articles.length > 0 ? `（${articles.join('；')}）` : ''}。`
    const rest = draft
      ? draft.says.length > 0
        ? `您已经开始填的申请 ${draft.number} 还差：${draft.says.join('')}`
        : `您已经开始填的申请 ${draft.number} 都齐了，可以提交。`
      : ''
    const said = words.filter(({ rule }) => !rule.startsWith('material.')).map(({ says }) => says)
    return {
      text: `${list}${said.join('')}由${deskNames[desk]}受理。材料真不真由民警看，我不下结论。${rest}`,
      en: `${own ? 'Online nothing else is needed: your identity is verified by the sign-in.' : `Needed: ${materials.map(({ kind }) => kind.replace(/_/g, ' ')).join(', ')}.`} ${words
        .map(({ saysEn }) => saysEn ?? '')
        .join(' ')} It is accepted by ${deskNamesEn[desk]}.`.replace(/ +/g, ' '),
      cards: draft
        ? [
            {
              kind: 'application' as const,
              title: '没交完的申请',
              fields: [{ label: '申请号', value: draft.number }],
              links: [{ rel: 'form', href: `/#apply/draft/${encodeURIComponent(draft.number)}` }],
            },
          ]
        : [],
      suggestions: applicant === 'self' ? ['我要开无犯罪记录证明', '要等多久？'] : ['我要替别人办', '委托书怎么写？'],
    }
  },
})
