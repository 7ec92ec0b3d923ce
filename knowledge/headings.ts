import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Heading } from '../core/knowledge.ts'
import type { Asks } from './asks.ts'

/** Sections of the guides of a folder `<folder>/<topic>/<document>.md`, with the ways of asking for them: what the front desk routes by. */
export const readHeadings = (folder: string, asks: Asks): Heading[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: topic }) =>
      readdirSync(join(folder, topic))
        .filter((name) => name.endsWith('.md'))
        .sort()
        .flatMap((name) => {
          const text = readFileSync(join(folder, topic, name), 'utf8')
          const document = /^title: (.*)$/m.exec(text)?.[1]?.trim() ?? ''
          return text
            .split(/^## /m)
            .slice(1)
            .map((section) => {
              const heading = section.split('\n', 1)[0]?.trim() ?? ''
              return { topic, document, heading, ways: asks.asksFor(document, heading, section) }
            })
        }),
    )
