import type { Api } from '../api.ts'
import { usePlace } from '../use-page.ts'
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
const isPart = (name: string | undefined): name is Part => name !== undefined && name in parts

/** Where analysts look after what is known (知识管理): `#knowledge/<part>`. */
export const Knowledge = ({ api }: { api: Api }) => {
  const [name] = usePlace()
  const part = isPart(name) ? name : 'questions'
  // Object.keys forgets which strings they are.
  const names = Object.keys(parts) as Part[]
  return (
    <>
      <nav class="parts" aria-label="知识">
        {names.map((name) => (
          <a key={name} href={`#knowledge/${name}`} aria-current={part === name ? 'true' : undefined} data-testid={`part-${name}`}>
            {parts[name]}
          </a>
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
