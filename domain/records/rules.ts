import type { CaseFact, CaseOutcome, RegistryAnswer, RegistryFile } from '../../core/records.ts'
import type { PlainDate } from '../../core/time.ts'
import { isPlainDate } from '../../core/time.ts'

/** What is asked of one person's file (查询条件). `asOf` is the day of asking. */
export interface VerdictQuestion {
  readonly birth: PlainDate
  readonly period: { readonly from: PlainDate; readonly to: PlainDate } | undefined
  readonly asOf: PlainDate
}

/** On which side of the 18th year acts lie (犯罪时年龄), by the day of the act, never of the judgment. */
export type Side = 'before_18' | 'after_18' | 'across_18' | 'unknown'

/** One entry read against the two lines that sealing knows: 18 years of age and five years of imprisonment. */
export interface Reading {
  readonly outcome: CaseOutcome
  readonly doubts: ReadonlySet<string>
  readonly acts: Side
  readonly mainActs: Side
  readonly term: 'within_five' | 'exactly_five' | 'over_five' | 'unknown'
  readonly combinesEarlier: boolean
  readonly isPossible: boolean
  readonly isInsidePeriod: boolean
}

/** A rule with its source (依据) and the rows of `certificate.md` §5 that test it. The first rule that applies decides. */
export interface Rule<Subject, Effect> {
  readonly name: string
  readonly law: string
  readonly rows: readonly number[]
  readonly effect: Effect
  readonly applies: (subject: Subject) => boolean
}

const notARecord: ReadonlySet<string> = new Set<CaseOutcome>([
  'pending',
  'not_prosecuted',
  'withdrawn',
  'acquitted',
  'acquitted_on_retrial',
  'public_order_penalty',
])

const knownDoubts: ReadonlySet<string> = new Set<NonNullable<CaseFact['doubts']>[number]>([
  'conflict',
  'stolen_identity',
  'identity_merged',
  'incomplete',
  'unsealing_clue',
  'local_sealing_trial',
])

/** Rules over the whole file. They look at no entry that could be sealed, save to see that two identities were joined. */
export const fileRules: readonly Rule<{ file: RegistryFile; question: VerdictQuestion }, RegistryAnswer>[] = [
  {
    name: 'out_of_reach',
    law: '公安部规定 第八条；查询失败不是「未发现」',
    rows: [35],
    effect: 'unavailable',
    applies: ({ file }) => !file.isReachable,
  },
  {
    name: 'birth_differs',
    law: '调查核实情形二：信息冲突',
    rows: [33],
    effect: 'uncertain',
    applies: ({ file, question }) => file.birth !== question.birth || !isPlainDate(file.birth) || file.birth > question.asOf,
  },
  {
    name: 'period_impossible',
    law: 'certificate.md §4.4：起 ≤ 止 ≤ 今天',
    rows: [],
    effect: 'uncertain',
    applies: ({ question: { period, asOf } }) => period !== undefined && !(period.from <= period.to && period.to <= asOf),
  },
  {
    // Whose entries these are is open, so a conviction among them may not be held against the person yet.
    name: 'identities_joined',
    law: '调查核实情形三：重号、更正',
    rows: [32],
    effect: 'uncertain',
    applies: ({ file }) => file.cases.some(({ doubts }) => doubts?.includes('identity_merged')),
  },
]

/** Rules over one entry. `none`: for every answer it is as if the entry did not exist; sealed and never-convicted are the same word. */
export const caseRules: readonly Rule<Reading, 'none' | 'hit' | 'uncertain'>[] = [
  {
    // The outcome itself is in doubt here; every other doubt leaves a non-conviction a non-conviction.
    name: 'sources_conflict',
    law: '调查核实情形二：信息冲突',
    rows: [33],
    effect: 'uncertain',
    applies: ({ doubts }) => doubts.has('conflict') || [...doubts].some((doubt) => !knownDoubts.has(doubt)),
  },
  {
    name: 'no_effective_conviction',
    law: '公安部规定 第二条；治安管理处罚法 第一百三十六条',
    rows: [1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 13, 14],
    effect: 'none',
    applies: ({ outcome }) => notARecord.has(outcome),
  },
  {
    name: 'facts_missing',
    law: '调查核实情形一：信息不全',
    rows: [34],
    effect: 'uncertain',
    applies: ({ outcome, doubts, acts, term }) =>
      outcome !== 'convicted' || doubts.has('incomplete') || acts === 'unknown' || term === 'unknown',
  },
  {
    name: 'facts_impossible',
    law: '调查核实情形二：信息冲突；刑法 第十七条',
    rows: [],
    effect: 'uncertain',
    applies: ({ isPossible }) => !isPossible,
  },
  {
    name: 'unsealing_clue',
    law: '封存实施办法 第十八条 ✘；拿不准时先查证',
    rows: [],
    effect: 'uncertain',
    applies: ({ doubts }) => doubts.has('unsealing_clue'),
  },
  {
    // 刑事程序规定 says five years or more, 封存实施办法 第十八条 says over five: at exactly five a person decides.
    name: 'combined_with_earlier_at_five',
    law: '公安机关办理刑事案件程序规定 第三百三十一条',
    rows: [],
    effect: 'uncertain',
    applies: ({ acts, term, combinesEarlier }) => acts === 'before_18' && combinesEarlier && term === 'exactly_five',
  },
  {
    name: 'sealed',
    law: '刑事诉讼法 第二百八十六条；刑法 第九十九条；公安部规定 第十条；封存实施办法 第四条',
    rows: [15, 16, 18, 22, 24, 25, 26, 29],
    effect: 'none',
    applies: ({ acts, term }) => acts === 'before_18' && (term === 'within_five' || term === 'exactly_five'),
  },
  {
    name: 'sealed_across_18',
    law: '封存实施办法 第四条：主要犯罪行为在十八周岁前',
    rows: [20],
    effect: 'none',
    applies: ({ acts, mainActs, term, combinesEarlier }) =>
      acts === 'across_18' && mainActs === 'before_18' && (term === 'within_five' || term === 'exactly_five') && !combinesEarlier,
  },
  {
    name: 'across_18_otherwise',
    law: '封存实施办法 第四条反面：转人工',
    rows: [21],
    effect: 'uncertain',
    applies: ({ acts }) => acts === 'across_18',
  },
  {
    name: 'stolen_identity',
    law: '调查核实；不得先不予出具',
    rows: [31],
    effect: 'uncertain',
    applies: ({ doubts }) => doubts.has('stolen_identity'),
  },
  {
    name: 'local_sealing_trial',
    law: '地方试点 ✘：命中一律转人工',
    rows: [],
    effect: 'uncertain',
    applies: ({ doubts }) => doubts.has('local_sealing_trial'),
  },
  {
    // No source says whether the act, the judgment or having a record must lie in the period: never clear by choosing it.
    name: 'not_wholly_inside_period',
    law: '查询期间 ✘：无明文，转人工',
    rows: [],
    effect: 'uncertain',
    applies: ({ isInsidePeriod }) => !isInsidePeriod,
  },
  {
    name: 'over_five_years_before_18',
    law: '公安部规定 第十条反面',
    rows: [17, 19],
    effect: 'hit',
    applies: ({ acts, term }) => acts === 'before_18' && term === 'over_five',
  },
  {
    name: 'adult_conviction',
    law: '公安部规定 第二条',
    rows: [10, 23, 24, 56, 60],
    effect: 'hit',
    applies: ({ acts }) => acts === 'after_18',
  },
  { name: 'anything_else', law: '拿不准时先查证', rows: [], effect: 'uncertain', applies: () => true },
]
