import { SaxesParser } from 'saxes'
import { FileUnreadableError } from '../../core/file-errors.ts'
import type { Zip } from './zip.ts'

export type Attributes = Readonly<Record<string, string>>

/** What a reader of XML listens to; names come without their prefix. */
export interface XmlListener {
  open?(name: string, attributes: Attributes): void
  close?(name: string): void
  text?(text: string): void
}

/** Longest piece of XML without an end that is held, characters. A cell of XLSX has 32,767 at most. */
const heldChars = 16 * 1_048_576

const plainName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** An attribute by its plain name, whatever prefix the writer chose. */
export const attribute = (attributes: Attributes, name: string): string | undefined => {
  const direct = attributes[name] ?? attributes[`w:${name}`]
  if (direct !== undefined) return direct
  for (const key in attributes) if (plainName(key) === name) return attributes[key]
  return undefined
}

/** True for an on/off property of OOXML: there, and not said to be off. */
export const isOn = (attributes: Attributes): boolean => !['0', 'false', 'off', 'none'].includes(attribute(attributes, 'val') ?? '1')

/**
 * Reads a member of a zip as XML, piece by piece; gives back what the listener emits, piece by piece.
 * A document type is refused: no entity is ever declared, fetched or expanded.
 */
export async function* readXml<T>(zip: Zip, part: string, listen: (emit: (item: T) => void) => XmlListener): AsyncGenerator<T> {
  const parser = new SaxesParser()
  let found: T[] = []
  let sinceEvent = 0
  const fail = (problem: 'damaged' | 'entity', why: string): never => {
    throw new FileUnreadableError({ file: zip.file, problem, place: { unit: 'part', at: part }, why })
  }
  const listener = listen((item) => {
    found.push(item)
  })
  parser.on('error', (cause) => fail('damaged', cause.message))
  parser.on('doctype', () => fail('entity', 'a document type in OOXML'))
  parser.on('opentag', (tag) => {
    sinceEvent = 0
    listener.open?.(plainName(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag) => {
    sinceEvent = 0
    listener.close?.(plainName(tag.name))
  })
  const onText = (text: string): void => {
    sinceEvent = 0
    listener.text?.(text)
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  let decoder: TextDecoder | undefined
  for await (const chunk of zip.read(part)) {
    decoder ??= new TextDecoder(
      chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : chunk[0] === 0xfe && chunk[1] === 0xff ? 'utf-16be' : 'utf-8',
    )
    const text = decoder.decode(chunk, { stream: true })
    sinceEvent += text.length
    parser.write(text)
    if (sinceEvent > heldChars) fail('damaged', `${sinceEvent} characters without a tag`)
    if (found.length === 0) continue
    yield* found
    found = []
  }
  parser.write(decoder?.decode() ?? '').close()
  yield* found
}

/** Reads a small member whole, for its effect on the listener. */
export const readXmlWhole = async (zip: Zip, part: string, listener: XmlListener): Promise<void> => {
  for await (const _ of readXml<never>(zip, part, () => listener));
}
