import { useState } from 'preact/hooks'
import type { Api } from '../../api.ts'
import { peopleDate } from '../../dates.ts'
import { useAct } from '../../knowledge/act.ts'
import { Loading, ProblemNotice } from '../../notice.tsx'
import { useRead } from '../../use-page.ts'
import { Changes } from './changes.tsx'
import { MeasuredTables } from './measured.tsx'
import type { Draft, Version } from './types.ts'

const nameOf = (number: number): string => (number === 0 ? '随带词库' : `第 ${number} 版`)

/** Every version that was published: who, when, why, how it measured, who signed (版本). */
export const Versions = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<{ versions: Version[] }>(api, '/api/lexicon/versions')
  const [from, setFrom] = useState<number>()
  const [to, setTo] = useState<number>()
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="版本" />
  const numbers = [...data.versions.map(({ number }) => number), 0]
  const newest = numbers[0] ?? 0
  const [older, newer] = [from ?? Math.max(0, newest - 1), to ?? newest]
  return (
    <>
      <p class="crumbs">
        <a href="#disputes/lexicon">词库</a> › 版本
      </p>
      {data.versions.length === 0 && <p class="lead">还没有发布过，现在用的是随带的词库。</p>}
      <ol class="rows">
        {data.versions.map((version) => (
          <li key={version.number} class="card" data-testid="version">
            <div class="row-head">
              <h3>{nameOf(version.number)}</h3>
              {version.number === newest && <span class="status">使用中</span>}
            </div>
            <p>{version.why}</p>
            <p class="muted">
              {version.byName}于{peopleDate(version.at)}发布，改自{nameOf(version.base)}，研判结果里记作 {version.scanner}
            </p>
            {version.signature && (
              <p class="muted">
                {version.signature.byName}签字：{version.signature.why}
              </p>
            )}
            <details>
              <summary>当时的测评</summary>
              <MeasuredTables proposal={version.proposal} />
            </details>
            {version.number !== newest && <GoBack api={api} number={version.number} />}
          </li>
        ))}
        {newest > 0 && (
          <li class="card">
            <h3>{nameOf(0)}</h3>
            <GoBack api={api} number={0} />
          </li>
        )}
      </ol>
      {numbers.length > 1 && (
        <section aria-labelledby="compare">
          <h3 class="section-title" id="compare">
            对照两个版本
          </h3>
          <div class="filters">
            {(
              [
                ['旧的', older, setFrom],
                ['新的', newer, setTo],
              ] as const
            ).map(([label, value, set]) => (
              <label key={label} class="choice">
                <span>{label}</span>
                <select value={value} onChange={(event) => set(Number(event.currentTarget.value))}>
                  {numbers.map((number) => (
                    <option key={number} value={number}>
                      {nameOf(number)}
                    </option>
                  ))}
                </select>
              </label>
            ))}
          </div>
          <Changes api={api} from={String(older)} to={String(newer)} />
        </section>
      )}
    </>
  )
}

const GoBack = ({ api, number }: { api: Api; number: number }) => {
  const { isBusy, problem, act } = useAct()
  const begin = () =>
    act(async () => {
      const draft = await api.send<Draft>('/api/lexicon/drafts', { title: `回到${nameOf(number)}`, from: number })
      location.hash = `disputes/lexicon/draft/${draft.id}`
    })
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      <button type="button" class="link" disabled={isBusy} onClick={begin}>
        以这一版新建草稿
      </button>
    </>
  )
}
