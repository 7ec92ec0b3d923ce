import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { useAct } from '../knowledge/act.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { Acts } from './act-form.tsx'
import { ClassBadges, TierBadge } from './badges.tsx'
import { dueText } from './due.ts'
import { TextWithFinding } from './finding.tsx'
import { History } from './history.tsx'
import { markNames, outcomeNames, satisfactionNames, stateNames, tierMeanings } from './names.ts'
import type { Call, Incident, TaskDetail } from './types.ts'

/** One matter on one page (警情): what was said, why it counts, what was done, and what may be done next. */
export const TaskPage = ({ api, id }: { api: Api; id: string }) => {
  const [changed, setChanged] = useState<TaskDetail>()
  const { data, problem, load } = useRead<TaskDetail>(api, `/api/tasks/${encodeURIComponent(id)}`)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  const task = changed && data && changed.revision >= data.revision ? changed : data
  if (!task) return <Loading what="任务" />
  const [latest] = [...task.chain].sort((a, b) => b.at.localeCompare(a.at))
  const earlier = task.chain.filter((one) => one.id !== latest?.id).sort((a, b) => b.at.localeCompare(a.at))
  return (
    <>
      <p class="crumbs">
        <a href="#disputes/board">看板</a> › {task.number}
      </p>
      <Head task={task} />
      <section class="card" aria-labelledby="next">
        <h3 id="next">下一步</h3>
        <Acts api={api} task={task} onDone={(now) => (now ? setChanged(now) : load())} />
      </section>
      {latest && <IncidentCard incident={latest} title={task.chain.length > 1 ? '最近一起警情' : '警情'} isMain />}
      {earlier.length > 0 && (
        <section aria-labelledby="chain">
          <h3 class="section-title" id="chain">
            同一地点、同一事由的另外 {earlier.length} 起（只按地点和事由串起来，不按人）
          </h3>
          {earlier.map((incident) => (
            <details key={incident.id} class="card">
              <summary>
                {peopleDate(incident.at)} {incident.mergedInto ? '（并案）' : ''}
                {incident.text?.slice(0, 24) ?? '文本已按期限去除'}…
              </summary>
              <IncidentCard incident={incident} title="" />
            </details>
          ))}
        </section>
      )}
      {task.matter && (
        <section class="card" aria-labelledby="matter">
          <h3 id="matter">
            {task.matter.side === 'positive' ? '在派出所清单内' : '不在派出所清单内'}：{task.matter.title}
          </h3>
          <p class="muted">依据：{task.matter.basis}</p>
          {task.matter.first.length > 0 && <p>先做：{task.matter.first.join('、')}</p>}
          {task.matter.addressees.length > 0 && <p>该找：{task.matter.addressees.map(({ name }) => name).join('、')}</p>}
        </section>
      )}
      {task.calls.length > 0 && <Calls calls={task.calls} />}
      {(task.attachments.length > 0 || task.state !== 'closed') && (
        <section class="card" aria-labelledby="files">
          <h3 id="files">附件</h3>
          <ul class="lines">
            {task.attachments.map(({ id: file, name, at, by }) => (
              <li key={file}>
                <a href={`/api/tasks/${encodeURIComponent(task.id)}/attachments/${encodeURIComponent(file)}`}>{name}</a>（{by.name}，
                {peopleDate(at)}）
              </li>
            ))}
          </ul>
          {task.state !== 'closed' && <Attach api={api} task={task.id} onDone={load} />}
        </section>
      )}
      <History steps={task.history} />
    </>
  )
}

const Head = ({ task }: { task: TaskDetail }) => {
  const due = dueText(task.dueAt, Date.now())
  return (
    <section class={`card task-${task.tier}`} aria-label="概要" data-testid="task-head">
      <div class="task-head">
        <TierBadge tier={task.tier} />
        <ClassBadges classes={task.classes} />
        <span class="status">{stateNames[task.state]}</span>
        {task.state !== 'closed' && <span class={due.isOver ? 'due is-over' : 'due'}>{due.text}</span>}
      </div>
      <p class="muted">{tierMeanings[task.tier]}</p>
      {task.marks.length > 0 && (
        <p class="finding-line">
          {task.marks.map((mark) => (
            <span key={mark} class="mark">
              {markNames[mark] ?? mark}
            </span>
          ))}
        </p>
      )}
      <dl class="fields">
        <Line name="地点" value={task.place ?? '不详'} />
        <Line name="单位" value={task.unit.name} />
        <Line name="在办" value={task.claimedBy?.name ?? '没有人认领'} />
        <Line name="派送" value={peopleDate(task.dispatchedAt)} />
        {task.state !== 'closed' && <Line name="这步最迟" value={peopleDate(task.dueAt)} />}
        {task.contactedAt && <Line name="首次联系" value={peopleDate(task.contactedAt)} />}
        {task.escalatedTo && <Line name="已提级给" value={task.escalatedTo.name} />}
        {task.satisfaction && <Line name="满意度" value={satisfactionNames[task.satisfaction]} />}
        {task.outcome && <Line name="结果" value={(outcomeNames as Readonly<Record<string, string>>)[task.outcome] ?? task.outcome} />}
      </dl>
    </section>
  )
}

const Attach = ({ api, task, onDone }: { api: Api; task: string; onDone: () => void }) => {
  const { isBusy, problem, act } = useAct()
  const send = (files: FileList | null) => {
    const [file] = files ?? []
    if (!file) return
    const form = new FormData()
    form.set('file', file)
    void act(() => api.send(`/api/tasks/${encodeURIComponent(task)}/attachments`, form).then(onDone), '附件已上传。')
  }
  return (
    <>
      <label class="field">
        <span>上传照片、PDF、Word、Excel 或录音（不超过 10 MB，加密保存）</span>
        <input type="file" disabled={isBusy} onChange={(event) => send(event.currentTarget.files)} data-testid="attach" />
      </label>
      {problem && <ProblemNotice problem={problem} />}
    </>
  )
}

const Line = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

const IncidentCard = ({ incident, title, isMain = false }: { incident: Incident; title: string; isMain?: boolean }) => (
  <section class={isMain ? 'card' : undefined} aria-label={title || '警情'} data-testid="incident">
    {title && (
      <div class="row-head">
        <h3>{title}</h3>
        <span class="points">{incident.points} 分</span>
      </div>
    )}
    <p class="muted">
      {peopleDate(incident.at)} · {incident.place ?? '地点不详'} · 来源 {incident.source} {incident.sourceId}
    </p>
    {incident.text === null ? (
      <p class="muted">文本和地点已按保存期限去除，只留下类别和分档。</p>
    ) : (
      <TextWithFinding text={incident.text} finding={incident} />
    )}
    <p class="muted">研判所用词库：{incident.scanner}</p>
  </section>
)

const Calls = ({ calls }: { calls: readonly Call[] }) => (
  <section class="card" aria-labelledby="calls">
    <h3 id="calls">吹哨</h3>
    <ul class="lines">
      {calls.map((call) => (
        <li key={call.id}>
          <b>{call.department.name}</b>{' '}
          {call.state === 'open'
            ? `${call.isLate ? '超时未答复' : '待答复'}，最迟${peopleDate(call.dueAt)}`
            : `已答复${call.attended ? '，到场' : ''}`}
          {call.question && <p>{call.question}</p>}
          {call.answer && <p>答复：{call.answer}</p>}
        </li>
      ))}
    </ul>
  </section>
)
