import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { useAct } from '../knowledge/act.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { purposeName } from '../purposes.ts'
import { useRead } from '../use-page.ts'
import { Acts } from './act-form.tsx'
import { ApprovalCard } from './approvals.tsx'
import { ClockCard } from './clock.tsx'
import { Due } from './due.tsx'
import { CaseHistory } from './history.tsx'
import { Keys } from './keys.tsx'
import { Materials } from './materials.tsx'
import { answerNames, applicantNames, documentNames, stateNames } from './names.ts'
import { ReviewMark } from './review-mark.tsx'
import { Subjects } from './subjects.tsx'
import type { CaseDetail, PersonFacts } from './types.ts'

/** One application on one page (一件申请): who and what, by when, what the rules say, what was done, and what may be done next. */
export const CasePage = ({ api, number }: { api: Api; number: string }) => {
  const [changed, setChanged] = useState<CaseDetail>()
  const path = `/api/desk/cases/${encodeURIComponent(number)}`
  const { data, problem, load } = useRead<CaseDetail>(api, path)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  const one = changed && data && changed.revision >= data.revision ? changed : data
  if (!one) return <Loading what="申请" />
  const again = () => {
    setChanged(undefined)
    load()
  }
  // What was sent to another unit is not here any more: reading on would only say so.
  const done = (now: CaseDetail) => (now.unit.id !== one.unit.id && now.may.length === 0 ? location.assign('#desk/queue') : setChanged(now))
  const press = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus()
  return (
    <>
      <p class="crumbs">
        <a href="#desk/queue">待办</a> › {one.number}
      </p>
      <Keys
        keys={[
          { key: 'a', does: '到“下一步”', run: () => press('[data-testid="case-acts"] button') },
          { key: 'm', does: '到“材料”', run: () => press('#materials-title') },
          { key: 'h', does: '到“办理轨迹”', run: () => press('#history-title') },
          { key: 'r', does: '刷新', run: again },
          { key: 'u', does: '回到待办', run: () => location.assign('#desk/queue') },
        ]}
      />
      <Head one={one} />
      <section class="card" aria-labelledby="next-title">
        <h3 id="next-title" tabIndex={-1}>
          下一步
        </h3>
        <Acts api={api} one={one} onDone={done} onStale={again} />
      </section>
      {one.approvals
        .filter(({ state }) => state === 'open')
        .map((approval) => (
          <ol key={approval.id} class="rows">
            <ApprovalCard api={api} approval={approval} isAtCase onDone={again} />
          </ol>
        ))}
      {one.objection && (
        <section class="card" aria-labelledby="objection-title" data-testid="case-objection">
          <h3 id="objection-title">异议</h3>
          <p>{one.objection.reason}</p>
          <p class="muted">{peopleDate(one.objection.at)}提出</p>
        </section>
      )}
      <div class="case-columns">
        <div>
          <Facts api={api} one={one} onOpened={setChanged} />
          {one.rules.length > 0 && <Rules rules={one.rules} />}
          {one.papers.length > 0 && <Papers papers={one.papers} />}
          {one.clock && <ClockCard clock={one.clock} escalations={one.escalations} />}
        </div>
        <div>
          <Materials api={api} one={one} />
          {one.institution && <Subjects institution={one.institution} />}
          <CaseHistory one={one} />
        </div>
      </div>
    </>
  )
}

const Head = ({ one }: { one: CaseDetail }) => (
  <section class="card" aria-label="概要" data-testid="case-head">
    <div class="task-head">
      <span class="status" data-testid="case-state">
        {stateNames[one.state] ?? one.state}
      </span>
      <ReviewMark one={one} />
      <Due one={one} />
    </div>
    <dl class="fields">
      <Line name="受理号" value={one.number} />
      <Line name="受理单位" value={one.unit.name} />
      <Line name="在办" value={one.claim ? (one.claim.isMine ? '我' : one.claim.by.name) : '没有人认领'} />
      <Line name="申请人看到的" value={one.status} />
      {one.answer && <Line name="平台答复" value={answerNames[one.answer] ?? one.answer} />}
      {one.certificate && <Line name="证明编号" value={one.certificate} />}
    </dl>
  </section>
)

const Line = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

const sexNames = { male: '男', female: '女' } as const

const Person = ({ title, person }: { title: string; person: PersonFacts }) => (
  <>
    <h4>{title}</h4>
    <dl class="fields">
      <Line name="姓名" value={person.name} />
      <Line name="证件" value={`${documentNames[person.documentKind] ?? person.documentKind} ${person.documentNumber}`} />
      {person.birth && <Line name="出生日期" value={peopleDate(person.birth)} />}
      {person.sex && <Line name="性别" value={sexNames[person.sex]} />}
      {person.nationality !== 'CHN' && <Line name="国籍" value={person.nationality} />}
      {person.phone && <Line name="电话" value={person.phone} />}
    </dl>
  </>
)

const openPurposes = [
  ['review', '办理、复核申请'],
  ['counter', '窗口接待本人'],
  ['verification', '调查核实'],
  ['recheck', '异议复查'],
  ['supervision', '上级监督检查'],
] as const

const Facts = ({ api, one, onOpened }: { api: Api; one: CaseDetail; onOpened: (one: CaseDetail) => void }) => {
  const [purpose, setPurpose] = useState<string>('review')
  const { isBusy, problem, act } = useAct()
  const open = () =>
    act(
      async () => onOpened(await api.send<CaseDetail>(`/api/desk/cases/${encodeURIComponent(one.number)}/open`, { purpose })),
      '已显示完整信息。',
    )
  return (
    <section class="card" aria-labelledby="facts-title" data-testid="case-facts">
      <h3 id="facts-title">申请内容</h3>
      <dl class="fields">
        <Line name="申请人" value={applicantNames[one.applicant] ?? one.applicant} />
        <Line name="用途" value={one.purposeDetail ? `${purposeName(one.purpose)}（${one.purposeDetail}）` : purposeName(one.purpose)} />
        <Line name="查询期间" value={one.period ? `${peopleDate(one.period.from)}至${peopleDate(one.period.to)}` : '全时段'} />
        {one.recipient && <Line name="接收单位" value={one.recipient} />}
        <Line name="领取" value={one.delivery === 'electronic' ? '电子版' : '到窗口领取'} />
        <Line name="提交" value={peopleDate(one.submittedAt)} />
        {one.acceptedAt && <Line name="受理" value={peopleDate(one.acceptedAt)} />}
      </dl>
      {!one.institution && <Person title="被查询人" person={one.person} />}
      {one.agent && <Person title={one.institution ? '经办人' : '代办人'} person={one.agent} />}
      {!one.isOpened && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault()
            void open()
          }}
        >
          <label class="field">
            <span>要看完整的姓名和号码，先选目的（本人能看到谁看过、为什么）</span>
            <select value={purpose} onChange={(event) => setPurpose(event.currentTarget.value)} data-testid="open-purpose">
              {openPurposes.map(([name, text]) => (
                <option key={name} value={name}>
                  {text}
                </option>
              ))}
            </select>
          </label>
          <div class="actions">
            <button type="submit" class="button button-plain button-small" disabled={isBusy} data-testid="open-facts">
              看完整信息
            </button>
          </div>
        </form>
      )}
      {problem && <ProblemNotice problem={problem} />}
    </section>
  )
}

const Rules = ({ rules }: { rules: CaseDetail['rules'] }) => (
  <section class="card" aria-labelledby="rules-title" data-testid="case-rules">
    <h3 id="rules-title">规则怎么说</h3>
    <ul class="lines">
      {rules.map(({ id, says, article, version }) => (
        <li key={id}>
          {says ?? '按这一条办理。'}
          <span class="muted">
            {' '}
            {article}（规则 {id}，{version} 版）
          </span>
        </li>
      ))}
    </ul>
  </section>
)

const Papers = ({ papers }: { papers: CaseDetail['papers'] }) => (
  <section class="card" aria-labelledby="papers-title" data-testid="case-papers">
    <h3 id="papers-title">文书</h3>
    <ul class="lines">
      {papers.map(({ number, title, issuedOn, status, isRemoved }) => (
        <li key={number}>
          {isRemoved ? <span>{title}</span> : <a href={`/api/papers/${encodeURIComponent(number)}/pdf`}>{title}</a>}
          <span class="muted">
            {' '}
            {number}，{peopleDate(issuedOn)}
            {status === 'revoked' && '，已作废'}
            {isRemoved && '，电子件已到保存期限，请到出具单位查档'}
          </span>
        </li>
      ))}
    </ul>
  </section>
)
