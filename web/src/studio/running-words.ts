import type { AnswerOf } from '../api.ts'

export type Running = AnswerOf<'/api/running', 'get'>
type Outcome = keyof Running['total']['outcomes']
type Fault = keyof Running['total']['faults']

const outcomeNames: Readonly<Record<Outcome, string>> = {
  answered: '答复',
  clarified: '追问',
  unanswered: '没有依据，未答',
  confirming: '等本人确认',
  handed_off: '转人工',
  refused: '不予办理',
  failed: '没办成',
}

/** How a turn ended, as a colleague says it; an outcome that is not on the list as it is. */
export const outcomeName = (outcome: string): string => new Map<string, string>(Object.entries(outcomeNames)).get(outcome) ?? outcome

/** Why a model was given up, as a colleague who looks after it says so. */
export const faultNames: Readonly<Record<Fault, string>> = {
  error: '出错',
  silent: '不出声',
  too_slow: '太慢',
  busy: '太忙',
  budget: '预算用完',
  outrun: '另一个先开口了',
  garbage: '乱码',
  empty: '空答',
  endless: '说个不停',
  dropped: '被拦下',
  language: '语言不对',
  unproven: '没有依据',
}

const listed = <K extends string>(names: Readonly<Record<K, string>>, counts: Partial<Record<K, number>>): string =>
  // `entries` forgets the names; they are the keys of the table of words.
  (Object.entries(names) as [K, string][]).flatMap(([key, name]) => (counts[key] ? [`${name} ${counts[key]}`] : [])).join('，')

export const endings = (outcomes: Running['total']['outcomes']): string => listed(outcomeNames, outcomes)
export const faultWords = (faults: Running['total']['faults']): string => listed(faultNames, faults) || '无'

/** `850 毫秒`, `2.4 秒`; a dash where there was nothing. */
export const seconds = (ms: number | null): string =>
  ms === null ? '—' : ms < 1_000 ? `${ms} 毫秒` : `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} 秒`

/** `1,234`, and `12.3 万` from a hundred thousand on. */
export const count = (value: number): string => (value < 100_000 ? value.toLocaleString('zh-CN') : `${(value / 10_000).toFixed(1)} 万`)

/** Of millionths of a yuan; what is below a fen is not shown as nothing. */
export const yuan = (micro: number): string =>
  micro === 0 ? '0 元' : micro < 10_000 ? '不到 1 分' : `${(micro / 1_000_000).toFixed(2)} 元`

/** Models that are none of an endpoint have a name for people. */
export const modelName = (name: string): string =>
  ({ offline: '离线模型', rules: '规则（没有问模型）', reviewed: '人工审定的答复' })[name] ?? name
