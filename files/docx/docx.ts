import { FileTooLargeError } from '../../core/file-errors.ts'
import { mainPart, relationsOf } from '../archive/relations.ts'
import { readXml } from '../archive/xml.ts'
import { openZip, type Zip } from '../archive/zip.ts'
import type { Block } from '../block.ts'
import type { BroughtFile } from '../brought-file.ts'
import type { FileLimits } from '../limits.ts'
import { bodyListener } from './body.ts'
import { openCounter, readLists } from './numbering.ts'
import { readStyles } from './styles.ts'

/** Notes are read before the text that refers to them, and held: so many characters of them at most. */
const notesChars = 20_000_000

/** Texts of footnotes or endnotes by id. */
const readNotes = async (zip: Zip, part: string | undefined): Promise<ReadonlyMap<string, string>> => {
  const notes = new Map<string, string>()
  if (!part) return notes
  const ground = { styles: new Map(), number: () => '', notes: new Map(), file: zip.file, recordChars: notesChars }
  let chars = 0
  for await (const { id, block } of readXml<{ id: string | undefined; block: Block }>(zip, part, (emit) => {
    let id: string | undefined
    return bodyListener(
      (block) => emit({ id, block }),
      ground,
      (note) => {
        id = note
      },
    )
  })) {
    if (id === undefined || block.kind !== 'paragraph') continue
    const text = [notes.get(id), block.text].filter(Boolean).join('\n')
    notes.set(id, text)
    chars += block.text.length
    if (chars > notesChars) throw new FileTooLargeError({ file: zip.file, what: 'record', limit: notesChars })
  }
  return notes
}

/**
 * Blocks of a DOCX as its final text: insertions in, deletions out; automatic numbers written out; notes after their paragraph.
 * Read piece by piece from the zip, never as a tree.
 */
export async function* docxBlocks(file: BroughtFile, limits: FileLimits): AsyncGenerator<Block> {
  await using zip = await openZip(file, limits)
  const part = await mainPart(zip, 'word/document.xml')
  const relations = await relationsOf(zip, part)
  const partOf = (type: string): string | undefined => {
    const target = relations.find((relation) => relation.type === type)?.target
    return target && zip.has(target) ? target : undefined
  }
  const styles = await readStyles(zip, partOf('styles'))
  const number = openCounter(await readLists(zip, partOf('numbering')))
  const [footnotes, endnotes] = [await readNotes(zip, partOf('footnotes')), await readNotes(zip, partOf('endnotes'))]
  const notes = new Map([
    ...[...footnotes].map(([id, text]) => [`f${id}`, text] as const),
    ...[...endnotes].map(([id, text]) => [`e${id}`, text] as const),
  ])
  yield* readXml<Block>(zip, part, (emit) => bodyListener(emit, { styles, number, notes, file: zip.file, recordChars: limits.recordChars }))
}
