import { z } from 'zod'
import { dateText } from '../core/time.ts'
import { defineTool } from '../core/tool.ts'
import { fieldMeta, plainDate } from './fields.ts'

/** 核验证明: says whether a certificate is genuine and in force, and nothing of what a registry holds. */
export const verifyCertificate = defineTool({
  name: 'verify_certificate',
  title: '核验证明真伪',
  description:
    'Checks whether a certificate number (证明编号) or verification code (验证码) is genuine, expired or revoked (验真, 真假). Says nothing about anybody’s record.',
  scope: 'anyone',
  effect: 'read',
  input: z.object({
    number: z
      .string({ error: '请把证明编号或验证码发给我。' })
      .trim()
      .min(1, '请把证明编号或验证码发给我。')
      .max(60, '编号没有这么长，请只发证明编号或验证码。')
      .meta(
        fieldMeta({
          title: '证明编号或验证码',
          ask: '请把证明上的编号（WFZ 开头）或二维码下面的验证码发给我。',
          ask_en: 'Please send me the certificate number (it begins with WFZ) or the verification code below the QR code.',
          kind: 'certificate_number',
          examples: ['WFZ-2026-00000001-X'],
        }),
      ),
  }),
  output: z.object({
    verdict: z.enum(['valid', 'revoked', 'expired', 'unknown']),
    number: z.string().optional(),
    maskedName: z.string().optional(),
    issuedOn: plainDate.optional(),
    validUntil: plainDate.optional(),
    institution: z.string().optional(),
    isDemo: z.boolean().optional(),
  }),
  run: async ({ input, ctx }) => ctx.certificates.check(input.number),
  present: (found) => {
    if (found.verdict === 'unknown')
      return {
        text: '没有查到这个编号。请核对有没有输错；如果对方给的就是这个编号，这份证明可能不是本系统开出的，请以纸面二维码扫出来的结果为准。',
        en: 'This number is not known here. Please check it; if it is correct, the document may not have been issued by this system.',
        suggestions: ['我再发一遍编号'],
      }
    const said = {
      valid: ['这份证明是真的，目前有效。', 'This certificate is genuine and valid.'],
      expired: [
        '这份证明是真的，但已超过载明的有效期；内容反映的是出具当时的情况。',
        'This certificate is genuine but past its stated validity.',
      ],
      revoked: ['这份证明已撤销，不能再使用。', 'This certificate has been revoked and may not be used.'],
    }[found.verdict]
    return {
      text: `${said[0]}我只能核验证明的真伪，不能说明任何人有没有记录。`,
      en: `${said[1]} I can only check the document itself and cannot tell anything about anybody's record.`,
      cards: [
        {
          kind: 'verification',
          title: '证明核验结果',
          fields: [
            { label: '编号', value: found.number ?? '' },
            { label: '姓名', value: found.maskedName ?? '' },
            { label: '出具单位', value: found.institution ?? '' },
            ...(found.issuedOn ? [{ label: '出具日期', value: dateText(found.issuedOn) }] : []),
            { label: '结果', value: { valid: '有效', expired: '超过载明有效期', revoked: '已撤销' }[found.verdict] },
          ],
          links: [],
        },
      ],
    }
  },
})
