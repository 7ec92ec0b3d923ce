import { actOf, isInjection, isPrying, isPryingInEnglish, isQuestion, moodOf, ordersDeed, wantsPost, withoutAsides } from './acts.ts'
import { namesEnd } from './everyday.ts'
import { fill, handedOver, newForm } from './form.ts'
import { gloss, glossMixed } from './gloss.ts'
import { type Desk, intentOf } from './intent.ts'
import { askingTopics, isForeign, topicsOf } from './lexicon.ts'
import { beginForm, goOn, search, toPerson } from './moves.ts'
import { phrasesIn } from './phrases.ts'
import { refusalFor } from './refusals.ts'
import { hearInForm, takeUpAgain } from './repair.ts'
import { deliveryField, type Sheet } from './sheets.ts'
import { alike } from './similarity.ts'
import {
  type Ground,
  type Heard,
  join,
  openForm,
  openQuestion,
  pageSuggestions,
  personHint,
  type State,
  type Step,
  says,
  saysAndReturns,
  sheetNamed,
} from './state.ts'
import { hasWords, isNoise, languageOf, tidy } from './text.ts'
import { correction, ordinalIn } from './values/choices.ts'

/** The form that this desk is mainly there for: the first tool with something to ask. */
const mainForm = ({ desk }: Ground): Sheet | undefined =>
  desk.sheets.find(
    (sheet) => sheet !== desk.person && !sheet.query && sheet.fields.some((field) => field.isRequired && field.default === undefined),
  )

/** The same where it is a deed: 那办一个吧 wants no number checked. */
const deedForm = (ground: Ground): Sheet | undefined => {
  const main = mainForm(ground)
  return main && /申请|办理|预约|登记/.test(main.title) ? main : undefined
}

const tells = (state: State, heard: Heard, { desk }: Ground, text: string, outcome: 'answered' | 'clarified' | 'unanswered'): Step => {
  const { say } = heard
  const examples = pageSuggestions(desk).slice(0, 3)
  return says(
    state,
    join(state.isEnglish, text, say.sayLike(examples), desk.person ? say.canPerson : undefined),
    outcome,
    pageSuggestions(desk),
  )
}

const help = (state: State, heard: Heard, ground: Ground): Step =>
  tells(state, heard, ground, heard.say.help(ground.desk.page.name, ground.desk.page.purpose), 'answered')

/** What a whole short message does when no form is open. */
const hearAct = (state: State, heard: Heard, ground: Ground): Step | undefined => {
  const { say } = heard
  const { desk } = ground
  switch (heard.act) {
    case 'cancel':
    case 'no':
      return says({ ...state, offered: undefined }, say.nothingOpen, 'answered', pageSuggestions(desk))
    case 'repeat':
      return state.said ? says(state, state.said, 'answered', pageSuggestions(desk)) : help(state, heard, ground)
    case 'person':
      return toPerson(state, heard, ground)
    case 'thanks':
      return says(state, say.thanks, 'answered')
    case 'wait':
      return says(state, say.noHurry, 'answered')
    case 'bye':
      return says(state, say.bye, 'answered')
    case 'greeting': {
      const hello = (!state.isEnglish && desk.page.greeting) || say.hello(desk.page.name, desk.page.purpose)
      return says(state, join(state.isEnglish, hello, say.sayLike(pageSuggestions(desk).slice(0, 2))), 'answered', pageSuggestions(desk))
    }
    case 'identity':
      return says(
        state,
        join(state.isEnglish, say.identity(desk.page.name), desk.person ? say.canPerson : say.noPerson),
        'answered',
        pageSuggestions(desk),
      )
    case 'yes': {
      const main = mainForm(ground)
      if (main && /办|继续|接着|yes|go|continue|proceed/i.test(heard.text) && state.done !== main.name)
        return beginForm(state, main, '', heard, ground)
      return says(state, join(state.isEnglish, say.sayLike(pageSuggestions(desk).slice(0, 2))), 'clarified', pageSuggestions(desk))
    }
    case 'restart':
    case 'retry':
    case 'help':
    case 'explain':
    case 'unsure':
      return help(state, heard, ground)
    case undefined:
      return undefined
  }
}

/** The answer to “do you mean 1 or 2?”. */
const hearChoice = (state: State, offered: NonNullable<State['offered']>, heard: Heard, ground: Ground): Step | undefined => {
  const { desk } = ground
  const index = ordinalIn(heard.text, offered.tools.length)
  const isOnly = offered.tools.length === 1 && heard.act === 'yes'
  const byTitle = offered.tools.find((name) => {
    const title = sheetNamed(desk, name)?.title ?? ''
    return title !== '' && alike(heard.text, title) >= 0.5
  })
  const name = index === undefined ? (isOnly ? offered.tools[0] : byTitle) : offered.tools[index]
  const sheet = sheetNamed(desk, name)
  if (!sheet) return undefined
  const seed = `${offered.seed}，${heard.text}`
  if (sheet === desk.person) return toPerson(state, { ...heard, text: offered.seed, act: undefined }, ground)
  if (sheet === desk.search) return search(state, { ...heard, text: offered.seed, meaning: offered.seed }, ground)
  return beginForm(state, sheet, seed, heard, ground)
}

/** A correction after the deed was done: we cannot take it back. */
const hearTooLate = (state: State, heard: Heard, ground: Ground): Step | undefined => {
  const sheet = sheetNamed(ground.desk, state.done)
  if (!sheet || !correction.test(heard.text) || !sheet.fields.some(({ isRequired }) => isRequired)) return undefined
  const { touched } = fill(sheet, newForm(sheet.name), heard.text, { today: ground.today, isQuestion: false })
  const namesField = sheet.fields.some(({ title }) => heard.text.includes(title.slice(-2)))
  if (touched.length === 0 && !namesField) return undefined
  const offered = ground.desk.person ? { tools: [ground.desk.person.name], seed: heard.text } : undefined
  return says({ ...state, offered }, heard.say.alreadyDone, 'clarified', [heard.say.quick.yes])
}

/** The tool that reads a text (研判), where the message hands one over and orders that: what the text itself speaks of is no wish. */
const readerFor = (desk: Desk, text: string): Sheet | undefined => {
  const reader = desk.sheets.find((sheet) => sheet !== desk.search && sheet.query?.isRequired)
  const handed = reader && handedOver(text)
  if (!handed) return undefined
  const intent = intentOf(desk, handed.order)
  const named = intent.kind === 'use' || intent.kind === 'offer' ? [intent.tool] : intent.kind === 'choose' ? intent.tools : []
  return named.includes(reader.name) ? reader : undefined
}

/** 出国旅游签证 tells what the paper is for, and names no office's matter but the journey. */
const tellsOnlyEnd = (text: string): boolean =>
  namesEnd(text) && topicsOf(text).every((topic) => topic === 'elsewhere' || askingTopics.has(topic))

/** 我在外地打工 tells how somebody lives, and not what the paper is for. */
const tellsOfOneself = /^(?:我|俺|咱)(?:们|现在|平时|一直|人)*(?:在|是|住|家)/

/** Up to here a remark beside a question asks for nothing more. */
const toldChars = 8

/** Up to here a message that names a use of the paper says nothing else. */
const endChars = 10

/** Reads a message for what it wants, when no form is open. */
const hearWish = (state: State, heard: Heard, ground: Ground): Step => {
  const { desk } = ground
  const { say } = heard
  const reader = readerFor(desk, heard.text)
  if (reader) return beginForm(state, reader, heard.text, heard, ground)
  const intent = intentOf(desk, heard.meaning)
  const calm = heard.mood === 'angry' ? say.angry : undefined
  switch (intent.kind) {
    case 'use': {
      const sheet = sheetNamed(desk, intent.tool)
      if (sheet) return sheet === desk.search ? search(state, heard, ground) : beginForm(state, sheet, heard.text, heard, ground)
      break
    }
    case 'search':
      if (desk.search && (!calm || desk.onlySearches || isQuestion(heard.text))) return search(state, heard, ground)
      break
    case 'offer': {
      const sheet = sheetNamed(desk, intent.tool)
      // 入职的那种: only what the paper is for was left to say, and nothing is handed in before a yes.
      const isEnd =
        state.done === undefined &&
        state.said !== '' &&
        heard.text.length <= endChars &&
        namesEnd(heard.text) &&
        !isQuestion(heard.text) &&
        !tellsOfOneself.test(heard.text)
      if (sheet && sheet === deedForm(ground) && (isEnd || ordersDeed(heard.text)))
        return beginForm(state, sheet, heard.text, heard, ground)
      if (sheet)
        return says(
          { ...state, offered: { tools: [sheet.name], seed: heard.text } },
          join(state.isEnglish, calm, say.offer(sheet)),
          'clarified',
          [say.quick.yes, ...pageSuggestions(desk)],
        )
      break
    }
    case 'choose': {
      const sheets = intent.tools.map((name) => sheetNamed(desk, name)).filter((sheet) => sheet !== undefined)
      const titles = sheets.map((sheet) => say.title(sheet))
      return says(
        { ...state, offered: { tools: sheets.map(({ name }) => name), seed: heard.text } },
        join(state.isEnglish, calm, say.choose(titles)),
        'clarified',
        titles,
      )
    }
    case 'lost':
      break
  }
  const main = deedForm(ground)
  if (main && ordersDeed(heard.text) && (!isForeign(topicsOf(heard.meaning), desk.topics) || tellsOnlyEnd(heard.meaning)))
    return beginForm(state, main, heard.text, heard, ground)
  if (topicsOf(heard.meaning).includes('person')) return toPerson(state, heard, ground)
  // 我朋友说花了50, after 多少钱: doubts what was answered, and is answered again.
  const asked = topicsOf(heard.meaning)
  const isAskedOn = asked.length > 0 && asked.every((topic) => askingTopics.has(topic) && topicsOf(state.topic).includes(topic))
  if (isAskedOn && desk.search && state.topic !== '') return search(state, heard, ground)
  // 没咬着, 还没转: tells how it stands, and asks for nothing.
  const isTold =
    state.topic !== '' && heard.text.length <= toldChars && !isQuestion(heard.text) && !isForeign(topicsOf(heard.meaning), desk.topics)
  if (isTold && !calm) return says(state, say.taken, 'clarified', pageSuggestions(desk))
  if (calm) return says(state, join(state.isEnglish, calm, say.angryNext, personHint(state, desk)), 'clarified', pageSuggestions(desk))
  return tells(state, heard, ground, say.lost, 'unanswered')
}

/** 为啥不行、凭什么不让查: asks why it was turned down. */
const asksWhyNot =
  /^(?:那|可是|这)?(?:为什么|为啥|为何|凭什么|凭啥|咋|怎么|干嘛)(?:我|你们?|就|还|都|也)*(?:不行|不能|不可以|不让|不给|不许|不)?(?:我|看|查|办|开|帮|给)*(?:呢|啊|呀|了|的)?[?？!！]*$|^why(?: not| can'?t (?:i|you))?[?!. ]*$/i

/** Hears one message of the person. */
export const hear = (before: State, raw: string, ground: Ground): Step => {
  const text = withoutAsides(tidy(raw))
  const language = languageOf(text)
  const state: State = { ...before, isEnglish: language ? language === 'en' : before.isEnglish }
  const say = phrasesIn(state.isEnglish)
  const { desk } = ground
  const meaning = language === 'en' ? gloss(text) || text : glossMixed(text)
  const heard: Heard = { text, meaning, act: actOf(text), mood: moodOf(text), say }
  const finish = (step: Step): Step => ({ ...step, state: { ...step.state, heard: text || before.heard } })
  // 👍 answers what is open, and nothing else.
  const isSign = !hasWords(raw) && !openForm(state, desk) && !state.offered
  if (isSign || !hasWords(text) || isNoise(text)) {
    const open = openQuestion(state, desk)
    return finish(
      open ? saysAndReturns(state, desk, say.unreadable, 'clarified') : tells(state, heard, ground, say.unreadable, 'clarified'),
    )
  }
  if (isInjection(text))
    return finish(
      saysAndReturns(
        state,
        desk,
        join(state.isEnglish, say.injection, openQuestion(state, desk) ? '' : say.help(desk.page.name, desk.page.purpose)),
        'refused',
        pageSuggestions(desk),
      ),
    )
  const refusal =
    isPrying(text) || isPryingInEnglish(text)
      ? (refusalFor(desk, text, 'prying', state.isEnglish) ?? say.prying)
      : heard.act
        ? undefined
        : refusalFor(desk, meaning, 'other', state.isEnglish)
  if (refusal) {
    const refused = desk.page.refuses.find(({ say: words, sayEn }) => words === refusal || sayEn === refusal)?.when ?? ''
    return finish(saysAndReturns({ ...state, refused }, desk, refusal, 'refused', pageSuggestions(desk)))
  }
  // 为啥不行: what the documents say of it, and not of whatever else sounds like it.
  if (state.refused !== '' && asksWhyNot.test(text) && desk.search)
    return finish(search({ ...state, refused: '' }, { ...heard, text: state.refused, meaning: state.refused }, ground))
  const open = openForm(state, desk)
  const delivery = wantsPost(text) ? deliveryField(open?.sheet ?? mainForm(ground)) : undefined
  if (delivery && (open || isQuestion(text)))
    return finish(saysAndReturns(state, desk, say.onlyThese(delivery), 'answered', pageSuggestions(desk)))
  const inForm = open ? hearInForm(state, open.form, open.sheet, heard, ground) : undefined
  if (inForm) return finish(inForm)
  const again = open ? undefined : takeUpAgain(state, heard, ground)
  if (again) return finish(again)
  const chosen = state.offered ? hearChoice(state, state.offered, heard, ground) : undefined
  if (chosen) return finish(chosen)
  const fresh: State = { ...state, refused: '', form: state.form?.stage === 'paused' ? undefined : state.form, offered: undefined }
  return finish(
    (heard.act && hearAct(fresh, heard, ground)) || (state.done && hearTooLate(fresh, heard, ground)) || hearWish(fresh, heard, ground),
  )
}

/** Goes on where the conversation stands, when the last message was our own. */
export const resume = (state: State, ground: Ground): Step => {
  const open = openForm(state, ground.desk)
  if (open && open.form.stage === 'filling') return goOn(state, open.sheet, open.form)
  const heard: Heard = { text: '', meaning: '', act: 'help', mood: undefined, say: phrasesIn(state.isEnglish) }
  return help(state, heard, ground)
}
