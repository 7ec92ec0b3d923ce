import { peopleDate } from '../dates.ts'
import { classNames, downgradeNames, eventNames, measureNames, outcomeNames, satisfactionNames, stateNames, tierNames } from './names.ts'
import type { Step } from './types.ts'

/** What a step holds, by the names that it has in the API. A name that is not here is not shown. */
const labels: Readonly<Record<string, string>> = {
  unit: '派给',
  reason: '理由',
  because: '原因',
  note: '说明',
  demand: '诉求',
  risks: '风险',
  basis: '依据',
  proposal: '建议',
  classes: '类别',
  measures: '措施',
  lead: '牵头人',
  co_handlers: '协办',
  text: '告知',
  question: '请求',
  answer: '答复',
  attended: '到场',
  reached: '联系上',
  satisfaction: '满意度',
  solved: '已解决',
  tier: '档',
  outcome: '结果',
  suggests: '建议派给',
  name: '名称',
}
const words: Readonly<Record<string, string>> = {
  ...classNames,
  ...measureNames,
  ...outcomeNames,
  ...satisfactionNames,
  ...tierNames,
  ...downgradeNames,
}

const told = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map(told).join('、')
  return typeof value === 'string' ? (words[value] ?? value) : typeof value === 'number' ? String(value) : ''
}

/** Every step in its order (办理轨迹): who, when, in which unit, and on what basis. */
export const History = ({ steps }: { steps: readonly Step[] }) => (
  <section class="card" aria-labelledby="history">
    <h3 id="history">办理轨迹</h3>
    <ol class="history" data-testid="history">
      {steps.map((step) => (
        <li key={step.n}>
          <p>
            <b>{eventNames[step.event] ?? step.event}</b> → {stateNames[step.to] ?? step.to}
            {step.isLate && <span class="badge">超时</span>}
          </p>
          <p class="muted">
            {peopleDate(step.at)} · {step.by?.name ?? '系统'} · {step.unit.name}
          </p>
          {Object.entries(step.content).map(([name, value]) => {
            const text = told(value)
            return labels[name] && text ? (
              <p key={name}>
                {labels[name]}：{text}
              </p>
            ) : null
          })}
        </li>
      ))}
    </ol>
  </section>
)
