import type { Place } from './introduced.ts'
import { tableOfSigns } from './sign-tables.ts'
import { isHan, isWordSign } from './signs.ts'
import { furtherEnd } from './told-addresses.ts'

/** How far an address may reach before its first number. */
const reach = 44
/** What follows a number in an address, and what makes the same sign another thing. */
const unit =
  /^\s?(?:#楼?|号(?!窗|线|令|文|公|台|桌|机|柜|、|章|信|仓|位|球|选|色|电|段|卡|的?人)|栋|幢|单元|室|弄|巷|组|社(?!区|会|保)|连(?!续)|队(?!伍|长)|排|房间|房(?!间|东|子|产|租|价|屋)|座|户(?!口|籍|主|型)|层|楼|院|[-—]\d{1,4}[-—]\d{1,4})/u
/** Named places that a number goes with; each of them alone makes an address of it. */
const named =
  /(?:路|街|巷|弄|胡同|小区|花园|家园|公寓|大厦|大道|宾馆|酒店|嘎查|社区|新村|村|庄|屯|公馆|名苑|学苑|[一-龥]苑|[一-龥]府|[一-龥]园|家属院|家属楼|宿舍|[一-龥]湾|[一-龥]城|[一-龥]里|名都|华庭|江南|旅馆|旅社|招待所|会所|夜市|市场|商场|商城|农场|牧场|名邸|雅居|豪庭|新居|领域|水岸|国际|中心)$/u
/** The same inside the words before a number: 家属院西楼4单元. */
const namedInside = /(?:路|街|巷|小区|花园|家园|公寓|家属院|家属楼|嘎查|苏木|新村|村|镇)[^，。,]{0,6}$/u
/** Weaker ones: they need another part beside them. */
const loose = /(?:区|城|里|湾|院|镇|乡|旗|苏木|期|组|队|社|连|场|[A-Z]区|东门|西门|南门|北门)$/u
/** Everything that an address may go on with after its first number. */
const onward =
  /(?:\s?(?:\d{1,5}|[一二三四五六七八九十]{1,3}|[A-Z])?\s?(?:号院|号楼|#楼|号[摊铺店库]?|栋|幢|单元|室|户(?!口|籍|主|型)|层|楼|[东西南北]门|门(?!口)|排|组|社(?!区|会)|连(?!续)|队(?!伍|长)|分场|座|房间|房(?!间|东|子|产|租)|院|[A-Z]区))|(?:[一-龥]{2,6}?(?:大厦|公寓|小区|宾馆|酒店|商场|广场|超市|网吧|饭店|KTV))|(?:\s?\d{2,5}(?![\d.元年月日时点个块万路]))/uy
/** Words that do not belong to the address after them. */
const stops =
  /(?:住在|现住|家住|住址|地址|户籍地|所在地|出租屋|出租房|案发地点?|地点|位于|坐落|来到|寄到|送到|搬到|住|在|到|是|为|于|的|从|往|我|他|她|你|您|们|说|了|着|过|把|被|让|给|找|有|和(?!平|谐|睦|顺)|跟|及|或|老家|他家|我家|她家|家(?!园|属|和)|位|于|至|由|(?<!解)放|向(?!阳|东|荣|南|北|西))/gu

/** Where rooms have bare numbers: 鑫源宾馆403. */
const lodging = /(?:宾馆|酒店|旅馆|旅社|招待所|公寓|大厦|宿舍|宿舍楼)$/u

/** Where the words begin that belong to an address which goes on at `end`. */
export const beginOf = (text: string, end: number): number => {
  let start = end
  while (start > 0 && end - start < reach) {
    const code = text.charCodeAt(start - 1)
    if (!isHan(code) && !isWordSign(code)) break
    start -= 1
  }
  const words = text.slice(start, end)
  let cut = 0
  // 和美家园: what begins the words joins nothing.
  for (const match of words.matchAll(stops)) if (match[0] !== '和' || match.index > cut) cut = match.index + match[0].length
  return start + cut
}

/** Where an address ends that has its first number at `at`. */
const endOf = (text: string, at: number): number => {
  let end = at
  for (;;) {
    onward.lastIndex = end
    const more = onward.exec(text)?.[0]
    if (!more) return furtherEnd(text, end)
    end += more.length
  }
}

const isUnitSign = tableOfSigns('号栋幢室单弄巷组社连队排房座户层楼院#- ')
const isLodgingSign = tableOfSigns('馆店社所寓厦舍楼')
const isInsideSign = tableOfSigns('座栋幢楼元')

/** The address whose first number stands from `start` to `end`. */
export const addressAt = (text: string, start: number, end: number): Place | undefined => {
  const before = text.charCodeAt(start - 1)
  // Most numbers are no part of an address, and are seen to be none by their two neighbours.
  const isRoom =
    end - start >= 3 &&
    isLodgingSign[before] === 1 &&
    !isHan(text.charCodeAt(end)) &&
    lodging.test(text.slice(Math.max(0, start - 3), start))
  if (!(isUnitSign[text.charCodeAt(end)] === 1 || isInsideSign[before] === 1 || isRoom) || !(isHan(before) || isWordSign(before)))
    return undefined
  if (end - start > 5 || text[start - 1] === '第') return undefined
  const isUnit = unit.test(text.slice(end, end + 4))
  if (!isUnit && !isRoom && isInsideSign[before] !== 1) return undefined
  const begin = beginOf(text, start)
  const words = text.slice(begin, start)
  if (words.length < 2 || !/[一-龥]/u.test(words)) return undefined
  const isInside = /(?:[A-Z甲乙丙丁]|\d)?(?:座|栋|幢|楼|单元)$/u.test(words)
  const bare = words.replace(/(?:[一二三四五六七八九十]{1,3}[巷弄组队号院]+|[甲乙丙丁]|[A-Z]?[座栋幢区])$/u, '')
  const isNamed = named.test(bare) || named.test(words) || (isUnit && namedInside.test(words))
  if (isRoom) return words.length >= 4 ? { start: begin, end: furtherEnd(text, end) } : undefined
  if (!isUnit && !(isInside && isNamed && end - start >= 3)) return undefined
  const last = endOf(text, start)
  const parts = text.slice(start, last).match(/号|栋|幢|单元|室|层|楼|户|排|组|座|房|院|\d{3,4}$/gu)?.length ?? 0
  const isAdministrative = /[省市区县旗镇乡盟]|苏木/u.test(words.slice(1))
  const isLoose = loose.test(words) || /[一二三四五六七八九十][巷弄组队号院]+$/u.test(words)
  if (isNamed || (isLoose && words.length >= 3 && (parts >= 2 || isAdministrative))) return { start: begin, end: Math.max(last, end) }
  // 阳光水岸11栋: only where people live is a house counted so.
  if (/^[栋幢]/u.test(text.slice(end, end + 1)) && words.length >= 4 && !/[一二三四五六七八九十几多共有层高]/u.test(words))
    return { start: begin, end: Math.max(last, end) }
  // 翡翠城3期11号楼902: a name, then at least three parts.
  return parts >= 3 && words.length >= 2 ? { start: begin, end: last } : undefined
}

/** An English address that ends with the word from `wordStart` to `wordEnd`: Room 501, Unit 2, 18 Heping Road. */
export const englishAddress = (text: string, wordStart: number, wordEnd: number): Place | undefined => {
  const before = text.slice(Math.max(0, wordStart - 80), wordEnd)
  const found =
    /(?:(?:Room|Unit|Building|Block|Apartment|Apt\.?|Flat|Floor|No\.?) ?\w{1,5},? ){0,4}(?:No\.? ?)?\d{1,5} (?:[A-Z][a-z]+ ){1,3}(?:Road|Street|Lane|Avenue|Rd|St|Ave)$/u.exec(
      before,
    )
  const town = /^(?:, [A-Z][a-z]+){0,3}/u.exec(text.slice(wordEnd, wordEnd + 60))?.[0].length ?? 0
  return found ? { start: wordEnd - found[0].length, end: wordEnd + town } : undefined
}
