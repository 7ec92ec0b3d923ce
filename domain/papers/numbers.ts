import { type PaperKind, paperPrefixes } from '../../core/paper-kinds.ts'
import { checkCharacter } from '../certificates/numbers.ts'

/** Number of a paper (文书编号): `BCZ-2026-00000001-C`, its kind, the year, the place in the sequence of that kind, a check character. */
export const numberOf = (kind: PaperKind, { year, sequence }: { year: number; sequence: number }): string => {
  if (!Number.isInteger(year) || year < 1000 || year > 9999 || !Number.isSafeInteger(sequence) || sequence < 1 || sequence > 99_999_999)
    throw new RangeError(`No number for ${sequence} of ${year}.`)
  const digits = String(sequence).padStart(8, '0')
  return `${paperPrefixes[kind]}-${year}-${digits}-${checkCharacter(`${paperPrefixes[kind]}${year}${digits}`)}`
}
