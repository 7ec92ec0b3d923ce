import type { Api, Application, Certificate } from './api.ts'
import type { DraftView } from './applying/api.ts'
import { CardActions } from './card-actions.tsx'
import { peopleDate } from './dates.ts'
import { FileIcon } from './icons.tsx'
import { Empty, Loading, ProblemNotice } from './notice.tsx'
import { Path } from './path.tsx'
import { purposeName } from './purposes.ts'
import { useRead } from './use-page.ts'

const validities: Record<string, string> = { valid: '有效', expired: '超过载明有效期', revoked: '已撤销' }

const ApplicationRow = ({ application }: { application: Application }) => (
  <li class="card" data-testid="application">
    <div class="row-head">
      <h3>
        <a href={`#apply/number/${encodeURIComponent(application.number)}`} data-testid="open-application">
          {['unit', 'organ', 'notary'].includes(application.applicant) ? '犯罪记录查询' : '无犯罪记录证明'}
        </a>
      </h3>
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

const draftNames: Record<DraftView['applicant'], string> = {
  self: '给自己办',
  delegate: '替别人办',
  guardian: '给孩子办',
  unit: '单位查询',
  organ: '行政机关查询',
  notary: '公证处查询',
}

/** What I asked for and what I got (办理进度). */
export const Progress = ({ api }: { api: Api }) => {
  const applications = useRead<{ applications: Application[]; drafts: DraftView[] }>(api, '/api/applications')
  const certificates = useRead<{ certificates: Certificate[] }>(api, '/api/certificates')
  const problem = applications.problem ?? certificates.problem
  const reload = () => {
    applications.load()
    certificates.load()
  }
  if (problem) return <ProblemNotice problem={problem} onRetry={reload} />
  if (!applications.data || !certificates.data) return <Loading what="办理进度" />
  const { drafts } = applications.data
  if (drafts.length === 0 && applications.data.applications.length === 0 && certificates.data.certificates.length === 0) {
    return (
      <Empty icon={<FileIcon />} title="还没有办过的事">
        到<a href="#chat">对话</a>里说一句“我要开无犯罪记录证明”，或者<a href="#apply">填表</a>，就能开始办。
      </Empty>
    )
  }
  return (
    <>
      {drafts.length > 0 && (
        <section aria-labelledby="drafts-title" data-testid="drafts">
          <h3 class="section-title" id="drafts-title">
            还没有交的
          </h3>
          <ul class="rows">
            {drafts.map(({ number, applicant, purpose, begunAt }) => (
              <li key={number} class="card">
                <p>
                  {draftNames[applicant]}
                  {purpose && `，用途：${purposeName(purpose)}`}
                  <span class="muted">，{peopleDate(begunAt)}开始</span>
                </p>
                <p class="actions">
                  <a class="button button-plain button-small" href={`#apply/draft/${encodeURIComponent(number)}`}>
                    接着填
                  </a>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
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
