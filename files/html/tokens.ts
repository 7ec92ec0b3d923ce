import { Tokenizer } from 'htmlparser2'

/** What a reader of HTML listens to. Tags are as written: nothing is closed that the page did not close. */
export interface HtmlListener {
  open(name: string, attributes: ReadonlyMap<string, string>): void
  close(name: string): void
  text(text: string): void
}

/** Attributes that mean something for reading. */
const read = new Set(['hidden', 'style', 'colspan', 'rowspan', 'start', 'aria-hidden', 'type'])
const longestAttribute = 1_000

/**
 * Tags and text of HTML, piece by piece, entities decoded. It works on tokens and keeps no tree or stack: a page of a million
 * open tags takes as long as its bytes, where a parser that closes tags by itself takes the square of them.
 */
export const openHtmlTokens = (listener: HtmlListener) => {
  // Indices count from the start of the page; a name may begin in the piece before.
  let [before, current, from] = ['', '', 0]
  const slice = (start: number, end: number): string =>
    start >= from
      ? current.slice(start - from, end - from)
      : (before + current).slice(Math.max(0, start - from + before.length), end - from + before.length)
  let tag = ''
  let attributes = new Map<string, string>()
  let name = ''
  let value = ''
  const opened = (): void => {
    if (tag) listener.open(tag, attributes)
    tag = ''
    attributes = new Map()
  }
  const tokens = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname(start, end) {
        tag = slice(start, end).toLowerCase()
      },
      onattribname(start, end) {
        name = slice(start, end).toLowerCase()
        value = ''
      },
      onattribdata(start, end) {
        if (read.has(name) && value.length < longestAttribute) value += slice(start, end)
      },
      onattribentity(code) {
        if (read.has(name)) value += String.fromCodePoint(code)
      },
      onattribend() {
        if (read.has(name)) attributes.set(name, value)
      },
      onopentagend: opened,
      onselfclosingtag: opened,
      onclosetag: (start, end) => listener.close(slice(start, end).toLowerCase()),
      ontext: (start, end) => listener.text(slice(start, end)),
      ontextentity: (code) => listener.text(String.fromCodePoint(code)),
      oncdata: () => undefined,
      oncomment: () => undefined,
      ondeclaration: () => undefined,
      onprocessinginstruction: () => undefined,
      onend: () => undefined,
    },
  )
  return {
    write(piece: string): void {
      before = current
      from += current.length
      current = piece
      tokens.write(piece)
    },
    end: (): void => tokens.end(),
  }
}
