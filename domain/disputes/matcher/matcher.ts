import type { Hits } from '../lexicon/entry.ts'
import { type Automaton, marks } from './automaton.ts'

/** Reads texts for the entries of a lexicon. The hits that it gives are good until the next text. */
export interface Matcher {
  match(text: string): Hits
}

/** More passed-over characters in a row than this part words: columns of a table are no word. */
const longestPass = 3

/** Arrays of one length that grow together. */
const growing = <Name extends string>(names: readonly Name[]) => {
  let capacity = 256
  const make = (length: number) => Object.fromEntries(names.map((name) => [name, new Int32Array(length)]))
  // The keys are exactly `names`.
  const arrays = make(capacity) as Record<Name, Int32Array>
  return {
    arrays,
    get capacity() {
      return capacity
    },
    grow(): void {
      capacity *= 2
      for (const name of names) {
        const wider = new Int32Array(capacity)
        wider.set(arrays[name])
        arrays[name] = wider
      }
    },
  }
}

/** Opens one over an automaton. It keeps its arrays between texts, so that nothing is allocated for a character or a text. */
export const openMatcher = (automaton: Automaton): Matcher => {
  const { classOf, cells, start: starts, outputAt, outputs, begins, joinsAt, joins, widest } = automaton
  const found = growing(['entry', 'start', 'end', 'sentence', 'clause'])
  const left = growing(['begun', 'start', 'place', 'sentence'])
  const hits = { count: 0, ...found.arrays }
  let [lefts, sentence, clause, passes] = [0, 0, 0, 0]

  /** Where a word of `length` characters begins that ends before `end`. */
  const startOf = (text: string, end: number, length: number): number => {
    if (passes === 0) return end - length
    let at = end
    for (let rest = length; rest > 0; ) if (starts[(classOf[text.charCodeAt(--at)] as number) >> 1] !== marks.passedOver) rest--
    return at
  }
  const add = (entry: number, start: number, end: number): void => {
    if (hits.count === found.capacity) {
      found.grow()
      Object.assign(hits, found.arrays)
    }
    // Longer ones first among those that end here; only a gap can bring a longer one late.
    let at = hits.count++
    while (at > 0 && hits.end[at - 1] === end && (hits.start[at - 1] as number) > start) {
      hits.entry[at] = hits.entry[at - 1] as number
      hits.start[at] = hits.start[at - 1] as number
      hits.end[at] = end
      hits.sentence[at] = sentence
      hits.clause[at] = clause
      at--
    }
    hits.entry[at] = entry
    hits.start[at] = start
    hits.end[at] = end
    hits.sentence[at] = sentence
    hits.clause[at] = clause
  }
  const begin = (begun: number, start: number, place: number): void => {
    if (lefts === left.capacity) left.grow()
    left.arrays.begun[lefts] = begun
    left.arrays.start[lefts] = start
    left.arrays.place[lefts] = place
    left.arrays.sentence[lefts] = sentence
    lefts++
  }
  /** A piece of forms with gaps ends at `end`, `place` characters into what counts. */
  const takePiece = (piece: number, at: { text: string; end: number; length: number; place: number }): void => {
    const { begun: begunBefore, place: placeBefore, start: startBefore, sentence: sentenceBefore } = left.arrays
    const from = joinsAt[piece] as number
    const begunEarlier = lefts
    for (let join = from + 1, rest = joins[from] as number; rest > 0; rest--, join += 3) {
      const wanted = joins[join] as number
      const gap = joins[join + 1] as number
      const what = joins[join + 2] as number
      const pieceStart = at.place - at.length
      for (let k = begunEarlier - 1; k >= 0; k--) {
        const ended = placeBefore[k] as number
        if (ended < pieceStart - widest) break
        if (ended > pieceStart || begunBefore[k] !== wanted || sentenceBefore[k] !== sentence || pieceStart - ended > gap) continue
        if (what >= 0) add(what, startBefore[k] as number, at.end)
        else begin(~what, startBefore[k] as number, at.place)
        break
      }
    }
    const begun = begins[piece] as number
    if (begun >= 0) begin(begun, startOf(at.text, at.end, at.length), at.place)
  }
  const output = (state: number, text: string, end: number): void => {
    let from = outputAt[state >> 1] as number
    for (let rest = outputs[from++] as number; rest > 0; rest--, from += 2) {
      const length = outputs[from] as number
      const what = outputs[from + 1] as number
      if (what >= 0) add(what, startOf(text, end, length), end)
      else takePiece(~what, { text, end, length, place: end - passes })
    }
  }

  return {
    match(text) {
      hits.count = 0
      lefts = 0
      sentence = 0
      clause = 0
      passes = 0
      let state = 0
      let pass = 0
      let passedAt = -2
      for (let at = 0; at < text.length; at++) {
        // Every index is inside its array: classes and states are made by buildAutomaton for exactly these arrays.
        const code = classOf[text.charCodeAt(at)] as number
        const cell = state + code
        const next = (cells[cell] === state ? cells[cell + 1] : starts[code >> 1]) as number
        if (next >= 0) {
          state = next
          continue
        }
        if (next > marks.sentenceEnd) {
          state = ~next
          output(state, text, at + 1)
        } else if (next === marks.passedOver) {
          passes++
          pass = passedAt === at - 1 ? pass + 1 : 1
          passedAt = at
          if (pass > longestPass) state = 0
        } else {
          state = 0
          clause++
          if (next === marks.sentenceEnd) sentence++
        }
      }
      return hits
    },
  }
}
