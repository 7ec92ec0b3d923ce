import { chineseNumber, numeral } from '../../core/numerals.ts'
import type { Unit } from '../../core/people.ts'
import { unitKind } from '../../core/units.ts'

const counted = new RegExp(`(${numeral}+)(?=号|栋|幢|单元|楼|层|室|组|队|排|巷|弄|嘎查|村|社)`, 'g')
const province = /^\p{Script=Han}{2,5}?(?:自治区|省)/u

/** Names of the city and the banners, as addresses begin with them: 云河市, 青禾旗. Longest first. */
export const regionNames = (units: readonly Unit[]): readonly string[] =>
  [
    ...new Set(
      units
        .filter((unit) => unitKind(unit) === 'city' || unitKind(unit) === 'banner')
        .flatMap(({ name }) => name.replace(/公安局|公安分局|分局/g, '').match(/\p{Script=Han}{1,8}?(?:市|旗|县|区|盟|州)/gu) ?? []),
    ),
  ].toSorted((a, b) => b.length - a.length)

/**
 * An address folded so that two ways of writing one place come out the same (地址归一): 云河市青禾街十二号院 3 栋 2 单元 501 室 and
 * 青禾街12号院3-2-501. Rough on purpose; what it does not see stays two places, and nothing is guessed.
 */
export const foldPlace = (place: string, regions: readonly string[]): string => {
  let text = place
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s,，。.、;；:：()[\]【】<>《》"'“”‘’·#]/g, '')
    .replace(counted, (whole: string) => String(chineseNumber(whole) ?? whole))
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replace(province, '')
    for (const region of regions) if (text.startsWith(region) && text.length > region.length) text = text.slice(region.length)
  }
  return text
    .replace(/(?<=\d)(?:栋|幢|座|号楼|楼栋|单元|-|—|－)+(?=\d)/g, '-')
    .replace(/(?<=\d)(?:室|户)$/, '')
    .replace(/附近$|旁边?$|门口$|对面$/, '')
}
