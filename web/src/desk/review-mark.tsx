import { reviewNames } from './names.ts'
import type { CaseRow } from './types.ts'

/** Groups in which it still matters why a person has to look. */
const open: readonly CaseRow['group'][] = ['intake', 'supplement', 'review', 'seal']

/** Why a person has to look (转人工的原因), while somebody has to. */
export const ReviewMark = ({ one }: { one: Pick<CaseRow, 'review' | 'group'> }) =>
  one.review && open.includes(one.group) ? <span class="kind">{reviewNames[one.review] ?? '要民警看'}</span> : null
