import type { ClauseDraft } from '../../core/knowledge.ts'
import type { Block } from '../../files/block.ts'
import { annexClauses } from './annex.ts'
import { type ArticleHead, articleAnchor, articleHead, stepOf } from './articles.ts'
import { daysIn } from './dates.ts'
import { annexHeading, isContentsLine, isContentsMark, lawHeading } from './headings.ts'
import { numberOf, numeralClass } from './numerals.ts'
import { plainLine, rowReader } from './rows.ts'

/** What the words of a law come apart into. */
export interface LawParts {
  /** Lines above the first article that are no sentence of the law: title, who passed it and when, its number. */
  readonly head: readonly string[]
  readonly clauses: readonly ClauseDraft[]
  /** How many articles were counted, annexes left out. */
  readonly articles: number
  readonly notes: readonly string[]
}

interface Open {
  anchor: string
  article: string
  path: readonly string[]
  lines: string[]
}

const sentenceEnd = /[。；：！？;:!?．.][”’」』）)》]?$|[）)]$/
/** Texts that number their rules 一、二、 instead of 条. */
const point = new RegExp(`^([${numeralClass}]{1,4})、\\s*(.+)$`, 's')
const headWords =
  /通过|公布|发布|颁布|印发|批准|修正|修订|施行|^(?:法释|公通字|国发|国办发)|[〔[]\d{4}[〕\]]|令第|第[^条]{1,8}号|部门?规章|^[（(].*[）)]$/
const isArticleStart = (block: Block): boolean =>
  (block.kind === 'paragraph' || block.kind === 'heading') && articleHead(block.text) !== undefined

/** Whether blocks are a law with articles, a text of 一、二、 points, or neither. */
export const lawShape = (blocks: readonly Block[], title: string): 'articles' | 'points' | undefined => {
  const lawTitle =
    /(?:法|法典|条例|规定|办法|细则|规则|规范|解释|决定|批复|通知|意见|公告|方案|制度|标准|纲要|准则|章程|守则|编|总则|附则|修正案)(?:[（(][^（）()]*[）)])*$|^最高人民/.test(
      title,
    )
  let before: ArticleHead | undefined
  let heads = 0
  let points = 0
  for (const block of blocks) {
    if (block.kind !== 'paragraph' && block.kind !== 'heading') continue
    const head = articleHead(block.text)
    const step = head && stepOf(before, head)
    if (head && (step === 'next' || (step === 'gap' && head.isApart))) {
      heads++
      before = head
    }
    const mark = block.kind === 'paragraph' ? point.exec(block.text) : null
    if (mark && numberOf(mark[1] ?? '') === points + 1) points++
  }
  if (heads >= (lawTitle ? 1 : 3)) return 'articles'
  return lawTitle && points >= 2 ? 'points' : undefined
}

/** Below the law, in amendments, a number far ahead is an article that is quoted. */
const isNear = (at: ArticleHead, scope: number, before?: { number: number }): boolean =>
  scope === 0 || at.number - (before?.number ?? 0) < 10

/** Where the body begins when a table of contents lists articles too: at the second 第一条, if nothing before it is a sentence. */
const bodyStart = (blocks: readonly Block[]): number => {
  const firsts = blocks.flatMap((block, index) => {
    const head = isArticleStart(block) && 'text' in block ? articleHead(block.text) : undefined
    return head?.number === 1 && head.sub === 0 ? [index] : []
  })
  const [first = 0, second] = firsts
  if (second === undefined) return 0
  const between = blocks.slice(first, second).flatMap((block) => ('text' in block ? [block.text] : []))
  if (!between.every((text) => text.length < 60 && !/[。；]/.test(text))) return 0
  // Headings directly above the second 第一条 belong to the body.
  let start = second
  while (start > first + 1) {
    const above = blocks[start - 1]
    if (!above || !('text' in above) || !lawHeading(above.text)) break
    start--
  }
  return start
}

/** Takes a law apart: articles with their headings, what stands above them, and annexes. */
export const lawParts = (given: readonly Block[], { title, shape }: { title: string; shape: 'articles' | 'points' }): LawParts => {
  const start = bodyStart(given)
  const blocks = start > 0 ? [...given.slice(0, given.findIndex(isArticleStart)), ...given.slice(start)] : given
  const firstRule = blocks.findIndex((block) =>
    shape === 'articles' ? isArticleStart(block) : block.kind === 'paragraph' && point.test(block.text),
  )
  const clauses: ClauseDraft[] = []
  const notes: string[] = []
  const head: string[] = []
  const preamble: string[] = []
  const stack: { rank: number; text: string }[] = []
  const used = new Set<string>()
  let articles = 0
  let before: { number: number; sub: number } | undefined
  let open: Open | undefined
  let scope = 0
  let looseHeading: string | undefined
  let annexAt = -1
  const row = rowReader()

  const unique = (anchor: string): string => {
    let name = anchor
    for (let copy = 2; used.has(name); copy++) name = `${anchor}-d${copy}`
    used.add(name)
    return name
  }
  const finish = (): void => {
    if (!open) return
    const text = open.lines.join('\n').trim()
    if (text)
      clauses.push({
        anchor: open.anchor,
        article: open.article,
        path: [...open.path, open.article].join(' › '),
        text,
        externalId: undefined,
      })
    open = undefined
  }
  const begin = (found: { number: number; sub: number; printed: string; rest: string }, anchor: string): void => {
    finish()
    const prefix = scope > 0 ? `x${scope}-` : ''
    open = {
      anchor: unique(`${prefix}${anchor}`),
      article: found.printed,
      path: stack.map(({ text }) => text),
      lines: found.rest ? [found.rest] : [],
    }
    before = found
    looseHeading = undefined
    if (scope === 0) articles++
  }
  const heading = (rank: number, text: string): void => {
    finish()
    while (stack.length > 0 && (stack.at(-1)?.rank ?? 0) >= rank) stack.pop()
    stack.push({ rank, text })
  }
  const lastLine = (): string => open?.lines.at(-1) ?? ''

  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'row') {
      const line = row(block)
      if (line && open) open.lines.push(line)
      continue
    }
    if (block.kind === 'front_matter' || block.kind === 'title' || block.kind === 'page') continue
    const text = plainLine(block.text)
    if (!text) continue
    const isBefore = index < firstRule
    const found = lawHeading(text)
    if (
      found &&
      !(isBefore && isContentsLine(text)) &&
      !(block.kind === 'paragraph' && open && !sentenceEnd.test(lastLine()) && !isBefore)
    ) {
      // A line of the contents is read as a heading too, and the real one takes its place on the stack.
      if (!(isBefore && title.endsWith(found.text))) heading(found.rank, found.text)
      continue
    }
    if (!isBefore && annexHeading(text) !== undefined && (block.kind === 'heading' || sentenceEnd.test(lastLine()) || !open)) {
      annexAt = index
      break
    }
    if (block.kind === 'heading' && !isArticleStart(block)) {
      if (isBefore && !point.test(text)) head.push(text)
      else {
        // 一、一般规定 over articles, or the title of an amendment below the law.
        heading(point.test(text) ? 3 : 1 + block.level / 10, text.replace(/\s+/g, ' '))
        if (!isBefore) looseHeading = text
      }
      continue
    }
    if (isBefore) {
      if (isContentsMark(text) || isContentsLine(text)) continue
      const isSentence = text.length > 30 && /[。：]$/.test(text) && (daysIn(text)[0]?.at ?? 9) > 4
      if (isSentence || (preamble.length > 0 && !headWords.test(text))) preamble.push(text)
      else head.push(text)
      continue
    }
    if (shape === 'points') {
      const mark = point.exec(text)
      const number = mark ? numberOf(mark[1] ?? '') : undefined
      if (mark && number !== undefined && number === (before?.number ?? 0) + 1) {
        begin({ number, sub: 0, printed: mark[1] ?? '', rest: mark[2] ?? '' }, `n${number}`)
        continue
      }
    } else {
      const at = articleHead(text)
      const step = at && stepOf(before, at)
      const isClosed = !open || sentenceEnd.test(lastLine()) || open.lines.length === 0
      if (at && step === 'back' && at.number === 1 && at.sub === 0 && looseHeading !== undefined) {
        scope++
        before = undefined
        begin(at, articleAnchor(at.number, at.sub))
        continue
      }
      if (at && (step === 'next' ? isClosed || at.isApart : step === 'gap' && at.isApart && isClosed && isNear(at, scope, before))) {
        if (step === 'gap' && before) notes.push(`条文序号不连续：${open?.article ?? ''}之后是${at.printed}`)
        begin(at, articleAnchor(at.number, at.sub))
        continue
      }
      if (at && step === 'same' && at.isApart && isClosed) {
        notes.push(`条文序号重复：${at.printed}出现了两次`)
        begin(at, articleAnchor(at.number, at.sub))
        continue
      }
      if (at?.isApart && step === 'back' && isClosed) notes.push(`${at.printed}出现在${open?.article ?? ''}之后，已作为正文保留`)
    }
    if (open) open.lines.push(text)
    else preamble.push(text)
  }
  finish()
  if (preamble.length > 0) {
    const article = stack.length === 0 && /序\s*言/.test(head.join(' ')) ? '序言' : '导语'
    clauses.unshift({ anchor: unique('pre'), article, path: article, text: preamble.join('\n'), externalId: undefined })
  }
  if (annexAt >= 0) clauses.push(...annexClauses(blocks.slice(annexAt), unique))
  return { head, clauses, articles, notes }
}
