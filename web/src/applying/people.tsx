import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { applying, type PeopleResult } from './api.ts'

const relations: Readonly<Record<string, string>> = { organ: '许可申请人', notary: '公证当事人' }
/** Headings of the table, and one row of somebody invented, so that nobody has to guess them. */
const sampleHref = (applicant: string): string => {
  const row = `林安然,居民身份证,159901199003072016,${relations[applicant] ?? '拟招录'}`
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF姓名,证件类型,证件号码,与单位关系\r\n${row}\r\n`)}`
}

/** A unit's table of people, one a row (查询对象名单): brought as a file; every row that is wrong is said, and nothing is kept until none is. */
export const People = (props: { api: Api; number: string; applicant: string; count: number; onDone: () => void }) => {
  const { api, number, applicant, count, onDone } = props
  const [result, setResult] = useState<PeopleResult & { file: string }>()
  const { isBusy, problem, act } = useAct()
  const send = (file: File | undefined) =>
    file &&
    act(async () => {
      const answer = await applying(api).putPeople(number, file)
      setResult({ ...answer, file: file.name })
      if (answer.faults.length === 0) onDone()
    })
  return (
    <div data-testid="people">
      <p>
        {count > 0 ? `名单里现在有 ${count} 人。再传一次就换成新的。` : '一行一个人，表头照样表写。'}{' '}
        <a href={sampleHref(applicant)} download="查询对象名单样表.csv">
          下载样表
        </a>
      </p>
      <label class="field">
        <span>选表格文件（Excel 或 CSV）</span>
        <input
          type="file"
          accept=".xlsx,.csv"
          disabled={isBusy}
          onChange={(event) => {
            void send(event.currentTarget.files?.[0])
            // The same file may be chosen again once it is mended.
            event.currentTarget.value = ''
          }}
          data-testid="people-file"
        />
      </label>
      {isBusy && <p role="status">正在读表格…</p>}
      {problem && <ProblemNotice problem={problem} />}
      {result && result.faults.length === 0 && (
        <p role="status" class="good-line" data-testid="people-taken">
          “{result.file}”里的 {result.count} 人都收下了。
        </p>
      )}
      {result && result.faults.length > 0 && (
        <section class="wrong-list" role="alert" data-testid="people-faults">
          <p>
            <b>有 {result.faults.length} 处要改，这次没有收。</b>改好后再传一次。
          </p>
          <ul>
            {result.faults.map(({ row, says }) => (
              <li key={`${row}${says}`}>{says}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
