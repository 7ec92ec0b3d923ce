import { useState } from 'preact/hooks'
import type { AnswerOf, Api, Problem } from '../api.ts'
import { problemOf } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { ProblemNotice } from '../notice.tsx'

type Receipt = AnswerOf<'/api/receipts/{code}', 'get'>

/** An answer by the code that stands under it, for a purpose that the one who asked can read (回执). */
export const ReceiptLook = ({ api }: { api: Api }) => {
  const [code, setCode] = useState('')
  const [purpose, setPurpose] = useState('')
  const [found, setFound] = useState<Receipt>()
  const [problem, setProblem] = useState<Problem>()
  const look = (event: Event) => {
    event.preventDefault()
    setFound(undefined)
    setProblem(undefined)
    const query = new URLSearchParams({ purpose: purpose.trim() })
    api
      .read<Receipt>(`/api/receipts/${encodeURIComponent(code.trim())}?${query}`)
      .then(setFound, (cause: unknown) => setProblem(problemOf(cause)))
  }
  return (
    <section class="card" aria-labelledby="receipt" data-testid="receipt-look">
      <h3 id="receipt">按回执编号核查一次答复</h3>
      <form class="form" onSubmit={look}>
        <label class="field">
          <span>回执编号</span>
          <input
            type="text"
            required
            maxLength={40}
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
            data-testid="receipt-code"
          />
        </label>
        <label class="field">
          <span>为什么要看（提问的人看得到）</span>
          <input
            type="text"
            required
            minLength={4}
            maxLength={200}
            value={purpose}
            onInput={(event) => setPurpose(event.currentTarget.value)}
            data-testid="receipt-purpose"
          />
        </label>
        <div class="actions">
          <button type="submit" class="button" data-testid="receipt-find">
            查看
          </button>
        </div>
      </form>
      {problem && <ProblemNotice problem={problem} />}
      {found && (
        <dl class="fields" data-testid="receipt">
          <Row name="时间" value={peopleDate(found.at)} />
          <Row name="问" value={found.says} />
          <Row name="答" value={found.text} />
          <Row name="分身" value={found.agent ? `${found.agent.id}（版本 ${found.agent.version}）` : '总台'} />
          <Row
            name="模型"
            value={[found.model, ...found.models.map(({ model, fault }) => (fault ? `${model}：${fault}` : model))].join('；')}
          />
          <Row name="工具" value={found.tools.map(({ name, result }) => `${name}（${result}）`).join('、') || '没有用'} />
          <Row name="依据" value={found.documents.map(({ document, path }) => `《${document}》${path}`).join('；') || '没有引用'} />
        </dl>
      )}
    </section>
  )
}

const Row = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)
