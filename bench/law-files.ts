import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Brought } from '../knowledge/bring.ts'

/** The Markdown files of a folder, as laws that anyone may read. */
export const filesIn = (folder: string): Brought[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md') && !/^(?:README|SOURCES)\.md$/.test(name))
    .sort()
    .map((name) => ({ file: { name, path: join(folder, name) }, source: name, topic: 'laws', audience: undefined }))
