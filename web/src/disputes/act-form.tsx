import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { type Act, acts, type Field } from './acts.ts'
import type { Matter, TaskDetail, Unit } from './types.ts'

type Facts = Record<string, unknown>

/** What is sent: nothing that is hidden or left empty. */
const sent = (fields: readonly Field[], facts: Facts): Facts =>
  Object.fromEntries(
    fields
      .filter(({ onlyIf }) => !onlyIf || onlyIf(facts))
      .map(({ name }) => [name, facts[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )

/** The next allowed acts as forms (下一步): one open at a time. */
export const Acts = ({ api, task, onDone }: { api: Api; task: TaskDetail; onDone: (task: TaskDetail | undefined) => void }) => {
  const [open, setOpen] = useState<string>()
  const { isBusy, problem, act } = useAct()
  // What moves the matter on comes first, as the acts are listed.
  const may = Object.entries(acts).filter(([name, { isIdle }]) => task.may.includes(name) && !isIdle?.(task))
  const doAct = (name: string, title: string, facts: Facts) =>
    act(async () => {
      const path = `/api/tasks/${encodeURIComponent(task.id)}/${name}`
      // An answer changes a call and not the task, so it comes back as the call.
      if (name === 'answer') {
        await api.send(path, facts)
        onDone(undefined)
      } else onDone(await api.send<TaskDetail>(path, { revision: task.revision, ...facts }))
      setOpen(undefined)
    }, `${title}已记下。`)
  if (may.length === 0) return <p class="muted">现在没有您可以办的步骤。</p>
  const chosen = open ? acts[open] : undefined
  return (
    <>
      <div class="actions" data-testid="acts">
        {may.map(([name, one], at) => (
          <button
            type="button"
            key={name}
            class={at === 0 ? 'button' : 'button button-plain'}
            disabled={isBusy}
            aria-expanded={one.isPlain ? undefined : open === name}
            onClick={() => (one.isPlain ? void doAct(name, one.title, {}) : setOpen(open === name ? undefined : name))}
            data-testid={`act-${name}`}
          >
            {one.title}
          </button>
        ))}
      </div>
      {problem && <ProblemNotice problem={problem} />}
      {open && chosen && !chosen.isPlain && (
        <ActForm
          key={`${open}${task.revision}`}
          api={api}
          task={task}
          act={chosen}
          isBusy={isBusy}
          onCancel={() => setOpen(undefined)}
          onSend={(facts) => void doAct(open, chosen.title, facts)}
        />
      )}
    </>
  )
}

const ActForm = (props: {
  api: Api
  task: TaskDetail
  act: Act
  isBusy: boolean
  onCancel: () => void
  onSend: (facts: Facts) => void
}) => {
  const { api, task, act, isBusy, onCancel, onSend } = props
  const fields = act.fields(task)
  const [facts, setFacts] = useState<Facts>(() => ({
    ...Object.fromEntries(fields.filter(({ kind }) => kind === 'yes').map(({ name }) => [name, false])),
    ...(fields.some(({ name }) => name === 'classes') ? { classes: task.classes } : {}),
    ...(task.matter ? { matter: task.matter.id } : {}),
  }))
  const set = (name: string, value: unknown) => setFacts((now) => ({ ...now, [name]: value }))
  return (
    <form
      class="form act-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSend(sent(fields, facts))
      }}
      data-testid="act-form"
    >
      <p class="muted">{act.about}</p>
      {fields
        .filter(({ onlyIf }) => !onlyIf || onlyIf(facts))
        .map((field) => (
          <FieldInput key={field.name} api={api} field={field} value={facts[field.name]} onValue={(value) => set(field.name, value)} />
        ))}
      <div class="actions">
        <button type="submit" class="button" disabled={isBusy} data-testid="act-send">
          {act.title}
        </button>
        <button type="button" class="button button-quiet" onClick={onCancel}>
          先不
        </button>
      </div>
    </form>
  )
}

const FieldInput = ({ api, field, value, onValue }: { api: Api; field: Field; value: unknown; onValue: (value: unknown) => void }) => {
  const { name, label, kind, isOptional, options = [] } = field
  const told = `${label}${isOptional ? '（可不写）' : ''}`
  if (kind === 'choices') return <Choices told={told} options={options} value={value} onValue={onValue} />
  if (kind === 'matter') return <MatterChoice api={api} told={told} value={value} onValue={onValue} />
  if (kind === 'department' || kind === 'unit') return <UnitChoice api={api} told={told} kind={kind} value={value} onValue={onValue} />
  if (kind === 'yes') {
    return (
      <label class="check">
        <input type="checkbox" checked={value === true} onChange={(event) => onValue(event.currentTarget.checked)} />
        <span>{told}</span>
      </label>
    )
  }
  if (kind === 'choice' || kind === 'call')
    return <Choice told={told} options={options} value={value} isOptional={isOptional} onValue={onValue} />
  if (kind === 'number') {
    return (
      <label class="field">
        <span>{told}</span>
        <input
          type="number"
          min={1}
          max={240}
          required={!isOptional}
          onInput={(event) => onValue(event.currentTarget.value === '' ? undefined : event.currentTarget.valueAsNumber)}
        />
      </label>
    )
  }
  const text = Array.isArray(value) ? value.join('\n') : typeof value === 'string' ? value : ''
  if (kind === 'line') {
    return (
      <label class="field">
        <span>{told}</span>
        <input name={name} maxLength={200} required={!isOptional} value={text} onInput={(event) => onValue(event.currentTarget.value)} />
      </label>
    )
  }
  const typed = (words: string): unknown =>
    kind !== 'lines'
      ? words
      : words
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean)
  return (
    <label class="field">
      <span>{told}</span>
      <textarea
        name={name}
        rows={kind === 'lines' ? 2 : 3}
        maxLength={2_000}
        required={!isOptional}
        defaultValue={text}
        onInput={(event) => onValue(typed(event.currentTarget.value))}
      />
    </label>
  )
}

const Choice = (props: {
  told: string
  options: readonly (readonly [string, string])[]
  value: unknown
  isOptional?: boolean | undefined
  onValue: (value: unknown) => void
}) => (
  <label class="field">
    <span>{props.told}</span>
    <select
      required={!props.isOptional}
      value={typeof props.value === 'string' ? props.value : ''}
      onChange={(event) => props.onValue(event.currentTarget.value || undefined)}
    >
      <option value="">请选择</option>
      {props.options.map(([one, name]) => (
        <option key={one} value={one}>
          {name}
        </option>
      ))}
    </select>
  </label>
)

const Choices = ({
  told,
  options,
  value,
  onValue,
}: {
  told: string
  options: readonly (readonly [string, string])[]
  value: unknown
  onValue: (value: unknown) => void
}) => {
  const chosen: readonly string[] = Array.isArray(value) ? value : []
  return (
    <fieldset class="picker">
      <legend>{told}</legend>
      <div class="checks">
        {options.map(([one, name]) => (
          <label key={one} class="check">
            <input
              type="checkbox"
              checked={chosen.includes(one)}
              onChange={(event) => onValue(event.currentTarget.checked ? [...chosen, one] : chosen.filter((other) => other !== one))}
            />
            <span>
              {name}
              {chosen[0] === one && chosen.length > 1 && '（主）'}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface Choosing {
  api: Api
  told: string
  value: unknown
  onValue: (value: unknown) => void
}

/** A row of the worklist (正负面清单), with whose matter it is. */
const MatterChoice = ({ api, told, value, onValue }: Choosing) => {
  const { data, problem, load } = useRead<{ matters: Matter[] }>(api, '/api/tasks/matters')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  const matters = data?.matters ?? []
  const matter = matters.find(({ id }) => id === value)
  return (
    <>
      <Choice
        told={told}
        options={matters.map(({ id, title, side }) => [id, `${title}（${side === 'positive' ? '派出所管' : '移送'}）`])}
        value={value}
        onValue={onValue}
      />
      {matter && (
        <p class="muted">
          依据：{matter.basis}
          {matter.addressees.length > 0 && `；归 ${matter.addressees.map(({ name }) => name).join('、')}`}
          {matter.first.length > 0 && `；派出所先：${matter.first.join('、')}`}
        </p>
      )}
    </>
  )
}

/** A department to be called, or a police unit to send to. */
const UnitChoice = ({ api, told, kind, value, onValue }: Choosing & { kind: 'department' | 'unit' }) => {
  const { data, problem, load } = useRead<{ units: Unit[] }>(api, '/api/tasks/units')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  const units = (data?.units ?? []).filter((unit) => (unit.kind === 'department') === (kind === 'department'))
  return <Choice told={told} options={units.map(({ id, name }) => [id, name])} value={value} onValue={onValue} />
}
