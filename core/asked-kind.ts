/** Asks how it is punished. */
const penalty = /罚(?:款|金)?(?:多少|几)|怎么罚|(?:拘|判)(?:留|刑)?(?:多久|几|多少)/

/** What a short question wants told (要多少钱, 多久能拿, 去哪告), and what an answer to it has to speak of. */
const kinds = [
  { asks: penalty, tells: /罚款|罚金|警告|拘留|徒刑|拘役|管制/ },
  { asks: /[钱费]/, tells: /收费|免费|费用|工本费|[\d一二三四五六七八九十百千万]元(?!.{0,12}罚)/ },
  { asks: /多久|几天|多长|什么时候|[之以]内/, tells: /[\d一二三四五六七八九十两]个?(?:工作)?[日天年月周]|小时|当场|即时/ },
  { asks: /哪/, tells: /[向到].{2,30}(?:机关|部门|法院|派出所|机构|委员会|窗口|仲裁|公安局)/ },
] as const

/** Up to here the last part of a question asks for one thing alone. */
const tailChars = 12

/** What a passage says of it: the words that are to be quoted, or all. */
interface Told {
  readonly text: string
  readonly quotes: readonly string[]
}

/** 没戴头盔罚多少: what is asked is the punishment, and what only says that it is forbidden does not tell it. */
export const asksPenalty = (question: string): boolean => question.length <= 16 && penalty.test(question)

/** True unless the last part of a question asks for one of these things and the passage does not speak of it. 身份证丢了，要多少钱 is not answered by where to go. */
export const tellsWhatIsAsked = (question: string, { text, quotes }: Told): boolean => {
  const tail = question.split(/[，,]/).at(-1) ?? ''
  const kind = tail.length <= tailChars && tail !== question ? kinds.find(({ asks }) => asks.test(tail)) : undefined
  return kind === undefined || kind.tells.test(quotes.length > 0 ? quotes.join('') : text)
}
