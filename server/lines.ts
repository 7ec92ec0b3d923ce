/**
 * The lines of a body, some at a time: empty ones left out, one that is longer than the limit as undefined. Reads on only when the lines
 * before were taken, so a fast sender fills no memory.
 */
export const readLines = async function* (
  body: ReadableStream<Uint8Array>,
  { atOnce, longest }: { readonly atOnce: number; readonly longest: number },
): AsyncGenerator<readonly (string | undefined)[]> {
  const decoder = new TextDecoder()
  let rest = ''
  let isSkipping = false
  let lines: (string | undefined)[] = []
  const add = (line: string): void => {
    if (isSkipping) isSkipping = false
    else if (line.length > longest) lines.push(undefined)
    else if (line.trim() !== '') lines.push(line)
  }
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true })
    const parts = rest.split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      add(part)
      if (lines.length < atOnce) continue
      yield lines
      lines = []
    }
    if (rest.length > longest) {
      if (!isSkipping) lines.push(undefined)
      isSkipping = true
      rest = ''
    }
  }
  rest += decoder.decode()
  add(rest)
  if (lines.length > 0) yield lines
}
