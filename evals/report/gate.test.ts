import { describe, expect, it } from 'vitest'
import type { Figure, Item, Run } from '../run/result.ts'
import { gateFaults, gateTold, raised } from './gate.ts'
import { junitOf } from './junit.ts'

const figure = (more: Partial<Figure> = {}): Figure => ({
  ...{ id: 'passed', title: '通过', kind: 'share', wants: 'most', value: 0.9, low: 0.8, high: 1, count: 100, hits: 90 },
  ...more,
})
const item = (more: Partial<Item> = {}): Item => ({ id: 'a', title: '一件', group: 'g', marks: { passed: true }, faults: [], ...more })
const runWith = (figures: readonly Figure[], more: Partial<Run['setting']> = {}, items: readonly Item[] = []): Run => ({
  format: 'fenshen-evals-1',
  setting: { model: 'offline', seed: 1, k: 1, isWhole: false, ...more },
  suites: [{ suite: 's', title: '', about: '', figures, items }],
  measured: { at: '', commit: '', seconds: 0, cpuSeconds: 0, turns: 0, p50Ms: 0, p95Ms: 0, promptTokens: 0, completionTokens: 0 },
})
const held = (value: number, count = 100) => ({ fast: { s: { passed: { value, count } } }, whole: {} })

describe('the gate', () => {
  it('lets a run pass that is as good as before', () => expect(gateFaults(runWith([figure()]), held(0.9))).toEqual([]))
  it('stops one that is worse', () => expect(gateFaults(runWith([figure()]), held(0.91))).toEqual(['s passed: 0.9, and it was 0.91']))
  it('stops one that measured less', () =>
    expect(gateFaults(runWith([figure()]), held(0.9, 101))).toEqual(['s passed: 100 measured, and it was 101']))

  it('is told to people by the names on the page, in hundredths', () => {
    expect(gateTold(runWith([figure()]), held(0.91))).toEqual([expect.stringMatching(/：.+ 90%，以前是 91%$/)])
    expect(gateTold(runWith([figure()]), held(0.9, 101))).toEqual([expect.stringMatching(/只测了 100 件，以前测 101 件$/)])
  })
  it('does not mind fewer where how many is itself a result', () =>
    expect(gateFaults(runWith([figure({ isCountFree: true })]), held(0.9, 101))).toEqual([]))
  it('stops one below its line whatever was before, and with any model', () =>
    expect(gateFaults(runWith([figure({ line: 1 })], { model: 'other' }), held(0.9))).toEqual(['s passed: 0.9, and the line is 1']))
  it('holds less where less is better', () => {
    expect(gateFaults(runWith([figure({ wants: 'least' })]), held(0.8))).toHaveLength(1)
    expect(gateFaults(runWith([figure({ wants: 'least' })]), held(0.95))).toEqual([])
  })
  it('compares the fast part with the fast part', () => expect(gateFaults(runWith([figure()], { isWhole: true }), held(1))).toEqual([]))
})

describe('the baseline', () => {
  it('rises, and does not fall', () => {
    expect(raised(runWith([figure()]), held(0.8)).fast.s?.passed).toEqual({ value: 0.9, count: 100 })
    expect(raised(runWith([figure()]), held(0.95)).fast.s?.passed).toEqual({ value: 0.95, count: 100 })
    expect(raised(runWith([figure()]), held(0.8, 120)).fast.s?.passed).toEqual({ value: 0.8, count: 120 })
  })
  it('keeps nothing of what is only told', () =>
    expect(raised(runWith([figure({ isToldOnly: true })]), { fast: {}, whole: {} }).fast.s).toEqual({}))
})

describe('JUnit', () => {
  it('tells failures, gaps and files, and stays XML whatever people said', () => {
    const text = junitOf(
      runWith([], {}, [
        item(),
        item({ marks: { passed: false }, faults: ['says “<b>&\u0001”'], source: 'agents/a/cases.yaml:3' }),
        item({ gap: '还不会', marks: { passed: false } }),
      ]),
    )
    expect(text).toContain('tests="3" failures="1" skipped="1"')
    expect(text).toContain('file="agents/a/cases.yaml:3"')
    expect(text).toContain('says “&lt;b&gt;&amp;”')
  })
})
