import { createHash } from 'node:crypto'
import { PlatformError } from '../core/errors.ts'
import type { Audience, DocumentDraft } from '../core/knowledge.ts'
import type { StoredVersion } from '../core/knowledge-store.ts'
import type { PlainDate } from '../core/time.ts'
import type { Block } from '../files/block.ts'
import { type BroughtFile, chunksOf } from '../files/brought-file.ts'
import { kindOf } from '../files/kind.ts'
import { readBlocks } from '../files/read-blocks.ts'
import { readRows } from '../files/read-rows.ts'
import type { Incoming } from './ingest.ts'
import { readyDocuments } from './ready-clauses.ts'
import { draftOf } from './structure/draft.ts'

/** A file and what is said of it where it says nothing itself. */
export interface Brought {
  readonly file: BroughtFile
  /** A path under the folder that was given, or the name of an upload. */
  readonly source: string
  readonly topic: string
  /** The stricter of this and what the file says. */
  readonly audience: Audience | undefined
  readonly stated?: { readonly effective?: PlainDate; readonly repealed?: PlainDate }
  /** What its ways of asking are, where a change of them has to bring it in anew. */
  readonly words?: string
}

/** What a mark like 内部资料 in the first lines of a text, or in its name, keeps from citizens. */
const internalMark = /内部(?:资料|文件|使用|参考|掌握)|(?:仅供|限)内部|不得外传|不予公开|注意保密|^(?:绝密|机密|秘密)(?:[★☆\s]|$)|工作秘密/

/** SHA-256 of a file, and of what was said of it: the same bytes for another audience are not the same. */
export const hashOf = async ({ file, audience, stated, topic, words }: Brought): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of chunksOf(file)) hash.update(chunk)
  hash.update(JSON.stringify([audience ?? null, stated ?? null, topic, ...(words === undefined ? [] : [words])]))
  return hash.digest('hex')
}

/** Blocks of any file; the rows of a table have no headings among them. */
const blocksOf = async (file: BroughtFile): Promise<Block[]> => {
  const blocks: Block[] = []
  const kind = await kindOf(file)
  if (kind === 'xlsx' || kind === 'csv')
    for await (const { cells } of readRows(file)) blocks.push({ kind: 'row', cells, header: blocks.length === 0, table: 1 })
  else for await (const block of readBlocks(file)) blocks.push(block)
  return blocks
}

/** Reads one file that holds one document. Throws the reader's own error, or what is missing in it. */
export const draftOfFile = async (
  brought: Brought,
  { today, sourceHash }: { today: PlainDate; sourceHash: string },
): Promise<DocumentDraft> => {
  const blocks = await blocksOf(brought.file)
  const shown = [brought.file.name, ...blocks.slice(0, 12).flatMap((block) => ('text' in block ? [block.text] : []))]
  const isMarked = shown.some((text) => text.length < 80 && internalMark.test(text))
  const draft = draftOf(blocks, {
    source: brought.source,
    sourceHash,
    topic: brought.topic,
    audience: isMarked ? 'internal' : (brought.audience ?? 'public'),
    today,
    ...(brought.stated ? { stated: brought.stated } : {}),
  })
  // Whoever says internal is heard: the operator, the front matter or the mark on the paper.
  const audience = brought.audience === 'internal' || isMarked ? 'internal' : draft.audience
  const notes = isMarked && brought.audience !== 'internal' ? [...draft.notes, '文内有内部标识：只对内部人员开放'] : draft.notes
  return { ...draft, audience, notes }
}

/** The versions that are in already, by source: asked before a file is read. */
export const knownSources = (versions: readonly StoredVersion[]): ((source: string, sourceHash: string) => boolean) => {
  const newest = new Map<string, StoredVersion>()
  for (const version of versions) if ((newest.get(version.source)?.key ?? 0) < version.key) newest.set(version.source, version)
  return (source, sourceHash) => newest.get(source)?.sourceHash === sourceHash
}

/** Why a file cannot be taken, in words for people. */
export const whyBroken = (cause: unknown): string =>
  cause instanceof PlatformError ? cause.detail : cause instanceof Error ? cause.message : '读不出来'

/** Turns files into what `ingest` takes, one after another. A broken one is named, and the next is read. */
export async function* bring(
  files: AsyncIterable<Brought> | Iterable<Brought>,
  given: { today: PlainDate; isKnown: (source: string, sourceHash: string) => boolean; onFile?: (source: string) => void },
): AsyncGenerator<Incoming> {
  for await (const brought of files) {
    given.onFile?.(brought.source)
    try {
      if ((await kindOf(brought.file)) === 'jsonl') {
        yield* readyDocuments(brought.file, { source: brought.source, topic: brought.topic, audience: brought.audience ?? 'public' })
        continue
      }
      const sourceHash = await hashOf(brought)
      if (given.isKnown(brought.source, sourceHash)) yield { kind: 'unchanged', source: brought.source }
      else yield { kind: 'draft', draft: await draftOfFile(brought, { today: given.today, sourceHash }) }
    } catch (cause) {
      if (cause instanceof PlatformError && cause.code === 'store_unavailable') throw cause
      yield { kind: 'broken', broken: { source: brought.source, why: whyBroken(cause) } }
    }
  }
}
