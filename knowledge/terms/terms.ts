/** Chinese characters in a row (〇 is one that Unicode does not count), or a Latin word or number. */
const runs = /[\p{Script=Han}〇]+|[\p{Script=Latin}\p{Nd}]+/gu

/** Text as terms are cut from it: one width, small letters, characters that stand for the same made the same. */
export const foldText = (text: string): string => text.normalize('NFKC').toLowerCase()

/**
 * How often each term occurs in a folded text: every Chinese character, every pair of neighbours, every Latin word or number. No stop
 * words: 不得 and 以下 decide a rule. Words of a dictionary were measured beside these and found nothing more (docs/benchmarks.md).
 */
export const termsOf = (folded: string): Map<string, number> => {
  const counts = new Map<string, number>()
  const add = (term: string): void => void counts.set(term, (counts.get(term) ?? 0) + 1)
  for (const [run] of folded.matchAll(runs)) {
    if (!/^[\p{Script=Han}〇]/u.test(run)) {
      // A key held down for a page is no word.
      if (run.length <= 40) add(run)
      continue
    }
    let before = ''
    for (const char of run) {
      add(char)
      if (before) add(before + char)
      before = char
    }
  }
  return counts
}

/** True for a single Chinese character, which says less than a pair. */
export const isSingle = (term: string): boolean => term.length <= 2 && [...term].length === 1 && !/^[\p{Script=Latin}\p{Nd}]$/u.test(term)
