/** A piece of a reply: a paragraph, or a list. */
export type Block = { kind: 'p'; text: string } | { kind: 'ul'; items: string[] } | { kind: 'ol'; start: number; items: string[] }

/**
 * Splits plain or lightly marked text into paragraphs and lists. Links and HTML stay text on purpose:
 * what a model writes may never become something to press.
 */
export const blocksOf = (text: string): Block[] => {
  const blocks: Block[] = []
  for (const line of text.split(/\r?\n/)) {
    const bullet = /^\s*[-*•·]\s+(.*)$/.exec(line)?.[1]
    const numbered = /^\s*(\d{1,2})[.、．)）]\s*(\D.*)$/.exec(line)
    const last = blocks.at(-1)
    if (bullet !== undefined) {
      if (last?.kind === 'ul') last.items.push(bullet)
      else blocks.push({ kind: 'ul', items: [bullet] })
    } else if (numbered?.[2]) {
      if (last?.kind === 'ol') last.items.push(numbered[2])
      else blocks.push({ kind: 'ol', start: Number(numbered[1]), items: [numbered[2]] })
    } else if (line.trim()) {
      blocks.push({ kind: 'p', text: line.trim().replace(/^#{1,6}\s+/, '') })
    }
  }
  return blocks
}
