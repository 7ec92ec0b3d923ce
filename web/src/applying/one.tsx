import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { CardActions } from '../card-actions.tsx'
import { peopleDate } from '../dates.ts'
import { useAct } from '../knowledge/act.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { Path } from '../path.tsx'
import { purposeName } from '../purposes.ts'
import { useRead } from '../use-page.ts'
import { applicationPath, applying, type IntakeView, type Paper } from './api.ts'
import { Materials } from './materials.tsx'

const kindNames: Record<IntakeView['applicant'], string> = {
  self: '给自己办',
  delegate: '替别人办',
  guardian: '给孩子办',
  unit: '单位查询',
  organ: '行政机关查询',
  notary: '公证处查询',
}

/** One application, as whoever made it may see it (我的申请): where it stands, what was given, and what may be done about it. */
export const ApplicationPage = ({ api, number }: { api: Api; number: string }) => {
  const [changed, setChanged] = useState<IntakeView>()
  const { data, problem, load } = useRead<IntakeView>(api, applicationPath(number))
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  const view = changed ?? data
  if (!view) return <Loading what="申请" />
  const again = () => {
    setChanged(undefined)
    load()
  }
  const { application, check } = view
  const { certificate } = application
  const pdf = certificate ? `/api/certificates/${encodeURIComponent(certificate.number)}/pdf` : ''
  // What the rules ask for is told beside its button already.
  const asked = view.asked.filter(({ how }) => !check?.faults.some(({ says }) => says.includes(how)))
  const wants = view.may.includes('supply') ? (check?.wants ?? []) : []
  return (
    <>
      <p class="crumbs">
        <a href="#progress">办理进度</a> › {application.number}
      </p>
      <section class="card" data-testid="application-page">
        <div class="row-head">
          <h3>
            {view.applicant === 'self' || view.applicant === 'guardian' || view.applicant === 'delegate'
              ? '无犯罪记录证明'
              : '犯罪记录查询'}
          </h3>
          <span class="status" data-testid="application-status">
            {application.status}
          </span>
        </div>
        <Path status={application.status} />
        <dl class="fields">
          <Line name="受理号" value={application.number} />
          <Line name="申请" value={kindNames[view.applicant]} />
          <Line name="用途" value={purposeName(application.purpose)} />
          {view.people && <Line name="名单" value={`${view.people.all} 人`} />}
          <Line name="提交时间" value={peopleDate(application.submittedAt)} />
          {!['已办结', '复查办结', '已撤回', '不予受理'].includes(application.status) && (
            <Line name="最迟办结" value={peopleDate(application.dueOn)} />
          )}
        </dl>
        {certificate && (
          <CardActions
            links={[
              { rel: 'pdf', href: pdf },
              { rel: 'download', href: `${pdf}?download=1` },
              { rel: 'verify', href: `/verify/${encodeURIComponent(certificate.verifyCode)}` },
            ]}
            title="无犯罪记录证明"
            number={certificate.number}
          />
        )}
      </section>
      {asked.length > 0 && <Asked asked={asked} />}
      {wants.length > 0 && (
        <Materials
          api={api}
          number={application.number}
          wants={wants}
          faults={check?.faults ?? []}
          isBilingual={false}
          onDone={async () => again()}
        />
      )}
      <Papers api={api} number={application.number} mark={application.status} />
      <Deeds api={api} view={view} onDone={setChanged} />
      <section class="card" aria-labelledby="trail-title">
        <h3 id="trail-title">办到哪一步</h3>
        <ol class="history" data-testid="trail">
          {view.trail.map(({ status, at }) => (
            <li key={`${status}${at}`}>
              <p>
                <b>{status}</b>
              </p>
              <p class="muted">{peopleDate(at)}</p>
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

/** What the officer wants, in the officer's words (要补的). */
const Asked = ({ asked }: Pick<IntakeView, 'asked'>) => (
  <section class="card" aria-labelledby="asked-title" data-testid="asked">
    <h3 id="asked-title">要补的，一次说全</h3>
    <ul class="lines">
      {asked.map(({ what, how }) => (
        <li key={what}>
          <b>{what}</b>：{how}
        </li>
      ))}
    </ul>
  </section>
)

const Line = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

/** Everything that was given on paper about it (文书): receipts, notices, letters. */
const Papers = ({ api, number, mark }: { api: Api; number: string; mark: string }) => {
  const { data } = useRead<{ papers: Paper[] }>(api, `${applicationPath(number)}/papers`, mark)
  const papers = (data?.papers ?? []).filter(({ isInternal }) => !isInternal)
  if (papers.length === 0) return null
  return (
    <section class="card" aria-labelledby="papers-title" data-testid="papers">
      <h3 id="papers-title">文书</h3>
      <ul class="lines">
        {papers.map(({ number: own, title, issuedOn, status, isRemoved }) => (
          <li key={own}>
            {isRemoved ? <span>{title}</span> : <a href={`/api/papers/${encodeURIComponent(own)}/pdf`}>{title}</a>}
            <span class="muted">
              {' '}
              {own}，{peopleDate(issuedOn)}
              {status === 'revoked' && '，已作废'}
              {isRemoved && '，电子件已到保存期限，请到出具单位查档'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What may still be done: supply papers, object in writing, or take it back. */
const Deeds = ({ api, view, onDone }: { api: Api; view: IntakeView; onDone: (view: IntakeView) => void }) => {
  const [open, setOpen] = useState<'withdraw' | 'object'>()
  const [reason, setReason] = useState('')
  const { isBusy, problem, act } = useAct()
  const deeds = applying(api)
  const doIt = (work: Promise<IntakeView>, says: string) =>
    act(async () => {
      onDone(await work)
      setOpen(undefined)
    }, says)
  const { may } = view
  const { number } = view.application
  if (view.isDraft)
    return (
      <p class="actions">
        <a class="button" href={`#apply/draft/${encodeURIComponent(number)}`} data-testid="go-on">
          接着填
        </a>
      </p>
    )
  if (!may.some((deed) => deed === 'withdraw' || deed === 'object' || deed === 'supply')) return null
  return (
    <section class="card" aria-label="可以办的" data-testid="deeds">
      {problem && <ProblemNotice problem={problem} />}
      <div class="actions">
        {may.includes('supply') && (
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => doIt(deeds.supply(number), '已提交。')}
            data-testid="supply"
          >
            材料交齐了，接着办
          </button>
        )}
        {may.includes('object') && (
          <button
            type="button"
            class="button button-plain"
            aria-expanded={open === 'object'}
            onClick={() => setOpen(open === 'object' ? undefined : 'object')}
            data-testid="object"
          >
            对结果有异议
          </button>
        )}
        {may.includes('withdraw') && (
          <button
            type="button"
            class="button button-plain"
            aria-expanded={open === 'withdraw'}
            onClick={() => setOpen(open === 'withdraw' ? undefined : 'withdraw')}
            data-testid="withdraw"
          >
            不办了，撤回
          </button>
        )}
      </div>
      {open === 'withdraw' && (
        <div data-testid="withdraw-confirm">
          <p class="confirm-line">撤回以后这件申请就停了。以后要用，可以重新申请，不影响什么。</p>
          <div class="actions">
            <button
              type="button"
              class="button"
              disabled={isBusy}
              onClick={() => doIt(deeds.withdraw(number), '已撤回。')}
              data-testid="withdraw-yes"
            >
              确认撤回
            </button>
            <button type="button" class="button button-quiet" onClick={() => setOpen(undefined)}>
              先不撤
            </button>
          </div>
        </div>
      )}
      {open === 'object' && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void doIt(deeds.object(number, reason.trim()), '异议已提交。')
          }}
        >
          <label class="field">
            <span>为什么觉得不对</span>
            <textarea
              rows={4}
              required
              minLength={2}
              maxLength={1_000}
              onInput={(event) => setReason(event.currentTarget.value)}
              data-testid="objection"
            />
          </label>
          <p class="confirm-line">提交后由没有经手过的民警复查，15 个工作日内书面答复您。有证据的，可以带到窗口。</p>
          <div class="actions">
            <button type="submit" class="button" disabled={isBusy} data-testid="object-send">
              提交异议
            </button>
          </div>
        </form>
      )}
    </section>
  )
}
