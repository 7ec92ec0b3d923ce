import { peopleDate } from '../dates.ts'
import type { CaseDetail, Clock } from './types.ts'

const leftText = ({ daysLeft, isOverdue, isPaused, stoppedAt }: Clock): string => {
  if (stoppedAt) return `已停止，${peopleDate(stoppedAt)}办结`
  if (isPaused) return '停着：已经批准核实，核实的时间不计入期限'
  if (isOverdue) return `已逾期 ${Math.abs(daysLeft ?? 0)} 个工作日`
  return daysLeft === 0 ? '今天是最后一天' : `还有 ${daysLeft ?? '—'} 个工作日`
}

/** How much time is left (办理期限), what stopped it, and who was told. */
export const ClockCard = ({ clock, escalations }: { clock: Clock; escalations: CaseDetail['escalations'] }) => (
  <section class="card" aria-labelledby="clock-title" data-testid="case-clock">
    <h3 id="clock-title">{clock.kind === 'recheck' ? '复查期限' : '办理期限'}</h3>
    <dl class="fields">
      <div>
        <dt>现在</dt>
        <dd>{leftText(clock)}</dd>
      </div>
      <div>
        <dt>一共</dt>
        <dd>
          {clock.days} 个工作日，从{peopleDate(clock.startedAt)}的下一个工作日起算
        </dd>
      </div>
      {clock.dueOn && (
        <div>
          <dt>最迟</dt>
          <dd>
            {peopleDate(clock.dueOn)}
            {clock.isProvisional && '（放假安排还没有公布到这一天，先按周一到周五算）'}
          </dd>
        </div>
      )}
      {clock.pauses.map(({ from, to }) => (
        <div key={from}>
          <dt>停过</dt>
          <dd>
            {peopleDate(from)}
            {to ? `到${peopleDate(to)}` : '起'}
          </dd>
        </div>
      ))}
      {escalations.map(({ stage, at, to }) => (
        <div key={`${stage}${at}`}>
          <dt>督办</dt>
          <dd>
            {peopleDate(at)}提醒{to ?? '上级'}
          </dd>
        </div>
      ))}
    </dl>
  </section>
)
