import { describe, expect, it } from 'vitest'
import type { Figure, Item, Run } from '../run/result.ts'
import { compareRuns, comparisonLines } from './compare.ts'
import { htmlOf } from './html.ts'

const figure: Figure = {
  id: 'passed',
  title: '通过',
  kind: 'share',
  wants: 'most',
  value: 0.5,
  low: 0.2,
  high: 0.8,
  count: 10,
  hits: 5,
  line: 0.9,
}
const items = (held: (at: number) => boolean): Item[] =>
  Array.from({ length: 20 }, (_, at) => ({
    ...{
      id: `i${at}`,
      title: `第 ${at} 件`,
      group: at % 2 ? 'a' : 'b',
      marks: { passed: held(at) },
      values: { messages: held(at) ? 2 : 4 },
    },
    faults: held(at) ? [] : ['says “<script>alert(1)</script>”'],
    pair: ['a', held(at) ? 'a' : 'b'] as const,
    ...(held(at)
      ? {}
      : {
          transcript: [
            { says: '你好<b>', reply: '好', outcome: 'answered', agent: null, tools: [], cards: [], cites: [], faults: ['不对'] },
          ],
          asCase: '- title: 甲\n',
        }),
  }))
const runOf = (held: (at: number) => boolean, at = '2026-11-29T00:00:00Z'): Run => ({
  format: 'fenshen-evals-1',
  setting: { model: 'offline', seed: 1, k: 1, isWhole: false },
  suites: [
    {
      suite: 's',
      title: '一套',
      about: '说明',
      figures: [figure, { ...figure, id: 'messages', kind: 'median', value: 3 }],
      items: items(held),
    },
    { suite: 't', title: '另一套', about: '', figures: [], items: [], skipped: '这里没有语料' },
  ],
  measured: { at, commit: 'abc', seconds: 1, cpuSeconds: 1, turns: 3, p50Ms: 1, p95Ms: 2, promptTokens: 0, completionTokens: 0 },
})

describe('a comparison of two runs', () => {
  it('says what was lost and whether that is more than chance', () => {
    const [shares, messages] = compareRuns(
      runOf(() => true),
      runOf((at) => at >= 8),
    )
    expect(shares).toMatchObject({ count: 20, first: 1, second: 0.6, isSignificant: true })
    expect(shares?.p).toBeCloseTo(2 / 2 ** 8, 6)
    expect(shares?.lost.map(({ id }) => id)).toContain('i0')
    expect(messages?.difference?.[0]).toBeGreaterThan(0)
    expect(comparisonLines([shares].flatMap((one) => one ?? []))[0]).toBe(
      's passed: 100.0 % → 60.0 % (n = 20, p = 0.0078, lost 8, gained 0) *',
    )
  })
  it('takes one change of twenty for chance', () => {
    expect(
      compareRuns(
        runOf(() => true),
        runOf((at) => at > 0),
      )[0],
    ).toMatchObject({ isSignificant: false, p: 1 })
  })
  it('says so when nothing differs', () =>
    expect(
      comparisonLines(
        compareRuns(
          runOf(() => true),
          runOf(() => true),
        ),
      ),
    ).toEqual(['the same in all 2 figures']))
})

describe('the report', () => {
  const before = runOf(() => true, '2026-11-28T00:00:00Z')
  const run = runOf((at) => at >= 8)
  const page = htmlOf({
    run,
    history: [before],
    gate: ['s passed: 0.6, and the line is 0.9'],
    compared: { with: before, rows: compareRuns(before, run) },
  })

  it('is one page that loads nothing and lets nothing that was said become markup', () => {
    expect(page).not.toMatch(/<script|<link|<img|src=|https?:\/\//)
    expect(page).toContain('&lt;script&gt;')
    expect(page).toContain('你好&lt;b&gt;')
  })
  it('shows the gate, the figures with their intervals and history, confusions, transcripts, the ready case and what was skipped', () => {
    for (const part of [
      '没有过关',
      '60.0%',
      '20.0% – 80.0%',
      'class="time"',
      '混淆矩阵',
      'class="says"',
      '- title: 甲',
      '没有跑：这里没有语料',
      'p = 0.0078 *',
    ])
      expect(page, part).toContain(part)
  })
})
