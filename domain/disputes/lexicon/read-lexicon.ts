import { createHash } from 'node:crypto'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { type DisputeClass, disputeClasses } from '../../../core/disputes.ts'
import { PageError } from '../../../core/errors.ts'
import { alternatives, mostAlternatives } from './alternatives.ts'
import type { Entry, EntryKind } from './entry.ts'
import { classFile, roleFile, type Told, variantFile } from './file-shapes.ts'
import { roles } from './roles.ts'

/** A file of the lexicon (词库文件) with its text; its name says what it is: `D4.yaml`, `cues.yaml`. */
export interface LexiconFile {
  readonly name: string
  readonly text: string
}

/** The lexicon (词库), read and checked. */
export interface Lexicon {
  readonly entries: readonly Entry[]
  /** Twelve hexadecimal digits over the words of all files: the same files always have the same version. */
  readonly version: string
}

/** `…` stands for at most this many characters unless the word says otherwise. */
const usualGap = 6
/** What may not stand inside a word: it ends clauses, and words end with them. */
const ending = /[。！？!?；;，,：:\n\r]/
const folder = 'data/lexicon/disputes'

interface Source {
  readonly shown: string
  lineOf(path: readonly (string | number)[]): number
}

const fail = (source: Source, path: readonly (string | number)[], why: string): never => {
  throw new PageError({ file: source.shown, line: source.lineOf(path), why })
}

const parse = <T>(file: LexiconFile, schema: z.ZodType<T>): { value: T; source: Source } => {
  const shown = `${folder}/${file.name}`
  const lines = new LineCounter()
  const yaml = parseDocument(file.text, { lineCounter: lines, uniqueKeys: true })
  const [broken] = yaml.errors
  if (broken) throw new PageError({ file: shown, line: lines.linePos(broken.pos[0]).line, why: broken.message.split('\n')[0] ?? '' })
  const lineOf = (path: readonly (string | number)[]): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = yaml.getIn(path.slice(0, depth), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const source = { shown, lineOf }
  const parsed = schema.safeParse(yaml.toJS())
  if (parsed.success) return { value: parsed.data, source }
  const [issue] = parsed.error.issues
  const path = (issue?.path ?? []).filter((key) => typeof key !== 'symbol')
  return fail(source, path, `${path.join('.') || 'file'}: ${issue?.message}`)
}

/** `…` in every way that people type it. */
const tidy = (word: string): string =>
  word
    .normalize('NFC')
    .trim()
    .replace(/\s*(?:…+|\.{3,})\s*/g, '…')

const checked = (told: Told, at: { source: Source; path: readonly (string | number)[] }): string => {
  const word = tidy(told.word)
  const pieces = word.split('…')
  if (pieces.some((piece) => piece === ''))
    fail(at.source, at.path, `"${told.word}": a word needs characters${pieces.length > 1 ? ' on both sides of …' : ''}`)
  if (ending.test(word)) fail(at.source, at.path, `"${told.word}": a word may not hold ，。：；！？ or a line end`)
  return word
}

/** One list of words for whichever file it came from. */
interface Heap {
  readonly entries: Entry[]
  /** `kind role class word` → place, to find what stands twice. */
  readonly seen: Map<string, string>
  /** Those of them that came of words written together. */
  readonly together: Set<string>
}

const keyOf = ({ kind, role, classes, word }: Entry): string => `${kind} ${role} ${classes[0] ?? ''} ${word}`
const put = (heap: Heap, entry: Entry, at: { source: Source; path: readonly (string | number)[] }): void => {
  const key = keyOf(entry)
  const before = heap.seen.get(key)
  if (before) fail(at.source, at.path, `"${entry.word}" stands already at ${before}`)
  heap.seen.set(key, entry.place)
  heap.entries.push(entry)
}

const common = (told: Told, word: string, at: { source: Source; path: readonly (string | number)[] }) => ({
  word,
  needs: (told.needs ?? []).map((needed) => checked({ word: needed }, at)),
  unless: (told.unless ?? []).map((other) => checked({ word: other }, at)),
  gap: told.gap ?? usualGap,
  variants: [],
  place: `${at.source.shown}:${at.source.lineOf(at.path)}`,
})

const readClass = (file: LexiconFile, own: DisputeClass, heap: Heap): void => {
  const { value, source } = parse(file, classFile)
  if (value.class !== own) fail(source, ['class'], `class: ${value.class} stands in ${file.name}; it should be ${own}`)
  for (const [g, group] of value.groups.entries())
    for (const strength of ['strong', 'weak'] as const)
      for (const [w, told] of (group[strength] ?? []).entries()) {
        const at = { source, path: ['groups', g, strength, w] }
        const classes = [own, ...(told.also ?? []).filter((one) => one !== own)]
        const fixed = { kind: 'term', role: '', group: group.about, isWeak: strength === 'weak', window: 0, points: 0 } as const
        put(heap, { ...common(told, checked(told, at), at), ...fixed, classes }, at)
      }
}

const readRoles = (file: LexiconFile, kind: 'verb' | 'cue' | 'factor' | 'slot', heap: Heap): void => {
  const { value, source } = parse(file, roleFile)
  for (const [g, group] of value.groups.entries()) {
    const known: readonly string[] = roles[kind]
    if (!known.includes(group.role)) fail(source, ['groups', g, 'role'], `role "${group.role}" is none of ${known.join(', ')}`)
    for (const [w, told] of group.words.entries()) {
      const at = { source, path: ['groups', g, 'words', w] }
      const { window = 0, points = 0 } = group
      const fixed = { kind, role: group.role, group: group.about, classes: [], isWeak: false }
      // A slot is no word that a text is searched for: what is written together stays so.
      const all = alternatives(told.word, kind === 'slot' ? Number.POSITIVE_INFINITY : mostAlternatives)
      const words =
        (kind === 'slot' && all ? [told.word] : all) ??
        fail(source, at.path, `"${told.word}": brackets are written (一|二), and stand for at most ${mostAlternatives} words`)
      for (const word of words) {
        const own = { ...common(told, checked({ word }, at), at), ...fixed }
        const entry = { ...own, window: told.window ?? window, points: told.points ?? points }
        const key = keyOf(entry)
        // What words written together share with others is no slip of the pen.
        if (heap.seen.has(key) && (words.length > 1 || heap.together.has(key))) continue
        if (words.length > 1) heap.together.add(key)
        put(heap, entry, at)
      }
    }
  }
}

/** Words that stand only in `needs` or `unless` of others become entries too, so that the one pass finds them. */
const addBeside = (heap: Heap): void => {
  const known = new Set(heap.entries.filter(({ kind }) => kind !== 'slot').map(({ word }) => word))
  for (const { needs, unless, place } of [...heap.entries])
    for (const word of [...needs, ...unless]) {
      if (known.has(word)) continue
      known.add(word)
      const nothing = { classes: [], isWeak: false, needs: [], unless: [], window: 0, points: 0, variants: [] }
      heap.entries.push({ word, kind: 'cue', role: 'beside', group: '', gap: usualGap, place, ...nothing })
    }
}

/** Hand-written variants (手写变体), put beside the words that they stand for. */
const readVariants = (file: LexiconFile, heap: Heap): void => {
  const { value, source } = parse(file, variantFile)
  for (const [g, group] of value.groups.entries())
    for (const [word, ways] of Object.entries(group.words)) {
      const path = ['groups', g, 'words', word]
      const variants = ways.map((way) => checked({ word: way }, { source, path }))
      const own = heap.entries.flatMap((entry, index) => (entry.word === tidy(word) ? [index] : []))
      if (own.length === 0) fail(source, path, `"${word}" is no word of the lexicon`)
      for (const index of own) {
        const entry = heap.entries[index]
        if (entry) heap.entries[index] = { ...entry, variants: [...new Set([...entry.variants, ...variants])] }
      }
    }
}

const kinds: Readonly<Record<string, EntryKind>> = {
  'verbs.yaml': 'verb',
  'cues.yaml': 'cue',
  'factors.yaml': 'factor',
  'slots.yaml': 'slot',
}
const order = [...disputeClasses.map((one) => `${one}.yaml`), ...Object.keys(kinds), 'variants.yaml']

/** Reads the files of a lexicon, whatever order they are given in. Throws PageError with file and line. */
export const readLexicon = (files: readonly LexiconFile[]): Lexicon => {
  const heap: Heap = { entries: [], seen: new Map(), together: new Set() }
  for (const { name } of files)
    if (!order.includes(name))
      throw new PageError({ file: `${folder}/${name}`, line: 1, why: `no such file of the lexicon; it may be ${order.join(', ')}` })
  const sorted = [...files].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
  const hash = createHash('sha256')
  for (const file of sorted) {
    hash.update(`${file.name}\u0000${file.text}\u0000`)
    const kind = kinds[file.name]
    if (kind && kind !== 'term') readRoles(file, kind, heap)
    else if (file.name === 'variants.yaml') {
      addBeside(heap)
      readVariants(file, heap)
    } else {
      const own = disputeClasses.find((one) => file.name === `${one}.yaml`)
      if (own) readClass(file, own, heap)
    }
  }
  addBeside(heap)
  return { entries: heap.entries, version: hash.digest('hex').slice(0, 12) }
}
