import { useEffect, useRef, useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { kept } from '../kept.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { type Act, actsOf, type Field } from './acts.ts'
import type { CaseDetail } from './types.ts'

type Facts = Record<string, unknown>

/** A list left empty says nothing, and yes or no is sent as it is. */
const sent = (act: Act, facts: Facts): Facts =>
  Object.fromEntries(
    act.fields
      .map(({ name }) => [name, facts[name]] as const)
      .filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0))
      .map(([name, value]) => [name, value === 'true' ? true : value === 'false' ? false : value]),
  )

/** What was filled in when it was sent: it comes back where the sign-in had run out, and is gone once it is done. */
interface Begun {
  number: string
  name: string
  facts: Facts
}

interface Props {
  api: Api
  one: CaseDetail
  onDone: (now: CaseDetail) => void
  /** Reads the case again: somebody else may have been faster. */
  onStale: () => void
}

/** What may be done now (下一步): one form open at a time, each with the sentence that says what sending it does. */
export const Acts = ({ api, one, onDone, onStale }: Props) => {
  const may = actsOf(one)
  const [begun, setBegun] = useState(() => {
    const before = kept.get<Begun>('act')
    return before?.number === one.number && may.some(([name]) => name === before.name) ? before : undefined
  })
  const [open, setOpen] = useState(begun?.name)
  const { isBusy, problem, act } = useAct()
  const close = () => {
    kept.set('act', undefined)
    setBegun(undefined)
    setOpen(undefined)
  }
  const chosen = may.find(([name]) => name === open)?.[1]
  const doAct = (name: string, title: string, facts: Facts) =>
    act(async () => {
      if (Object.keys(facts).length > 0) kept.set('act', { number: one.number, name, facts } satisfies Begun)
      const path = `/api/desk/cases/${encodeURIComponent(one.number)}/${name}`
      onDone(await api.send<CaseDetail>(path, { revision: one.revision, ...facts }))
      close()
      // The form is gone: whoever has no mouse goes on at what comes next.
      document.getElementById('next-title')?.focus()
    }, `${title}已办。`)
  if (may.length === 0) return <p class="muted">现在没有您可以办的步骤。</p>
  return (
    <>
      <div class="actions" data-testid="case-acts">
        {may.map(([name, { title, isPlain, isGrave, isAside }], at) => (
          <button
            type="button"
            key={name}
            // What stands out is what moves the case on: never what refuses somebody, or sets it aside.
            class={at === 0 && !isGrave && !isAside ? 'button' : 'button button-plain'}
            disabled={isBusy}
            aria-expanded={isPlain ? undefined : open === name}
            onClick={() => (isPlain ? void doAct(name, title, {}) : setOpen(open === name ? undefined : name))}
            data-testid={`act-${name}`}
          >
            {title}
          </button>
        ))}
      </div>
      {problem && (
        <ProblemNotice
          problem={problem}
          signInSays="登录已过期，还没有办。填好的都留着，登录后回到这里再确认一次。"
          {...(problem.status === 409 ? { onRetry: onStale } : {})}
        />
      )}
      {open && chosen && (
        <ActForm
          key={`${open} ${one.revision}`}
          api={api}
          one={one}
          act={chosen}
          begun={begun?.name === open ? begun.facts : {}}
          isBusy={isBusy}
          onCancel={close}
          onSend={(facts) => void doAct(open, chosen.title, facts)}
        />
      )}
    </>
  )
}

interface FormProps {
  api: Api
  one: CaseDetail
  act: Act
  /** What was filled in before. */
  begun: Facts
  isBusy: boolean
  onCancel: () => void
  onSend: (facts: Facts) => void
}

const ActForm = ({ api, one, act, begun, isBusy, onCancel, onSend }: FormProps) => {
  const fields = act.fields.filter(({ isFor }) => isFor === undefined || isFor(one))
  const [facts, setFacts] = useState<Facts>(() => ({
    ...Object.fromEntries(fields.filter(({ begins }) => begins).map(({ name, begins }) => [name, begins?.(one)])),
    ...begun,
  }))
  const form = useRef<HTMLFormElement>(null)
  // The form has just been asked for: its first field is where one goes on.
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select, textarea, button')?.focus(), [])
  return (
    <form
      ref={form}
      class="form act-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSend(sent(act, facts))
      }}
      data-testid="act-form"
    >
      <h4>{act.title}</h4>
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          api={api}
          here={one.unit.id}
          field={field}
          rows={field.rows?.(one) ?? []}
          value={facts[field.name]}
          onValue={(value) => setFacts((now) => ({ ...now, [field.name]: value }))}
        />
      ))}
      <p class={act.isGrave ? 'confirm-line is-grave' : 'confirm-line'}>{act.confirm}</p>
      <div class="actions">
        <button type="submit" class="button" disabled={isBusy} data-testid="act-send">
          确认{act.title}
        </button>
        <button type="button" class="button button-quiet" onClick={onCancel}>
          先不
        </button>
      </div>
    </form>
  )
}

/** Another unit that takes applications. */
const UnitChoice = (props: { api: Api; here: string; label: string; value: string; onValue: (value: string) => void }) => {
  const { api, here, label, value, onValue } = props
  const { data, problem, load } = useRead<{ units: { id: string; name: string }[] }>(api, '/api/desk/receivers')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return (
    <label class="field">
      <span>{label}</span>
      <select name="to" required value={value} onChange={(event) => onValue(event.currentTarget.value)} data-testid="act-unit">
        <option value="">请选单位</option>
        {data?.units
          .filter(({ id }) => id !== here)
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </select>
    </label>
  )
}

interface InputProps {
  api: Api
  /** The unit that has the case now. */
  here: string
  field: Field
  /** People of a list who may be chosen. */
  rows: ReturnType<NonNullable<Field['rows']>>
  value: unknown
  onValue: (value: unknown) => void
}

const rowText = ({ position, name, documentNumber }: InputProps['rows'][number]): string => `第 ${position} 行 ${name} ${documentNumber}`

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const FieldInput = ({ api, here, field, rows, value, onValue }: InputProps) => {
  const { name, label, kind, isOptional = false, options = [] } = field
  const told = `${label}${isOptional ? '（可不写）' : ''}`
  const text = Array.isArray(value) ? value.join('\n') : ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : ''
  if (kind === 'missing') return <Missing value={value} onValue={onValue} />
  if (kind === 'unit') return <UnitChoice api={api} here={here} label={told} value={text} onValue={onValue} />
  if (kind === 'person')
    return (
      <label class="field">
        <span>{told}</span>
        <select name={name} required value={text} onChange={(event) => onValue(Number(event.currentTarget.value) || undefined)}>
          <option value="">请选择</option>
          {rows.map((row) => (
            <option key={row.position} value={row.position}>
              {rowText(row)}
            </option>
          ))}
        </select>
      </label>
    )
  if (kind === 'people') {
    const ticked = Array.isArray(value) ? value : []
    return (
      <fieldset class="picker">
        <legend>{told}</legend>
        {rows.map((row) => (
          <label key={row.position} class="check">
            <input
              type="checkbox"
              name={`${name}-${row.position}`}
              checked={ticked.includes(row.position)}
              onChange={(event) =>
                onValue(event.currentTarget.checked ? [...ticked, row.position] : ticked.filter((other) => other !== row.position))
              }
            />
            <span>{rowText(row)}</span>
          </label>
        ))}
      </fieldset>
    )
  }
  if (kind === 'checks') {
    const ticked = Array.isArray(value) ? value : []
    return (
      <fieldset class="picker">
        <legend>{told}</legend>
        {options.map(([one, words]) => (
          <label key={one} class="check">
            <input
              type="checkbox"
              name={`${name}-${one}`}
              required
              checked={ticked.includes(one)}
              onChange={(event) => onValue(event.currentTarget.checked ? [...ticked, one] : ticked.filter((other) => other !== one))}
            />
            <span>{words}</span>
          </label>
        ))}
      </fieldset>
    )
  }
  if (kind === 'yes')
    return (
      <label class="check">
        <input type="checkbox" name={name} required checked={value === true} onChange={(event) => onValue(event.currentTarget.checked)} />
        <span>{told}</span>
      </label>
    )
  if (kind === 'choice')
    return (
      <label class="field">
        <span>{told}</span>
        <select name={name} required={!isOptional} value={text} onChange={(event) => onValue(event.currentTarget.value)}>
          <option value="">请选择</option>
          {options.map(([one, words]) => (
            <option key={one} value={one}>
              {words}
            </option>
          ))}
        </select>
      </label>
    )
  if (kind === 'text' || kind === 'lines')
    return (
      <label class="field">
        <span>{told}</span>
        <textarea
          name={name}
          rows={3}
          maxLength={1_000}
          required={!isOptional}
          defaultValue={text}
          onInput={(event) => onValue(kind === 'lines' ? linesOf(event.currentTarget.value) : event.currentTarget.value)}
        />
      </label>
    )
  if (kind === 'day')
    return (
      <label class="field">
        <span>{told}</span>
        <input name={name} type="date" required={!isOptional} value={text} onInput={(event) => onValue(event.currentTarget.value)} />
      </label>
    )
  return (
    <label class="field">
      <span>{told}</span>
      <input
        name={name}
        type="text"
        maxLength={200}
        required={!isOptional}
        value={text}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </label>
  )
}

interface MissingRow {
  what: string
  how: string
}
const isRow = (value: unknown): value is MissingRow => typeof value === 'object' && value !== null && 'what' in value

/** The whole list of what is missing, each with how to make it good (一次告知). */
const Missing = ({ value, onValue }: { value: unknown; onValue: (value: unknown) => void }) => {
  const given = Array.isArray(value) ? value.filter(isRow) : []
  const rows = given.length > 0 ? given : [{ what: '', how: '' }]
  const change = (at: number, part: Partial<MissingRow>) => onValue(rows.map((row, own) => (own === at ? { ...row, ...part } : row)))
  return (
    <fieldset class="picker">
      <legend>缺的材料，一次列全</legend>
      {rows.map((row, at) => (
        <div key={at} class="pair">
          <label class="field">
            <span>第 {at + 1} 样：缺什么</span>
            <input
              required
              maxLength={100}
              value={row.what}
              onInput={(event) => change(at, { what: event.currentTarget.value })}
              name={`what-${at}`}
            />
          </label>
          <label class="field">
            <span>怎么补</span>
            <input
              required
              maxLength={300}
              value={row.how}
              onInput={(event) => change(at, { how: event.currentTarget.value })}
              name={`how-${at}`}
            />
          </label>
          {rows.length > 1 && (
            <button type="button" class="button button-quiet" onClick={() => onValue(rows.filter((_, own) => own !== at))}>
              去掉第 {at + 1} 样
            </button>
          )}
        </div>
      ))}
      <button type="button" class="button button-plain button-small" onClick={() => onValue([...rows, { what: '', how: '' }])}>
        再加一样
      </button>
    </fieldset>
  )
}
