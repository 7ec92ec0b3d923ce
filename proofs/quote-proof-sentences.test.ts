import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FoundClause } from '../core/guard.ts'
import type { Citizen } from '../core/people.ts'
import { statementsOf } from '../guards/proof/nearest.ts'
import { quoteProof } from '../guards/quote-proof.ts'
import { afterwards, clauseOf, clauses, fresh, type Lot, tuned } from './quote-proof-sentences.ts'

// The guard looks at no person.
const who = {} as Citizen
const shown = (text: string, facts: { asked?: string; passages: readonly FoundClause[] }): string => {
  const ruling = quoteProof.after?.({
    ...{ text, who, isOffline: false, page: '', tools: [], sources: [], answers: [], told: [] },
    asked: facts.asked ?? '',
    passages: facts.passages,
  })
  return typeof ruling === 'object' ? ruling.text : (ruling ?? '')
}

/** What of a labelled set is shown, sentence by sentence. */
const verdictsOn = (set: readonly Lot[], known = clauses): { kept: number; lost: string[]; slipped: string[]; cut: number } => {
  const found = { kept: 0, lost: [] as string[], slipped: [] as string[], cut: 0 }
  for (const { found: keys, asked, good, bad } of set) {
    const passages = keys.flatMap((key) => known.get(key) ?? [])
    const isShown = (text: string): boolean => shown(text, { asked, passages }) !== ''
    found.kept += good.filter(isShown).length
    found.lost.push(...good.filter((text) => !isShown(text)))
    found.slipped.push(...bad.filter(isShown))
    found.cut += bad.filter((text) => !isShown(text)).length
  }
  return found
}

describe('a sentence about law', () => {
  it.each([
    ['the set that rules were set on', tuned, clauses, 0.95],
    ['sentences written afterwards', afterwards, clauses, 0.95],
    ['the lot of 2026-11-29, on clauses of its own', fresh.lots, fresh.clauses, 0.9],
  ] as const)('is shown when it is honest and cut when it is not: %s', (name, set, known, least) => {
    const { kept, lost, slipped, cut } = verdictsOn(set, known)
    console.info(
      `quote proof, ${name}: ${kept} of ${kept + lost.length} honest ones kept, ${slipped.length} of ${cut + slipped.length} wrong ones shown`,
    )
    expect(slipped).toEqual([])
    expect(kept / (kept + lost.length)).toBeGreaterThanOrEqual(least)
  })
})

/** True quotations, and the same with one thing turned. */
const mutants: readonly (readonly [string, RegExp, string])[] = [
  ['turned duty', /应当/, '可以'],
  ['turned permission', /(?<!不)可以/, '不得'],
  ['turned ban', /不得(?=[\p{Script=Han}]{2})/u, '可以'],
  ['dropped negation', /不予(?=[\p{Script=Han}]{2})/u, '给予'],
  ['wrong bound', /(?<=[日元月年岁])以上/, '以下'],
  ['wrong bound down', /(?<=[日元月年岁])以下/, '以上'],
  ['wrong unit', /日(?=以|内|拘)/, '个月'],
  ['wrong hours', /小时/, '日'],
]
const numeralSwap: Readonly<Record<string, string>> = { 一: '四', 二: '六', 三: '九', 五: '七', 十: '二十' }

const fuzz = (text: string): readonly (readonly [string, string])[] => {
  const turned = mutants.flatMap(([kind, pattern, to]) => (pattern.test(text) ? [[kind, text.replace(pattern, to)] as const] : []))
  const number = /([一二三五十])(?=(?:百|千)?(?:日|元|个月|小时|年|周岁|次)(?:以|内|的|拘|罚))/.exec(text)
  const swapped = number
    ? [['wrong number', text.slice(0, number.index) + numeralSwap[number[1] ?? ''] + text.slice(number.index + 1)] as const]
    : []
  return [
    ...turned,
    ...swapped,
    ['fake article', `根据第九百九十九条，${text}`],
    ['fake law', `根据《公民办事便利法》，${text}`],
    ['fake link', `${text.replace(/。$/, '')}，详见 http://a.b.example/x。`],
  ]
}

/** Whole sentences with law in them, as a model would repeat them. */
const sentencesOf = (text: string): readonly string[] =>
  statementsOf(text)
    .filter((statement) => !/（[一二三四五六七八九十]+）|[：:]$/.test(statement))
    .map((statement) => statement.trim().replace(/[；;]$/, '。'))
    .filter((statement) => statement.length >= 12 && statement.length <= 160 && !/前款|前两款/.test(statement))

const fuzzed = (found: readonly FoundClause[]): { tried: number; slipped: string[]; kept: number; whole: number } => {
  const result = { tried: 0, slipped: [] as string[], kept: 0, whole: 0 }
  for (const passage of found)
    for (const sentence of sentencesOf(passage.text)) {
      result.whole += 1
      if (shown(sentence, { passages: [passage] })) result.kept += 1
      for (const [kind, text] of fuzz(sentence)) {
        // Turned words may stand in the clause too: then the turned sentence is the clause's own.
        if (text === sentence || passage.text.includes(text.replace(/。$/, ''))) continue
        result.tried += 1
        if (shown(text, { passages: [passage] })) result.slipped.push(`${kind}: ${text}`)
      }
    }
  return result
}

describe('a clause with one thing turned', () => {
  it('is not shown; as it is, it is', () => {
    const { tried, slipped, kept, whole } = fuzzed([...clauses.values()])
    console.info(`quote proof, turned clauses: ${slipped.length} of ${tried} shown; whole ones kept: ${kept} of ${whole}`)
    expect(slipped).toEqual([])
    expect(kept / whole).toBeGreaterThanOrEqual(0.97)
  })
})

const laws = join(process.env.FENSHEN_CORPORA ?? '', 'laws')
describe.skipIf(!process.env.FENSHEN_CORPORA || !existsSync(laws))('over whole laws', () => {
  it('hardly any turned sentence is shown, and hardly any true one cut', () => {
    const names = readdirSync(laws).filter((name) =>
      /^(?:治安管理处罚法|居民身份证法|行政处罚法|道路交通安全法|反家庭暴力法|出境入境管理法|居住证)/.test(name),
    )
    const found = names.flatMap((name) =>
      readFileSync(join(laws, name), 'utf8')
        .split(/^(?=第[零一二三四五六七八九十百千]+条[ 　])/m)
        .slice(1)
        .map((part) => {
          const [article = '', ...text] = part
            .replace(/^#[\s\S]*/m, '')
            .trim()
            .split(/[ 　]/)
          return clauseOf({
            document: name.replace(/\(.*/, ''),
            article,
            text: text.join('').replace(/\n+/g, '\n'),
            effective: '2020-01-01',
            until: undefined,
            isOld: false,
          })
        }),
    )
    const { tried, slipped, kept, whole } = fuzzed(found)
    console.info(
      `quote proof over ${found.length} clauses: ${slipped.length} of ${tried} turned ones shown, ${kept} of ${whole} true ones kept`,
    )
    expect(slipped.length / tried).toBeLessThan(0.002)
    expect(kept / whole).toBeGreaterThan(0.97)
  })
})
