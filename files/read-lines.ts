import { type BroughtFile, sizeOf } from './brought-file.ts'
import { type FileLimits, fileLimits } from './limits.ts'
import { textOf } from './text/decode.ts'
import { type Line, linesOf } from './text/lines.ts'

/** The lines of a text file (JSONL), in any encoding; the number is what an editor shows. Blank lines are given too. */
export async function* readLines(file: BroughtFile, limits: FileLimits = fileLimits): AsyncGenerator<Line> {
  await sizeOf(file, limits)
  yield* linesOf(textOf(file), { file: file.name, maxChars: limits.recordChars })
}
