import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Agent } from '../core/agent.ts'
import type { ApprovalDesk } from '../core/approval-desk.ts'
import type { Proposal } from '../core/approvals.ts'
import type { AuditRow, LookupFacts } from '../core/audit.ts'
import type { CertificateDesk } from '../core/certificate-desk.ts'
import type { PendingDeed } from '../core/conversation.ts'
import type { OpenDisputes } from '../core/disputes.ts'
import { ConfirmationGoneError, NotAllowedError, NotFoundError, PlatformError, SwitchedOffError, ToolInputError } from '../core/errors.ts'
import { canonicalJson } from '../core/ids.ts'
import { type Audience, audienceOf, type PolicySearch } from '../core/knowledge.ts'
import { nearest } from '../core/nearest.ts'
import type { DeskHelp } from '../core/officer-desk.ts'
import { type Pages, transactionWithPages } from '../core/pages.ts'
import { mayMeet, mayUse, type Officer, type Who } from '../core/people.ts'
import { plainIssue } from '../core/plain-issue.ts'
import type { Records, Store } from '../core/ports.ts'
import type { ToolSeen } from '../core/seeing.ts'
import type { Switches } from '../core/switches.ts'
import type { TaskDesk } from '../core/task-desk.ts'
import type { Clock } from '../core/time.ts'
import type { Confirmation, Presentation, Tool, ToolContext } from '../core/tool.ts'
import {
  type DecidedTool,
  decideHandler,
  hashOfDeed,
  isDecided,
  toolApproval,
  type Waiting,
  type WaitingArgs,
  waitingArgsOf,
  waitingFor,
} from './decide.ts'
import { isSending, type Sender } from './sender.ts'

/** How long a question "确认吗？" stays open. */
const confirmationMs = 30 * 60_000

/** One wish to use a tool. `who` comes from the session; `args` from anywhere at all. */
export interface ToolRequest {
  readonly tool: string
  readonly args: unknown
  readonly who: Who
  readonly agent: Agent | undefined
  readonly conversation: string | undefined
  /** Folders that may be quoted where no page says so: a program that searches by itself. */
  readonly knowledge?: readonly string[]
  /** The same for every retry of the same wish. */
  readonly deedKey: string
  /** The question that this person has just said yes to. */
  readonly grant?: PendingDeed
}

/** What came of it. Errors that the caller can explain are returned; outages are thrown. */
export type ToolResult =
  | { readonly kind: 'done'; readonly tool: Tool; readonly output: unknown; readonly presentation: Presentation }
  | { readonly kind: 'confirm'; readonly tool: Tool; readonly pending: PendingDeed; readonly confirmation: Confirmation }
  | { readonly kind: 'waiting'; readonly tool: Tool; readonly waiting: Waiting }
  | { readonly kind: 'refused'; readonly tool: Tool | undefined; readonly error: PlatformError }

export type CallTool = (request: ToolRequest) => Promise<ToolResult>

/** What `platform.ts` gives the only way in. */
export interface ToolGround {
  readonly tools: readonly Tool[]
  readonly store: Store
  readonly desk: (records: Records, pages?: Pages) => CertificateDesk
  readonly tasks: (records: Records) => TaskDesk
  readonly officers: DeskHelp
  /** Search as far as a reader may read; which reader it is, no tool decides. */
  readonly search: (audience: Audience) => PolicySearch
  readonly disputes: OpenDisputes
  readonly clock: Clock
  readonly switches: Switches
  /** Where deeds of effect `decide` wait for another person. */
  readonly approvals: ApprovalDesk
  /** Carries what another system is to do. */
  readonly sender: Pick<Sender, 'book' | 'carry'>
  /** Told of a decision on a tool, after its commit. */
  readonly onDecided?: ((id: string, output: unknown) => Promise<void>) | undefined
  /** Told of every call when it is over. */
  readonly onTool?: (seen: ToolSeen) => void
  /** Told when work after a commit failed; the deed stands and a worker goes on with it. */
  readonly onSettleFailed: (facts: { tool: string; cause: unknown }) => void
}

/** Thrown inside a transaction to roll it back when the same deed is already written. */
class DeedSeenError extends Error {}

const inputOf = (tool: Tool, args: unknown): { ok: true; input: unknown } | { ok: false; error: ToolInputError } => {
  const parsed = tool.input.safeParse(args)
  if (parsed.success) return { ok: true, input: parsed.data }
  const issues: readonly z.core.$ZodIssue[] = parsed.error.issues
  const fields = issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: plainIssue(issue) }))
  return { ok: false, error: new ToolInputError({ tool: tool.name, fields }) }
}

/**
 * The only way to a tool, for every door: rights, shape, confirmation, idempotency, one transaction with its audit entry.
 * What a tool forgets here cannot be forgotten by any of them.
 */
export const createToolCaller = (ground: ToolGround): CallTool => {
  const byName = new Map(ground.tools.map((tool) => [tool.name, tool]))

  /** Which tool may be used here by this person, or why not. */
  const permitted = (request: ToolRequest): { tool: Tool } | { tool: Tool | undefined; error: PlatformError } => {
    const tool = byName.get(request.tool)
    if (!tool) {
      const near = nearest(request.tool, [...byName.keys()])
      return { tool, error: new NotFoundError({ what: `tool ${request.tool}${near ? ` (nearest: ${near})` : ''}` }) }
    }
    const isOnPage = !request.agent || (request.agent.tools.includes(tool.name) && mayMeet(request.who, request.agent.id))
    if (!isOnPage || !mayUse(request.who, tool)) return { tool, error: new NotAllowedError({ what: tool.name, needs: tool.scope }) }
    const off = ground.switches.off('tool', tool.name) ?? (request.agent && ground.switches.off('agent', request.agent.id))
    return off ? { tool, error: new SwitchedOffError(off) } : { tool }
  }

  const contextFor = (
    request: ToolRequest,
    records: Records,
    lookups: LookupFacts[],
    { approver, pages }: { approver?: Officer; pages?: Pages } = {},
  ): ToolContext => ({
    who: request.who,
    clock: ground.clock,
    records,
    certificates: ground.desk(records, pages),
    tasks: ground.tasks(records),
    officers: ground.officers,
    search: ground.search(audienceOf(request.who)),
    disputes: { scan: async (text, facts) => (await ground.disputes()).scan(text, facts) },
    knowledge: request.agent?.knowledge ?? request.knowledge ?? [],
    conversation: request.conversation,
    agent: request.agent?.id,
    deedKey: request.deedKey,
    approver,
    declareLookup: (facts) => void lookups.push(facts),
  })

  const entryFor = (
    request: ToolRequest,
    facts: { isOk: boolean; input: unknown; lookup?: LookupFacts; result?: unknown; why?: string; more?: Record<string, unknown> },
  ) => ({
    actor: request.who.id,
    actorKind: request.who.kind,
    action: request.tool,
    target: undefined,
    ...(request.agent ? { agent: request.agent.id } : {}),
    ...(request.conversation ? { conversation: request.conversation } : {}),
    ...(facts.lookup ? { lookup: facts.lookup } : {}),
    isOk: facts.isOk,
    // Arguments may hold personal words, so only a keyed hash of them is kept.
    detail: {
      args: ground.store.keyed(canonicalJson(facts.input ?? null)),
      ...(facts.why ? { why: facts.why } : {}),
      ...(request.who.key ? { key: request.who.key.id } : {}),
      ...facts.more,
    },
    ...(facts.result === undefined ? {} : { result: facts.result }),
  })

  const read = async (tool: Tool, request: ToolRequest, input: unknown): Promise<unknown> => {
    const lookups: LookupFacts[] = []
    const output = tool.output.parse(await tool.run({ input, ctx: contextFor(request, ground.store, lookups) }))
    await ground.store.audit.append(entryFor(request, { isOk: true, input, ...(lookups[0] ? { lookup: lookups[0] } : {}) }), ground.clock())
    return output
  }

  const sentDeed = ({ deedKey, who, agent, conversation }: ToolRequest, approval: string | undefined) => ({
    ...{ deedKey, person: who.id, agent: agent?.id, conversation, approval },
  })

  const deed = async (tool: Tool, request: ToolRequest, input: unknown): Promise<unknown> => {
    try {
      return await transactionWithPages(ground.store, async (records, pages) => {
        const lookups: LookupFacts[] = []
        const output = tool.output.parse(await tool.run({ input, ctx: contextFor(request, records, lookups, { pages }) }))
        const entry = entryFor(request, { isOk: true, input, result: output, ...(lookups[0] ? { lookup: lookups[0] } : {}) })
        const row: AuditRow | undefined = await records.audit.append({ ...entry, deedKey: request.deedKey }, ground.clock())
        if (!row) throw new DeedSeenError()
        await ground.sender.book(records, tool, sentDeed(request, undefined), { args: input, output })
        return output
      })
    } catch (cause) {
      if (!(cause instanceof DeedSeenError)) throw cause
      const before = await ground.store.audit.findDeed(request.deedKey)
      return tool.output.parse(before?.result)
    }
  }

  /** Puts the deed before another person; the same wish twice is one proposal. */
  const propose = async (tool: DecidedTool, request: ToolRequest, input: unknown, confirmation: Confirmation): Promise<Waiting> => {
    const { who } = request
    if (who.kind !== 'officer') throw new NotAllowedError({ what: tool.name, needs: 'officer' })
    const args: WaitingArgs = {
      tool: tool.name,
      input,
      shown: hashOfDeed(tool.name, input, confirmation.text),
      agent: request.agent?.id ?? null,
      conversation: request.conversation ?? null,
    }
    const known = async (): Promise<{ id: string; expiresAt: Date } | undefined> => {
      const before = await ground.store.audit.findDeed(request.deedKey)
      const id = (before?.result as { approval?: string } | undefined)?.approval
      return id === undefined ? undefined : ground.store.approvals.find(id)
    }
    try {
      const proposal = await ground.store.transaction(async (records) => {
        const made = await ground.approvals.propose(records, {
          kind: toolApproval,
          target: tool.target(input),
          unit: who.unit,
          role: tool.approval.role,
          level: tool.approval.level,
          args: { ...args },
          shown: { title: confirmation.text.replace(/[。，]?确认吗？?$/u, ''), fields: [...(confirmation.fields ?? [])] },
          proposer: who,
          holdsMs: tool.approval.holdsMs,
        })
        const entry = entryFor(request, { isOk: true, input, result: { approval: made.id }, more: { approval: made.id } })
        const row = await records.audit.append(
          { ...entry, action: `propose_${tool.name}`, target: tool.target(input), deedKey: request.deedKey },
          ground.clock(),
        )
        if (!row) throw new DeedSeenError()
        return made
      })
      return { id: proposal.id, expiresAt: proposal.expiresAt, presentation: waitingFor(tool, proposal, confirmation) }
    } catch (cause) {
      const before = cause instanceof DeedSeenError ? await known() : undefined
      if (!before) throw cause
      return { id: before.id, expiresAt: before.expiresAt, presentation: waitingFor(tool, before, confirmation) }
    }
  }

  const settled = async (tool: Tool, request: ToolRequest, input: unknown, output: unknown): Promise<unknown> => {
    if (!tool.settle && !isSending(tool)) return output
    try {
      if (isSending(tool)) return tool.output.parse((await ground.sender.carry(tool, request.deedKey)) ?? output)
      if (!tool.settle) return output
      return tool.output.parse(await tool.settle({ input, output, ctx: contextFor(request, ground.store, []) }))
    } catch (cause) {
      ground.onSettleFailed({ tool: tool.name, cause })
      return output
    }
  }

  /** The rest of a deed that was approved: in the name of whoever proposed it. */
  const settleDecided = async (proposal: Proposal): Promise<unknown> => {
    const args = waitingArgsOf(proposal)
    const tool = byName.get(args.tool)
    const deedKey = `approved:${proposal.id}`
    const [who, done] =
      tool?.settle || isSending(tool)
        ? await Promise.all([ground.store.people.find(proposal.proposer), ground.store.audit.findDeed(deedKey)])
        : []
    if (!tool || !who || !done) return undefined
    const request: ToolRequest = {
      ...{ tool: tool.name, args: args.input, who, agent: undefined, deedKey },
      conversation: args.conversation ?? undefined,
    }
    return settled(tool, request, args.input, tool.output.parse(done.result))
  }

  ground.approvals.handle(
    decideHandler({
      ...ground,
      settle: settleDecided,
      tool: (name) => byName.get(name),
      run: async (tool, { who, approver, input, args, deedKey, approval, at }, records) => {
        const request: ToolRequest = {
          ...{ tool: tool.name, args: input, who, agent: undefined, deedKey },
          conversation: args.conversation ?? undefined,
        }
        const lookups: LookupFacts[] = []
        const output = tool.output.parse(await tool.run({ input, ctx: contextFor(request, records, lookups, { approver }) }))
        const facts = { isOk: true, input, result: output, more: { approval, approver: approver.id } }
        const entry = entryFor(request, { ...facts, ...(lookups[0] ? { lookup: lookups[0] } : {}) })
        const row = await records.audit.append(
          { ...entry, target: tool.target(input), ...(args.agent ? { agent: args.agent } : {}), deedKey },
          at,
        )
        if (row)
          await ground.sender.book(
            records,
            tool,
            { ...sentDeed(request, approval), agent: args.agent ?? undefined },
            { args: input, output },
          )
        return { output, isNew: row !== undefined }
      },
    }),
  )

  const ask = (tool: Tool, input: unknown, who: Who): { pending: PendingDeed; confirmation: Confirmation } => {
    if (!('confirm' in tool)) throw new TypeError(`${tool.name} needs no confirmation`)
    const confirmation = tool.confirm(input, who)
    return {
      confirmation,
      pending: {
        id: randomUUID(),
        tool: tool.name,
        args: input,
        hash: hashOfDeed(tool.name, input, confirmation.text),
        text: confirmation.text,
        expiresAt: new Date(ground.clock().getTime() + confirmationMs).toISOString(),
      },
    }
  }

  const call: CallTool = async (request) => {
    const may = permitted(request)
    if ('error' in may) {
      await ground.store.audit.append(entryFor(request, { isOk: false, input: request.args, why: may.error.code }), ground.clock())
      return { kind: 'refused', tool: may.tool, error: may.error }
    }
    const { tool } = may
    const shaped = inputOf(tool, request.args)
    if (!shaped.ok) return { kind: 'refused', tool, error: shaped.error }
    const { input } = shaped
    try {
      if (tool.effect === 'read') {
        const output = await read(tool, request, input)
        return { kind: 'done', tool, output, presentation: tool.present(output) }
      }
      if (tool.effect === 'note') {
        const output = await settled(tool, request, input, await deed(tool, request, input))
        return { kind: 'done', tool, output, presentation: tool.present(output) }
      }
      const { pending, confirmation } = ask(tool, input, request.who)
      const { grant } = request
      if (!grant) return { kind: 'confirm', tool, pending, confirmation }
      const isSame = grant.hash === pending.hash && grant.expiresAt > ground.clock().toISOString()
      if (!isSame) return { kind: 'refused', tool, error: new ConfirmationGoneError({ id: grant.id }) }
      if (isDecided(tool)) return { kind: 'waiting', tool, waiting: await propose(tool, request, input, confirmation) }
      const output = await settled(tool, request, input, await deed(tool, request, input))
      return { kind: 'done', tool, output, presentation: tool.present(output) }
    } catch (cause) {
      if (cause instanceof PlatformError && cause.status < 500) return { kind: 'refused', tool, error: cause }
      throw cause
    }
  }

  return async (request) => {
    const at = ground.clock()
    const began = performance.now()
    let result: ToolResult | undefined
    try {
      result = await call(request)
      return result
    } finally {
      ground.onTool?.({
        tool: request.tool,
        effect: byName.get(request.tool)?.effect,
        result: result?.kind ?? 'failed',
        code: result?.kind === 'refused' ? result.error.code : undefined,
        at,
        ms: performance.now() - began,
        conversation: request.conversation,
      })
    }
  }
}
