import type { DisputeClass, Finding, Tier } from './disputes.ts'
import type { Officer } from './people.ts'

/** One file of the lexicon (词库文件) as an analyst edits it: `D4.yaml`, `cues.yaml` … */
export interface LexiconFile {
  readonly name: string
  readonly text: string
}

/** A file by what is in it: SHA-256 of its text. The same text is kept once, whoever uses it. */
export interface FileRef {
  readonly name: string
  readonly hash: string
}

/** What is wrong in a lexicon, where somebody can mend it. Lines count from 1. */
export interface LexiconFault {
  readonly file: string
  readonly line: number
  readonly why: string
}

/** A share of some texts, with what it is a share of: 0 of 0 has no value. */
export interface Share {
  readonly value: number | null
  readonly of: number
}

/** How well a lexicon reads labelled texts (查准, 查全). */
export interface LexiconFigures {
  readonly texts: number
  /** Mean of F1 over the classes that the set has, `none` among them. */
  readonly macroF1: number
  readonly byClass: readonly {
    readonly class: DisputeClass | 'none'
    readonly precision: Share
    readonly recall: Share
    readonly f1: number
  }[]
  /** Any dispute at all. */
  readonly dispute: { readonly precision: Share; readonly recall: Share }
  /** Danger now. A miss may cost a life; a false one costs a drive. */
  readonly red: { readonly recall: Share; readonly falseAlarms: Share }
}

/** One labelled set (标注集) read by the version in force and by the draft. */
export interface Measured {
  readonly set: string
  /** SHA-256 of the set, so that figures cannot be taken for those of another. */
  readonly hash: string
  readonly before: LexiconFigures
  readonly after: LexiconFigures
}

/** A named person's yes to a draft that measures worse (第二人签字), good for exactly one draft with exactly these figures. */
export interface LexiconSignature {
  readonly by: string
  readonly byName: string
  readonly at: string
  /** What was signed: `seal` of the proposal. */
  readonly seal: string
  readonly why: string
}

/** A draft as it was put forward: frozen, measured. */
export interface LexiconProposal {
  readonly why: string
  readonly by: string
  readonly byName: string
  readonly at: string
  /** Versions that findings would carry. */
  readonly scanner: { readonly before: string; readonly after: string }
  readonly measured: readonly Measured[]
  /** In which figures it is worse, in words; empty: it may be published at once. */
  readonly worse: readonly string[]
  /** SHA-256 over draft, base, files and all of the above. */
  readonly seal: string
}

/** Changes that are being made (工作副本), over one published version. */
export interface LexiconDraft {
  readonly id: string
  readonly title: string
  /** Number of the version that it changes. */
  readonly base: number
  readonly files: readonly FileRef[]
  /** What shipped when the words began that it goes back to. */
  readonly shipped: readonly FileRef[]
  /** Rises with every change of the row; who writes must have seen the newest. */
  readonly revision: number
  readonly state: 'open' | 'proposed' | 'published' | 'dropped'
  readonly by: string
  readonly byName: string
  readonly at: Date
  readonly changedAt: Date
  readonly changedByName: string
  readonly proposal: LexiconProposal | undefined
  readonly signature: LexiconSignature | undefined
}

/** One save of one file of a draft. Both texts are kept, so nothing that anybody wrote is lost. */
export interface LexiconEdit {
  readonly id: string
  readonly draft: string
  readonly file: string
  readonly before: string
  readonly after: string
  readonly by: string
  readonly byName: string
  readonly at: Date
}

/** A published version (已发布的版本), never changed again. 0 is what ships and stands in no table. */
export interface LexiconVersion {
  readonly number: number
  readonly base: number
  readonly files: readonly FileRef[]
  /** What shipped when its words began, or were last taken up: tells whether a release brought other words. */
  readonly shipped: readonly FileRef[]
  readonly draft: string
  readonly by: string
  readonly byName: string
  readonly at: Date
  readonly proposal: LexiconProposal
  readonly signature: LexiconSignature | undefined
}

/** Texts, drafts and versions of the lexicon. No personal data stands in any of them. */
export interface LexiconStore {
  /** Number of the newest version; 0 where none was published. One small read: every process asks every second. */
  newest(): Promise<number>
  versions(): Promise<readonly LexiconVersion[]>
  findVersion(number: number): Promise<LexiconVersion | undefined>
  /** False when the number is taken: somebody else published first, and nothing was written. */
  addVersion(version: LexiconVersion): Promise<boolean>
  keepTexts(texts: readonly { readonly hash: string; readonly text: string }[]): Promise<void>
  texts(hashes: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Open and proposed ones, the last changed first. */
  drafts(): Promise<readonly LexiconDraft[]>
  findDraft(id: string): Promise<LexiconDraft | undefined>
  addDraft(draft: LexiconDraft): Promise<void>
  /** Writes the draft if its row still has the revision before; false when somebody was faster. */
  moveDraft(draft: LexiconDraft): Promise<boolean>
  addEdit(edit: LexiconEdit): Promise<void>
  /** Newest first. */
  edits(draft: string, limit: number): Promise<readonly LexiconEdit[]>
}

/** What became of one entry of the lexicon (词条). */
export interface EntryChange {
  readonly kind: 'added' | 'removed' | 'changed'
  /** `D4`, `verbs` …: the file without its ending. */
  readonly part: string
  readonly word: string
  /** In words: `强词 → 弱词`; empty of one that came or went. */
  readonly how: string
}

/** Lines that are the same in both texts, or stand in one of them. */
export interface LineChange {
  readonly kind: 'same' | 'added' | 'removed'
  readonly lines: readonly string[]
  /** Line of the newer text (of the older one for `removed`) on which it begins. */
  readonly at: number
}

/** Two lexicons side by side (版本对照). */
export interface LexiconDifference {
  readonly entries: readonly EntryChange[]
  readonly files: readonly { readonly name: string; readonly lines: readonly LineChange[] }[]
}

/** What the desk tells of the whole. */
export interface LexiconOverview {
  readonly current: { readonly number: number; readonly scanner: string; readonly version: LexiconVersion | undefined }
  /** A release brought other words than those that the published version began from. */
  readonly hasNewerShipped: boolean
  readonly files: readonly { readonly name: string; readonly entries: number }[]
  readonly drafts: readonly LexiconDraft[]
  /** Names of the labelled sets, with how many texts each has. */
  readonly sets: readonly { readonly name: string; readonly texts: number }[]
}

/** A draft with what an analyst needs beside it. */
export interface OpenDraft {
  readonly draft: LexiconDraft
  readonly edits: readonly LexiconEdit[]
  readonly faults: readonly LexiconFault[]
  /** Published meanwhile: the draft has to take this up before it can be put forward. */
  readonly isBehind: boolean
  /** A release ships other words than those that it goes back to; they may be taken up. */
  readonly hasNewerShipped: boolean
}

/** What a save came to. */
export interface Saved {
  readonly draft: LexiconDraft
  readonly hash: string
  readonly faults: readonly LexiconFault[]
}

/** One text, read by the version in force and by the draft (实时预览). Faults: the draft cannot be read. */
export type Preview = { readonly before: Finding; readonly after: Finding } | { readonly faults: readonly LexiconFault[] }

/** How the texts of the last weeks would be read (回放): counts, and some that change. */
export interface Replay {
  readonly texts: number
  /** There were more than are read at once. */
  readonly isCapped: boolean
  readonly since: string
  readonly changed: number
  readonly byClass: readonly { readonly class: DisputeClass | 'none'; readonly before: number; readonly after: number }[]
  readonly byTier: readonly { readonly tier: Tier; readonly before: number; readonly after: number }[]
  /** The gravest first: what leaves or enters red, then other tiers, then classes. */
  readonly examples: readonly { readonly text: string; readonly before: Finding; readonly after: Finding }[]
}

/** Either a published version, or a draft as it stands. */
export type LexiconPlace = { readonly version: number } | { readonly draft: string }

/** The desk of those who look after the lexicon (词库管理). Who may come here is the door's to say. */
export interface LexiconDesk {
  overview(): Promise<LexiconOverview>
  versions(): Promise<readonly LexiconVersion[]>
  file(place: LexiconPlace, name: string): Promise<LexiconFile & { readonly hash: string }>
  difference(from: LexiconPlace, to: LexiconPlace): Promise<LexiconDifference>
  begin(draft: { readonly title: string; readonly from: number | undefined }, by: Officer): Promise<LexiconDraft>
  open(id: string): Promise<OpenDraft>
  /** `was`: hash of the text that the editor began from. Throws FileChangedError when another text has taken its place. */
  save(id: string, file: LexiconFile & { readonly was: string }, by: Officer): Promise<Saved>
  /**
   * Takes up what was published meanwhile, or what a release ships (并入); lines that both changed stand side by side, and are faults until
   * somebody settles them.
   */
  takeUp(id: string, from: 'published' | 'shipped', by: Officer): Promise<OpenDraft & { readonly clashes: readonly LexiconFault[] }>
  preview(place: { readonly draft: string | undefined; readonly files: readonly LexiconFile[] }, text: string): Promise<Preview>
  replay(id: string, days: number, by: Officer): Promise<Replay | { readonly faults: readonly LexiconFault[] }>
  propose(id: string, facts: { readonly revision: number; readonly why: string }, by: Officer): Promise<LexiconDraft>
  sign(id: string, facts: { readonly seal: string; readonly why: string }, by: Officer): Promise<LexiconDraft>
  publish(id: string, facts: { readonly seal: string }, by: Officer): Promise<LexiconVersion>
  drop(id: string, by: Officer): Promise<void>
}
