import type { z } from 'zod'
import type { LookupFacts } from './audit.ts'
import type { CertificateDesk } from './certificate-desk.ts'
import type { Card, Citation } from './conversation.ts'
import type { DisputeReading } from './disputes.ts'
import type { FoundClause } from './guard.ts'
import type { PolicySearch } from './knowledge.ts'
import type { DeskHelp } from './officer-desk.ts'
import type { Citizen, Officer, Role, Scope, Who } from './people.ts'
import type { Records } from './ports.ts'
import type { TaskDesk } from './task-desk.ts'
import type { Clock } from './time.ts'

/**
 * What a tool does to the world: `read`; `note` (leaves a word for an officer, binds nobody, asks nothing); `write` (the person says
 * yes first); `decide` (another, named person approves).
 */
export type Effect = 'read' | 'note' | 'write' | 'decide'

/** What a tool is handed. Identity comes from the session; databases are reached through `records` alone. */
export interface ToolContext<S extends Scope = Scope> {
  readonly who: S extends 'citizen' ? Citizen : S extends 'anyone' ? Who : Officer
  readonly clock: Clock
  readonly records: Records
  readonly certificates: CertificateDesk
  readonly tasks: TaskDesk
  /** The officers' certificate desk, to look and to count by. */
  readonly officers: DeskHelp
  readonly search: PolicySearch
  /** Judges texts; keeps nothing, and knows nothing of people. */
  readonly disputes: DisputeReading
  /** The agent's page decides what it may quote. */
  readonly knowledge: readonly string[]
  readonly conversation: string | undefined
  readonly agent: string | undefined
  /** Same for every retry of the same deed. */
  readonly deedKey: string
  /** Who decided on it, where the effect is `decide`; `who` is the one who proposed it. */
  readonly approver: Officer | undefined
  /** Writes a look-up into the audit entry of this very deed. */
  declareLookup(facts: LookupFacts): void
}

/** What a person sees of a tool's output: a sentence, and cards that no model may rephrase. */
export interface Presentation {
  readonly text: string
  /** The same sentence for a person who writes English. */
  readonly en?: string
  readonly cards?: readonly Card[]
  readonly citations?: readonly Citation[]
  readonly suggestions?: readonly string[]
  /** Clauses that were found; a model may speak of law only by them. Set, be it empty, by every tool that searches rules. */
  readonly passages?: readonly FoundClause[]
  /** Said by code before any model goes on: that a rule is an old one. */
  readonly notice?: string
  readonly noticeEn?: string
  /** A person wrote or approved this very text: it is said as it is, and no model is asked to put it in other words. */
  readonly isFinal?: boolean
  /** Words of another system: a model may quote them, and they prove nothing that it says of ourselves or of the law. */
  readonly isForeign?: boolean
  /** Set when the tool's answer ends the matter in another way than `answered`. */
  readonly outcome?: 'answered' | 'unanswered' | 'handed_off' | 'refused'
}

/** The one plain sentence a person says yes to, and the facts beside it. */
export interface Confirmation {
  readonly text: string
  readonly en?: string
  readonly fields?: Card['fields']
}

/** Who decides on a deed of effect `decide` (审批权限), never the one who asks for it, and how long the question waits. */
export interface ApprovalRule {
  readonly role: Role
  /** `county`: only somebody of a banner or of the city. */
  readonly level: 'any' | 'county'
  readonly holdsMs: number
}

/** How a sending ended (外发结果). `unreached`: it cannot have arrived; `unsure`: it may have. */
export type SentEnd = 'done' | 'failed' | 'unreached' | 'unsure'

/** What another system does for a deed after its commit. The one gate keeps it until it is sent (`runtime/sender.ts`). */
export interface Sends<I, O> {
  /** What is told to audit and colleagues of where it goes, and of which version. */
  readonly target: string
  readonly detail: Readonly<Record<string, unknown>>
  /** The other side takes the same key twice for one deed, so that what may have arrived may be sent again. */
  readonly knowsKeys: boolean
  /** False while nothing can be sent. */
  isReady(): boolean
  /** Never throws for a fault of the other side. `key` is the same for every attempt of one deed. */
  send(call: { readonly input: I; readonly key: string }): Promise<{ readonly output: O; readonly end: SentEnd }>
  /** What is said where it may have arrived, was sent by somebody else, was never sent, or a person has found out. */
  outputFor(state: 'unsure' | 'sent_before' | 'not_sent' | 'found_done' | 'found_not_done'): O
}

interface ToolBase<S extends Scope, I extends z.ZodType, O extends z.ZodType> {
  /** `verb_noun`. */
  readonly name: string
  readonly title: string
  /** Fact, for the model; how to behave belongs on the agent's page. */
  readonly description: string
  readonly scope: S
  /** Of another system: what it is given leaves the house. */
  readonly isForeign?: true
  readonly input: I
  readonly output: O
  run(call: { input: z.output<I>; ctx: ToolContext<S> }): Promise<z.input<O>>
  /** Goes on after the deed is committed (look-ups, printing): idempotent, also resumed after a crash. Returns the newer output. */
  settle?(call: { input: z.output<I>; output: z.output<O>; ctx: ToolContext<S> }): Promise<z.input<O>>
  /** In place of `settle`, where the rest is done by another system. */
  readonly sends?: Sends<z.output<I>, z.output<O>>
  present(output: z.output<O>): Presentation
}

/** A tool (工具): one action. `confirm` is required by type where the effect is not `read`. */
export type ToolDefinition<S extends Scope, I extends z.ZodType, O extends z.ZodType> = ToolBase<S, I, O> &
  (
    | { readonly effect: 'read' | 'note' }
    | {
        readonly effect: 'write'
        confirm(input: z.output<I>, who: ToolContext<S>['who']): Confirmation
      }
    | {
        readonly effect: 'decide'
        /** What the one who asks says yes to, and what is put before the one who decides. */
        confirm(input: z.output<I>, who: ToolContext<S>['who']): Confirmation
        readonly approval: ApprovalRule
        /** What it is done to: the number of a task, of a certificate. */
        target(input: z.output<I>): string
      }
  )

/** A tool of any shape, as lists hold it. */
// biome-ignore lint/suspicious/noExplicitAny: a list of tools has no common input; call-tool.ts validates each by its own schema.
export type Tool = ToolDefinition<any, any, any>

/** Defines one action. Does nothing but hold the types together. */
export const defineTool = <S extends Scope, I extends z.ZodType, O extends z.ZodType>(
  tool: ToolDefinition<S, I, O>,
): ToolDefinition<S, I, O> => tool
