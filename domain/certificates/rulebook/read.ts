import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { applicantKinds } from '../../../core/applicants.ts'
import { askedFor, type LegalBasis, origins, type RuleRow, type RuleSettings } from '../../../core/certificate-rules.ts'
import { notAcceptReasons, verificationCauses } from '../../../core/desk-acts.ts'
import { PageError } from '../../../core/errors.ts'
import { materialKinds } from '../../../core/materials.ts'
import { basesFile, factNames, type RowFile, settingNames, settingShape, settingsFile, shapes } from './shapes.ts'

/** A file of the rules with its text; its name says what it holds: `eligibility.yaml`. */
export interface RuleFile {
  readonly name: string
  readonly text: string
}

/** A row of a file, as it stands there. */
export type Row<F extends RowFile> = z.output<(typeof shapes)[F]>['rows'][number]

/** The rules of the certificate desk (规则), read and checked, with the settings of one region. */
export interface Rulebook {
  readonly region: string
  readonly settings: RuleSettings
  readonly asks: readonly Row<'asks'>[]
  readonly eligibility: readonly Row<'eligibility'>[]
  readonly materials: readonly Row<'materials'>[]
  readonly mending: readonly Row<'mending'>[]
  readonly accepts: readonly Row<'accepts'>[]
  readonly results: readonly Row<'results'>[]
  readonly fields: readonly Row<'fields'>[]
  readonly periods: readonly Row<'periods'>[]
  readonly unaccepted: readonly Row<'unaccepted'>[]
  readonly verification: readonly Row<'verification'>[]
  readonly bases: readonly LegalBasis[]
  /** Every row with article, mark, version and review, for officers. */
  readonly rows: ReadonlyMap<string, RuleRow>
}

/** Finds the known name most like a wrong one. */
export type Nearest = (wrong: string, known: readonly string[]) => string | undefined

const folder = 'data/rules/certificates'
/** Words that tell something as law: only a ✔ row may say them. */
const lawWords = /《|》|依法|法律|法规|规定|第[一二三四五六七八九十百\d]+条/
const names = [
  ...factNames,
  ...settingNames,
  ...applicantKinds,
  ...origins,
  ...materialKinds,
  ...askedFor,
  ...notAcceptReasons,
  ...verificationCauses,
]

interface Source {
  readonly name: string
  readonly value: unknown
  fail(path: readonly PropertyKey[], why: string): never
}

const open = ({ name, text }: RuleFile): Source => {
  const file = `${folder}/${name}`
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const [broken] = yaml.errors
  if (broken) throw new PageError({ file, line: lines.linePos(broken.pos[0]).line, why: broken.message.split('\n')[0] ?? '' })
  return {
    name,
    value: yaml.toJS(),
    fail: (path, why) => {
      let line = 1
      for (let depth = path.length; depth > 0; depth--) {
        const node: unknown = yaml.getIn(path.slice(0, depth), true)
        if (!isNode(node) || !node.range) continue
        line = lines.linePos(node.range[0]).line
        break
      }
      throw new PageError({ file, line, why })
    },
  }
}

/** Unions tell the path of their best member, which is where the slip stands. */
const innermost = (issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string; issue: z.core.$ZodIssue } => {
  if (issue.code !== 'invalid_union') return { path: [...issue.path], message: issue.message, issue }
  const deeper = issue.errors
    .flat()
    .map(innermost)
    .sort((a, b) => b.path.length - a.path.length)[0]
  return deeper ? { ...deeper, path: [...issue.path, ...deeper.path] } : { path: [...issue.path], message: issue.message, issue }
}

const parse = <T>(source: Source, schema: z.ZodType<T>, nearest: Nearest): T => {
  const parsed = schema.safeParse(source.value)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  if (!first) return source.fail([], 'not readable')
  const { path, message, issue } = innermost(first)
  const wrong = issue.code === 'unrecognized_keys' ? issue.keys[0] : valueAt(source.value, path)
  const near = typeof wrong === 'string' ? nearest(wrong, names) : undefined
  const at = issue.code === 'unrecognized_keys' && wrong !== undefined ? [...path, String(wrong)] : path
  return source.fail(at, `${path.map(String).join('.') || 'file'}: ${message}${near ? ` (nearest: ${near})` : ''}`)
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined), value)

/** Names of settings that a row compares with. */
const settingsIn = (when: Row<RowFile>['when']): readonly string[] => [
  ...Object.values(when).flatMap((test) =>
    typeof test === 'object' && !Array.isArray(test)
      ? Object.values(test).filter((bound): bound is string => typeof bound === 'string')
      : [],
  ),
  ...Object.keys(when.setting ?? {}),
]

/** Everything of a row that a person may read. */
const toldBy = ({ says, then }: Row<RowFile>): readonly string[] => [
  ...(says === undefined ? [] : [says]),
  ...('cites' in then ? [then.cites, ...then.ways] : []),
]

const checkRows = (source: Source, file: { rows: readonly Row<RowFile>[] }, seen: Map<string, string>, nearest: Nearest): void => {
  for (const [index, row] of file.rows.entries()) {
    const before = seen.get(row.id)
    if (before) source.fail(['rows', index, 'id'], `${row.id} stands in ${before} already`)
    seen.set(row.id, source.name)
    for (const setting of settingsIn(row.when))
      if (!settingNames.includes(setting)) {
        const near = nearest(setting, settingNames)
        source.fail(['rows', index, 'when'], `${row.id}: there is no setting ${setting}${near ? ` (nearest: ${near})` : ''}`)
      }
    if (row.mark !== '✔' && lawWords.test(toldBy(row).join('\n')))
      source.fail(['rows', index, 'says'], `${row.id} is ${row.mark}: it may be a setting, and may not be told as law`)
  }
}

/** Whoever is asked for a paper is told how to get it: each kind that is wanted has a row of mending.yaml that always fits. */
const demandMending = (source: Source, materials: readonly Row<'materials'>[], mending: readonly Row<'mending'>[]): void => {
  const told = new Set(
    mending.flatMap(({ when, then, says }) => (says !== undefined && Object.keys(when).length === 0 ? [then.mends] : [])),
  )
  for (const [index, { id, then }] of materials.entries())
    for (const kind of then.wants)
      if (!told.has(kind)) source.fail(['rows', index, 'then'], `${id} wants ${kind}, and no row of mending.yaml says how to make it good`)
}

/** Whatever an officer may choose has one row, always fits, and says something. */
const demandEach = <R extends Row<RowFile>>(
  source: Source,
  rows: readonly R[],
  choiceOf: (row: R) => string,
  choices: readonly string[],
): void => {
  for (const [index, row] of rows.entries()) {
    if (row.says === undefined || Object.keys(row.when).length > 0)
      source.fail(['rows', index], `${row.id} has to say something, and always`)
    if (rows.findIndex((one) => choiceOf(one) === choiceOf(row)) !== index)
      source.fail(['rows', index, 'then'], `${choiceOf(row)} has a row already`)
  }
  const open = choices.find((choice) => !rows.some((row) => choiceOf(row) === choice))
  if (open) source.fail(['rows'], `no row says what stands for ${open}`)
}

/** A file of rows with what it says of all of them. */
interface RowsOf<R> {
  readonly version: string
  readonly reviewed: RuleRow['reviewed']
  readonly rows: readonly R[]
}

const rowNames = [
  'asks',
  'eligibility',
  'materials',
  'mending',
  'accepts',
  'results',
  'fields',
  'periods',
  'unaccepted',
  'verification',
] as const satisfies readonly RowFile[]

/** Reads and checks the rules for one region. Throws PageError with file, line and the nearest right name. */
export const readRulebook = (files: readonly RuleFile[], options: { region: string; nearest: Nearest }): Rulebook => {
  const { region, nearest } = options
  const known = [...rowNames, 'settings', 'bases'].map((name) => `${name}.yaml`)
  for (const { name } of files)
    if (!known.includes(name)) {
      const near = nearest(name, known)
      throw new PageError({ file: `${folder}/${name}`, line: 1, why: `no such file of rules${near ? ` (nearest: ${near})` : ''}` })
    }
  const sourceOf = (name: string): Source => {
    const file = files.find((one) => one.name === name)
    if (!file) throw new PageError({ file: `${folder}/${name}`, line: 1, why: 'is missing' })
    return open(file)
  }
  const seen = new Map<string, string>()
  const rows = new Map<string, RuleRow>()
  const read = <R extends Row<RowFile>>(name: RowFile, shape: z.ZodType<RowsOf<R>>): readonly R[] => {
    const source = sourceOf(`${name}.yaml`)
    const file = parse(source, shape, nearest)
    checkRows(source, file, seen, nearest)
    for (const { id, article, mark, version = file.version, reviewed = file.reviewed, says } of file.rows)
      rows.set(id, { id, file: name, article, mark, version, reviewed, says })
    return file.rows
  }
  const settings = sourceOf('settings.yaml')
  const told = parse(settings, settingsFile, nearest)
  const mine = told.regions[region]
  if (!mine) {
    const near = nearest(region, Object.keys(told.regions))
    settings.fail(['regions'], `there is no region ${region}${near ? ` (nearest: ${near})` : ''}`)
  }
  const whole = settingShape.safeParse({ ...Object.fromEntries(told.settings.map(({ id, value }) => [id, value])), ...mine })
  if (!whole.success) {
    const name = String(whole.error.issues[0]?.path[0] ?? '')
    const index = told.settings.findIndex(({ id }) => id === name)
    settings.fail(index < 0 ? ['settings'] : ['settings', index, 'value'], `${name}: ${whole.error.issues[0]?.message}`)
  }
  const source = sourceOf('bases.yaml')
  const { bases, version, reviewed } = parse(source, basesFile, nearest)
  for (const [index, { id, law, article, mark, covers }] of bases.entries()) {
    if (rows.has(id)) source.fail(['bases', index, 'id'], `${id} stands twice`)
    rows.set(id, { id, file: 'bases', article: `${law} ${article}`, mark, version, reviewed, says: covers })
  }
  for (const { id, article, mark } of told.settings)
    rows.set(id, { id, file: 'settings', article, mark, version: told.version, reviewed: told.reviewed, says: undefined })
  const materials = read('materials', shapes.materials)
  const mending = read('mending', shapes.mending)
  demandMending(sourceOf('materials.yaml'), materials, mending)
  const unaccepted = read('unaccepted', shapes.unaccepted)
  const verification = read('verification', shapes.verification)
  demandEach(sourceOf('unaccepted.yaml'), unaccepted, ({ then }) => then.because, notAcceptReasons)
  demandEach(sourceOf('verification.yaml'), verification, ({ then }) => then.cause, verificationCauses)
  return {
    region,
    settings: whole.data as RuleSettings,
    asks: read('asks', shapes.asks),
    eligibility: read('eligibility', shapes.eligibility),
    materials,
    mending,
    accepts: read('accepts', shapes.accepts),
    results: read('results', shapes.results),
    fields: read('fields', shapes.fields),
    periods: read('periods', shapes.periods),
    unaccepted,
    verification,
    bases,
    rows,
  }
}
