import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Agent } from '../core/agent.ts'
import type { FoundClause, Guard } from '../core/guard.ts'
import type { Citizen } from '../core/people.ts'
import { defineTool, type Presentation } from '../core/tool.ts'
import { offlineModel } from '../models/offline/model.ts'
import { openAiCompatible } from '../models/openai-compatible.ts'
import { calls, openTestEndpoint, says, type TestEndpoint } from '../models/test-endpoint.ts'
import { type LoopEnd, think } from './loop.ts'
import type { NamedModel } from './speak.ts'

const clauseOf = (text: string, article: string): FoundClause => ({
  ...{ document: '办理规定', article, path: article, text, effective: '2020-01-01', until: undefined, isOld: false },
  citation: { document: '办理规定', version: '1', path: article, quote: text, effective: '2020-01-01', href: `/policies/x#${article}` },
})
const [first, second] = [clauseOf('期限为三日。', '第一条'), clauseOf('费用为十元。', '第二条')]
const found: Presentation = {
  text: '规定里是这样写的：「期限为三日」（《办理规定》第一条）。',
  passages: [first, second],
  citations: [first.citation],
}

const who = { kind: 'citizen', id: 'p1', document: {} } as Citizen
// Only what the loop reads of a page.
const agent = { tools: ['search_policy'], page: '---\nname: x\n---\n', limits: { steps: 5, messageChars: 500 } } as unknown as Agent
const search = defineTool({
  ...{ name: 'search_policy', title: '查', description: 'Search.', scope: 'citizen', effect: 'read' },
  ...{ input: z.object({ query: z.string().meta({ kind: 'query', title: '问题' }) }), output: z.object({}) },
  run: async () => ({}),
  present: () => found,
})

/** Cuts every sentence with 假 in it; the others stand on the first clause. */
const proof: Guard['after'] = ({ text, passages, isOffline }) =>
  isOffline
    ? text
    : text.includes('假')
      ? { text: '', claim: 'unproven', clauses: [] }
      : { text, claim: 'proven', clauses: passages.slice(0, 1) }

let endpoint: TestEndpoint
let model: NamedModel
beforeAll(async () => {
  endpoint = await openTestEndpoint()
  model = { name: 'test', model: await openAiCompatible({ baseUrl: endpoint.url, apiKey: undefined, name: 'test' }) }
})
afterAll(() => endpoint[Symbol.asyncDispose]())

const turn = async (presentation: Presentation, models: readonly NamedModel[] = [model, { name: 'offline', model: offlineModel() }]) => {
  const faults: string[] = []
  const running = think(
    {
      ...{
        agent,
        who,
        conversation: 'c',
        turn: 't',
        at: new Date('2026-11-22T04:00:00Z'),
        system: '<page>\n---\nname: x\n---\n</page>',
        history: [],
        says: '期限多久？',
        isEnglish: false,
      },
      signal: AbortSignal.timeout(5_000),
    },
    {
      ...{ tools: [search], models, patience: { silentMs: 2_000, totalMs: 4_000, maxChars: 4_000 } },
      callTool: async () => ({ kind: 'done', tool: search, output: { passages: [] }, presentation }),
      check: (text, facts) => proof?.({ text, ...facts }),
      onModelFault: ({ fault }) => void faults.push(fault),
      clock: () => new Date('2026-11-22T04:00:00Z'),
    },
  )
  const events: string[] = []
  for (;;) {
    const step = await running.next()
    // The generator's last value is what it returns.
    if (step.done) return { events, faults, end: step.value as LoopEnd }
    const { event, data } = step.value
    events.push(event === 'text.delta' ? data.text : event === 'citation' ? `→${data.path}` : event)
  }
}
const asks = calls({ name: 'search_policy', args: { query: '期限' } })

describe('clauses that were found', () => {
  it('are cited when a sentence stands on them, and not before', async () => {
    endpoint.behave(asks, says('期限是三日。'))
    expect((await turn(found)).events).toEqual(['tool.started', 'tool.finished', '期限是三日。', '→第一条'])
  })

  it('are quoted by code when nothing that the model claimed holds', async () => {
    endpoint.behave(asks, says('假话一。假话二。'))
    const { events, end, faults } = await turn(found)
    expect(events).toEqual(['tool.started', 'tool.finished', found.text, '→第一条'])
    expect([end.model, faults]).toEqual(['test', []])
  })

  it('lose only the sentence that is cut when others hold', async () => {
    endpoint.behave(asks, says('期限是三日。假话。请留意。'))
    expect((await turn(found)).events.filter((event) => event.includes('。')).join('')).toBe('期限是三日。请留意。')
  })

  it('that were never looked for cost the model the turn', async () => {
    endpoint.behave(says('假话。'))
    const { faults, end, events } = await turn(found)
    expect([faults, end.model]).toEqual([['unproven'], 'offline'])
    expect(events[0]).toContain('按规定原文回答')
  })

  it('of old law are announced by code before any model goes on, once', async () => {
    endpoint.behave(asks, asks, says('期限是三日。'))
    const old = { ...found, notice: '按当时有效的规定回答；现行规定已经改了。' }
    expect((await turn(old)).events.filter((event) => event.startsWith('按当时'))).toHaveLength(1)
  })
})

describe('an answer that a person wrote', () => {
  const reviewed: Presentation = {
    text: '先找物业。（张某 审核，有效至 2027年1月1日）',
    isFinal: true,
    passages: [first],
    citations: [first.citation],
  }
  it('is said as it is, and no model is asked to put it in other words', async () => {
    endpoint.behave(asks, says('我来换个说法。'))
    const before = endpoint.asked.length
    const { events, end } = await turn(reviewed)
    expect(events).toEqual(['tool.started', 'tool.finished', '→第一条', reviewed.text])
    expect(end).toMatchObject({ outcome: 'answered', model: 'reviewed' })
    expect(endpoint.asked.length - before).toBe(1)
  })
  it('wins over the offline model too', async () => {
    const { events, end } = await turn(reviewed, [{ name: 'offline', model: offlineModel() }])
    expect(end.model === 'reviewed' ? events.at(-1) : end.model).toBe(reviewed.text)
  })
})
