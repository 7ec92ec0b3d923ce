const ends = /[。！？!?\n]|\.(?=\s|$)/

/** Cuts a growing text into whole sentences; what is left waits for more. */
export const sentenceCutter = () => {
  let rest = ''
  return {
    /** Takes the next piece and gives back the sentences it completed, punctuation and white space included. */
    push(piece: string): string[] {
      rest += piece
      const whole: string[] = []
      for (;;) {
        const at = rest.search(ends)
        // A full stop at the very end may be half of "3.5" or "e.g.", so it waits for what follows.
        if (at < 0 || (rest[at] === '.' && at === rest.length - 1)) return whole
        let end = at + 1
        while (end < rest.length && /[。！？!?”’」）)\n ]/.test(rest[end] ?? '')) end++
        whole.push(rest.slice(0, end))
        rest = rest.slice(end)
      }
    },
    /** What is left when the text is over. */
    flush(): string[] {
      const last = rest
      rest = ''
      return last.trim() ? [last] : []
    },
  }
}
