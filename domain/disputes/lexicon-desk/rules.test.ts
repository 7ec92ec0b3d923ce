import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DisputeClass, Finding, Tier } from '../../../core/disputes.ts'
import type { LexiconDraft, LexiconProposal, Measured } from '../../../core/lexicon.ts'
import type { Entry } from '../lexicon/entry.ts'
import { checked } from './check.ts'
import { entryChanges } from './entries.ts'
import { sealOf, whyNotPublish, whyNotSign, worseIn } from './gate.ts'
import { lineChanges, merged } from './lines.ts'
import { figuresOf, type Labelled } from './measure.ts'
import { replayOf } from './reading.ts'

const finding = (classes: readonly DisputeClass[], tier: Tier = 'blue'): Finding => ({ classes, tier, points: 10, reasons: [], marks: [] })
const label = (classes: readonly DisputeClass[], more: Partial<Labelled> = {}): Labelled => ({ text: 't', classes, red: false, ...more })

describe('figures beside labels', () => {
  it('are worked out as by hand: main class, any label right, doubts left out, danger apart', () => {
    const figures = figuresOf([
      { label: label(['D1']), finding: finding(['D1']) },
      { label: label(['D1', 'D2']), finding: finding(['D2']) }, // a side label is right
      { label: label(['D1']), finding: finding([]) },
      { label: label([]), finding: finding(['D2']) },
      { label: label(['D4'], { doubt: 'class' }), finding: finding(['D5']) },
      { label: label(['D1'], { red: true }), finding: finding(['D1'], 'red') },
      { label: label(['D1'], { red: true }), finding: finding(['D1'], 'orange') },
      { label: label(['D1'], { red: true, doubt: 'red' }), finding: finding(['D1']) },
    ])
    expect(figures.texts).toBe(8)
    // D1: 4 right, 4 said, 5 true. D2: 1 right, 2 said, 1 true. none: 0 right, 1 said, 1 true.
    expect(figures.byClass.map(({ class: one, f1 }) => [one, f1])).toEqual([
      ['D1', 8 / 9],
      ['D2', 2 / 3],
      ['none', 0],
    ])
    expect(figures.macroF1).toBeCloseTo((8 / 9 + 2 / 3) / 3, 12)
    expect(figures.dispute).toEqual({ precision: { value: 5 / 6, of: 6 }, recall: { value: 5 / 6, of: 6 } })
    expect(figures.red).toEqual({ recall: { value: 0.5, of: 2 }, falseAlarms: { value: 0, of: 5 } })
  })
})

describe('a draft', () => {
  const figures = (macroF1: number, red: number | null) => ({
    ...{ texts: 1, macroF1, byClass: [], dispute: { precision: { value: 1, of: 1 }, recall: { value: 1, of: 1 } } },
    red: { recall: { value: red, of: red === null ? 0 : 100 }, falseAlarms: { value: 0, of: 1 } },
  })
  const measured = (before: [number, number | null], after: [number, number | null]): Measured => ({
    ...{ set: '集', hash: 'h', before: figures(...before), after: figures(...after) },
  })

  it.each([
    ['better', [0.8, 0.99], [0.81, 1], 0],
    ['the same', [0.1 + 0.2, 1], [0.3, 1], 0],
    ['lower by one text in ten thousand', [0.8, 1], [0.7999, 1], 1],
    ['better in classes and worse in danger', [0.8, 1], [0.99, 0.99], 1],
    ['without danger in the set', [0.8, null], [0.8, null], 0],
    ['worse in both', [0.8, 1], [0.7, 0.9], 2],
  ] as const)('that is %s has so many figures that need a second person', (_, before, after, count) => {
    expect(worseIn([measured([...before], [...after])])).toHaveLength(count)
  })

  it('is worse when it is worse on one set of two', () => {
    expect(worseIn([measured([0.5, 1], [0.9, 1]), { ...measured([0.5, 1], [0.4, 1]), set: '本地' }])).toEqual([
      '本地：分类宏平均 F1从 50.00% 降到 40.00%',
    ])
  })

  const facts: Omit<LexiconProposal, 'seal'> = {
    ...{ why: 'w', by: 'a', byName: '甲', at: 't', worse: ['x'], scanner: { before: '1', after: '2' } },
    measured: [measured([1, 1], [0.9, 1])],
  }
  const base = { id: 'd', base: 3, files: [{ name: 'D1.yaml', hash: 'h' }] }
  const seal = sealOf(base, facts)
  const draft = { ...base, by: 'a', state: 'proposed', proposal: { ...facts, seal }, signature: undefined } as const

  it('has another seal after any change of text, base, figure or reason', () => {
    const others = [
      sealOf({ ...base, id: 'e' }, facts),
      sealOf({ ...base, base: 4 }, facts),
      sealOf({ ...base, files: [{ name: 'D1.yaml', hash: 'i' }] }, facts),
      sealOf(base, { ...facts, why: 'v' }),
      sealOf(base, { ...facts, measured: [measured([1, 1], [0.91, 1])] }),
    ]
    expect(new Set([seal, ...others]).size).toBe(6)
  })

  it('is signed by nobody who wrote, edited or proposed it', () => {
    expect(whyNotSign(draft, [], { id: 'a' })).toBe('own_work')
    expect(whyNotSign(draft, [{ by: 'b' }], { id: 'b' })).toBe('own_work')
    expect(whyNotSign(draft, [{ by: 'b' }], { id: 'c' })).toBeUndefined()
    expect(whyNotSign({ ...draft, state: 'open' }, [], { id: 'c' })).toBe('not_proposed')
    expect(whyNotSign({ ...draft, proposal: { ...draft.proposal, worse: [] } }, [], { id: 'c' })).toBe('not_needed')
  })

  it('is published only as it was sealed, on the version that it changes, and signed where it has to be', () => {
    const publisher = { id: 'a' }
    const ask = (change: Partial<LexiconDraft>, newest = 3, sealed = seal) =>
      whyNotPublish({ ...draft, ...change }, { newest, seal: sealed, publisher })
    const signature = { by: 'c', byName: '丙', at: 't', seal, why: 'w' }
    expect(ask({ signature })).toBeUndefined()
    expect(ask({})).toBe('needs_signature')
    expect(ask({ signature: { ...signature, seal: 'other' } })).toBe('needs_signature')
    expect(ask({ signature: { ...signature, by: 'a' } })).toBe('needs_signature')
    expect(ask({ signature }, 4)).toBe('behind')
    expect(ask({ signature }, 3, 'other')).toBe('other_seal')
    expect(ask({ signature, state: 'published' })).toBe('not_proposed')
  })
})

describe('lines of two texts', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '- x'), { maxLength: 12 }).map((lines) => lines.join('\n'))

  it('give back both of them', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = lineChanges(before, after)
        const side = (gone: 'added' | 'removed') =>
          changes
            .filter(({ kind }) => kind !== gone)
            .flatMap(({ lines }) => lines)
            .join('\n')
        expect(side('removed')).toBe(after)
        expect(side('added')).toBe(before)
      }),
    )
  })

  it('merge to what one changed when the other changed nothing, and never drop a line that was added', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        expect(merged(mine, base, base)).toEqual({ text: mine, clashes: [] })
        expect(merged(base, base, theirs)).toEqual({ text: theirs, clashes: [] })
        expect(merged(mine, base, mine)).toEqual({ text: mine, clashes: [] })
        const both = merged(`${mine}\nmine only`, base, `theirs only\n${theirs}`).text.split('\n')
        expect(both).toEqual(expect.arrayContaining(['mine only', 'theirs only']))
      }),
    )
  })
})

describe('what is wrong in a lexicon', () => {
  const yaml = (words: string) => `class: D1\nversion: 2026-11-29\ngroups:\n  - about: 一组\n    strong: [${words}]\n`
  const one = (text: string, name = 'D1.yaml') => {
    const read = checked([{ name, text }])
    return 'faults' in read ? read.faults : []
  }

  it.each([
    [yaml('家暴, 家暴'), 5, '已经写过'],
    [yaml('家暴…'), 5, '两边都要有字'],
    [yaml('"家，暴"'), 5, '标点'],
    [yaml('""'), 5, '空的'],
    [yaml('yes1, 12'), 5, '加引号'],
    [yaml('{ term: 家暴, neeeds: [打] }'), 5, '项的名字有没有写错'],
    [yaml('家暴').replace('D1', 'D2'), 1, 'D1.yaml 的 class 应该是 D1'],
    [yaml('家暴').replace('2026-11-29', '昨天'), 2, '日期'],
    [`${yaml('家暴')}  strong: [\n`, 6, '写法不对'],
  ])('is said in words for people, with the line: %j', (text, line, why) => {
    expect(one(text)).toEqual([{ file: 'D1.yaml', line, why: expect.stringContaining(why) }])
  })

  it('is said for each file at once, for a role that nobody knows and a variant of nothing', () => {
    const files = [
      { name: 'D1.yaml', text: yaml('家暴, 家暴') },
      { name: 'cues.yaml', text: 'version: 2026-11-29\ngroups:\n  - { about: 否, role: negatoin, words: [没] }\n' },
    ]
    const read = checked(files)
    expect('faults' in read && read.faults.map(({ file, line }) => [file, line])).toEqual([
      ['D1.yaml', 5],
      ['cues.yaml', 3],
    ])
    const variants = { name: 'variants.yaml', text: 'version: 2026-11-29\ngroups:\n  - about: 错字\n    words: { 要帐: [要张] }\n' }
    const second = checked([{ name: 'D1.yaml', text: yaml('家暴') }, variants])
    expect('faults' in second && second.faults).toEqual([{ file: 'variants.yaml', line: 4, why: '“要帐”不在词库里，变体只能写给已有的词' }])
  })
})

it('compares entries by what they do, not by where they stand', () => {
  const entry = (word: string, more: Partial<Entry> = {}): Entry => ({
    ...{ word, kind: 'term', classes: ['D4'], isWeak: false, role: '', group: '', needs: [], unless: [] },
    ...{ gap: 6, window: 0, points: 0, variants: [], place: 'data/lexicon/disputes/D4.yaml:5', ...more },
  })
  const before = [entry('欠薪'), entry('工地', { isWeak: true }), entry('转包')]
  const after = [entry('讨薪'), entry('转包', { unless: ['快递'], place: 'data/lexicon/disputes/D4.yaml:9' }), entry('工地')]
  expect(entryChanges(before, after)).toEqual([
    { kind: 'added', part: 'D4', word: '讨薪', how: '' },
    { kind: 'changed', part: 'D4', word: '转包', how: '同句出现则不算：（无） → 快递' },
    { kind: 'changed', part: 'D4', word: '工地', how: '弱词 → 强词' },
    { kind: 'removed', part: 'D4', word: '欠薪', how: '' },
  ])
})

it('shows the gravest changes of a replay first, and counts both sides', () => {
  const pair = (text: string, before: Finding, after: Finding) => ({ text, before, after })
  const replay = replayOf(
    [
      pair('same', finding(['D1']), finding(['D1'])),
      pair('class', finding(['D1']), finding(['D2'])),
      pair('tier', finding(['D1']), finding(['D1'], 'yellow')),
      pair('red gone', finding(['D1'], 'red'), finding(['D1'], 'orange')),
    ],
    { since: 's', isCapped: false },
  )
  expect(replay).toMatchObject({ texts: 4, changed: 3 })
  expect(replay.examples.map(({ text }) => text)).toEqual(['red gone', 'tier', 'class'])
  expect(replay.byTier.find(({ tier }) => tier === 'red')).toEqual({ tier: 'red', before: 1, after: 0 })
  expect(replay.byClass.find(({ class: one }) => one === 'D2')).toEqual({ class: 'D2', before: 0, after: 1 })
})
