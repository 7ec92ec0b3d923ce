import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clauseEnd, type Fold, openFold, passedOver, sentenceEnd } from './fold.ts'
import type { Form } from './forms.ts'
import { openMatcher } from './matcher.ts'

const fold = openFold()
type Hit = readonly [entry: number, start: number, end: number]

/** What counts of a text, and where it stood. Four passed over in a row part words. */
const counting = (text: string): { units: number[]; places: number[] } => {
  const found = { units: [] as number[], places: [] as number[] }
  let passed = 0
  for (let at = 0; at < text.length; at++) {
    const unit = fold[text.charCodeAt(at)] ?? 0
    passed = unit === passedOver ? passed + 1 : 0
    if (passed > 0 && passed !== 4) continue
    found.units.push(passed === 4 ? -1 : unit)
    found.places.push(at)
  }
  return found
}

/** The same by looking at every place for every word. */
const byLooking = (forms: readonly Form[], text: string): Hit[] => {
  const { units, places } = counting(text)
  const placesOf = (piece: string): [from: number, end: number][] => {
    const wanted = counting(piece).units
    return units.flatMap((_, from) =>
      wanted.every((unit, at) => units[from + at] === unit) ? [[from, from + wanted.length] as const] : [],
    ) as [number, number][]
  }
  const hits = forms.flatMap(({ entry, word, gap }) => {
    const [first = '', ...rest] = word.split('…')
    let open = placesOf(first)
    for (const piece of rest)
      open = placesOf(piece).flatMap(([from, end]) => {
        const before = open.filter(([, ended]) => ended <= from).sort((a, b) => b[1] - a[1])[0]
        if (!before || from - before[1] > gap || units.slice(before[1], from).includes(sentenceEnd)) return []
        return [[before[0], end] as [number, number]]
      })
    return open.map(([from, end]): Hit => [entry, places[from] ?? 0, (places[end - 1] ?? 0) + 1])
  })
  return hits
}
const inOrder = (hits: readonly Hit[]): Hit[] => [...hits].sort((a, b) => a[2] - b[2] || a[1] - b[1] || a[0] - b[0])

const finder = (forms: readonly Form[], own: Fold = fold) => {
  const matcher = openMatcher(forms, own)
  return (text: string): Hit[] => {
    const hits = matcher.match(text)
    return Array.from({ length: hits.count }, (_, at): Hit => [hits.entry[at] ?? -1, hits.start[at] ?? -1, hits.end[at] ?? -1])
  }
}
const found = (forms: readonly Form[], text: string, own: Fold = fold): Hit[] => finder(forms, own)(text)
const formsOf = (words: readonly string[], gap = 6): Form[] => words.map((word, entry) => ({ entry, word, gap }))

describe('the matcher', () => {
  it('finds every word wherever it stands, as looking at every place would, in the order of ends, the longer first', () => {
    const letter = fc.constantFrom('欠', '薪', '工', '资', '不', '给')
    const piece = fc.string({ unit: letter, minLength: 1, maxLength: 4 })
    const word = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('…'))
    const text = fc.string({
      unit: fc.constantFrom(
        '欠',
        '薪',
        '工',
        '資',
        '资',
        '不',
        '給',
        '给',
        ' ',
        '·',
        '\u200b',
        '\u0000',
        '，',
        '。',
        '甲',
        '😀',
        '\ud83d',
        'Ａ',
        '\ufdd0',
      ),
      maxLength: 60,
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 7 }),
        fc.array(text, { minLength: 20, maxLength: 20 }),
        (words, gap, texts) => {
          const forms = formsOf(words, gap)
          const find = finder(forms)
          for (const said of texts) {
            const hits = find(said)
            expect(inOrder(hits)).toEqual(inOrder(byLooking(forms, said)))
            for (const [at, [, start, end]] of hits.entries()) {
              const before = hits[at - 1]
              if (before) expect(before[2] < end || (before[2] === end && before[1] <= start)).toBe(true)
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('reads one text after another without remembering', () => {
    const matcher = openMatcher(formsOf(['拖欠…工资', '工资']), fold)
    expect(matcher.match('拖欠我').count).toBe(0)
    expect(matcher.match('工资').count).toBe(1)
    expect(matcher.match('拖 欠我的工资').count).toBe(2)
    expect(matcher.match('工资').count).toBe(1)
  })

  it.each([
    ['欠·薪', 0, 3],
    ['他欠　薪', 1, 4],
    ['欠\u200b薪', 0, 3],
    ['欠-薪', 0, 3],
    ['\u0000\u0000欠薪', 2, 4],
    ['😀欠薪', 2, 4],
    ['\udc00欠薪', 1, 3],
  ])('finds 欠薪 in %j from %i to %i', (text, start, end) => {
    expect(found(formsOf(['欠薪']), text)).toEqual([[0, start, end]])
  })

  it.each(['欠，薪', '欠。薪', '欠\n薪', '欠    薪', '欠😀薪', '欠、薪'])('does not put together what stands apart in %j', (text) => {
    expect(found(formsOf(['欠薪']), text)).toEqual([])
  })

  it.each([
    ['拖欠工資', '拖欠工资'],
    ['ＫＴＶ', 'ktv'],
    ['kTv', 'ＫＴＶ'],
    ['開發商', '开发商'],
    ['打１１０', '打110'],
  ])('takes %s for %s', (text, word) => {
    expect(found(formsOf([word]), text)).toEqual([[0, 0, text.length]])
  })

  it('takes 帐 for 账 when it is told that they are the same', () => {
    expect(found(formsOf(['要账']), '来要帐', openFold(['账帐']))).toEqual([[0, 1, 3]])
  })

  it('finds the same in a text of a million characters as in its parts', () => {
    const text = '老板拖 欠我们三个月的工资，至今不给。楼上天天跺脚😀'
    const forms = formsOf(['拖欠…工资', '跺脚', '不给', '天'])
    const once = found(forms, text)
    const times = Math.ceil(1_000_000 / text.length)
    expect(found(forms, text.repeat(times))).toEqual(
      Array.from({ length: times }, (_, time) =>
        once.map(([entry, start, end]) => [entry, start + time * text.length, end + time * text.length]),
      ).flat(),
    )
  })

  it.each(['打', '\u0000', ' ', '。', '😀'])('reads a million times %j', (char) => {
    const hits = openMatcher(formsOf(['打', '打…打', '打打打打']), fold).match(char.repeat(1_000_000))
    expect(hits.count).toBe(char === '打' ? 1_000_000 + 999_999 + 999_997 : 0)
  })

  it('keeps every hit where words with gaps bring far more than there are characters', () => {
    const words = Array.from({ length: 40 }, (_, index) => `甲…${'乙'.repeat((index % 3) + 1)}`)
    const forms = [...words, '甲', '乙'].map((word, entry) => ({ entry, word, gap: 6 }))
    const text = '甲乙乙乙'.repeat(400)
    expect(inOrder(found(forms, text))).toEqual(inOrder(byLooking(forms, text)))
  })

  it('says in which sentence and clause each hit stands', () => {
    const matcher = openMatcher(formsOf(['甲', '乙', '丙']), fold)
    matcher.match('甲， 乙。丙；甲')
    const { count, sentence, clause } = matcher.segment()
    expect([...sentence.subarray(0, count)]).toEqual([0, 0, 1, 2])
    expect([...clause.subarray(0, count)]).toEqual([0, 1, 2, 3])
  })
})

describe('the fold', () => {
  it('changes no character twice', () => {
    const marks = [passedOver, clauseEnd, sentenceEnd]
    for (const [unit, target] of fold.entries()) if (!marks.includes(target)) expect([unit, fold[target]]).toEqual([unit, target])
  })

  it('leaves halves of characters beyond the first plane as they are', () => {
    for (let unit = 0xd800; unit <= 0xdfff; unit++) expect(fold[unit]).toBe(unit)
  })
})
