import { paperTitles } from '../../../core/paper-kinds.ts'
import type { RecheckApplicationFacts, RecheckOpinionFacts, RecheckStep } from '../../../core/papers.ts'
import { dateText } from '../../../core/time.ts'
import { contactRows, pageHead, personRows, remedySentence, workRule } from './page.ts'

const against = ({ kind, number, issuedOn }: RecheckApplicationFacts['against']): string =>
  `《${paperTitles[kind]}》（${number}，${dateText(issuedOn)}）`

/** 复查申请表 (§6 item 8), as it was handed in. */
export const recheckApplicationPage = (facts: RecheckApplicationFacts) => ({
  ...pageHead(facts, { title: paperTitles.recheck_application, notes: ['承办单位自受理之日起十五个工作日内书面答复。'] }),
  rows: [
    ...personRows(facts.person),
    ['联系电话', facts.phone ?? '未填'],
    ['异议文书', against(facts.against)],
    ['申请日期', dateText(facts.objectedOn)],
  ],
  reasonLabel: '异议理由',
  reason: facts.reason,
  evidenceLabel: '所附材料',
  evidence: facts.evidence.length > 0 ? facts.evidence.map((one, i) => `${i + 1}. ${one}`) : ['无'],
  contact: contactRows(facts.contact),
})

/** What was done, in words that name nothing of a record. */
export const recheckStepNames: Record<RecheckStep, string> = {
  accepted: '受理复查申请，更换承办人',
  files_read: '调阅原办理材料',
  registry_asked: '重新查询犯罪信息查询平台',
  applicant_heard: '听取申请人意见',
  source_asked: '向有关单位核实',
  extended: '经批准延长复查期限，并告知申请人',
  decided: '作出复查结论',
}

/** 复查意见, in the name of the bureau of the county (§6 item 8). */
export const recheckOpinionPage = (facts: RecheckOpinionFacts) => {
  const remedy = remedySentence('本复查意见', facts.remedy)
  const conclusion =
    facts.conclusion === 'upheld'
      ? `原${against(facts.against)}办理程序和结果符合${workRule}，予以维持。`
      : `原${against(facts.against)}予以更正：原文书撤销、公示失效${facts.replacement ? `，重新出具${facts.replacement}` : ''}。由此给您带来的不便，深表歉意。`
  return {
    ...pageHead(facts, { title: paperTitles.recheck_opinion, notes: ['本意见只反映复查时犯罪信息查询平台内的信息情况。'] }),
    to: `${facts.person.name}：`,
    paragraphs: [`您于${dateText(facts.objectedOn)}对${against(facts.against)}提出的异议，已复查完毕。`],
    stepsLabel: '复查经过',
    steps: facts.steps.map(({ step, on }) => [dateText(on), recheckStepNames[step]]),
    conclusionLabel: '复查结论',
    conclusion,
    ending: [
      ...(remedy ? [remedy] : []),
      `如有疑问，请联系${facts.contact.institution}（${facts.contact.address}，电话${facts.contact.phone}）。`,
    ],
  }
}
