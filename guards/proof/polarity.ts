import { remembered } from './words.ts'

/** Where a negation, a duty or a permission reaches (否定、义务、许可的范围), so that none of them can be turned in a paraphrase. */

/** No negation, though the character is there: bounds of figures, names of things, turns of phrase. */
const noNegation =
  /不满|不足|不超过|不少于|不低于|不得超过|不得少于|不得低于|未满|不到(?=[\d一二两三四五六七八九十])|未成年|无犯罪|无违法|不动产|不法|非法|非机动|不服|无人机|不良|不可抗力|不同|不管|不论|无论|不仅|不但|不如|不当|不正当|不明|无障碍|是不是|能不能|有没有|要不要|可不可以|差不多|对不起|不好意思|不客气|不一样|不得不|不能不|无期|无线|不然|否则|了不起|未遂|不一|并不是不/g

const strong =
  /不得|不能|不可以|不可(?!抗)|不准|不许|不允许|禁止|严禁|不予|不再|不应当|不应|不该|不必|不用|不需要|不需|无需|无须|不须|无权|没有权利|不会|免予|免于|免(?=收|交|缴|除)|不属于|不是|不算|不构成|拒绝/
const weak = /没有|不|未|无|没|非|别|勿/
const negation = new RegExp(`(${strong.source})|(${weak.source})`, 'g')
const strongBreak = /也|就|都|才|则|但|而(?!且)|却|可以|应当|必须|才能|的人|的(?=[给处应由可要须再还])/
const weakBreak = /也|就|都|才|还|则|但|而|却|的|或者|以及|并|和|且|可以|应当|必须/

const duty = /应当(?!知道|知悉)|必须|务必|有义务|一律|(?<![对相适响反供答效感])应(?!当|用|聘|急|邀|付款)|须(?!知)|需要|一定要/g
const permission = /可以(?!的)|有权(?!限)|(?<!不|许)可(?=处|并处|当场|委托|申请|要求|依法|向|由)|允许|准许|能够/g

/** How a pair of characters stands in a text. */
interface Standing {
  readonly isNegated: boolean
  readonly modal: 'duty' | 'permission' | undefined
}

const mark = /[，。；：！？,;:!?\n（）()「」“”"『』]/

/** Stretches between two marks, each masked of what only looks like a negation. */
const stretchesOf = (plain: string): readonly string[] =>
  plain
    .replace(noNegation, (word) => '＿'.repeat(word.length))
    .split(mark)
    .filter((stretch) => stretch.trim() !== '')

/** From where to where a stretch is negated. */
const negatedIn = (stretch: string): readonly (readonly [number, number])[] => {
  const spans: [number, number][] = []
  for (const match of stretch.matchAll(negation)) {
    const from = match.index + match[0].length
    const rest = stretch.slice(from, from + (match[1] ? 24 : 5))
    const stop = rest.search(match[1] ? strongBreak : weakBreak)
    spans.push([from, from + (stop < 0 ? rest.length : stop)])
  }
  return spans
}

/** Duties and permissions of a stretch in their order; each reaches to the next one. */
const modalsIn = (stretch: string): readonly { from: number; kind: 'duty' | 'permission' }[] =>
  [
    ...[...stretch.matchAll(duty)].map((match) => ({ from: match.index + match[0].length, kind: 'duty' as const })),
    ...[...stretch.matchAll(permission)].map((match) => ({ from: match.index + match[0].length, kind: 'permission' as const })),
  ].sort((a, b) => a.from - b.from)

/** How each pair of Chinese characters of a text stands, everywhere it occurs. */
const standings: (plain: string) => ReadonlyMap<string, readonly Standing[]> = remembered((plain) => {
  const found = new Map<string, Standing[]>()
  for (const stretch of stretchesOf(plain)) {
    const negated = negatedIn(stretch)
    const modals = modalsIn(stretch)
    for (let at = 0; at + 1 < stretch.length; at++) {
      const pair = stretch.slice(at, at + 2)
      if (!/^\p{Script=Han}{2}$/u.test(pair)) continue
      const modal = modals.findLast(({ from }) => from <= at)?.kind
      const isNegated = negated.some(([from, to]) => at >= from && at + 2 <= to)
      found.set(pair, [...(found.get(pair) ?? []), { isNegated, modal }])
    }
  }
  return found
})

/** Characters too common to show which way a rule goes. */
const idle =
  /[的了着过在是与和或及并给会将被把为由向对]|^(?:公安|机关|规定|情况|时候|应当|可以|必须|需要|不得|不予|或者|以及|进行|的人|有关|相关|要求)$/

const agree = (said: Standing, held: Standing): boolean =>
  said.isNegated === held.isNegated &&
  !(held.modal === 'duty' && said.modal === 'permission') &&
  !(held.modal === 'permission' && said.modal === 'duty')

/** What is negated must be spoken of in the clause: of 不受影响 a clause that knows no 影响 says nothing. */
const negatesTheUnsaid = (sentence: string, clause: string): boolean =>
  stretchesOf(sentence).some((stretch) =>
    negatedIn(stretch).some(([from, to]) => {
      const pairs: string[] = []
      for (let at = from; at + 2 <= to; at++)
        if (/^\p{Script=Han}{2}$/u.test(stretch.slice(at, at + 2))) pairs.push(stretch.slice(at, at + 2))
      const carrying = pairs.filter((pair) => !idle.test(pair))
      return carrying.length > 0 && !carrying.some((pair) => clause.includes(pair))
    }),
  )

const operators: readonly (readonly [string, string])[] = [
  ['ban', '不得|不能|不可以|不准|不许|禁止|严禁'],
  ['refusal', '不予|不再|免予'],
  ['grant', '给予|予以'],
  ['duty', '应当|必须|务必'],
  ['permission', '可以|有权|允许|准许|能够'],
]
const operator = new RegExp(operators.map(([, words]) => `(${words})`).join('|'), 'g')
const isFollowedBy = (words: string, next: string): RegExp => new RegExp(`(?:${words})${next}`)

/** The same words after another operator: 不得就民事争议… where the clause has 可以就民事争议…. */
const operatorIsOther = (sentence: string, near: string, clause: string): boolean =>
  [...sentence.matchAll(operator)].some((match) => {
    const next = /^\p{Script=Han}{2}/u.exec(sentence.slice(match.index + match[0].length))?.[0]
    const own = operators.find((_, at) => match[at + 1] !== undefined)
    if (!next || !own) return false
    const held = near.includes(next) ? near : clause
    return (
      operators.some(([name, words]) => name !== own[0] && isFollowedBy(words, next).test(held)) && !isFollowedBy(own[1], next).test(held)
    )
  })

/** Who does it (由…签发) must be who does it in the clause. */
const actorIsOther = (sentence: string, clause: string): boolean =>
  [...sentence.matchAll(/由(\p{Script=Han}{2})/gu)].some(([, who = '']) => !new RegExp(`由[^，。；]{0,30}${who}`).test(clause))

/**
 * True when a paraphrase turns the rule: says of something that it is so where the clause says that it is not, or the other way round; or
 * makes a duty of a permission, or a permission of a duty. `near` is the part of the clause most like it, asked first.
 */
export const isTurned = (sentence: string, near: string, clause: string): boolean => {
  const named = sentence.replace(/《[^》]*》|第[零〇一二两三四五六七八九十百千\d]+[条款项](?:之[一二三四五六七八九十\d]+)?/g, '，')
  const negates = (text: string): boolean => stretchesOf(text).some((stretch) => negatedIn(stretch).length > 0)
  if (
    (negates(named) && !negates(near)) ||
    negatesTheUnsaid(named, clause) ||
    actorIsOther(named, clause) ||
    operatorIsOther(named, near, clause)
  )
    return true
  const [nearby, anywhere] = [standings(near), standings(clause)]
  return [...standings(named)].some(([pair, uses]) => {
    if (idle.test(pair)) return false
    const mentions = nearby.get(pair) ?? anywhere.get(pair)
    return mentions !== undefined && uses.some((use) => !mentions.some((mention) => agree(use, mention)))
  })
}
