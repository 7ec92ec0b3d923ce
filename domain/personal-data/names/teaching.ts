import { type NameStuff, nameOf, pick, pickEarly, type Random, regionalOf, surnameOf } from './make-names.ts'

/** A text to learn from (教材), and where names stand in it. */
export interface TaughtLine {
  readonly text: string
  readonly names: readonly { readonly start: number; readonly end: number }[]
  readonly weight: number
}

/** A word of a running text and what kind of word it is. */
export interface TaggedWord {
  readonly word: string
  readonly tag: string
}

/** What lines are filled with. */
export interface LineStuff extends NameStuff {
  readonly titles: readonly string[]
  readonly afterPlaces: readonly string[]
  readonly places: readonly string[]
  /** Everyday words, those that begin with a surname more often than others. */
  readonly everyday: readonly string[]
  /** Everyday words, the most usual first. */
  readonly usual: readonly string[]
  /** Everyday verbs, the most usual first. */
  readonly verbs: readonly string[]
  /** Those that begin with a surname and are read often. */
  readonly common: readonly string[]
  /** What somebody is to somebody, or in a matter: 邻居, 司机. A name may stand in its place, or after it. */
  readonly persons: readonly string[]
}

/** What sentences about people are put together from (句式), as `data/teaching/names/phrases.yaml` has it. */
export interface Phrases {
  readonly times: readonly string[]
  readonly roles: readonly string[]
  readonly acts: readonly string[]
  readonly towards: readonly string[]
  readonly adverbs: readonly string[]
  readonly joins: readonly string[]
}

/** A text that grows, and the names that were put in it. */
class Growing {
  text = ''
  readonly names: { start: number; end: number }[] = []
  add(text: string): void {
    this.text += text
  }
  name(name: string): void {
    this.names.push({ start: this.text.length, end: this.text.length + name.length })
    this.text += name
  }
}

const digits = (random: Random): string => {
  const length = pick(random, [1, 2, 3, 4, 11, 18])
  return Array.from({ length }, () => String(Math.floor(random() * 10))).join('')
}
const placeOf = (random: Random, stuff: LineStuff): string =>
  random() < 0.55
    ? pick(random, stuff.places)
    : `${random() < 0.5 ? nameOf(random, stuff).replace(/·.*/u, '') : random() < 0.6 ? regionalOf(random, stuff) : surnameOf(random, stuff) + pick(random, ['家', ''])}${pick(random, stuff.afterPlaces)}`

/** What stands in a line of names and is none: what no name is like teaches what one is like. */
const impostor = (random: Random, stuff: LineStuff): string => {
  const by = random()
  if (by < 0.3) return pick(random, stuff.common)
  if (by < 0.55) return pick(random, stuff.everyday)
  if (by < 0.65) return pick(random, stuff.places)
  if (by < 0.75) return placeOf(random, stuff)
  return pick(random, stuff.common) + pick(random, afterWords)
}
const afterWords = [...'里上下前后边面内外中间的了得过着来去到在和']

/** A line with its slots filled. `{n}` is a name, `{m}` the one before once more; everything else is none. */
const filled = (random: Random, line: string, stuff: LineStuff, isNamed: boolean): TaughtLine => {
  const out = new Growing()
  let last = 0
  let called = ''
  for (const slot of line.matchAll(/\{([nmwstzdruvq])\}/g)) {
    out.add(line.slice(last, slot.index))
    last = slot.index + slot[0].length
    if (slot[1] === 'n') called = nameOf(random, stuff)
    if (slot[1] === 'n' || slot[1] === 'm') {
      if (isNamed) out.name(called)
      else out.add(impostor(random, stuff))
    } else if (slot[1] === 'w') out.add(pick(random, random() < commonShare ? stuff.common : stuff.everyday))
    else if (slot[1] === 'v') out.add(pickEarly(random, stuff.verbs))
    else if (slot[1] === 'q')
      out.add(random() < 0.7 ? pick(random, ['他', '我', '她', '我们', '民警', '对方', '你']) : pickEarly(random, stuff.usual))
    else if (slot[1] === 'u') out.add(pickEarly(random, stuff.usual))
    else if (slot[1] === 's') out.add(random() < 0.9 ? surnameOf(random, stuff) : pick(random, stuff.compounds))
    else if (slot[1] === 't') out.add(pick(random, stuff.titles))
    else if (slot[1] === 'z') out.add(placeOf(random, stuff))
    else if (slot[1] === 'r') out.add(pick(random, stuff.persons))
    else out.add(digits(random))
  }
  out.add(line.slice(last))
  return { text: out.text, names: out.names, weight: 1 }
}

/** A sentence about people as a pattern: who, put before or beside others, and what they did or had done to them. */
const sentence = (random: Random, { times, roles, acts, towards, adverbs, joins }: Phrases): string => {
  const who = (): string => {
    const by = random()
    const one = `${random() < 0.35 ? pick(random, roles) : ''}{n}`
    return by < 0.72 ? one : `${one}${pick(random, joins)}${random() < 0.15 ? pick(random, roles) : ''}{n}${by > 0.95 ? '、{n}' : ''}`
  }
  const deed = (): string => (random() < 0.3 ? pick(random, adverbs) : '') + pick(random, acts)
  const when = random() < 0.3 ? `${pick(random, times)}${random() < 0.3 ? '，' : ''}` : ''
  const by = random()
  const first =
    by < 0.42
      ? `${when}${who()}${deed()}`
      : by < 0.72
        ? `${when}${random() < 0.3 ? '{q}' : ''}${pick(random, towards)}${who()}${random() < 0.6 ? deed() : ''}`
        : by < 0.8
          ? `${when}{q}${pick(random, ['和', '跟', '与', '给', '把', '让', '被', '对', '找', '向'])}${who()}${deed()}`
          : by < 0.88
            ? `${pick(random, acts)}${pick(random, ['的', '的是', '给', '，', '：', ''])}{n}${random() < 0.5 ? deed() : ''}`
            : `${when}${who()}{v}{u}`
  const end = pick(random, ['', '', '，', '。', '？', '！', '；'])
  return random() < 0.3 ? `${first}，${random() < 0.5 ? '{m}' : ''}${deed()}${end}` : `${first}${end}`
}

/** Words for people that a name may stand for without a word more. */
const pronouns = new Set(['他', '她', '我', '你', '您', '对方', '别人', '有人', '此人', '该人', '本人', '俺', '某人'])
const anonymous = /^(?:[\u4e00-\u9fff]某[某甲乙丙]?|[小老][王李张刘陈赵孙周吴杨])$/u
const isEnd = ({ word }: TaggedWord): boolean => !/[\p{L}\p{N}]/u.test(word)
/** What a clause begins with whose subject was left out; requests and questions have none. */
const subjectless = /^(?:v|d|p|t)/
const asks =
  /^(?:请|应|应当|可以|能|能否|可|如何|怎么|怎样|是否|为什么|需要|需|不得|禁止|严禁|关于|根据|依照|依据|按照|为|由|对|有|没有|是|不|想|要|等|到|就|都)$/u
const besides = [
  '（男，三十岁）',
  '（女）',
  '（已处理）',
  '(男)',
  '（化名）',
  '，男，',
  '，女，',
  '等人',
  '本人',
  '一家',
  '同志',
  '先生',
  '女士',
  '二人',
]

/** A text as it was written, with people in it called by their names. Undefined where nobody is there. */
const named = (random: Random, said: readonly TaggedWord[], stuff: LineStuff, persons: ReadonlySet<string>): TaughtLine | undefined => {
  const out = new Growing()
  const again = nameOf(random, stuff)
  const call = (): void => {
    out.name(random() < 0.3 ? again : nameOf(random, stuff))
    const by = random()
    if (by < 0.04) out.add(pick(random, besides))
    else if (by < 0.1) {
      out.add(pick(random, ['、', '、', '和', '与', '跟', '及', '，', '/', ' ']))
      call()
    }
  }
  for (const [at, { word, tag }] of said.entries()) {
    const next = said[at + 1]
    if ((pronouns.has(word) || anonymous.test(word)) && next?.word !== '们' && random() < 0.6) {
      call()
      continue
    }
    if (persons.has(word) && random() < 0.6) {
      if (random() < 0.5) out.add(word)
      call()
      continue
    }
    const before = said[at - 1]
    if ((!before || isEnd(before)) && subjectless.test(tag) && !asks.test(word) && random() < 0.4) call()
    out.add(word)
  }
  return out.names.length === 0 ? undefined : { text: out.text, names: out.names, weight: 1 }
}

/** In one line of so many, words stand where people would. */
const nobodyIn = 8
/** Lines without people are filled so many times more often. */
const emptyTimes = 3
/** How often a word is one that is read every day. */
const commonShare = 0.4

/** All lines to learn from: patterns filled, texts as they are, and the same texts with people called by name. */
export const taughtLines = (
  random: Random,
  {
    lines,
    texts,
    stuff,
    phrases,
    times,
    again,
    sentences,
  }: {
    readonly lines: readonly string[]
    readonly texts: readonly (readonly TaggedWord[])[]
    readonly stuff: LineStuff
    readonly phrases: Phrases
    readonly times: number
    readonly again: number
    readonly sentences: number
  },
): readonly TaughtLine[] => {
  const taught: TaughtLine[] = []
  const persons = new Set(stuff.persons)
  for (const line of lines)
    for (let time = 0; time < (line.startsWith('-') ? times * emptyTimes : times); time++)
      taught.push(filled(random, line.slice(2), stuff, time % nobodyIn !== 0))
  for (let made = 0; made < sentences; made++) taught.push(filled(random, sentence(random, phrases), stuff, made % nobodyIn !== 0))
  for (const words of texts) {
    taught.push({ text: words.map(({ word }) => word).join(''), names: [], weight: 2 })
    for (let time = 0; time < again; time++) {
      const one = named(random, words, stuff, persons)
      if (one) taught.push(one)
    }
  }
  return taught
}
