import { describe, expect, it } from 'vitest'
import { maskPersonal, withoutPersonal } from './mask-personal.ts'

describe('a question that analysts read', () => {
  it.each([
    ['我叫林安然，身份证丢了怎么补', '我叫〔姓名〕，身份证丢了怎么补'],
    ['我叫林安然想开证明', '我叫〔姓名〕想开证明'],
    ['姓名：阿依古丽·买买提，要办护照', '姓名：〔姓名〕，要办护照'],
    ['身份证号159901199003072016能查吗', '身份证号〔证件号〕能查吗'],
    ['１５９９０１１９９００３０７２０１６能查吗', '〔证件号〕能查吗'],
    ['159901 19900307 2016', '〔证件号〕'],
    ['我手机13900001234收不到短信', '我手机〔电话〕收不到短信'],
    ['打 +86 139-0000-1234 给我', '打 〔电话〕 给我'],
    ['座机0474-1234567', '座机〔电话〕'],
    ['蒙A12345被拖走了', '〔车牌〕被拖走了'],
    ['蒙A·D12345是新能源车', '〔车牌〕是新能源车'],
    ['护照E12345678过期了', '护照〔证件号〕过期了'],
    ['钱转到6222020000000000000了', '钱转到〔号码〕了'],
    ['微信号abc_12345骗我', '微信号〔账号〕骗我'],
    ['邮箱test.user@example.com', '邮箱〔邮箱〕'],
    ['住在桦林北路12号3单元', '住在〔地址〕'],
    ['My name is Lin Anran and I lost my card', 'My name is 〔姓名〕 and I lost my card'],
    ['房东叫王小明，不退押金', '房东叫〔姓名〕，不退押金'],
    ['本人王小明，身份证丢了', '本人〔姓名〕，身份证丢了'],
    ['本人姓名郝佳音，户口要迁', '本人姓名〔姓名〕，户口要迁'],
  ])('“%s” is kept as “%s”', (said, kept) => expect(maskPersonal(said)).toBe(kept))

  it.each([
    '打架拘留几天',
    '治安管理处罚法第八十八条',
    '2025年6月3日打的架罚500元',
    '满16周岁3个月内申领',
    '我叫不醒他怎么办',
    '由户主或者本人向户口登记机关申报变更登记',
    '他是本人的父亲，能代办吗',
    '本人的名字想改，去哪里办',
    '110和12345有什么区别',
    '公通字〔2021〕19号',
    '罚款1000元以下、拘留5日',
  ])('“%s” stays as it is', (said) => expect(maskPersonal(said)).toBe(said))
})

describe('what a message is about', () => {
  it.each([
    ['我叫欧阳若水，身份证159901198501010012，电话13900005678，车蒙A54321，住桦林北路12号，身份证丢了怎么补', '身份证丢了怎么补'],
    ['我叫王小明。想给孩子落户', '想给孩子落户'],
    ['查一下13900005678是谁的号码', '查一下是谁的号码'],
    ['房东叫王小明，不退押金', '房东叫王小明，不退押金'],
    ['身份证丢了怎么补', '身份证丢了怎么补'],
    ['159901198501010012', '159901198501010012'],
  ])('“%s” is “%s”', (said, left) => expect(withoutPersonal(said)).toBe(left))

  it('reads a page of labels in time that grows with the page alone', () => {
    const cpuOf = (signs: number): number => {
      const before = process.cpuUsage()
      maskPersonal('姓名：'.repeat(signs / 3))
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    cpuOf(600)
    // Ten times the text: a hundred times the work would be looking at every name for each.
    expect(cpuOf(6_000) / Math.max(5_000, cpuOf(600))).toBeLessThan(60)
  })
})
