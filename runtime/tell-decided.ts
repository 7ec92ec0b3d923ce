import type { Proposal } from '../core/approvals.ts'
import type { Store } from '../core/ports.ts'
import type { Clock } from '../core/time.ts'
import type { Tool } from '../core/tool.ts'
import { toolApproval, waitingArgsOf } from './decide.ts'
import { isSending } from './sender.ts'
import { type Telling, tell } from './tell.ts'

/** How far back the first look after a start goes: longer than any process is down and any approval waits. */
const lookBackMs = 14 * 24 * 3_600_000
/** How far back every later look goes. */
const againMs = 15 * 60_000
/** What goes on after its commit, with another system, is told of by whoever decided; a look waits so long for that. */
const settlesMs = 2 * 60_000
const most = 500

/**
 * Tells those who wait for a decision what came of it (批复送达): in the conversation in which they asked, as its next turn. What a crash cut off
 * is told by the next look; the key of the turn keeps it from being told twice, by whichever process.
 */
export const tellDecided = (ground: { store: Store; clock: Clock; tools: readonly Tool[] }) => {
  const { store, clock, tools } = ground
  const done = new Set<string>()
  let hasLooked = false

  const toolOf = (proposal: Proposal): Tool | undefined => tools.find(({ name }) => name === waitingArgsOf(proposal).tool)

  const wordsFor = async (proposal: Proposal, newer: unknown): Promise<Omit<Telling, 'conversation' | 'key'>> => {
    const by = proposal.decidedBy ? ((await store.people.namesOf([proposal.decidedBy])).get(proposal.decidedBy) ?? '') : ''
    const what = proposal.shown.title
    if (proposal.state === 'approved') {
      const deed = await store.audit.findDeed(`approved:${proposal.id}`)
      const tool = toolOf(proposal)
      const sending = isSending(tool) ? await store.sendings.findDeed(`approved:${proposal.id}`) : undefined
      const output = tool?.output.safeParse(sending?.output ?? newer ?? deed?.result)
      const said = tool && output?.success ? tool.present(output.data) : undefined
      return { text: `您呈批的“${what}”已由${by}批准。${said?.text ?? ''}`, cards: said?.cards ?? [], outcome: 'answered' }
    }
    if (proposal.state === 'sent_back')
      return { text: `您呈批的“${what}”被${by}退回：${proposal.note ?? '没有写理由'}。什么都没有改动。`, cards: [], outcome: 'refused' }
    if (proposal.state === 'withdrawn') return { text: `您呈批的“${what}”已撤回，什么都没有改动。`, cards: [], outcome: 'answered' }
    return { text: `您呈批的“${what}”过了有效期，没有人审批，什么都没有改动。还需要的话请重新提出。`, cards: [], outcome: 'unanswered' }
  }

  const tellOne = async (proposal: Proposal, newer?: unknown): Promise<void> => {
    const { conversation } = waitingArgsOf(proposal)
    if (!conversation) return
    if (await tell(store, clock, { conversation, key: `approval:${proposal.id}`, ...(await wordsFor(proposal, newer)) }))
      done.add(proposal.id)
  }

  const mayStillSettle = async (proposal: Proposal, now: Date): Promise<boolean> => {
    const tool = toolOf(proposal)
    if (proposal.state !== 'approved') return false
    // Where another system is to do it, its sender goes on with it until it is at an end.
    const sending = isSending(tool) ? await store.sendings.findDeed(`approved:${proposal.id}`) : undefined
    if (sending) return sending.state === 'waiting' || sending.state === 'under_way'
    return tool?.settle !== undefined && now.getTime() - (proposal.decidedAt?.getTime() ?? 0) < settlesMs
  }

  return {
    /** After a decision, with what its deed came to since; whatever goes wrong here is left to the next look. */
    async told(id: string, newer?: unknown): Promise<void> {
      const proposal = await store.approvals.find(id)
      if (proposal) await tellOne(proposal, newer)
    },
    /** One look for what nobody was told of yet. */
    async look(): Promise<void> {
      const now = clock()
      const since = new Date(now.getTime() - (hasLooked ? againMs : lookBackMs))
      for (const proposal of await store.approvals.endedSince(toolApproval, { since, now, limit: most }))
        if (!done.has(proposal.id) && !(await mayStillSettle(proposal, now))) await tellOne(proposal)
      hasLooked = true
      if (done.size > 10_000) done.clear()
    },
  }
}
