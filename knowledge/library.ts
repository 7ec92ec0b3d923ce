import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { PageError } from '../core/errors.ts'
import type { Passage, PolicySearch } from '../core/knowledge.ts'
import { isPlainDate, type PlainDate } from '../core/time.ts'
import { bm25 } from './bm25.ts'

const frontMatter = z.strictObject({
  title: z.string().min(1),
  version: z.coerce.string(),
  effective: z.string().refine(isPlainDate),
  repealed: z.string().refine(isPlainDate).optional(),
  source: z.string().min(1),
})

/** One heading of a document with the text below it. */
export interface Section {
  readonly anchor: string
  readonly heading: string
  readonly text: string
}

/** A policy document (政策文件) as it is shown and quoted. */
export interface PolicyDocument {
  /** File name without its ending; the last part of `/policies/<id>`. */
  readonly id: string
  readonly topic: string
  readonly title: string
  readonly version: string
  readonly effective: PlainDate
  readonly repealed: PlainDate | undefined
  readonly source: string
  readonly sections: readonly Section[]
}

const readDocument = (file: string, topic: string): PolicyDocument => {
  const text = readFileSync(file, 'utf8')
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text)
  if (!match) throw new PageError({ file, line: 1, why: 'a policy document begins with front matter between two lines of ---' })
  const parsed = frontMatter.safeParse(parse(match[1] ?? ''))
  if (!parsed.success)
    throw new PageError({ file, line: 2, why: `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}` })
  const sections = (match[2] ?? '')
    .split(/^## /m)
    .slice(1)
    .map((part, index) => {
      const [heading = '', ...rest] = part.split('\n')
      return { anchor: `s${index + 1}`, heading: heading.trim(), text: rest.join('\n').trim() }
    })
    .filter((section) => section.text)
  const { title, version, effective, repealed, source } = parsed.data
  return { id: basename(file, '.md'), topic, title, version, effective, repealed, source, sections }
}

/** The policy documents of a folder: `<folder>/<topic>/<document>.md`, searched by word and character. */
export const openLibrary = (
  folder: string,
): PolicySearch & { topics: readonly string[]; find(document: string): PolicyDocument | undefined } => {
  const topics = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const documents = topics.flatMap((topic) =>
    readdirSync(join(folder, topic))
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => readDocument(join(folder, topic, name), topic)),
  )
  const clauses = documents.flatMap((document) => document.sections.map((section) => ({ document, section })))
  const index = bm25(clauses.map(({ section }) => ({ heading: section.heading, text: section.text })))
  return {
    topics,
    find: (id) => documents.find((document) => document.id === id),
    async search(query, { topics: allowed, limit, asOf }) {
      const passages: Passage[] = []
      for (const { at, score } of index.search(query)) {
        const clause = clauses[at]
        if (!clause || passages.length >= limit) break
        const { document, section } = clause
        if (!allowed.includes(document.topic)) continue
        if (document.effective > asOf || (document.repealed !== undefined && document.repealed <= asOf)) continue
        passages.push({
          id: `${document.id}#${section.anchor}`,
          document: document.title,
          topic: document.topic,
          version: document.version,
          path: section.heading,
          text: section.text,
          effective: document.effective,
          href: `/policies/${document.id}#${section.anchor}`,
          score,
        })
      }
      return passages
    },
  }
}
