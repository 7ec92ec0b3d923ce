import { fold, subjectsOf, topicsOf } from './lexicon.ts'

/** Something that people may say, and what it stands for. */
export interface Sample<T> {
  readonly says: string
  readonly of: T
  /** 1 for a real example; less for a title or a description, which nobody says. */
  readonly weight: number
}

/** How near a message comes to what one thing's samples say: 0 nothing, 1 the same words. */
export interface Ranked<T> {
  readonly of: T
  readonly score: number
  /** True when message and sample speak of the same topic. */
  readonly sharesTopic: boolean
}

const politeness =
  /您好|你好|哈喽|请问一?下?|麻烦(?:您|你|帮)?|劳驾|谢谢|多谢|不好意思|打扰|帮(?:我|忙)|给我|一下|那个|就是说?|的话|我想要?|我要|想要|需要|我们?|你们|您们?|警察|同志|叔叔|师傅|领导|到底|究竟/g
const weakChars = new Set('的了吗呢吧啊呀嘛哦么呗在是就都也还又很把被让叫给和跟与或个这那到去来要想能可以会有没不一上下里')
const weakWords = new Set(
  'a an the i my me we you your to for of in on at is are am be do does can could would please want need get have has it this that and or with from hello hi'.split(
    ' ',
  ),
)

/** Weight of a topic against an ordinary pair of characters. */
const usualTopicWeight = 3
/** Words that half of all messages hold. */
const vagueTopics = new Set(['proof', 'policy', 'record', 'attendance', 'by_proxy'])

/** What a text is made of: topics, pairs of characters, single characters (weakly), Latin words. */
const featuresOf = (text: string, topics: readonly string[], topicWeight: number): Map<string, number> => {
  const found = new Map<string, number>()
  const put = (key: string, weight: number): void => void found.set(key, Math.max(found.get(key) ?? 0, weight))
  for (const topic of topics) put(`#${topic}`, vagueTopics.has(topic) ? topicWeight / 3 : topicWeight)
  const said = fold(text)
    .replace(/[a-z0-9-]*\d[a-z0-9-]*/g, ' ')
    .replace(politeness, ' ')
  for (const run of said.match(/[\u3400-\u9fff]+/g) ?? []) {
    const chars = [...run]
    chars.forEach((char, at) => {
      const next = chars[at + 1]
      if (!weakChars.has(char)) put(char, 0.3)
      if (next !== undefined)
        put(char + next, weakChars.has(char) && weakChars.has(next) ? 0.2 : weakChars.has(char) || weakChars.has(next) ? 0.6 : 1)
    })
  }
  for (const word of said.match(/[a-z]{2,}/g) ?? []) if (!weakWords.has(word)) put(word.replace(/(?:ing|ed|es|s)$/, ''), 1)
  return found
}

/** An index over samples. `rank` gives the best score of each thing, best first; things that share nothing are left out. */
export interface Index<T> {
  rank(text: string): readonly Ranked<T>[]
}

/** Similarity by weighted character pairs and topics (TF-IDF, cosine): needs no words list and forgives a wrong character. */
export const createIndex = <T>(samples: readonly Sample<T>[], topicWeight: number = usualTopicWeight): Index<T> => {
  const documents = samples.map((sample) => ({ sample, features: featuresOf(sample.says, subjectsOf(sample.says), topicWeight) }))
  const frequency = new Map<string, number>()
  for (const { features } of documents) for (const key of features.keys()) frequency.set(key, (frequency.get(key) ?? 0) + 1)
  const count = Math.max(documents.length, 1)
  const rarity = (key: string): number => {
    const idf = Math.log(1 + (count + 20) / ((frequency.get(key) ?? 0) + 1))
    // A topic stays worth its weight even where every sample has it.
    return key.startsWith('#') ? Math.max(idf, 2) : idf
  }
  const weigh = (features: ReadonlyMap<string, number>): { entries: [string, number][]; length: number } => {
    const entries = [...features].map(([key, weight]): [string, number] => [key, weight * rarity(key)])
    return { entries, length: Math.hypot(...entries.map(([, weight]) => weight)) || 1 }
  }
  const postings = new Map<string, { at: number; weight: number }[]>()
  documents.forEach(({ features }, at) => {
    const { entries, length } = weigh(features)
    for (const [key, weight] of entries) {
      const list = postings.get(key) ?? []
      list.push({ at, weight: weight / length })
      postings.set(key, list)
    }
  })
  const known = new Map<string, readonly Ranked<T>[]>()

  const rankSlow = (text: string): readonly Ranked<T>[] => {
    const { entries, length } = weigh(featuresOf(text, topicsOf(text), topicWeight))
    const scores = new Map<number, number>()
    const shared = new Set<number>()
    for (const [key, weight] of entries)
      for (const posting of postings.get(key) ?? []) {
        scores.set(posting.at, (scores.get(posting.at) ?? 0) + (posting.weight * weight) / length)
        if (key.startsWith('#') && !vagueTopics.has(key.slice(1))) shared.add(posting.at)
      }
    const best = new Map<T, Ranked<T>>()
    for (const [at, cosine] of scores) {
      const sample = documents[at]?.sample
      if (!sample) continue
      const score = Math.min(1, cosine) * sample.weight
      const before = best.get(sample.of)
      const sharesTopic = shared.has(at) || (before?.sharesTopic ?? false)
      best.set(sample.of, { of: sample.of, score: Math.max(score, before?.score ?? 0), sharesTopic })
    }
    return [...best.values()].sort((a, b) => b.score - a.score)
  }

  return {
    rank(text) {
      const cut = text.slice(0, 400)
      const seen = known.get(cut)
      if (seen) return seen
      const ranked = rankSlow(cut)
      if (known.size > 500) known.clear()
      known.set(cut, ranked)
      return ranked
    },
  }
}

const pairsKnown = new Map<string, readonly string[]>()

const pairsOf = (text: string): readonly string[] => {
  const known = pairsKnown.get(text)
  if (known) return known
  const chars = [...fold(text).replace(/[^\p{L}\p{N}]/gu, '')]
  const pairs = chars.length < 2 ? chars : chars.slice(1).map((char, at) => (chars[at] ?? '') + char)
  if (pairsKnown.size > 2_000) pairsKnown.clear()
  if (text.length <= 60) pairsKnown.set(text, pairs)
  return pairs
}

/** How alike two short texts are by their character pairs (Dice): 0 nothing shared, 1 the same. */
export const alike = (a: string, b: string): number => {
  const left = pairsOf(a)
  const right = pairsOf(b)
  if (left.length === 0 || right.length === 0) return 0
  const rest = new Map<string, number>()
  for (const pair of right) rest.set(pair, (rest.get(pair) ?? 0) + 1)
  let both = 0
  for (const pair of left) {
    const count = rest.get(pair) ?? 0
    if (count === 0) continue
    both += 1
    rest.set(pair, count - 1)
  }
  return (2 * both) / (left.length + right.length)
}
