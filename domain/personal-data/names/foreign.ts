import type { Place } from '../introduced.ts'

/** Signs that names from abroad, and of Uyghur, Kazakh and Tibetan people, are written with (译名用字). */
const sounds = new Set(
  '阿艾埃爱安昂奥敖巴白拜班邦包保鲍贝本比彼毕别宾波伯勃博卜布不才曹查察昌车楚次茨达大戴丹道德登邓狄迪蒂第丁东都杜顿多厄恩尔耳凡范方菲费芬丰冯佛夫弗福甫盖甘刚高戈哥格葛根贡古瓜关圭果哈海罕翰汗豪合何赫黑亨洪胡华霍基及吉季加嘉贾简江姜焦杰捷金津久居卡凯坎康考柯科可克肯孔寇库夸奎昆拉莱赖兰朗劳勒雷蕾黎里理利莉丽力列烈林琳留柳龙隆卢鲁路露伦罗洛吕马玛麦曼芒毛梅门蒙孟弥米密明缪莫默姆穆木慕拿娜纳乃南楠内尼年涅宁纽农努诺欧帕派潘庞佩彭皮平泼珀普祁齐奇恰强乔切钦琴青琼丘曲屈热仁日荣茹儒瑞若撒萨塞赛桑瑟森沙莎山珊尚绍舍申胜师施什石史士舒斯丝司苏孙索塔台泰坦汤唐陶特腾提铁廷汀通图土吐托瓦娃万汪旺威韦维卫魏温文翁沃乌吾武伍西希锡席喜夏仙香祥肖萧谢辛欣星兴雄修旭许雅亚延扬耶叶伊宜衣依易因殷印英永尤于余约泽曾扎詹张珍芝治朱竹卓兹子孜宗祖佐措央珠旦增巫娅哲买帖热依开觉启',
)
const dots = /[·•・‧]/gu
const [most, longest] = [8, 30]

/** Names in two or more parts with a dot between them: 阿迪力·买买提. Every part is written with signs of such names, to where they end. */
const dotted = (text: string): Place[] => {
  const found: Place[] = []
  for (const dot of text.matchAll(dots)) {
    const at = dot.index
    const last = found.at(-1)
    if (last && at < last.end) continue
    let start = at
    while (start > 0 && at - start < most && sounds.has(text[start - 1] ?? '')) start -= 1
    let end = at + 1
    let from = end
    while (end < text.length && end - start < longest) {
      if (sounds.has(text[end] ?? '') && end - from < most) end += 1
      else if (end > from && /[·•・‧]/u.test(text[end] ?? '') && sounds.has(text[end + 1] ?? '')) {
        end += 1
        from = end
      } else break
    }
    if (at - start >= 2 && end - at > 2) found.push({ start, end })
  }
  return found
}

const words = /[A-Z][a-z'’]+(?:-[A-Za-z][a-z]+)?(?: [A-Z][A-Za-z'’]+(?:-[A-Za-z][a-z]+)?){0,3}/gu
/** After what is called like somebody and is a place, a firm, a paper. */
const things =
  /^ ?(?:Road|Rd|Street|St|Avenue|Ave|Lane|Hotel|Bank|University|College|School|Company|Co|Ltd|Inc|Certificate|Airport|Station|Office|Bureau|Police|Hospital|Center|Centre|Park|Street|City|County|District|Law|Act|Day)\b/u
const han = /\p{Script=Han}/u

export interface LatinNames {
  readonly first: readonly string[]
  /** What Mongolian names are put together from: Saran and gerel. */
  readonly mongolian: readonly string[]
}

/** Names in Latin letters that nothing introduces: a given name that is known with what stands after it; Mongolian ones by their parts. */
const latin = ({ first, mongolian }: LatinNames): ((text: string) => Place[]) => {
  const given = new Set(first)
  const parts = new RegExp(`^(?:${mongolian.join('|')})(?:${mongolian.map((part) => part.toLowerCase()).join('|')}){0,3}$`, 'u')
  const isMongolian = (word: string): boolean => word.length > 4 && parts.test(word)
  return (text) => {
    const found: Place[] = []
    for (const match of text.matchAll(words)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (/[A-Za-z0-9@._]$/u.test(text.slice(0, start).slice(-1)) || /^[A-Za-z0-9@_]/u.test(text.slice(end, end + 1))) continue
      const all = match[0].split(' ')
      const at = all.findIndex((word) => given.has(word) || isMongolian(word))
      if (at < 0 || things.test(text.slice(end)) || all.some((word) => things.test(word))) continue
      const from = start + all.slice(0, at).reduce((sum, word) => sum + word.length + 1, 0)
      const isAlone = at === all.length - 1
      // One word alone may be a month or a brand: it is a name where Chinese is written around it.
      if (isAlone && !isMongolian(all[at] ?? '') && !han.test(text.slice(Math.max(0, start - 1), start))) continue
      found.push({ start: from, end })
    }
    return found
  }
}

const dotSigns = ['·', '•', '・', '‧'] as const

/** Names that are written in another way than Han and Mongolian ones: with dots, or in Latin letters, where the text has such. */
export const openForeign = (names: LatinNames): ((text: string, hasLatin: boolean) => readonly Place[]) => {
  const inLatin = latin(names)
  const none: readonly Place[] = []
  return (text, hasLatin) => {
    const hasDots = dotSigns.some((dot) => text.includes(dot))
    if (!hasDots && !hasLatin) return none
    return [...(hasDots ? dotted(text) : []), ...(hasLatin ? inLatin(text) : [])]
  }
}
