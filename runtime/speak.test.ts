import { HumanMessage } from '@langchain/core/messages'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ModelFault, ModelFaultError } from '../core/models.ts'
import { openAiCompatible } from '../models/openai-compatible.ts'
import {
  type Behaviour,
  bytesOf,
  cutsAt,
  delta,
  openTestEndpoint,
  streams,
  streamsForEver,
  type TestEndpoint,
} from '../models/test-endpoint.ts'
import { type NamedModel, type Said, speak } from './speak.ts'

let endpoint: TestEndpoint
let named: NamedModel
beforeAll(async () => {
  endpoint = await openTestEndpoint()
  named = { name: 'test', model: await openAiCompatible({ baseUrl: endpoint.url, apiKey: undefined, name: 'test' }) }
})
afterAll(() => endpoint[Symbol.asyncDispose]())

interface Heard {
  readonly sentences: string[]
  readonly said: Said | undefined
  readonly fault: ModelFault | undefined
}

const hear = async (
  behaviour: Behaviour | undefined,
  patience = { silentMs: 2_000, totalMs: 4_000, maxChars: 400 },
  signal = new AbortController().signal,
): Promise<Heard> => {
  if (behaviour) endpoint.behave(behaviour)
  const sentences: string[] = []
  const speech = speak(named, [new HumanMessage('您好')], { tools: [], limits: { patience, signal } })
  try {
    for (;;) {
      const step = await speech.next()
      if (step.done) return { sentences, said: step.value, fault: undefined }
      sentences.push(step.value)
    }
  } catch (cause) {
    if (!(cause instanceof ModelFaultError)) throw cause
    return { sentences, said: undefined, fault: cause.fault }
  }
}

describe('a reply that is cut off', () => {
  it('after any byte gives whole sentences and a fault, or everything', async () => {
    const bytes = bytesOf({ text: '您好。用途？', step: 3, isRoleless: true })
    const cuts = Array.from({ length: bytes.length + 1 }, (_, at) => [cutsAt(bytes, at, 'rude'), cutsAt(bytes, at, 'polite')]).flat()
    let next = 0
    let begun = 0
    endpoint.behave((response, asked) => cuts[next++]?.(response, asked))
    const hearAll = async (): Promise<void> => {
      while (begun++ < cuts.length) {
        const { sentences, said, fault } = await hear(undefined)
        expect(['', '您好。', '您好。用途？']).toContain(sentences.join(''))
        if (said) expect(said.text).toBe('您好。用途？')
        else expect(fault).toBe('error')
      }
    }
    await Promise.all(Array.from({ length: 8 }, hearAll))
    expect(next).toBe(cuts.length)
  }, 60_000)

  it('in the middle of arguments is never taken for a smaller wish', async () => {
    const call = { name: 'submit_certificate_application', args: { purpose: 'other', recipient: '公证处' } }
    const bytes = bytesOf({ calls: [call], step: 3 })
    for (let position = 0; position <= bytes.length; position += 5) {
      const { said, fault } = await hear(cutsAt(bytes, position, 'polite'))
      if (said) expect(said.calls).toEqual([call])
      else expect(fault).toBe('error')
    }
  }, 60_000)
})

describe('patience', () => {
  it('ends with the time for one reply, however fast a model chatters', async () => {
    const began = performance.now()
    const chatter = { choices: [{ index: 0, delta: { reasoning_content: '嗯' }, finish_reason: null }] }
    const { fault } = await hear(streamsForEver(chatter), { silentMs: 300, totalMs: 400, maxChars: 400 })
    expect(fault).toBe('too_slow')
    expect(performance.now() - began).toBeLessThan(15_000)
  })

  it('ends when a reply grows past all bounds, in its text or in its arguments', async () => {
    expect((await hear(streamsForEver(delta('嗯，')))).fault).toBe('endless')
    const argument = {
      choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { name: 'a', arguments: '"a' } }] }, finish_reason: null }],
    }
    expect((await hear(streamsForEver(argument))).fault).toBe('endless')
  })

  it('ends when the turn is over', async () => {
    const over = new AbortController()
    setTimeout(() => over.abort(), 50)
    expect((await hear(streamsForEver(delta(''), 10), undefined, over.signal)).fault).toBe('error')
  })

  it('leaves no reply under way when the listener walks off', async () => {
    endpoint.behave(streamsForEver(delta('您好。'), 5))
    const limits = { patience: { silentMs: 2_000, totalMs: 4_000, maxChars: 400 }, signal: new AbortController().signal }
    const speech = speak(named, [new HumanMessage('您好')], { tools: [], limits })
    expect((await speech.next()).value).toBe('您好。')
    await speech.return(undefined as never)
    await expect.poll(() => endpoint.open(), { timeout: 2_000 }).toBe(0)
  })
})

describe('tool calls', () => {
  const piece = (...calls: unknown[]): unknown => ({ choices: [{ index: 0, delta: { tool_calls: calls }, finish_reason: null }] })
  const end = { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] }
  const both = [
    { name: 'one', args: { a: 1 } },
    { name: 'two', args: {} },
  ]

  it.each<[string, unknown[]]>([
    [
      'numbers them all 0',
      [
        piece({ index: 0, id: 'x', function: { name: 'one', arguments: '{"a":1}' } }),
        piece({ index: 0, id: 'y', function: { name: 'two', arguments: '{}' } }),
      ],
    ],
    [
      'numbers none of them',
      [
        piece({ id: 'x', function: { name: 'one', arguments: '{"a"' } }),
        piece({ function: { arguments: ':1}' } }),
        piece({ id: 'y', function: { name: 'two' } }),
      ],
    ],
    [
      'gives them no ids',
      [piece({ index: 0, function: { name: 'one', arguments: '{"a":1}' } }, { index: 1, function: { name: 'two', arguments: '{}' } })],
    ],
    [
      'repeats id and name in every delta',
      [
        piece({ index: 0, id: 'x', function: { name: 'one', arguments: '{"a"' } }),
        piece({ index: 0, id: 'x', function: { name: 'one', arguments: ':1}' } }),
        piece({ index: 1, id: 'y', function: { name: 'two', arguments: '' } }),
      ],
    ],
    [
      'sends empty ids after the first delta',
      [
        piece({ index: 0, id: 'x', function: { name: 'one', arguments: '{"a"' } }),
        piece({ index: 0, id: '', function: { name: null, arguments: ':1}' } }),
        piece({ index: 1, id: 'y', function: { name: 'two', arguments: '' } }),
      ],
    ],
  ])('come out right when a gateway %s', async (_name, chunks) => {
    expect((await hear(streams(...chunks, end))).said?.calls).toEqual(both)
  })
})
