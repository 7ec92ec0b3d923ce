import { isWorkAbroad, journeyWords, plainWords } from '../everyday.ts'
import { gloss } from '../gloss.ts'
import { fold } from '../lexicon.ts'
import type { Choice, Field } from '../sheets.ts'
import { alike } from '../similarity.ts'
import { bareOf } from '../text.ts'
import type { Read } from './identifiers.ts'
import { chineseNumber } from './numbers.ts'

const parts = (label: string): string[] =>
  [label, ...label.split(/[、/（）()，,和或]/)].map((part) => part.trim()).filter((part) => part.length > 1)

const phrasesOf = (choice: Choice): string[] => [
  ...new Set(
    [...parts(choice.label), ...choice.says, choice.en, choice.value.replace(/_/g, ' ')]
      .map((phrase) => fold(phrase))
      .filter((phrase) => phrase.length > 0),
  ),
]

const known = new WeakMap<Choice, string[]>()
const phrases = (choice: Choice): string[] => {
  const seen = known.get(choice)
  if (seen) return seen
  const made = phrasesOf(choice)
  known.set(choice, made)
  return made
}

/** One place where a text names a choice. */
interface Mention {
  readonly choice: Choice
  readonly start: number
  readonly end: number
}

const isLatin = (text: string): boolean => /^[\x20-\x7e]+$/.test(text)

interface Phrase {
  readonly choice: Choice
  readonly phrase: string
}

const sorted = new WeakMap<Field, readonly Phrase[]>()
const longestFirst = (field: Field): readonly Phrase[] => {
  const known = sorted.get(field)
  if (known) return known
  const all = field.choices.flatMap((choice) => phrases(choice).map((phrase) => ({ choice, phrase })))
  all.sort((a, b) => b.phrase.length - a.phrase.length)
  sorted.set(field, all)
  return all
}

/** Where choices are named, longest phrase first, so that 出国留学 is not read as 出国. */
const mentionsIn = (field: Field, said: string): Mention[] => {
  const found: Mention[] = []
  for (const { choice, phrase } of longestFirst(field))
    for (let start = said.indexOf(phrase); start >= 0; start = said.indexOf(phrase, start + 1)) {
      const end = start + phrase.length
      if (isLatin(phrase) && (/[a-z0-9]/.test(said[start - 1] ?? '') || /[a-z0-9]/.test(said[end] ?? ''))) continue
      if (!found.some((other) => start < other.end && end > other.start)) found.push({ choice, start, end })
    }
  return found.sort((a, b) => a.start - b.start)
}

/** 不是出国、不去上班: the word is named in order to be denied. */
const isDenied = (said: string, mention: Mention): boolean => {
  // 电子的不行
  if (/^(?:版|件)?的?(?:就|都)?(?:不行|不要|不认|不收|不可以|不用|不算|错了)/.test(said.slice(mention.end))) return true
  const before = said.slice(Math.max(0, mention.start - 8), mention.start)
  return (
    /(?:不是|不去|不用于?|不要|不算|并非|而非|没(?:有)?|别(?:写|填|选)?|不选|不填|不|isn'?t|is not|\bnot)\s*(?:因为|为了|用于|用来|要|去|办|选|填|写|用|a |for |to |going )*$/.test(
      before,
    ) && !/(?:能不|是不是|要不)$/.test(before)
  )
}

const ordinals: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7 }

/** 1, 第二个, B, 最后一个: which of `count` things is meant, counted from 0. */
export const ordinalIn = (text: string, count: number): number | undefined => {
  const bare = bareOf(text).replace(/^(?:我)?(?:选|要|就|是|办|想办|option|number|no|the|choose|ipick|pick)+/, '')
  if (/^(?:最后(?:一|那)?(?:个|项|种)?|last(?:one)?)$/.test(bare)) return count - 1
  if (/^后(?:一个|者|面那个|面的)$/.test(bare)) return count - 1
  if (/^前(?:一个|者|面那个|面的)$/.test(bare)) return 0
  const match = /^(?:第)?(\d{1,2}|[一二三四五六七八九十]{1,2})(?:个|项|号|种|条|那个|st|nd|rd|th)?(?:的|one|option|就行|就是|谢谢)?$/.exec(
    bare,
  )
  const letter = /^([a-h])(?:项|选项)?$/.exec(bare)?.[1]
  const word = /^(first|second|third|fourth|fifth|sixth|seventh)(?:one|option)?$/.exec(bare)?.[1]
  const index = match
    ? (chineseNumber(match[1] ?? '') ?? Number(match[1])) - 1
    : letter
      ? letter.charCodeAt(0) - 97
      : word
        ? (ordinals[word] ?? 0) - 1
        : undefined
  return index !== undefined && index >= 0 && index < count ? index : undefined
}

/**
 * 入职……哦不，留学: a slip that is mended in the same breath. A sound of surprise, then 不; 哦不用了 mends nothing.
 */
const slip = String.raw`(?:哦|噢|喔|啊|呃|额|哎呀?|唉|诶|欸|嗯)[\s，,、…。.]*不(?:是|对)?(?:[\s，,、…。.！!]+|(?=\p{Script=Han}{2})(?!用|要|行|办|能|会|可|想|去|知|清|好|了|必|需|敢|开|给|管|急))|等(?:等|一下)[\s，,、…。.]*(?:是|应该是|改成?)|\bno[, ]+wait\b[\s,.…]*|\bscratch that\b[\s,.…]*`

/** Words that turn over what was said before (更正). */
export const correction = new RegExp(
  String.raw`不对|不是|错了|不不+|应该算|改成|改为|改到|改一下|换成|换为|应该是|其实是|更正|写错|说错|搞错|弄错|填错|选错|重选|改用|\bactually\b|\binstead\b|\bi meant?\b|\bchange\b|\bcorrection\b|\bwrong\b|\bmistake\b|\bnot\b.{1,40}\bbut\b|${slip}`,
  'iu',
)

const turns = new RegExp(
  String.raw`.*(?:改成|改为|改到|换成|换为|改用|应该是|应该算|不不+|其实是|而是|\bbut\b|\bchange (?:it|that|.{0,20}) to\b|\bi meant?\b|\bactually\b|${slip})\s*(.+)$`,
  'iu',
)

/** What follows the word of change: the new value stands there. */
export const newPartOf = (text: string): string => turns.exec(text)?.[1] ?? text

const isStated = (text: string): boolean => text.length <= 40 && !/不是|不去|没有/.test(text)

/** Which choice a message means. Asked for it, ordinals and near words count too. */
export const choiceIn = (field: Field, text: string, isAsked: boolean): Read<string> => {
  if (isAsked) {
    const index = ordinalIn(text, field.choices.length)
    const chosen = index === undefined ? undefined : field.choices[index]
    if (chosen) return { value: chosen.value, start: 0, end: text.length }
  }
  const isChange = correction.test(text)
  if (isChange && field.isRequired) {
    // 不是1，是2
    const index = ordinalIn(text.split(/[，,。；;\s]/).at(-1) ?? '', field.choices.length)
    const chosen = index === undefined ? undefined : field.choices[index]
    if (chosen && /\d|第/.test(text)) return { value: chosen.value, start: 0, end: text.length }
  }
  const english = gloss(text.replace(/\p{Script=Han}+/gu, ' '))
  const read = (part: string): { best: Choice; start: number; end: number; ties: number } | undefined => {
    const said = fold(part)
    const mentions = mentionsIn(field, said)
    const left = mentions.filter((mention) => !isDenied(said, mention))
    const last = left.at(-1)
    if (!last) return undefined
    if (isChange) return { best: last.choice, start: last.start, end: last.end, ties: 1 }
    const sums = new Map<Choice, number>()
    for (const { choice, start, end } of left) sums.set(choice, (sums.get(choice) ?? 0) + end - start)
    const top = Math.max(...sums.values())
    const winners = [...sums].filter(([, sum]) => sum === top).map(([choice]) => choice)
    const first = left.find(({ choice }) => choice === winners[0]) ?? last
    return { best: first.choice, start: first.start, end: first.end, ties: winners.length }
  }
  const everyday = [...journeyWords(text), ...(isAsked ? [plainWords(text)] : [])].filter((words) => words !== '')
  const found =
    (isChange ? read(newPartOf(text)) : undefined) ??
    (isWorkAbroad(text) ? read('出国') : undefined) ??
    read(text) ??
    (english ? read(english) : undefined) ??
    (isStated(text) ? everyday.map(read).find((one) => one !== undefined) : undefined)
  if (found) return found.ties > 1 && isAsked ? { fault: 'which_one' } : { value: found.best.value, start: found.start, end: found.end }
  if (!isAsked) return undefined
  if (/^\d{1,3}\s*[,，、和及]\s*\d{1,3}/.test(text)) return { fault: 'which_one' }
  if (/^\d{1,3}[.。]?$/.test(text)) return { fault: 'not_a_choice' }
  if (text.length > 20) return undefined
  const near = field.choices
    .flatMap((choice) => phrases(choice).map((phrase) => ({ choice, score: alike(text, phrase) })))
    .sort((a, b) => b.score - a.score)
  const best = near[0]
  return best && best.score >= 0.6 ? { value: best.choice.value, start: 0, end: text.length } : undefined
}

/** The choices that a message names with equal weight. */
export const tiedChoices = (field: Field, text: string): readonly Choice[] => {
  const said = fold(text)
  return [
    ...new Set(
      mentionsIn(field, said)
        .filter((mention) => !isDenied(said, mention))
        .map(({ choice }) => choice),
    ),
  ]
}
