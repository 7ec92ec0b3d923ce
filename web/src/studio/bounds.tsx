import type { AnswerOf, Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { count, faultNames, seconds, yuan } from './running-words.ts'

type Health = AnswerOf<'/api/models/health', 'get'>
type Budgets = AnswerOf<'/api/budgets', 'get'>

const states: Readonly<Record<Health['models'][number]['state'], string>> = { well: '正常', resting: '歇一会儿', trying: '正在试' }

/** How models do now, and how much of today's limits is used. */
export const Bounds = ({ api }: { api: Api }) => {
  const health = useRead<Health>(api, '/api/models/health')
  const budgets = useRead<Budgets>(api, '/api/budgets?days=1')
  return (
    <>
      <section class="card" aria-labelledby="model-health" data-testid="model-health">
        <h3 id="model-health">模型现在怎么样</h3>
        {health.problem && <ProblemNotice problem={health.problem} onRetry={health.load} />}
        {health.data ? <HealthList models={health.data.models} /> : !health.problem && <Loading what="模型" />}
      </section>
      <section class="card" aria-labelledby="budgets" data-testid="budgets">
        <h3 id="budgets">今天的预算</h3>
        {budgets.problem && <ProblemNotice problem={budgets.problem} onRetry={budgets.load} />}
        {budgets.data ? <BudgetList api={api} budgets={budgets.data.budgets} /> : !budgets.problem && <Loading what="预算" />}
      </section>
    </>
  )
}

const HealthList = ({ models }: Health) =>
  models.length === 0 ? (
    <p class="muted">没有接外面的模型，都由离线模型答。</p>
  ) : (
    <ul class="rows">
      {models.map(({ name, state, until, lastFault, calls, failed, firstTokenMs, busy, waiting, isOff }) => (
        <li key={name}>
          <div class="row-head">
            <h4>{name}</h4>
            <span class={isOff || state !== 'well' ? 'status is-bad' : 'status'}>{isOff ? '已停用' : states[state]}</span>
          </div>
          <p class="muted">
            启动以来调用 {calls} 次，{failed} 次没成；{firstTokenMs !== null && `开口用 ${seconds(firstTokenMs)}；`}正在答 {busy} 个，排队{' '}
            {waiting} 个。
            {lastFault && `上次故障：${faultNames[lastFault.fault]}，${peopleDate(lastFault.at)}。`}
            {state === 'resting' && until && `歇到 ${peopleDate(until)}。`}
          </p>
        </li>
      ))}
    </ul>
  )

type Budget = Budgets['budgets'][number]
const scopeNames: Readonly<Record<Budget['scope'], string>> = { day: '全部', agent: '分身', unit: '单位', model: '模型', person: '个人' }

/** Each limit of a budget as a line: what is used, of how much. */
const linesOf = ({ used, limits }: Budget): readonly { name: string; share: number; text: string }[] => {
  const line = (name: string, now: number, limit: number | undefined, words: (value: number) => string) =>
    limit === undefined ? [] : [{ name, share: limit > 0 ? now / limit : 1, text: `${words(now)}，上限 ${words(limit)}` }]
  return [
    ...line('花费', used.microYuan, limits.yuan === undefined ? undefined : limits.yuan * 1_000_000, yuan),
    ...line('词元', used.tokensIn + used.tokensOut, limits.tokens, count),
    ...line('用时', used.ms, limits.seconds === undefined ? undefined : limits.seconds * 1_000, seconds),
    ...line('调用', used.steps, limits.steps, count),
  ]
}

const BudgetList = ({ api, budgets }: { api: Api; budgets: Budgets['budgets'] }) => {
  const agents = useRead<AnswerOf<'/api/studio/agents', 'get'>>(api, '/api/studio/agents')
  const nameOf = ({ scope, key }: Budget): string =>
    (scope === 'agent' ? agents.data?.agents.find(({ id }) => id === key)?.name : undefined) ?? key
  return budgets.length === 0 ? (
    <p class="muted">没有设上限。上限写在 models.yaml 的 budgets 里。</p>
  ) : (
    <ul class="rows">
      {budgets.map((budget) => (
        <li key={`${budget.scope} ${budget.key}`}>
          <h4>{budget.scope === 'day' ? scopeNames.day : `${scopeNames[budget.scope]} ${nameOf(budget)}`}</h4>
          <ul class="meters">
            {linesOf(budget).map(({ name, share, text }) => (
              <li key={name}>
                <span>{name}</span>
                <progress class={share >= 1 ? 'is-over' : ''} value={Math.min(1, share)} max={1} aria-label={`${name}用了多少`} />
                <span>
                  {text}
                  {share >= 1 && <strong>，已用完</strong>}
                </span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
