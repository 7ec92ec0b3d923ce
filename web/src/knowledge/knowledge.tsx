import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { Answers } from './answers.tsx'
import { Documents } from './documents.tsx'
import { Drafts } from './drafts.tsx'
import { Questions } from './questions.tsx'
import { Uses } from './uses.tsx'

const parts = {
  questions: '没答上的提问',
  documents: '文件与版本',
  answers: '审定答复',
  uses: '用得最多的条文',
  drafts: '用例草稿',
} as const
type Part = keyof typeof parts

/** Where analysts look after what is known (知识管理). */
export const Knowledge = ({ api }: { api: Api }) => {
  const [part, setPart] = useState<Part>('questions')
  // Object.keys forgets which strings they are.
  const names = Object.keys(parts) as Part[]
  return (
    <>
      <nav class="parts" aria-label="知识">
        {names.map((name) => (
          <button
            type="button"
            key={name}
            aria-current={part === name ? 'true' : undefined}
            onClick={() => setPart(name)}
            data-testid={`part-${name}`}
          >
            {parts[name]}
          </button>
        ))}
      </nav>
      {part === 'questions' && <Questions api={api} />}
      {part === 'documents' && <Documents api={api} />}
      {part === 'answers' && <Answers api={api} />}
      {part === 'uses' && <Uses api={api} />}
      {part === 'drafts' && <Drafts api={api} />}
    </>
  )
}
