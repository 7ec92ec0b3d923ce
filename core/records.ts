import type { PlainDate } from './time.ts'

/** The four answers of the record registry (犯罪信息查询). What lies behind one never crosses the port. */
export type RegistryAnswer = 'clear' | 'hit' | 'uncertain' | 'unavailable'

/** What is sent to the registry, and nothing more: `certificate.md` §3 「只传证件号、姓名、出生日期、用途」, §4.4 「曾用名 用于查询」. */
export interface RegistryQuestion {
  readonly documentNumber: string
  readonly name: string
  readonly birth: PlainDate
  /** Former name (曾用名), where the person gave one: for comparing, as the name is. It finds nobody. */
  readonly formerName?: string | undefined
  /** Purpose of the look-up (查询用途), for the other side's own log. */
  readonly purpose: string
  /** Period asked for; undefined means the person's whole life (全时段). */
  readonly period: { readonly from: PlainDate; readonly to: PlainDate } | undefined
  readonly signal?: AbortSignal
}

/** The criminal-record registry (犯罪记录库): identity in, one of four words out. Never throws: a fault is `unavailable`. */
export interface RecordRegistry {
  ask(question: RegistryQuestion): Promise<RegistryAnswer>
}

/** How one case ended (处理结果), as facts only. */
export type CaseOutcome =
  | 'pending' // 在办: investigation, prosecution, trial or appeal, no effective judgment
  | 'not_prosecuted' // 不起诉（法定、酌定、存疑、附条件）
  | 'withdrawn' // 撤案、撤回起诉、终止侦查
  | 'acquitted' // 宣告无罪
  | 'acquitted_on_retrial' // 再审改判无罪
  | 'convicted' // 生效判决确认有罪
  | 'public_order_penalty' // 治安处罚（非犯罪）

/** One act (行为) of which a judgment speaks. */
export interface Offence {
  /** Missing when unknown. A continuing act is entered as two: its first day and its last. */
  readonly committedOn?: PlainDate
  /** The main act (主要犯罪行为) of a judgment over several; 封存实施办法 第四条. */
  readonly isMain?: boolean
}

/** One entry of the embedded registry: facts, never conclusions. */
export interface CaseFact {
  readonly outcome: CaseOutcome
  readonly offences: readonly Offence[]
  /** True when the term was fixed together with an earlier judgment (与前罪并罚); 刑法 第七十、七十一条. */
  readonly combinesEarlier?: boolean
  /** Decision day (裁判日期); undefined when unknown. */
  readonly decidedOn?: PlainDate
  /** Convicted only: the term to be served (决定执行的刑罚), over all acts of the judgment. Missing when unknown. */
  readonly sentence?:
    | { readonly kind: 'exempt' | 'fine_only' | 'control' | 'detention' | 'life' | 'death' } // 免予刑事处罚、单处附加刑、管制、拘役、无期、死刑
    | { readonly kind: 'fixed_term'; readonly months: number; readonly days?: number; readonly suspended?: boolean } // 有期徒刑（缓刑）
  /** Doubts that only a person may settle: conflict, same name, stolen identity, missing term, unsealing clue, local trial of sealing adult offences. */
  readonly doubts?: readonly (
    | 'conflict'
    | 'stolen_identity'
    | 'identity_merged'
    | 'incomplete'
    | 'unsealing_clue'
    | 'local_sealing_trial'
  )[]
}

/** Everything the embedded registry holds of one person. `isReachable: false` plays an outage for that person (demo state R13). */
export interface RegistryFile {
  /** The record state R0…R13 of `certificate.md` §2, for demo listings only; never read by the verdict. */
  readonly demoState: string
  readonly birth: PlainDate
  readonly isReachable: boolean
  readonly cases: readonly CaseFact[]
}

/** Where the embedded registry reads its facts (implemented by the store, encrypted at rest). */
export interface RegistryFiles {
  find(documentNumber: string): Promise<RegistryFile | undefined>
  save(documentNumber: string, file: RegistryFile): Promise<void>
}
