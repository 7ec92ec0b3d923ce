import { useEffect, useRef, useState } from 'preact/hooks'
import { announce } from '../announce.ts'
import type { AnswerOf, Api, Me } from '../api.ts'
import { peopleDate } from '../dates.ts'
import type { Unit } from '../disputes/types.ts'
import { FileIcon } from '../icons.tsx'
import { useAct } from '../knowledge/act.ts'
import { Empty, Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { KeyForm } from './key-form.tsx'
import { type Key, type Made, namesOf, roles, standing } from './key-words.ts'

/** Keys of programs (接口密钥): mine, and for an administrator those of the units' system accounts. A secret is shown once. */
export const KeysPage = ({ api, me }: { api: Api; me: Me }) => {
  const { data, problem, load } = useRead<{ keys: Key[] }>(api, '/api/keys')
  const units = useRead<{ units: Unit[] }>(api, '/api/tasks/units')
  const [isNew, setIsNew] = useState(false)
  const [made, setMade] = useState<Made>()
  const names = useRead<AnswerOf<'/api/switches', 'get'>>(api, '/api/switches')
  const titlesOf = (kind: 'agent' | 'tool', all: readonly string[] | null): string[] =>
    (all ?? []).map((name) => names.data?.titles[kind]?.[name] ?? name)
  const nameOf = (unit: string): string => units.data?.units.find(({ id }) => id === unit)?.name ?? unit
  const done = (key: Made) => {
    setMade(key)
    setIsNew(false)
    load()
  }
  const now = Date.now()
  const live = data?.keys.filter((key) => standing(key, now).isLive) ?? []
  const over = data?.keys.filter((key) => !standing(key, now).isLive) ?? []
  const line = (key: Key) => (
    <KeyLine
      key={key.id}
      api={api}
      one={key}
      nameOf={nameOf}
      narrowed={[...titlesOf('agent', key.agents), ...titlesOf('tool', key.tools)]}
      onMade={done}
      onEnded={load}
    />
  )
  return (
    <>
      <p class="lead">别的程序凭密钥进来办事，权限不超过密钥上写的，也不超过做密钥的人。审批、复核、管理要人来做，密钥做不了。</p>
      {made && <Secret made={made} onKept={() => setMade(undefined)} />}
      {isNew ? (
        <KeyForm api={api} me={me} units={units.data?.units ?? []} onDone={done} onClose={() => setIsNew(false)} />
      ) : (
        <p class="actions">
          <button type="button" class="button" onClick={() => setIsNew(true)} data-testid="new-key">
            新做一把密钥
          </button>
        </p>
      )}
      {problem && <ProblemNotice problem={problem} onRetry={load} />}
      {!data && !problem && <Loading what="密钥" />}
      {data?.keys.length === 0 && (
        <Empty icon={<FileIcon />} title="还没有密钥">
          110 接警、办公系统、别的智能体要接进来，先在这里给它做一把。
        </Empty>
      )}
      {live.length > 0 && (
        <ul class="rows" data-testid="live-keys">
          {live.map(line)}
        </ul>
      )}
      {over.length > 0 && (
        <details>
          <summary>不能再用的 {over.length} 把</summary>
          <ul class="rows">{over.map(line)}</ul>
        </details>
      )}
    </>
  )
}

/** The only time that anybody sees it (只显示一次). */
const Secret = ({ made, onKept }: { made: Made; onKept: () => void }) => {
  const field = useRef<HTMLTextAreaElement>(null)
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [made])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.secret)
      setIsCopied(true)
      announce('密钥已复制。')
    } catch {
      // Where copying is forbidden it stands there selected, to be copied by hand.
      field.current?.select()
    }
  }
  return (
    <section class="card confirm" aria-labelledby="secret-title" data-testid="secret-card">
      <h3 id="secret-title">“{made.key.title}”的密钥，只显示这一次</h3>
      <label class="field">
        <span>现在就存到程序的设置里。关掉以后谁也看不到，丢了只能换一把。</span>
        <textarea
          ref={field}
          class="secret"
          rows={2}
          readOnly
          value={made.secret}
          onFocus={(event) => event.currentTarget.select()}
          data-testid="secret"
        />
      </label>
      <p class="muted">用的时候放在请求头：Authorization: Bearer 密钥。怎么接，看接口说明。</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => void copy()}>
          {isCopied ? '已复制' : '复制'}
        </button>
        <button type="button" class="button button-plain" onClick={onKept} data-testid="secret-kept">
          我存好了，关掉
        </button>
        <a class="button button-quiet" href="/api-reference" target="_blank" rel="noopener">
          接口说明
        </a>
      </div>
    </section>
  )
}

const overlaps = [
  ['24', '一天'],
  ['168', '七天'],
  ['1', '一小时'],
  ['0', '不留，马上停'],
] as const

interface LineFacts {
  api: Api
  one: Key
  nameOf: (unit: string) => string
  /** Agents and deeds to which it is held, as people call them. */
  narrowed: readonly string[]
  onMade: (made: Made) => void
  onEnded: () => void
}

const KeyLine = ({ api, one, nameOf, narrowed, onMade, onEnded }: LineFacts) => {
  const [asks, setAsks] = useState<'rotate' | 'revoke'>()
  const [hours, setHours] = useState<string>(overlaps[0][0])
  const { isBusy, problem, act } = useAct()
  const { isLive, text, isBad } = standing(one, Date.now())
  const toggle = (what: 'rotate' | 'revoke') => setAsks(asks === what ? undefined : what)
  const rotate = () =>
    act(async () => {
      onMade(await api.post('/api/keys/{id}/rotate', { overlapHours: Number(hours) }, { id: one.id }))
      setAsks(undefined)
    }, '新密钥做好了。')
  const revoke = () =>
    act(async () => {
      await api.send(`/api/keys/${encodeURIComponent(one.id)}/revoke`)
      setAsks(undefined)
      onEnded()
    }, '已撤销。')
  return (
    <li class="card" data-testid="key">
      <div class="row-head">
        <h3>{one.title}</h3>
        <span class={isBad ? 'status is-bad' : 'status'}>{text}</span>
      </div>
      <dl class="fields">
        <Line name="给谁用" value={one.holder.unit ? `${nameOf(one.holder.unit)}的系统账号` : '我自己的程序'} />
        <Line name="能进的入口" value={namesOf(one)} />
        {one.roles.length > 0 && <Line name="身份" value={one.roles.map((role) => roles[role]).join('、')} />}
        {narrowed.length > 0 && <Line name="只准用" value={narrowed.join('、')} />}
        <Line name="每分钟最多" value={`${one.perMinute} 次`} />
        <Line name="密钥末四位" value={one.hint} />
        <Line name="做好的时间" value={`${peopleDate(one.madeAt)}${one.replaces ? '，换下了以前那把' : ''}`} />
        <Line name={one.revokedAt ? '撤销的时间' : isLive ? '用到' : '过期的时间'} value={peopleDate(one.revokedAt ?? one.expiresAt)} />
        <Line name="最近一次用" value={one.lastUsedAt ? peopleDate(one.lastUsedAt) : '还没有用过'} />
      </dl>
      {problem && <ProblemNotice problem={problem} onRetry={onEnded} />}
      {isLive && (
        <div class="actions">
          <button
            type="button"
            class="button button-plain"
            aria-expanded={asks === 'rotate'}
            onClick={() => toggle('rotate')}
            data-testid="rotate"
          >
            换一把
          </button>
          <button
            type="button"
            class="button button-plain"
            aria-expanded={asks === 'revoke'}
            onClick={() => toggle('revoke')}
            data-testid="revoke"
          >
            撤销
          </button>
        </div>
      )}
      {asks === 'rotate' && (
        <div class="form">
          <label class="choice">
            <span>旧的再用多久</span>
            <select value={hours} onChange={(event) => setHours(event.currentTarget.value)}>
              {overlaps.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <p class="confirm-line">做一把权限一样的新密钥。旧的到时自己停，程序有时间换过去。</p>
          <div class="actions">
            <button type="button" class="button" disabled={isBusy} onClick={() => void rotate()} data-testid="rotate-yes">
              确认换一把
            </button>
          </div>
        </div>
      )}
      {asks === 'revoke' && (
        <div class="form">
          <p class="confirm-line is-grave">马上停用，用这把密钥的程序立刻进不来，不能恢复。</p>
          <div class="actions">
            <button type="button" class="button" disabled={isBusy} onClick={() => void revoke()} data-testid="revoke-yes">
              确认撤销
            </button>
          </div>
        </div>
      )}
    </li>
  )
}

const Line = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)
