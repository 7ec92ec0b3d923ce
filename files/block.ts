/** What a document is made of (文本块), in the order in which a person reads it. */
export type Block =
  /** The YAML between two lines of `---` at the head of a Markdown file; always the first block, unread. `line` is where it begins. */
  | { readonly kind: 'front_matter'; readonly yaml: string; readonly line: number }
  /** What the file calls itself (`<title>` of HTML). Often right, sometimes the name of a website. */
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'heading'; readonly level: HeadingLevel; readonly text: string }
  /** `line` is where it begins in a text file, counted from 1. */
  | { readonly kind: 'paragraph'; readonly text: string; readonly line?: number }
  /** A row of a table; `table` counts the tables of the file from 1. A merged cell keeps its value top left, the rest of it is empty. */
  | { readonly kind: 'row'; readonly cells: readonly string[]; readonly header: boolean; readonly table: number }
  /** The blocks after it stand on this page of a PDF. `hasText` is false for a page that is only a picture. */
  | { readonly kind: 'page'; readonly number: number; readonly hasText: boolean }
  /** A footnote or endnote (脚注), given after the paragraph that refers to it. */
  | { readonly kind: 'note'; readonly text: string }

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6

/** Any number as the level of a heading. */
export const headingLevel = (level: number): HeadingLevel => {
  const levels = [1, 2, 3, 4, 5, 6] as const
  return levels[Math.min(6, Math.max(1, Math.trunc(level))) - 1] ?? 6
}
