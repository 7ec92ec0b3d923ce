import { seeded } from '../run/statistics.ts'
import { inventedId } from '../suites/personal-data.ts'

const family = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜']
const given = [
  '安然',
  '清和',
  '小满',
  '望舒',
  '长乐',
  '平川',
  '云帆',
  '大山',
  '明月',
  '致远',
  '景怡',
  '天明',
  '若溪',
  '翰林',
  '晚晴',
  '子墨',
  '雨桐',
  '思源',
  '建国',
  '秀兰',
]

export const personOf = (index: number): string => `sim-${index}`

/** Invented people with nothing in any record, one for each visit, in the form of `seed --people`. Regions 1599xx were never assigned. */
export const peopleFile = (from: number, count: number): string => {
  const people = Array.from({ length: count }, (_, at) => {
    const random = seeded(99_991 + (from + at) * 13)
    // Grown up, so that the way is clear.
    let number = inventedId(random)
    while (Number(number.slice(6, 10)) > 2004) number = inventedId(random)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
    return {
      id: personOf(from + at),
      name: `${pick(family)}${pick(given)}`,
      id_number: number,
      birth: `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`,
      sex: Number(number[16]) % 2 === 1 ? 'male' : 'female',
      registry: 'R0',
      hukou: '159901',
      phone: `139${String(10_000_000 + from + at)}`,
    }
  })
  return JSON.stringify({ people })
}
