import type { Agent } from '../core/agent.ts'
import type { Heading } from '../core/knowledge.ts'
import { fold, topicsOf } from '../models/offline/lexicon.ts'
import { believer, type Features, type Learned, type Lesson, learn } from './page-learner.ts'

/** What is known of words, beside the pages. */
export interface Words {
  /** Words of the law behind the everyday words of a text (日常用语). */
  readonly plainWords: (text: string) => readonly string[]
  /** Kinds of what a text names (一类之物): 狗 for 金毛. */
  readonly kindsOf: (text: string) => readonly string[]
  /** What people ask that is no page's matter: other offices, other trades, small talk. */
  readonly elsewhere: () => readonly string[]
}

/** What is known of the words of a text. */
type WordsOf = Pick<Words, 'plainWords' | 'kindsOf'>

/** Who a text may belong to: belief in each page, best first, and in nobody; together 1. */
export type OwnersOf = (text: string) => {
  readonly pages: readonly { readonly agent: Agent; readonly belief: number }[]
  readonly nobody: number
}

/** What was learned of pages, and the page that each section belongs to most, of those that may quote it. */
export interface OwnersLearned {
  readonly learned: Learned
  readonly sections: readonly { readonly heading: Heading; readonly agent: Agent }[]
}

const politeness = /您好|你好|请问|麻烦|谢谢|帮忙/g
const weak = new Set([
  ...'的了吗呢吧啊呀嘛哦么呗在是就都也还又很把被让叫给和跟与或个这那到去来要想能可以会有没不一上下里我你他她们人家办做说找咱您',
])

// What each part of a text weighs beside a pair of two characters that tell (held-out examples, 2026-11-30).
const single = 1
const triple = 0.3
/** A pair with a weak character. */
const faint = 0.4
const plainWord = 0.5
/** A kind (一类之物): the one thing that a word which no lesson has is known by. */
const kindWeight = 1.5

// What each text weighs beside an example.
const refusedWeight = 0.5
const sectionWeight = 0.3
const elsewhereWeight = 1
/** What all sections of a page teach together counts at most so many times its examples: who may quote much does not get what is others'. */
const mostSections = 2
/** Shares below this of a section are left to the other pages. */
const leastShare = 0.07

/** Characters, pairs and triples of a text, its topics, the plain words behind its everyday ones, kinds; stems of English words. */
const featuresOf = (text: string, { plainWords, kindsOf }: WordsOf): Features => {
  const found = new Map<string, number>()
  const put = (key: string, weight: number): void => void found.set(key, Math.max(found.get(key) ?? 0, weight))
  const said = fold(text).replace(politeness, ' ')
  for (const run of said.match(/[\u3400-\u9fff]+/g) ?? []) {
    const chars = [...run]
    for (const [at, char] of chars.entries()) {
      const [next, third] = [chars[at + 1], chars[at + 2]]
      const isWeak = weak.has(char)
      if (!isWeak) put(char, single)
      if (next === undefined) continue
      const isNextWeak = weak.has(next)
      put(char + next, isWeak && isNextWeak ? faint / 2 : isWeak || isNextWeak ? faint : 1)
      if (third === undefined) continue
      const weaks = [isWeak, isNextWeak, weak.has(third)].filter(Boolean).length
      put(char + next + third, weaks > 1 ? triple * faint : triple)
    }
  }
  for (const word of said.match(/[a-z]{2,}/g) ?? []) put(word.replace(/(?:ing|ed|es|s)$/, ''), 1)
  for (const topic of topicsOf(text)) put(`#${topic}`, 1)
  for (const word of plainWords(text)) put(`=${word}`, plainWord)
  for (const kind of kindsOf(text)) put(`~${kind}`, kindWeight)
  return found
}

const normal = (logs: readonly number[]): readonly number[] => {
  const most = Math.max(...logs)
  const odds = logs.map((log) => Math.exp(log - most))
  const sum = odds.reduce((a, b) => a + b, 0)
  return odds.map((one) => one / sum)
}

/** A section, the pages that may quote it, and how each page's examples speak for it (mean log belief). */
interface Section {
  readonly heading: Heading
  readonly texts: readonly Features[]
  readonly pages: readonly number[]
  readonly logs: readonly number[]
}

/** How surely a section is a page's: sections of one document mostly belong together, so each document's mean counts too. */
const sharesOf = (sections: readonly Section[]): ((section: Section) => readonly number[]) => {
  const documents = Map.groupBy(sections, ({ heading }) => `${heading.topic}/${heading.document}`)
  const means = new Map<string, readonly number[]>()
  const shares = (section: Section): readonly number[] => {
    const mean = means.get(`${section.heading.topic}/${section.heading.document}`)
    return normal(section.logs.map((log, at) => log + Math.log((mean?.[at] ?? 1) + 0.02)))
  }
  for (let round = 0; round < 3; round++) {
    const fresh = [...documents].map(([key, all]): readonly [string, readonly number[]] => {
      const each = all.map(shares)
      return [key, (each[0] ?? []).map((_, at) => each.reduce((sum, one) => sum + (one[at] ?? 0), 0) / each.length)]
    })
    for (const [key, mean] of fresh) means.set(key, mean)
  }
  return shares
}

/** Learns whose a text is: from the pages, then from the sections that they may quote, and from what is nobody's. */
export const learnOwners = (agents: readonly Agent[], headings: readonly Heading[], words: Words): OwnersLearned => {
  const read = (text: string): Features => featuresOf(text, words)
  const nobody = agents.length
  const own = agents.flatMap((agent, index): Lesson[] => {
    const lesson = (text: string, weight = 1): Lesson => ({ features: read(text), belongs: [[index, weight]] })
    return [
      ...[agent.name, agent.purpose, ...agent.examples.map(({ says }) => says), ...agent.suggestions].map((text) => lesson(text)),
      ...agent.refuses.flatMap(({ says }) => says).map((text) => lesson(text, refusedWeight)),
    ]
  })
  const others = words.elsewhere().map((text): Lesson => ({ features: read(text), belongs: [[nobody, elsewhereWeight]] }))
  const first = believer(learn([...own, ...others], agents.length + 1, 5))
  const sections = headings.flatMap((heading): Section[] => {
    const pages = agents.flatMap(({ knowledge }, index) => (knowledge.includes(heading.topic) ? [index] : []))
    if (pages.length === 0) return []
    const texts = [heading.heading, ...heading.ways].map(read)
    const beliefs = pages.length === 1 ? [] : texts.map(first)
    const logs = pages.map((page) => beliefs.reduce((sum, one) => sum + Math.log((one[page] ?? 0) + 0.001), 0) / texts.length)
    return [{ heading, texts, pages, logs }]
  })
  const shares = sharesOf(sections)
  const claims = sections.map((section) => {
    const each = shares(section)
    const belongs = section.pages.flatMap((page, at): [number, number][] => {
      const share = each[at] ?? 0
      return share >= leastShare ? [[page, share * sectionWeight]] : []
    })
    return { texts: section.texts, belongs }
  })
  const claimed = new Array<number>(agents.length).fill(0)
  for (const { texts, belongs } of claims)
    for (const [page, weight] of belongs) claimed[page] = (claimed[page] ?? 0) + weight * texts.length
  const told = claims.flatMap(({ texts, belongs }): Lesson[] => {
    const held = belongs.map(([page, weight]): [number, number] => {
      const most = mostSections * (agents[page]?.examples.length ?? 0)
      return [page, weight * Math.min(1, most / Math.max(1, claimed[page] ?? 0))]
    })
    return texts.map((features) => ({ features, belongs: held, isSeldom: true }))
  })
  return {
    learned: learn([...own, ...others, ...told], agents.length + 1, 6),
    sections: sections.flatMap((section) => {
      const each = shares(section)
      const agent = agents[section.pages[each.indexOf(Math.max(...each))] ?? -1]
      return agent ? [{ heading: section.heading, agent }] : []
    }),
  }
}

/** Tells whose a text is by what was learned of these pages, in the same order. */
export const ownersBy = (learned: Learned, agents: readonly Agent[], words: WordsOf): OwnersOf => {
  const believe = believer(learned)
  return (text) => {
    const beliefs = believe(featuresOf(text, words))
    return {
      pages: agents
        .map((agent, index) => ({ agent, belief: beliefs[index] ?? 0 }))
        .sort((a, b) => b.belief - a.belief || (a.agent.id < b.agent.id ? -1 : 1)),
      nobody: beliefs[agents.length] ?? 0,
    }
  }
}
