import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { PersonalKind, PersonalSpan } from '../core/personal.ts'
import { findPersonal } from '../domain/personal-data/find-personal.ts'
import { type MarkedLine, readSet, scoreSet } from '../evals/personal-data/read-set.ts'

/**
 * The finder of personal values beside what others ship: what each finds on the published sets, and how much text it reads in a second of
 * CPU. `node bench/pii.ts`
 */
const byPatterns =
  (patterns: readonly (readonly [PersonalKind, RegExp])[]) =>
  (text: string): readonly PersonalSpan[] =>
    patterns.flatMap(([kind, pattern]) =>
      [...text.matchAll(pattern)].map((match) => ({ kind, start: match.index, end: match.index + match[0].length })),
    )

type Detector = (text: string) => readonly { start: number; end: number }[]
// By require: its types bring a second zod, whose schemas and ours do not mix.
const { detectCreditCard, detectEmail } = createRequire(import.meta.url)('langchain') as {
  detectCreditCard: Detector
  detectEmail: Detector
}

const han = '\\p{Script=Han}'
/** One pattern for each kind, each over the whole text: how this house masked until 2026-11, and how most do. */
const patterns = byPatterns([
  [
    'resident_id',
    /(?<![\dA-Za-z])[1-9]\d{5}[ -]?(?:18|19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?![\dA-Za-z])/g,
  ],
  ['resident_id', /(?<![\dA-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![\dA-Za-z])/g],
  ['passport', /(?<![\dA-Za-z])(?:[EGDSPegdsp][A-Za-z]?\d{7,8}|[HMhmCc]\d{8,10}|[A-Z]{3}\d{12})(?![\dA-Za-z])/g],
  ['email', /(?<![\dA-Za-z])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,80}\.[A-Za-z]{2,10}/g],
  ['phone', /(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g],
  ['phone', /(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)/g],
  ['plate', /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-Z][ ·•.]?[A-Z0-9]{5,6}(?![A-Za-z0-9])/g],
  ['bank_card', /(?<![\dA-Za-z])(?:\d[ -]?){15,18}\d(?![\dA-Za-z])/g],
  ['name', new RegExp(`(?<=我叫|姓名(?:是|为|[:：])?|名字(?:是|叫)|房东叫|本人)${han}{2,4}?(?=$|[，。！？、\\s]|的|和|是|要|想)`, 'gu')],
  ['address', new RegExp(`${han}{2,12}?(?:路|街|巷|小区|花园|村)\\s*\\d+\\s*(?:号|栋|幢)(?:\\s*\\d+\\s*(?:号|栋|单元|室))*`, 'gu')],
])

const finders: Readonly<Record<string, (text: string) => readonly PersonalSpan[]>> = {
  ours: findPersonal,
  'a list of patterns': patterns,
  // The kinds that it knows and that name a person: e-mail and card.
  'langchain piiMiddleware': (text) =>
    [
      detectEmail(text).map((match) => ({ kind: 'email' as const, ...match })),
      detectCreditCard(text).map((match) => ({ kind: 'bank_card' as const, ...match })),
    ].flat(),
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** Rounds between two looks at the clock, which costs as much as reading a short text. */
const roundBytes = 500_000

const megabytesASecond = (read: (text: string) => unknown, texts: readonly string[], forMs: number): number => {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const times = Math.max(1, Math.round(roundBytes / bytes))
  const began = cpuMs()
  let rounds = 0
  for (; cpuMs() - began < forMs; rounds += times) for (let one = 0; one < times; one++) for (const text of texts) read(text)
  return (bytes * rounds) / 1_000 / (cpuMs() - began)
}

/** The yardstick: every sign of a text is looked at once, and nothing else. */
const signsRead = (text: string): number => {
  let sum = 0
  for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at)
  return sum
}

const home = join(import.meta.dirname, '..')
const under = (folder: string): string[] =>
  readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:md|yaml)$/.test(file))
    .map((file) => readFileSync(join(home, folder, file), 'utf8'))
const lines = (texts: readonly string[]): string[] => texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '')
const said = (set: readonly MarkedLine[]): string[] => set.map(({ text }) => text)

const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3))
const sets = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'].map((name) => ({ name, lines: readSet(name) }))
const texts: Readonly<Record<string, () => readonly string[]>> = {
  'policies and laws, as tools answer them': () => under('data/policies'),
  'incidents, line by line': () => lines(under('data/demo/incidents')),
  'what people ask, line by line': () => lines(under('data/asks')),
  'the first two sets: two lines of five hold values': () => sets.slice(0, 2).flatMap((set) => said(set.lines)),
}

/** Warm long enough that the compiler has settled: what was read before makes it begin anew. */
const [warmMs, measuredMs] = [1_500, 1_500]

/** In a process of its own: what else was read and run in one changes how it is compiled. */
const measure = (finder: string, kind: string): void => {
  const find = finders[finder] ?? findPersonal
  // As a text comes from a wire: one flat string, not a part of a file.
  const list = (texts[kind]?.() ?? []).map((text) => JSON.parse(JSON.stringify(text)) as string)
  megabytesASecond(find, list, warmMs)
  const rate = megabytesASecond(find, list, measuredMs)
  megabytesASecond(signsRead, list, 200)
  console.log(JSON.stringify({ rate, share: rate / megabytesASecond(signsRead, list, 400) }))
}

const [, , finder, kind] = process.argv
if (finder && kind) {
  measure(finder, kind)
  process.exit()
}

console.log('found of the published sets (a value counts only when nothing of it is left)')
for (const [name, find] of Object.entries(finders)) {
  const scores = sets.map((set) => ({ set: set.name, ...scoreSet(set.lines, find) }))
  for (const { set, values, covered, found, right } of scores)
    console.log(
      `  ${name.padEnd(24)} ${set.padEnd(7)} recall ${share(covered, values)} of ${values}  precision ${share(right, found)} of ${found}`,
    )
}
for (const set of sets) {
  const { byKind } = scoreSet(set.lines, findPersonal)
  console.log(
    `  ours, ${set.name}: ${Object.entries(byKind)
      .map(([kind, { values, covered }]) => `${kind} ${covered}/${values}`)
      .join(', ')}`,
  )
}

console.log(
  `MB of UTF-8 text in a second of CPU, each in a process of its own; in brackets: of reading every sign once. Load ${loadavg()[0]?.toFixed(1)}`,
)
for (const text of Object.keys(texts)) {
  const rates = Object.keys(finders).map((name) => {
    const { rate, share: part } = z
      .object({ rate: z.number(), share: z.number() })
      .parse(JSON.parse(execFileSync(process.execPath, [import.meta.filename, name, text], { encoding: 'utf8' })))
    return `${name} ${rate.toFixed(0)} (${part.toFixed(2)})`
  })
  console.log(`  ${text}: ${rates.join(' · ')}`)
}
