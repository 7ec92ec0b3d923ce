import { attribute, readXmlWhole } from '../archive/xml.ts'
import type { Zip } from '../archive/zip.ts'

/** What a style of paragraphs (样式) says about reading. */
export interface ParagraphStyle {
  /** Level of the heading, from 1; 0 for text. */
  readonly heading: number
  readonly list: { readonly id: string; readonly depth: number } | undefined
  /** A line of a table of contents, which repeats a heading. */
  readonly isContents: boolean
}

interface Raw {
  name: string
  base: string
  outline: number | undefined
  listId: string | undefined
  depth: number
}

const headingOf = (chain: readonly Raw[]): number => {
  for (const { name, outline } of chain) {
    if (outline !== undefined) return outline < 9 ? outline + 1 : 0
    const level = /^(?:heading|标题)\s*([1-9])$/i.exec(name)?.[1]
    if (level) return Number(level)
    if (/^(?:title|标题)$/i.test(name)) return 1
  }
  return 0
}

/** Paragraph styles by id, what they inherit worked in. */
export const readStyles = async (zip: Zip, part: string | undefined): Promise<ReadonlyMap<string, ParagraphStyle>> => {
  const styles = new Map<string, Raw>()
  if (!part) return new Map()
  let style: Raw | undefined
  await readXmlWhole(zip, part, {
    open(name, attributes) {
      const value = attribute(attributes, 'val') ?? ''
      if (name === 'style') {
        style = { name: '', base: '', outline: undefined, listId: undefined, depth: 0 }
        styles.set(attribute(attributes, 'styleId') ?? '', style)
      } else if (!style) return
      else if (name === 'name') style.name = value
      else if (name === 'basedOn') style.base = value
      else if (name === 'outlineLvl') style.outline = Number(value)
      else if (name === 'numId') style.listId = value
      else if (name === 'ilvl') style.depth = Number(value) || 0
    },
    close(name) {
      if (name === 'style') style = undefined
    },
  })
  const chainOf = (id: string): readonly Raw[] => {
    const chain: Raw[] = []
    for (let one = styles.get(id); one && chain.length < 20 && !chain.includes(one); one = styles.get(one.base)) chain.push(one)
    return chain
  }
  return new Map(
    [...styles.keys()].map((id) => {
      const chain = chainOf(id)
      const numbered = chain.find(({ listId }) => listId !== undefined)
      const list = numbered?.listId && numbered.listId !== '0' ? { id: numbered.listId, depth: numbered.depth } : undefined
      return [id, { heading: headingOf(chain), list, isContents: /^(?:toc|目录)\s*(?:\d|heading|标题)/i.test(chain[0]?.name ?? '') }]
    }),
  )
}
