import { describe, expect, it } from 'vitest'
import { readLexicon } from '../lexicon/read-lexicon.ts'
import { openScanner } from '../scanner.ts'

const words = (about: string, role: string, list: string, more = '') => `  - { about: ${about}, role: ${role}, ${more}words: [${list}] }\n`
const head = 'version: 2026-11-29\ngroups:\n'
const { scan } = openScanner(
  readLexicon([
    { name: 'D8.yaml', text: `class: D8\n${head}  - about: 动手\n    strong: [打人, 动手, 丈夫…打我, 家暴]\n` },
    { name: 'verbs.yaml', text: head + words('冲突', 'conflict', '吵') },
    {
      name: 'cues.yaml',
      text:
        head +
        words('否定', 'negation', '没, 没有, 不', 'window: 6, ') +
        words('不是否定', 'affirmed', '不是没, 没少') +
        words('转折', 'turn', '但, 结果') +
        words('演练', 'drill', '演练') +
        words('真事', 'real', '不是演练') +
        words('场所', 'place_name', '反家暴庇护站') +
        words('身份', 'protected', '不信教, 蒙古族'),
    },
    {
      name: 'factors.yaml',
      text:
        head +
        words('刀', 'weapon', '刀, 菜刀', 'points: 40, ') +
        words('手', 'holding', '拿着') +
        words('枪', 'gun', '猎枪', 'points: 40, '),
    },
  ]),
)
const traps = (text: string): string[] => scan(text).reasons.flatMap(({ rule, points }) => (points === 0 ? [rule] : []))

describe('words in their context', () => {
  it.each(['他没打人', '他没有动手', '丈夫没有打我'])('sets aside what is negated, and says so: %s', (text) => {
    expect(scan(text)).toMatchObject({ classes: [], tier: 'white', points: 0 })
    expect(traps(text)).toContain('negated')
  })

  it.each(['他不是没打人', '他没少打人', '他没说话但打人了', '他没有走过来也没说别的什么话就打人'])(
    'counts what only sounds negated: %s',
    (text) => {
      expect(scan(text).classes).toEqual(['D8'])
    },
  )

  it.each(['没', '没打', '不打人'])('reads a whole page of %s without a mark in time that grows with the page alone', (word) => {
    const cpuOf = (signs: number): number => {
      const text = word.repeat(signs / word.length)
      const before = process.cpuUsage()
      scan(text)
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    cpuOf(128_000)
    // Sixteen times the text; looking at every other word for each would be 256 times the work.
    expect(cpuOf(128_000) / Math.max(5_000, cpuOf(8_000))).toBeLessThan(100)
  })

  it('lets a drill be a drill, danger and all, and “no drill” be none', () => {
    expect(scan('演练：有人拿着菜刀打人')).toMatchObject({ classes: [], tier: 'white', marks: ['drill'] })
    expect(scan('不是演练，他拿着菜刀打人').tier).toBe('red')
  })

  it('takes no dispute from the name of a place', () => {
    expect(traps('我在反家暴庇护站门口')).toContain('place_name')
    expect(scan('我在反家暴庇护站门口').tier).toBe('white')
  })

  it('takes no negation from what somebody is', () => {
    expect(scan('报警人不信教打人').points).toBe(scan('报警人蒙古族打人').points)
  })

  it('asks for a hand on the knife, and for none on a gun', () => {
    expect(scan('摊上有菜刀，他打人').tier).not.toBe('red')
    expect(scan('他拿着菜刀打人').reasons[0]).toMatchObject({ rule: 'safety_weapon', word: '菜刀' })
    expect(scan('他拿着菜刀打人').tier).toBe('red')
    expect(scan('屋里有猎枪，他打人').tier).toBe('red')
  })
})
