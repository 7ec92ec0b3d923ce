import type { Readable } from 'node:stream'
import { encodingOf } from '../../files/text/encoding.ts'
import type { Field } from './columns.ts'
import { type FileLot, lotsOfBytes, lotsOfTable } from './lots.ts'

const sampleBytes = 64 * 1024

/** Incidents from standard input: NDJSON as it comes, a table when all of it is there. */
export async function* lotsOfInput(
  input: Readable,
  map: Partial<Record<Field, string>>,
  whole: (rest: AsyncIterable<Uint8Array>) => Promise<Buffer>,
): AsyncGenerator<FileLot> {
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  const head: Uint8Array[] = []
  let headBytes = 0
  while (headBytes < sampleBytes) {
    const next = await chunks.next()
    if (next.done) break
    head.push(next.value)
    headBytes += next.value.length
  }
  const all = (async function* () {
    yield* head
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  })()
  const sample = Buffer.concat(head)
  const encoding = encodingOf(sample.subarray(0, sampleBytes))
  const first = sample
    .subarray(0, 64)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()[0]
  if ((first === '{' || first === undefined) && (encoding === 'utf-8' || encoding === 'gb18030')) {
    yield* lotsOfBytes(all, { byte: 0, line: 1 })
    return
  }
  yield* lotsOfTable({ name: '标准输入.csv', bytes: await whole(all) }, { from: { byte: 0, line: 1 }, map })
}
