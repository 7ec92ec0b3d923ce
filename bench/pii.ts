import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
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

const megabytesASecond = (find: (text: string) => readonly PersonalSpan[], texts: readonly string[]): number => {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const read = (ms: number): number => {
    const began = cpuMs()
    let rounds = 0
    for (; cpuMs() - began < ms; rounds += 1) for (const text of texts) find(text)
    return (bytes * rounds) / 1_000 / (cpuMs() - began)
  }
  read(300)
  return read(700)
}

const home = join(import.meta.dirname, '..')
const under = (folder: string): string[] =>
  readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:md|yaml)$/.test(file))
    .map((file) => readFileSync(join(home, folder, file), 'utf8'))
const lines = (texts: readonly string[]): string[] => texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '')
const said = (set: readonly MarkedLine[]): string[] => set.map(({ text }) => text)

const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3))
const sets = ['first', 'second', 'third', 'fourth', 'fifth'].map((name) => ({ name, lines: readSet(name) }))
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

const texts: Readonly<Record<string, readonly string[]>> = {
  'policies and laws, as tools answer them': under('data/policies'),
  'incidents, line by line': lines(under('data/demo/incidents')),
  'what people ask, line by line': lines(under('data/asks')),
  'the first two sets: two lines of five hold values': sets.slice(0, 2).flatMap((set) => said(set.lines)),
}
console.log('MB of UTF-8 text in a second of CPU')
for (const [kind, list] of Object.entries(texts)) {
  const rates = Object.entries(finders).map(([name, find]) => `${name} ${megabytesASecond(find, list).toFixed(0)}`)
  console.log(`  ${kind}: ${rates.join(' · ')}`)
}
