import { type Bound, figuresIn } from '../../core/figures.ts'
import type { FoundClause } from '../../core/guard.ts'
import { numberIn } from '../../core/numerals.ts'
import { statementsOf } from './nearest.ts'
import { bare } from './words.ts'

/**
 * English sentences about law (英文句子), held against Chinese clauses: one passes where it names its clause or carries its words, and every
 * figure and every word of content in it stands in one statement of that clause. Words that are not in the table prove nothing, so that a
 * sentence with one is cut: rather silent than wrong.
 */

/** Words of content, and the Chinese of which one has to stand in the statement. */
const glossary: readonly (readonly [RegExp, RegExp])[] = [
  [/detain(?:ed|s)?|detention/, /拘留/],
  [/fine[sd]?/, /罚款|罚金/],
  [/warn(?:ed|ing)?/, /警告/],
  [/imprison(?:ed|ment)|prison|sentenced?/, /有期徒刑|徒刑/],
  [/licen[cs]e|licen[cs]es/, /证|许可/],
  [/driv(?:e|es|ing|er|ers)/, /驾驶/],
  [/driving licen[cs]e/, /驾驶证/],
  [/revok(?:e|ed|es|ing)|cancel(?:s|led|ed)?/, /吊销|撤销|注销/],
  [/suspend(?:ed|s)?|withheld/, /暂扣|暂停/],
  [/alcohol|drunk|drinking|drink/, /酒/],
  [/passports?/, /护照/],
  [/visas?/, /签证/],
  [/id cards?|identity cards?/, /身份证/],
  [/residence permits?/, /居住证|居留证|居留许可/],
  [/certificates?/, /证明|证/],
  [/apply|applies|applied|applying|applications?|applicants?/, /申请|申领/],
  [/register(?:s|ed|ing)?|registration/, /登记|申报/],
  [/issue[sd]?|issuing/, /签发|发给|出具|发放|核发/],
  [/replace[sd]?|replacement|reissue[sd]?/, /换发|补发|换领|补领|补办/],
  [/report(?:s|ed|ing)?/, /报告|申报|报案|挂失/],
  [/lost|loss|lose|loses/, /遗失|丢失/],
  [/stolen|theft|steal(?:s|ing)?/, /盗/],
  [/damaged?/, /损/],
  [/valid|validity|expires?|expir(?:y|ed|ation)/, /有效/],
  [/free|no charge|charged?|fees?/, /不收费|免费|费/],
  [/days?|months?|years?|hours?|yuan|rmb|times?|age[ds]?|old/, /./],
  [/beat(?:s|ing|en)?|hit(?:s|ting)?|assault(?:s|ed|ing)?/, /殴打/],
  [/injur(?:e|es|ed|ing|y)/, /伤/],
  [/others?|another|person|persons|people|anyone|whoever|who|someone/, /./],
  [/minor|less serious|lesser/, /较轻/],
  [/serious|severe|grave|circumstances/, /较重|严重|情节/],
  [/noise|noisy/, /噪声/],
  [/question(?:s|ed|ing)?/, /询问|讯问|查证/],
  [/summon(?:s|ed)?/, /传唤/],
  [/famil(?:y|ies)|relatives?/, /家属|亲属/],
  [/notif(?:y|ies|ied)|inform(?:s|ed)?|told/, /通知|告知/],
  [/hearings?/, /听证/],
  [/review|reconsider(?:ation)?/, /复议|复核|复查/],
  [/appeal(?:s|ed)?|sue[sd]?|lawsuit/, /复议|诉讼|起诉/],
  [/mediat(?:e|es|ed|ion)/, /调解/],
  [/police|public security/, /公安|警察/],
  [/court|courts/, /法院/],
  [/foreigners?|foreign|aliens?/, /外国人|境外/],
  [/citizens?/, /公民/],
  [/children|child|minors?/, /未成年人|儿童|婴儿|孩/],
  [/parents?|guardians?/, /父母|监护人/],
  [/stay(?:s|ed|ing)?|overstay(?:s|ed|ing)?|reside[sd]?/, /停留|居留|居住/],
  [/hotel|hotels/, /旅馆/],
  [/accommodation|lodging/, /住宿|居住/],
  [/exit|leave|leaves|leaving|depart(?:ed|ure)?/, /出境|离/],
  [/enter(?:s|ed|ing)?|entry/, /入境|进入/],
  [/work(?:s|ed|ing)?|employ(?:s|ed|er|ers|ment)?/, /工作|就业|雇|用人|聘/],
  [/written|writing/, /书面/],
  [/received?|receipt|receiving/, /收到|接到|受理/],
  [/decision|decide[sd]?/, /决定/],
  [/online/, /网上|互联网/],
  [/office|station/, /派出所|机关|机构/],
  [/must|shall|required?|requires?|has to|have to|obliged/, /应当|必须|须|需|处/],
  [/may|can|entitled|allowed|right/, /可以|有权|可/],
]
const fillers = new Set(
  'a an the of to for in on at by with from and or if when after before under according as is are be been was were it its this that these those which will within not more than less least most up over exceeding no longer exceed between or both also then such any each every per you your they their he she him her says say said stated states provides provide law laws article articles clause regulation regulations rule rules china chinese people republic prc same day date about who whom where there upon during until does do under'.split(
    ' ',
  ),
)
const negation = /\b(?:not|no|never|cannot|can't|won't|needn't|without|neither|nor|exempt|free)\b/
const boundPhrases = /\b(?:no|not) (?:more|less|longer|later) than\b|\bnot exceeding\b|\b(?:does|do|shall|may|must) not exceed\b/g
const heldNegation = /不|免|无|未/

const words: Readonly<Record<string, number>> = Object.fromEntries(
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, at) => [word, at + 1]),
)
const units: Readonly<Record<string, string>> = {
  day: 'day',
  month: 'month',
  year: 'year',
  hour: 'hour',
  yuan: 'yuan',
  rmb: 'yuan',
  time: 'time',
}

interface Said {
  readonly key: string
  readonly bound: Bound | undefined
}

/** Figures of an English sentence: `5 to 10 days`, `up to 500 yuan`, `RMB 200`. Undefined where one has no unit that is known. */
const englishFigures = (text: string): readonly Said[] | undefined => {
  const said: Said[] = []
  let rest = text
  const take = (pattern: RegExp, read: (match: RegExpMatchArray) => readonly Said[]): void => {
    for (const match of rest.matchAll(pattern)) said.push(...read(match))
    rest = rest.replace(pattern, ' ')
  }
  const unitOf = (written: string): string => units[written.replace(/s$/, '')] ?? 'age'
  const number = (written: string): number => words[written] ?? Number(written.replaceAll(',', ''))
  const one = `(\\d[\\d,]*|${Object.keys(words).join('|')})`
  const unit = '(days?|months?|years?(?! old)|hours?|yuan|rmb|times?|years? old)'
  take(new RegExp(`\\b${one}\\s*(?:to|-|–|and)\\s*${one}\\s*${unit}`, 'g'), ([, low = '', high = '', name = '']) => [
    { key: `${unitOf(name)}:${number(low)}`, bound: 'from' },
    { key: `${unitOf(name)}:${number(high)}`, bound: 'to' },
  ])
  const boundOf = (before: string, after: string): Bound | undefined => {
    if (/within\s*$/.test(before)) return 'within'
    if (
      /(?:up to|at most|no more than|not more than|not exceeding|not exceed|no longer than|maximum of|under|less than)\s*(?:of )?$/.test(
        before,
      ) ||
      /^\s*or (?:less|under)/.test(after)
    )
      return 'to'
    if (/(?:at least|no less than|not less than|minimum of|over|more than)\s*$/.test(before) || /^\s*or (?:more|over)/.test(after))
      return 'from'
    return undefined
  }
  const around = (match: RegExpMatchArray): Bound | undefined =>
    boundOf(rest.slice(0, match.index), rest.slice((match.index ?? 0) + match[0].length))
  take(new RegExp(`\\b(?:rmb|cny|¥)\\s*${one}\\b`, 'g'), (match) => [{ key: `yuan:${number(match[1] ?? '')}`, bound: around(match) }])
  take(new RegExp(`\\b${one}\\s*${unit}`, 'g'), (match) => [
    { key: `${unitOf(match[2] ?? '')}:${number(match[1] ?? '')}`, bound: around(match) },
  ])
  return /\d/.test(rest) ? undefined : said
}

const sameBound = (said: Bound | undefined, held: Bound | undefined): boolean =>
  said === held || (held === 'within' && said !== 'from') || (held === 'to' && said === 'within')

/** Chinese quotations of an English sentence, and the sentence without them and without its place. */
const quotation = /[“「『"]([^”」』"]*\p{Script=Han}[^”」』"]*)[”」』"]/gu

/** What the sentence calls its clauses: `Article 51`. */
const articlesOf = (text: string): readonly number[] =>
  [...text.matchAll(/\b(?:article|art\.)\s*(\d{1,4})\b/gi)].map(([, digits]) => Number(digits))
const numberOfArticle = (article: string): number | undefined =>
  numberIn(/第([零〇一二两三四五六七八九十百千\d]+)条/.exec(article)?.[1] ?? '')

/** True for a sentence in English, Chinese quotations aside. */
export const isEnglishSentence = (text: string): boolean => !/\p{Script=Han}/u.test(text.replace(quotation, '')) && /[a-z]{3}/i.test(text)

/** True when everything but figures is in the statement: each word of content by its Chinese, and no negation of its own. */
const wordsHold = (said: string, statement: string): boolean => {
  let rest = said.replace(boundPhrases, ' ')
  if (negation.test(rest) && !heldNegation.test(statement.replace(/不满|不超过|不得超过|不足/g, ''))) return false
  rest = rest.replace(negation, ' ')
  for (const [english, chinese] of glossary) {
    const pattern = new RegExp(`\\b(?:${english.source})\\b`, 'g')
    if (!pattern.test(rest)) continue
    if (!chinese.test(statement)) return false
    rest = rest.replace(pattern, ' ')
  }
  return (rest.match(/[a-z']+/g) ?? []).every((word) => fillers.has(word) || words[word] !== undefined || word.length < 3)
}

/** The clauses that an English sentence stands on; undefined where none proves it. */
export const englishProof = (text: string, passages: readonly FoundClause[]): readonly FoundClause[] | undefined => {
  const quotations = [...text.matchAll(quotation)].map(([, quoted = '']) => quoted)
  const articles = articlesOf(text)
  const cited = passages.filter((clause) => {
    const number = numberOfArticle(clause.article)
    const isQuoted =
      quotations.length > 0 && quotations.every((quoted) => bare(quoted).length >= 6 && bare(clause.text).includes(bare(quoted)))
    const isNamed = articles.length > 0 && articles.every((article) => article === number)
    return (quotations.length === 0 ? isNamed : isQuoted) && (articles.length === 0 || isNamed)
  })
  const said = text
    .toLowerCase()
    .replace(quotation, ' ')
    .replace(/\b(?:article|art\.)\s*\d{1,4}(?: of (?:the )?(?:[a-z]+ ){0,7}law)?/g, ' ')
  const figures = englishFigures(said)
  if (!figures) return undefined
  const proves = ({ text: rule }: FoundClause): boolean =>
    statementsOf(rule).some((statement) => {
      const held = figuresIn(statement)
      const areHeld = figures.every(({ key, bound }) => held.some((one) => one.key === key && sameBound(bound, one.bound)))
      return areHeld && wordsHold(said, statement)
    })
  // The words of the clause alone, with a lead that says nothing.
  const found = cited.find(proves)
  return found ? [found] : undefined
}
