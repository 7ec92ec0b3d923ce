import type { Api } from '../api.ts'
import { materialNames } from './names.ts'
import type { CaseDetail } from './types.ts'

/** What was asked for, what came in, and what is missing (材料). */
export const Materials = ({ one }: { api: Api; one: CaseDetail }) => (
  <section class="card" aria-labelledby="materials-title" data-testid="case-materials">
    <h3 id="materials-title" tabIndex={-1}>
      材料
    </h3>
    {one.wanted.length === 0 ? (
      <p class="muted">这件申请不用另外交材料。</p>
    ) : (
      <ul class="lines">
        {one.wanted.map((kind) => (
          <li key={kind}>{materialNames[kind] ?? kind}</li>
        ))}
      </ul>
    )}
    {one.received.length > 0 && <p>窗口收到：{one.received.join('、')}</p>}
    {one.missing.length > 0 && (
      <>
        <h4>已告知要补的</h4>
        <ul class="lines">
          {one.missing.map(({ what, how }) => (
            <li key={what}>
              {what}：{how}
            </li>
          ))}
        </ul>
      </>
    )}
  </section>
)
