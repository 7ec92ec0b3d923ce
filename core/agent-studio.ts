import type { LineChange } from './lexicon.ts'
import type { Officer } from './people.ts'

/** What makes an agent (分身): its page and the cases it is held to. */
export interface PageTexts {
  readonly page: string
  readonly cases: string
}

/** What is wrong in a page or its cases, where somebody can mend it. Lines count from 1. */
export interface PageFault {
  readonly file: 'agent.md' | 'cases.yaml'
  readonly line: number
  readonly why: string
}

/** One case, run with the page in service and with the draft. */
export interface TriedCase {
  readonly title: string
  /** Whose case it is: one that stands beside the page in service, or one that came with the draft. */
  readonly of: 'service' | 'draft'
  /** Undefined: there is no page in service. */
  readonly before: boolean | undefined
  readonly after: boolean
  /** What went wrong with the draft; personal values replaced. */
  readonly faults: readonly string[]
}

/** What a draft came to beside the page in service (试办). */
export interface PageTrial {
  readonly model: string
  readonly cases: readonly TriedCase[]
  /** Sentences of other agents that the front desk heard rightly before, and hears for this one now. */
  readonly taken: readonly { readonly says: string; readonly from: string; readonly got: string }[]
  readonly routed: number
  readonly seconds: number
}

/** A draft as it was put forward: frozen, tried. */
export interface PageProposal {
  readonly why: string
  readonly by: string
  readonly byName: string
  readonly at: string
  /** Version of the page in service that it was tried beside; undefined: there was none. */
  readonly beside: string | undefined
  readonly trial: PageTrial
  /** What it does worse, in words; empty: it may be published at once. */
  readonly worse: readonly string[]
  /** What nobody can sign for: a deed or a look-up without a right to it, a reply that says what is not so. */
  readonly barred: readonly string[]
  /** SHA-256 over draft, texts and all of the above. */
  readonly seal: string
}

/** The approval that waits for a second person, where a draft does worse (呈批). */
export interface PageApproval {
  readonly id: string
  /** Of what was put before the second person; the yes names it. */
  readonly hash: string
  readonly expiresAt: string
}

/** A named second person's yes, as a release keeps it. */
export interface PageSignature {
  readonly by: string
  readonly byName: string
  readonly approval: string
  readonly why: string
}

/** A page that is being changed (草稿). */
export interface PageDraft extends PageTexts {
  readonly id: string
  readonly agent: string
  readonly title: string
  /** Version of the page that it began from; undefined: a new agent. */
  readonly base: string | undefined
  /** Release whose texts it brings back, if it does. */
  readonly restores: number | undefined
  readonly revision: number
  /** `trying`: its cases are being run. */
  readonly state: 'open' | 'trying' | 'proposed' | 'published' | 'dropped'
  readonly by: string
  readonly byName: string
  readonly at: Date
  readonly changedAt: Date
  readonly changedByName: string
  /** Everybody who wrote in it: none of them may sign. */
  readonly authors: readonly string[]
  /** Why the last trial came to no end; in words. */
  readonly stopped: string | undefined
  readonly proposal: PageProposal | undefined
  readonly approval: PageApproval | undefined
}

/** Where the texts of a release came from. */
export type PageOrigin = 'first' | 'studio' | 'files' | 'restore' | 'bundle'

/** A published page (发布), never changed again. Numbers count over all agents. */
export interface PageRelease {
  readonly number: number
  readonly agent: string
  /** Of the page; the page itself is kept under it. */
  readonly version: string
  readonly cases: string
  readonly origin: PageOrigin
  /** Version of the file `agents/<id>/agent.md` when it was published; undefined: there was none. */
  readonly fileVersion: string | undefined
  /** Commit of the files, hash of the bundle, number of the release that was brought back. */
  readonly source: string | undefined
  readonly by: string
  readonly byName: string
  readonly at: Date
  readonly why: string
  readonly proposal: PageProposal | undefined
  readonly signature: PageSignature | undefined
}

/** Drafts and releases of agent pages. No personal data stands in any of them. */
export interface AgentReleases {
  /** Number of the newest release; 0 where there is none. One small read: every process asks every second. */
  newest(): Promise<number>
  /** The newest release of each agent. */
  inService(): Promise<readonly PageRelease[]>
  /** Newest first. */
  of(agent: string, limit: number): Promise<readonly PageRelease[]>
  find(number: number): Promise<PageRelease | undefined>
  /** False when the number is taken: somebody else published first, and nothing was written. */
  add(release: PageRelease): Promise<boolean>
  /** Those that are not over, the last changed first. */
  drafts(): Promise<readonly PageDraft[]>
  findDraft(id: string): Promise<PageDraft | undefined>
  addDraft(draft: PageDraft): Promise<void>
  /** Writes the draft if its row still has the revision before; false when somebody was faster. */
  moveDraft(draft: PageDraft): Promise<boolean>
}

/** An agent as the studio lists it. */
export interface StudioAgent {
  readonly id: string
  readonly name: string
  readonly audience: string
  readonly purpose: string
  readonly version: string
  /** The release that serves; undefined: the file does. */
  readonly release: PageRelease | undefined
  /** The file says something else than what serves. */
  readonly isFileOther: boolean
  readonly drafts: number
}

/** A page that cannot be read, and what keeps on serving in its place. */
export interface BrokenPage {
  readonly agent: string
  readonly line: number
  readonly why: string
}

/** One agent with its history. */
export interface StudioPage {
  readonly id: string
  /** What serves now. */
  readonly inService: (PageTexts & { readonly version: string }) | undefined
  /** What stands in the file. */
  readonly file: (PageTexts & { readonly version: string }) | undefined
  readonly releases: readonly PageRelease[]
  readonly drafts: readonly PageDraft[]
}

/** What a draft or a diff may begin from: what serves, the file, an earlier release, a draft; `empty` begins a new agent. */
export type PagePlace =
  | { readonly kind: 'service' }
  | { readonly kind: 'file' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'release'; readonly number: number }
  | { readonly kind: 'draft'; readonly id: string }

/** Two texts of an agent side by side. */
export interface PageDifference {
  readonly page: readonly LineChange[]
  readonly cases: readonly LineChange[]
}

/** A draft with what its author needs beside it. */
export interface OpenPageDraft {
  readonly draft: PageDraft
  readonly faults: readonly PageFault[]
  /** Another page came into service since it began. */
  readonly isBehind: boolean
}

/** Where pages are changed, tried and published (分身工作台). Who may come here is the door's to say. */
export interface AgentStudio {
  overview(): Promise<{
    readonly agents: readonly StudioAgent[]
    readonly broken: readonly BrokenPage[]
    readonly drafts: readonly PageDraft[]
    /** Agents of which only a file is there: somebody has to publish it before it serves. */
    readonly unpublished: readonly string[]
  }>
  page(agent: string): Promise<StudioPage>
  /** Faults of texts as they are typed; kept nowhere. */
  check(agent: string, texts: PageTexts): Promise<readonly PageFault[]>
  difference(agent: string, from: PagePlace, to: PagePlace): Promise<PageDifference>
  begin(facts: { readonly agent: string; readonly title: string; readonly from: PagePlace }, by: Officer): Promise<PageDraft>
  open(id: string): Promise<OpenPageDraft>
  save(id: string, facts: PageTexts & { readonly revision: number }, by: Officer): Promise<OpenPageDraft>
  /** Begins a trial; `done` holds when it is over, and never rejects. */
  propose(
    id: string,
    facts: { readonly revision: number; readonly why: string },
    by: Officer,
  ): Promise<{ readonly draft: PageDraft; readonly done: Promise<PageDraft> }>
  sign(id: string, facts: { readonly seal: string; readonly why: string }, by: Officer): Promise<PageRelease>
  publish(
    id: string,
    facts: { readonly seal: string; readonly origin?: PageOrigin; readonly source?: string },
    by: Officer,
  ): Promise<PageRelease>
  drop(id: string, by: Officer): Promise<void>
}
