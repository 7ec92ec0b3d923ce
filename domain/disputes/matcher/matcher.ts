import type { Hits } from '../lexicon/entry.ts'
import { type Fold, nothingUnit } from './fold.ts'
import { cutForms, type Form } from './forms.ts'
import { openGaps } from './gaps.ts'
import { openKernel, placeOf, roomUnits } from './kernel.ts'
import { buildTrie, marks, passBit } from './trie.ts'
import { widened } from './widened.ts'

/** Reads texts for the entries of a lexicon. What it gives is good until the next text. */
export interface Matcher {
  /** Every place where an entry stands, without sentences and clauses. */
  match(text: string): Hits
  /** Adds to the hits of the last text in which sentence and clause each stands. */
  segment(): Hits
}

/** More passed-over characters in a row than this part words: columns of a table are no word. */
const longestPass = 3

/**
 * Opens one over forms. The kernel reads a text once, forwards, and asks for each pair of characters whether any piece ends there, without a
 * branch, so that the processor never guesses wrong; where one may, it reads the pieces backwards. Nothing is allocated for a character.
 */
export const openMatcher = (forms: readonly Form[], fold: Fold): Matcher => {
  const pieces = cutForms(forms, fold)
  const trie = buildTrie(pieces.endings, fold)
  const kernel = openKernel(trie)
  const longest = [...pieces.endings.keys()].reduce((most, text) => Math.max(most, text.length), 1)
  const { classOf, endings } = trie
  const { found } = kernel
  /** Most entries and pieces that end with one piece. */
  const mostInRun = [...pieces.endings.values()].reduce((most, all) => Math.max(most, all.length), 1)
  const column = () => new Int32Array(1_024)
  const hits = { count: 0, entry: column(), start: column(), end: column(), sentence: column(), clause: column() }
  let [length, isMoved] = [0, false]
  /** Of texts that the kernel cannot read as they are: what is not passed over, and where each stood. */
  let moved = new Uint16Array(0)
  let places = new Int32Array(0)
  /** The text that hits are being found in, as it was read. */
  let units = kernel.units

  // Every index below is inside its array: classes, states and places are made for exactly these arrays.

  /** Room for so many hits. */
  const makeRoom = (count: number): void => {
    while (hits.entry.length < count)
      for (const name of ['entry', 'start', 'end', 'sentence', 'clause'] as const) hits[name] = widened(hits[name])
  }
  const add = (entry: number, from: number, end: number): void => {
    const { count } = hits
    if (count === hits.entry.length) makeRoom(count + 1)
    hits.entry[count] = entry
    hits.start[count] = from
    hits.end[count] = end
    hits.count = count + 1
  }
  const sentenceEndsIn = (from: number, to: number): boolean => {
    for (let at = from; at < to; at++) if (classOf[units[at] as number] === marks.sentenceEnd) return true
    return false
  }
  const gaps = openGaps(pieces, { add, sentenceEndsIn })

  /** Puts the longer first among the hits from `first` on, which end at one place: a gap can bring a longer one late. */
  const order = (first: number): void => {
    const { count, entry, start } = hits
    for (let at = first + 1; at < count; at++) {
      const one = entry[at] as number
      const from = start[at] as number
      let to = at
      for (; to > first && (start[to - 1] as number) > from; to--) {
        entry[to] = entry[to - 1] as number
        start[to] = start[to - 1] as number
      }
      entry[to] = one
      start[to] = from
    }
  }
  /** Takes over `size` numbers of the kernel, whose text begins at `base`. Of those that end at one place the shorter come first there. */
  const collect = (size: number, base: number): void => {
    // Over local arrays, with room made beforehand: this runs for every hit of every text.
    makeRoom(hits.count + size * mostInRun)
    let { count, entry, start, end } = hits
    for (let at = 0; at < size; ) {
      const last = found[at + 2] as number
      const ends = base + placeOf(last) + 1
      let to = at + 3
      while (to < size && found[to + 2] === last) to += 3
      const first = count
      let isPiece = false
      for (let triple = to - 3; triple >= at; triple -= 3) {
        const what = found[triple] as number
        const from = base + placeOf(found[triple + 1] as number)
        if (what >= 0) {
          entry[count] = what
          start[count] = from
          end[count] = ends
          count++
          continue
        }
        let run = ~what
        for (const stop = run + (endings[run] as number); run < stop; ) {
          const one = endings[++run] as number
          if (one >= 0) {
            entry[count] = one
            start[count] = from
            end[count] = ends
            count++
          } else {
            isPiece = true
            hits.count = count
            gaps.take(~one, from, ends)
            // Words with gaps come on top of what there was room for.
            makeRoom(hits.count + size * mostInRun)
            ;({ count, entry, start, end } = hits)
          }
        }
      }
      if (isPiece && count > first + 1) {
        hits.count = count
        order(first)
      }
      at = to
    }
    hits.count = count
  }
  /** A text that is long, or holds what is passed over: moved together, and read room by room. */
  const readMoved = (text: string): void => {
    if (moved.length < text.length) {
      const room = 2 ** Math.ceil(Math.log2(text.length))
      ;[moved, places] = [new Uint16Array(room), new Int32Array(room)]
    }
    Buffer.from(moved.buffer).write(text, 0, 'utf16le')
    let [to, passed] = [0, 0]
    for (let at = 0; at < text.length; at++) {
      const unit = moved[at] as number
      const isPassed = ((classOf[unit] as number) & passBit) !== 0
      passed = isPassed ? passed + 1 : 0
      // One too many stands as a character that is part of no word.
      if (isPassed && passed !== longestPass + 1) continue
      moved[to] = isPassed ? nothingUnit : unit
      places[to++] = at
    }
    length = to
    units = moved
    const overlap = Math.min(longest, roomUnits >> 1)
    for (let from = 0; from < length; ) {
      const base = Math.max(0, from - overlap)
      const end = Math.min(length, base + roomUnits)
      kernel.units.set(moved.subarray(base, end))
      collect(kernel.find(end - base, from - base), base)
      from = end
    }
    for (let hit = 0; hit < hits.count; hit++) {
      hits.start[hit] = places[hits.start[hit] as number] as number
      hits.end[hit] = (places[(hits.end[hit] as number) - 1] as number) + 1
    }
  }

  /** The same as below for a text that was moved together. */
  const segmentMoved = (): void => {
    let [at, sentence, clause] = [0, 0, 0]
    for (let hit = 0; hit < hits.count; hit++) {
      const end = hits.end[hit] as number
      for (; at < length && (places[at] as number) < end; at++) {
        const code = classOf[units[at] as number] as number
        if (code === 0 || code > marks.sentenceEnd) continue
        clause++
        if (code === marks.sentenceEnd) sentence++
      }
      hits.sentence[hit] = sentence
      hits.clause[hit] = clause
    }
  }

  return {
    match(text) {
      hits.count = 0
      gaps.clear()
      length = text.length
      isMoved = true
      if (length <= roomUnits) {
        kernel.bytes.write(text, 0, 'utf16le')
        const size = kernel.find(length, 0)
        if (size >= 0) {
          isMoved = false
          units = kernel.units
          collect(size, 0)
          return hits
        }
      }
      readMoved(text)
      return hits
    },
    segment() {
      if (isMoved) segmentMoved()
      else {
        const { count, end: ends, sentence: sentences, clause: clauses } = hits
        const marked = kernel.ends
        const found = kernel.findEnds(length)
        let [clause, sentence] = [0, 0]
        let next = found > 0 ? (marked[0] as number) >> 1 : length
        for (let hit = 0; hit < count; hit++) {
          while (next < (ends[hit] as number)) {
            sentence += (marked[clause] as number) & 1
            clause++
            next = clause < found ? (marked[clause] as number) >> 1 : length
          }
          sentences[hit] = sentence
          clauses[hit] = clause
        }
      }
      return hits
    },
  }
}
