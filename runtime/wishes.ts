import type { StoredTurn } from '../core/conversation.ts'
import { simplifyCommon } from '../core/script.ts'
import { isQuestion, ordersDeed } from '../models/offline/acts.ts'
import { isAssent } from '../models/offline/assent.ts'
import { asksOfNothing } from '../models/offline/query.ts'
import { tidy } from '../models/offline/text.ts'
import { answerToConfirm } from './answers-to-confirm.ts'
import { agentsFor, type FrontDeskGround, type Heard } from './front-desk.ts'

/** Two wishes in one message (一句话里两件事). */
export interface Wishes {
  /** What is taken now. */
  readonly first: string
  /** What comes after it. */
  readonly later: string
  /** Whether a page hears the second: what is nobody's is said to be, and not offered. */
  readonly isHeard: boolean
  /** The first is a no to the deed that waits: 先不办了，顺便问下… . */
  readonly refuses: 'no' | undefined
}

const asking = '(?:问|打听|咨询|了解)(?:问|一下儿?|下儿?|一句|个事儿?|个)?'
/** Turns to another wish by itself, with or without a mark before it: people who speak put none. */
const turning = `(?:顺便|顺带|捎带)(?:着)?(?:再|也)?(?:我?想)?(?:${asking})?|(?:再|还|也|然后|接着)(?:再)?(?:我?(?:想|要))?${asking}|(?:然后|接着)(?:再)?(?=(?:帮|给|替)我|查|看)`
/** Turns to another only where a clause ended before it: 另外两个人, 还有三天. */
const adding =
  '另外(?:[，,]|还)?|还有(?:个事儿?|一件事|件事|个问题|一个问题)?(?:就是)?[，,]?|对了[，,]?|(?:再|还想|还要|也想)(?=(?:帮|给|替)我|查|看|办|开|补|换)|第二(?:件事?|个)?(?:是)?[，,]?'
const between = new RegExp(`[，,。；;！!？?\\s]*(?:${turning})|[，,。；;！!？?\\s]+(?:${adding})`)
const inEnglish =
  /[,.;?!]\s*(?:(?:and\s+)?(?:also|by the way|one more thing|another (?:thing|question))|and then|then)\b[,:]?\s+|\s+and also\s+/i

/** What stands before a wish and is none of it. */
const lead = new RegExp(`^(?:[，,：:、\\s]+|我(?=想${asking})|想(?=${asking})|请问|麻烦|就是|${asking})+`)
const firstly = /^(?:我)?(?:先|首先)(?=(?:帮|给|替)我|查|看|问|办|开|补|换|说|打听)/

/** A message that turns to a second wish, cut there. */
export const parted = (raw: string): { first: string; later: string } | undefined => {
  const text = simplifyCommon(tidy(raw))
  const found = between.exec(text) ?? inEnglish.exec(text)
  if (!found || found.index < 2) return undefined
  const first = text.slice(0, found.index).replace(firstly, '').replace(lead, '').trim()
  const later = text
    .slice(found.index + found[0].length)
    .replace(lead, '')
    .replace(/[。！!，,\s]+$/, '')
    .trim()
  return first.length >= 2 && later.length >= 3 ? { first, later } : undefined
}

/** Wants something done or known; a story that goes on (另外押金也不退) does not. */
const wants = (text: string): boolean =>
  isQuestion(text) ||
  ordersDeed(text) ||
  /(?:帮|给|替)我|[想要](?!是)|(?:查|看)(?:一?下|看)|申请|办(?!案)|开(?:一?[个张份]|证明)|补[办领]|换[证领]|\b(?:need|want|help|please|apply)\b/i.test(
    text,
  )

/** So near a page, the second wish is its matter. */
const heardAt = 0.3

/** Finds a second wish in what was said; a message of one matter is left whole. */
export const createWishReader =
  (ground: FrontDeskGround) =>
  ({ who, says, conversation, history, isOpen }: Omit<Heard, 'isEnglish'> & { readonly isOpen: boolean }): Wishes | undefined => {
    const cut = parted(says)
    if (!cut) return undefined
    const { first, later } = cut
    const both = { ...cut, refuses: isOpen && answerToConfirm(first) === 'no' ? ('no' as const) : undefined }
    const last = history.at(-1)?.reply
    // 入职用，顺便问下…: the answer to an open question is no wish by itself.
    const isAnswer = last?.outcome === 'clarified' || last?.outcome === 'confirming'
    if (!(isAnswer || wants(first)) || !wants(later)) return undefined
    const live = agentsFor(ground.agents(), who)
    if (conversation.pinned) return isQuestion(later) ? { ...both, isHeard: true } : undefined
    const router = ground.router(live)
    const own = isAnswer ? undefined : router.route(first)
    if (own && own.decision !== 'route' && own.decision !== 'clarify') return undefined
    const other = router.route(later)
    const page = live.find(({ id }) => id === own?.candidates[0]?.agent)
    const [best] = other.candidates
    // 先查进度，再问能不能寄: what names no matter is asked of the page that does the first.
    if (asksOfNothing(later)) return page && page.tools.length > 2 ? { ...both, isHeard: true } : undefined
    if (other.decision === 'route' && best && best.score >= heardAt) return { ...both, isHeard: true }
    return other.decision === 'none' && isQuestion(later) && !page?.tools.every((tool) => tool === 'search_policy')
      ? { ...both, isHeard: false }
      : undefined
  }

/** Words that may be said again: no number that names a person, and few. */
const isQuotable = (text: string): boolean => text.length <= 40 && !/\d{4,}/.test(text.normalize('NFKC'))

/** A second wish that nobody has come to yet. */
export const waitingWish = (history: readonly StoredTurn[]): string | undefined => {
  for (const [at, turn] of [...history.entries()].reverse()) {
    const both = parted(turn.says)
    const isTaken = both && turn.trace.some((one) => one.role === 'meant' && one.text === both.first)
    if (!isTaken) continue
    const after = history
      .slice(at + 1)
      .flatMap(({ says, trace }) => [says, ...trace.flatMap((one) => (one.role === 'meant' ? [one.text] : []))])
    return isQuotable(both.later) && !after.includes(both.later) && turn.reply?.suggestions.includes(both.later) ? both.later : undefined
  }
  return undefined
}

/** 好, 继续, 另一件呢, to the offer to come to the second wish: stands for it. */
export const meantLater = (says: string, history: readonly StoredTurn[]): string | undefined => {
  const before = history.at(-1)?.reply
  const later = waitingWish(history)
  if (later === undefined || before?.outcome !== 'answered' || !before.suggestions.includes(later)) return undefined
  const said = simplifyCommon(tidy(says))
  const isAsked =
    /^(?:那|好的?|嗯)?[，,]?(?:继续|接着|另一?件|第二件|下一?件|还有(?:那|一)?件|那件|说吧|讲吧|next|go on|the other one)/i.test(said)
  return isAsked || (said.length <= 8 && (answerToConfirm(said) === 'yes' || isAssent(said))) ? later : undefined
}

/** What is said of the second wish when the first was taken, and the quick replies with it. */
export const offerOf = (
  { later, isHeard }: Pick<Wishes, 'later' | 'isHeard'>,
  end: { readonly isOpen: boolean; readonly suggestions: readonly string[] },
  isEnglish: boolean,
): { readonly text: string; readonly suggestions: readonly string[] } => {
  const quoted = isQuotable(later)
  const what = isEnglish ? (quoted ? `“${later}”` : 'another matter') : quoted ? `“${later}”` : '另一件事'
  const suggestions = quoted && isHeard ? [...new Set([...end.suggestions.slice(0, 3), later])] : end.suggestions
  if (!isHeard)
    return {
      text: isEnglish ? `\nYou also asked: ${what}. I cannot help with that here.` : `\n您还问了${what}，这件事我这里办不了。`,
      suggestions,
    }
  if (end.isOpen)
    return {
      text: isEnglish
        ? `\nYou also asked: ${what}. I will come to it when this is done.`
        : `\n您还问了${what}：这件办好就接着说；想先知道，直接再问一遍就行。`,
      suggestions,
    }
  return {
    text: isEnglish ? `\nYou also asked: ${what}. Say “go on” for that.` : `\n您还问了${what}，回复“好”我就接着说。`,
    suggestions,
  }
}
