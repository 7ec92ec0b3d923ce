import type { Agent } from '../core/agent.ts'
import type { Heading } from '../core/knowledge.ts'
import { fold } from '../models/offline/lexicon.ts'

/** The words of one agent's page and of the sections that are its own. */
export interface Bag {
  readonly agent: Agent
  readonly counts: Map<string, number>
  length: number
}

/** How much of a message a page speaks of: 0…1. */
export interface Near {
  readonly agent: Agent
  readonly score: number
}

/** Frames of questions say nothing of the matter. */
const asking =
  /您好|你好|请问|麻烦|谢谢|帮忙|怎么(?:办|样|罚|弄|写|做)?|如何|什么(?:时候)?|多少(?:钱|天)?|多久|多长时间|几[天年次个]|能不能|可不可以|行不行|可以|是不是|有没有|要不要|算不算|会不会|用不用|哪里|哪儿|哪个|哪些|谁|为什么|行吗|行不|需要|应该|办理|处理|申请|规定/g
const weak = new Set([
  ...'的了吗呢吧啊呀嘛哦么呗在是就都也还又很把被让叫给和跟与或个这那到去来要想能可以会有没不一上下里我你他她们人家办做说找咱您',
])
const weakWords = /^(?:the|how|what|for|and|with|from|can|does|have|when|where|who|should|need)$/
/** What a character alone, or a pair with a weak one, weighs beside a pair of two that tell. */
const faint = 0.3

/** Pairs, triples and characters of a text, and what each tells; stems of English words. */
const featuresOf = (text: string): ReadonlyMap<string, number> => {
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
  return found
}

const put = (bag: Bag, text: string, weight: number): void => {
  for (const feature of featuresOf(text).keys()) bag.counts.set(feature, (bag.counts.get(feature) ?? 0) + weight)
  bag.length += weight
}

/** BM25's k1. */
const saturation = 2

/** How much of what is said each page speaks of, best first: BM25 over pages, as a share of the message's own weight. */
export const rankBags = (bags: readonly Bag[], text: string): readonly Near[] => {
  const mean = bags.reduce((sum, { length }) => sum + length, 0) / Math.max(1, bags.length)
  const scores = new Map<Bag, number>()
  let whole = 0
  for (const [feature, weight] of featuresOf(text)) {
    const holders = bags.filter(({ counts }) => counts.has(feature))
    const idf = Math.log(1 + (bags.length - holders.length + 0.5) / (holders.length + 0.5))
    whole += weight * (holders.length === 0 ? Math.log(1 + bags.length / 1.5) : idf)
    for (const bag of holders) {
      const count = bag.counts.get(feature) ?? 0
      const part = (count * (saturation + 1)) / (count + saturation * (0.5 + (0.5 * bag.length) / mean))
      scores.set(bag, (scores.get(bag) ?? 0) + weight * idf * part)
    }
  }
  return [...scores]
    .map(([{ agent }, score]) => ({ agent, score: score / (whole || 1) }))
    .sort((a, b) => b.score - a.score || (a.agent.id < b.agent.id ? -1 : 1))
    .map(({ agent, score }) => ({ agent, score: Math.min(1, score) }))
}

/** The words of every page, and of the sections that are its own. */
export const bagsOf = (
  agents: readonly Agent[],
  sections: readonly { readonly heading: Heading; readonly agent: Agent }[],
): readonly Bag[] => {
  const bags = new Map(agents.map((agent) => [agent, { agent, counts: new Map<string, number>(), length: 0 }]))
  for (const bag of bags.values()) {
    for (const text of [bag.agent.name, bag.agent.purpose]) put(bag, text, 2)
    for (const text of [...bag.agent.examples.map(({ says }) => says), ...bag.agent.suggestions]) put(bag, text, 1)
    for (const text of bag.agent.refuses.flatMap(({ says }) => says)) put(bag, text, 0.5)
  }
  for (const { heading, agent } of sections) {
    const bag = bags.get(agent)
    if (bag) for (const text of [heading.heading, ...heading.ways]) put(bag, text, 0.25)
  }
  return [...bags.values()]
}
