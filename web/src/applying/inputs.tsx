import { useEffect, useId, useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { checkValue, type Options, type ValueCheck } from './api.ts'
import { type Field, none, type Stay, type Values } from './form.ts'
import { Told } from './told.tsx'

interface Props {
  api: Api
  field: Field
  values: Values
  isBilingual: boolean
  options: Options | undefined
  /** What the server says of it. */
  fault: string | undefined
  onValue: (name: string, value: string | boolean | readonly Stay[]) => void
}

/** What `POST /api/forms/check` calls a kind of document. */
const kindOfDocument = (kind: string): string =>
  kind === 'foreign_permanent_id' ? 'foreigner_id' : kind === 'household_register' ? 'resident_id' : kind

/** One field with its label, its hint, and what is wrong with it, told when one leaves it. */
export const Input = (props: Props) => {
  const { api, field, values, isBilingual, options, fault, onValue } = props
  const { name, words, kind, isOptional, hint, checks } = field
  const id = useId()
  const [found, setFound] = useState<string>()
  const value = values[name]
  const text = typeof value === 'string' ? value : ''
  const wrong = found ?? fault
  const label = (
    <span>
      <Told words={words} isBilingual={isBilingual} />
      {isOptional && kind !== 'check' && <small>（可不填{isBilingual && <span lang="en"> optional</span>}）</small>}
    </span>
  )
  const below = (
    <>
      {hint && (
        <small id={`${id}-hint`} class="muted">
          <Told words={hint} isBilingual={isBilingual} />
        </small>
      )}
      {wrong && (
        <small id={`${id}-wrong`} class="wrong" role="alert">
          {wrong}
        </small>
      )}
    </>
  )
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ') || undefined
  const told = { 'aria-describedby': described, 'aria-invalid': wrong ? ('true' as const) : undefined }
  const set = (next: string) => {
    setFound(undefined)
    onValue(name, next)
  }
  const look = async () => {
    if (!checks || !text.trim()) return
    const of = checks === 'document' ? kindOfDocument(String(values['subject.documentKind'] ?? 'resident_id')) : checks
    const result = await checkValue(api, of, text).catch(() => undefined)
    if (result && result.verdict !== 'accept') setFound(result.reason)
  }
  if (kind === 'stays') return <Stays {...props} />
  if (kind === 'check')
    return (
      <label class="check">
        <input
          type="checkbox"
          name={name}
          checked={value === true}
          onChange={(event) => onValue(name, event.currentTarget.checked)}
          {...told}
        />
        {label}
      </label>
    )
  const choices =
    kind === 'choice'
      ? (field.options ?? []).map(({ value: one, words: own }) => [one, isBilingual ? `${own.zh} ${own.en}` : own.zh] as const)
      : kind === 'station'
        ? (options?.stations ?? []).map((one) => [one.id, one.name] as const)
        : kind === 'basis'
          ? [
              ...(options?.bases ?? [])
                .filter(({ for: kinds }) => kinds.length === 0 || kinds.some((kind) => kind === (values.applicant ?? 'unit')))
                .map((one) => [one.id, `${one.post}：《${one.law}》${one.article}`] as const),
              [none, '都不是'] as const,
            ]
          : undefined
  if (choices)
    return (
      <label class="field">
        {label}
        <select name={name} value={text} onChange={(event) => set(event.currentTarget.value)} {...told}>
          <option value="">{isBilingual ? '请选择 Please choose' : '请选择'}</option>
          {choices.map(([one, own]) => (
            <option key={one} value={one}>
              {own}
            </option>
          ))}
        </select>
        {below}
      </label>
    )
  if (kind === 'day')
    return (
      <label class="field">
        {label}
        <input name={name} type="date" value={text} onInput={(event) => set(event.currentTarget.value)} {...told} />
        {below}
      </label>
    )
  return (
    <label class="field">
      {label}
      <input
        name={name}
        type="text"
        autocomplete="off"
        maxLength={200}
        value={text}
        onInput={(event) => set(event.currentTarget.value)}
        onBlur={look}
        {...told}
      />
      {below}
    </label>
  )
}

/** Days of one stay, both ends counted as the rules of the place say; the sum comes from the server. */
const isWhole = ({ from, to }: Stay): boolean => /^\d{4}-\d\d-\d\d$/.test(from) && (to === '' || /^\d{4}-\d\d-\d\d$/.test(to))

/** Stays as pairs of days, with the days counted while one types (居留天数). */
const Stays = ({ api, field, values, isBilingual, options, fault, onValue }: Props) => {
  const value = values[field.name]
  const given: readonly Stay[] = Array.isArray(value) ? value : []
  const rows = given.length > 0 ? given : [{ from: '', to: '' }]
  const [counted, setCounted] = useState<ValueCheck>()
  const whole = JSON.stringify(rows.filter(isWhole))
  useEffect(() => {
    let isGone = false
    const timer = setTimeout(() => {
      const stays: Stay[] = JSON.parse(whole)
      if (stays.length === 0) return setCounted(undefined)
      checkValue(
        api,
        'residence_intervals',
        stays.map(({ from, to }) => (to ? { from, to } : { from })),
      )
        .then((result) => !isGone && setCounted(result))
        .catch(() => undefined)
    }, 300)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [api, whole])
  const change = (at: number, part: Partial<Stay>) =>
    onValue(
      field.name,
      rows.map((row, own) => (own === at ? { ...row, ...part } : row)),
    )
  const needed = options?.requiredDays
  return (
    <fieldset class="picker">
      <legend>
        <Told words={field.words} isBilingual={isBilingual} />
      </legend>
      <p class="muted">
        <Told
          words={{
            zh: '照居留许可一段一段填，重叠的天数只算一次。现在还住着的，结束日期空着。',
            en: 'Enter each stay as in your residence permits. Leave the end empty if you are still here.',
          }}
          isBilingual={isBilingual}
        />
      </p>
      {rows.map((row, at) => (
        <div key={at} class="stay" data-testid="stay">
          <label class="field">
            <span>
              第 {at + 1} 段，从{isBilingual && <span lang="en"> From</span>}
            </span>
            <input
              type="date"
              value={row.from}
              onInput={(event) => change(at, { from: event.currentTarget.value })}
              name={`stay-from-${at}`}
            />
          </label>
          <label class="field">
            <span>到{isBilingual && <span lang="en"> To</span>}</span>
            <input type="date" value={row.to} onInput={(event) => change(at, { to: event.currentTarget.value })} name={`stay-to-${at}`} />
          </label>
          {rows.length > 1 && (
            <button
              type="button"
              class="button button-quiet"
              onClick={() =>
                onValue(
                  field.name,
                  rows.filter((_, own) => own !== at),
                )
              }
            >
              去掉第 {at + 1} 段
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        class="button button-plain button-small"
        onClick={() => onValue(field.name, [...rows, { from: '', to: '' }])}
        data-testid="add-stay"
      >
        再加一段{isBilingual && <span lang="en"> Add a stay</span>}
      </button>
      <p role="status" class="stay-sum" data-testid="stay-sum">
        {counted?.derived?.days !== undefined && (
          <>
            <b>
              {options?.stayCounting === 'continuous' ? '最长一段连续' : '累计'} {counted.derived.days} 天
            </b>
            {needed !== undefined &&
              (counted.derived.days >= needed ? `，满 ${needed} 天。` : `，还差 ${needed - counted.derived.days} 天满 ${needed} 天。`)}
            {isBilingual && needed !== undefined && (
              <span lang="en" class="en">
                {counted.derived.days} days{counted.derived.days >= needed ? '' : `, ${needed - counted.derived.days} short of ${needed}`}.
              </span>
            )}
          </>
        )}
        {counted && counted.derived?.days === undefined && counted.reason}
      </p>
      {fault && (
        <small class="wrong" role="alert">
          {fault}
        </small>
      )}
    </fieldset>
  )
}
