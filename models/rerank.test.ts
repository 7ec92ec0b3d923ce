import { expect, it } from 'vitest'
import { openReranker } from './rerank.ts'
import { answers, type EmbeddingBehaviour, openTestEmbeddings, replies, staysSilent } from './test-embeddings.ts'

const noon = () => new Date('2026-11-22T04:00:00Z')
const texts = ['甲', '乙', '丙']
const open = (url: string) => openReranker({ url: `${url}/rerank`, apiKey: 'k-2', name: 'r' }, noon, { timeoutMs: 300 })

it('orders texts as Cohere and Jina answer, those left out last', async () => {
  await using endpoint = await openTestEmbeddings()
  endpoint.behave(
    replies({
      results: [
        { index: 0, relevance_score: 0.2 },
        { index: 2, relevance_score: 0.9 },
      ],
    }),
  )
  expect(await open(endpoint.url).order('问', texts)).toEqual([2, 0, 1])
  expect(endpoint.asked).toMatchObject([
    { path: '/v1/rerank', authorization: 'Bearer k-2', body: { model: 'r', query: '问', documents: texts, top_n: 3 } },
  ])
})

it('speaks as TEI where the other way is refused, and remembers it', async () => {
  await using endpoint = await openTestEmbeddings()
  const tei: EmbeddingBehaviour = (response, asked) =>
    asked.body.texts
      ? replies([
          { index: 1, score: 3.5 },
          { index: 0, score: -1 },
          { index: 2, score: -7 },
        ])(response, asked)
      : answers(422)(response, asked)
  endpoint.behave(tei)
  const reranker = open(endpoint.url)
  expect(await reranker.order('问', texts)).toEqual([1, 0, 2])
  expect(await reranker.order('问', texts)).toEqual([1, 0, 2])
  expect(endpoint.asked.map(({ body }) => 'texts' in body)).toEqual([false, true, true])
})

it.each([
  ['garbage', answers(200, 'no')],
  ['no results', replies({ results: [] })],
  [
    'the same index twice',
    replies([
      { index: 0, score: 1 },
      { index: 0, score: 2 },
    ]),
  ],
  ['an index out of range', replies([{ index: 3, score: 1 }])],
  ['a missing score', replies([{ index: 0 }])],
  ['500', answers(500)],
  ['429', answers(429)],
  ['silence', staysSilent],
])('leaves the order as it is after %s', async (_, behaviour) => {
  await using endpoint = await openTestEmbeddings()
  endpoint.behave(behaviour)
  expect(await open(endpoint.url).order('问', texts)).toBeUndefined()
})

it('does not ask about one text, nor an endpoint that failed three times just now', async () => {
  await using endpoint = await openTestEmbeddings()
  const reranker = open(endpoint.url)
  expect(await reranker.order('问', ['甲'])).toBeUndefined()
  endpoint.behave(answers(500))
  for (let time = 0; time < 6; time += 1) await reranker.order('问', texts)
  expect(endpoint.asked).toHaveLength(3)
})
