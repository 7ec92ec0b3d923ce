/** Family names of two characters (复姓) that are in use. */
const compoundSurnames = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 ' +
    '宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 ' +
    '微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 纳兰 归海'
  ).split(' '),
)

/** A name as others may see it (脱敏姓名): `张*`, `欧阳**`; of a Latin or dotted name the first letter or character only. */
export const maskName = (name: string): string => {
  const chars = [...name.trim()]
  const first = chars[0]
  if (first === undefined) return '*'
  if (!chars.every((char) => /[\p{Script=Han}\u3007]/u.test(char))) return `${first}***`
  const family = chars.length > 2 && compoundSurnames.has(`${first}${chars[1]}`) ? chars.slice(0, 2) : [first]
  return family.join('') + '*'.repeat(Math.max(1, chars.length - family.length))
}

/** A document number as others may see it: of 15 or more characters the first four and last two, of shorter ones the first and last. */
export const maskDocument = (number: string): string => {
  const chars = [...number.trim()]
  const [head, tail] = chars.length >= 15 ? [4, 2] : chars.length >= 6 ? [1, 1] : [0, 0]
  return chars.map((char, i) => (i < head || i >= chars.length - tail ? char : '*')).join('') || '*'
}
