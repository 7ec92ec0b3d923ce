import { dateText } from '../../core/time.ts'
import type { Choice, Field, Sheet } from './sheets.ts'
import { isRecord } from './sheets.ts'
import type { Fault } from './values/identifiers.ts'

/** Every sentence the offline model says itself, in two languages. Facts of law are never here: they are quoted from passages. */
export type Phrases = typeof zh

const numbered = (items: readonly string[]): string => items.map((item, at) => `${at + 1}. ${item}`).join('；')

const periodText = (value: unknown, text: (day: string) => string, dash: string): string | undefined =>
  isRecord(value) && typeof value.from === 'string' && typeof value.to === 'string'
    ? `${text(value.from)}${dash}${text(value.to)}`
    : undefined

const faultsZh: Record<Fault, string> = {
  id_length: '身份证号应该是 18 位，您给的位数不对，请再核对一下。',
  id_check: '这个身份证号的校验位对不上，可能有一位写错了，请再核对一下。',
  phone_length: '手机号应该是 11 位，请再核对一下。',
  plate_form: '车牌号好像不完整，例如“蒙A12345”。',
  date_unknown: '这个日期我没看懂，可以写成“2020年1月5日”。',
  period_order: '结束的日期比开始的还早，请再说一次起止时间。',
  period_future: '这段时间还没到，请说到今天为止的时间。',
  period_age: '从多少岁算起我推不出来，请说成哪年哪月到哪年哪月，例如“2008年9月到现在”；要查全部时间，就说“全时段”。',
  number_unknown: '这个数我没看懂，请直接写数字。',
  which_one: '您提到了不止一项，我怕选错。',
  not_a_choice: '没有这个序号。',
}

const zh = {
  label: (choice: Choice): string => choice.label,
  title: (of: Sheet | Field): string => of.title,
  ask: (field: Field): string => field.ask ?? `请问${field.title}是什么？`,
  options: (choices: readonly Choice[]): string => `可以选：${numbered(choices.map(({ label }) => label))}。`,
  orSay: '回复序号，或者直接说都行。',
  example: (examples: readonly string[]): string => `例如：${examples.slice(0, 2).join('、')}。`,
  begin: (_sheet: Sheet): string => '好的，我来帮您办。',
  hurried: '好，马上。',
  angry: '让您着急了，抱歉。我说短一点。',
  angryNext: '您直接说要办什么，我接着办。',
  noted: (field: Field, value: string): string => `${field.title}记下了：${value}。`,
  changed: (field: Field, value: string): string => `好的，${field.title}改为：${value}。`,
  ready: (summary: string): string => `内容已经齐了（${summary}）。要继续办，请说“继续”。`,
  confirming: (summary: string): string => `刚才的申请还没有提交（${summary}）。要提交请说“确认”，不办了请说“取消”。`,
  confirm: (summary: string): string => `请核对：${summary}。没问题请说“确认”，要改就直接告诉我改哪一项。`,
  noOffence: '派出所出具的是“无犯罪记录证明”，没有“无违法犯罪证明”这一种。',
  goOn: (sheet: Sheet, summary: string): string => `我按“${sheet.title}”给您办（${summary}），可以吗？`,
  cancelled: '好的，已经取消，什么都没有提交。以后想办，随时跟我说。',
  onlyThese: (field: Field): string => `邮寄这里办不了，${field.title}只有：${field.choices.map(({ label }) => label).join('、')}。`,
  whichField: (titles: readonly string[]): string => `想改哪一项？可以改：${titles.join('、')}。`,
  declined: '好的，没有提交任何内容。想改哪一项，直接告诉我；不办了也没关系。',
  here: '您好，我在。',
  noHurry: '好的，不着急，您想好了再告诉我。',
  nothingOpen: '好的，现在没有正在办的事。需要的时候随时跟我说。',
  restarted: '好的，我们从头来。',
  repeat: (said: string): string => `刚才说的是：${said}`,
  notUnderstood: '不好意思，我没听明白。',
  missedAgain: '如果不好选，可以说“不知道”，我给您一个建议。',
  why: (field: Field): string =>
    field.description && /\p{Script=Han}/u.test(field.description)
      ? `${field.title}：${field.description.replace(/。$/, '')}。`
      : `${field.title}会写进申请里，选最接近的一项就行；拿不准就说“不知道”。`,
  propose: (field: Field, label: string): string => `没关系。拿不准的话，${field.title}可以先按“${label}”办，可以吗？`,
  proposeHint: '您也可以说说是谁要、拿去做什么，我来帮您选。',
  unsureOpen: '没关系，知道了再告诉我就行。',
  offer: (sheet: Sheet): string => `您是想办“${sheet.title}”吗？是的话请说“是”，或者直接说您要办什么。`,
  choose: (titles: readonly string[]): string => `我想确认一下，您是要：${numbered(titles)}？回复序号就行。`,
  help: (name: string, purpose: string): string => `我是“${name}”，自动答复的智能助手，不是真人。${purpose}`,
  sayLike: (examples: readonly string[]): string =>
    examples.length > 0 ? `您可以直接说，例如：${examples.map((text) => `“${text}”`).join('、')}。` : '',
  hello: (name: string, purpose: string): string => `您好，我是“${name}”。${purpose}`,
  identity: (name: string): string => `我是“${name}”，按固定规则自动答复的程序，不是真人，也不是民警。`,
  canPerson: '需要民警的话，说“转人工”就行。',
  noPerson: '需要民警当面办的话，请到就近的派出所窗口。',
  lost: '这件事我这里帮不上，不想耽误您。',
  unreadable: '不好意思，这条消息我没看懂。',
  thanks: '不客气，还有事随时跟我说。',
  bye: '好的，再见。需要时随时回来。',
  injection: '这类指令我不会照做：能办什么、怎么办，都按规定和系统核验来。',
  prying: '别人有没有犯罪记录，我不能查，也不能告诉您。',
  abstain: '这个问题，我手头的规定里没有找到依据，不敢乱答。您可以换个说法，或者说得具体一点再问。',
  hours: '我在网上，什么时候都可以问。窗口几点上班、周末和节假日开不开，以当地派出所公布的为准，去之前可以先打电话问。',
  taken: '好的，我知道了。还想问什么、办什么，接着说就行。',
  notTold: '您问的这一点，我手头的规定里没有写明，请以窗口答复为准。有关的规定列在下面，供您参考。',
  saidAll: '您说的这一点，我手头的规定里没有另外写，还是上面那几句。想问得更细，可以换个说法。',
  quoteLead: (_english: boolean): string => '规定里是这样写的：',
  quoteOldLead: (_english: boolean): string => '当时的规定是这样写的：',
  alsoLead: '另外，',
  back: '回到刚才：',
  failed: '这一步暂时没有办成。',
  tryAgain: '您填的内容我还记着，说“再试一次”我就重新提交。',
  alreadyDone: '刚才那一份已经提交了，我改不了。要改的话，我可以帮您转给民警，要转吗？',
  handoffReason: (doing: string, said: string): string => `群众要求转人工。${doing}${said ? `最近说的是：${said}` : ''}`,
  doing: (title: string): string => `正在办：${title}。`,
  summary: (pairs: readonly (readonly [string, string])[]): string => pairs.map(([title, value]) => `${title}：${value}`).join('，'),
  value: (value: unknown): string =>
    typeof value === 'boolean'
      ? value
        ? '是'
        : '否'
      : (periodText(value, dateText, '至') ??
        (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? dateText(value) : String(value))),
  fault: (fault: Fault): string => faultsZh[fault],
  fieldFault: (message: string): string =>
    /\p{Script=Han}/u.test(message) ? `${message.replace(/。$/, '')}。` : '这一项填得不对，请再说一次。',
  quick: { person: '转人工', yes: '是', go: '继续', confirm: '确认', cancel: '取消', retry: '再试一次' },
}

const faultsEn: Record<Fault, string> = {
  id_length: 'A resident ID number has 18 characters; please check it.',
  id_check: 'The check digit of this ID number does not match; one digit may be wrong. Please check it.',
  phone_length: 'A mobile number has 11 digits; please check it.',
  plate_form: 'This plate number looks incomplete.',
  date_unknown: 'I could not read this date. You may write it like 2020-01-05.',
  period_order: 'The end is before the start. Please give the period again.',
  period_future: 'This period has not come yet. Please give one that ends today or earlier.',
  period_age: 'I cannot work out a period from an age. Please give it in years and months, or say “whole life”.',
  number_unknown: 'I could not read this number. Please write it in digits.',
  which_one: 'You named more than one, and I do not want to pick the wrong one.',
  not_a_choice: 'There is no such number.',
}

const en: Phrases = {
  label: (choice) => choice.en,
  title: (of) => of.titleEn,
  ask: (field) => field.askEn ?? `What is the ${field.titleEn}?`,
  options: (choices) => `You can choose: ${choices.map(({ en: label }, at) => `${at + 1}. ${label}`).join('; ')}.`,
  orSay: 'Reply with a number or in your own words.',
  example: (examples) => `For example: ${examples.slice(0, 2).join(', ')}.`,
  begin: () => 'Sure, I can help with that.',
  hurried: 'Right away.',
  angry: 'I am sorry for the trouble. I will keep it short.',
  angryNext: 'Tell me what you need and I will go on.',
  noted: (field, value) => `Noted, ${field.titleEn}: ${value}.`,
  changed: (field, value) => `All right, ${field.titleEn} is now: ${value}.`,
  ready: (summary) => `I have everything I need (${summary}). Say “continue” to go on.`,
  confirming: (summary) => `Your application has not been submitted yet (${summary}). Say “confirm” to submit it, or “cancel” to stop.`,
  confirm: (summary) => `Please check: ${summary}. Say “confirm” if it is right, or tell me what to change.`,
  noOffence: 'The police issue a no-criminal-record certificate; there is no separate certificate of no offences.',
  goOn: (sheet, summary) => `I will go on with “${sheet.titleEn}” (${summary}). Is that all right?`,
  cancelled: 'All right, it is cancelled. Nothing was submitted. Come back any time.',
  onlyThese: (field) => `Nothing is sent by post. You can choose: ${field.choices.map(({ en: label }) => label).join(', ')}.`,
  whichField: (titles) => `Which part shall I change? You can change: ${titles.join(', ')}.`,
  declined: 'All right, nothing was submitted. Tell me what to change, or leave it at that.',
  here: 'Hello, I am here.',
  noHurry: 'No hurry, tell me when you are ready.',
  nothingOpen: 'All right. There is nothing under way at the moment.',
  restarted: 'All right, let us start again.',
  repeat: (said) => `I said: ${said}`,
  notUnderstood: 'Sorry, I did not understand that.',
  missedAgain: 'If it is hard to choose, say “I don’t know” and I will suggest one.',
  why: (field) => `The ${field.titleEn} goes into your application; pick the nearest one, or say “I don’t know”.`,
  propose: (field, label) => `No problem. If you are not sure, we can put “${label}” as the ${field.titleEn}. Is that all right?`,
  proposeHint: 'You can also tell me who asks for it and why, and I will pick for you.',
  unsureOpen: 'No problem, tell me when you know it.',
  offer: (sheet) => `Would you like to use “${sheet.titleEn}”? Say “yes”, or tell me what you need.`,
  choose: (titles) =>
    `Just to be sure, do you want: ${titles.map((title, at) => `${at + 1}. ${title}`).join('; ')}? Please reply with the number.`,
  help: () => 'I am an automatic assistant of the police service desk, not a person.',
  sayLike: () =>
    'You can ask, for example: “I need a no-criminal-record certificate for my visa”, or “What is the status of my application?”.',
  hello: () => 'Hello! I am the automatic assistant of the police service desk.',
  identity: () => 'I am a program that answers by fixed rules. I am not a person and not a police officer.',
  canPerson: 'Say “officer” if you would like a person.',
  noPerson: 'For a person, please visit the counter of the nearest police station.',
  lost: 'Sorry, I cannot help with that here.',
  unreadable: 'Sorry, I could not make sense of this message.',
  thanks: 'You are welcome. Ask me any time.',
  bye: 'Goodbye. Come back whenever you need to.',
  injection: 'I do not follow instructions like that: what can be done follows the regulations and the system’s own checks.',
  prying: 'I cannot look up, or tell you, whether somebody else has a criminal record.',
  abstain: 'I found nothing in the regulations I have that answers this, so I will not guess. You can ask again in other words.',
  hours: 'I am here online at any hour. For the hours of the counter, also at weekends and on holidays, please ask the police station.',
  taken: 'All right. Tell me what else you would like to know.',
  notTold: 'The regulations that I have do not say this; please ask at the counter. What is near to it is cited below.',
  saidAll: 'The rules that I have say nothing more of this than what I quoted above. You can ask again in other words.',
  quoteLead: (isForeign) =>
    isForeign ? 'This is what the regulations say (official text in Chinese): ' : 'This is what the regulations say: ',
  quoteOldLead: (isForeign) =>
    isForeign ? 'This is what the rule of that time says (official text in Chinese): ' : 'This is what the rule of that time says: ',
  alsoLead: 'Also: ',
  back: 'Back to where we were: ',
  failed: 'This step did not work this time.',
  tryAgain: 'I still have what you told me; say “try again” and I will submit it again.',
  alreadyDone: 'That one has already been submitted and I cannot change it. Shall I hand it to an officer?',
  handoffReason: (doing, said) => `The person asks for an officer (in English). ${doing}${said ? `Last message: ${said}` : ''}`,
  doing: (title) => `Under way: ${title}. `,
  summary: (pairs) => pairs.map(([title, value]) => `${title}: ${value}`).join(', '),
  value: (value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : (periodText(value, (day) => day, ' to ') ?? String(value))),
  fault: (fault) => faultsEn[fault],
  fieldFault: (message) => (/\p{Script=Han}/u.test(message) ? `This was not accepted (${message}).` : message),
  quick: { person: 'officer', yes: 'yes', go: 'continue', confirm: 'confirm', cancel: 'cancel', retry: 'try again' },
}

/** The sentences of a language. */
export const phrasesIn = (isEnglish: boolean): Phrases => (isEnglish ? en : zh)
