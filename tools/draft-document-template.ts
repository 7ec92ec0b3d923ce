import { z } from 'zod'
import { NotAllowedError } from '../core/errors.ts'
import { defineTool } from '../core/tool.ts'
import { type DraftKind, draftKinds, draftLines, draftNames } from '../domain/officer-desk/templates.ts'
import { fieldMeta } from './fields.ts'

const says: Readonly<Record<DraftKind, readonly string[]>> = {
  objection: ['异议书', '复查申请', '异议申请', '申诉书', '不服'],
  refusal: ['不予出具', '不予出具通知书', '不给开'],
  supplement: ['补正告知书', '补正', '补材料'],
  not_accepted: ['不予受理', '不受理告知书'],
  verification: ['核实审批表', '调查核实', '核实'],
  recheck_opinion: ['复查意见', '复查答复'],
}

/** 文书样稿: how a paper is put, with gaps. Nothing is issued: the real papers come from the desk, signed. */
export const draftDocumentTemplate = defineTool({
  name: 'draft_document_template',
  title: '文书样稿',
  description:
    'Shows how a paper of the certificate desk is worded (文书模板、样稿), with gaps to fill in: the objection for citizens; refusal, supplement, not accepted, verification and recheck opinion for officers. Issues nothing and decides nothing.',
  scope: 'anyone',
  effect: 'read',
  input: z.object({
    kind: z.enum(draftKinds, { error: '要哪一种样稿？例如异议书、补正告知书、不予出具通知书。' }).meta(
      fieldMeta({
        title: '哪一种文书',
        ask: '要哪一种样稿？例如异议书、补正告知书、不予出具通知书。',
        kind: 'choice',
        choices: Object.fromEntries(draftKinds.map((kind) => [kind, { label: draftNames[kind], says: says[kind] }])),
      }),
    ),
  }),
  output: z.object({ kind: z.enum(draftKinds), lines: z.array(z.string()) }),
  async run({ input, ctx }) {
    // A citizen writes objections; papers of the desk are an officer's.
    if (ctx.who.kind === 'citizen' && input.kind !== 'objection')
      throw new NotAllowedError({ what: `draft ${input.kind}`, needs: 'officer' })
    return { kind: input.kind, lines: [...draftLines[input.kind]] }
  },
  present: ({ kind, lines }) => ({
    text: `这是《${draftNames[kind]}》的样稿，〔 〕里的内容请照实际填写。样稿不是正式文书${kind === 'objection' ? '，写好签名后交给原受理单位' : '，正式文书在工作台办理时生成并签章'}。`,
    isFinal: true,
    cards: [
      {
        kind: 'application' as const,
        title: `${draftNames[kind]}（样稿）`,
        fields: lines.map((line, at) => ({ label: String(at + 1), value: line })),
        links: [],
      },
    ],
  }),
})
