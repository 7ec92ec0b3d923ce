import type { Place } from './introduced.ts'
import { tableOfPairs, tableOfSigns } from './sign-tables.ts'

/** Signs of which a part of an address is named: no words that tell what somebody does. */
const named =
  '[^\\u0000-\\u4dff\\ua000-\\uffff的了是在我他她你您们说着过把被让给找有和跟及或从往因为没不都就也吗呢吧这那哪要想会能请问谁什么办证]'
const number = '(?:[甲乙丙丁]?[0-9０-９]{1,4}[A-Za-z]?|[一二三四五六七八九十百零〇]{1,4}|[A-Za-z]|[甲乙丙丁])'

/** Parts of an address by how near they lead: to a town or village, to a road or an estate, to a door. */
const parts = {
  far: new RegExp(`${named}{1,7}?(?:自治区|省|市|盟|区(?!别)|县|旗|州)`, 'y'),
  town: new RegExp(`${named}{1,7}?(?:街道办事处|街道|镇|乡|苏木)`, 'y'),
  village: new RegExp(`${named}{1,7}?(?:嘎查|新村|村(?![民委干])|社区|屯|农场|牧场|林场|居委会|独贵龙|营子)`, 'y'),
  group: new RegExp(`(?:第?${number})(?:组(?!织|长)|队(?![伍长])|社(?!区|会)|连|分场)`, 'y'),
  road: new RegExp(
    `${named}{1,9}?(?:大街|大道|路(?!过|上)|街|巷|胡同|弄|小区|花园|家园|家属院|家属楼|公寓|大厦|宿舍楼?|华庭|名都|[苑府园湾城里院])(?:[东西南北]段|[东西南北]{1,2}侧)?`,
    'y',
  ),
  door: new RegExp(
    `(?:[东西南北中]{1,2}[区楼院]|${number}(?:期|号院|号楼|#楼?|号[摊铺]?|栋|幢|座|单元|室|层|楼|排|户|门|弄|区)(?!线|文|令|窗)|[0-9]{1,3}(?:[-—][0-9]{1,4}){1,4}|[0-9]{3,4}(?![0-9]|[元年月日时点个块万路])|(?<=单元|[楼栋幢座])[一二三四五六七八九零〇]{3,4})`,
    'y',
  ),
  beside: /院内|平房|地下室|宿舍楼?|[东西南北左右中前后]{1,2}(?:户|头|侧|角|手|门|屋)(?:第[一二三四五]户)?|路口|楼道|家属楼/y,
} as const
type Part = keyof typeof parts
const [longestPart, longestRoad] = [9, 12]
/** Signs of which one stands in every part of a kind; looking for them is cheaper than the patterns. */
const needed = (() => {
  const table = new Uint8Array(65_536)
  const mark = (signs: string, bit: number): void => {
    for (const one of signs) table[one.charCodeAt(0)] = (table[one.charCodeAt(0)] as number) | bit
  }
  mark('区省市盟县旗州', 1)
  mark('处道镇乡木', 2)
  mark('查村区屯场会龙子', 4)
  mark('街道路巷同弄区园院楼寓厦舍庭都苑府湾城里', 8)
  return table
})()
const bits: Readonly<Record<Part, number>> = { far: 1, town: 2, village: 4, road: 8, group: 0, door: 0, beside: 0 }
/** Which kinds of parts may begin at a place, by what stands after it. */
const mayFollow = (text: string, at: number): number => {
  let found = 0
  const end = Math.min(text.length, at + longestRoad)
  for (let one = at + 1; one < end; one++) {
    const what = needed[text.charCodeAt(one)] as number
    found |= one - at > longestPart ? what & 8 : what
  }
  return found
}
/** Nearest first: what can be a door is no village. */
const order: readonly Part[] = ['door', 'group', 'beside', 'far', 'town', 'village', 'road']
/** Houses that belong to nobody. */
const office =
  /^(?:派出所|公安|分局|法院|检察院|政府|人民|医院|卫生|中学|小学|大学|学校|车站|火车|机场|窗口|服务|大厅|村委|居委|广场|公园|超市|市场|政务|警务|交警)/

/** How far the parts of an address reach from `start`, and which of them there are. */
const chainFrom = (text: string, start: number): { end: number; has: ReadonlySet<Part>; count: number } => {
  let end = start
  let count = 0
  const has = new Set<Part>()
  while (end - start < 60) {
    let best = 0
    let what: Part | undefined
    const may = mayFollow(text, end)
    for (const part of order) {
      const bit = bits[part]
      if (bit !== 0 && (may & bit) === 0) continue
      const rule = parts[part]
      rule.lastIndex = end
      const length = rule.exec(text)?.[0].length ?? 0
      // The nearest end is the next part; a door where a number stands.
      if (length > 0 && (best === 0 || length < best)) {
        best = length
        what = part
        if (part === 'door' || part === 'group') break
      }
    }
    if (!what) break
    has.add(what)
    count += 1
    end += best
  }
  return { end, has, count }
}

/** Words after which somebody tells where they live, by the last sign: what stands before it, or (住) what does not. */
const tells: Readonly<Record<string, string>> = {
  住: '保不稳堵记困关护留抓扣按撞拦忍挡拿捂站停',
  在: '家住口籍老居房子',
  到: '寄送搬餐递迁住邮',
  家: '老',
  于: '住居落位',
  地: '籍住在口',
  址: '地住',
  点: '地',
}
/** Their last signs. */
export const tellingSigns: readonly string[] = Object.keys(tells)

const tellingPairs = tableOfPairs(
  Object.entries(tells).flatMap(([last, befores]) =>
    last === '住' ? [] : [...befores].map((before) => [before.charCodeAt(0), last.charCodeAt(0)] as const),
  ),
)
const live = '住'.charCodeAt(0)
const notLiving = tableOfSigns(tells.住 ?? '')

/** Whether somebody may tell where they live after these two signs. */
export const mayTell = (before: number, last: number): boolean => (last === live ? notLiving[before] === 0 : tellingPairs(before, last))

const colon = /^(?:是|为)?["”]?\s*[:：]\s*["“]?/u
/** What is told after a colon, up to the next mark; a document or a phone in it is a value of its own. */
const rest = /^(?:(?![0-9０-９]{7}|身份证|电话|手机)[^，。；、,;|\t\n"”）) ]){4,60}/u

/** The address that is told after the word whose last sign stands at `at`. */
export const addressToldAt = (text: string, at: number): Place | undefined => {
  const sign = text[at] ?? ''
  if (tells[sign]?.includes(text[at - 1] ?? '·') === (sign === '住')) return undefined
  const opened = colon.exec(text.slice(at + 1, at + 8))?.[0].length
  const start = at + 1 + (opened ?? /^(?:在|于|是|为|到)?[ 　]?/u.exec(text.slice(at + 1, at + 4))?.[0].length ?? 0)
  const { end, has, count } = chainFrom(text, start)
  if (opened !== undefined && /[址点地]/u.test(sign)) {
    const told = rest.exec(text.slice(start, start + 60))?.[0] ?? ''
    const isOffice = office.test(text.slice(end, end + 3)) && !has.has('door')
    if (count > 0 && !isOffice && end > start + 3) return { start, end: Math.max(end, start + told.trimEnd().length) }
  }
  if (count === 0 || office.test(text.slice(end, end + 3))) return undefined
  const isNear = has.has('door') || has.has('group') || has.has('beside')
  const isNamed = has.has('road') || has.has('village') || has.has('town')
  const isChain = count >= 2 && (has.has('village') || has.has('town')) && (has.has('far') || (has.has('village') && has.has('town')))
  return (isNear && isNamed) || isChain ? { start, end } : undefined
}

/** Last signs of towns: a village that follows one makes an address of both. */
export const townSigns = '镇乡木'
const inTown = new RegExp(
  `(?!(?:人民)?政府|派出所|综合|中心|卫生|中学|小学|党委|司法|供电|财政|各|所有|和)${named}{1,6}?(?:嘎查|村(?![民委干务级里]|集体|经济)|屯|营子)`,
  'y',
)

/** The address whose town ends with the sign at `at`: 平地泉镇南水泉村, with what goes on after it. */
export const townAt = (text: string, at: number, beginOf: (text: string, end: number) => number): Place | undefined => {
  if (text[at] === '木' && text[at - 1] !== '苏') return undefined
  if ((mayFollow(text, at) & bits.village) === 0) return undefined
  inTown.lastIndex = at + 1
  const village = inTown.exec(text)?.[0].length ?? 0
  if (village === 0) return undefined
  const start = beginOf(text, at + 1)
  return at - start >= 2 ? { start, end: furtherEnd(text, at + 1 + village) } : undefined
}

/** How far an address goes on after `end`, which its number ends at. */
export const furtherEnd = (text: string, end: number): number => {
  const more = chainFrom(text, end)
  return more.has.has('door') || more.has.has('beside') || more.has.has('group') ? more.end : end
}
