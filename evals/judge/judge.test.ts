import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fails, judgeOf, openTestEndpoint, says, type TestEndpoint } from '../../testing.ts'
import { runSuites } from '../run/run-suites.ts'
import { judged } from '../suites/judged.ts'
import { judge } from './judge.ts'
import { kappa } from './kappa.ts'
import { points, readLabels } from './labels.ts'

const ask = (endpoint: TestEndpoint) => judge({ url: endpoint.url, apiKey: 'k', name: 'j' }, { says: '办好了吗', reply: '办好了。' })

describe('a judge model', () => {
  it('agrees beyond chance by Cohen’s kappa: never more than always, and nothing where all say the same', () => {
    // 20 both yes, 5 and 10 apart, 15 both no: the worked example of 50, kappa 0.4.
    const pairs = [
      ...Array(20).fill([true, true]),
      ...Array(5).fill([true, false]),
      ...Array(10).fill([false, true]),
      ...Array(15).fill([false, false]),
    ]
    expect(kappa(pairs)).toBeCloseTo(0.4, 10)
    expect(
      kappa([
        [true, true],
        [false, false],
      ]),
    ).toBe(1)
    expect(
      kappa([
        [true, false],
        [false, true],
      ]),
    ).toBe(-1)
    expect(kappa([[true, true]])).toBeUndefined()
    expect(kappa([])).toBeUndefined()
  })

  it('is held against about sixty replies that a person judged twice, and mostly the same way', () => {
    const labels = readLabels()
    expect(labels.length).toBeGreaterThanOrEqual(60)
    for (const point of points) {
      const own = kappa(labels.map(({ first, label }) => [first[point], label[point]]))
      expect(own).toBeGreaterThan(0.6)
      expect(own).toBeLessThan(1)
    }
  })

  it('is read through thoughts and fences, and is no verdict where nothing can be made of it', async () => {
    await using endpoint = await openTestEndpoint(says('{"kind":true,"clear":false}'))
    expect((await ask(endpoint)).verdict).toEqual({ kind: true, clear: false })
    for (const [text, verdict] of [
      ['<think>{"kind":false,"clear":false}</think>```json\n{"kind": true, "clear": true}\n```', { kind: true, clear: true }],
      ['我觉得挺好', undefined],
      ['{"kind":"yes","clear":true}', undefined],
      ['', undefined],
    ] as const) {
      endpoint.behave(says(text))
      expect((await ask(endpoint)).verdict, text).toEqual(verdict)
    }
    endpoint.behave(fails(500, 'down'))
    expect((await ask(endpoint)).verdict).toBeUndefined()
  })

  it('is sent tokens in place of personal values, of what was said and of what was answered', async () => {
    await using endpoint = await openTestEndpoint(says('{"kind":true,"clear":true}'))
    const model = { url: endpoint.url, apiKey: undefined, name: 'j' }
    await judge(model, { says: '我叫林安然，电话13900005678', reply: '林安然您好，15990119850101001X已核对，会打13900005678。' })
    const sent = JSON.stringify(endpoint.asked[0]?.body)
    for (const value of ['林安然', '13900005678', '15990119850101001X']) expect(sent, value).not.toContain(value)
    expect(sent).toMatch(/我叫〔姓名·(\w{5})〕，电话〔电话·\w{5}〕.*〔姓名·\1〕您好/)
  })

  it('says nothing of our replies where it does not agree with people, and is heard where it does', { timeout: 300_000 }, async () => {
    await using endpoint = await openTestEndpoint(says('{"kind":true,"clear":true}'))
    const folder = mkdtempSync(join(tmpdir(), 'fenshen-judge-'))
    const file = join(folder, 'models.yaml')
    writeFileSync(file, `endpoints:\n  wise:\n    base_url: ${endpoint.url}\n    model: judge\n    roles: [judge]\n`)
    const found = {
      ...{ baseUrl: endpoint.url, model: 'judge', at: '2026-11-29', isReachable: true, why: '', streams: true, usage: 'never' },
    }
    const can = { tools: false, parallelTools: false, toolChoice: false, jsonSchema: 'yes', thinking: 'none', temperature: false }
    const wise = { ...found, ...can, system: 'system', maxTokens: 'max_completion_tokens' }
    writeFileSync(join(folder, 'models-found.json'), JSON.stringify({ wise }))
    const run = async () => {
      const { suites } = await runSuites({
        suites: [judged],
        options: {
          ...{ seed: 1, isWhole: false, corpora: undefined, agents: undefined, size: undefined, hasModel: false, hasJudge: true },
          agentsFolder: join(import.meta.dirname, '..', '..', 'agents'),
        },
        // The judge of models.yaml, and what `models check` found of it; our replies are the offline model's.
        settings: judgeOf({ MODELS_FILE: file, DATA_DIR: folder }),
        ...{ model: 'offline', k: 1, processes: 1, lanes: 1, commit: 'test' },
      })
      return new Map(suites[0]?.figures.map(({ id, value }) => [id, value]))
    }
    // It praises everything: no better than chance.
    const praising = await run()
    expect(endpoint.asked[0]?.body).toMatchObject({ model: 'judge', max_completion_tokens: 400, response_format: { type: 'json_schema' } })
    expect(endpoint.asked[0]?.body).not.toHaveProperty('temperature')
    expect(praising.get('kappa_kind')).toBe(0)
    expect(praising.has('kind')).toBe(false)
    expect(praising.get('people_kappa_clear')).toBeGreaterThan(0.6)
    // It says what people said: now its word on our own replies counts, apart.
    const [verdict, yes] = [(one: object) => says(JSON.stringify(one)), says('{"kind":true,"clear":true}')]
    endpoint.behave(...readLabels().map(({ label }) => verdict(label)), yes)
    const agreeing = await run()
    expect([agreeing.get('kappa_kind'), agreeing.get('kappa_clear'), agreeing.get('kind')]).toEqual([1, 1, 1])
  })
})
