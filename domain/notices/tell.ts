import { uuidv7 } from '../../core/ids.ts'
import type { Notice } from '../../core/notices.ts'
import type { Records } from '../../core/ports.ts'

/**
 * Tells somebody that there is news (告知), inside the transaction of the step: with it or not at all. `step` says which step of the
 * application it was (its revision will do), so that one done twice tells once. What goes out of the house is sent later, from the books.
 */
export const tell = async (
  records: Pick<Records, 'notices'>,
  news: Pick<Notice, 'person' | 'kind' | 'target'> & { readonly step: string | number },
  at: Date,
): Promise<boolean> => {
  const { person, kind, target, step } = news
  return records.notices.add({ id: uuidv7(at), person, kind, target, at }, `${kind}:${target}:${step}:${person}`)
}
