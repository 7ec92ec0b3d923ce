import { inflateSync } from 'node:zlib'

/** Names in a PDF that do something, bring something along, or send something away (ISO 32000-1, 7.11.4, 12.6.4, 12.7). */
const forbidden =
  /\/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE|ImportData|SubmitForm|Rendition|Movie|Sound|Collection)(?=[\s/<>[\]()%]|$)/

/** Most that the objects of one file may unpack to, bytes. */
const unpackedBytes = 64 * 1_048_576

/** `#4a` in a name is `J`: what a reader program reads. */
const plainNames = (text: string): string =>
  text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** What is found by the names alone, before anything is opened. */
export type NamesFound = 'nothing' | 'active' | 'protected' | 'unreadable'

/**
 * Looks for forbidden names in the open and inside packed objects (object streams). An object stream that is packed in a way that nobody
 * uses counts as hidden, and so as active.
 */
export const lookAtNames = (bytes: Buffer): NamesFound => {
  const text = plainNames(bytes.toString('latin1'))
  if (forbidden.test(text)) return 'active'
  if (/\/Encrypt(?=[\s/<>[\]()%])/.test(text)) return 'protected'
  let unpacked = 0
  for (const { dictionary, body } of streamsOf(bytes)) {
    const names = plainNames(dictionary)
    if (!/\/ObjStm(?=[\s/<>[\]()%])/.test(names)) continue
    if (!/\/Filter\s*(?:\/FlateDecode|\[\s*\/FlateDecode\s*\])/.test(names) || /\/Predictor\s+(?!1\b)/.test(names)) return 'active'
    try {
      const objects = inflateSync(body, { maxOutputLength: unpackedBytes - unpacked })
      unpacked += objects.length
      if (forbidden.test(plainNames(objects.toString('latin1')))) return 'active'
    } catch {
      return 'unreadable'
    }
  }
  return 'nothing'
}

/** Streams with the dictionary before them. */
function* streamsOf(bytes: Buffer): Generator<{ dictionary: string; body: Buffer }> {
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.toString('latin1', at - 3, at) === 'end') continue
    const start = bytes[at + 6] === 0x0d ? at + 8 : at + 7
    const end = bytes.indexOf('endstream', start)
    if (end < 0) return
    const head = bytes.toString('latin1', Math.max(0, at - 4_000), at)
    yield { dictionary: head.slice(Math.max(0, head.lastIndexOf(' obj'))), body: bytes.subarray(start, end) }
  }
}
