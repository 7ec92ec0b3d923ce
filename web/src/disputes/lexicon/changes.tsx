import type { Api } from '../../api.ts'
import { Loading, ProblemNotice } from '../../notice.tsx'
import { useRead } from '../../use-page.ts'
import type { Difference, EntryChange, LineChange } from './types.ts'
import { titleOf } from './types.ts'

const signs = { added: '加', removed: '减', changed: '改' } as const
/** Words of one file that are shown before the rest is folded. */
const shownAtOnce = 200
/** Lines around a change that help to find it. */
const around = 1

/** What became of the words between two lexicons (版本对照): words first, because one line of a file holds many. */
export const Changes = ({ api, from, to, mark }: { api: Api; from: string; to: string; mark?: unknown }) => {
  const path = `/api/lexicon/difference?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`
  const { data, problem, load } = useRead<Difference>(api, path, mark)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="改动" />
  if (data.files.length === 0) return <p class="muted">没有改动。</p>
  const count = (kind: EntryChange['kind']): number => data.entries.filter((one) => one.kind === kind).length
  return (
    <section data-testid="changes">
      <p class="lead">
        加了 {count('added')} 个词，减了 {count('removed')} 个词，改了 {count('changed')} 个词的用法，动了 {data.files.length} 个文件。
        {data.entries.length === 0 && '词没有变，或者文件里还有错，暂时比不出词来。'}
      </p>
      {[...new Set(data.entries.map(({ part }) => part))].map((part) => (
        <div key={part} class="card">
          <h4>{titleOf(`${part}.yaml`)}</h4>
          <ul class="words">
            {data.entries
              .filter((one) => one.part === part)
              .slice(0, shownAtOnce)
              .map(({ kind, word, how }) => (
                <li key={`${kind}${word}`} class={`is-${kind}`}>
                  <span class="sign">{signs[kind]}</span>{' '}
                  {kind === 'added' ? <ins>{word}</ins> : kind === 'removed' ? <del>{word}</del> : word}
                  {how && <small>{how}</small>}
                </li>
              ))}
          </ul>
        </div>
      ))}
      <details class="card">
        <summary>按行看</summary>
        {data.files.map(({ name, lines }) => (
          <div key={name}>
            <h4>{name}</h4>
            <Lines lines={lines} />
          </div>
        ))}
      </details>
    </section>
  )
}

/** Changed lines with a little of what stands around them. */
export const Lines = ({ lines }: { lines: readonly LineChange[] }) => (
  <div class="diff">
    {lines.map(({ kind, lines: texts, at }, index) => {
      const isFirst = index === 0
      const isLast = index === lines.length - 1
      const isLong = kind === 'same' && texts.length > around * 2 + 1
      const kept = isLong ? [...(isFirst ? [] : texts.slice(0, around)), undefined, ...(isLast ? [] : texts.slice(-around))] : texts
      return (
        <pre key={`${kind}${at}`} class={`is-${kind}`}>
          {kind === 'added' && <span class="sr-only">加上：</span>}
          {kind === 'removed' && <span class="sr-only">减去：</span>}
          {kept.map((text) => `${kind === 'added' ? '+ ' : kind === 'removed' ? '− ' : '  '}${text ?? '⋯'}\n`).join('')}
        </pre>
      )
    })}
  </div>
)
