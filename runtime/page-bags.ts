import type { Agent } from '../core/agent.ts'
import type { Heading } from '../core/knowledge.ts'
import { fold } from '../models/offline/lexicon.ts'
import { type FeatureTable, featureTable, numberOf } from './feature-table.ts'

/** The words of agents' pages and of the sections that are their own, as numbers alone: kept from one start to the next. */
export interface Bags {
  readonly features: FeatureTable
  /** In which pages each feature is, by their place: where its row begins, then page and weight. */
  readonly rows: Uint32Array
  readonly of: Uint16Array
  readonly counts: Float32Array
  /** The weight of all of a page's texts. */
  readonly lengths: Float64Array
}

/** How much of a message a page speaks of: 0…1. */
export interface Near {
  readonly agent: Agent
  readonly score: number
}

/** Kinds of what a text names (一类之物): 狗 for 金毛. */
type Kinds = (text: string) => readonly string[]
const kindKey = (kind: string): string => `~${kind}`

/** Frames of questions say nothing of the matter. */
const asking =
  /您好|你好|请问|麻烦|谢谢|帮忙|怎么(?:办|样|罚|弄|写|做)?|如何|什么(?:时候)?|多少(?:钱|天)?|多久|多长时间|几[天年次个]|能不能|可不可以|行不行|可以|是不是|有没有|要不要|算不算|会不会|用不用|哪里|哪儿|哪个|哪些|谁|为什么|行吗|行不|需要|应该|办理|处理|申请|规定/g
const weak = new Set([
  ...'的了吗呢吧啊呀嘛哦么呗在是就都也还又很把被让叫给和跟与或个这那到去来要想能可以会有没不一上下里我你他她们人家办做说找咱您',
])
const weakWords = /^(?:the|how|what|for|and|with|from|can|does|have|when|where|who|should|need)$/
/** What a character alone, or a pair with a weak one, weighs beside a pair of two that tell. */
const faint = 0.3

/** Pairs, triples, characters and kinds of a text, and what each tells; stems of English words. */
const featuresOf = (text: string, kindsOf: Kinds): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  const put = (key: string, weight: number): void => void found.set(key, Math.max(found.get(key) ?? 0, weight))
  const said = fold(text).replace(asking, ' ')
  for (const run of said.match(/[\u3400-\u9fff]+/g) ?? []) {
    const chars = [...run]
    for (const [at, char] of chars.entries()) {
      const [next, third] = [chars[at + 1], chars[at + 2]]
      const isWeak = weak.has(char)
      if (!isWeak) put(char, faint)
      if (next !== undefined && !(isWeak && weak.has(next))) put(char + next, isWeak || weak.has(next) ? faint : 1)
      if (next !== undefined && third !== undefined && ![char, next, third].some((one) => weak.has(one))) put(char + next + third, 1)
    }
  }
  for (const word of said.match(/[a-z]{3,}/g) ?? []) if (!weakWords.test(word)) put(word.replace(/(?:ing|ed|es|s)$/, ''), 1)
  for (const kind of kindsOf(text)) put(kindKey(kind), 1)
  return found
}

/** What an example weighs, and with it all that a page says itself. */
const ownWeight = 1

/** BM25's k1. */
const saturation = 2

/** How much of what is said each page speaks of, best first: BM25 over pages, as a share of the message's own weight. */
export const rankBags = (
  { features, rows, of, counts, lengths }: Bags,
  agents: readonly Agent[],
  text: string,
  kindsOf: Kinds,
): readonly Near[] => {
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  const scores = new Map<number, number>()
  let whole = 0
  for (const [feature, weight] of featuresOf(text, kindsOf)) {
    const number = numberOf(features, feature)
    const [from, to] = number < 0 ? [0, 0] : [rows[number] ?? 0, rows[number + 1] ?? 0]
    const idf = Math.log(1 + (lengths.length - (to - from) + 0.5) / (to - from + 0.5))
    whole += weight * (to === from ? Math.log(1 + lengths.length / 1.5) : idf)
    for (let place = from; place < to; place++) {
      const page = of[place] ?? 0
      const count = counts[place] ?? 0
      const part = (count * (saturation + 1)) / (count + saturation * (0.5 + (0.5 * (lengths[page] ?? 0)) / mean))
      scores.set(page, (scores.get(page) ?? 0) + weight * idf * part)
    }
  }
  return [...scores]
    .flatMap(([page, score]) => {
      const agent = agents[page]
      return agent ? [{ agent, score: score / (whole || 1) }] : []
    })
    .sort((a, b) => b.score - a.score || (a.agent.id < b.agent.id ? -1 : 1))
    .map(({ agent, score }) => ({ agent, score: Math.min(1, score) }))
}

/** Of the kinds that a message names, how many a page speaks of in its own words, how many it does not, and how many no page does. */
export const kindsHeld = (
  { features, rows, of, counts }: Bags,
  page: number,
  kinds: readonly string[],
): { readonly known: number; readonly strange: number; readonly alien: number } => {
  const holders = (kind: string): readonly number[] => {
    const number = numberOf(features, kindKey(kind))
    if (number < 0) return []
    const places = Array.from({ length: (rows[number + 1] ?? 0) - (rows[number] ?? 0) }, (_, at) => (rows[number] ?? 0) + at)
    return places.filter((place) => (counts[place] ?? 0) >= ownWeight).map((place) => of[place] ?? -1)
  }
  const held = kinds.map(holders)
  const known = held.filter((pages) => pages.includes(page)).length
  const alien = held.filter((pages) => pages.length === 0).length
  return { known, strange: kinds.length - known - alien, alien }
}

/** The words of every page, and of the sections that are its own. */
export const bagsOf = (
  agents: readonly Agent[],
  sections: readonly { readonly heading: Heading; readonly agent: Agent }[],
  kindsOf: Kinds,
): Bags => {
  const pages = new Map(agents.map((agent, page) => [agent, page]))
  const lengths = new Float64Array(agents.length)
  const found = new Map<string, Map<number, number>>()
  const put = (agent: Agent, text: string, weight: number): void => {
    const page = pages.get(agent)
    if (page === undefined) return
    for (const feature of featuresOf(text, kindsOf).keys()) {
      const counts = found.get(feature) ?? new Map<number, number>()
      counts.set(page, (counts.get(page) ?? 0) + weight)
      found.set(feature, counts)
    }
    lengths[page] = (lengths[page] ?? 0) + weight
  }
  for (const agent of agents) {
    for (const text of [agent.name, agent.purpose]) put(agent, text, 2)
    for (const text of [...agent.examples.map(({ says }) => says), ...agent.suggestions]) put(agent, text, 1)
    for (const text of agent.refuses.flatMap(({ says }) => says)) put(agent, text, 0.5)
  }
  for (const { heading, agent } of sections) for (const text of [heading.heading, ...heading.ways]) put(agent, text, 0.25)
  const all = [...found.values()].flatMap((counts) => [...counts].sort(([a], [b]) => a - b))
  let next = 0
  return {
    features: featureTable(found.keys(), found.size),
    rows: Uint32Array.from([0, ...[...found.values()].map(({ size }) => (next += size))]),
    of: Uint16Array.from(all, ([page]) => page),
    counts: Float32Array.from(all, ([, count]) => count),
    lengths,
  }
}
