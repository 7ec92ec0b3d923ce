/** Text as both databases give it back: no NUL, no half of a surrogate pair. */
export const plain = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()

export const plainOrNull = (text: string | undefined): string | null => (text === undefined ? null : plain(text))
