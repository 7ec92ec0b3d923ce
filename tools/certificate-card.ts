import type { CertificateView } from '../core/certificates.ts'
import type { Card } from '../core/conversation.ts'
import { dateText } from '../core/time.ts'

const states: Record<CertificateView['status'], string> = { valid: '有效', revoked: '已撤销', expired: '超过载明有效期' }

/** 证明卡片: the same wherever a certificate is shown. */
export const certificateCard = (certificate: CertificateView): Card => ({
  kind: 'certificate',
  title: '无犯罪记录证明',
  fields: [
    { label: '编号', value: certificate.number },
    { label: '姓名', value: certificate.maskedName },
    { label: '出具日期', value: dateText(certificate.issuedOn) },
    { label: '有效期', value: certificate.validUntil ? `至${dateText(certificate.validUntil)}` : '以接收单位要求为准' },
    { label: '状态', value: states[certificate.status] },
    { label: '被验真次数', value: `${certificate.checks} 次` },
  ],
  links: [
    { rel: 'pdf', href: `/api/certificates/${certificate.number}/pdf` },
    { rel: 'download', href: `/api/certificates/${certificate.number}/pdf?download=1` },
    { rel: 'verify', href: `/verify/${certificate.verifyCode}` },
  ],
})
