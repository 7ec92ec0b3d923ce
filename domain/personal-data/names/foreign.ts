import type { Place } from '../introduced.ts'

/** Signs that names from abroad, and of Uyghur, Kazakh and Tibetan people, are written with (译名用字). */
const sounds = new Set(
  '阿艾埃爱安昂奥敖巴白拜班邦包保鲍贝本比彼毕别宾波伯勃博卜布不才曹查察昌车楚次茨达大戴丹道德登邓狄迪蒂第丁东都杜顿多厄恩尔耳凡范方菲费芬丰冯佛夫弗福甫盖甘刚高戈哥格葛根贡古瓜关圭果哈海罕翰汗豪合何赫黑亨洪胡华霍基及吉季加嘉贾简江姜焦杰捷金津久居卡凯坎康考柯科可克肯孔寇库夸奎昆拉莱赖兰朗劳勒雷蕾黎里理利莉丽力列烈林琳留柳龙隆卢鲁路露伦罗洛吕马玛麦曼芒毛梅门蒙孟弥米密明缪莫默姆穆木慕拿娜纳乃南楠内尼年涅宁纽农努诺欧帕派潘庞佩彭皮平泼珀普祁齐奇恰强乔切钦琴青琼丘曲屈热仁日荣茹儒瑞若撒萨塞赛桑瑟森沙莎山珊尚绍舍申胜师施什石史士舒斯丝司苏孙索塔台泰坦汤唐陶特腾提铁廷汀通图土吐托瓦娃万汪旺威韦维卫魏温文翁沃乌吾武伍西希锡席喜夏仙香祥肖萧谢辛欣星兴雄修旭许雅亚延扬耶叶伊宜衣依易因殷印英永尤于余约泽曾扎詹张珍芝治朱竹卓兹子孜宗祖佐措央珠旦增巫娅哲买帖热依开觉启江逊罗新明盖别尤赫洁琪玲丝雪儿凡森鲍奇科娃斯基列昂内塔尼亚娅耶琳德曼盖茨',
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
/** Surnames in pinyin (汉语拼音), and every syllable that a given name may be written with. */
const families = new Set(
  'Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Song Tang Han Feng Deng Cao Peng Zeng Xiao Tian Dong Yuan Pan Yu Jiang Cai Du Ye Cheng Su Wei Lu Lyu Ding Ren Shen Yao Cui Zhong Tan Fan Jin Shi Liao Jia Xia Fu Fang Bai Zou Meng Xiong Qin Qiu Yin Xue Yan Duan Lei Hou Long Tao He Gu Mao Hao Gong Shao Wan Qian Dai Mo Kong Xiang Chang Wen Kang Niu Ge Xing An Qi Yi Qiao Pang Nie Zhuang Yue Zhai Shu Ou Guan Jiao Zuo Gan Zhan Bao Ning Shang Ruan Ke Mei Tong Ling Bi Shan Ji Pei Huo Tu Miao Sheng Weng Ran Ouyang Sima Zhuge Shangguan Situ'.split(
    ' ',
  ),
)
const syllable =
  '(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|ia|ua|uo|a|o|e|i|u|v))'
const givenSyllables = new RegExp(`^${syllable}(?:[-'’]?${syllable})?$`, 'iu')
/** Places and other things that are written as two syllables with a capital each. */
const noGiven =
  /^(?:University|Road|China|Hohhot|Beijing|Shanghai|Tian|Men|Hai|Jie|Lu|An|Bei|Dong|Xi|Nan|Shan|He|Hu|Jiang|Cheng|Xian|Shi|Sheng|Qu|Banner|Me|To|Be|Are|Is|We|She|You|No|Do|Did|Can|May|One|Two|The|In|On|At|A|I|Me|Also|Then|Here|Come|Came|Like|Name|Made|Make|Take|Give|Have|Has|Had|Gone|Due|Use|Sure|Page|Line|Note|Code|Date|Time|Type|Fee|Pan|Pin|Bin|Lane|Fan|Sun|Man|Men|Run|Ran|Gun|Fun|Ten|Pen|Den|Can|Pie|Tie|Die|Lie|Mon|Tue|Sat|Hi|Ok)$/u
/** Words before somebody who is told of in English. */
const toldOf =
  /(?:\b(?:Mr|Ms|Mrs|Miss|Dr|Officer|Inspector|Sergeant|Professor|Prof|Sir|Madam|Dear|Regards|Sincerely|Applicant|Witness|Suspect|Landlord|Tenant|Victim|Holder|Signed)[.,:]?|\b[Ii] am|I['’]m|\b(?:friend|colleague|husband|wife|brother|sister|son|daughter|mother|father|boss|landlord|landlady|roommate|neighbou?r|witness|suspect|victim|applicant|driver|this is|that|and|by|with|named|contact|tell|ask|whether|if)[,:]?) ?$/u
const callings = new Set(
  'Mr Ms Mrs Miss Dr Officer Inspector Sergeant Professor Prof Sir Madam Dear Regards Sincerely Applicant Witness Suspect Landlord Tenant Victim Holder Driver Captain Judge Lawyer'.split(
    ' ',
  ),
)
/** Words before a place. */
const toPlaces = /\b(?:in|at|to|from|near|of|on|visit|around|via|through|towards?|for) $/u
const titled = /(?:\b(?:Mr|Ms|Mrs|Miss|Dr|Prof)\.?) $/u

/** 王小明 as Wang Xiaoming or Xiaoming Wang. */
const isPinyin = (all: readonly string[]): boolean => {
  if (all.length !== 2 && all.length !== 3) return false
  const [first = '', ...rest] = all
  const given = rest.join('')
  const isGiven = (word: string): boolean => givenSyllables.test(word) && !noGiven.test(word)
  if (families.has(first) && rest.every((word) => !noGiven.test(word)) && isGiven(given)) return true
  const last = all.at(-1) ?? ''
  return all.length === 2 && families.has(last) && first.length > 4 && isGiven(first)
}

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
      // Witness Li Na: what somebody is called by is no part of the name.
      const lead = all.findIndex((word) => !callings.has(word))
      const own = lead > 0 ? all.slice(lead) : all
      const ownStart = lead > 0 ? start + all.slice(0, lead).join(' ').length + 1 : start
      const before = text.slice(Math.max(0, ownStart - 24), ownStart)
      if (
        lead >= 0 &&
        ((isPinyin(own) && (own.length < 3 || toldOf.test(before)) && !toPlaces.test(before)) || titled.test(before)) &&
        !things.test(text.slice(end)) &&
        !own.some((word) => things.test(word))
      ) {
        found.push({ start: ownStart, end })
        continue
      }
      const known = all.findIndex((word) => given.has(word) || isMongolian(word))
      const at = known > 0 && mongolian.includes(all[known - 1] ?? '') ? known - 1 : known
      if (at < 0 || things.test(text.slice(end)) || all.some((word) => things.test(word))) continue
      const from = start + all.slice(0, at).reduce((sum, word) => sum + word.length + 1, 0)
      const isAlone = at === all.length - 1
      // One word alone may be a month or a brand: it is a name where Chinese is written around it.
      if (isAlone && !isMongolian(all[at] ?? '') && !toldOf.test(before) && !han.test(text.slice(Math.max(0, start - 1), start))) continue
      found.push({ start: from, end })
    }
    return found
  }
}

/** Names that are written in another way than Han and Mongolian ones: with dots, or in Latin letters, where the text has such. */
export const openForeign = (
  names: LatinNames,
): ((text: string, seen: { readonly hasLatin: boolean; readonly hasDots: boolean }) => readonly Place[]) => {
  const inLatin = latin(names)
  return (text, { hasLatin, hasDots }) => [...(hasDots ? dotted(text) : []), ...(hasLatin ? inLatin(text) : [])]
}
