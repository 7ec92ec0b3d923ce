import { z } from 'zod'
import { revokeReasons } from './certificates.ts'

// What an officer does about an application: one shape for every door.

const words = (ask: string, max = 1_000) => z.string().trim().min(2, ask).max(max, `最多 ${max} 个字。`)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期请写成 2026-11-29 的样子。')
/** The revision that the officer saw: whoever comes second is told so, and nothing is written. */
const seen = { revision: z.int('请刷新后再操作。').min(1) }

/** Why an application may be checked before a decision (调查核实的四种情形); the clock stands still only for these. Their words stand in the rules. */
export const verificationCauses = ['incomplete_record', 'conflicting_results', 'identity_number_changed', 'identity_misused'] as const
export type VerificationCause = (typeof verificationCauses)[number]

/**
 * What an officer looks at before somebody who acts for another is accepted (代办资格核对): the paper that gives the right, and both
 * identities (`certificate.md` §3 「委托时双方都核」). What follows is the person's own path, by itself where the registry is clear.
 */
export const authorityChecks = ['letter', 'guardianship', 'person', 'agent'] as const
export type AuthorityCheck = (typeof authorityChecks)[number]
export const authorityCheckNames: Record<AuthorityCheck, string> = {
  letter: '委托书：双方姓名和证件、事项、期限、签名都在，没有过期',
  guardianship: '监护关系证明：能看出是孩子的监护人',
  person: '被查询人的证件：和填写的一致，在有效期内',
  agent: '代办人的证件：就是登录的这个人，有完全民事行为能力',
}

/** Why an application is not accepted (不予受理的理由); the text of the notice comes from the rules, never from a keyboard. */
export const notAcceptReasons = [
  'basis_insufficient',
  'unrelated_person',
  'residence_too_short',
  'not_entitled',
  'not_this_matter',
] as const
export type NotAcceptReason = (typeof notAcceptReasons)[number]

/** What a reviewer goes by in finding somebody clear (确认未发现的依据). */
export const clearGrounds = ['registry_now_clear', 'not_the_same_person', 'record_corrected', 'not_effective'] as const
export type ClearGround = (typeof clearGrounds)[number]
export const clearGroundNames: Record<ClearGround, string> = {
  registry_now_clear: '再次查询，平台答复未发现',
  not_the_same_person: '经甄别不是本人',
  record_corrected: '原记录已经更正',
  not_effective: '没有生效的有罪裁判',
}

/** What a reviewer goes by in settling one person of a unit's list (逐人认定): the registry's own word is asked again for all of them. */
export const personGrounds = ['not_the_same_person', 'record_corrected', 'not_effective'] as const satisfies readonly ClearGround[]
/** Why one person of a list is not asked about (名单中不予受理). */
export const leaveOutReasons = ['unrelated_person', 'basis_insufficient'] as const satisfies readonly NotAcceptReason[]
/** Rows of a list, as they are numbered there. */
const positions = z.array(z.int().min(1)).min(1, '请选名单里的人。').max(200, '一次最多 200 人。')

/** How a document reached the person (送达方式). */
export const deliveryWays = ['electronic', 'window', 'post'] as const
export type DeliveryWay = (typeof deliveryWays)[number]

/** Why facts about a person are shown in full (查看目的). */
export const openPurposes = ['review', 'counter', 'verification', 'recheck', 'supervision'] as const
export type OpenPurpose = (typeof openPurposes)[number]
export const openPurposeNames: Record<OpenPurpose, string> = {
  review: '办理、复核申请',
  counter: '窗口接待本人',
  verification: '调查核实',
  recheck: '异议复查',
  supervision: '上级监督检查',
}

export const deskActs = {
  claim: z.object({ ...seen }),
  release: z.object({ ...seen }),
  'take-over': z.object({ ...seen, reason: words('请写明为什么接手。', 200) }),
  reassign: z.object({ ...seen, to: z.string().trim().min(1, '请选改派到哪个单位。').max(60), reason: words('请写明为什么改派。', 200) }),
  identify: z.object({ ...seen, passes: z.boolean() }),
  supplement: z.object({
    ...seen,
    missing: z
      .array(z.object({ what: words('请写明缺什么。', 100), how: words('请写明怎么补。', 300) }))
      .min(1, '请列出缺的材料，一次列全。')
      .max(20, '最多 20 项。'),
  }),
  supply: z.object({
    ...seen,
    received: z.array(words('请写明收到了什么。', 100)).min(1, '请写明收到了哪些材料。').max(20, '最多 20 项。'),
  }),
  accept: z.object({ ...seen, checked: z.array(z.enum(authorityChecks)).max(authorityChecks.length).default([]) }),
  'not-accept': z.object({ ...seen, because: z.enum(notAcceptReasons), note: words('请写明审查的情况。') }),
  'leave-out': z.object({ ...seen, positions, because: z.enum(leaveOutReasons), note: words('请写明审查的情况。') }),
  'settle-person': z.object({
    ...seen,
    position: z.int().min(1, '请选名单里的一个人。'),
    ground: z.enum(personGrounds),
    note: words('请写明依据和核对的情况。'),
  }),
  'set-apart': z.object({ ...seen, positions, note: words('请写明为什么要分出来另办。', 300) }),
  seal: z.object({ ...seen }),
  'ask-again': z.object({ ...seen }),
  verify: z.object({
    ...seen,
    cause: z.enum(verificationCauses),
    matters: z.array(words('请写明要核实的事项。', 300)).min(1, '请写明要核实的事项。').max(10, '最多 10 项。'),
    expected_on: day,
  }),
  'finish-verification': z.object({ ...seen, note: words('请写明核实的结果。') }),
  'confirm-clear': z.object({ ...seen, ground: z.enum(clearGrounds), note: words('请写明依据和核对的情况。') }),
  refuse: z.object({ ...seen, note: words('请写明初核意见。') }),
  'take-back': z.object({ ...seen, note: words('请写明为什么撤回。', 200) }),
  deliver: z.object({
    ...seen,
    how: z.enum(deliveryWays),
    signed_by: z.enum(['self', 'agent', 'not_needed']),
    note: words('不能只写一个字。', 200).optional(),
  }),
  object: z.object({
    ...seen,
    statement: words('请写明异议的理由。'),
    evidence: z.array(words('请写明证据名称。', 100)).max(20, '最多 20 项。').default([]),
  }),
  extend: z.object({ ...seen, reason: words('请写明延长的理由。', 300) }),
  uphold: z.object({ ...seen, note: words('请写明复查的情况。') }),
  correct: z.object({ ...seen, note: words('请写明哪里错了、怎么更正。'), apologised: z.literal(true, '更正要向本人道歉。') }),
  revoke: z.object({ ...seen, reason: z.enum(revokeReasons), note: words('请写明情况。', 300) }),
  'revoke-letter': z.object({ ...seen, reason: z.enum(revokeReasons), note: words('请写明告知函错在哪里。', 300) }),
  withdraw: z.object({ ...seen, signed: z.literal(true, '要有申请人签字的撤回申请。') }),
} as const

export type DeskActName = keyof typeof deskActs
export type DeskActInput<A extends DeskActName> = z.output<(typeof deskActs)[A]>

/** One thing to do about an application, with its facts. */
export type DeskAct = { [A in DeskActName]: { readonly act: A; readonly facts: DeskActInput<A> } }[DeskActName]

/** What each act is called on a page (操作). */
export const deskActNames: Record<DeskActName, string> = {
  claim: '认领',
  release: '放回',
  'take-over': '接手',
  reassign: '改派',
  identify: '当面核验身份',
  supplement: '一次性告知补正',
  supply: '收到补正材料',
  accept: '受理',
  'not-accept': '不予受理',
  'leave-out': '名单中不予受理',
  'settle-person': '逐人认定未发现',
  'set-apart': '分出另办',
  seal: '盖章确认答复',
  'ask-again': '再次查询',
  verify: '报批调查核实',
  'finish-verification': '核实结束',
  'confirm-clear': '确认未发现',
  refuse: '报批不予出具',
  'take-back': '撤回报批',
  deliver: '送达',
  object: '登记异议',
  extend: '报批延长复查',
  uphold: '复查维持',
  correct: '复查更正',
  revoke: '撤销证明',
  'revoke-letter': '报批撤销告知函',
  withdraw: '登记撤回申请',
}
