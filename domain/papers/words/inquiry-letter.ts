import { paperTitles } from '../../../core/paper-kinds.ts'
import type { InquiryLetterFacts, InquiryResult } from '../../../core/papers.ts'
import { dateText } from '../../../core/time.ts'
import { documentNames, pageHead, personRows } from './page.ts'

/** What a unit is told; a row that was not accepted has no result (§6 item 3). */
export const inquiryResults: Record<InquiryResult, string> = {
  none: '未发现犯罪记录',
  found: '有犯罪记录',
  not_accepted: '未受理',
  apart: '另行告知',
}

/** How many were asked about, and of whom the annex gives no result. That all were without one is said; that some were not, the annex alone says. */
const endingOf = (people: InquiryLetterFacts['people']): readonly string[] => {
  const count = (result: InquiryResult): number => people.filter((one) => one.result === result).length
  const [none, out, apart] = [count('none'), count('not_accepted'), count('apart')]
  const asked = people.length - out - apart
  return [
    none === asked ? `共查询${asked}人，均未发现犯罪记录，名单见附表。` : `共查询${asked}人，结果见附表。`,
    ...(out > 0 ? [`附表中注明“未受理”的${out}人，不列结果。`] : []),
    ...(apart > 0 ? [`附表中注明“另行告知”的${apart}人，结果另函告知。`] : []),
    '特此函告。',
  ]
}

/** 查询告知函: one person stands in the letter, several in an annex. */
export const inquiryLetterPage = (facts: InquiryLetterFacts) => {
  const [only] = facts.people
  const isOne = facts.people.length === 1
  const letter = facts.reference ? `来函（${facts.reference}）` : '来函'
  return {
    ...pageHead(facts, {
      title: paperTitles.inquiry_letter,
      notes: [
        '本函只限用于来函载明的用途，不得转作他用，不得公开。',
        '贵单位及经办人对获悉的信息负有保密责任。',
        '本函只反映查询时犯罪信息查询平台内的信息情况。',
      ],
    }),
    to: `${facts.to}：`,
    paragraphs: [
      `贵单位${dateText(facts.appliedOn)}${letter}收悉（受理号：${facts.application}）。贵单位依据${facts.basis}申请查询犯罪记录，现将结果函告如下：`,
    ],
    rows: isOne && only ? [...personRows(only.person), ['查询结果', inquiryResults[only.result]]] : [],
    ending: isOne ? ['特此函告。'] : endingOf(facts.people),
    annex: isOne
      ? null
      : {
          title: `附表　${paperTitles.inquiry_letter}（${facts.number}）`,
          count: `共${facts.people.length}人`,
          ending: '（以下空白）',
          head: ['序号', '姓名', '证件名称', '证件号码', '查询结果'],
          rows: facts.people.map(({ person, result }, i) => [
            String(i + 1),
            person.name,
            documentNames[person.document.kind],
            person.document.number,
            inquiryResults[result],
          ]),
        },
  }
}
