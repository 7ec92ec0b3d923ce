import { clauseEnd, type Fold, folded, passedOver, sentenceEnd } from './fold.ts'

/** A way of writing an entry (词形): its pieces, `…` cut out, and how far they may stand apart. */
export interface Form {
  readonly entry: number
  readonly word: string
  readonly gap: number
}

/**
 * The automaton (自动机) over all forms. A state is the even place of its row in `cells`, which holds pairs `state, next`: the way on from a
 * state is written only where it differs from the way on from the start, and rows lie in each other's gaps. So almost every step reads one
 * pair that does not fit and goes on from `start`, which waits for nothing that was read before.
 */
export interface Automaton {
  /** Unit → twice its class; 0 for units that stand in no form. */
  readonly classOf: Uint16Array
  readonly cells: Int32Array
  /** Class → the state after it when nothing came before; see `cells`. */
  readonly start: Int32Array
  /** State / 2 → place in `outputs`, or 0. A state with outputs is written as its complement, so that one look at the sign finds it. */
  readonly outputAt: Int32Array
  /** Runs of `count` and then pairs `length, what`: an entry, or the complement of the number of a piece. */
  readonly outputs: Int32Array
  /** Of each piece of forms with gaps: what it begins, or -1; and where its run in `joins` is, or 0. */
  readonly begins: Int32Array
  readonly joinsAt: Int32Array
  /** Runs of `count` and then triples `begun, gap, what`: an entry, or the complement of what is begun now. */
  readonly joins: Int32Array
  /** The widest gap of all forms. */
  readonly widest: number
  readonly states: number
}

/** What `start` says of units that are no part of words. Far below the complement of any state. */
export const marks = { passedOver: -0x7fffffff, clauseEnd: -0x7ffffffe, sentenceEnd: -0x7ffffffd } as const

interface Node {
  readonly children: Map<number, number>
  readonly outputs: number[]
  readonly depth: number
  fail: number
}

/** Numbers for things that are equal when their keys are. */
const numbering = () => {
  const numbers = new Map<string, number>()
  return {
    of(key: string): number {
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, numbers.size)
      return numbers.size - 1
    },
    find: (key: string): number | undefined => numbers.get(key),
    get size() {
      return numbers.size
    },
  }
}

/** Lists as runs of `count, …values` in one array; place 0 is the empty list. */
const runs = (lists: readonly (readonly number[])[], width: number): { at: Int32Array; values: Int32Array } => {
  const at = new Int32Array(lists.length)
  const values: number[] = [0]
  for (const [index, list] of lists.entries()) {
    if (list.length === 0) continue
    at[index] = values.length
    values.push(list.length / width)
    for (const value of list) values.push(value)
  }
  return { at, values: Int32Array.from(values) }
}

/** Forms as plain pieces, and what the pieces of forms with gaps are parts of. */
const cutForms = (forms: readonly Form[], fold: Fold) => {
  const plain = new Map<string, Set<number>>()
  const pieces = numbering()
  const begun = numbering()
  const begins: number[] = []
  const joins: Set<string>[] = []
  let widest = 0
  const piece = (text: string): number => {
    const number = pieces.of(text)
    begins[number] ??= -1
    joins[number] ??= new Set()
    plain.set(text, (plain.get(text) ?? new Set()).add(~number))
    return number
  }
  for (const { entry, word, gap } of forms) {
    const parts = word.split('…').map((part) => folded(part, fold))
    const [first = '', ...rest] = parts
    if (parts.some((part) => part === '')) continue
    if (rest.length === 0) {
      plain.set(first, (plain.get(first) ?? new Set()).add(entry))
      continue
    }
    widest = Math.max(widest, gap)
    let left = begun.of(first)
    begins[piece(first)] = left
    let key = first
    for (const [index, part] of rest.entries()) {
      key += `…${gap} ${part}`
      const next = index === rest.length - 1 ? entry : ~begun.of(key)
      joins[piece(part)]?.add(`${left} ${gap} ${next}`)
      if (next < 0) left = ~next
    }
  }
  return { plain, begins, widest, joins: joins.map((set) => [...set].flatMap((join) => join.split(' ').map(Number))) }
}

/** Aho and Corasick's trie with failure links, in the order of breadth. */
const growTrie = (plain: ReadonlyMap<string, ReadonlySet<number>>, classOf: Uint16Array): Node[] => {
  const nodes: Node[] = [{ children: new Map(), outputs: [], depth: 0, fail: 0 }]
  const at = (index: number): Node => nodes[index] as Node // Indices are made here only.
  for (const [text, outputs] of plain) {
    let state = 0
    for (let place = 0; place < text.length; place++) {
      const code = (classOf[text.charCodeAt(place)] ?? 0) / 2
      let next = at(state).children.get(code)
      if (next === undefined) {
        next = nodes.length
        nodes.push({ children: new Map(), outputs: [], depth: place + 1, fail: 0 })
        at(state).children.set(code, next)
      }
      state = next
    }
    for (const what of outputs) at(state).outputs.push(text.length, what)
  }
  const queue = [0]
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0
    for (const [code, child] of at(state).children) {
      queue.push(child)
      if (state === 0) continue
      let back = at(state).fail
      while (back !== 0 && !at(back).children.has(code)) back = at(back).fail
      at(child).fail = at(back).children.get(code) ?? 0
      // The longer come first: what ends here, then what ends in a suffix.
      at(child).outputs.push(...at(at(child).fail).outputs)
    }
  }
  return nodes
}

/** Ways on from a state that differ from the ways on from the start: its own, and those of its suffixes. */
const rowsOf = (nodes: readonly Node[]): (readonly (readonly [code: number, next: number])[])[] => {
  const rows: Map<number, number>[] = []
  const order = nodes.map((_, index) => index).sort((a, b) => (nodes[a]?.depth ?? 0) - (nodes[b]?.depth ?? 0))
  for (const index of order) {
    const node = nodes[index]
    if (!node || index === 0) continue
    rows[index] = new Map([...(rows[node.fail] ?? []), ...node.children])
  }
  rows[0] = new Map()
  return rows.map((row) => [...row].sort(([a], [b]) => a - b))
}

const widened = (array: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> => {
  const wider = new Uint8Array(length)
  wider.set(array)
  return wider
}

/** Lays the rows into one another's gaps; gives the place of each. */
const placeRows = (rows: readonly (readonly (readonly [code: number, next: number])[])[], classes: number) => {
  const total = rows.reduce((sum, row) => sum + row.length, 0)
  let capacity = 2 * total + rows.length + 2 * classes + 16
  let taken = new Uint8Array(capacity)
  let isBase = new Uint8Array(capacity)
  isBase[0] = 1
  const places = new Int32Array(rows.length)
  const order = rows.map((_, index) => index).sort((a, b) => (rows[b]?.length ?? 0) - (rows[a]?.length ?? 0))
  let firstFree = 1
  let nextBase = 1
  let end = 1
  // Rows come longest first: where one of this length was placed, no other of this length fits before, as good as always.
  let lastLength = 0
  let lastCell = 0
  for (const index of order) {
    if (index === 0) continue
    const row = rows[index] ?? []
    const head = row[0]
    if (!head) {
      while (isBase[nextBase]) nextBase++
      isBase[nextBase] = 1
      places[index] = nextBase
      end = Math.max(end, nextBase + 1)
      continue
    }
    while (taken[firstFree]) firstFree++
    const from = row.length === lastLength ? lastCell : firstFree
    for (let cell = Math.max(from, head[0] + 1); ; cell++) {
      if (cell + classes >= capacity) {
        capacity *= 2
        taken = widened(taken, capacity)
        isBase = widened(isBase, capacity)
      }
      const base = cell - head[0]
      if (taken[cell] || isBase[base]) continue
      if (row.some(([code]) => taken[base + code])) continue
      for (const [code] of row) taken[base + code] = 1
      isBase[base] = 1
      places[index] = base
      end = Math.max(end, base + classes + 1)
      lastLength = row.length
      lastCell = cell
      break
    }
  }
  return { places, size: end + classes + 1 }
}

/** Builds it. Words must have passed the lexicon's check: no empty piece, nothing that ends a clause inside. */
export const buildAutomaton = (forms: readonly Form[], fold: Fold): Automaton => {
  const { plain, begins, widest, joins } = cutForms(forms, fold)
  const classOf = new Uint16Array(fold.length)
  const special = [passedOver, clauseEnd, sentenceEnd]
  const codes = new Map<number, number>(special.map((unit, index) => [unit, index + 1]))
  for (const text of plain.keys())
    for (let at = 0; at < text.length; at++) if (!codes.has(text.charCodeAt(at))) codes.set(text.charCodeAt(at), codes.size + 1)
  const classes = codes.size + 1
  for (const [unit, target] of fold.entries()) classOf[unit] = 2 * (codes.get(target) ?? 0)
  // A folded word holds targets, which may themselves fold no further.
  const ownClass = new Uint16Array(fold.length)
  for (const [unit, code] of codes) ownClass[unit] = 2 * code

  const nodes = growTrie(plain, ownClass)
  const rows = rowsOf(nodes)
  const { places, size } = placeRows(rows, classes)
  const outputs = runs(
    nodes.map((node) => node.outputs),
    2,
  )
  const stateOf = (index: number): number => {
    const state = 2 * (places[index] ?? 0)
    return (nodes[index]?.outputs.length ?? 0) > 0 ? ~state : state
  }
  const cells = new Int32Array(2 * size).fill(-1)
  const outputAt = new Int32Array(size)
  for (const [index, row] of rows.entries()) {
    const base = places[index] ?? 0
    outputAt[base] = outputs.at[index] ?? 0
    for (const [code, next] of row) {
      cells[2 * (base + code)] = 2 * base
      cells[2 * (base + code) + 1] = stateOf(next)
    }
  }
  const start = new Int32Array(classes)
  for (const [code, next] of nodes[0]?.children ?? []) start[code] = stateOf(next)
  start[codes.get(passedOver) ?? 0] = marks.passedOver
  start[codes.get(clauseEnd) ?? 0] = marks.clauseEnd
  start[codes.get(sentenceEnd) ?? 0] = marks.sentenceEnd
  const joined = runs(joins, 3)
  return {
    classOf,
    cells,
    start,
    outputAt,
    outputs: outputs.values,
    begins: Int32Array.from(begins),
    joinsAt: joined.at,
    joins: joined.values,
    widest,
    states: nodes.length,
  }
}
