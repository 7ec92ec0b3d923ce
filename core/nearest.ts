/** Optimal string alignment distance: insertions, deletions, changes and neighbouring swaps count one each. */
const distance = (a: string, b: string): number => {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1)
      row.push(best)
    }
    before = last
    last = row
  }
  return last[b.length] ?? a.length
}

/** The known name most like a wrong one, for error messages; undefined when none is near (over half the letters differ). */
export const nearest = (wrong: string, known: readonly string[]): string | undefined => {
  const ranked = known.map((name) => ({ name, d: distance(wrong.toLowerCase(), name.toLowerCase()) })).sort((a, b) => a.d - b.d)
  const best = ranked[0]
  return best && best.d <= Math.ceil(Math.max(wrong.length, best.name.length) / 2) ? best.name : undefined
}

/** What was meant, if it is near; else what there is. */
export const didYouMean = (wrong: string, known: readonly string[]): string => {
  const near = nearest(wrong, known)
  return near ? `; the nearest is "${near}"` : known.length > 0 ? `; there are: ${known.join(', ')}` : ''
}
