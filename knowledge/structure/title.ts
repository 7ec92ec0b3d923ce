import { createHash } from 'node:crypto'

/** `（2025修订）`, `(2012-10-26)`, `（修正本）`: which text of a law, not which law. A year alone tells one amendment or plan from the next. */
const versionNote =
  /(?<!修正案|决定|目录|计划|方案|要点|公告|通知|规划)[（(](?=[^（）()]{4,24}[)）])(?:\d{4}|[〇○零一二三四五六七八九]{4})[^（）()]*[)）]|[（(](?:最新)?(?:修正|修订)(?:本|版|文本)?[)）]/g

/** A title as people write it: no 《》 around it, no note of a version, single spaces. */
export const cleanTitle = (title: string): string =>
  title
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(versionNote, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^《([^《》]*)》$/, '$1')

/** What two spellings of one title share: without 中华人民共和国, 《》, spaces, dashes, versions, and full-width forms. */
export const foldTitle = (title: string): string =>
  cleanTitle(title.normalize('NFKC'))
    .replaceAll('中华人民共和国', '')
    .replace(/[《》〈〉<>“”"'\s·•‧\-—–_]/g, '')
    .toLowerCase()

/** The title without the name of the state. */
export const shortTitleOf = (title: string): string => cleanTitle(title).replace(/^中华人民共和国(?=.{2})/, '')

/** A title as the last part of an address: what breaks a path or a link is left out. */
export const slugOf = (title: string): string => {
  const slug = cleanTitle(title)
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}().-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  // Too long for a path: the head, and a hash that keeps two of them apart.
  return slug.length <= 60 ? slug : `${slug.slice(0, 48)}-${createHash('sha256').update(slug).digest('hex').slice(0, 8)}`
}
