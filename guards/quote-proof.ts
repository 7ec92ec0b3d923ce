import { figuresIn } from '../core/figures.ts'
import type { FoundClause, Guard, Proof, SaidSentence } from '../core/guard.ts'
import { dateText } from '../core/time.ts'
import { strangeAddresses } from './proof/addresses.ts'
import { isBound, isOpposed } from './proof/binding.ts'
import { bareAnswer, claimsIn, withoutTalk } from './proof/claims.ts'
import { englishProof, isEnglishSentence } from './proof/english.ts'
import { conditionHolds, figuresHold, nearestTo, sayingsOf, statementsOf } from './proof/nearest.ts'
import { isTurned } from './proof/polarity.ts'
import { clausesNamed } from './proof/references.ts'
import { bare, contentPairs, decidingWords, hasWord, likeness, ownPairs, plainly } from './proof/words.ts'

/** Share of a paraphrase's content that must come from one clause; set on the labelled sentences of quote-proof.test.ts. */
const enough = 0.6

/** A longer sentence than any clause has, in characters: nothing proves it. */
const longest = 600

const quoted = /[“「『"]([^”」』"]{2,})(?:[”」』"]|$)|^([^“「『"]{2,})[”」』]/g

/** The quotations of a sentence; one that goes on from the sentence before, or into the next, counts as far as it is here. */
const quotationsOf = (text: string): readonly string[] =>
  [...text.matchAll(quoted)].flatMap((match) => (match[1] ?? match[2] ?? '').split(/……|\.{3,}|…/)).filter((part) => bare(part).length > 1)

const cut: Proof = { text: '', claim: 'unproven', clauses: [] }

/** What a clause is called, and its days: they belong to what it says. */
const frameOf = ({ path, article, document, effective, until }: FoundClause): string =>
  [path, article, document, effective ? `自${dateText(effective)}起施行` : '', until ? `${dateText(until)}起` : ''].join('\n')
const wholeOf = (clause: FoundClause): string => `${clause.text}\n${frameOf(clause)}`

/** Speaks of today, which an old text may not. */
const ofToday = /现行|现在|目前|如今|今天|新规定|新法/

/** Says that nothing else is so, which only a clause that says it may prove. */
const exclusives: readonly (readonly [RegExp, RegExp])[] = [
  [/只有|只能|只限|仅限?|唯一/, /只有|只能|只限|仅|唯一|除外|不得/],
  [/一律|任何|全部|所有|都要|都不/, /一律|任何|全部|所有|都|均|各|不得/],
]

interface Saying {
  readonly text: string
  readonly plain: string
  readonly pairs: readonly string[]
}

/** True when a sentence keeps to its clause: deciding words, when a period begins, direction, and enough of its words. */
const keepsTo = ({ plain, pairs }: Saying, clauses: readonly FoundClause[], asked: string): boolean => {
  const held = plainly(clauses.map(wholeOf).join('\n'))
  const rule = plainly(clauses.map(({ text }) => text).join('\n'))
  if (!decidingWords(plain).every((word) => hasWord(held, word))) return false
  if (exclusives.some(([said, held]) => said.test(plain) && !held.test(rule))) return false
  if ([...plain.matchAll(/(\p{Script=Han}{2})(?:之日起|起(?:继续|重新)?计?算)/gu)].some(([, since = '']) => !held.includes(since)))
    return false
  // What the person said may be repeated beside the rule; it proves nothing and needs no proof.
  const own = ownPairs(pairs, held, asked)
  const found = likeness(own, held)
  if (pairs.length > 0 && (found < Math.min(2, pairs.length) || found / own.length < enough)) return false
  const statements = clauses.flatMap(({ text }) => statementsOf(text))
  if (!sayingsOf(plain).every((part) => conditionHolds(part, statements, asked) && isBound(part, statements, asked))) return false
  if (sayingsOf(plain).some((part) => isOpposed(part, plainly(nearestTo(part, statements).join('。')), held))) return false
  return sayingsOf(plain).every((part) => !isTurned(part, plainly(nearestTo(part, statements).join('。')), rule))
}

/** True when these clauses prove the sentence. */
const isProvedBy = (saying: Saying, clauses: readonly FoundClause[], { asked, told }: SaidSentence): boolean => {
  const words = bare(clauses.map(wholeOf).join('\n'))
  const isQuoted = (part: string): boolean => words.includes(bare(part)) || (bare(part).length <= 8 && bare(asked).includes(bare(part)))
  const quotations = quotationsOf(saying.text)
  if (!quotations.every(isQuoted)) return false
  const isOldAsNew = clauses.every(({ isOld }) => isOld) && ofToday.test(saying.text)
  if (isOldAsNew) return false
  // Word for word in quotation marks and nothing beside them but the place: there is nothing left to prove.
  const rest = saying.text.replace(/[“「『"][^”」』"]*(?:[”」』"]|$)/g, '').replace(/（《[^）]*）/g, '')
  if (bare(quotations.join('')).length >= 6 && figuresIn(rest).length === 0 && contentPairs(plainly(rest)).size === 0) return true
  const statements = clauses.flatMap(({ text }) => statementsOf(text))
  if (!figuresHold(saying.text, statements, [...told, ...clauses.map(frameOf)])) return false
  return keepsTo(saying, clauses, plainly(asked))
}

/** The clause that proves a sentence; several together where it names several. */
const proofOf = (text: string, sentence: SaidSentence): readonly FoundClause[] | undefined => {
  const { passages } = sentence
  const place = passages.find((clause) => bare(`${clause.document}${clause.path}${clause.article}`).includes(bare(text)))
  if (place) return [place]
  const named = clausesNamed(text, passages)
  if (!named) return undefined
  const plain = plainly(text)
  const saying = { text, plain, pairs: [...contentPairs(plain)] }
  if (saying.pairs.length === 0 && quotationsOf(text).length === 0) return undefined
  const one = named.find((clause) => isProvedBy(saying, [clause], sentence))
  if (one) return [one]
  const isOfSeveral = named.length > 1 && /第.{1,8}条.*第.{1,8}条|《.+》.*《.+》/.test(text)
  return isOfSeveral && isProvedBy(saying, named, sentence) ? named : undefined
}

/** Own matters of the person, as a tool told them: progress, numbers of an application, an appointment. */
const isOwnMatter = (text: string, { answers, told, page }: SaidSentence): boolean => {
  const words = bare(text)
  if ([...answers, ...told].some((answer) => bare(answer).includes(words))) return true
  if (words.length >= 8 && bare(page).includes(words)) return true
  if (answers.length === 0) return false
  const plain = plainly(text)
  if (/规定|法|第.{1,6}条|应当|不得|有权|违|处罚/.test(plain)) return false
  const evidence = answers.map(plainly).join('\n')
  if (!figuresHold(text, answers, told)) return false
  const pairs = [...contentPairs(plain)]
  const found = pairs.filter((pair) => evidence.includes(pair)).length
  const isOwn =
    /您的|您名下|这份|上面|下面|卡片|已经?|进度|编号|下载|点|名下/.test(text) &&
    decidingWords(plain).every((word) => evidence.includes(word))
  return pairs.length > 0 && (found / pairs.length >= 0.6 || (isOwn && pairs.length <= 10))
}

const englishClaim =
  /\b(?:must|shall|should|may|can|cannot|can't|need(?:s|ed)?|required?|requires?|allowed|forbidden|prohibited|illegal|legal|law|article|regulation|rule|fine[sd]?|detain(?:ed)?|detention|penalt(?:y|ies)|punish(?:ed|ment)?|days?|months?|years?|hours?|yuan|rmb|fee|free|valid|expires?|apply|application|certificate|passport|permit|police|station|court|record|crime|criminal|within|at least|at most)\b/i
const englishTalk =
  /^(?:hello|hi|sure|ok|okay|thank|thanks|sorry|i (?:can(?:not|'t)? (?:help|look|check|find|answer|hand|pass|only|tell)|am|'m|will|'ll|have|could not|couldn't|did not|didn't|found|do not|don't|looked|am not)|i'm|i'll|let me|please (?:tell|say|ask|wait|confirm|give|send|choose|contact|call 1)|would you|do you|could you|can you|what|which|when|where|who|how|is there|is it|are you|you are welcome|you can ask|say|if you (?:need|want|have|would|are)|in an emergency|call 1|this is (?:what|the))/i

const rulingOnEnglish = (sentence: SaidSentence): Proof => {
  const { text, answers, told, passages } = sentence
  const pass: Proof = { text, claim: 'none', clauses: [] }
  // Chinese words in quotation marks are the clause's, or the person's own; otherwise they are made up.
  const isMadeUp = /\p{Script=Han}/u.test(text) && !quotationsOf(text).every((part) => bare(sentence.asked).includes(bare(part)))
  if (isMadeUp) {
    const quoted = englishProof(text, passages)
    return quoted ? { text, claim: 'proven', clauses: quoted } : cut
  }
  if (!englishClaim.test(text) && figuresIn(text).length === 0) return pass
  if ([...answers, ...told].some((answer) => bare(answer).includes(bare(text)))) return pass
  const clauses = englishProof(text, passages)
  if (clauses) return { text, claim: 'proven', clauses }
  const isAsking = /\?\s*$/.test(text) && figuresIn(text).length === 0
  if ((isAsking || englishTalk.test(text.trim())) && figuresIn(text).every(({ key }) => /^bare:(?:110|119|120|122)$/.test(key))) return pass
  const words = text.toLowerCase().match(/[a-z]{3,}|\d+/g) ?? []
  const evidence = answers.join('\n').toLowerCase()
  const found = words.filter((word) => evidence.includes(word)).length
  return answers.length > 0 && found / Math.max(1, words.length) >= 0.7 && figuresHold(text, answers, told) ? pass : cut
}

/**
 * 有据才说 (quote proof): a sentence that claims something of law or procedure is shown only if a clause found in this very turn proves it;
 * what fails is cut and the rest goes on. Links, telephone numbers and ids that nobody gave are never shown. The offline model quotes and
 * is not held against its own quotations. Nothing here trusts a text: instructions in a document or a question are words like any others.
 */
export const quoteProof: Guard = {
  name: 'quote-proof',
  after: (sentence) => {
    const { text, isOffline, asked, page, passages, answers, told } = sentence
    if (isOffline || text.trim() === '') return text
    if (text.length > longest) return cut
    const known = [...answers, ...told, page, asked, ...passages.map(wholeOf)]
    if (strangeAddresses(text, known).length > 0) return cut
    if (isEnglishSentence(text)) return rulingOnEnglish(sentence)
    if (claimsIn(text, asked, passages.length > 0).length === 0) return { text, claim: 'none', clauses: [] }
    if (isOwnMatter(text, sentence)) return { text, claim: 'proven', clauses: [] }
    const rest = text.replace(bareAnswer, '')
    const clauses = rest.trim() === '' ? undefined : proofOf(withoutTalk(rest, asked), sentence)
    return clauses ? { text: rest, claim: 'proven', clauses } : cut
  },
}
