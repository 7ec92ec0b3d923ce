import { useEffect, useState } from 'preact/hooks'
import type { Api, Problem } from '../../api.ts'
import { problemOf } from '../../api.ts'
import { ProblemNotice } from '../../notice.tsx'
import { FindingLine, TextWithFinding } from '../finding.tsx'
import type { Preview } from './types.ts'

/** How long somebody stops typing before their text is read. */
const pauseMs = 600

/** One text, read as the words stand in the editor and as they are in force (实时预览). Nothing of it is kept. */
export const PreviewPart = (props: { api: Api; draft: string; files: readonly { name: string; text: string }[]; mark: unknown }) => {
  const { api, draft, files, mark } = props
  const [text, setText] = useState('')
  const [found, setFound] = useState<{ preview: Preview; text: string }>()
  const [problem, setProblem] = useState<Problem>()
  const asked = JSON.stringify({ draft, files, text })
  useEffect(() => {
    if (text.trim() === '') {
      setFound(undefined)
      return
    }
    let isOld = false
    const timer = setTimeout(() => {
      api
        .send<Preview>('/api/lexicon/preview', { draft, files, text })
        .then((preview) => {
          if (isOld) return
          setProblem(undefined)
          setFound({ preview, text })
        })
        .catch((error) => !isOld && setProblem(problemOf(error)))
    }, pauseMs)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [asked, api, mark])
  const { before, after, faults } = found?.preview ?? { before: null, after: null, faults: [] }
  const isChanged = before && after && JSON.stringify(before) !== JSON.stringify(after)
  return (
    <section class="card" aria-label="试一段警情">
      <label class="field">
        <span>试一段警情（贴进来就看到结果，不保存）</span>
        <textarea
          rows={4}
          maxLength={20_000}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          data-testid="preview-text"
        />
      </label>
      {problem && <ProblemNotice problem={problem} />}
      <div aria-live="polite" data-testid="preview">
        {faults.length > 0 && <p class="bad">词库里还有错，改好以后才能试。</p>}
        {before && after && found && (
          <>
            <h4>改以后</h4>
            <FindingLine finding={after} />
            <TextWithFinding text={found.text} finding={after} />
            <h4>现在用的版本{!isChanged && '：一样'}</h4>
            {isChanged && (
              <>
                <FindingLine finding={before} />
                <details>
                  <summary>看它的理由</summary>
                  <TextWithFinding text={found.text} finding={before} />
                </details>
              </>
            )}
          </>
        )}
      </div>
    </section>
  )
}
