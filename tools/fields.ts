import { z } from 'zod'
import { applicantKinds } from '../core/applicants.ts'
import { publicStatuses, purposes } from '../core/certificates.ts'
import type { PlainDate } from '../core/time.ts'

/** What an input field tells a model that fills forms: rides in the JSON schema, and hurts nobody who ignores it. */
export interface FieldMeta {
  readonly title: string
  /** The question asked when it is missing; optional fields are never asked. */
  readonly ask?: string
  readonly ask_en?: string
  readonly kind: 'choice' | 'yes_no' | 'text' | 'date' | 'period' | 'stays' | 'query' | 'certificate_number' | 'application_number'
  readonly examples?: readonly string[]
  readonly choices?: Readonly<Record<string, { readonly label: string; readonly en?: string; readonly says: readonly string[] }>>
}

/** Types a field's meta; zod takes any record. */
export const fieldMeta = (meta: FieldMeta): Record<string, unknown> => ({ ...meta })

/** A day in a tool's output. */
export const plainDate = z.custom<PlainDate>((value) => typeof value === 'string')

/** A certificate as its holder may see it, in a tool's output. */
export const certificateView = z.object({
  number: z.string(),
  maskedName: z.string(),
  issuedOn: plainDate,
  validUntil: plainDate.optional(),
  status: z.enum(['valid', 'revoked', 'expired']),
  verifyCode: z.string(),
  checks: z.number(),
})

/** An application as its applicant may see it, in a tool's output. */
export const applicationView = z.object({
  number: z.string(),
  applicant: z.enum(applicantKinds).default('self'),
  status: z.enum(publicStatuses),
  purpose: z.enum(purposes),
  submittedAt: z.string(),
  dueOn: plainDate,
  certificate: certificateView.optional(),
})

/** How people name who applies (申请人类别). */
export const applicantChoices = {
  self: { label: '本人', en: 'myself', says: ['本人', '自己', '我自己', '给我', 'myself', 'for me'] },
  delegate: {
    label: '受托代办',
    en: 'for somebody who has entrusted me',
    says: [
      '代办',
      '委托',
      '受托',
      '帮人',
      '替别人',
      '媳妇',
      '老公',
      '老婆',
      '爱人',
      '妻子',
      '丈夫',
      '父母',
      '我妈',
      '我爸',
      '朋友',
      '同事',
      'entrusted',
      'on behalf',
      'wife',
      'husband',
      'colleague',
    ],
  },
  guardian: {
    label: '给未成年的孩子',
    en: 'a guardian for a child',
    says: ['孩子', '儿子', '女儿', '小孩', '娃', '未成年', '监护', 'child', 'guardian'],
  },
  unit: { label: '单位查询', en: 'an organisation', says: ['单位', '公司', '企业', '学校', '幼儿园', '律所', 'company', 'employer'] },
  organ: { label: '行政机关', en: 'an administrative organ', says: ['机关', '行政许可', '职业资格'] },
  notary: { label: '公证处', en: 'a notary office', says: ['公证处'] },
} as const
