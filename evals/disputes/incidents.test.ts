import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { disputeClasses, type Incident, IncidentError, readIncidents, traps } from './incidents.ts'

const incidents = readIncidents()
const countOf = (is: (one: Incident) => boolean): number => incidents.filter(is).length

/** Pairs of neighbouring characters, signs and blanks left out. */
const pairsOf = (text: string): ReadonlySet<string> => {
  const plain = text.normalize('NFKC').replace(/[\p{P}\p{Z}\s]/gu, '')
  return new Set(Array.from({ length: Math.max(0, plain.length - 1) }, (_, at) => plain.slice(at, at + 2)))
}

/** Texts that share more than `limit` of the shorter one's pairs with an earlier text. Cries of a few characters share by chance and are left out. */
const repeated = (texts: readonly string[], limit: number): string[] => {
  const sets = texts.map(pairsOf)
  const seen = new Map<string, number[]>()
  return sets.flatMap((pairs, at) => {
    if (pairs.size < 5) return []
    const shared = new Map<number, number>()
    for (const pair of pairs) {
      const holders = seen.get(pair) ?? []
      for (const earlier of holders) shared.set(earlier, (shared.get(earlier) ?? 0) + 1)
      seen.set(pair, [...holders, at])
    }
    return [...shared]
      .filter(([earlier, count]) => count > limit * Math.min(pairs.size, sets[earlier]?.size ?? 0))
      .map(([earlier]) => `${texts[at]} = ${texts[earlier]}`)
  })
}

describe('the labelled incidents', () => {
  it.each(disputeClasses)('hold a hundred texts whose main class is %s, ten of them a danger now', (code) => {
    expect(countOf(({ classes }) => classes[0] === code)).toBeGreaterThanOrEqual(100)
    expect(countOf(({ classes, red }) => red && classes[0] === code)).toBeGreaterThanOrEqual(10)
  })

  it('hold two hundred texts that are plainly no dispute, beside the traps', () => {
    expect(countOf(({ classes, trap, red }) => classes.length === 0 && !trap && !red)).toBeGreaterThanOrEqual(200)
  })

  it.each(traps)('hold ten traps of the kind %s', (kind) => {
    expect(countOf(({ trap }) => trap === kind)).toBeGreaterThanOrEqual(10)
  })

  it('hold sixty dangers, and twenty texts that only look like one', () => {
    expect(countOf(({ red }) => red)).toBeGreaterThanOrEqual(60)
    expect(countOf(({ trap, red }) => trap === 'red_lookalike' && !red)).toBeGreaterThanOrEqual(20)
  })

  it('hold texts of two and of three classes, short cries and long records', () => {
    expect(countOf(({ classes }) => classes.length === 2)).toBeGreaterThanOrEqual(50)
    expect(countOf(({ classes }) => classes.length === 3)).toBeGreaterThanOrEqual(5)
    expect(countOf(({ text }) => text.length <= 12)).toBeGreaterThanOrEqual(30)
    expect(countOf(({ text }) => text.length >= 150)).toBeGreaterThanOrEqual(30)
  })

  it('agree with themselves: no class twice, red is the tier of a danger, white of what is nothing', () => {
    const odd = incidents.filter(
      ({ classes, red, tier }) =>
        new Set(classes).size !== classes.length || red !== (tier === 'red') || (classes.length === 0 && !red) !== (tier === 'white'),
    )
    expect(odd).toEqual([])
  })

  it('are numbered without gaps, and no text is said twice in nearly the same words', () => {
    expect(incidents.map(({ id }) => id)).toEqual(incidents.map((_, index) => `i${String(index + 1).padStart(4, '0')}`))
    expect(
      repeated(
        incidents.map(({ text }) => text),
        0.8,
      ),
    ).toEqual([])
  })

  it('name nobody by a number: no identity numbers, no telephones', () => {
    const numbered = incidents.filter(({ text }) => /\d{17}[\dXx]|\d{11}|0\d{2,3}-?\d{7}/.test(text.normalize('NFKC').replace(/\s/g, '')))
    expect(numbered).toEqual([])
  })

  it('are split fairly: every fifth part has its share of each class', () => {
    for (let part = 0; part < 5; part += 1)
      for (const code of disputeClasses)
        expect(incidents.filter(({ classes }, at) => at % 5 === part && classes[0] === code).length).toBeGreaterThanOrEqual(10)
  })
})

describe('the measure of likeness', () => {
  it('finds a text that only changes its signs and its end', () => {
    expect(repeated(['他欠我三万块钱躲着不见人', '他欠我三万块钱，躲着不见', '楼上半夜跺脚吵得人睡不着'], 0.8)).toHaveLength(1)
  })
})

describe('a broken line', () => {
  it('is refused with its file and line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'incidents-'))
    const file = join(folder, 'broken.jsonl')
    writeFileSync(file, '{"id":"i0001","text":"楼上漏水","classes":["D2"],"red":false,"kind":"spoken"}\n{"id":"i0002","classes":["D9"]}\n')
    try {
      expect(() => readIncidents(file)).toThrow(IncidentError)
      expect(() => readIncidents(file)).toThrow(/broken\.jsonl:2/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
