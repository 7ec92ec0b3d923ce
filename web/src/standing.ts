import type { Citation } from './api.ts'

/** What must not be overlooked about the text that is quoted; nothing where it simply is in force. */
export const standingOf = ({ isOld, force }: Pick<Citation, 'isOld' | 'force'>): string | undefined => {
  if (isOld) return '当时有效，现为旧文本'
  const words = { superseded: '旧文本', repealed: '已废止', not_yet: '尚未施行', undated: '未注明施行日期' } as const
  return force && force !== 'in_force' ? words[force] : undefined
}

/** The pieces of a quote: what was left out between them is marked by six dots. */
export const piecesOf = (quote: string): string[] =>
  quote
    .split(/\s*……\s*/)
    .map((piece) => piece.trim())
    .filter(Boolean)
