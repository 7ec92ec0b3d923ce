import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { type DisputeClass, disputeClasses } from '../../core/disputes.ts'
import { PageError } from '../../core/errors.ts'
import { type Sentence, sentenceMaker, UnknownWordError, type Words } from './sentence.ts'

/** A file of `data/demo/incidents/` with its text. */
export interface GrammarFile {
  readonly name: string
  readonly text: string
}

/** Who wrote an incident down: a police entry, somebody on the phone, a hotline ticket, an officer's own record. */
export const madeKinds = ['spoken', 'police', 'hotline', 'record'] as const
export type MadeKind = (typeof madeKinds)[number]

/** A matter that people report (情形), in all the ways in which it is said. */
export interface Situation {
  /** `D2.noise`: file and name. */
  readonly id: string
  /** The main class first; none of what is no dispute. */
  readonly classes: readonly DisputeClass[]
  readonly isRed: boolean
  readonly trap: string | undefined
  readonly kinds: readonly MadeKind[]
  readonly where: 'town' | 'rural' | 'any'
  readonly isAtNight: boolean
  /** Of all situations, how often this one comes. */
  readonly weight: number
  /** The heart of the sentence, by who wrote it down. */
  readonly says: Readonly<Record<MadeKind, readonly Sentence[]>>
}

/** Everything that made incidents are made of. */
export interface Grammar {
  readonly kinds: Readonly<
    Record<MadeKind, { readonly weight: number; readonly begins: readonly Sentence[]; readonly ends: readonly Sentence[] }>
  >
  readonly situations: readonly Situation[]
  /** What a second call says; `{first}` is put in by whoever asks. */
  readonly follows: readonly string[]
  readonly venues: readonly string[]
  readonly steppe: readonly string[]
}

const list = z.array(z.string()).min(1)
const wordLists = z.record(z.string().regex(/^\w+$/), list)
const kindShape = z.strictObject({ weight: z.number().positive(), I: list, my: list, begins: list, ends: list })
const wordsFile = z.strictObject({
  words: wordLists,
  kinds: z.strictObject({ spoken: kindShape, police: kindShape, hotline: kindShape, record: kindShape }),
  follows: z.array(z.string().includes('{first}')).min(1),
  venues: list,
  steppe: list,
})
const classFile = z.strictObject({
  class: z.enum([...disputeClasses, 'none']),
  /** Of a hundred or so, how many are of this file. */
  weight: z.number().positive(),
  where: z.enum(['town', 'rural', 'any']).default('any'),
  words: wordLists.default({}),
  situations: z
    .array(
      z.strictObject({
        about: z.string().regex(/^[a-z]+$/),
        weight: z.number().positive(),
        /** Where it is not the file's own. */
        classes: z.array(z.enum(disputeClasses)).max(3).optional(),
        red: z.boolean().default(false),
        trap: z.string().optional(),
        kinds: z.array(z.enum(madeKinds)).min(1).optional(),
        where: z.enum(['town', 'rural', 'any']).optional(),
        when: z.enum(['night', 'any']).default('any'),
        says: list,
      }),
    )
    .min(1),
})

interface Read<T> {
  readonly value: T
  fail(path: readonly (string | number)[], why: string): never
}

const read = <T>({ name, text }: GrammarFile, shape: z.ZodType<T>): Read<T> => {
  const file = `data/demo/incidents/${name}`
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const lineOf = (path: readonly (string | number)[]): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = yaml.getIn(path.slice(0, depth), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const fail = (path: readonly (string | number)[], why: string): never => {
    throw new PageError({ file, line: lineOf(path), why })
  }
  const [broken] = yaml.errors
  if (broken) throw new PageError({ file, line: lines.linePos(broken.pos[0]).line, why: broken.message.split('\n')[0] ?? '' })
  const parsed = shape.safeParse(yaml.toJS())
  if (parsed.success) return { value: parsed.data, fail }
  const [issue] = parsed.error.issues
  const path = (issue?.path ?? []).filter((key) => typeof key !== 'symbol')
  return fail(path, `${path.join('.') || 'file'}: ${issue?.message}`)
}

const byKind = <T>(make: (kind: MadeKind) => T): Record<MadeKind, T> => ({
  spoken: make('spoken'),
  police: make('police'),
  hotline: make('hotline'),
  record: make('record'),
})

const orFail = <T>(work: () => T, fail: (why: string) => never): T => {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof UnknownWordError) return fail(cause.message)
    throw cause
  }
}

/** Reads the grammar of made incidents (警情样本语法). Throws PageError with file and line. */
export const readGrammar = (files: readonly GrammarFile[]): Grammar => {
  const shared = files.find(({ name }) => name === 'words.yaml')
  if (!shared) throw new PageError({ file: 'data/demo/incidents/words.yaml', line: 1, why: 'the file is missing' })
  const base = read(shared, wordsFile)
  const { kinds, venues, steppe, follows } = base.value
  const common: Words = { ...base.value.words, venue: venues, steppe }
  const makerOf = (kind: MadeKind, own: Words) => sentenceMaker({ ...common, I: kinds[kind].I, my: kinds[kind].my, ...own })
  const frame = (kind: MadeKind, part: 'begins' | 'ends'): Sentence[] =>
    kinds[kind][part].map((template, at) =>
      orFail(
        () => makerOf(kind, {})(template),
        (why) => base.fail(['kinds', kind, part, at], why),
      ),
    )
  const situations = files
    .filter((file) => file !== shared)
    .flatMap((file): Situation[] => {
      const { value, fail } = read(file, classFile)
      const whole = value.situations.reduce((sum, { weight }) => sum + weight, 0)
      const makers = byKind((kind) => makerOf(kind, value.words))
      return value.situations.map((one, at): Situation => {
        const mayBe = one.kinds ?? madeKinds
        const says = byKind((kind) =>
          one.says.map((template, line) =>
            orFail(
              () => makers[kind](template),
              (why) => fail(['situations', at, 'says', line], why),
            ),
          ),
        )
        return {
          id: `${file.name.replace(/\.yaml$/, '')}.${one.about}`,
          classes: one.classes ?? (value.class === 'none' ? [] : [value.class]),
          isRed: one.red,
          trap: one.trap,
          kinds: mayBe,
          where: one.where ?? value.where,
          isAtNight: one.when === 'night',
          weight: (value.weight * one.weight) / whole,
          says,
        }
      })
    })
  return {
    kinds: byKind((kind) => ({ weight: kinds[kind].weight, begins: frame(kind, 'begins'), ends: frame(kind, 'ends') })),
    situations,
    follows,
    venues,
    steppe,
  }
}
