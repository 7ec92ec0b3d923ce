import type { ApplicationSubject, SubjectCount, SubjectFinding } from '../../core/applicants.ts'
import type { Proposal, ProposalFacts } from '../../core/approvals.ts'
import type { DeskWords } from '../../core/certificate-rules.ts'
import type { Actor, Application, ApplicationEvent, Review } from '../../core/certificates.ts'
import type { AnswerWord } from '../../core/officer-desk.ts'
import type { Officer } from '../../core/people.ts'
import type { PlainDate } from '../../core/time.ts'
import type { UnitTree } from '../../core/units.ts'
import type { PaperNeed } from './papers.ts'
import type { Asked } from './registry.ts'

/** What one act finds of some people of a list. */
export interface RowFinding {
  readonly row: ApplicationSubject
  readonly finding: SubjectFinding
}

/** A step of the state machine, and who takes it. */
export type PlannedStep = readonly [ApplicationEvent, Actor]

/** What one act comes to: steps, words, papers, and what a second person is asked. Nothing is written yet. */
export interface Plan {
  readonly steps: readonly PlannedStep[]
  /** Kept with the act, sealed. */
  readonly content: Readonly<Record<string, unknown>>
  /** Kept in the audit: closed words only. */
  readonly detail: Readonly<Record<string, unknown>>
  readonly review?: Review | undefined
  /** While the clock stands still the day is the one on which it should go on. */
  readonly dueOn?: PlainDate
  readonly papers: readonly PaperNeed[]
  readonly proposal?: Omit<ProposalFacts, 'proposer' | 'holdsMs'>
  /** What is found of people of a list. */
  readonly rows?: readonly RowFinding[]
  /** These people get a case of their own. */
  readonly isApart?: true
  /** The unit that has it from now on (改派). */
  readonly unit?: string
  /** A certificate that stops to hold. */
  readonly revokes?: string
  /** Papers that were given for the decision stop to hold too. */
  readonly isVoiding?: true
}

/** What a plan is made from. */
export interface Planning {
  readonly who: Officer
  readonly application: Application
  readonly tree: UnitTree
  readonly words: DeskWords
  readonly at: Date
  /** The registry's word, where the act asks it. */
  readonly answer: AnswerWord | undefined
  /** Lists that were asked for before, with what was said to be missing. */
  readonly asked: readonly (readonly string[])[]
  /** The proposal that is open, or was open when its time ran out. */
  readonly pending: Proposal | undefined
  /** How the people of a unit's list stand. */
  readonly people: SubjectCount | undefined
  /** People of the list that the act names. */
  readonly rows: readonly ApplicationSubject[]
  /** The letter that is in force (告知函). */
  readonly letter: string | undefined
  /** What the registry has just said of people of the list. */
  readonly said: Asked['rows']
  /** Masked words about the case for whoever decides. */
  readonly about: readonly { readonly label: string; readonly value: string }[]
}
