import { useEffect, useRef, useState } from 'preact/hooks'
import { announce } from '../announce.ts'
import type { Api } from '../api.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { applying, type Fault, type IntakeView, type Options, optionsPath } from './api.ts'
import { askedNow, type Field, type Form, type Stay, unfilled, type Values, type Words } from './form.ts'
import { Input } from './inputs.tsx'
import { Materials } from './materials.tsx'
import { People } from './people.tsx'
import { requestOf } from './request.ts'
import { Told } from './told.tsx'

/** The field that a fault is about: its own, or the first of its group. */
const fieldOf = (at: string, asked: readonly Field[]): Field | undefined => {
  const name = at === 'subject.document' ? 'subject.documentNumber' : at
  return (
    asked.find((field) => field.name === name) ??
    asked.find((field) => field.name.startsWith(`${name}.`)) ??
    asked.find((field) => name.startsWith(`${field.name}.`)) ??
    (name === 'period' ? asked.find((field) => field.name === 'periodFrom') : undefined)
  )
}

/** So long after the last word that was typed the draft is kept. */
const keepAfterMs = 1_500

/** A form to fill in (申请表): kept as a draft when one checks, everything that is missing said at once, and read back before it is sent. */
export const Fill = (props: {
  api: Api
  form: Form
  begun: IntakeView | undefined
  first: Values
  onSubmitted: (number: string) => void
}) => {
  const { api, form, begun, first, onSubmitted } = props
  const { isBilingual } = form
  const [values, setValues] = useState<Values>(first)
  const [view, setView] = useState(begun)
  const [isChecked, setIsChecked] = useState(false)
  const [isReadBack, setIsReadBack] = useState(false)
  const { isBusy, problem, act } = useAct()
  const options = useRead<Options>(api, optionsPath)
  const asked = askedNow(form, values)
  const faults = view?.check?.faults ?? []
  const serverFault = (field: Field): Fault | undefined =>
    faults.find(({ at, kind }) => kind !== 'material' && fieldOf(at, asked) === field)
  const set = (name: string, value: string | boolean | readonly Stay[]) => {
    setValues((now) => ({ ...now, [name]: value }))
    keepLater()
    setIsReadBack(false)
    setIsChecked(false)
  }
  const latest = useRef(values)
  latest.current = values
  // One after the other: two at once would be two people at one draft.
  const saving = useRef<Promise<unknown>>(Promise.resolve())
  const save = (): Promise<IntakeView> => {
    const next = saving.current.catch(() => undefined).then(() => applying(api).save(requestOf(form, latest.current)))
    saving.current = next
    return next
  }
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const stop = () => {
    clearTimeout(timer.current)
    timer.current = undefined
  }
  /** What is typed is kept without being asked for, half a person or half a period too; what cannot be kept now is kept by the check. */
  const keepLater = () => {
    stop()
    timer.current = setTimeout(() => {
      timer.current = undefined
      void save().catch(() => undefined)
    }, keepAfterMs)
  }
  useEffect(
    () => () => {
      if (timer.current === undefined) return
      stop()
      void save().catch(() => undefined)
    },
    [],
  )
  const check = () =>
    act(async () => {
      stop()
      const saved = await save()
      setView(saved)
      setIsChecked(true)
      setIsReadBack(saved.check?.isReady ?? false)
    }, '核对完了。')
  const submit = () =>
    act(async () => {
      if (!view) return
      stop()
      await saving.current.catch(() => undefined)
      onSubmitted((await applying(api).submit(view.application.number)).application.number)
      announce('已提交。')
    })
  const again = async () => setView(await save())
  const says = ({ says: zh, saysEn }: Fault): string => (isBilingual && saysEn ? `${zh} ${saysEn}` : zh)
  const open = isChecked ? faults.filter(({ kind }) => kind !== 'note') : []
  return (
    <form
      class="apply-form"
      lang="zh-CN"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void check()
      }}
      data-testid="apply-form"
    >
      <p class="lead">
        <Told words={form.about} isBilingual={isBilingual} />
      </p>
      {form.sections
        .map((section) => ({ ...section, fields: section.fields.filter((field) => asked.includes(field)) }))
        .filter(({ fields }) => fields.length > 0)
        .map((section) => (
          <fieldset key={section.title.zh} class="card section">
            <legend>
              <Told words={section.title} isBilingual={isBilingual} />
            </legend>
            {section.fields.map((field) =>
              field.kind === 'people' ? (
                view ? (
                  <People
                    key={field.name}
                    api={api}
                    number={view.application.number}
                    applicant={view.applicant}
                    count={view.people?.all ?? 0}
                    onDone={again}
                  />
                ) : (
                  <p key={field.name} class="muted">
                    先填好上面的，点“核对一遍”，再传名单。
                  </p>
                )
              ) : (
                <Input
                  key={field.name}
                  {...{ api, field, values, isBilingual }}
                  options={options.data}
                  fault={isChecked && serverFault(field) ? says(serverFault(field) as Fault) : undefined}
                  onValue={set}
                />
              ),
            )}
          </fieldset>
        ))}
      {view && (view.check?.wants.length ?? 0) > 0 && (
        <Materials
          api={api}
          number={view.application.number}
          wants={view.check?.wants ?? []}
          faults={faults}
          isBilingual={isBilingual}
          onDone={again}
        />
      )}
      {problem && <ProblemNotice problem={problem} />}
      {isChecked && open.length > 0 && <Missing faults={open} asked={asked} says={says} isBilingual={isBilingual} />}
      {isReadBack && view && <ReadBack view={view} form={form} values={values} options={options.data} isBusy={isBusy} onSubmit={submit} />}
      {!isReadBack && (
        <div class="actions">
          <button type="submit" class="button button-large" disabled={isBusy} data-testid="check-form">
            {isBilingual ? '核对一遍 Check' : '核对一遍'}
          </button>
          {!isChecked && (
            <span class="muted" data-testid="unfilled">
              {unfilled(form, values).length === 0 ? '都填了。' : `还有 ${unfilled(form, values).length} 项要填。`}
            </span>
          )}
        </div>
      )}
    </form>
  )
}

/** Everything that is missing or wrong, in one list that leads to the fields. */
const Missing = (props: { faults: readonly Fault[]; asked: readonly Field[]; says: (fault: Fault) => string; isBilingual: boolean }) => {
  const { faults, asked, says, isBilingual } = props
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    list.current?.focus()
    list.current?.scrollIntoView({ block: 'center' })
  }, [])
  const go = (at: string) => {
    const field = fieldOf(at, asked)
    const selector = field
      ? field.kind === 'stays'
        ? '[name="stay-from-0"]'
        : `[name="${field.name}"]`
      : '[data-testid="materials"] input'
    document.querySelector<HTMLElement>(selector)?.focus()
  }
  // Papers alone keep nobody from submitting: they may follow.
  const isPapers = faults.every(({ kind }) => kind === 'material')
  return (
    <section
      ref={list}
      class={isPapers ? 'notice-line missing-papers' : 'wrong-list'}
      tabIndex={-1}
      aria-labelledby="missing-title"
      data-testid="missing"
    >
      <p id="missing-title">
        <b>
          {isPapers ? `材料还差 ${faults.length} 样。现在传最快，也可以先提交、回头再补。` : `还差 ${faults.length} 样，都在这里`}
          {isBilingual && (
            <span lang="en" class="en">
              {' '}
              {isPapers
                ? `${faults.length} papers are missing: add them now, or submit and add them later.`
                : `${faults.length} still needed`}
            </span>
          )}
        </b>
      </p>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.at}${fault.rule}`}>
            <button type="button" class="link" onClick={() => go(fault.at)}>
              {says(fault)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const nextText: Record<NonNullable<IntakeView['check']>['next'], Words> = {
  at_once: { zh: '提交后马上查询，一般当场就能拿到证明。', en: 'It is looked up at once; as a rule you have the certificate on the spot.' },
  papers: { zh: '提交后把材料补齐，再接着办。', en: 'After you submit, hand in the missing papers; then it goes on.' },
  officer: {
    zh: '提交后由民警审查，受理后三个工作日内给您答复。',
    en: 'An officer looks at it. You have an answer within three working days of acceptance.',
  },
}

/** What will be sent, read back in one place, and the one yes (念一遍再确认). */
const ReadBack = (props: {
  view: IntakeView
  form: Form
  values: Values
  options: Options | undefined
  isBusy: boolean
  onSubmit: () => void
}) => {
  const { view, form, values, options, isBusy, onSubmit } = props
  const { isBilingual } = form
  const [agrees, setAgrees] = useState(false)
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    card.current?.focus()
    card.current?.scrollIntoView({ block: 'center' })
  }, [])
  const told = (field: Field): string => {
    const value = values[field.name]
    if (Array.isArray(value)) return value.map(({ from, to }: Stay) => `${from} 到 ${to || '今天'}`).join('，')
    if (value === true) return '是'
    const text = typeof value === 'string' ? value : ''
    if (field.kind === 'station') return options?.stations.find(({ id }) => id === text)?.name ?? text
    if (field.kind === 'basis') {
      const basis = options?.bases.find(({ id }) => id === text)
      return basis ? `《${basis.law}》${basis.article}` : '不在清单里，由民警审查'
    }
    return field.options?.find((one) => one.value === text)?.words.zh ?? text
  }
  const notes = view.check?.faults.filter(({ kind }) => kind === 'note') ?? []
  return (
    <section ref={card} class="card confirm" tabIndex={-1} aria-labelledby="confirm-title" data-testid="read-back">
      <h3 id="confirm-title">{isBilingual ? '请核对 Please check' : '请核对一遍'}</h3>
      <dl class="fields">
        {askedNow(form, values)
          .filter((field) => field.name !== 'hasPeriod' && told(field))
          .map((field) => (
            <div key={field.name}>
              <dt>{field.words.zh}</dt>
              <dd>{told(field)}</dd>
            </div>
          ))}
        {view.people && (
          <div>
            <dt>名单</dt>
            <dd>{view.people.all} 人</dd>
          </div>
        )}
        {view.check && (
          <div>
            <dt>受理单位</dt>
            <dd>{view.check.unit.name}</dd>
          </div>
        )}
      </dl>
      {notes.map(({ rule, says }) => (
        <p key={rule} class="muted">
          {says}
        </p>
      ))}
      <p class="confirm-line">
        {view.check && nextText[view.check.next].zh}
        {view.check && isBilingual && (
          <span lang="en" class="en">
            {nextText[view.check.next].en}
          </span>
        )}
      </p>
      <label class="check">
        <input type="checkbox" checked={agrees} onChange={(event) => setAgrees(event.currentTarget.checked)} data-testid="consent" />
        <span>
          同意公安机关为这次申请查询犯罪记录
          {isBilingual && (
            <span lang="en" class="en">
              {' '}
              I agree that the police look up the record for this application
            </span>
          )}
        </span>
      </label>
      <div class="actions">
        <button type="button" class="button button-large" disabled={isBusy || !agrees} onClick={onSubmit} data-testid="submit-form">
          {isBilingual ? '确认提交 Submit' : '确认提交'}
        </button>
      </div>
    </section>
  )
}
