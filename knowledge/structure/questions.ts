import type { ClauseDraft } from '../../core/knowledge.ts'
import type { PlainDate } from '../../core/time.ts'
import type { Block } from '../../files/block.ts'
import { dayIn } from './dates.ts'
import { plainLine } from './rows.ts'

/** Columns of a question-and-answer table, by the words in their headers; the first that fits has it. */
const columns = {
  question: /^(?:常见|咨询|标准|用户)?(?:问题|提问|问|问句|咨询内容|q|question)s?$/i,
  answer: /^(?:标准|参考|官方|审定)?(?:答案|答复|回答|解答|答|内容|a|answer|reply)s?$/i,
  basis: /依据|出处|来源|法条|条款|basis|source|reference/i,
  expires: /有效期|有效至|截止|到期|失效|expire|valid/i,
} as const

const find = (names: readonly string[], form: RegExp): number =>
  names.findIndex((name) => form.test(plainLine(name).replace(/[\s（(].*$/, '')))

/** Where the columns are; undefined where a header names no question and answer. */
export const questionColumns = (
  names: readonly string[],
): { question: number; answer: number; basis: number; expires: number } | undefined => {
  const question = find(names, columns.question)
  const answer = find(names, columns.answer)
  return question < 0 || answer < 0
    ? undefined
    : { question, answer, basis: find(names, columns.basis), expires: find(names, columns.expires) }
}

/** Question-and-answer tables: one clause a row. Rows that have run out by `today` are left out and counted. */
export const questionClauses = (blocks: readonly Block[], today: PlainDate): { clauses: ClauseDraft[]; notes: string[] } | undefined => {
  const clauses: ClauseDraft[] = []
  const notes: string[] = []
  let table = -1
  let places: ReturnType<typeof questionColumns>
  let number = 0
  let expired = 0
  for (const block of blocks) {
    if (block.kind !== 'row') continue
    if (block.table !== table) {
      table = block.table
      places = questionColumns(block.cells)
      number++
      // A file whose reader marks no header has the names in its first row all the same.
      if (places || block.header) continue
    }
    number++
    if (!places) continue
    const cell = (at: number): string => (at < 0 ? '' : plainLine(block.cells[at] ?? ''))
    const [question, answer, basis, until] = [cell(places.question), cell(places.answer), cell(places.basis), cell(places.expires)]
    if (!question || !answer) {
      if (question || answer) notes.push(`第${number}行缺少${question ? '答案' : '问题'}，没有收入`)
      continue
    }
    const last = dayIn(until)
    if (last && last < today) {
      expired++
      continue
    }
    const text = [answer, basis && `依据：${basis}`, last && `有效期至：${last}`].filter(Boolean).join('\n')
    clauses.push({
      anchor: `r${number}`,
      article: question.replace(/\s+/g, ' '),
      path: question.replace(/\s+/g, ' '),
      text,
      externalId: undefined,
    })
  }
  if (expired > 0) notes.push(`${expired} 行已过有效期，没有收入`)
  return clauses.length > 0 || expired > 0 ? { clauses, notes } : undefined
}
