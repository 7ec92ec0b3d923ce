import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sealed, unsealed } from './bytes.ts'
import { denseCode } from './dense.ts'
import { entriesOf, findTerm, type TermList } from './dictionary.ts'
import { type Blocks, dictionaryWriter } from './dictionary-writer.ts'
import { numbersFrom } from './fixture.ts'
import { chunkSize, type Postings, readChunk, roomForPostings } from './postings.ts'

type Plain = readonly (readonly [ordinal: number, code: number])[]

const written = (lists: ReadonlyMap<string, Plain>, clauses: number): Blocks => {
  const writer = dictionaryWriter(Uint8Array.from({ length: clauses }, (_, at) => at % 200))
  for (const term of [...lists.keys()].sort((a, b) => (a < b ? -1 : 1))) {
    const list = lists.get(term) ?? []
    writer.add(
      term,
      { ordinals: Int32Array.from(list, ([ordinal]) => ordinal), codes: Uint8Array.from(list, ([, code]) => code) },
      list.length,
    )
  }
  return writer.finish()
}

/** Every posting of a list as it was given. */
const readList = ({ count, isDense, stretches }: TermList, { bodies }: Blocks): Plain => {
  const found: [number, number][] = []
  const room: Postings = roomForPostings(chunkSize)
  for (const stretch of stretches) {
    const bytes = stretch.block === undefined ? (stretch.bytes ?? new Uint8Array()) : (bodies[stretch.block] ?? new Uint8Array())
    if (isDense)
      for (let ordinal = stretch.before + 1; ordinal <= stretch.last; ordinal += 1) {
        const code = denseCode(bytes, ordinal)
        if (code > 0) found.push([ordinal, code])
      }
    else {
      const cursor = { bytes, at: stretch.at }
      for (let left = stretch.count, before = stretch.before; left > 0; left -= chunkSize) {
        const size = Math.min(left, chunkSize)
        before = readChunk(cursor, size, before, count > chunkSize, room)
        for (let at = 0; at < size; at += 1) found.push([room.ordinals[at] ?? -1, room.codes[at] ?? -1])
      }
    }
  }
  return found
}

const find = (blocks: Blocks, clauses: number, term: string): Plain | undefined => {
  const place = blocks.index.findLast((entry) => entry.term <= term)
  const list = place && findTerm(blocks.bodies[place.block] ?? new Uint8Array(), { block: place.block, clauses }, term)
  return list && readList(list, blocks)
}

const everyNth = (step: number, clauses: number, seed: number): Plain => {
  const next = numbersFrom(seed)
  return Array.from({ length: Math.floor(clauses / step) }, (_, at) => [at * step + next(step), 1 + next(15)])
}

describe('a dictionary of terms in blocks', () => {
  it('gives every term its postings back, and no others', () => {
    const term = fc.string({ unit: fc.constantFrom('户', '口', '登', 'a', 'z', '\ud840', '\udc00', '0'), minLength: 1, maxLength: 6 })
    const list = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 299 }), fc.integer({ min: 1, max: 15 })), {
        minLength: 1,
        maxLength: 40,
        selector: ([ordinal]) => ordinal,
      })
      .map((pairs): Plain => pairs.sort(([a], [b]) => a - b))
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(term, list), { maxLength: 80, selector: ([name]) => name }), term, (pairs, other) => {
        const lists = new Map(pairs)
        const blocks = written(lists, 300)
        for (const [name, postings] of lists) expect(find(blocks, 300, name)).toEqual(postings)
        if (!lists.has(other)) expect(find(blocks, 300, other)).toBeUndefined()
        const all = blocks.index.flatMap(({ block }) => [...entriesOf(blocks.bodies[block] ?? new Uint8Array(), { block, clauses: 300 })])
        expect(all.map((entry) => entry.term)).toEqual([...lists.keys()].sort((a, b) => (a < b ? -1 : 1)))
      }),
    )
  })

  it('keeps long lists in blocks of their own, and those of common words as half a byte for each clause', () => {
    const clauses = 70_001
    const lists = new Map([
      ['一', everyNth(1, clauses, 1)],
      ['七', everyNth(7, clauses, 2)],
      ['三十', everyNth(30, clauses, 3)],
      ['九千', everyNth(9_000, clauses, 4)],
      ['末', [[clauses - 1, 15]] as Plain],
    ])
    const blocks = written(lists, clauses)
    for (const [term, postings] of lists) expect(find(blocks, clauses, term)).toEqual(postings)
    expect(find(blocks, clauses, '七百')).toBeUndefined()
    expect(Math.max(...blocks.bodies.map(({ length }) => length))).toBeLessThanOrEqual(17_000)
  })

  it('finds terms of any length', () => {
    const long = '长'.repeat(5_000)
    const lists = new Map<string, Plain>([`${long}甲`, `${long}乙`, long, '长'].map((term, at) => [term, [[at, 4]]]))
    const blocks = written(lists, 10)
    for (const [term, postings] of lists) expect(find(blocks, 10, term)).toEqual(postings)
  })
})

describe('bytes under a checksum', () => {
  it('come back as they were, and not at all when one has changed or they belong elsewhere', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.nat(), (body, at) => {
        const whole = sealed(body, 7)
        expect(unsealed(whole, 7)).toEqual(body)
        expect(unsealed(whole, 8)).toBeUndefined()
        const changed = whole.map((byte, place) => (place === at % whole.length ? byte ^ 0x40 : byte))
        expect(unsealed(changed, 7)).toBeUndefined()
        expect(unsealed(whole.subarray(0, whole.length - 1), 7)).toBeUndefined()
      }),
    )
  })
})
