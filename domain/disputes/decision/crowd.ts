/** Chinese numerals as they stand in a report: 三十余, 十五, 二十几. -1 for what is none. */
const numerals = '零一二三四五六七八九'
const numberOf = new Int8Array(0x10000).fill(-1)
for (const [value, char] of [...numerals].entries()) numberOf[char.charCodeAt(0)] = value
numberOf['两'.charCodeAt(0)] = 2
numberOf['俩'.charCodeAt(0)] = 2
numberOf['〇'.charCodeAt(0)] = 0
for (let value = 0; value < 10; value++) {
  numberOf[0x30 + value] = value
  numberOf[0xff10 + value] = value
}
const [ten, hundred, more, few] = ['十', '百', '余多', '几来'].map((chars) => chars)
const tenUnit = '十'.charCodeAt(0)
const counters = '名人位口户'
/** After 个 and 号 only these count: 三个月 and 三号楼 are no people. */
const peopleWords = [
  '人',
  '工人',
  '民工',
  '工友',
  '保安',
  '男',
  '女',
  '小伙',
  '青年',
  '学生',
  '大汉',
  '汉子',
  '家长',
  '业主',
  '牧民',
  '农民',
  '亲戚',
  '社会',
  '绑',
  '会员',
  '债主',
  '债权',
  '老乡',
  '村民',
  '司机',
  '乘客',
  '游客',
  '顾客',
  '高年级',
  '要账',
  '讨债',
  '打手',
  '壮',
  '子',
]

/** The largest number of people that a text counts, and where; 0 where it counts none. */
export interface Crowd {
  people: number
  at: number
  end: number
}

const isOf = (chars: string | undefined, char: string): boolean => char !== '' && (chars ?? '').includes(char)

/** Finds how many people stand there (人数): 约四十人, 三十多号人, 七八个人, 十一个绑钢筋的. */
export const crowdIn = (text: string): Crowd => {
  const most: Crowd = { people: 0, at: 0, end: 0 }
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    // By its unit: this is asked of every character of every text.
    if ((numberOf[unit] as number) < 0 && unit !== tenUnit) continue
    let end = at
    let value = 0
    let held = 0
    let run = 0
    for (; end < text.length; end++) {
      const digit = numberOf[text.charCodeAt(end)] as number
      const char = text.charAt(end)
      if (digit >= 0) {
        // 七八个: seven or eight; 15: fifteen.
        held = run > 0 && text.charCodeAt(end) < 0x100 ? held * 10 + digit : run > 0 && text.charCodeAt(end) >= 0x4e00 ? held : digit
        run++
      } else if (isOf(ten, char)) {
        value += (held || 1) * 10
        held = 0
        run = 0
      } else if (isOf(hundred, char)) {
        value += (held || 1) * 100
        held = 0
        run = 0
      } else if (!isOf(more, char) && !isOf(few, char)) break
    }
    value += held
    const counter = text.charAt(end)
    const isPeople =
      isOf(counters, counter) || ((counter === '个' || counter === '号') && peopleWords.some((word) => text.startsWith(word, end + 1)))
    // 七人制, 一人一半 and the like stay below five; 人民 is no counter.
    if (isPeople && value > most.people && value < 1_000 && text.charAt(end + 1) !== '民')
      Object.assign(most, { people: value, at, end: end + 1 })
    at = Math.max(at, end - 1)
  }
  return most
}

/** What so many people add: five, ten, thirty. */
export const crowdPoints = (people: number): number => (people >= 30 ? 35 : people >= 10 ? 20 : people >= 5 ? 10 : 0)
