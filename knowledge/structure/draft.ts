import type { Audience, ClauseDraft, DocumentDraft, DocumentKind } from '../../core/knowledge.ts'
import type { PlainDate } from '../../core/time.ts'
import type { Block } from '../../files/block.ts'
import { dayIn, endedBy, historyOf, issuerOfTitle, numberIn, seriesOf } from './dates.ts'
import { type FrontMatter, readFrontMatter } from './front-matter.ts'
import { type LawParts, lawParts, lawShape } from './law.ts'
import { cutLong } from './long.ts'
import { questionClauses } from './questions.ts'
import { plainLine } from './rows.ts'
import { sectionClauses } from './sections.ts'
import { cleanTitle, shortTitleOf } from './title.ts'
import { validityOf } from './validity.ts'

/** What is known of a file besides its words. */
export interface FileFacts {
  /** A path under the folder that was given, or the name of an upload. */
  readonly source: string
  readonly sourceHash: string
  /** Where the file says nothing. */
  readonly topic: string
  readonly audience: Audience
  /** Day on which it is brought in. */
  readonly today: PlainDate
  /** Stated by the operator; wins over everything that the file says. */
  readonly stated?: { readonly effective?: PlainDate; readonly repealed?: PlainDate }
}

/** The file holds no clause: empty, or a title alone. */
export class NothingToKeepError extends Error {
  constructor(facts: { hasTitle: boolean }) {
    super(facts.hasTitle ? '只有标题，没有正文' : '里面没有文字')
    this.name = 'NothingToKeepError'
  }
}

const fileName = (source: string): string => (source.split(/[/\\]/).at(-1) ?? source).replace(/\.[a-z]{2,5}$/i, '')

const titleFrom = (blocks: readonly Block[], facts: FrontMatter, source: string): string => {
  if (facts.title) return cleanTitle(facts.title)
  const heading = blocks.find((block) => block.kind === 'heading')
  // A law in a plain text begins with its title, at most over two lines.
  const first = blocks.find((block) => block.kind === 'paragraph' || block.kind === 'heading')
  const line = first && 'text' in first ? plainLine(first.text) : ''
  const isTitle = line.length > 0 && line.length <= 60 && !/[。；：]$/.test(line) && !/^第.{1,8}[条章编]|\d{4}年|^[（(]/.test(line)
  if (heading && first === heading) return cleanTitle(heading.text)
  if (isTitle) return cleanTitle(line)
  const own = blocks.find((block) => block.kind === 'title')
  const candidate = heading?.text ?? own?.text ?? fileName(source)
  return cleanTitle(candidate) || fileName(source)
}

interface Taken {
  readonly kind: DocumentKind
  readonly clauses: readonly ClauseDraft[]
  readonly notes: readonly string[]
  readonly law: LawParts | undefined
}

const takeApart = (blocks: readonly Block[], facts: FrontMatter, title: string, today: PlainDate): Taken => {
  const questions = facts.kind === 'qa' || facts.kind === undefined ? questionClauses(blocks, today) : undefined
  if (questions) return { kind: 'qa', ...questions, law: undefined }
  const shape = facts.kind === 'law' || facts.kind === undefined ? lawShape(blocks, title) : undefined
  if (!shape) return { kind: facts.kind ?? 'guide', clauses: sectionClauses(blocks, title), notes: [], law: undefined }
  const law = lawParts(blocks, { title, shape })
  return { kind: 'law', clauses: law.clauses, notes: law.notes, law }
}

/** Makes a document of what a reader made of a file. Throws NothingToKeepError, or an Error that says which front matter is wrong. */
export const draftOf = (blocks: readonly Block[], file: FileFacts): DocumentDraft => {
  const yaml = blocks.find((block) => block.kind === 'front_matter')
  const read: FrontMatter = yaml ? readFrontMatter(yaml.yaml) : {}
  const facts: FrontMatter = { ...read, ...file.stated }
  const title = titleFrom(blocks, facts, file.source)
  const taken = takeApart(blocks, facts, title, file.today)
  const clauses = cutLong(taken.clauses)
  if (clauses.length === 0)
    throw new NothingToKeepError({ hasTitle: blocks.some((block) => 'text' in block && plainLine(block.text) !== '') })

  const head = taken.law?.head ?? []
  const history = historyOf(head)
  // What a text says of itself stands in its last articles, before any annex.
  const body = taken.law ? clauses.map(({ text }) => text).join('\n') : ''
  const named = dayIn(fileName(file.source))
  const validity = validityOf({ body, history, facts, named, today: file.today })
  const number = facts.number ?? history.number ?? (taken.law ? numberIn(head.join('\n')) : undefined)
  const issuer = facts.issuer ?? (taken.law && issuerOfTitle(title)) ?? history.issuer ?? seriesOf(number)
  // The label stands in ids and addresses of clauses: `<document>@<label>#<anchor>`.
  const label = (facts.version ?? validity.promulgated ?? validity.effective ?? 'undated').replace(/[@#\s]+/g, '-')
  const ended = endedBy(body)
  return {
    title,
    shortTitle: cleanTitle(facts.short_title ?? shortTitleOf(title)),
    kind: taken.kind,
    topic: facts.topic ?? file.topic,
    audience: facts.audience ?? file.audience,
    issuer,
    number,
    label,
    promulgated: validity.promulgated,
    effective: validity.effective,
    repealed: validity.repealed,
    review: facts.review && { by: facts.review.by, at: facts.review.at, expires: facts.review.expires },
    origin: facts.source ?? fileName(file.source),
    source: file.source,
    sourceHash: file.sourceHash,
    clauses,
    notes: [
      ...taken.notes,
      ...(taken.kind === 'qa' && !validity.effective ? [] : validity.notes),
      ...(ended.length > 0 ? [`同时废止：${ended.map((name) => `《${name}》`).join('、')}`] : []),
    ],
  }
}
