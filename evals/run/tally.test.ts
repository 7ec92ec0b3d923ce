import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { fails, openTestEndpoint, says } from '../../testing.ts'
import { linesOf } from '../report/lines.ts'
import { agents } from '../suites/agents.ts'
import { runSuites } from './run-suites.ts'

const agentsFolder = mkdtempSync(join(tmpdir(), 'fenshen-tally-'))
afterAll(() => rmSync(agentsFolder, { recursive: true, force: true }))

it('tells what a model was called for, what it cost, how often it failed, and how reliable its visits were', {
  timeout: 180_000,
}, async () => {
  cpSync(join(import.meta.dirname, '..', '..', 'agents', 'dog-license', 'agent.md'), join(agentsFolder, 'dog-license', 'agent.md'))
  writeFileSync(
    join(agentsFolder, 'dog-license', 'cases.yaml'),
    '- title: 打招呼\n  at: dog-license\n  visit:\n    - says: 您好，我想问问\n      replies: 养犬\n      ends: answered\n',
  )
  await using endpoint = await openTestEndpoint(says('您好，养犬的事可以问我。'))
  // The model fails once in four: then the offline model says something else.
  const good = says('您好，养犬的事可以问我。')
  endpoint.behave(good, good, good, fails(500, 'down'))
  const run = await runSuites({
    suites: [agents],
    options: { ...{ seed: 1, isWhole: false, corpora: undefined, agents: undefined, size: undefined, hasModel: true }, agentsFolder },
    settings: { MODEL: 'test', OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'k' },
    ...{ model: 'test', k: 4, processes: 1, lanes: 1, commit: 'test', price: { in: 2, out: 8 } },
  })
  const [tally] = run.measured.models ?? []
  expect(tally).toMatchObject({ model: 'test', calls: endpoint.asked.length })
  expect(tally?.promptTokens).toBeGreaterThan(0)
  expect(tally?.costMicroYuan).toBe(2 * (tally?.promptTokens ?? 0) + 8 * (tally?.completionTokens ?? 0))
  expect(Object.values(tally?.faults ?? {}).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
  expect(linesOf(run).join('\n')).toMatch(/test: \d+ calls, \d+ \+ \d+ tokens, \d+\.\d+ yuan, given up \d+\.\d %/)
  const figures = new Map(run.suites[0]?.figures.map(({ id, value }) => [id, value]))
  expect(figures.get('pass^4')).toBeLessThanOrEqual(figures.get('pass^1') ?? 0)
})
