import type { DisputeClass, Mark, Reason, Tier } from './disputes.ts'

/** An incident (警情) on its way in from a bureau's system. Never who called: a field for it does not exist. */
export interface IncomingIncident {
  /** The system it comes from: `110`, `12345`, `station`. Together with `id` it is taken once, however often it is sent. */
  readonly source: string
  readonly id: string
  readonly text: string
  readonly at: Date
  /** The address as it was written down; without one an incident stands alone. */
  readonly place?: string | undefined
  /** The unit that the sender names, by id or name; otherwise found by the address. */
  readonly unit?: string | undefined
}

/** What became of one incident that was handed in, in the order of handing in. */
export interface IntakeOutcome {
  readonly source: string
  readonly id: string
  /** `seen`: taken before, nothing written. `refused`: not taken, `why` says what to mend. */
  readonly outcome: 'taken' | 'seen' | 'refused'
  readonly incident?: string | undefined
  readonly tier?: Tier | undefined
  readonly points?: number | undefined
  readonly classes?: readonly DisputeClass[] | undefined
  /** The event (事件链) it belongs to; white incidents have none. */
  readonly event?: string | undefined
  readonly task?: string | undefined
  /** True when it is the follow-up of another call and merged with it. */
  readonly isMerged?: boolean | undefined
  /** Of a red one: what to do at once, in words for the person at the desk. */
  readonly advice?: readonly string[] | undefined
  readonly why?: string | undefined
}

/** Who hands incidents in: an officer, or a program of the bureau under a name of its own. */
export interface IntakeBy {
  readonly kind: 'officer' | 'system'
  readonly id: string
  /** Units that the sender answers for; left out, any. */
  readonly units?: readonly string[] | undefined
  /** The sender's own unit: where an incident falls that names no place that we know. */
  readonly home?: string | undefined
}

/** Takes incidents in (警情接入): scans, chains and dispatches each, once. Safe to call again with the same ones, also after a crash. */
export interface IncidentIntake {
  take(incidents: readonly IncomingIncident[], by: IntakeBy): Promise<readonly IntakeOutcome[]>
}

/** An incident as it is kept. Text, place and reasons are sealed, and gone once it is de-identified. */
export interface Incident {
  readonly id: string
  readonly source: string
  readonly sourceId: string
  readonly unit: string
  readonly at: Date
  readonly takenAt: Date
  /** Keyed hash of the folded address; undefined without an address, or after de-identification. */
  readonly placeKey: string | undefined
  readonly body: { readonly text: string; readonly place: string | undefined; readonly reasons: readonly Reason[] } | undefined
  readonly classes: readonly DisputeClass[]
  readonly tier: Tier
  readonly points: number
  readonly marks: readonly Mark[]
  /** Version of lexicon and rules of the finding. */
  readonly scanner: string
  readonly event: string | undefined
  /** The incident that this one follows up (同一起警情), not counted on its own. */
  readonly mergedInto: string | undefined
}

/** A chain of incidents of one place and one cause (事件链). Never of a person. */
export interface DisputeEvent {
  readonly id: string
  readonly unit: string
  readonly placeKey: string | undefined
  readonly cause: DisputeClass
  readonly firstAt: Date
  readonly lastAt: Date
  /** Incidents, merged ones not counted. */
  readonly incidents: number
  /** The highest so far. */
  readonly tier: Tier
  readonly points: number
}
