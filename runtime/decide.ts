import type { ApprovalDesk, ApprovalHandler } from '../core/approval-desk.ts'
import { ApprovalChangedError } from '../core/approval-errors.ts'
import type { Proposal } from '../core/approvals.ts'
import { ConflictError, NotAllowedError, SwitchedOffError } from '../core/errors.ts'
import { canonicalJson, sha256 } from '../core/ids.ts'
import { mayUse, type Officer } from '../core/people.ts'
import type { Records, Store } from '../core/ports.ts'
import type { Switches } from '../core/switches.ts'
import { type Clock, shanghaiText } from '../core/time.ts'
import type { Confirmation, Presentation, Tool } from '../core/tool.ts'

/** The kind of proposal behind which a tool waits. */
export const toolApproval = 'tool'

/** A tool that another person decides on. */
export type DecidedTool = Extract<Tool, { effect: 'decide' }>

export const isDecided = (tool: Tool): tool is DecidedTool => tool.effect === 'decide'

/** What is kept of a wish while it waits: enough to do exactly that, and to tell whoever waits. */
export interface WaitingArgs {
  readonly tool: string
  readonly input: unknown
  /** SHA-256 over tool, canonical arguments and the sentence that was shown. */
  readonly shown: string
  readonly agent: string | null
  readonly conversation: string | null
}

/** A wish that was put before another person. */
export interface Waiting {
  readonly id: string
  readonly expiresAt: Date
  readonly presentation: Presentation
}

/** Hash of exactly what is done and exactly what was shown. */
export const hashOfDeed = (tool: string, args: unknown, text: string): string => sha256(canonicalJson([tool, args, text]))

/** The arguments of a proposal of a tool. They were written by `propose` below, and its hash says that nobody has touched them. */
export const waitingArgsOf = (proposal: Proposal): WaitingArgs => proposal.args as unknown as WaitingArgs

/** Said to the one who asks, when the question has been put to another. */
export const waitingFor = (tool: Tool, proposal: { id: string; expiresAt: Date }, confirmation: Confirmation): Presentation => ({
  text: `已经呈批：${confirmation.text.replace(/[。，]?确认吗？?$/u, '')}。要由另一位有权限的同志审批，${shanghaiText(proposal.expiresAt)}前有效。批复以后我会在这个对话里告诉您，在那之前什么都没有改动。`,
  cards: [
    {
      kind: 'approval',
      title: `${tool.title}：待审批`,
      fields: [...(confirmation.fields ?? []), { label: '有效期至', value: shanghaiText(proposal.expiresAt) }],
      links: [{ rel: 'approval', href: `/api/approvals/${proposal.id}` }],
    },
  ],
  outcome: 'handed_off',
})

/** What deciding on tools stands on; `contextFor` and `entryFor` are the caller's own, so that one gate has one rule. */
export interface DecideGround {
  readonly store: Store
  readonly clock: Clock
  readonly approvals: ApprovalDesk
  readonly switches: Switches
  readonly tool: (name: string) => Tool | undefined
  /** Told after the commit; what it fails to do is made good by its own later look. */
  readonly onDecided?: ((id: string, output: unknown) => Promise<void>) | undefined
  /** Goes on after the commit of an approved deed, where its tool does; gives the newer output. */
  readonly settle: (proposal: Proposal) => Promise<unknown>
  /** Runs the tool inside the transaction of the decision, and writes its audit entry there. */
  readonly run: (
    tool: DecidedTool,
    deed: { who: Officer; approver: Officer; input: unknown; args: WaitingArgs; deedKey: string; approval: string; at: Date },
    records: Records,
  ) => Promise<{ output: unknown; isNew: boolean }>
}

/** The deed behind an approval: the same tool, the same arguments, the same words, a proposer who still may. */
export const decideHandler = (ground: DecideGround): ApprovalHandler => ({
  kind: toolApproval,
  async perform(records, { proposal, by, decision, at }) {
    if (decision.verdict !== 'approved') return undefined
    const args = waitingArgsOf(proposal)
    const tool = ground.tool(args.tool)
    const who = await records.people.find(proposal.proposer)
    if (!tool || !isDecided(tool) || who?.kind !== 'officer') throw new ApprovalChangedError({ id: proposal.id, what: 'matter' })
    // Rights of the moment: whoever lost them since has nothing done in their name.
    if (!mayUse(who, tool)) throw new NotAllowedError({ what: tool.name, needs: tool.scope })
    const off = ground.switches.off('tool', tool.name)
    if (off) throw new SwitchedOffError(off)
    const shaped = tool.input.safeParse(args.input)
    const isSame = shaped.success && hashOfDeed(tool.name, shaped.data, tool.confirm(shaped.data, who).text) === args.shown
    if (!isSame) throw new ApprovalChangedError({ id: proposal.id, what: 'matter' })
    const deedKey = `approved:${proposal.id}`
    const done = await ground.run(tool, { who, approver: by, input: shaped.data, args, deedKey, approval: proposal.id, at }, records)
    if (!done.isNew) throw new ConflictError({ what: `deed ${deedKey}` })
    return done.output
  },
  async after(proposal, { verdict }) {
    const output = verdict === 'approved' ? await ground.settle(proposal) : undefined
    await ground.onDecided?.(proposal.id, output)
  },
})
