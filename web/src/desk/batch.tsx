import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import type { CaseRow, Sealed } from './types.ts'

/** Replies to units in which nobody was found, confirmed together (批量盖章确认); each stands or falls by itself. */
export const SealBatch = ({ api, cases, onDone }: { api: Api; cases: readonly CaseRow[]; onDone: () => void }) => {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [results, setResults] = useState<readonly Sealed[]>()
  const { isBusy, problem, act } = useAct()
  const waiting = cases.filter(({ group }) => group === 'seal')
  const chosen = waiting.filter(({ number }) => !left.has(number))
  if (waiting.length === 0 && !results) return null
  const confirm = () =>
    act(async () => {
      const { cases: all } = await api.send<{ cases: Sealed[] }>('/api/desk/batch/confirm', {
        cases: chosen.map(({ number, revision }) => ({ number, revision })),
      })
      setResults(all)
      onDone()
    }, '已确认。')
  const failed = results?.filter(({ isDone }) => !isDone) ?? []
  return (
    <details class="card" open={results !== undefined} data-testid="seal-batch">
      <summary>单位查询里，有 {waiting.length} 件全部未发现，等盖章确认</summary>
      <ul class="checks is-wide">
        {waiting.map(({ number, about }) => (
          <li key={number}>
            <label class="check">
              <input
                type="checkbox"
                checked={!left.has(number)}
                onChange={() =>
                  setLeft((now) => {
                    const next = new Set(now)
                    if (!next.delete(number)) next.add(number)
                    return next
                  })
                }
              />
              <span>
                {about}（{number}）
              </span>
            </label>
          </li>
        ))}
      </ul>
      {waiting.length > 0 && (
        <>
          <p class="confirm-line">确认以后，每件各出具一份查询告知函，写明“未发现”。不想一起办的，去掉勾。</p>
          <div class="actions">
            <button type="button" class="button" disabled={isBusy || chosen.length === 0} onClick={confirm} data-testid="seal-confirm">
              确认盖章 {chosen.length} 件
            </button>
          </div>
        </>
      )}
      {problem && <ProblemNotice problem={problem} />}
      {results && (
        <p role="status" data-testid="seal-result">
          办好 {results.length - failed.length} 件{failed.length > 0 && `，${failed.length} 件没有办成`}。
        </p>
      )}
      {failed.map(({ number, why }) => (
        <p key={number} class="notice-line">
          {number}：{why ?? '请打开这一件再办。'}
        </p>
      ))}
    </details>
  )
}
