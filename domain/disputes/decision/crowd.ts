/** What a character is in a count of people: 1 to 10 a digit and its value one more, or one of these. */
const [ten, hundred, filler, counter, loose] = [11, 12, 13, 14, 15]
const kindOf = new Uint8Array(0x10000)
const put = (chars: string, kind: number): void => {
  for (const char of chars) kindOf[char.charCodeAt(0)] = kind
}
for (const [value, char] of [...'零一二三四五六七八九'].entries()) put(char, value + 1)
for (let value = 0; value < 10; value++) for (const from of [0x30, 0xff10]) kindOf[from + value] = value + 1
put('〇', 1)
put('两俩', 3)
put('十', ten)
put('百', hundred)
put('余多几来', filler)
put('名人位口户', counter)
put('个号', loose)
/** After 个 and 号 only these count: 三个月 and 三号楼 are no people. */
const peopleWords = (
  '人 工人 民工 工友 保安 男 女 小伙 青年 学生 大汉 汉子 家长 业主 牧民 农民 亲戚 社会 绑 会员 债主 债权 老乡 村民 司机 乘客 游客 顾客 高年级 ' +
  '要账 讨债 打手 壮'
).split(' ')
const people = '民'.charCodeAt(0)

/** The largest number of people that a text counts, and where; 0 where it counts none. */
export interface Crowd {
  people: number
  at: number
  end: number
}

const isDigit = (kind: number): boolean => kind >= 1 && kind <= 10
const isPeople = (text: string, end: number): boolean => {
  const kind = kindOf[text.charCodeAt(end)]
  // 人民 is no counter.
  return (
    (kind === counter && text.charCodeAt(end + 1) !== people) ||
    (kind === loose && peopleWords.some((word) => text.startsWith(word, end + 1)))
  )
}

const most: Crowd = { people: 0, at: 0, end: 0 }
/** Finds how many people stand there (人数): 约四十人, 三十多号人, 七八个人, 十一个绑钢筋的. What it gives is good until the next text. */
export const crowdIn = (text: string): Readonly<Crowd> => {
  most.people = 0
  for (let at = 0; at < text.length; at++) {
    const begins = kindOf[text.charCodeAt(at)] as number
    if (!isDigit(begins) && begins !== ten) continue
    let [end, value, held, run] = [at, 0, 0, 0]
    for (; end < text.length; end++) {
      const unit = text.charCodeAt(end)
      const kind = kindOf[unit] as number
      if (isDigit(kind)) {
        // 七八个: seven at least; 15: fifteen.
        if (run === 0) held = kind - 1
        else if (unit < 0x100 || unit >= 0xff10) held = held * 10 + kind - 1
        run++
      } else if (kind === ten || kind === hundred) {
        value += (held || 1) * (kind === ten ? 10 : 100)
        held = 0
        run = 0
      } else if (kind !== filler) break
    }
    value += held
    if (value > most.people && value >= 5 && value < 1_000 && isPeople(text, end)) {
      most.people = value
      most.at = at
      most.end = end + 1
    }
    at = Math.max(at, end - 1)
  }
  return most
}

/** What so many people add: five, ten, thirty. */
export const crowdPoints = (count: number): number => (count >= 30 ? 35 : count >= 10 ? 20 : count >= 5 ? 10 : 0)
