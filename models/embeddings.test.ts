import { expect, it } from 'vitest'
import type { Embedded } from '../core/embeddings.ts'
import { SettingError } from '../core/errors.ts'
import { retryAfterMs } from './ask-json.ts'
import { type EmbedderSettings, openEmbedder } from './embeddings.ts'
import {
  answers,
  type EmbeddingBehaviour,
  embedsWith,
  hangsUp,
  openTestEmbeddings,
  partVectors,
  replies,
  staysSilent,
  type TestEmbeddings,
} from './test-embeddings.ts'

const noon = () => new Date('2026-11-22T04:00:00Z')
const quick: EmbedderSettings = { questionMs: 300, batchMs: 300, tries: 3, pauseMs: 5 }
const open = ({ url }: TestEmbeddings, settings: EmbedderSettings = {}) =>
  openEmbedder({ baseUrl: url, apiKey: 'k-1', name: 'm' }, noon, { ...quick, ...settings })

const vectorsOf = (result: Embedded): (number[] | undefined)[] =>
  'vectors' in result ? result.vectors.map((vector) => vector && [...vector].map((value) => Math.round(value * 1e4) / 1e4)) : []
const vectorOf = partVectors(64)
const unit = (text: string): number[] => {
  const raw = vectorOf(text)
  const length = Math.hypot(...raw)
  return [...raw].map((value) => Math.round((value / length) * 1e4) / 1e4)
}
/** Refuses what a rule names, as a real endpoint would: the whole request. */
const refusing =
  (isBad: (texts: readonly string[]) => boolean): EmbeddingBehaviour =>
  (response, asked) =>
    isBad(asked.texts) ? answers(400)(response, asked) : embedsWith(vectorOf)(response, asked)

it('gives vectors of length 1 in the order of the texts, asked for in base64, with the key in the header', async () => {
  await using endpoint = await openTestEmbeddings()
  const result = await open(endpoint).embed(['甲方应当付款', '乙方应当交货'], { purpose: 'clauses' })
  expect(vectorsOf(result)).toEqual([unit('甲方应当付款'), unit('乙方应当交货')])
  expect(endpoint.asked).toMatchObject([
    { path: '/v1/embeddings', authorization: 'Bearer k-1', body: { model: 'm', encoding_format: 'base64' } },
  ])
})

it('takes numbers instead of base64, a shuffled index, and no index at all', async () => {
  await using endpoint = await openTestEmbeddings()
  const item = (embedding: unknown, index?: number) => ({ embedding, ...(index === undefined ? {} : { index }) })
  endpoint.behave(replies({ data: [item([0, 2], 1), item([3, 0], 0)] }), replies({ data: [item([3, 0]), item([0, 2])] }))
  const embedder = open(endpoint)
  for (let time = 0; time < 2; time += 1)
    expect(vectorsOf(await embedder.embed(['甲', '乙'], { purpose: 'question' }))).toEqual([
      [1, 0],
      [0, 1],
    ])
})

it.each([
  ['garbage', answers(200, '<html>')],
  ['no data', replies({})],
  ['one vector too few', replies({ data: [{ index: 0, embedding: [1, 2] }] })],
  [
    'the same index twice',
    replies({
      data: [
        { index: 0, embedding: [1, 2] },
        { index: 0, embedding: [1, 2] },
      ],
    }),
  ],
  [
    'an index out of range',
    replies({
      data: [
        { index: 0, embedding: [1, 2] },
        { index: 2, embedding: [1, 2] },
      ],
    }),
  ],
  [
    'two dimensions',
    replies({
      data: [
        { index: 0, embedding: [1, 2] },
        { index: 1, embedding: [1, 2, 3] },
      ],
    }),
  ],
  [
    'a vector of zeros',
    replies({
      data: [
        { index: 0, embedding: [1, 2] },
        { index: 1, embedding: [0, 0] },
      ],
    }),
  ],
  [
    'an empty vector',
    replies({
      data: [
        { index: 0, embedding: [1, 2] },
        { index: 1, embedding: [] },
      ],
    }),
  ],
  ['NaN in base64', embedsWith(() => Float32Array.of(1, Number.NaN))],
  [
    'null among numbers',
    replies({
      data: [
        { index: 0, embedding: [1, 2] },
        { index: 1, embedding: [1, null] },
      ],
    }),
  ],
  [
    'base64 that is cut',
    replies({
      data: [
        { index: 0, embedding: 'AAAA' },
        { index: 1, embedding: 'AAAA' },
      ],
    }),
  ],
])('believes nothing of a reply with %s', async (_, behaviour) => {
  await using endpoint = await openTestEmbeddings()
  endpoint.behave(behaviour)
  expect(await open(endpoint).embed(['甲', '乙'], { purpose: 'question' })).toEqual({ fault: 'unreadable' })
})

it('believes no vector of another length than the ones before', async () => {
  await using endpoint = await openTestEmbeddings()
  const embedder = open(endpoint)
  expect(await embedder.embed(['甲乙'], { purpose: 'question' })).toHaveProperty('vectors')
  endpoint.behave(embedsWith(partVectors(32)))
  expect(await embedder.embed(['甲乙'], { purpose: 'question' })).toEqual({ fault: 'unreadable' })
})

it('says of a question at once what is wrong, and does not follow a redirect', async () => {
  await using endpoint = await openTestEmbeddings()
  const cases: [EmbeddingBehaviour, string][] = [
    [answers(429), 'busy'],
    [answers(500), 'failing'],
    [answers(401), 'not_admitted'],
    [answers(404), 'refused'],
    [answers(302, '', { Location: `${endpoint.url}/elsewhere` }), 'redirected'],
    [staysSilent, 'timed_out'],
    [hangsUp, 'unreachable'],
  ]
  for (const [behaviour, fault] of cases) {
    endpoint.behave(behaviour)
    expect(await open(endpoint).embed(['甲乙'], { purpose: 'question' })).toEqual({ fault })
  }
  expect(endpoint.asked.every(({ path }) => path === '/v1/embeddings')).toBe(true)
})

it('lets an endpoint rest that failed three questions in a row, and asks again after half a minute', async () => {
  await using endpoint = await openTestEmbeddings()
  let now = noon()
  const embedder = openEmbedder({ baseUrl: endpoint.url, apiKey: undefined, name: 'm' }, () => now, quick)
  endpoint.behave(answers(503))
  for (let time = 0; time < 5; time += 1) await embedder.embed(['甲乙'], { purpose: 'question' })
  expect(endpoint.asked).toHaveLength(3)
  expect(await embedder.embed(['甲乙'], { purpose: 'question' })).toEqual({ fault: 'resting' })
  endpoint.behave()
  now = new Date(now.getTime() + 30_000)
  expect(await embedder.embed(['甲乙'], { purpose: 'question' })).toHaveProperty('vectors')
})

it('sends clauses again to an endpoint that is busy or away, after as long as it asks for', async () => {
  await using endpoint = await openTestEmbeddings()
  endpoint.behave(answers(429, '', { 'Retry-After': '0.1' }), answers(503), embedsWith(vectorOf))
  const began = performance.now()
  expect(await open(endpoint).embed(['甲乙'], { purpose: 'clauses' })).toHaveProperty('vectors')
  expect(performance.now() - began).toBeGreaterThan(100)
  expect(endpoint.asked).toHaveLength(3)
  endpoint.behave(answers(500))
  expect(await open(endpoint).embed(['甲乙'], { purpose: 'clauses' })).toEqual({ fault: 'failing' })
  expect(endpoint.asked).toHaveLength(6)
})

it('reads how long to wait as seconds and as a date', () => {
  expect([
    retryAfterMs('3', noon),
    retryAfterMs('Sun, 22 Nov 2026 04:00:10 GMT', noon),
    retryAfterMs('Sun, 22 Nov 2026 03:00:00 GMT', noon),
  ]).toEqual([3_000, 10_000, 0])
  expect([retryAfterMs(null, noon), retryAfterMs('soon', noon), retryAfterMs('', noon)]).toEqual([undefined, undefined, undefined])
})

it('stops waiting when it is told to', async () => {
  await using endpoint = await openTestEmbeddings()
  endpoint.behave(answers(429, '', { 'Retry-After': '50' }))
  const stop = new AbortController()
  const running = open(endpoint).embed(['甲乙'], { purpose: 'clauses', signal: stop.signal })
  setTimeout(() => stop.abort(), 50)
  expect(await running).toEqual({ fault: 'given_up' })
})

it('sends fewer texts at a time to an endpoint that takes only ten', async () => {
  await using endpoint = await openTestEmbeddings()
  endpoint.behave(refusing((texts) => texts.length > 10))
  const texts = Array.from({ length: 70 }, (_, at) => `第${at}条 甲乙丙丁`)
  const embedder = open(endpoint)
  expect(vectorsOf(await embedder.embed(texts, { purpose: 'clauses' }))).toEqual(texts.map(unit))
  const before = endpoint.asked.length
  await embedder.embed(texts.slice(0, 8), { purpose: 'clauses' })
  expect(endpoint.asked).toHaveLength(before + 1)
})

it('shortens a text that is too long, and leaves out one that is never taken, but goes on with the others', async () => {
  await using endpoint = await openTestEmbeddings()
  endpoint.behave(refusing((texts) => texts.some((text) => text.length > 400 || text.includes('毒'))))
  const texts = ['毒药', '长'.repeat(1_500), '甲乙', '丙丁']
  const embedder = open(endpoint)
  const result = await embedder.embed(texts, { purpose: 'clauses' })
  expect(vectorsOf(result)).toEqual([undefined, unit('长'.repeat(375)), unit('甲乙'), unit('丙丁')])
})

it('gives up at once on an endpoint that takes nothing at all', async () => {
  await using endpoint = await openTestEmbeddings()
  endpoint.behave(answers(404))
  const texts = Array.from({ length: 32 }, (_, at) => `第${at}条`)
  expect(await open(endpoint).embed(texts, { purpose: 'clauses' })).toEqual({ fault: 'refused' })
  expect(endpoint.asked.length).toBeLessThan(20)
})

it('asks without base64 where the field is refused', async () => {
  await using endpoint = await openTestEmbeddings()
  endpoint.behave((response, asked) => (asked.body.encoding_format ? answers(422)(response, asked) : embedsWith(vectorOf)(response, asked)))
  const embedder = open(endpoint)
  expect(vectorsOf(await embedder.embed(['甲乙'], { purpose: 'question' }))).toEqual([unit('甲乙')])
  await embedder.embed(['甲乙'], { purpose: 'question' })
  expect(endpoint.asked).toHaveLength(3)
})

it('knows no address by default', () => {
  expect(() => openEmbedder({ baseUrl: '', apiKey: undefined, name: 'm' }, noon)).toThrow(SettingError)
})
