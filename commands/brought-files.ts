import { globSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { Audience } from '../core/knowledge.ts'
import type { Brought } from '../knowledge/bring.ts'
import { UsageError } from './command.ts'

/** What a folder is searched for; anything else in it is none of ours. Old Office files are named, so that somebody saves them anew. */
const documentEnding = /\.(?:md|markdown|txt|html?|xhtml|docx?|pdf|xlsx?|csv|tsv|jsonl|ndjson)$/i
/** Files about a folder, not of it. */
const aboutFolder = /^(?:readme|licen[cs]e|notice|sources|changelog|contributing)(?:\.|$)|^[.~]/i

/** What was said of all files at once. */
export interface Given {
  readonly topic: string | undefined
  readonly audience: Audience | undefined
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : walk(path)
      return documentEnding.test(entry.name) && !aboutFolder.test(entry.name) ? [path] : []
    })
    .sort()

/** Guides that ship have their topic in the name of their folder; other texts are laws unless told. */
const topicOf = (path: string): string => {
  const folders = dirname(path).split(sep)
  return folders.at(-2) === 'policies' && folders.at(-3) === 'data' ? (folders.at(-1) ?? 'laws') : 'laws'
}

const brought = (path: string, root: string, { topic, audience }: Given): Brought => ({
  file: { name: basename(path), path },
  // `laws/刑法.md`, whether the folder was given or the file: the same file is the same source.
  source: [basename(root), ...relative(root, path).split(sep)].join('/'),
  topic: topic ?? topicOf(path),
  audience,
})

/** The files that the words of a command name: files, folders with all that is in them, patterns. Throws UsageError for one that names nothing. */
export const filesGiven = (words: readonly string[], given: Given): Brought[] => {
  const found = new Map<string, Brought>()
  for (const word of words) {
    const path = resolve(word)
    const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined
    const matches = isThere ? [path] : globSync(word).map((match) => resolve(match))
    if (matches.length === 0) throw new UsageError(`nothing there: ${word}`)
    for (const match of matches.sort())
      if (isFolder(match)) for (const file of walk(match)) found.set(file, brought(file, match, given))
      else found.set(match, brought(match, dirname(match), given))
  }
  return [...found.values()]
}
