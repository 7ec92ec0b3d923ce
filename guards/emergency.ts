import type { Guard } from '../core/guard.ts'
import type { Who } from '../core/people.ts'
import { believedAt, heardAt, listen, shippedEar } from '../domain/emergencies/ear.ts'
import { inSimplified } from '../domain/emergencies/simplified.ts'
import { apart, englishScenes, scenes } from './danger-scenes.ts'
import {
  asksAfter,
  beside,
  cries,
  type Danger,
  elsewhere,
  englishSigns,
  figures,
  goesOn,
  now,
  past,
  plainSpelling,
  signs,
} from './danger-words.ts'

const order = ['self_harm', 'fire', 'medical', 'police'] as const

const lines: Record<Danger, { text: string; en: string; calls: readonly { label: string; value: string }[] }> = {
  police: {
    text: '您现在可能有危险，请马上拨打 110；不方便说话可以发短信到 12110（以当地公布为准），写清地点。先到安全、有人的地方，保护好自己。我是智能助手，不能替您报警。',
    en: 'You may be in danger. Call 110 now, or text 12110 with your location if you cannot speak. Move to a safe place with people. I am an AI assistant and cannot call for you.',
    calls: [
      { label: '报警', value: '110' },
      { label: '短信报警', value: '12110' },
      { label: '急救', value: '120' },
    ],
  },
  medical: {
    text: '人的安全最要紧，请马上拨打 120，说清地点和伤情；有交通事故或有人伤害他人，同时拨打 110。请按接线员的指导去做。我是智能助手，不能替您呼叫急救。',
    en: 'Call 120 for an ambulance now and say where you are; call 110 as well if there is an accident or violence. I am an AI assistant and cannot call for you.',
    calls: [
      { label: '急救', value: '120' },
      { label: '报警', value: '110' },
    ],
  },
  fire: {
    text: '请马上离开有火或有烟的地方，到安全处拨打 119，说清地址；有人受伤同时拨打 120。不要坐电梯，不要回去拿东西。我是智能助手，不能替您报火警。',
    en: 'Leave the place now, then call 119 and give the address; call 120 if anyone is hurt. Do not use the lift. I am an AI assistant and cannot call for you.',
    calls: [
      { label: '火警', value: '119' },
      { label: '急救', value: '120' },
      { label: '报警', value: '110' },
    ],
  },
  self_harm: {
    text: '听到您这么说，我很担心您。您不用一个人扛：现在就可以拨打 12356 心理援助热线，有人会听您说；如果您已经受伤或马上会有危险，请拨打 120 或 110。也请告诉身边一个您信得过的人，让他陪着您。我是智能助手，不能代替他们。',
    en: 'I am worried about you. You do not have to carry this alone: call 12356, the psychological support line, now. If you are hurt or about to be, call 120 or 110. Please tell someone near you and let them stay with you. I am an AI assistant and cannot take their place.',
    calls: [
      { label: '心理援助', value: '12356' },
      { label: '急救', value: '120' },
      { label: '报警', value: '110' },
    ],
  },
}

/** A message as the signs read it: small letters, plain spelling, no marks inside a word; breaths (clauses) parted by `，`. */
const plainOf = (text: string): string => {
  const said = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
  const spelled = plainSpelling.reduce((known, [slip, word]) => known.replace(slip, word), said)
  return spelled
    .replace(/(?<=\p{Script=Han})[\s·.\-_*~|/]{1,3}(?=\p{Script=Han}(?:[\s·.\-_*~|/]|[^\p{Script=Han}]|.?$))/gu, '')
    .replace(/[\s，。！？；：、,.!?;:…~～—"“”'‘’()（）]+/g, '，')
    .replace(/^，|，$/g, '')
}

/** Two breaths in one where the first is but a word or two: 去年，我家着火了. */
const breathsOf = (plain: string): readonly string[] => {
  const breaths: string[] = []
  for (const breath of plain.split('，')) {
    const before = breaths.at(-1)
    if (before === undefined || before.length > 4) breaths.push(breath)
    else breaths[breaths.length - 1] = `${before}，${breath}`
  }
  return breaths
}

/** How much of a very long message is read, from its start and from its end: a megabyte must not hold everybody up. */
const startChars = 6_000
const endChars = 2_000
const readPart = (text: string): string =>
  text.length > startChars + endChars ? `${text.slice(0, startChars)}，${text.slice(-endChars)}` : text

/** Which danger the signs of a message speak of, if any. Self-harm comes first: its words also hold those of others. */
export const dangerSigned = (message: string): Danger | undefined => {
  const text = readPart(message)
  const spaced = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s’]+/g, (mark) => (mark.includes('’') ? "'" : ' '))
    .trim()
  const plain = plainOf(text).replace(figures, '')
  const isCry = cries.test(plain) || cries.test(spaced)
  const isElsewhere = !isCry && (elsewhere.test(plain) || (past.test(plain) && asksAfter.test(plain) && !goesOn.test(plain)))
  const breaths = breathsOf(plain)
  return order.find((danger) => {
    if (
      (englishSigns[danger].test(spaced) || englishScenes[danger].test(spaced)) &&
      (danger === 'self_harm' || isCry || !elsewhere.test(spaced))
    )
      return true
    if (apart[danger]?.test(plain) && (isCry || !(isElsewhere || beside.test(plain)))) return true
    return breaths.some((breath) => {
      if (!signs[danger].test(breath) && !scenes[danger].test(breath)) return false
      const isMeant = isCry || now.test(breath) || (danger === 'self_harm' && /[我俺]/.test(breath))
      return isMeant || !(isElsewhere || beside.test(breath))
    })
  })
}

/** Up to here a message is heard as a whole; a longer one sentence by sentence too, where the danger may stand at its end. */
const wholeChars = 60
/** A part of a long message has to sound more like it: out of its place much sounds like danger. */
const partAt = 0.75
/** So short a message says too little for the ear; the signs read it. One that is not much longer, or not in Chinese, has to sound more like it. */
const leastChars = 3
const shortChars = 6
const shortAt = 0.6
/** May I…, who pays for what happened last month: asks, and tells of nothing that happens. The signs still read it. */
const asksInEnglish =
  /^(?:can|may|could|do|does|is it|are|what(?:'s| is| are)|how (?:much|many|do|can|long)|where (?:can|do|is)|which)\b|\b(?:last (?:week|month|year)|ago|yesterday)\b/i
/** What is done at a desk (那我就在手机上办), and noise, of which most complain and few cry for help: it has to sound more like it, too. */
const ofDesk = /纸[质的版]|电子|窗口|领取|用途|证明|办|申请|材料|手续|确认|进度|户口|身份证|护照|驾照|签证/
/** Whoever asks whether something is right tells of nothing that happens: 所以不养老，这说得通不. */
const asksJudgement =
  /(?:说得通|说得过去|合法|违法|犯法|犯罪|合理|有道理|有理|占理|算数|作数|有效|成立|站得住)[^，。]{0,2}(?:不|吗|么|没有|嘛)[?？]?$|(?:算不算|该不该|对不对|合不合|犯不犯法|有没有道理|能不能要|可不可以)[^，。]{0,8}[?？]?$/
/** 我要去加拿大看我姐: a journey is told, which names people and places as a cry does. */
const ofJourney =
  /^(?:我们?|俺|我(?:老公|老婆|儿子|女儿|弟|妹|哥|姐))?(?:要|想|准备|打算|下周|下个?月|明天|过几天|年后|马上)+(?:去|到|飞|回)(?!死).{1,8}(?:看|找|陪|照顾|带|读|念|上|打|工作|旅|玩|出差|定居|结婚|探亲|办|当|过年)/
const ofNoise = /犬吠|狗.{0,3}[叫吠]|猫.{0,3}叫|打鸣|噪[音声]|扰民|太吵|吵得|吵死/

/** Parts of a long message, each of some sentences. */
const partsOf = (text: string): readonly string[] => {
  const parts: string[] = []
  for (const sentence of text.match(/[^。！？!?\n，,；;…]+[。！？!?\n，,；;…]*/g) ?? [text]) {
    const last = parts.at(-1)
    if (last === undefined || last.length + sentence.length > wholeChars) parts.push(sentence.slice(0, wholeChars))
    else parts[parts.length - 1] = last + sentence
  }
  return parts
}

/** Which danger the learned ear hears in a message. */
const dangerHeard = (message: string): { readonly kind: Danger | undefined; readonly likely: number } => {
  const text = readPart(message).normalize('NFKC')
  const said = text.replace(figures, '')
  if (!/\p{Script=Han}/u.test(said) && asksInEnglish.test(said.trim())) return { kind: undefined, likely: 1 }
  const letters = said.match(/\p{L}/gu)?.length ?? 0
  if (letters < leastChars) return { kind: undefined, likely: 1 }
  if (said.length <= wholeChars) {
    const heard = listen(shippedEar(), said)
    const isDoubtful =
      letters <= shortChars ||
      !/\p{Script=Han}/u.test(said) ||
      ofDesk.test(said) ||
      ofJourney.test(said.trim()) ||
      ofNoise.test(said) ||
      asksJudgement.test(said.trim())
    const enough = isDoubtful ? shortAt : heardAt
    return { kind: heard.likely >= enough ? heard.kind : undefined, likely: heard.likely }
  }
  const heard = partsOf(said).map((part) => listen(shippedEar(), part))
  const most = heard.reduce((best, one) => (one.likely > best.likely ? one : best))
  return { kind: most.likely >= partAt ? most.kind : undefined, likely: most.likely }
}

/** 没咬着, 好在没人受伤: says that the harm did not come. 没气了, 没死成 say something else. */
const deniesHarm =
  /^(?:[他她它我俺人]们?|谁|都|也|倒|就|并|还|只是|就是|幸好|好在|还好|幸亏|车上|家里)*(?:没|没有|未)(?:有人|人|有)?(?:被)?(?:咬|伤|打(?!通|电)|撞|碰|砸|摔|流血|出血|受伤|动手|还手|着火|烧着|出人命|死人|大事|啥事|什么事|事)(?:[着到了过]|坏|破|伤|中)*(?:[我他她人]|孩子|娃)?(?:[了啊呀吧])?$/

/** Which danger a message speaks of, if any: by its signs, where the ear does not find it calm, and by the ear where there are none. */
export const dangerIn = (raw: string): Danger | undefined => {
  const message = inSimplified(readPart(raw))
  if (clausesOf(message).every((clause) => clause === '' || deniesHarm.test(clause))) return undefined
  const signed = dangerSigned(message)
  const heard = dangerHeard(message)
  if (signed === undefined) return heard.kind
  return heard.likely >= believedAt || cries.test(message) || clausesOf(message).some(soundsLikely) ? signed : undefined
}

/** 我要开证明，哎呀厨房着火了: what is said beside the danger must not drown it. */
const clausesOf = (message: string): readonly string[] => readPart(message).split(/[，。！？；…,.!?;\s]+/)
/** A clause has to sound more like it than a whole message. */
const clauseAt = 0.2
const soundsLikely = (clause: string): boolean => clause.length >= leastChars && listen(shippedEar(), clause).likely >= clauseAt

/** An officer hands over somebody's words to be judged (研判：…); whatever is in them, it is not the officer who calls for help. */
const isHandedOver = (text: string): boolean => /^(?:请|帮我|麻烦)?.{0,4}(?:研判|判类|判一下)[^，。！？:：\n]{0,10}[:：]/.test(text.trim())

/** What an officer asks is of cases (如果他15岁呢, 孕妇呢): the ear, taught with cries of citizens, is not asked; plain signs are read. */
const saysDanger = (text: string): boolean => dangerSigned(text) !== undefined

/** Which danger the person who writes speaks of, if any: what the guard goes by, and what the front desk says of a message. */
export const dangerTo = ({ text, who }: { readonly text: string; readonly who: Pick<Who, 'kind'> | undefined }): Danger | undefined =>
  who?.kind === 'officer' ? (isHandedOver(text) || !saysDanger(text) ? undefined : dangerIn(text)) : dangerIn(text)

/** 先救人：danger now is answered before anything else, without a model and whatever was going on. */
export const emergency: Guard = {
  name: 'emergency',
  before: ({ text, who }) => {
    const danger = dangerTo({ text, who })
    if (!danger) return undefined
    const line = lines[danger]
    const isEnglish = !/\p{Script=Han}/u.test(text)
    return {
      outcome: 'handed_off',
      text: isEnglish ? line.en : line.text,
      cards: [
        {
          kind: 'emergency',
          title: isEnglish ? 'Get help now' : '请先求助',
          fields: line.calls,
          links: line.calls.map((call) => ({ rel: 'tel', href: call.value === '12110' ? 'sms:12110' : `tel:${call.value}` })),
        },
      ],
    }
  },
}
