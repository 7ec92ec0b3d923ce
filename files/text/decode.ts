import { FileUnreadableError } from '../../core/file-errors.ts'
import { type BroughtFile, chunksOf } from '../brought-file.ts'
import { type Encoding, encodingOfFile } from './encoding.ts'

const replacement = '\ufffd'
/** A file of a named encoding may hold a slip or two; one with more is something else. */
const toleratedSlips = 20

/** Bytes as text, the mark at the head left off. Fails where the text turns to rubbish, naming the byte. */
export async function* decode(chunks: AsyncIterable<Uint8Array>, encoding: Encoding, file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  let [bytes, chars, slips] = [0, 0, 0]
  const count = (text: string): string => {
    chars += text.length
    for (let at = text.indexOf(replacement); at >= 0; at = text.indexOf(replacement, at + 1)) slips++
    if (slips > toleratedSlips && slips > chars / 500)
      throw new FileUnreadableError({ file, problem: 'encoding', place: { unit: 'byte', at: bytes }, why: `${slips} slips in ${encoding}` })
    return text
  }
  for await (const chunk of chunks) {
    yield count(decoder.decode(chunk, { stream: true }))
    bytes += chunk.length
  }
  yield count(decoder.decode())
}

/** The text of a file, whatever it is encoded in. */
export async function* textOf(file: BroughtFile): AsyncGenerator<string> {
  yield* decode(chunksOf(file), await encodingOfFile(file), file.name)
}
