import { z } from 'zod'
import { defineTool } from '../core/tool.ts'
import { fieldMeta } from './fields.ts'
import { formCard } from './form-card.ts'

/** 单位查询: finds the legal basis for a post and begins the unit's form. Without a basis a person decides; nothing is looked up here. */
export const submitUnitQuery = defineTool({
  name: 'submit_unit_query',
  title: '单位查询犯罪记录',
  description:
    'For an organisation (单位, 公司, 学校, 律所, 保安公司) that wants to look up staff or people it is about to hire: finds the law and article for the post, and begins the form where the list of people is uploaded (批量, Excel). Never looks anybody up.',
  scope: 'citizen',
  effect: 'write',
  input: z.object({
    post: z
      .string({ error: '请说说查的人是做什么岗位的。' })
      .trim()
      .min(1, '请说说查的人是做什么岗位的。')
      .max(60, '岗位名称请控制在 60 字以内。')
      .meta(
        fieldMeta({
          title: '岗位',
          ask: '请问要查的人是做什么岗位的？例如保安员、律师、教师、校车驾驶人。',
          ask_en: 'What post are these people to hold, for example security guard, lawyer, teacher?',
          kind: 'text',
          examples: ['保安员', '实习律师', '校车驾驶人'],
        }),
      ),
    unit_name: z
      .string()
      .trim()
      .max(100, '单位名称请控制在 100 字以内。')
      .optional()
      .meta(fieldMeta({ title: '单位名称', kind: 'text' })),
  }),
  output: z.object({
    number: z.string(),
    post: z.string(),
    basis: z
      .object({
        id: z.string(),
        post: z.string(),
        law: z.string(),
        article: z.string(),
        covers: z.string(),
        channel: z.enum(['own', 'other', 'cadre']),
      })
      .optional(),
  }),
  confirm: ({ post, unit_name: name }) => ({
    text: `为单位打开一张查询申请表（岗位“${post}”${name ? `，单位“${name}”` : ''}），在表里选法律依据、上传名单和介绍信。提交以前不会查询任何人。确认打开吗？`,
    en: `Open the form of an organisation for the post "${post}"? The legal basis, the list of people and the letter go in there; nobody is looked up before it is handed in. (yes / no)`,
    fields: [{ label: '岗位', value: post }, ...(name ? [{ label: '单位', value: name }] : [])],
  }),
  async run({ input, ctx }) {
    const { intake } = ctx.certificates
    const { bases } = await intake.options()
    const basis = bases.find((one) => one.for.includes('unit') && isPost(input.post, one.post))
    const { view } = await intake.save(
      {
        applicant: 'unit',
        purpose: 'employment',
        facts: {
          unit: {
            name: input.unit_name ?? '',
            uscc: '',
            isUsccDoubtful: false,
            address: '',
            handler: ctx.who.name,
            post: input.post,
            ...(basis ? { basis: basis.id } : {}),
          },
        },
      },
      ctx.who,
    )
    return { number: view.number, post: input.post, ...(basis ? { basis } : {}) }
  },
  present: ({ number, post, basis }) => {
    const law = basis ? `《${basis.law}》${basis.article}` : ''
    const told = !basis
      ? `“${post}”在列表里没有找到法律、行政法规规定的从业禁止条款。没有依据的，单位不能查，请员工本人自己申请证明；您认为有依据的，在表里写明，由民警审查后书面答复。`
      : basis.channel === 'other'
        ? `“${post}”的依据是${law}，这类岗位应当走专门的入职查询，范围比本查询宽；仍要在这里查的，由民警审查。`
        : basis.channel === 'cadre'
          ? `“${post}”的依据是${law}，这类人员走干部渠道；仍要在这里查的，由民警审查。`
          : `“${post}”的依据是${law}：${basis.covers}。`
    return {
      text: `${told}表格打开了，申请号 ${number}：请填单位信息、上传名单（一人一行）、介绍信、经办人身份证明、盖章申请表和在职或拟招录的材料。`,
      en: `${basis ? `Legal basis for "${post}": ${law}.` : `No law or administrative regulation in the list bars people from the post "${post}"; without one an officer decides, and the employee may apply for their own certificate.`} The form is open, number ${number}.`,
      cards: [formCard(number, '单位查询')],
      suggestions: ['名单怎么填？', '员工签字同意了，能查吗？'],
    }
  },
})

/** True when the post that was said is the one of a basis: `招几个保安员` for 保安员, `律师` for 律师（含…）. */
const isPost = (said: string, post: string): boolean =>
  post
    .replace(/（.*?）/g, '')
    .split(/[、的和]/)
    .filter((name) => name.length >= 2 && !/^(?:人员|管理人员|技术|从业人员|工作人员|负责人|岗位)$/.test(name))
    .some((name) => said.includes(name) || (said.length >= 2 && name.includes(said)))
