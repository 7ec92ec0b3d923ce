import { useState } from 'preact/hooks'
import type { AnswerOf, Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { useAct } from '../knowledge/act.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'

type Listed = AnswerOf<'/api/switches', 'get'>
type Switch = Listed['switches'][number]
type Kind = Switch['kind']

const kinds: Readonly<Record<Kind, string>> = { agent: '分身', tool: '操作', door: '入口', model: '模型' }
/** What is lost while it is off, said before it is done. */
const effects: Readonly<Record<Kind, string>> = {
  agent: '群众和民警暂时不能和它说话，正在办的事不会丢',
  tool: '所有分身和入口都暂时办不了这件事',
  door: '从这个入口来的人和程序暂时进不来；停的是对话时，呼救仍会听到',
  model: '对话改由后面的模型答，没有就由离线模型答',
}

/** What is switched off, by whom and why; administrators switch (紧急停用). */
export const Switches = ({ api, isAdmin }: { api: Api; isAdmin: boolean }) => {
  const { data, problem, load } = useRead<Listed>(api, '/api/switches')
  const [asks, setAsks] = useState<Switch | 'new'>()
  const close = () => setAsks(undefined)
  const done = () => {
    close()
    load()
  }
  const off = data?.switches.filter(({ isOff }) => isOff) ?? []
  return (
    <section class="card" aria-labelledby="switches" data-testid="switches">
      <h3 id="switches">紧急停用</h3>
      {problem && <ProblemNotice problem={problem} onRetry={load} />}
      {!data && !problem && <Loading what="开关" />}
      {data && off.length === 0 && <p class="muted">没有停用的。</p>}
      <ul class="rows">
        {off.map((one) => (
          <li key={`${one.kind} ${one.name}`} data-testid="switched-off">
            <div class="row-head">
              <h4>
                {kinds[one.kind]} {one.title}
              </h4>
              <span class="status is-bad">已停用</span>
            </div>
            <p>
              {one.byName}于{peopleDate(one.at)}停用：{one.reason}
            </p>
            {one.say && <p class="muted">对外说：{one.say}</p>}
            {isAdmin &&
              (asks === one ? (
                <SwitchForm
                  api={api}
                  names={{ [one.kind]: [one.name] }}
                  titles={{ [one.kind]: { [one.name]: one.title } }}
                  on={one}
                  onDone={done}
                  onClose={close}
                />
              ) : (
                <button type="button" class="button button-plain" onClick={() => setAsks(one)} data-testid="switch-on">
                  恢复
                </button>
              ))}
          </li>
        ))}
      </ul>
      {isAdmin &&
        data &&
        (asks === 'new' ? (
          <SwitchForm api={api} names={data.names} titles={data.titles} onDone={done} onClose={close} />
        ) : (
          <button type="button" class="button button-plain" onClick={() => setAsks('new')} data-testid="switch-off">
            停用一项
          </button>
        ))}
      {data && !isAdmin && <p class="muted">停用和恢复由系统管理员办。</p>}
    </section>
  )
}

interface FormFacts {
  api: Api
  names: Partial<Record<Kind, string[]>>
  /** What people call each. */
  titles: Partial<Record<Kind, Record<string, string>>>
  /** What is to be on again; left out, something is to be switched off. */
  on?: Switch
  onDone: () => void
  onClose: () => void
}

/** A reason, and one sentence that says what will happen, before the button that does it. */
const SwitchForm = ({ api, names, titles, on, onDone, onClose }: FormFacts) => {
  const [kind, setKind] = useState<Kind>(on?.kind ?? 'agent')
  const [name, setName] = useState(on?.name ?? '')
  const [reason, setReason] = useState('')
  const [say, setSay] = useState('')
  const { isBusy, problem, act } = useAct()
  const isOff = on === undefined
  const titleOf = (one: string): string => titles[kind]?.[one] ?? one
  const save = (event: Event) => {
    event.preventDefault()
    const wish = { kind, name, isOff, reason, ...(isOff && say.trim() ? { say } : {}) }
    void act(() => api.post('/api/switches', wish), isOff ? '已停用。' : '已恢复。').then((isDone) => isDone && onDone())
  }
  return (
    <form class="form" onSubmit={save} data-testid="switch-form">
      {isOff && (
        <div class="filters">
          <label class="choice">
            <span>停用什么</span>
            <select
              value={kind}
              onChange={(event) => {
                setKind(event.currentTarget.value as Kind)
                setName('')
              }}
              data-testid="switch-kind"
            >
              {Object.entries(kinds).map(([one, title]) => (
                <option key={one} value={one}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <label class="choice">
            <span>哪一个</span>
            <select required value={name} onChange={(event) => setName(event.currentTarget.value)} data-testid="switch-name">
              <option value="">请选择</option>
              {(names[kind] ?? []).map((one) => (
                <option key={one} value={one}>
                  {titleOf(one)}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <label class="field">
        <span>为什么（只给同事看，记入审计）</span>
        <input
          type="text"
          required
          maxLength={500}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
          data-testid="switch-reason"
        />
      </label>
      {isOff && (
        <label class="field">
          <span>对外怎么说（不写就用平常的话）</span>
          <input type="text" maxLength={500} value={say} onInput={(event) => setSay(event.currentTarget.value)} />
        </label>
      )}
      {name && (
        <p class={isOff ? 'confirm-line is-grave' : 'confirm-line'} data-testid="switch-says">
          {isOff
            ? `停用${kinds[kind]}“${titleOf(name)}”，一秒内处处生效：${effects[kind]}。`
            : `恢复${kinds[kind]}“${titleOf(name)}”，一秒内处处可用。`}
        </p>
      )}
      {problem && <ProblemNotice problem={problem} />}
      <div class="actions">
        <button type="submit" class="button" disabled={isBusy || !name || !reason.trim()} data-testid="switch-send">
          {isOff ? '确认停用' : '确认恢复'}
        </button>
        <button type="button" class="button button-quiet" onClick={onClose}>
          不办了
        </button>
      </div>
    </form>
  )
}
