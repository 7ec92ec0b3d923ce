import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import { Converter } from 'opencc-js/t2cn'
import { parse } from 'yaml'
import { z } from 'zod'
import { steady } from './domain/disputes/learned/steady.ts'
import { bytesOfModel, modelFile, type NameModel } from './domain/personal-data/names/model.ts'
import { pairsOf } from './domain/personal-data/names/regional-pairs.ts'
import { firstHan, hanSigns, type SignFacts, signTables, tableCount } from './domain/personal-data/names/signs.ts'
import { type LineStuff, type TaggedWord, taughtLines } from './domain/personal-data/names/teaching.ts'
import { trainNames } from './domain/personal-data/names/train.ts'
import { kinds, seldomOf, tableOf, type WordKind, wordByte } from './domain/personal-data/names/words.ts'

const home = import.meta.dirname
const teaching = join(home, 'data', 'teaching', 'names')
const list = z.string().transform((text) => text.trim().split(/\s+/))
const signs = z.string().transform((text) => [...new Set(text.replace(/\s+/g, ''))])
const peopleFile = z.strictObject({
  surnames: signs,
  compound: list,
  given: list,
  characters: signs,
  regional: z.strictObject({
    heads: list,
    tails: list,
    families: signs,
    tibetan: list,
    turkic: z.strictObject({ heads: list, tails: list }),
    dotted: z.strictObject({ first: list, last: list }),
  }),
  persons: list,
  titles: list,
  after_places: list,
  english: z.strictObject({ first: list, mongolian: list }),
})

const phrasesFile = z.strictObject({ times: list, roles: list, acts: list, towards: list, adverbs: list, joins: list })

/** Signs that stand in no given name, or so seldom that looking costs more than it finds. */
const never =
  '的了们吗呢吧啊着过您我你他她它这哪很都还没叫么呀哦嗯啦嘛呗诶哎喂某谁啥咋咱俺把被让给跟从往及或若但且则却仍即便虽因为何怎几每各另此彼所被将与在是有不也就说要去到和姐妈爸爷奶叔婶嫂姨舅哥弟侄甥婿儿娘爹姥婆妻佰仟元整角'
/** Some of them all the same: 岳不群, 龙在天, 李和平. */
const seldom = '在不有和也为从若因即将与所何元'

interface Word {
  readonly word: string
  readonly often: number
  readonly tag: string
}

const dictionary = (): readonly Word[] =>
  readFileSync(join(dirname(createRequire(import.meta.url).resolve('@node-rs/jieba/package.json')), 'dict.txt'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [word = '', often, tag = ''] = line.split(' ')
      return /^[\u4e00-\u9fff]{1,6}$/u.test(word) ? [{ word, often: Number(often), tag }] : []
    })

const kindsByTag: readonly (readonly [RegExp, WordKind])[] = [
  [/^nr/, kinds.person],
  [/^ns/, kinds.place],
  [/^n[tz]/, kinds.body],
  [/^n/, kinds.noun],
  [/^v[nd]/, kinds.deed],
  [/^v/, kinds.verb],
  [/^a/, kinds.quality],
  [/^d/, kinds.adverb],
  [/^p/, kinds.preposition],
  [/^c/, kinds.conjunction],
  [/^r/, kinds.pronoun],
  [/^m/, kinds.number],
  [/^[fsq]/, kinds.position],
  [/^t/, kinds.time],
  [/^[iljzb]/, kinds.idiom],
]
const kindOfTag = (tag: string): WordKind => kindsByTag.find(([pattern]) => pattern.test(tag))?.[1] ?? kinds.other

/** What each sign costs in a name, in quarters of a bit, out of names as they are counted; and what it is as a word. */
const signCosts = (
  { surnames, given, characters, heard }: Pick<LineStuff, 'surnames' | 'given' | 'characters' | 'heard'>,
  singles: readonly Word[],
  all: number,
): Uint8Array => {
  const tables = new Uint8Array(hanSigns * tableCount)
  tables.fill(255, hanSigns)
  const set = (table: number, sign: string, value: number) => {
    const at = sign.charCodeAt(0) - firstHan
    if (at >= 0 && at < hanSigns) tables[table * hanSigns + at] = value
  }
  for (const { word, often, tag } of singles) set(signTables.single, word, wordByte(seldomOf(often, all), kindOfTag(tag)))
  const cost = (share: number): number => Math.min(254, Math.round(-4 * Math.log2(share)))
  const shares = surnames.map((_, at) => 1 / (at + 8))
  const sum = shares.reduce((one, other) => one + other, 0)
  surnames.forEach((sign, at) => {
    set(signTables.surname, sign, cost((shares[at] as number) / sum))
  })
  const counts = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()] as const
  const count = (table: number, sign: string, times: number) => counts[table]?.set(sign, (counts[table]?.get(sign) ?? 0) + times)
  for (const name of heard) {
    count(1, name[0] ?? '', 1)
    count(2, name[1] ?? '', 1)
    count(0, name[1] ?? '', 0.3)
  }
  for (const name of given) {
    if (name.length === 1) count(0, name, 40)
    else {
      count(1, name[0] ?? '', 20)
      count(2, name[1] ?? '', 20)
      count(0, name[1] ?? '', 5)
    }
  }
  for (const sign of characters) for (const table of [0, 1, 2]) count(table, sign, 8)
  counts.forEach((signs, table) => {
    const whole = [...signs.values()].reduce((one, other) => one + other, 0)
    for (const [sign, times] of signs) set(signTables.alone + table, sign, cost(times / whole))
  })
  return tables
}

const traditionalSigns = (): string => {
  const convert = Converter({ from: 'tw', to: 'cn' })
  let pairs = ''
  for (let code = 0x4e00; code <= 0x9fff; code++) {
    const one = String.fromCharCode(code)
    const other = convert(one)
    if (other !== one && other.length === 1) pairs += one + other
  }
  return pairs
}

/** Lines of the repository in which people stand without names: what is asked, told and laid down. */
const texts = (): readonly string[] => {
  const under = (folder: string, pattern: RegExp): string[] =>
    readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => pattern.test(file))
      .sort()
      .flatMap((file) => readFileSync(join(home, folder, file), 'utf8').split('\n'))
  const told = [
    ...under('data/teaching/disputes/told', /\.txt$/).map((line) => line.replace(/^(?:-|D[\dD,]+) /, '')),
    ...under('data/policies', /\.md$/),
    ...under('agents', /agent\.md$/),
    ...under('data/asks', /\.yaml$/).flatMap((line) => (/"(.+)"/.exec(line)?.[1] ?? '').split('；')),
    ...under('data/lexicon', /\.yaml$/).flatMap((line) => line.split(/[[\],:"]/u)),
    ...under('agents', /cases\.yaml$/).map((line) => line.replace(/^[\s-]*\w+: /u, '')),
    ...under('data/teaching/disputes', /danger\.txt$/).map((line) => line.slice(2)),
    ...under('data/demo/incidents', /D\d\.yaml$/).flatMap((line) => (/- "(.+)"/.exec(line)?.[1] ?? '').replace(/\{\w+\}/g, '那个')),
    ...under('evals/disputes', /incidents\.jsonl$/).flatMap((line) =>
      line ? [z.looseObject({ text: z.string() }).parse(JSON.parse(line)).text] : [],
    ),
  ]
  return told.map((line) => line.trim()).filter((line) => /[\u4e00-\u9fff]/u.test(line) && !line.startsWith('#'))
}

const tagged = (lines: readonly string[]): readonly (readonly TaggedWord[])[] => {
  const jieba = Jieba.withDict(dict)
  return lines.map((line) => jieba.tag(line, true))
}

/** Everything that the shipped model is taught with. */
export const repositoryLessons = () => {
  const people = peopleFile.parse(parse(readFileSync(join(teaching, 'people.yaml'), 'utf8')))
  const phrases = phrasesFile.parse(parse(readFileSync(join(teaching, 'phrases.yaml'), 'utf8')))
  const patterns = readFileSync(join(teaching, 'lines.txt'), 'utf8')
    .split('\n')
    .filter((line) => /^[+-] /.test(line))
  const all = dictionary()
  const counted = all.reduce((sum, { often }) => sum + often, 0)
  const family = new Set(people.surnames)
  const called = new Set(people.given.filter((name) => name.length === 1))
  const isCompound = (word: string): boolean => people.compound.includes(word.slice(0, 2))
  // The dictionary takes words that begin with a surname for names (梅花鹿, 盖章), and idioms; who is read of often is no private person either.
  const isWord = ({ word, often: times, tag }: Word): boolean => {
    if (tag === 'nrt' || !tag.startsWith('nr')) return true
    if (word.length === 2) return times >= 20 && !called.has(word[1] ?? '')
    return times >= 60 || word.length > 4 || (!family.has(word[0] ?? '') && !isCompound(word))
  }
  const plain = all.filter((entry) => entry.word.length > 1 && isWord(entry))
  const often = plain.filter(({ often: times, word }) => times >= 3 && word.length <= 4)
  const surnamed = often.filter(({ word }) => family.has(word[0] ?? ''))
  const heard = all
    .filter(({ tag, word }) => tag === 'nr' && word.length === 3 && family.has(word[0] ?? ''))
    .map(({ word }) => word.slice(1))
  const places = plain.filter(({ tag, word }) => /^n(?:[stz]|rt)$/.test(tag) && word.length <= 5).map(({ word }) => word)
  const usual = often.filter(({ often: times }) => times >= 60)
  const stuff: LineStuff = {
    ...{ surnames: people.surnames, compounds: people.compound, given: people.given, characters: people.characters },
    ...{
      heads: people.regional.heads,
      tails: people.regional.tails,
      families: people.regional.families,
      tibetan: people.regional.tibetan,
      turkic: people.regional.turkic,
    },
    ...{ dottedFirst: people.regional.dotted.first, dottedLast: people.regional.dotted.last },
    ...{ titles: people.titles, afterPlaces: people.after_places, persons: people.persons, places, heard },
    words: usual.filter(({ word, tag }) => word.length === 2 && /^[nav]/.test(tag)).map(({ word }) => word),
    wordNames: surnamed
      .filter(
        ({ word, tag, often: times }) =>
          word.length === 2 && /^(?:n$|nz|a)/.test(tag) && times >= 20 && people.characters.includes(word[1] ?? ''),
      )
      .map(({ word }) => word),
    common: surnamed.filter(({ often: times, word }) => times >= 60 && word.length < 4).map(({ word }) => word),
    usual: usual.toSorted((a, z) => z.often - a.often).map(({ word }) => word),
    verbs: usual
      .filter(({ tag }) => /^v$/.test(tag))
      .toSorted((a, z) => z.often - a.often)
      .map(({ word }) => word),
    everyday: [...surnamed, ...surnamed, ...usual].map(({ word }) => word),
  }
  const regional = [
    ...new Set(
      [
        ...stuff.heads,
        ...stuff.tails,
        ...stuff.tibetan,
        ...stuff.turkic.heads,
        ...stuff.turkic.tails,
        ...stuff.dottedFirst,
        ...stuff.dottedLast,
      ].join(''),
    ),
  ].join('')
  const isRegional = (word: string): boolean => [...word].every((sign) => regional.includes(sign))
  const couldBeName = (word: string): boolean =>
    word.length >= 3 &&
    ((word.length === 3 && family.has(word[0] ?? '')) || people.compound.includes(word.slice(0, 2)) || isRegional(word)) &&
    !stuff.heads.includes(word)
  const facts: SignFacts = {
    ...{ surnames: people.surnames.join(''), compounds: people.compound, regional },
    opens: [...new Set([...stuff.heads, ...stuff.families, ...stuff.tibetan, ...stuff.turkic.heads].map((head) => head[0]))].join(''),
    never: [...new Set(never)].filter((sign) => !seldom.includes(sign)).join(''),
    titles: people.titles,
    known: plain.filter(({ word }) => couldBeName(word)).map(({ word }) => word),
    traditional: traditionalSigns(),
    latin: people.english,
  }
  // Not the running texts, which every change of a page changes: they are there for how people write, not for what.
  const taught = createHash('sha256')
    .update(JSON.stringify([patterns, phrases, stuff, facts]))
    .digest('hex')
    .slice(0, 12)
  return {
    taught,
    patterns,
    phrases,
    stuff,
    facts,
    ...tableOf(
      plain
        .filter(({ often: times, word }) => times >= (word.length === 3 ? 3 : 5))
        .map(({ word, often: times, tag }) => [word, wordByte(seldomOf(times, counted), kindOfTag(tag))] as const),
    ),
    signs: signCosts(
      stuff,
      all.filter(({ word }) => word.length === 1),
      counted,
    ),
    pairs: pairsOf(regionalNames(stuff)),
  }
}

/** Everything that names of the region are put together from, joined in every way. */
const regionalNames = function* ({ heads, tails, families, tibetan, turkic, dottedFirst, dottedLast }: LineStuff): Generator<string> {
  yield* heads
  yield* tibetan
  yield* turkic.heads
  yield* dottedFirst
  yield* dottedLast
  for (const family of families) for (const head of heads) yield family + head[0]
  for (const head of heads) for (const tail of tails) yield head.slice(-1) + tail
  for (const one of tibetan) for (const other of tibetan) yield one.slice(-1) + other
  for (const head of turkic.heads) for (const tail of turkic.tails) yield head.slice(-1) + tail
}

/** Teaches the model of names with what the repository holds. The same files give the same bytes. */
export const teachNames = ({
  times = 60,
  rounds = 8,
  threshold = 40,
  leftOut = 0.1,
  nameWeight = 1.5,
  again = 8,
  sentences = 60_000,
  lostAtGate = 150,
} = {}): NameModel => {
  const { taught, patterns, phrases, stuff, facts, words, beginnings, signs, pairs } = repositoryLessons()
  const random = steady(20_261_129)
  const lines = taughtLines(random, { lines: patterns, texts: tagged(texts()), stuff, phrases, times, again, sentences })
  return trainNames(
    lines,
    { facts, words, beginnings, signs, pairs, taught, threshold },
    { random, rounds, leftOut, nameWeight, lostAtGate },
  )
}

if (import.meta.main) {
  mkdirSync(dirname(modelFile), { recursive: true })
  const bytes = bytesOfModel(teachNames())
  writeFileSync(modelFile, bytes)
  console.log(`${modelFile}: ${bytes.length} bytes`)
}
