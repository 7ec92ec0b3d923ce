import { peopleDate } from '../dates.ts'
import { type Act, acts } from './acts.ts'
import { eventNames, stateNames } from './names.ts'
import type { CaseDetail } from './types.ts'

const forms: Readonly<Record<string, Act | undefined>> = acts

/** Words that an act holds, by the names that they have in the API. A name that is not here is not shown. */
const labels: Readonly<Record<string, string>> = {
  note: '说明',
  reason: '理由',
  because: '理由',
  ground: '依据',
  cause: '情形',
  matters: '核实',
  expected_on: '预计',
  missing: '缺',
  received: '收到',
  statement: '异议',
  evidence: '证据',
  how: '方式',
  from: '原来在',
  to: '改派到',
  positions: '名单',
  position: '名单',
}
const words: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(acts).flatMap(({ fields }) => fields.flatMap(({ options = [] }) => options.map(([one, name]) => [one, name]))),
)
const extra: Readonly<Record<string, string>> = { propose: '提请审批', decide: '审批', lapse: '逾期失效' }

const told = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(told).filter(Boolean).join('、')
  if (typeof value === 'object' && value !== null && 'what' in value) return String(value.what)
  return typeof value === 'string' ? (words[value] ?? value) : ''
}

/** Rows of a unit's list, as its table counts them. */
const rowsOf = (value: unknown): string => {
  const rows = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'number')
  return rows.length > 0 ? `第 ${rows.join('、')} 行` : ''
}

/** Everything that was done (办理轨迹): steps and acts in the order in which they came, and who looked. */
export const CaseHistory = ({ one }: { one: CaseDetail }) => {
  const entries = [
    ...one.history.map(({ event, to, at, by }) => ({
      ...{ at, by: by ?? '系统', title: `${eventNames[event] ?? event} → ${stateNames[to] ?? to}` },
      content: {} as Record<string, unknown>,
    })),
    ...one.acts.map(({ act, at, by, content }) => ({ at, by, title: forms[act]?.title ?? extra[act] ?? act, content })),
  ].sort((a, b) => a.at.localeCompare(b.at))
  return (
    <section class="card" aria-labelledby="history-title">
      <h3 id="history-title" tabIndex={-1}>
        办理轨迹
      </h3>
      <ol class="history" data-testid="case-history">
        {entries.map(({ at, by, title, content }) => (
          <li key={`${at}${title}`}>
            <p>
              <b>{title}</b>
            </p>
            <p class="muted">
              {peopleDate(at)} · {by}
            </p>
            {typeof content.apart === 'string' && (
              <p>
                另成一件：<a href={`#desk/case/${encodeURIComponent(content.apart)}`}>{content.apart}</a>
              </p>
            )}
            {Object.entries(content).map(([name, value]) => {
              const text = name === 'positions' || name === 'position' ? rowsOf(value) : told(value)
              return labels[name] && text ? (
                <p key={name}>
                  {labels[name]}：{text}
                </p>
              ) : null
            })}
          </li>
        ))}
      </ol>
      {one.lookups.length > 0 && (
        <details>
          <summary>谁查过、看过（{one.lookups.length}）</summary>
          <ul class="lines">
            {one.lookups.map(({ at, by, purpose }) => (
              <li key={`${at}${by}`}>
                {peopleDate(at)} {by}：{purpose}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
