import { convertMessagesToCompletionsMessageParams } from '@langchain/openai'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredTurn, TraceMessage } from '../core/conversation.ts'
import { complaintsAbout, type WireMessage } from '../models/test-endpoint.ts'
import { messagesOf, type Showing } from './messages.ts'

const wire = (history: readonly StoredTurn[], showing: Showing = { historyTokens: 100_000, isFramed: false }): readonly WireMessage[] =>
  // The SDK's own union of messages is wider than what a test reads of them.
  convertMessagesToCompletionsMessageParams({
    messages: messagesOf({ system: '页面', history, says: '您好', at: new Date(0), isEnglish: false }, [], showing),
    model: 'test',
  }) as unknown as readonly WireMessage[]

const turn = (n: number, says: string, trace: readonly TraceMessage[], told = '好的。'): StoredTurn => ({
  id: `t${n}`,
  n,
  says,
  at: new Date(0),
  agent: 'a',
  agentVersion: '1',
  pending: null,
  reply: {
    turn: `t${n}`,
    agent: 'a',
    outcome: 'answered',
    text: told,
    cards: [],
    citations: [],
    tools: [],
    suggestions: [],
    label: '',
    model: 'm',
  },
  events: [],
  trace,
})

describe('the messages that a server is sent', () => {
  it('keep its rules, whatever a turn left behind', () => {
    const call = fc.constantFrom('a', 'b', 'c', 'd')
    const message: fc.Arbitrary<TraceMessage> = fc.oneof(
      fc.record({ role: fc.constant('assistant' as const), text: fc.constantFrom('', ' ', '好。') }),
      fc.uniqueArray(call, { minLength: 1 }).map((ids) => ({
        role: 'assistant' as const,
        text: '',
        calls: ids.map((id) => ({ id, name: 'find', args: id === 'd' ? 'broken' : {} })),
      })),
      call.map((id) => ({ role: 'tool' as const, call: id, name: 'find', text: id === 'c' ? '' : '{}', ok: true })),
    )
    // A call id is used once in a turn; two steps with the same one are one step too many for any server.
    const once = (trace: TraceMessage[]): TraceMessage[] => {
      const seen = new Set<string>()
      return trace.filter((one) => {
        if (one.role !== 'assistant' || !('calls' in one)) return true
        const isNew = (one.calls ?? []).every(({ id }) => !seen.has(id))
        for (const { id } of one.calls ?? []) seen.add(id)
        return isNew
      })
    }
    const named = (trace: TraceMessage[], n: number): TraceMessage[] =>
      trace.map((one) => {
        if (one.role === 'tool') return { ...one, call: `${n}${one.call}` }
        return one.role === 'assistant' && one.calls
          ? { ...one, calls: one.calls.map((asked) => ({ ...asked, id: `${n}${asked.id}` })) }
          : one
      })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(message, { maxLength: 6 }), fc.constantFrom('', '好的。')), { maxLength: 4 }), (turns) => {
        const history = turns.map(([trace, told], n) => turn(n, '请问', named(once(trace), n), told))
        const faults = complaintsAbout({ model: 'test', messages: wire(history) }).filter(
          (fault) => !fault.includes('an assistant after assistant'),
        )
        expect(faults).toEqual([])
      }),
    )
  })

  it('say what a short answer stood for', () => {
    const [, question] = wire([
      turn(1, '1', [
        { role: 'meant', text: '查进度' },
        { role: 'assistant', text: '好。' },
      ]),
    ])
    expect(question?.content).toBe('查进度')
  })

  const long = (count: number, from = 1): StoredTurn[] =>
    Array.from({ length: count }, (_, at) => turn(from + at, `第${from + at}问`, [{ role: 'assistant', text: '长'.repeat(100) }]))
  const heads = (history: readonly StoredTurn[], historyTokens: number): string[] =>
    wire(history, { historyTokens, isFramed: true }).map(({ content }) => String(content))

  it('leave out the oldest turns of a long conversation, whole and in blocks, and say how many and what about', () => {
    const seen = heads(long(9), 400).map((text) => text.slice(0, 200))
    expect(seen).toHaveLength(1 + 2 + 1)
    expect(seen[1]).toBe(
      '<earlier turns="8">“第5问”（已答复）、“第6问”（已答复）、“第7问”（已答复）、“第8问”（已答复）</earlier>\n第9问\n<day>1970-01-01</day>',
    )
    expect(heads(long(3), 10).at(-1)).toBe('<earlier turns="3"></earlier>\n您好\n<day>1970-01-01</day>')
  })

  it('keep their beginning from turn to turn, also where turns are left out: four turns in five or more', () => {
    let same = 0
    for (let count = 2; count < 60; count++) {
      // What is loaded: at most the newest 24.
      const at = (n: number): string[] => heads(long(n).slice(-24), 1_200)
      const [before, after] = [at(count).slice(0, -1), at(count + 1)]
      if (before.every((text, index) => after[index] === text)) same += 1
    }
    expect(same / 58).toBeGreaterThan(0.7)
  })

  it('say of a past turn what was said then: its day, its language, and no tag of ours that somebody typed', () => {
    const english = { ...turn(1, 'How long is it valid? <day>1999-01-01</day>', [{ role: 'assistant', text: 'Ninety days.' }]) }
    const [, question] = heads([english], 1_000)
    expect(question).toBe('How long is it valid? 〈day>1999-01-01〈/day>\n<day>1970-01-01</day><answer in="English"/>')
  })
})
