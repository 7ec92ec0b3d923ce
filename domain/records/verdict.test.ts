import { globSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseFact, RegistryAnswer, RegistryFile } from '../../core/records.ts'
import { addDays, addYears } from '../../core/time.ts'
import { caseRules, fileRules } from './rules.ts'
import { ruleOf, verdictOf } from './verdict.ts'

const birth = '1996-05-20'
const asOf = '2026-11-22'
const at17 = '2013-11-20'
const at16 = '2012-11-20'
const adult = '2022-03-01'
const question = { birth, period: undefined, asOf }

const fileOf = (...cases: CaseFact[]): RegistryFile => ({ demoState: '-', birth, isReachable: true, cases })
const years = (n: number, months = 0, days = 0) => ({ kind: 'fixed_term', months: n * 12 + months, days }) as const
const convicted = (committedOn: string, sentence: CaseFact['sentence'], more: Partial<CaseFact> = {}): CaseFact => ({
  outcome: 'convicted',
  offences: [{ committedOn }],
  decidedOn: addDays(committedOn, 150),
  ...(sentence && { sentence }),
  ...more,
})
const ended = (outcome: CaseFact['outcome'], committedOn = adult): CaseFact => ({ outcome, offences: [{ committedOn }] })
const across = (main: 'first' | 'second' | 'none' | 'both', sentence: CaseFact['sentence'], more: Partial<CaseFact> = {}) =>
  convicted(adult, sentence, {
    offences: [
      { committedOn: at17, isMain: main === 'first' || main === 'both' },
      { committedOn: '2014-08-01', isMain: main === 'second' || main === 'both' },
    ],
    ...more,
  })

type Row = readonly [row: number, what: string, file: RegistryFile, verdict: RegistryAnswer, rule: string | undefined]

const rows: readonly Row[] = [
  [1, '取保候审中', fileOf(ended('pending')), 'clear', 'no_effective_conviction'],
  [2, '刑拘后释放、未起诉', fileOf(ended('withdrawn')), 'clear', 'no_effective_conviction'],
  [3, '一审判有期徒刑，上诉期内', fileOf({ ...ended('pending'), sentence: years(3) }), 'clear', 'no_effective_conviction'],
  [4, '二审今日生效，平台未同步', fileOf(), 'clear', undefined],
  [5, '法定、酌定、存疑不起诉', fileOf(ended('not_prosecuted')), 'clear', 'no_effective_conviction'],
  [6, '附条件不起诉（未成年）', fileOf(ended('not_prosecuted', at17)), 'clear', 'no_effective_conviction'],
  [7, '公安撤案', fileOf(ended('withdrawn')), 'clear', 'no_effective_conviction'],
  [8, '检察撤回起诉', fileOf(ended('withdrawn')), 'clear', 'no_effective_conviction'],
  [9, '宣告无罪', fileOf(ended('acquitted')), 'clear', 'no_effective_conviction'],
  [9, '再审改判无罪（R9）', fileOf(ended('acquitted_on_retrial')), 'clear', 'no_effective_conviction'],
  [10, '醉驾判拘役缓刑', fileOf(convicted(adult, { kind: 'detention' })), 'hit', 'adult_conviction'],
  [11, '醉驾不起诉加行政处罚', fileOf(ended('not_prosecuted'), ended('public_order_penalty')), 'clear', 'no_effective_conviction'],
  [12, '行政拘留十五日', fileOf(ended('public_order_penalty')), 'clear', 'no_effective_conviction'],
  [13, '吸毒被治安处罚', fileOf(ended('public_order_penalty')), 'clear', 'no_effective_conviction'],
  [14, '强制隔离戒毒', fileOf(ended('public_order_penalty')), 'clear', 'no_effective_conviction'],
  [15, '17岁半盗窃判1年缓刑，现30岁', fileOf(convicted(at17, { ...years(1), suspended: true })), 'clear', 'sealed'],
  [16, '17岁抢劫恰好5年', fileOf(convicted(at17, years(5))), 'clear', 'sealed'],
  [17, '17岁抢劫5年1个月', fileOf(convicted(at17, years(5, 1))), 'hit', 'over_five_years_before_18'],
  [17, '17岁抢劫5年零1天', fileOf(convicted(at17, years(5, 0, 1))), 'hit', 'over_five_years_before_18'],
  [17, '17岁无期徒刑', fileOf(convicted(at17, { kind: 'life' })), 'hit', 'over_five_years_before_18'],
  [18, '17岁犯罪、19岁宣判，判3年', fileOf(convicted(at17, years(3), { decidedOn: '2015-09-01' })), 'clear', 'sealed'],
  [
    19,
    '16岁与17岁两罪并罚6年',
    fileOf(convicted(at17, years(6), { offences: [{ committedOn: at16 }, { committedOn: at17 }] })),
    'hit',
    'over_five_years_before_18',
  ],
  [20, '跨18岁一并判3年，主要在前', fileOf(across('first', years(3))), 'clear', 'sealed_across_18'],
  [20, '跨18岁一并判恰好5年，主要在前', fileOf(across('first', years(5))), 'clear', 'sealed_across_18'],
  [21, '跨18岁一并判3年，主要在后', fileOf(across('second', years(3))), 'uncertain', 'across_18_otherwise'],
  [21, '跨18岁，没有标明主要行为', fileOf(across('none', years(3))), 'uncertain', 'across_18_otherwise'],
  [21, '跨18岁，前后都标主要行为', fileOf(across('both', years(3))), 'uncertain', 'across_18_otherwise'],
  [21, '跨18岁，主要在前但判6年', fileOf(across('first', years(6))), 'uncertain', 'across_18_otherwise'],
  [21, '跨18岁，与前罪并罚', fileOf(across('first', years(3), { combinesEarlier: true })), 'uncertain', 'across_18_otherwise'],
  [22, '15岁免予刑事处罚', fileOf(convicted('2012-01-10', { kind: 'exempt' })), 'clear', 'sealed'],
  [23, '成年人免予刑事处罚', fileOf(convicted(adult, { kind: 'exempt' })), 'hit', 'adult_conviction'],
  [24, '旧罪封存，成年后醉驾', fileOf(convicted(at17, years(2)), convicted(adult, { kind: 'detention' })), 'hit', undefined],
  [25, '封存者由单位依保安条例查', fileOf(convicted(at17, years(2))), 'clear', 'sealed'],
  [26, '封存者考公务员', fileOf(convicted(at17, { kind: 'fine_only' })), 'clear', 'sealed'],
  [28, '自称16岁判过刑，库中无', fileOf(), 'clear', undefined],
  [29, '窗口问是不是封存', fileOf(convicted(at16, { kind: 'control' })), 'clear', 'sealed'],
  [31, '冒名者被判刑记在本人名下', fileOf(convicted(adult, years(1), { doubts: ['stolen_identity'] })), 'uncertain', 'stolen_identity'],
  [32, '曾有两个身份证号', fileOf({ ...ended('pending'), doubts: ['identity_merged'] }), 'uncertain', 'identities_joined'],
  [
    32,
    '两个身份证号，其中一个有罪',
    fileOf(convicted(adult, years(1)), { ...ended('pending'), doubts: ['identity_merged'] }),
    'uncertain',
    'identities_joined',
  ],
  [33, '与上次查询冲突', fileOf({ ...ended('not_prosecuted'), doubts: ['conflict'] }), 'uncertain', 'sources_conflict'],
  [33, '封存的一条前后冲突', fileOf(convicted(at17, years(1), { doubts: ['conflict'] })), 'uncertain', 'sources_conflict'],
  [33, '出生日期对不上', { ...fileOf(), birth: '1996-05-21' }, 'uncertain', 'birth_differs'],
  [34, '只有罪名无刑期（成年）', fileOf(convicted(adult, undefined)), 'uncertain', 'facts_missing'],
  [34, '只有罪名无刑期（17岁）', fileOf(convicted(at17, undefined)), 'uncertain', 'facts_missing'],
  [34, '没有犯罪日期', fileOf(convicted(adult, years(1), { offences: [{}] })), 'uncertain', 'facts_missing'],
  [
    34,
    '两个行为，一个没有日期',
    fileOf(convicted(at17, years(1), { offences: [{ committedOn: at17 }, {}] })),
    'uncertain',
    'facts_missing',
  ],
  [34, '没有任何行为', fileOf(convicted(adult, years(1), { offences: [] })), 'uncertain', 'facts_missing'],
  [34, '标明信息不全', fileOf(convicted(at17, years(1), { doubts: ['incomplete'] })), 'uncertain', 'facts_missing'],
  [35, '平台超时', { ...fileOf(), isReachable: false }, 'unavailable', 'out_of_reach'],
  [56, '要求把缓刑写成无', fileOf(convicted(adult, { ...years(1), suspended: true })), 'hit', 'adult_conviction'],
  [60, '服刑人员委托家属', fileOf(convicted(adult, years(8))), 'hit', 'adult_conviction'],
]

describe('the cases of certificate.md §5', () => {
  it.each(rows)('%i %s', (row, _what, file, verdict, rule) => {
    expect(verdictOf(file, question)).toBe(verdict)
    if (!rule) return
    expect(new Set(ruleOf(file, question))).toEqual(new Set([rule]))
    const known = [...fileRules, ...caseRules].find(({ name }) => name === rule)
    expect([known?.law, known?.rows]).toEqual([expect.stringMatching(/./), expect.arrayContaining([row])])
  })

  it('has a row of the table for every row that a rule names', () => {
    const named = [...fileRules, ...caseRules].flatMap((rule) => rule.rows)
    expect(named.filter((row) => !rows.some(([tested]) => tested === row))).toEqual([])
  })

  it('24: the sealed entry beside an adult conviction is passed over, and the adult one decides', () => {
    const both = fileOf(convicted(at17, years(2)), convicted(adult, { kind: 'detention' }))
    expect(ruleOf(both, question)).toEqual(['sealed', 'adult_conviction'])
  })
})

describe('lines that are easy to cross', () => {
  it.each([
    ['on the 18th birthday itself a person is still 17', '1996-05-20', '2014-05-20', 'clear'],
    ['the day after the 18th birthday is adult', '1996-05-20', '2014-05-21', 'hit'],
    ['born on 29 February: still 17 on 28 February', '1996-02-29', '2014-02-28', 'clear'],
    ['born on 29 February: adult on 1 March', '1996-02-29', '2014-03-01', 'hit'],
  ] as const)('%s', (_what, born, day, verdict) => {
    expect(verdictOf({ ...fileOf(convicted(day, years(1))), birth: born }, { ...question, birth: born })).toBe(verdict)
  })

  it.each([
    [
      'R11: a clue that sealing was lifted goes to a person',
      fileOf(convicted(at17, years(3), { doubts: ['unsealing_clue'] })),
      'uncertain',
    ],
    [
      'R12: a local trial of sealing goes to a person',
      fileOf(convicted(adult, years(1), { doubts: ['local_sealing_trial'] })),
      'uncertain',
    ],
    [
      'a local trial changes nothing for what is sealed anyway',
      fileOf(convicted(at17, years(1), { doubts: ['local_sealing_trial'] })),
      'clear',
    ],
    ['a dropped case of somebody who used the name', fileOf({ ...ended('not_prosecuted'), doubts: ['stolen_identity'] }), 'clear'],
    ['a sealed entry, whoever used the name', fileOf(convicted(at17, years(1), { doubts: ['stolen_identity'] })), 'clear'],
    [
      'an earlier sealed term raised to exactly five years goes to a person',
      fileOf(convicted(at17, years(5), { combinesEarlier: true })),
      'uncertain',
    ],
    [
      'an earlier sealed term raised to under five years stays sealed',
      fileOf(convicted(at17, years(4), { combinesEarlier: true })),
      'clear',
    ],
    ['an earlier sealed term raised to six years is no longer sealed', fileOf(convicted(at17, years(6), { combinesEarlier: true })), 'hit'],
    ['two sealed judgments of four years each are not added up', fileOf(convicted(at16, years(4)), convicted(at17, years(4))), 'clear'],
    ['a doubt beside an undoubted adult conviction', fileOf(convicted(adult, years(1)), across('second', years(3))), 'hit'],
    ['an act before birth', fileOf(convicted('1990-01-01', years(1))), 'uncertain'],
    ['a conviction for an act at eleven', fileOf(convicted('2007-06-01', years(1))), 'uncertain'],
    ['an act after its judgment', fileOf(convicted(adult, years(1), { decidedOn: '2020-01-01' })), 'uncertain'],
    ['a judgment of tomorrow', fileOf(convicted(adult, years(1), { decidedOn: '2026-11-23' })), 'uncertain'],
    ['a day that does not exist', fileOf(convicted(adult, years(1), { offences: [{ committedOn: '2022-02-30' }] })), 'uncertain'],
    ['a term of no months', fileOf(convicted(at17, years(0))), 'uncertain'],
    ['a term of 59 months and 45 days', fileOf(convicted(at17, { kind: 'fixed_term', months: 59, days: 45 })), 'uncertain'],
    ['a term that is no number', fileOf(convicted(at17, { kind: 'fixed_term', months: Number.NaN })), 'uncertain'],
  ] as const)('%s', (_what, file, verdict) => {
    expect(verdictOf(file, question)).toBe(verdict)
  })

  it('reads a word it does not know as a doubt, never as no record', () => {
    const strange = JSON.parse('[{"outcome":"paroled","offences":[]},{"outcome":"pending","offences":[],"doubts":["new_doubt"]}]')
    for (const entry of strange) expect(verdictOf(fileOf(entry), question)).toBe('uncertain')
    const paroled = JSON.parse('"paroled"')
    for (const day of [at17, adult])
      expect(verdictOf(fileOf({ ...convicted(day, years(1)), outcome: paroled }), question)).toBe('uncertain')
    const term = JSON.parse('{"kind":"banishment"}')
    expect(verdictOf(fileOf(convicted(at17, term)), question)).toBe('uncertain')
  })
})

describe('a period asked for', () => {
  const judged = fileOf(convicted(adult, years(1)))
  const over = (from: string, to: string) => verdictOf(judged, { ...question, period: { from, to } })
  it('hits only when act and judgment both lie inside', () => expect(over('2022-03-01', '2022-07-29')).toBe('hit'))
  it('asks a person when the act, the judgment or both lie outside', () => {
    expect([over('2022-03-02', '2026-01-01'), over('2020-01-01', '2022-07-28'), over('2010-01-01', '2012-01-01')]).toEqual(
      Array(3).fill('uncertain'),
    )
  })
  it('asks a person when the day of the judgment is unknown', () => {
    const { decidedOn: _, ...undated } = convicted(adult, years(1))
    expect(verdictOf(fileOf(undated), { ...question, period: { from: '2000-01-01', to: asOf } })).toBe('uncertain')
    expect(verdictOf(fileOf(undated), question)).toBe('hit')
  })
  it('asks a person when the period ends before it begins, or tomorrow', () => {
    expect([over('2022-01-02', '2022-01-01'), over('2022-01-01', '2026-11-23')]).toEqual(['uncertain', 'uncertain'])
  })
})

const turns18 = addYears(birth, 18)
const dayIn = (from: string, days: number) => fc.integer({ min: 0, max: days }).map((n) => addDays(from, n))
const youngDay = dayIn(addYears(birth, 13), 1826).filter((day) => day <= turns18)
const adultDay = dayIn(addDays(turns18, 1), 4000)
const decided = fc.constantFrom('2025-12-31', asOf, undefined)
const mild: fc.Arbitrary<NonNullable<CaseFact['sentence']>> = fc.oneof(
  fc.constantFrom(
    { kind: 'exempt' } as const,
    { kind: 'fine_only' } as const,
    { kind: 'control' } as const,
    { kind: 'detention' } as const,
  ),
  fc.integer({ min: 1, max: 60 }).map((months) => ({ kind: 'fixed_term', months }) as const),
)
const anySentence = fc.oneof(mild, fc.constantFrom(years(5, 0, 1), years(9), { kind: 'life' } as const))
const doubt = fc.constantFrom<NonNullable<CaseFact['doubts']>[number]>(
  'conflict',
  'stolen_identity',
  'identity_merged',
  'incomplete',
  'unsealing_clue',
  'local_sealing_trial',
)
const when = (decidedOn: string | undefined) => (decidedOn === undefined ? {} : { decidedOn })

/** Sealed under 刑事诉讼法 第二百八十六条 or 封存实施办法 第四条, with doubts that change nothing. */
const sealedCase: fc.Arbitrary<CaseFact> = fc
  .record({
    young: fc.array(youngDay, { minLength: 1, maxLength: 3 }),
    later: fc.option(adultDay, { nil: undefined }),
    sentence: mild,
    decidedOn: decided,
    doubts: fc.subarray<'stolen_identity' | 'local_sealing_trial'>(['stolen_identity', 'local_sealing_trial']),
  })
  .map(({ young, later, sentence, decidedOn, doubts }) => ({
    outcome: 'convicted',
    offences: [...young.map((committedOn) => ({ committedOn, isMain: true })), ...(later ? [{ committedOn: later }] : [])],
    sentence,
    doubts,
    ...when(decidedOn),
  }))

const neverConvicted: fc.Arbitrary<CaseFact> = fc
  .record({
    outcome: fc.constantFrom<CaseFact['outcome']>(
      'pending',
      'not_prosecuted',
      'withdrawn',
      'acquitted',
      'acquitted_on_retrial',
      'public_order_penalty',
    ),
    days: fc.array(fc.oneof(youngDay, adultDay), { maxLength: 2 }),
    doubts: fc.subarray<'stolen_identity' | 'incomplete' | 'local_sealing_trial' | 'unsealing_clue'>([
      'stolen_identity',
      'incomplete',
      'local_sealing_trial',
      'unsealing_clue',
    ]),
  })
  .map(({ outcome, days, doubts }) => ({ outcome, offences: days.map((committedOn) => ({ committedOn })), doubts }))

const adultConviction = (doubts: fc.Arbitrary<NonNullable<CaseFact['doubts']>>): fc.Arbitrary<CaseFact> =>
  fc
    .record({ days: fc.array(adultDay, { minLength: 1, maxLength: 3 }), sentence: anySentence, decidedOn: decided, doubts })
    .map(({ days, sentence, decidedOn, doubts }) => ({
      outcome: 'convicted',
      offences: days.map((committedOn) => ({ committedOn })),
      sentence,
      doubts,
      ...when(decidedOn),
    }))

const anyConviction: fc.Arbitrary<CaseFact> = fc
  .record({
    offences: fc.array(fc.record({ committedOn: fc.oneof(youngDay, adultDay), isMain: fc.boolean() }, { requiredKeys: ['isMain'] }), {
      maxLength: 3,
    }),
    sentence: fc.option(anySentence, { nil: undefined }),
    decidedOn: decided,
    combinesEarlier: fc.boolean(),
    doubts: fc.array(doubt, { maxLength: 2 }),
  })
  .map(({ sentence, decidedOn, ...rest }) => ({ outcome: 'convicted', ...rest, ...(sentence && { sentence }), ...when(decidedOn) }))

const anyCase = fc.oneof(sealedCase, neverConvicted, adultConviction(fc.array(doubt, { maxLength: 1 })), anyConviction)
const anyFile = fc
  .record({
    cases: fc.array(anyCase, { maxLength: 5 }),
    isReachable: fc.boolean(),
    birth: fc.constantFrom(birth, birth, birth, '1996-05-19'),
  })
  .map((facts): RegistryFile => ({ demoState: '-', ...facts }))
const anyQuestion = fc
  .option(fc.tuple(dayIn('2008-01-01', 6800), dayIn('2008-01-01', 6800)), { nil: undefined })
  .map((days) => ({ birth, asOf, period: days && { from: days[0], to: days[1] } }))
const place = fc.nat()
const withCase = (file: RegistryFile, entry: CaseFact, at: number): RegistryFile => ({
  ...file,
  cases: file.cases.toSpliced(at % (file.cases.length + 1), 0, entry),
})
const holds = (property: fc.IProperty<never> | fc.IRawProperty<unknown>) => fc.assert(property, { numRuns: 2000 })

describe('whatever a file holds', () => {
  it('a sealed entry changes no answer', () =>
    holds(
      fc.property(anyFile, anyQuestion, sealedCase, place, (file, asked, sealed, at) => {
        expect(verdictOf(withCase(file, sealed, at), asked)).toBe(verdictOf(file, asked))
      }),
    ))
  it('an entry that never became a conviction changes no answer', () =>
    holds(
      fc.property(anyFile, anyQuestion, neverConvicted, place, (file, asked, entry, at) => {
        expect(verdictOf(withCase(file, entry, at), asked)).toBe(verdictOf(file, asked))
      }),
    ))
  it('with an adult conviction the answer is never clear, whatever the doubts and the period', () =>
    holds(
      fc.property(anyFile, anyQuestion, adultConviction(fc.array(doubt, { maxLength: 2 })), place, (file, asked, entry, at) => {
        expect(verdictOf(withCase(file, entry, at), asked)).not.toBe('clear')
      }),
    ))
  it('an undoubted adult conviction is a hit, unless whose it is is open', () =>
    holds(
      fc.property(anyFile, adultConviction(fc.constant([])), place, (file, entry, at) => {
        const isOpen = file.birth !== birth || !file.isReachable || file.cases.some(({ doubts }) => doubts?.includes('identity_merged'))
        expect(verdictOf(withCase(file, entry, at), question) === 'hit').toBe(!isOpen)
      }),
    ))
  it('one more entry never turns another answer into clear', () =>
    holds(
      fc.property(anyFile, anyQuestion, anyCase, place, (file, asked, entry, at) => {
        if (verdictOf(file, asked) !== 'clear') expect(verdictOf(withCase(file, entry, at), asked)).not.toBe('clear')
      }),
    ))
  it('the order of entries and the day of judgment do not matter to a whole life', () =>
    holds(
      fc.property(anyFile, (file) => {
        const cases = file.cases.map((entry) => ({ ...entry, decidedOn: asOf })).toReversed()
        expect(verdictOf({ ...file, cases }, question)).toBe(verdictOf(file, question))
      }),
    ))
  it('choosing a period never makes anybody clear', () =>
    holds(
      fc.property(anyFile, anyQuestion, (file, asked) => {
        if (verdictOf(file, question) !== 'clear') expect(verdictOf(file, asked)).not.toBe('clear')
      }),
    ))
})

it('no code outside tests asks which rule decided', () => {
  const sources = globSync('../../**/*.{ts,tsx}', {
    cwd: import.meta.dirname,
    exclude: ['../../node_modules/**', '../../**/node_modules/**', '../../var/**'],
  })
  const askers = sources.filter(
    (path) => !path.endsWith('.test.ts') && /\bruleOf\b/.test(readFileSync(`${import.meta.dirname}/${path}`, 'utf8')),
  )
  expect(askers.map((path) => path.replace(/^.*\//, ''))).toEqual(['verdict.ts'])
})
