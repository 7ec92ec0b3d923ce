import { asksHours, isOnBehalf, isQuestion, wantsPost } from './acts.ts'
import { argumentsOf, type Form, fill, narrowed, newForm, nextField, summaryOf, type Values } from './form.ts'
import { askingTopics, asksForNoOffence, topicsOf } from './lexicon.ts'
import { aboutOf, asksOfNothing, followsOn, mayDepend, mayFollow, queryOf, variedBy } from './query.ts'
import { deliveryField, type Sheet } from './sheets.ts'
import {
  asks,
  calls,
  type Ground,
  type Heard,
  join,
  openForm,
  pageSuggestions,
  personHint,
  type State,
  type Step,
  says,
  saysAndReturns,
} from './state.ts'

/** Asks for what is missing, or calls the tool with what there is. */
export const goOn = (state: State, sheet: Sheet, form: Form, lead?: string): Step => {
  const missing = nextField(sheet, form.values)
  if (missing) return asks(state, { ...form, missed: 0 }, missing, lead)
  const sent: Form = { ...form, asked: undefined, proposed: undefined, stage: 'confirming', missed: 0 }
  return calls({ ...state, form: sent, offered: undefined }, sheet.name, argumentsOf(sheet, form.values))
}

/** Begins a form with everything that was said so far. */
export const beginForm = (state: State, sheet: Sheet, seed: string, heard: Heard, ground: Ground): Step => {
  const empty = newForm(sheet.name)
  const filled = fill(sheet, empty, seed, { today: ground.today, isQuestion: false })
  const form: Form = { ...empty, values: filled.values }
  const { say } = heard
  const isHurried = heard.mood === 'hurried'
  const byPost = wantsPost(seed) ? deliveryField(sheet) : undefined
  const isOffence = asksForNoOffence(seed) && topicsOf(`${sheet.title}${sheet.description}`).includes('no_record')
  const explains = isOffence ? say.noOffence : byPost && say.onlyThese(byPost)
  const lead = join(state.isEnglish, heard.mood === 'angry' ? say.angry : undefined, explains, isHurried ? say.hurried : say.begin(sheet))
  if (filled.fault && !(filled.fault.field.name in filled.values))
    return asks(state, form, filled.fault.field, join(state.isEnglish, lead, say.fault(filled.fault.fault)))
  if (explains && !nextField(sheet, form.values)) {
    const text = join(state.isEnglish, explains, say.goOn(sheet, summaryOf(sheet, form.values, say)))
    return says({ ...state, form: { ...form, stage: 'ready' }, offered: undefined }, text, 'clarified', [say.quick.go, say.quick.cancel])
  }
  return goOn(state, sheet, form, lead)
}

/** A message up to here names no matter of its own, unless one of its words does. */
const ownChars = 8

/** Asks the search tool; an open form waits. */
export const search = (state: State, heard: Heard, ground: Ground, values?: Values): Step => {
  const { desk } = ground
  const query = desk.search?.query
  if (!desk.search || !query) return abstain(state, heard, ground)
  const said = state.isEnglish && heard.meaning ? heard.meaning : heard.text
  const isOfCertificates = desk.topics.has('no_record') || desk.topics.has('proof')
  const varied = state.topic === '' || isOfCertificates ? undefined : variedBy(said, state.topic)
  // A desk for certificates has one matter: 要等多久 asks of that, whatever was asked before.
  // 会拘留吗, where nothing was found of the matter before: of that, too.
  const isLeft = state.place === undefined && !isOfCertificates && isQuestion(said) && mayDepend(said)
  const isFollowing = state.topic !== '' && !varied && (followsOn(said) || isLeft) && !(isOfCertificates && asksOfNothing(said))
  const mayBe = !isFollowing && !isOfCertificates && state.topic !== '' && mayFollow(said)
  const besides = varied && !varied.isCondition ? varied.beside : mayBe && !varied ? `${aboutOf(state.topic)}，${said}` : ''
  // 没签合同, after 老板欠我工资, says more of the same matter and is none by itself.
  const isOwn = said.length > ownChars || topicsOf(said).some((one) => !askingTopics.has(one))
  const keeps = varied ? varied.isCondition : isFollowing || (state.topic !== '' && !isOwn)
  const topic = keeps ? state.topic : (varied?.alone ?? said)
  const asked = isFollowing ? `${aboutOf(state.topic)}，${said}` : varied ? (varied.isCondition ? varied.beside : varied.alone) : said
  const open = openForm(state, desk)
  // 要带什么, after 帮我爸办: what is brought for somebody else.
  const isForOthers = isOfCertificates && asksOfNothing(said) && isOnBehalf(state.topic) && !isOnBehalf(said)
  const question = queryOf(isForOthers ? `${asked}（代办委托）` : asked, isOfCertificates)
  const form =
    open && values
      ? {
          ...open.form,
          values,
          stage: nextField(open.sheet, values) ? open.form.stage : open.form.stage === 'filling' ? ('ready' as const) : open.form.stage,
        }
      : state.form
  return calls({ ...state, form, question, topic, besides, bare: isFollowing ? said : '', offered: undefined }, desk.search.name, {
    [query.name]: question.slice(0, 500),
  })
}

const pairsOf = (text: string): readonly string[] => [...text].slice(1).map((_, at) => text.slice(at, at + 2))

/** 提交的申请能撤回吗: no rule tells, but a tool is called by that very word, and no other of the page is. An application is begun by a wish alone. */
const toolNamed = ({ sheets, search: searches, person, index }: Ground['desk'], text: string): Sheet | undefined => {
  const tools = sheets.filter((sheet) => sheet !== searches && sheet !== person)
  const named = tools.filter(({ name, title }) => {
    const others = tools.filter((other) => other.name !== name).map((other) => other.title)
    return pairsOf(title).some((pair) => text.includes(pair) && !others.some((other) => other.includes(pair)))
  })
  const nearest = index.rank(text).find(({ of }) => named.some(({ name }) => name === of))
  const best = named.find(({ name }) => name === nearest?.of)
  return best && !/^(?:替别?人|受托|代)?申请/.test(best.title) ? best : undefined
}

/** Says that nothing supports an answer, and where one may come from. */
export const abstain = (state: State, heard: Pick<Heard, 'say'> & Partial<Heard>, { desk }: Ground): Step => {
  const { say } = heard
  const sheet = heard.act || openForm(state, desk) ? undefined : toolNamed(desk, state.heard)
  if (sheet)
    return says({ ...state, offered: { tools: [sheet.name], seed: state.heard } }, say.offer(sheet), 'clarified', [
      say.quick.yes,
      ...pageSuggestions(desk),
    ])
  const why = asksHours(state.heard) ? say.hours : say.abstain
  const text = join(state.isEnglish, why, desk.person ? say.canPerson : say.noPerson)
  return saysAndReturns(state, desk, text, 'unanswered', desk.person ? [say.quick.person, ...pageSuggestions(desk)] : pageSuggestions(desk))
}

/** Hands the matter to an officer (转人工). */
export const toPerson = (state: State, heard: Heard, { desk }: Ground): Step => {
  const { say } = heard
  if (!desk.person) return saysAndReturns(state, desk, say.noPerson, 'unanswered', pageSuggestions(desk))
  const open = openForm(state, desk)
  const said = heard.act === 'person' ? state.heard : heard.text
  const reason = say.handoffReason(open ? say.doing(say.title(open.sheet)) : '', said.slice(0, 100))
  const args = desk.person.fields
    .filter((field) => field.isRequired || field.name === 'reason')
    .map(
      (field) =>
        [
          field.name,
          field.kind === 'text' || field.kind === 'query' ? reason.slice(0, 190) : (field.default ?? field.choices[0]?.value ?? ''),
        ] as const,
    )
  return calls({ ...state, offered: undefined }, desk.person.name, Object.fromEntries(args))
}

/** Asks again because the answer could not be taken. */
export const asksAgain = (state: State, sheet: Sheet, form: Form, heard: Heard, why: string, ground: Ground): Step => {
  const field = sheet.fields.find(({ name }) => name === form.asked) ?? nextField(sheet, form.values)
  if (!field) return says(state, why, 'clarified')
  const missed = form.missed + 1
  const among = narrowed(field, heard.text)
  const lead = join(state.isEnglish, why, ...(missed > 1 ? [heard.say.missedAgain, personHint(state, ground.desk)] : []))
  return asks(state, { ...form, missed }, field, lead, among.length < field.choices.length ? among : undefined)
}
