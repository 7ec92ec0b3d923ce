import type { Application } from '../../core/certificates.ts'
import { purposeNames } from '../../core/certificates.ts'
import { dateText, shanghaiDate } from '../../core/time.ts'
import { maskDocument } from '../certificates/masking.ts'
import type { OfficerGround } from './ground.ts'
import { aboutOf, subjectOf } from './persons.ts'

/** What a proposal shows of a case (案件要点): masked, and bound by the hash like everything else that is shown. */
export const aboutFields = async (
  { store }: Pick<OfficerGround, 'store'>,
  application: Application,
): Promise<readonly { readonly label: string; readonly value: string }[]> => {
  const applicant = await store.people.find(application.person)
  const subject = subjectOf(application, applicant)
  return [
    { label: '受理号', value: application.number },
    { label: subject ? '被查询人' : '申请单位', value: aboutOf(application, applicant) },
    ...(subject ? [{ label: '证件号码', value: maskDocument(subject.document.number) }] : []),
    { label: '用途', value: purposeNames[application.purpose] },
    { label: '受理日期', value: application.acceptedAt ? dateText(shanghaiDate(application.acceptedAt)) : '尚未受理' },
    { label: '承诺办结日', value: dateText(application.dueOn) },
  ]
}
