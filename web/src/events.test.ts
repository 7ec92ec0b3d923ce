import { expect, it } from 'vitest'
import { ProblemError } from './api.ts'
import type { TurnEvent, TurnLine } from './events.ts'
import { createSseReader, turnEvents } from './events.ts'

const reply = { turn: 't1', agent: 'a', outcome: 'answered', text: '好的。办好了。', cards: [], citations: [], tools: [], model: 'offline' }

const frames = [
  ['turn.started', { turn: 't1' }],
  ['text.delta', { text: '好的。' }],
  ['text.delta', { text: '办好了。' }],
  ['turn.ended', reply],
].map(([event, data], i) => `id: t1.${i + 1}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)

/** A line that says the frames, then ends or breaks. */
const lineOf = (said: readonly string[], end: 'ends' | 'breaks' = 'ends') =>
  new Response(
    new ReadableStream<Uint8Array>({
      start: (stream) => {
        for (const frame of said) stream.enqueue(new TextEncoder().encode(frame))
        if (end === 'ends') stream.close()
      },
      pull: (stream) => {
        if (end === 'breaks') stream.error(new TypeError('network'))
      },
    }),
    { headers: { 'content-type': 'text/event-stream' } },
  )

const gather = async (line: Partial<TurnLine>): Promise<TurnEvent[]> => {
  const events: TurnEvent[] = []
  const idle: TurnLine = {
    start: () => Promise.reject(new TypeError('no line')),
    resume: () => Promise.reject(new TypeError('no line')),
    wait: async (attempt) => attempt < 4,
  }
  for await (const event of turnEvents({ ...idle, ...line })) events.push(event)
  return events
}

const textOf = (events: readonly TurnEvent[]) => events.map((event) => (event.type === 'text.delta' ? event.data.text : '')).join('')

it('reads the same events however the bytes are cut', () => {
  const all = `: hello\r\n\r\n${frames.join('').replaceAll('\n', '\r\n')}`
  const whole = createSseReader()(all)
  for (const size of [1, 2, 3, 7, 50]) {
    const read = createSseReader()
    const pieces = all.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
    expect(pieces.flatMap((piece) => read(piece))).toEqual(whole)
  }
  expect(whole.map(({ id }) => id)).toEqual(['t1.1', 't1.2', 't1.3', 't1.4'])
})

it('joins several data lines and keeps the last id', () => {
  const read = createSseReader()
  expect(read('id: 7\ndata: a\ndata: b\n\ndata: c\n\n')).toEqual([
    { id: '7', event: '', data: 'a\nb' },
    { id: '7', event: '', data: 'c' },
  ])
})

it('goes on after a dropped line without loss or doubling, even when the server repeats itself', async () => {
  const asked: string[] = []
  const events = await gather({
    start: async () => lineOf(frames.slice(0, 2), 'breaks'),
    resume: async (last) => {
      asked.push(last)
      return lineOf(frames.slice(1))
    },
  })
  expect(asked[0]).toMatch(/^t1\.[12]$/)
  expect(textOf(events)).toBe('好的。办好了。')
  expect(events.at(-1)?.type).toBe('turn.ended')
})

it('treats a line that ends early as dropped', async () => {
  const events = await gather({ start: async () => lineOf(frames.slice(0, 1)), resume: async () => lineOf(frames.slice(1)) })
  expect(events.map(({ type }) => type)).toEqual(['turn.started', 'text.delta', 'text.delta', 'turn.ended'])
})

it('begins again under the same key when nothing was heard at all', async () => {
  let begun = 0
  const events = await gather({
    start: async () => {
      begun += 1
      if (begun < 3) throw new TypeError('Failed to fetch')
      return lineOf(frames)
    },
  })
  expect(begun).toBe(3)
  expect(textOf(events)).toBe('好的。办好了。')
})

it('takes a plain JSON reply for the whole turn', async () => {
  expect(await gather({ start: async () => Response.json(reply) })).toEqual([{ type: 'turn.ended', data: reply }])
})

it('does not repeat a message that the server has answered with a problem', async () => {
  let begun = 0
  const problem = { title: '现在暂时办不了', detail: '请稍后再试。', status: 503, code: 'database_unavailable' }
  const start = async () => {
    begun += 1
    throw new ProblemError(problem)
  }
  await expect(gather({ start })).rejects.toThrow('现在暂时办不了')
  expect(begun).toBe(1)
})

it('shows the problem with which the server broke a turn off', async () => {
  const broken = 'event: error\ndata: {"title":"这一步没有办成","detail":"您的话已经记下。","code":"unexpected"}\n\n'
  let resumed = 0
  const resume = async () => {
    resumed += 1
    return lineOf([])
  }
  await expect(gather({ start: async () => lineOf([...frames.slice(0, 2), broken]), resume })).rejects.toThrow('这一步没有办成')
  expect(resumed).toBe(0)
})

it('gives up after the last wait', async () => {
  await expect(gather({})).rejects.toThrow('dropped')
})

it('counts a silent line as dropped', async () => {
  const silent = () => new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } })
  let begun = 0
  const events = await gather({ silenceMs: 5, start: async () => (++begun === 1 ? silent() : lineOf(frames)) })
  expect(textOf(events)).toBe('好的。办好了。')
})

it('skips events it does not know and data that is not JSON', async () => {
  const odd = 'id: t1.1\nevent: later.invention\ndata: {}\n\nid: t1.2\nevent: card\ndata: {oops\n\n'
  const events = await gather({ start: async () => lineOf([odd, 'id: t1.3\nevent: turn.ended\ndata: {"text":""}\n\n']) })
  expect(events.map(({ type }) => type)).toEqual(['turn.ended'])
})
