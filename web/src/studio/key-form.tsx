import { useEffect, useRef, useState } from 'preact/hooks'
import type { AnswerOf, Api, Me } from '../api.ts'
import type { Unit } from '../disputes/types.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { type Door, doors, type Made, type Role, roles } from './key-words.ts'

type Switches = AnswerOf<'/api/switches', 'get'>

const lives = [
  [90, '90 天'],
  [30, '30 天'],
  [180, '180 天'],
  [366, '一年'],
] as const

const toggled = <T,>(all: readonly T[], one: T, is: boolean): T[] => (is ? [...all, one] : all.filter((other) => other !== one))

/** What a new key may do, and one sentence that says it before it is made. */
export const KeyForm = (props: { api: Api; me: Me; units: readonly Unit[]; onDone: (made: Made) => void; onClose: () => void }) => {
  const { api, me, units, onDone, onClose } = props
  const mine = me.who?.roles ?? []
  const isAdmin = mine.includes('admin')
  const [title, setTitle] = useState('')
  const [unit, setUnit] = useState('')
  const [open, setOpen] = useState<Door[]>([])
  const [as, setAs] = useState<Role[]>(mine.some((role) => role !== 'auditor') ? ['officer'] : [])
  const [agents, setAgents] = useState<string[]>([])
  const [tools, setTools] = useState<string[]>([])
  const [days, setDays] = useState<number>(lives[0][0])
  const [perMinute, setPerMinute] = useState('600')
  const { isBusy, problem, act } = useAct()
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const may = (Object.keys(roles) as Role[]).filter((role) =>
    role === 'officer' ? mine.some((own) => own !== 'auditor') : mine.includes(role),
  )
  // Routes of the API do not go by agent or tool, so the two do not go together.
  const isWhole = open.includes('api')
  const isReady = title.trim() !== '' && open.length > 0 && as.length > 0
  const save = (event: Event) => {
    event.preventDefault()
    const wish = {
      ...{ title: title.trim(), doors: open, roles: as, days, perMinute: Number(perMinute) },
      ...(unit ? { unit } : {}),
      ...(!isWhole && agents.length > 0 ? { agents } : {}),
      ...(!isWhole && tools.length > 0 ? { tools } : {}),
    }
    void act(async () => onDone(await api.post('/api/keys', wish)), '密钥做好了。')
  }
  return (
    <form class="card form" onSubmit={save} data-testid="key-form">
      <h3>新做一把密钥</h3>
      <label class="field">
        <span>做什么用</span>
        <input
          ref={first}
          type="text"
          required
          maxLength={60}
          value={title}
          placeholder="例如：110 接警平台"
          onInput={(event) => setTitle(event.currentTarget.value)}
          data-testid="key-title"
        />
      </label>
      {isAdmin && (
        <label class="field">
          <span>给谁用</span>
          <select value={unit} onChange={(event) => setUnit(event.currentTarget.value)} data-testid="key-unit">
            <option value="">我自己的程序，以我的名义</option>
            {units.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}的系统账号
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset class="checks is-wide">
        <legend>能进的入口</legend>
        {(Object.keys(doors) as Door[]).map((door) => (
          <label key={door} class="check">
            <input
              type="checkbox"
              checked={open.includes(door)}
              onChange={(event) => setOpen(toggled(open, door, event.currentTarget.checked))}
              data-testid={`door-${door}`}
            />
            <span>
              {doors[door].name}
              <small class="muted">：{doors[door].about}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset class="checks">
        <legend>身份</legend>
        {may.map((role) => (
          <label key={role} class="check">
            <input
              type="checkbox"
              checked={as.includes(role)}
              onChange={(event) => setAs(toggled(as, role, event.currentTarget.checked))}
            />
            <span>{roles[role]}</span>
          </label>
        ))}
      </fieldset>
      {isWhole ? (
        <p class="muted">开了“全部接口”，就不能只限几个分身或操作。</p>
      ) : (
        <Narrow api={api} agents={agents} tools={tools} onAgents={setAgents} onTools={setTools} />
      )}
      <div class="filters">
        <label class="choice">
          <span>用多久</span>
          <select value={String(days)} onChange={(event) => setDays(Number(event.currentTarget.value))}>
            {lives.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label class="choice">
          <span>每分钟最多几次</span>
          <input
            type="number"
            required
            min={1}
            max={60_000}
            value={perMinute}
            onInput={(event) => setPerMinute(event.currentTarget.value)}
          />
        </label>
      </div>
      {isReady && (
        <p class="confirm-line" data-testid="key-says">
          做好以后，拿着它的程序可以{open.map((door) => doors[door].about).join('；')}，用 {days} 天。谁做的、谁用的，都记在审计里。
        </p>
      )}
      {problem && <ProblemNotice problem={problem} />}
      <div class="actions">
        <button type="submit" class="button" disabled={isBusy || !isReady} data-testid="key-send">
          做密钥
        </button>
        <button type="button" class="button button-quiet" onClick={onClose}>
          不做了
        </button>
      </div>
    </form>
  )
}

/** Holds a key to some agents and deeds; nothing ticked: all that the role has. */
const Narrow = (props: {
  api: Api
  agents: readonly string[]
  tools: readonly string[]
  onAgents: (agents: string[]) => void
  onTools: (tools: string[]) => void
}) => {
  const { api, agents, tools, onAgents, onTools } = props
  const names = useRead<Switches>(api, '/api/switches')
  const titleOf = (kind: 'agent' | 'tool', name: string): string => names.data?.titles[kind]?.[name] ?? name
  const part = (
    legend: string,
    all: readonly string[],
    chosen: readonly string[],
    set: (next: string[]) => void,
    told: (one: string) => string,
  ) => (
    <fieldset class="checks">
      <legend>{legend}</legend>
      {all.map((one) => (
        <label key={one} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            onChange={(event) => set(toggled(chosen, one, event.currentTarget.checked))}
          />
          <span>{told(one)}</span>
        </label>
      ))}
    </fieldset>
  )
  return (
    <details data-testid="key-narrow">
      <summary>
        只准用某几个分身或操作
        {agents.length + tools.length > 0 ? `（选了 ${agents.length} 个分身、${tools.length} 个操作）` : '（不选就是都可以）'}
      </summary>
      {names.problem && <ProblemNotice problem={names.problem} onRetry={names.load} />}
      {part('分身', names.data?.names.agent ?? [], agents, onAgents, (one) => titleOf('agent', one))}
      {part('操作', names.data?.names.tool ?? [], tools, onTools, (one) => titleOf('tool', one))}
    </details>
  )
}
