import type { Api, Application, Certificate } from './api.ts'
import { CardActions } from './card-actions.tsx'
import { peopleDate } from './dates.ts'
import { CheckIcon, FileIcon } from './icons.tsx'
import { Empty, Loading, ProblemNotice } from './notice.tsx'
import { purposeName } from './purposes.ts'
import { useRead } from './use-page.ts'

const validities: Record<string, string> = { valid: '有效', expired: '超过载明有效期', revoked: '已撤销' }

/** Where a public status (对外状态) stands: the steps drawn, and how many of them are behind. The same for everybody (DESIGN §1.3). */
const paths: Record<string, { steps: string[]; done: number; next: string }> = {
  待核验: { steps: ['待核验', '办理中', '已办结'], done: 0, next: '民警正在看您的申请，看完会继续办理。' },
  待补正: { steps: ['待补正', '办理中', '已办结'], done: 0, next: '还缺材料，补齐后照常办理。缺什么，可到对话里问。' },
  办理中: { steps: ['待核验', '办理中', '已办结'], done: 1, next: '正在办理，办好后可在这里查看。' },
  核实中: { steps: ['待核验', '核实中', '已办结'], done: 1, next: '正在核实，核实的时间不计入办理期限。' },
  已办结: { steps: ['待核验', '办理中', '已办结'], done: 3, next: '' },
  复查中: { steps: ['已办结', '复查中', '复查办结'], done: 1, next: '正在复查。' },
  复查办结: { steps: ['已办结', '复查中', '复查办结'], done: 3, next: '' },
  不予受理: { steps: ['待核验', '不予受理'], done: 2, next: '原因和其他办法写在告知书里，可到窗口领取。' },
  已撤回: { steps: ['待核验', '已撤回'], done: 2, next: '需要时可以重新申请。' },
}

const Path = ({ status }: { status: string }) => {
  const path = paths[status] ?? { steps: [status], done: 0, next: '' }
  return (
    <>
      <ol class="path">
        {path.steps.map((step, i) => (
          <li class={i < path.done ? 'is-done' : i === path.done ? 'is-here' : ''} aria-current={step === status ? 'step' : undefined}>
            <span class="path-mark">{i < path.done ? <CheckIcon /> : i + 1}</span>
            {step}
          </li>
        ))}
      </ol>
      {path.next && <p class="path-next">{path.next}</p>}
    </>
  )
}

const ApplicationRow = ({ application }: { application: Application }) => (
  <li class="card" data-testid="application">
    <div class="row-head">
      <h3>无犯罪记录证明</h3>
      <span class="status" data-testid="application-status">
        {application.status}
      </span>
    </div>
    <Path status={application.status} />
    <dl class="fields">
      <div>
        <dt>受理号</dt>
        <dd>{application.number}</dd>
      </div>
      <div>
        <dt>用途</dt>
        <dd>{purposeName(application.purpose)}</dd>
      </div>
      <div>
        <dt>提交时间</dt>
        <dd>{peopleDate(application.submittedAt)}</dd>
      </div>
      {application.certificate && (
        <div>
          <dt>证明编号</dt>
          <dd>{application.certificate.number}</dd>
        </div>
      )}
      {application.dueOn && !['已办结', '复查办结', '已撤回', '不予受理'].includes(application.status) && (
        <div>
          <dt>最迟办结</dt>
          <dd>{peopleDate(application.dueOn)}</dd>
        </div>
      )}
    </dl>
  </li>
)

const CertificateRow = ({ certificate }: { certificate: Certificate }) => {
  const pdf = `/api/certificates/${encodeURIComponent(certificate.number)}/pdf`
  const links = [
    { rel: 'pdf', href: pdf },
    { rel: 'download', href: `${pdf}?download=1` },
    { rel: 'verify', href: `/verify/${encodeURIComponent(certificate.verifyCode)}` },
  ]
  return (
    <li class="card" data-testid="certificate-row">
      <div class="row-head">
        <h3>无犯罪记录证明</h3>
        <span class="status">{validities[certificate.status] ?? certificate.status}</span>
      </div>
      <dl class="fields">
        <div>
          <dt>编号</dt>
          <dd>{certificate.number}</dd>
        </div>
        <div>
          <dt>出具日期</dt>
          <dd>{peopleDate(certificate.issuedOn)}</dd>
        </div>
        <div>
          <dt>有效期</dt>
          <dd>{certificate.validUntil ? `至 ${peopleDate(certificate.validUntil)}` : '以接收单位要求为准'}</dd>
        </div>
      </dl>
      <CardActions links={links} title="无犯罪记录证明" number={certificate.number} />
    </li>
  )
}

/** What I asked for and what I got (办理进度). */
export const Progress = ({ api }: { api: Api }) => {
  const applications = useRead<{ applications: Application[] }>(api, '/api/applications')
  const certificates = useRead<{ certificates: Certificate[] }>(api, '/api/certificates')
  const problem = applications.problem ?? certificates.problem
  const reload = () => {
    applications.load()
    certificates.load()
  }
  if (problem) return <ProblemNotice problem={problem} onRetry={reload} />
  if (!applications.data || !certificates.data) return <Loading what="办理进度" />
  if (applications.data.applications.length === 0 && certificates.data.certificates.length === 0) {
    return (
      <Empty icon={<FileIcon />} title="还没有办过的事">
        到<a href="#chat">对话</a>里说一句“我要开无犯罪记录证明”，就能开始办。
      </Empty>
    )
  }
  return (
    <>
      {certificates.data.certificates.length > 0 && (
        <section aria-labelledby="certificates-title">
          <h3 class="section-title" id="certificates-title">
            我的证明
          </h3>
          <ul class="rows">
            {certificates.data.certificates.map((certificate) => (
              <CertificateRow key={certificate.number} certificate={certificate} />
            ))}
          </ul>
        </section>
      )}
      {applications.data.applications.length > 0 && (
        <section aria-labelledby="applications-title">
          <h3 class="section-title" id="applications-title">
            我的申请
          </h3>
          <ul class="rows">
            {applications.data.applications.map((application) => (
              <ApplicationRow key={application.number} application={application} />
            ))}
          </ul>
        </section>
      )}
      <button type="button" class="button button-plain" onClick={reload}>
        刷新
      </button>
    </>
  )
}
