import type { Agent } from '../core/agent.ts'
import type { BudgetSpan } from '../core/models.ts'

/** What stands beside every machine-written answer (人工智能生成合成内容标识办法, in force 2025-09-01). */
export const aiLabel = (isEnglish: boolean): string =>
  isEnglish ? 'AI-generated; an officer’s answer prevails.' : '智能生成，以民警答复为准'

/** A text of the front desk, and its quick replies. */
export interface DeskWords {
  readonly text: string
  readonly suggestions: readonly string[]
}

/** What most people come for, most of all first: the front desk names these before anything else. */
const wanted = ['无犯罪记录', '身份证', '户口', '驾驶证', '报案']

/** Quick replies at most: a front desk that reads out its whole list helps nobody. */
const openersMost = 4

const openingOf = (agent: Agent): string => agent.suggestions[0] ?? agent.name

/** How much a page is about a matter: 户口迁移助手 more than 注销户口与身后事项. */
const aboutness = (agent: Agent, matter: string): number =>
  [agent.name.startsWith(matter), agent.name.includes(matter), openingOf(agent).includes(matter)].filter(Boolean).length

/** Pages in the order in which people come for them. */
export const byDemand = (agents: readonly Agent[]): readonly Agent[] => {
  const first = wanted.flatMap((matter) => {
    const most = Math.max(...agents.map((agent) => aboutness(agent, matter)))
    const named = most > 0 ? agents.find((agent) => aboutness(agent, matter) === most) : undefined
    return named ? [named] : []
  })
  return [...new Set([...first, ...agents])]
}

/** Whether a page can hand over to an officer. */
export const handsOver = (agent: Agent): boolean => agent.tools.includes('hand_to_officer')

/** What the front desk offers to say first (总台首屏): one opening of each page, those that people come for before the others. */
export const openers = (agents: readonly Agent[]): readonly string[] => [...new Set(byDemand(agents).map(openingOf))].slice(0, openersMost)

const sayLike = (openings: readonly string[]): string =>
  openings.length > 0 ? `您可以直接说，例如：${openings.map((text) => `“${text}”`).join('、')}。` : ''

/** What is promised in English: the certificate only where a page issues it. */
const englishHelp = (agents: readonly Agent[]): string =>
  agents.some(({ name }) => /无犯罪记录/.test(name))
    ? 'I can help you apply for your own no-criminal-record certificate, follow its progress, and answer questions about other police matters.'
    : 'I answer questions about police rules and procedures.'

const isForOfficers = (agents: readonly Agent[]): boolean => agents.length > 0 && agents.every(({ audience }) => audience !== 'citizen')

const canPerson = (agents: readonly Agent[]): string => (agents.some(handsOver) ? '需要民警的话，说“转人工”就行。' : '')
const englishPerson = (agents: readonly Agent[]): string => (agents.some(handsOver) ? ' Say “officer” to be handed over.' : '')

const nobodyYet = (isEnglish: boolean): string =>
  isEnglish
    ? 'No assistant is open to you here yet. Please ask the administrator of this service; in an emergency call 110.'
    : '这里暂时还没有您能用的助手。需要开通的话，请联系本平台的管理员；遇到危险请拨打 110。'

/** What the front desk (总台) says itself. */
export const deskWords = {
  greeting: '您好，我是公安办事总台的数字分身（智能生成，以民警答复为准）。您想办什么，直接用自己的话说就行。遇到危险请先拨打 110。',
  clarify: (agents: readonly Agent[], isEnglish: boolean): { text: string; suggestions: readonly string[] } => ({
    text: isEnglish
      ? `I can help in two ways here: 1. ${agents[0]?.name} 2. ${agents[1]?.name}. Which one do you mean?`
      : `您是想：1. ${agents[0]?.purpose.replace(/。$/, '')}；还是 2. ${agents[1]?.purpose.replace(/。$/, '')}？回复 1 或 2 就行。`,
    suggestions: agents.map((agent) => agent.suggestions[0] ?? agent.name),
  }),
  welcome: (agents: readonly Agent[], isEnglish: boolean): DeskWords => {
    const suggestions = openers(agents)
    if (agents.length === 0) return { text: nobodyYet(isEnglish), suggestions }
    return {
      text: isEnglish
        ? `Hello. I am the front desk of the police service, an automatic assistant. ${englishHelp(agents)} What do you need?`
        : `您好，我是公安办事总台的智能助手。${sayLike(suggestions)}想办什么、遇到了什么事，用自己的话说就行。`,
      suggestions,
    }
  },
  none: (agents: readonly Agent[], isEnglish: boolean): DeskWords => {
    const suggestions = openers(agents)
    if (agents.length === 0) return { text: nobodyYet(isEnglish), suggestions }
    const elsewhere = isForOfficers(agents) ? '' : '别的警务可以到就近派出所窗口问；不归公安管的事可以打 12345；遇到危险请拨打 110。'
    return {
      text: isEnglish
        ? `Sorry, I cannot help with that here. ${englishHelp(agents)}${isForOfficers(agents) ? '' : ' In an emergency call 110.'}`
        : `这件事我这里还办不了，不想耽误您。换个说法再说一次也行。${sayLike(suggestions)}${elsewhere}`,
      suggestions,
    }
  },
  /** To whoever asks what speaks here, before anything was asked of a page. */
  identity: (agents: readonly Agent[], isEnglish: boolean): DeskWords => {
    const suggestions = openers(agents)
    return {
      text: isEnglish
        ? `I am the front desk of the police service: a program that answers automatically, neither a person nor an officer.${englishPerson(agents)}`
        : `我是公安办事总台的智能助手，自动答复的程序，不是真人，也不是民警。${sayLike(suggestions)}${canPerson(agents)}`,
      suggestions,
    }
  },
  /** To whoever is angry, and has not said about what. */
  upset: (agents: readonly Agent[], isEnglish: boolean): DeskWords => ({
    text: isEnglish
      ? `I am sorry for the trouble. Tell me what you need and I will go on from there.${englishPerson(agents)}`
      : `让您着急了，抱歉。您直接说是什么事，我接着办。${canPerson(agents)}`,
    suggestions: openers(agents),
  }),
  /** To whoever thanks us, or leaves. */
  farewell: (isEnglish: boolean): DeskWords => ({
    text: isEnglish ? 'You are welcome. Come back any time.' : '不客气，需要的时候随时来。',
    suggestions: [],
  }),
  /** To whoever gives up what was not begun. */
  nothingOpen: (isEnglish: boolean): DeskWords => ({
    text: isEnglish ? 'All right. There is nothing under way here.' : '好的，现在没有正在办的事，什么都没有提交。需要的时候随时跟我说。',
    suggestions: [],
  }),
  /** To whoever has a heavy heart and no matter. */
  comfort: (isEnglish: boolean): DeskWords => ({
    text: isEnglish
      ? 'I am sorry that it is hard. Talk to somebody you trust, or call 12356, the psychological support line. If there is something to do or to ask, just tell me.'
      : '心里不好受的时候，找个信得过的人说说会好一些；也可以拨打 12356 心理援助热线，有人会听您说。要办事、问事，直接跟我说就行。',
    suggestions: [],
  }),
  /** To whoever asks when we are there. */
  hours: (agents: readonly Agent[], isEnglish: boolean): DeskWords => ({
    text: isEnglish
      ? 'I am here online at any hour. For the hours of the counter, also at weekends and on holidays, please ask the police station.'
      : `我在网上，什么时候都可以问、可以办。窗口几点上班、周末和节假日开不开，以当地派出所公布的为准，去之前可以先打电话问。${sayLike(openers(agents))}`,
    suggestions: openers(agents),
  }),
  /** To whoever says how it stands after the numbers to call. */
  safe: (isEnglish: boolean): DeskWords => ({
    text: isEnglish
      ? 'All right. If it gets dangerous again, call 110 at once. Tell me what you want to ask or to do.'
      : '好的。要是又有危险，马上打 110。您想问什么、办什么，直接跟我说就行。',
    suggestions: [],
  }),
  /** To whoever wants an officer where no page can hand over. */
  noPerson: (agents: readonly Agent[], isEnglish: boolean): DeskWords => ({
    text: isEnglish
      ? `I cannot hand you over from here.${isForOfficers(agents) ? ' Please ask your own unit.' : ' Please visit the nearest police station; in an emergency call 110.'}`
      : `这里转不了人工。${isForOfficers(agents) ? '请直接联系本单位或者主管部门。' : '请到就近派出所窗口；遇到危险请拨打 110。'}`,
    suggestions: openers(agents),
  }),
  /** While a page is switched off. Whoever wants an officer is still handed over, by a page that can. */
  off: (agent: Agent, agents: readonly Agent[], isEnglish: boolean): DeskWords => {
    const canHandOver = agents.some((other) => other.id !== agent.id && handsOver(other))
    return {
      text: isEnglish
        ? `This assistant is paused for maintenance; nothing of yours is lost.${isForOfficers(agents) ? '' : ' If it is urgent, please visit the nearest police station.'}${canHandOver ? ' Say “officer” to be handed over.' : ''}`
        : `“${agent.name}”正在维护，暂停使用，您办过的事都还在。${isForOfficers(agents) ? '' : '急办请到就近派出所窗口，遇到危险请拨打 110。'}${canHandOver ? '需要民警的话，说“转人工”就行。' : ''}`,
      suggestions: canHandOver && !isEnglish ? ['转人工'] : [],
    }
  },
  /** While talking itself is switched off. */
  shut: (isEnglish: boolean): string =>
    isEnglish
      ? 'This service is paused for maintenance. Please try again later or visit the nearest police station; in danger call 110.'
      : '智能对话正在维护，暂停使用。您可以稍后再来，急办请到就近派出所窗口；遇到危险请拨打 110。',
  failed: (isEnglish: boolean): string =>
    isEnglish
      ? 'Something went wrong with this step, and nothing was submitted. Please say it again; if it keeps happening, visit the nearest police station.'
      : '刚才这一步没有办成，也没有提交任何内容。请您再说一次；如果还是不行，请到就近派出所窗口办理。',
}

/** What is said around a confirmation. */
export const confirmWords = {
  declined: (isEnglish: boolean): string =>
    isEnglish
      ? 'All right, nothing was submitted. Tell me what to change, or say “cancel” to stop here.'
      : '好的，没有提交任何内容。想改哪一项，直接告诉我；以后想办再跟我说就行。',
  afterDeclined: (isEnglish: boolean): readonly string[] => (isEnglish ? ['Change the purpose', 'Cancel'] : ['改用途', '不办了']),
}

/** What is said where a model cannot go on. */
export const handoverWords = {
  apology: {
    zh: '（智能模型暂时用不了，下面由离线助手为您继续。）',
    en: '(The language model is not available right now; the offline assistant continues.)',
  },
  quoting: {
    zh: '（为了答得准，下面由离线助手按规定原文回答。）',
    en: '(To keep to the rules, the offline assistant answers with their own words.)',
  },
  /** Nothing is left of a budget; nobody need stop for it. */
  spent: (span: BudgetSpan): { zh: string; en: string } => {
    const why = {
      turn: { zh: '这个问题用的时间有点长', en: 'This question took the language model rather long' },
      person: { zh: '您今天使用智能模型的次数已经到了上限', en: 'You have used the language model as often as is possible in a day' },
      day: { zh: '今天智能模型的用量已经到了上限', en: 'The language model has reached its limit for today' },
    }[span]
    return {
      zh: `（${why.zh}，下面由离线助手为您继续，办事不受影响。）`,
      en: `(${why.en}; the offline assistant continues, and everything can still be done.)`,
    }
  },
  unsure: {
    zh: '这个问题我现在答不准，不想误导您。您可以换个说法再问，也可以说“转人工”找民警。',
    en: 'I am not sure about this and do not want to mislead you. Please ask in other words, or ask for an officer.',
  },
}
