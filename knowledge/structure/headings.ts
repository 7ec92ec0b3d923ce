import { numeralClass } from './numerals.ts'

/** How deep a heading of a law stands: 部分 0, 编 1, 分编 2, 章 3, 节 4, 目 5. */
const ranks: Readonly<Record<string, number>> = { 部分: 0, 编: 1, 分编: 2, 章: 3, 节: 4, 目: 5 }
const numbered = new RegExp(`^第\\s*[${numeralClass}]+\\s*(部分|分编|编|章|节|目)(?:[\\s　:：]+|$|(?=[^，。；、的]))`)
const bare = /^(?:序\s*言|总\s*则|附\s*则)$/
/** Dots and a page number at the end: a line of a table of contents. */
const leader = /[.．…·•]{3,}\s*\d*$|\s\d{1,3}$/

/** A heading of a law. */
export interface LawHeading {
  readonly rank: number
  /** As it is shown: one space after the number, none inside 总　则. */
  readonly text: string
}

const tidy = (text: string): string => {
  const parts = text
    .trim()
    .replace(leader, '')
    .split(/[\s　]+/)
  // 总  则, 监  护: single characters set apart belong together.
  const [first = '', ...rest] = parts
  const tail = rest.every((part) => [...part].length === 1) ? rest.join('') : rest.join(' ')
  return tail ? `${first} ${tail}` : first
}

/** Reads a heading by how it is printed; undefined where a line is not one. A sentence that begins with 第七节 is not. */
export const lawHeading = (line: string): LawHeading | undefined => {
  if (line.length > 60 || /[。；，]/.test(line)) return undefined
  const found = numbered.exec(line)
  if (!found) return bare.test(line) ? { rank: ranks.章 ?? 3, text: line.replace(/\s/g, '') } : undefined
  const name = found[1] ?? '章'
  const number = line.slice(0, line.indexOf(name) + name.length).replace(/\s/g, '')
  const rest = tidy(line.slice(line.indexOf(name) + name.length))
  return { rank: ranks[name] ?? 3, text: rest ? `${number} ${rest.replace(/^(\S) (?=\S$)/, '$1')}` : number }
}

const annexMark = new RegExp(`^(附\\s*[件表录图]\\s*[${numeralClass}]{0,3})\\s*(?:[:：、.．\\s]\\s*(.{0,60}))?$`)

/** `附件`, `附表2：收费标准`: the beginning of an annex. */
export const annexHeading = (line: string): string | undefined => {
  if (line.length > 70 || /[。；]$/.test(line)) return undefined
  const found = annexMark.exec(line)
  if (!found) return undefined
  const rest = (found[2] ?? '').trim()
  const name = (found[1] ?? '').replace(/\s/g, '')
  return rest ? `${name} ${rest}` : name
}

/** `目录` alone on its line. */
export const isContentsMark = (line: string): boolean => /^目\s*[录次]$/.test(line)
/** A line of a table of contents. */
export const isContentsLine = (line: string): boolean => leader.test(line)
