import { convertMessagesToCompletionsMessageParams } from '@langchain/openai'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredTurn, TraceMessage } from '../core/conversation.ts'
import { complaintsAbout, type WireMessage } from '../models/test-endpoint.ts'
import { messagesOf } from './messages.ts'

const wire = (history: readonly StoredTurn[], chars = Number.POSITIVE_INFINITY): readonly WireMessage[] =>
  // The SDK's own union of messages is wider than what a test reads of them.
  convertMessagesToCompletionsMessageParams({
    messages: messagesOf({ system: '页面', history, says: '您好' }, [], chars),
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

  it('leave out the oldest turns of a long conversation, whole', () => {
    const history = Array.from({ length: 9 }, (_, n) => turn(n, `第${n}问`, [{ role: 'assistant', text: '长'.repeat(100) }]))
    const seen = wire(history, 350).map(({ content }) => String(content).slice(0, 3))
    expect(seen).toEqual(['页面', '第6问', '长长长', '第7问', '长长长', '第8问', '长长长', '您好'])
  })
})
