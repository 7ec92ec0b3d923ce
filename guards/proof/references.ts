import type { FoundClause } from '../../core/guard.ts'
import { numberIn } from '../../core/numerals.ts'

/** A law, an article or a part of one that a sentence names (引用). */
interface Reference {
  /** Name of the law before it, if there is one. */
  readonly law: string | undefined
  /** `88`, `60-1`. */
  readonly article: string
  readonly paragraph: number | undefined
  readonly item: number | undefined
}

const n = '[零〇一二两三四五六七八九十百千\\d]+'
const articlePattern = new RegExp(`第(${n})条(?:之(${n}))?(?:(?:的)?第(${n})款)?(?:(?:的)?第?[（(]?(${n})[)）]?项)?`, 'g')
const numberOf = (written: string | undefined): number | undefined => (written ? numberIn(written) : undefined)

/** `第六十条之一` as `60-1`; undefined for what is no article. */
export const articleKey = (text: string): string | undefined => {
  const match = new RegExp(`第(${n})条(?:之(${n}))?`).exec(text.normalize('NFKC'))
  const number = numberOf(match?.[1])
  return number === undefined ? undefined : `${number}${match?.[2] ? `-${numberOf(match[2])}` : ''}`
}

const lawName = /《([^》]{1,60})》/g
/** A name without its marks right before an article; its beginning may hold words of the sentence. */
const nameBefore = /([\p{Script=Han}（）()]{2,40}?(?:法|法典|条例|规定|办法|细则|解释|意见|决定|通知|章程|规程|规则|程序规定))$/u

const referencesIn = (text: string): readonly Reference[] => {
  const found: Reference[] = []
  for (const match of text.matchAll(articlePattern)) {
    const before = text.slice(0, match.index).replace(/[\s》]+$/, '')
    const marked = /《([^《》]{1,60})$/.exec(before)?.[1]
    found.push({
      law: marked ?? nameBefore.exec(before)?.[1],
      article: `${numberOf(match[1])}${match[2] ? `-${numberOf(match[2])}` : ''}`,
      paragraph: numberOf(match[3]),
      item: numberOf(match[4]),
    })
  }
  return found
}

const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\s《》]/g, '')
    .replace(/^中华人民共和国/, '')
    .replace(/[（(][^）)]*[）)]$/, '')

/** Short names that everybody uses, and the laws they mean. */
const shortNames: Readonly<Record<string, string>> = {
  治安法: '治安管理处罚法',
  治安处罚法: '治安管理处罚法',
  治安管理法: '治安管理处罚法',
  刑诉法: '刑事诉讼法',
  民诉法: '民事诉讼法',
  行诉法: '行政诉讼法',
  道交法: '道路交通安全法',
  交通安全法: '道路交通安全法',
  道路交通法: '道路交通安全法',
  身份证法: '居民身份证法',
  户口条例: '户口登记条例',
  反诈法: '反电信网络诈骗法',
  反电诈法: '反电信网络诈骗法',
  反家暴法: '反家庭暴力法',
  未保法: '未成年人保护法',
  个保法: '个人信息保护法',
  出入境法: '出境入境管理法',
  出境入境法: '出境入境管理法',
  国赔法: '国家赔偿法',
  复议法: '行政复议法',
  办案程序规定: '公安机关办理行政案件程序规定',
  行政案件程序规定: '公安机关办理行政案件程序规定',
  刑事案件程序规定: '公安机关办理刑事案件程序规定',
}
const wholeOf = (name: string): string => shortNames[plainName(name)] ?? plainName(name)

/** True when the name, or the end of it that is one, is that of the document. */
const isNameOf = (name: string, document: string, isMarked: boolean): boolean => {
  const title = plainName(document)
  if (wholeOf(name) === title) return true
  if (isMarked) return false
  const said = plainName(name)
  if (said.endsWith(title)) return true
  // 根据治安法: the words before the name belong to the sentence.
  return Object.entries(shortNames).some(([short, whole]) => whole === title && said.endsWith(short))
}

const partExists = (clause: FoundClause, { paragraph, item }: Reference): boolean => {
  const lines = clause.text.split('\n').filter((line) => line.trim() !== '')
  const paragraphs = lines.filter((line) => !/^\s*[（(][一二三四五六七八九十]+[)）]/.test(line)).length
  if (paragraph !== undefined && paragraph > paragraphs) return false
  if (item === undefined) return true
  return [...clause.text.matchAll(/[（(]([一二三四五六七八九十]+)[)）]/g)].some((match) => numberIn(match[1] ?? '') === item)
}

/** What a clause itself names: 依照本法第五十一条, 依照《刑法》的规定, 出具《受案回执》. */
const isNamedInside = (reference: Reference, clause: FoundClause): boolean =>
  referencesIn(clause.text.normalize('NFKC')).some(
    (inside) =>
      inside.article === reference.article &&
      (reference.law === undefined || inside.law === undefined || plainName(reference.law).endsWith(plainName(inside.law))),
  )

/**
 * The clauses that a sentence may stand on by the laws and articles it names: all of them where it names none, and undefined where it
 * names one that was not found in this turn.
 */
export const clausesNamed = (sentence: string, clauses: readonly FoundClause[]): readonly FoundClause[] | undefined => {
  const text = sentence.normalize('NFKC')
  const named = new Set<FoundClause>()
  for (const reference of referencesIn(text)) {
    const isMarked = reference.law !== undefined && text.includes(`《${reference.law}》`)
    const ofLaw = clauses.filter(
      ({ document }) => reference.law === undefined || /^[本该同]/.test(reference.law) || isNameOf(reference.law, document, isMarked),
    )
    const here = ofLaw.filter((clause) => articleKey(clause.article) === reference.article && partExists(clause, reference))
    for (const clause of here) named.add(clause)
    if (here.length === 0 && !clauses.some((clause) => isNamedInside(reference, clause))) return undefined
  }
  for (const [, name = ''] of text.matchAll(lawName)) {
    const ofName = clauses.filter(({ document }) => isNameOf(name, document, true))
    const isInside = clauses.some((clause) => clause.text.normalize('NFKC').replace(/\s/g, '').includes(plainName(name)))
    if (ofName.length === 0 && !isInside) return undefined
    if (named.size === 0 && ofName.length > 0) return ofName
  }
  // A name without marks and without an article: 治安管理处罚法规定…
  for (const [, name = ''] of text
    .replace(lawName, '')
    .matchAll(
      /([\p{Script=Han}]{2,24}?(?:法典|处罚法|管理法|保护法|安全法|诉讼法|刑法|民法|宪法|条例|实施细则|程序规定))(?!院|官|律|学)/gu,
    )) {
    const known = clauses.some(({ document, text: inside }) => isNameOf(name, document, false) || inside.includes(name.slice(-4)))
    if (!known) return undefined
  }
  return named.size > 0 ? [...named] : clauses
}
