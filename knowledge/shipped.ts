import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { shanghaiDate } from '../core/time.ts'
import { type Brought, bring, knownSources } from './bring.ts'
import { type IngestReport, ingest } from './ingest.ts'
import type { IngestGround } from './landing.ts'

/** The documents of a folder `<folder>/<topic>/<document>.md`, as they ship; `asks` holds the ways of asking for them, `guide-<document>.yaml`. */
export const shippedFiles = (folder: string, asks?: string): Brought[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: topic }) =>
      readdirSync(join(folder, topic))
        .filter((name) => name.endsWith('.md'))
        .map((name) => ({
          file: { name, path: join(folder, topic, name) },
          source: `${basename(folder)}/${topic}/${name}`,
          topic,
          audience: undefined,
          ...wordsOf(asks, name),
        })),
    )
    .sort((a, z) => (a.source < z.source ? -1 : 1))

const wordsOf = (asks: string | undefined, name: string): { words?: string } => {
  const path = asks === undefined ? undefined : join(asks, `guide-${basename(name, '.md')}.yaml`)
  return path !== undefined && existsSync(path) ? { words: readFileSync(path, 'utf8') } : {}
}

/**
 * Brings in what ships with the platform, at every start: unchanged files are hashed and nothing is written; one whose ways of
 * asking have changed is indexed anew. A file that a newer release
 * no longer has is withdrawn.
 */
export const ingestShipped = async (
  folder: string,
  { asks, ...ground }: Omit<IngestGround, 'by'> & { readonly asks?: string },
): Promise<IngestReport & { readonly withdrawn: number }> => {
  const { store, clock } = ground
  const files = shippedFiles(folder, asks)
  const versions = await store.knowledge.versions()
  const isKnown = knownSources(versions)
  const report = await ingest(bring(files, { today: shanghaiDate(clock()), isKnown }), { ...ground, by: 'system' })
  const sources = new Set(files.map(({ source }) => source))
  const gone = versions.filter(
    ({ state, ingestedBy, source }) =>
      state === 'live' && ingestedBy === 'system' && source.startsWith(`${basename(folder)}/`) && !sources.has(source),
  )
  if (gone.length > 0)
    await store.transaction(async ({ knowledge }) => {
      for (const { key } of gone) await knowledge.setVersionState(key, 'withdrawn')
    })
  return { ...report, withdrawn: gone.length }
}
