import type { Derived, Stated } from './verdict.ts'

/**
 * One sentence when what the applicant stated does not agree with the number, else undefined. Nothing is changed for them:
 * which of the two is wrong is theirs to say (`certificate.md` §4.1 rule 7).
 */
export const statedConflict = (document: string, derived: Derived, stated: Stated): string | undefined => {
  const wrong: string[] = []
  if (stated.birth !== undefined && derived.birth !== undefined && stated.birth !== derived.birth) wrong.push('出生日期')
  if (stated.sex !== undefined && derived.sex !== undefined && stated.sex !== derived.sex) wrong.push('性别')
  if (wrong.length === 0) return undefined
  return `填写的${wrong.join('和')}与${document}不一致，请核对证件，改正其中填错的一项。`
}
