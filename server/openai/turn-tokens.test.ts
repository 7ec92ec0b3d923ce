import { expect, it } from 'vitest'
import type { ModelCall } from '../../core/models.ts'
import { createTurnTokens } from './turn-tokens.ts'

const call = (turn: string | undefined, facts: { in: number; out: number; isCounted: boolean }): ModelCall => ({
  ...{ model: 'm', role: 'chat', at: new Date(0), agent: undefined, agentVersion: undefined, conversation: undefined, turn },
  ...{
    person: undefined,
    unit: undefined,
    firstTokenMs: 1,
    ms: 2,
    tokens: { cached: 0, ...facts },
    costMicroYuan: 0,
    toolCalls: 0,
    fault: null,
    isTaken: true,
  },
})

it('adds up the calls of a turn, says when one of them was only estimated, and forgets turns that are long over', () => {
  const tokens = createTurnTokens()
  tokens.note(call('a', { in: 10, out: 2, isCounted: true }))
  tokens.note(call('a', { in: 5, out: 1, isCounted: true }))
  tokens.note(call(undefined, { in: 99, out: 99, isCounted: true }))
  expect(tokens.of('a')).toEqual({ in: 15, out: 3, cached: 0, isCounted: true })
  tokens.note(call('a', { in: 1, out: 1, isCounted: false }))
  expect(tokens.of('a')?.isCounted).toBe(false)
  for (let n = 0; n < 1_000; n++) tokens.note(call(`t${n}`, { in: 1, out: 1, isCounted: true }))
  expect([tokens.of('a'), tokens.of('t999')?.in]).toEqual([undefined, 1])
})
