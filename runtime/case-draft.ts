import { stringify } from 'yaml'
import type { Opinion } from '../core/case-drafts.ts'
import type { StoredTurn } from '../core/conversation.ts'

/** How much of a conversation goes into a draft: the message, and what led to it. */
const turnsKept = 6

/** One turn as a step of a case: what was said, personal values replaced, and how it ended. */
const stepOf = ({ says, reply }: StoredTurn, mask: (text: string) => string) => ({
  says: mask(says),
  ...(reply?.agent ? { agent: reply.agent } : {}),
  ...(reply && reply.tools.length > 0 ? { calls: [...new Set(reply.tools.map(({ name }) => name))] } : {}),
  ...(reply && reply.citations.length > 0
    ? { cites: reply.citations.slice(0, 1).map(({ document, path }) => `${document} ${path.split(' › ').at(-1) ?? ''}`.trim()) }
    : {}),
  ...(reply && reply.cards.length > 0
    ? { card: [...new Set(reply.cards.map(({ kind }) => kind))].filter((kind) => kind !== 'confirm') }
    : {}),
  ends: reply?.outcome ?? 'failed',
})

/**
 * A case from life (用例草稿): the conversation up to the turn that somebody had an opinion of. Of a good answer it says what came; of a bad
 * one nobody knows yet what would be right, so a person has to write that.
 */
export const draftOf = (
  turns: readonly StoredTurn[],
  about: { opinion: Opinion; note: string | undefined; mask(text: string): string },
): string => {
  const steps = turns.slice(-turnsKept).map((turn) => {
    const step = stepOf(turn, about.mask)
    const { card, ...rest } = step
    return card && card.length > 0 ? step : rest
  })
  const last = steps.at(-1)
  const yaml = stringify([{ title: `来自评价：${(last?.says ?? '').slice(0, 30)}`, visit: steps }], { lineWidth: 0 })
  const note = about.note ? `# 群众的话：${about.note.replace(/\s+/g, ' ')}\n` : ''
  return about.opinion === 'good'
    ? `${note}${yaml}`
    : `${note}# 最后一句没有答好：请把它的 ends 改成应有的结果，删掉不对的 calls、cites、card，补上应有的。\n${yaml}`
}
