import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Converter } from 'opencc-js/t2cn'
import { parse } from 'yaml'
import { z } from 'zod'
import { steady } from './domain/disputes/learned/steady.ts'
import { filterOf } from './domain/personal-data/names/known-words.ts'
import { bytesOfModel, modelFile, type NameModel } from './domain/personal-data/names/model.ts'
import type { SignFacts } from './domain/personal-data/names/signs.ts'
import { type LineStuff, taughtLines } from './domain/personal-data/names/teaching.ts'
import { trainNames } from './domain/personal-data/names/train.ts'

const home = import.meta.dirname
const teaching = join(home, 'data', 'teaching', 'names')
const list = z.string().transform((text) => text.trim().split(/\s+/))
const signs = z.string().transform((text) => [...new Set(text.replace(/\s+/g, ''))])
const peopleFile = z.strictObject({
  surnames: signs,
  compound: list,
  given: list,
  characters: signs,
  regional: z.strictObject({ heads: list, tails: list, tibetan: list, dotted: z.strictObject({ first: list, last: list }) }),
  titles: list,
  after_places: list,
  english: z.strictObject({ first: list, mongolian: list }),
})

/** Signs that stand in no given name, or so seldom that looking costs more than it finds. */
const never =
  '的了们吗呢吧啊着过您我你他她它这哪很都还没叫么呀哦嗯啦嘛呗诶哎喂某谁啥咋咱俺把被让给跟从往及或若但且则却仍即便虽因为何怎几每各另此彼所被将与在是有不也就说要去到和姐妈爸爷奶叔婶嫂姨舅哥弟侄甥婿儿娘爹姥婆妻佰仟元整角'
/** Some of them all the same: 岳不群, 龙在天, 李和平. */
const seldom = '在不有和也为从若因即将与所何'

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
      return /^[\u4e00-\u9fff]{2,6}$/u.test(word) ? [{ word, often: Number(often), tag }] : []
    })

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

/** Everything that the shipped model is taught with. */
export const repositoryLessons = () => {
  const people = peopleFile.parse(parse(readFileSync(join(teaching, 'people.yaml'), 'utf8')))
  const patterns = readFileSync(join(teaching, 'lines.txt'), 'utf8')
    .split('\n')
    .filter((line) => /^[+-] /.test(line))
  const all = dictionary()
  const family = new Set(people.surnames)
  const called = new Set(people.given.filter((name) => name.length === 1))
  // The dictionary takes words that begin with a surname for names (梅花鹿, 盖章); who is read of often is no private person either.
  const isWord = ({ word, often: times, tag }: Word): boolean =>
    tag === 'nrt' || !tag.startsWith('nr') || (word.length === 2 ? times >= 20 && !called.has(word[1] ?? '') : times >= 60)
  const plain = all.filter(isWord)
  const often = plain.filter(({ often: times, word }) => times >= 3 && word.length <= 4)
  const surnamed = often.filter(({ word }) => family.has(word[0] ?? ''))
  const heard = all
    .filter(({ tag, word }) => tag === 'nr' && word.length === 3 && family.has(word[0] ?? ''))
    .map(({ word }) => word.slice(1))
  const places = plain.filter(({ tag, word }) => /^n(?:[stz]|rt)$/.test(tag) && word.length <= 5).map(({ word }) => word)
  const usual = often.filter(({ often: times }) => times >= 60)
  const stuff: LineStuff = {
    ...{ surnames: people.surnames, compounds: people.compound, given: people.given, characters: people.characters },
    ...{ heads: people.regional.heads, tails: people.regional.tails, tibetan: people.regional.tibetan },
    ...{ dottedFirst: people.regional.dotted.first, dottedLast: people.regional.dotted.last },
    ...{ titles: people.titles, afterPlaces: people.after_places, places, heard },
    words: usual.filter(({ word, tag }) => word.length === 2 && /^[nav]/.test(tag)).map(({ word }) => word),
    everyday: [...surnamed, ...surnamed, ...usual].map(({ word }) => word),
  }
  const regional = [
    ...new Set([...stuff.heads, ...stuff.tails, ...stuff.tibetan, ...stuff.dottedFirst, ...stuff.dottedLast].join('')),
  ].join('')
  const isRegional = (word: string): boolean => [...word].every((sign) => regional.includes(sign))
  const couldBeName = (word: string): boolean =>
    word.length >= 3 &&
    ((word.length === 3 && family.has(word[0] ?? '')) || people.compound.includes(word.slice(0, 2)) || isRegional(word)) &&
    !stuff.heads.includes(word)
  const facts: SignFacts = {
    ...{ surnames: people.surnames.join(''), compounds: people.compound, regional },
    opens: [...new Set([...stuff.heads, ...stuff.tibetan].map((head) => head[0]))].join(''),
    never: [...new Set(never)].filter((sign) => !seldom.includes(sign)).join(''),
    titles: people.titles,
    known: plain.filter(({ word }) => couldBeName(word)).map(({ word }) => word),
    traditional: traditionalSigns(),
  }
  // Not the running texts, which every change of a page changes: they are there for how people write, not for what.
  const taught = createHash('sha256')
    .update(JSON.stringify([patterns, stuff, facts]))
    .digest('hex')
    .slice(0, 12)
  return {
    taught,
    patterns,
    stuff,
    facts,
    words: plain
      .filter(({ often: times, word }) => times >= (word.length === 4 ? 20 : 3))
      .map(({ word, often: times }) => ({ word, isCommon: times >= 300 })),
  }
}

/** Teaches the model of names with what the repository holds. The same files give the same bytes. */
export const teachNames = ({ times = 90, rounds = 8, threshold = 8, leftOut = 0.1, nameWeight = 1, again = 6 } = {}): NameModel => {
  const { taught, patterns, stuff, facts, words } = repositoryLessons()
  const random = steady(20_261_129)
  const lines = taughtLines(random, { lines: patterns, texts: texts(), stuff, times, again })
  return trainNames(lines, {
    facts,
    words: filterOf(words, [...stuff.heads, ...stuff.tibetan]),
    taught,
    random,
    threshold,
    rounds,
    leftOut,
    nameWeight,
  })
}

if (import.meta.main) {
  mkdirSync(dirname(modelFile), { recursive: true })
  const bytes = bytesOfModel(teachNames())
  writeFileSync(modelFile, bytes)
  console.log(`${modelFile}: ${bytes.length} bytes`)
}
