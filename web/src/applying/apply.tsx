import { useEffect, useRef } from 'preact/hooks'
import type { Api, Me } from '../api.ts'
import { Loading, ProblemNotice, SignInFirst } from '../notice.tsx'
import { usePlace, useRead } from '../use-page.ts'
import { applicationPath, type DraftView, type IntakeView } from './api.ts'
import { Fill } from './fill.tsx'
import { type Choice, forms } from './form.ts'
import { ApplicationPage } from './one.tsx'
import { valuesOf } from './request.ts'

const isChoice = (name: string | undefined): name is Choice => name !== undefined && name in forms

/** Applies by form (办证明): `#apply`, `#apply/<choice>`, `#apply/draft/<number>`, `#apply/number/<number>`. */
export const Apply = ({ api, me }: { api: Api; me: Me }) => {
  const [name, number] = usePlace()
  const before = useRef(`${name}/${number}`)
  useEffect(() => {
    if (before.current === `${name}/${number}`) return
    before.current = `${name}/${number}`
    window.scrollTo(0, 0)
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [name, number])
  if (name && !me.signedIn) return <SignInFirst />
  if (name === 'number' && number) return <ApplicationPage key={number} api={api} number={decodeURIComponent(number)} />
  if (name === 'draft' && number) return <Draft key={number} api={api} number={decodeURIComponent(number)} />
  if (isChoice(name)) return <Filling key={name} api={api} choice={name} />
  return <Choices />
}

const toNumber = (number: string) => location.assign(`#apply/number/${encodeURIComponent(number)}`)

const Crumbs = ({ title }: { title: string }) => (
  <p class="crumbs">
    <a href="#apply">办证明</a> › {title}
  </p>
)

const Filled = ({ api, choice, begun }: { api: Api; choice: Choice; begun?: IntakeView }) => {
  const form = forms[choice]
  const kept = begun ? valuesOf(begun.form) : {}
  return (
    <>
      <Crumbs title={form.title.zh} />
      <h3 class="form-title">
        {form.title.zh}
        {form.isBilingual && <span lang="en"> {form.title.en}</span>}
      </h3>
      {begun && <p class="muted">接着上次的填，以前填的、在对话里说的都在。</p>}
      <Fill
        api={api}
        form={form}
        begun={begun}
        first={{ delivery: 'electronic', ...(form.kind === 'unit' ? { applicant: 'unit' } : {}), ...kept }}
        onSubmitted={toNumber}
      />
    </>
  )
}

/** A form of one kind: the one that was begun, where there is one. */
const Filling = ({ api, choice }: { api: Api; choice: Choice }) => {
  const { data, problem, load } = useRead<{ drafts: DraftView[] }>(api, '/api/applications')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="申请表" />
  const { kind } = forms[choice]
  const isOwn = ({ applicant }: DraftView): boolean =>
    kind === 'unit' ? applicant === 'unit' || applicant === 'organ' || applicant === 'notary' : applicant === kind
  const draft = data.drafts.find(isOwn)
  return draft ? <Draft api={api} number={draft.number} choice={choice} /> : <Filled api={api} choice={choice} />
}

/** A draft, wherever it was begun: in this form or in a conversation (接着填). */
const Draft = ({ api, number, choice }: { api: Api; number: string; choice?: Choice }) => {
  const { data, problem, load } = useRead<IntakeView>(api, applicationPath(number))
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="草稿" />
  if (!data.isDraft) return <ApplicationPage api={api} number={number} />
  return <Filled api={api} choice={choice ?? choiceOf(data)} begun={data} />
}

const choiceOf = ({ applicant, check, form }: IntakeView): Choice => {
  if (applicant === 'delegate' || applicant === 'guardian') return applicant
  if (applicant !== 'self') return 'unit'
  const asksStays = check?.faults.some(({ at }) => at === 'stays') || Array.isArray(form.facts?.stays)
  return asksStays ? 'foreigner' : 'self'
}

const order: readonly Choice[] = ['self', 'guardian', 'delegate', 'foreigner', 'unit']

const Choices = () => (
  <>
    <p class="lead">无犯罪记录证明，为谁办？</p>
    <ul class="applicants">
      {order.map((choice) => {
        const { title, about, isBilingual } = forms[choice]
        return (
          <li key={choice}>
            <a href={`#apply/${choice}`} data-testid={`choose-${choice}`}>
              <b>{title.zh}</b>
              {isBilingual && <b lang="en">{title.en}</b>}
              <span>{about.zh}</span>
              {isBilingual && <span lang="en">{about.en}</span>}
            </a>
          </li>
        )
      })}
    </ul>
    <p class="muted">
      不想填表，也可以<a href="#chat">在对话里说</a>，说到一半的，在<a href="#progress">办理进度</a>里能接着填。
    </p>
  </>
)
