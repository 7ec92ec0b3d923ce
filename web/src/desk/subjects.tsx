import { findingNames, relationNames } from './names.ts'
import type { CaseDetail } from './types.ts'

/** How a row reads before anybody has found anything. Whoever does not review is told no row's answer. */
const openText = (answer: string | null, unasked: number): string => {
  if (answer === null) return unasked > 0 ? '还没有查询' : '由复核民警看'
  return answer === 'clear' ? '未发现' : '要人工复核'
}

/** The people whom a unit asks about (查询对象), one a row, with what the reply will say of each. */
export const Subjects = ({ institution }: { institution: NonNullable<CaseDetail['institution']> }) => {
  const { name, uscc, isUsccDoubtful, basis, letter, apartFrom, counts, subjects } = institution
  return (
    <section class="card" aria-labelledby="subjects-title" data-testid="case-subjects">
      <h3 id="subjects-title">{name}</h3>
      <dl class="fields">
        <div>
          <dt>信用代码</dt>
          <dd>
            {uscc}
            {isUsccDoubtful && '（校验不符，请核对执照；个别老代码也会这样）'}
          </dd>
        </div>
        <div>
          <dt>法律依据</dt>
          <dd>{basis ?? '不在清单里，要民警审查'}</dd>
        </div>
        {letter && (
          <div>
            <dt>来函文号</dt>
            <dd>{letter}</dd>
          </div>
        )}
        {apartFrom && (
          <div>
            <dt>分出自</dt>
            <dd>
              <a href={`#desk/case/${encodeURIComponent(apartFrom)}`}>{apartFrom}</a>
            </dd>
          </div>
        )}
        <div>
          <dt>人数</dt>
          <dd>
            共 {counts.all} 人，未发现 {counts.clear}，要复核 {counts.open}，还没有查询 {counts.unasked}
            {counts.out > 0 && `，未受理或者另行告知 ${counts.out}`}
          </dd>
        </div>
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section class="table-wrap" tabIndex={0} aria-label="查询对象，可左右滚动">
        <table class="table">
          <caption class="sr-only">查询对象</caption>
          <thead>
            <tr>
              <th scope="col">序号</th>
              <th scope="col">姓名</th>
              <th scope="col">证件号码</th>
              <th scope="col">关系</th>
              <th scope="col">结果</th>
            </tr>
          </thead>
          <tbody>
            {subjects.map(({ position, name: person, documentNumber, relation, answer, finding }) => (
              <tr key={position}>
                <td class="number">{position}</td>
                <th scope="row">{person}</th>
                <td>{documentNumber}</td>
                <td>{relationNames[relation] ?? relation}</td>
                <td>{finding ? (findingNames[finding] ?? finding) : openText(answer, counts.unasked)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {subjects.length < counts.all && (
        <p class="muted" data-testid="subjects-cut">
          名单共 {counts.all} 人，这里列出 {subjects.length} 人：最前面的，和要人看的。其余的照样查询、写进告知函的附表。
        </p>
      )}
    </section>
  )
}
