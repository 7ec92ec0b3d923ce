import type { Hits } from '../lexicon/entry.ts'
import { codeCount, type EntryTable } from './codes.ts'

/** Why a hit does not count (误报陷阱): the names that reasons show. 0 is none. */
export const traps = [
  '',
  'negated', // 否定
  'place_name', // 场所名
  'person_name', // 人名、店名
  'mongolian_word', // 蒙古语借词
  'other_sense', // 同词异义
  'fixed_phrase', // 固定搭配
  'exaggeration', // 夸张
  'animal', // 动物
  'fiction', // 影视、游戏、歌曲
  'drill', // 演练
  'training_text', // 试题、语料
  'prosecution', // 刑事案件文书
  'publicity', // 宣传
  'law_question', // 问法条
  'hearsay', // 传言
  'past', // 历史
  'hypothetical', // 假设、将来
  'callback', // 回访、办结
  'conditions', // needs / unless of the entry
  'no_verb', // a weak word by itself
  'protected', // 民族、宗教、语言、籍贯: read by nothing
  'lookalike', // 像危险，不是
] as const
export type Trap = (typeof traps)[number]
export const trapOf = (name: Trap): number => traps.indexOf(name)

/** One text on its way to a decision. The arrays are used again for the next. */
export interface Reading {
  readonly table: EntryTable
  text: string
  hits: Hits
  /** Hit → place in `traps`; 0 counts. */
  aside: Uint8Array
  /** Hit → what it is there for, in a row: each rule asks for it, and the table of entries is larger than the nearest cache. */
  codes: Uint8Array
  /** Code → hits of it that count. */
  readonly count: Int32Array
  /** Code → the first such hit, or -1. */
  readonly first: Int32Array
}

const noHits: Hits = {
  count: 0,
  entry: new Int32Array(0),
  start: new Int32Array(0),
  end: new Int32Array(0),
  sentence: new Int32Array(0),
  clause: new Int32Array(0),
}

export const openReading = (table: EntryTable): Reading => ({
  table,
  text: '',
  hits: noHits,
  aside: new Uint8Array(256),
  codes: new Uint8Array(256),
  count: new Int32Array(codeCount),
  first: new Int32Array(codeCount),
})

/** Lays a text out: nothing set aside yet. */
export const beginReading = (reading: Reading, hits: Hits, text: string): void => {
  reading.hits = hits
  reading.text = text
  if (reading.aside.length < hits.count) {
    reading.aside = new Uint8Array(2 * hits.count)
    reading.codes = new Uint8Array(2 * hits.count)
  } else reading.aside.fill(0, 0, hits.count)
  reading.count.fill(0)
  reading.first.fill(-1)
  const { code } = reading.table
  const { codes, count, first } = reading
  const { entry } = hits
  for (let at = 0; at < hits.count; at++) {
    const own = code[entry[at] as number] as number
    codes[at] = own
    if (count[own] === 0) first[own] = at
    count[own] = (count[own] as number) + 1
  }
}

/** Sets a hit aside: it stays in the reasons with its trap, and counts no more. */
export const setAside = (reading: Reading, at: number, trap: number): void => {
  if (reading.aside[at] !== 0) return
  reading.aside[at] = trap
  const { codes, count, first, aside } = reading
  const own = codes[at] as number
  const left = (count[own] as number) - 1
  count[own] = left
  if (first[own] !== at) return
  let next = -1
  if (left > 0)
    for (let other = at + 1; other < reading.hits.count; other++)
      if (aside[other] === 0 && codes[other] === own) {
        next = other
        break
      }
  first[own] = next
}
