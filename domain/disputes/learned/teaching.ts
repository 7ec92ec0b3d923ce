import type { DisputeClass } from '../../../core/disputes.ts'
import { disputeClasses } from '../../../core/disputes.ts'
import type { Entry } from '../lexicon/entry.ts'
import { steady } from './steady.ts'

/** A text that sounds like danger, or like it and is none. */
export interface DangerText {
  readonly text: string
  readonly isDanger: boolean
  readonly weight: number
}

/** A text with what it teaches. */
export interface TaughtText {
  readonly text: string
  readonly classes: readonly DisputeClass[]
  readonly live?: boolean | undefined
  readonly weight: number
}

type Told = 'none' | readonly DisputeClass[]
const classesOf = (told: Told): readonly DisputeClass[] => (told === 'none' ? [] : told)

/** `laws.yaml`: what a question about a law speaks for. */
export interface LawsFile {
  readonly laws: Readonly<
    Record<string, readonly (DisputeClass | { from: number; to: number; class: Told; weight?: number | undefined })[]>
  >
}
/** `courts.yaml`: clauses of judgments by cause. */
export interface CourtsFile {
  readonly causes: readonly { class: Told; cause: string; clauses: readonly string[] }[]
  readonly openings: readonly string[]
  readonly closings: readonly string[]
  readonly crime_openings: readonly string[]
}
/** `questions.yaml`: stories with questions behind them, and wishes to a town. */
export interface QuestionsFile {
  readonly tails: readonly string[]
  readonly stories: Readonly<Record<string, readonly string[]>>
  readonly services: readonly string[]
  readonly service_heads: readonly string[]
}
/** A file of `data/asks/`: article or heading, a phrase, ways of asking parted by ；. */
export interface AsksFile {
  readonly law: string
  readonly asks: readonly (readonly [part: string, phrase: string, ways: string])[]
}
export interface TeachingFiles {
  readonly laws: LawsFile
  readonly courts: CourtsFile
  readonly questions: QuestionsFile
  readonly asks: readonly AsksFile[]
  readonly incidents: readonly { text: string; classes: readonly DisputeClass[] }[]
  readonly entries: readonly Entry[]
}

const digits = '零一二三四五六七八九'
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 }
/** 第一千零四十二条 → 1042; undefined where no article is named. */
const articleOf = (part: string): number | undefined => {
  const numeral = /^第([零一二三四五六七八九十百千]+)条/.exec(part)?.[1]
  if (numeral === undefined) return undefined
  let [sum, held] = [0, 0]
  for (const char of numeral) {
    const unit = units[char]
    if (unit === undefined) held = digits.indexOf(char)
    else {
      sum += (held || 1) * unit
      held = 0
    }
  }
  return sum + held
}

const isClass = (value: unknown): value is DisputeClass => (disputeClasses as readonly unknown[]).includes(value)

const fromAsks = ({ laws }: LawsFile, files: readonly AsksFile[]): TaughtText[] =>
  files.flatMap(({ law, asks }) =>
    asks.flatMap(([part, , ways]) => {
      const known = laws[law] ?? []
      const whole = known.filter(isClass)
      const article = articleOf(part)
      const range = known.find((one) => !isClass(one) && article !== undefined && article >= one.from && article <= one.to)
      if (whole.length === 0 && known.length > 0 && !range) return []
      const classes = whole.length > 0 ? whole : range && !isClass(range) ? classesOf(range.class) : []
      const weight = range && !isClass(range) ? (range.weight ?? 1) : 1
      const said = article === undefined ? [part, ...ways.split('；')] : ways.split('；')
      return said.map((text) => ({ text, classes, live: false, weight }))
    }),
  )

const fromCourts = ({ causes, openings, closings, crime_openings: crimes }: CourtsFile, texts: number): TaughtText[] => {
  const next = steady(41)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const people = ['张某', '李x0', '王某甲', '赵x3', '陈某某', '刘某', '吴某', '周x1', '何某乙', '杨x5']
  const filled = (text: string): string =>
    text
      .replace(/_[PQ]_/g, () => pick(people))
      .replace(/_C_/g, () => pick(['某公司', '某某有限公司', 'xxxx公司']))
      .replace(/_N_/g, () => String(Math.floor(next() * 100) * 1_000))
      .replace(/_D_/g, () => pick(['2014年5月', '2015年10月2日', '2011年']))
  return causes.flatMap(({ class: told, cause, clauses }) => {
    const classes = classesOf(told)
    const isCrime = cause.includes('罪')
    const whole = Array.from({ length: Math.round((texts * clauses.length) / 20) }, () => {
      const parts = Array.from({ length: 3 + Math.floor(next() * 9) }, () => pick(clauses))
      const text = filled(`${pick(isCrime ? crimes : openings)}${parts.join(pick([',', '，', '。']))}${pick(closings)}`)
      return { text, classes, live: false, weight: 1 }
    })
    return [...whole, ...clauses.map((clause) => ({ text: filled(clause), classes, weight: 0.5 }))]
  })
}

const fromQuestions = ({ tails, stories, services, service_heads: heads }: QuestionsFile, texts: number): TaughtText[] => {
  const next = steady(43)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const asked = Object.entries(stories).flatMap(([own, told]) =>
    told.flatMap((story) =>
      Array.from({ length: texts }, () => ({
        text: `${story}${next() < 0.5 ? '，' : ''}${pick(tails)}`,
        classes: isClass(own) ? [own] : [],
        weight: 1,
      })),
    ),
  )
  const wished = services.flatMap((wish) =>
    Array.from({ length: texts }, () => {
      const others = next() < 0.5 ? [] : [pick(services), pick(services)]
      return { text: `${pick(heads)}${[wish, ...others].map((one) => `${one}。`).join('')}`, classes: [], live: false, weight: 1 }
    }),
  )
  return [...asked, ...wished]
}

/** Every term by itself, with all classes that it stands under: a strong one says something even alone. */
const fromTerms = (entries: readonly Entry[]): TaughtText[] => {
  const classes = new Map<string, DisputeClass[]>()
  for (const { kind, word, classes: own } of entries)
    if (kind === 'term') classes.set(word, [...new Set([...(classes.get(word) ?? []), ...own])])
  return [...classes].map(([word, own]) => ({ text: word.replaceAll('…', ''), classes: own.slice(0, 3), weight: 0.5 }))
}

/** An incident of the labelled ones teaches a little more than another text: they are the closest to what comes in. */
const incidentWeight = 10

/** Everything that the repository has to learn from; nothing else goes into the weights that ship. */
export const taughtTexts = (files: TeachingFiles): readonly TaughtText[] => [
  ...fromAsks(files.laws, files.asks),
  ...fromCourts(files.courts, 120),
  ...fromQuestions(files.questions, 4),
  ...fromTerms(files.entries),
  ...files.incidents.map(({ text, classes }) => ({ text, classes, live: classes.length > 0, weight: incidentWeight })),
]
