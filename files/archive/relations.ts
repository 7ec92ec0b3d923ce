import { posix } from 'node:path'
import { readXmlWhole } from './xml.ts'
import type { Zip } from './zip.ts'

/** What a part of an OOXML file points to: the last word of the type (`worksheet`, `styles`), and the member it means. */
export interface Relation {
  readonly id: string
  readonly type: string
  readonly target: string
}

/** The relations of a part; none where it has no list of them. What lies outside the zip is left out, never fetched. */
export const relationsOf = async (zip: Zip, part: string): Promise<readonly Relation[]> => {
  const list = posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`)
  if (!zip.has(list)) return []
  const relations: Relation[] = []
  await readXmlWhole(zip, list, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(posix.dirname(part), Target)
      relations.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target })
    },
  })
  return relations
}

/** The part that an OOXML file is about. */
export const mainPart = async (zip: Zip, usual: string): Promise<string> => {
  const relations = await relationsOf(zip, '')
  return relations.find(({ type }) => type === 'officeDocument')?.target ?? usual
}
