import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { shanghaiDate } from '../core/time.ts'
import { type Brought, bring, knownSources } from './bring.ts'
import { type IngestReport, ingest } from './ingest.ts'
import type { IngestGround } from './landing.ts'

/** The documents of a folder `<folder>/<topic>/<document>.md`, as they ship. */
export const shippedFiles = (folder: string): Brought[] =>
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
        })),
    )
    .sort((a, z) => (a.source < z.source ? -1 : 1))

/**
 * Brings in what ships with the platform, at every start: unchanged files are hashed and nothing is written. A file that a newer release
 * no longer has is withdrawn.
 */
export const ingestShipped = async (
  folder: string,
  ground: Omit<IngestGround, 'by'>,
): Promise<IngestReport & { readonly withdrawn: number }> => {
  const { store, clock } = ground
  const files = shippedFiles(folder)
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
