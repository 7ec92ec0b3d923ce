import { type NameStuff, nameOf, pick, type Random, regionalOf, surnameOf } from './make-names.ts'

/** A text to learn from (教材), and where names stand in it. */
export interface TaughtLine {
  readonly text: string
  readonly names: readonly { readonly start: number; readonly end: number }[]
  readonly weight: number
}

/** What lines are filled with. */
export interface LineStuff extends NameStuff {
  readonly titles: readonly string[]
  readonly afterPlaces: readonly string[]
  readonly places: readonly string[]
  /** Everyday words, those that begin with a surname more often than others. */
  readonly everyday: readonly string[]
}

const digits = (random: Random): string => {
  const length = pick(random, [1, 2, 3, 4, 11, 18])
  return Array.from({ length }, () => String(Math.floor(random() * 10))).join('')
}
const placeOf = (random: Random, stuff: LineStuff): string =>
  random() < 0.55
    ? pick(random, stuff.places)
    : `${random() < 0.5 ? nameOf(random, stuff).replace(/·.*/u, '') : random() < 0.6 ? regionalOf(random, stuff) : surnameOf(random, stuff) + pick(random, ['家', ''])}${pick(random, stuff.afterPlaces)}`

/** A line with its slots filled. `{n}` is a name; everything else is none. */
const filled = (random: Random, line: string, stuff: LineStuff, weight: number): TaughtLine => {
  const names: { start: number; end: number }[] = []
  let text = ''
  let last = 0
  for (const slot of line.matchAll(/\{([nwstzd])\}/g)) {
    text += line.slice(last, slot.index)
    last = slot.index + slot[0].length
    const start = text.length
    if (slot[1] === 'n') {
      text += nameOf(random, stuff)
      names.push({ start, end: text.length })
    } else if (slot[1] === 'w') text += pick(random, stuff.everyday)
    else if (slot[1] === 's') text += random() < 0.9 ? surnameOf(random, stuff) : pick(random, stuff.compounds)
    else if (slot[1] === 't') text += pick(random, stuff.titles)
    else if (slot[1] === 'z') text += placeOf(random, stuff)
    else text += digits(random)
  }
  return { text: text + line.slice(last), names, weight }
}

/** Words for people in running text: a name may stand where they stand, or after those that say what somebody is. */
const persons =
  /(?<![其吉无利排])[他她](?![们人乡日])|(?<![自大])我(?![们国省市局院区县旗校行司方省])|[赵钱孙李周吴郑王冯陈刘张杨黄林徐马朱胡郭何高罗宋谢唐韩曹许邓萧田董潘袁于余叶蒋杜苏魏程吕丁沈任姚卢姜钟谭廖贾韦金石]某[某甲乙丙]?|小[王李张刘陈赵]|老[王李张刘陈赵]|(?<![为])对方(?!当)|当事人|报警人|嫌疑人|被告(?!人|知)|原告|申请人|受害人|男子|女子|老人|邻居|房东|老板|工头|同事|朋友|司机|丈夫|妻子|老公|老婆|儿子|女儿|母亲|父亲|哥哥|弟弟|姐姐|妹妹|同学|租客|物业经理|店主|村民|牧民|孩子|妈妈|爸爸|前夫|前妻|民警/gu
const roles = /[人子告居东板头事友机夫妻公婆儿女亲哥弟姐妹学客理主民妈爸警]$/u

/** A text as it was written, with people in it called by their names. Undefined where nobody is there. */
const named = (random: Random, said: string, stuff: LineStuff, weight: number): TaughtLine | undefined => {
  const names: { start: number; end: number }[] = []
  let text = ''
  let last = 0
  const called = nameOf(random, stuff)
  for (const person of said.matchAll(persons)) {
    if (random() < 0.4) continue
    const isRole = roles.test(person[0]) && person[0].length > 1
    text += said.slice(last, person.index) + (isRole && random() < 0.5 ? person[0] : '')
    last = person.index + person[0].length
    const start = text.length
    text += random() < 0.3 ? called : nameOf(random, stuff)
    names.push({ start, end: text.length })
  }
  return names.length === 0 ? undefined : { text: text + said.slice(last), names, weight }
}

/** All lines to learn from: patterns filled, texts as they are, and the same texts with people called by name. */
export const taughtLines = (
  random: Random,
  {
    lines,
    texts,
    stuff,
    times,
    again,
  }: {
    readonly lines: readonly string[]
    readonly texts: readonly string[]
    readonly stuff: LineStuff
    readonly times: number
    readonly again: number
  },
): readonly TaughtLine[] => {
  const taught: TaughtLine[] = []
  for (const line of lines) for (let time = 0; time < times; time++) taught.push(filled(random, line.slice(2), stuff, 1))
  for (const text of texts) {
    taught.push({ text, names: [], weight: 2 })
    for (let time = 0; time < again; time++) {
      const one = named(random, text, stuff, 1)
      if (one) taught.push(one)
    }
  }
  return taught
}
