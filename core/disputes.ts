/** The eight classes of disputes (矛盾纠纷八类), by who can settle them. */
export const disputeClasses = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8'] as const
export type DisputeClass = (typeof disputeClasses)[number]

/** 类别, as people read them. */
export const disputeClassNames: Readonly<Record<DisputeClass, string>> = {
  D1: '婚姻家庭情感',
  D2: '邻里生活',
  D3: '债务借贷与合同',
  D4: '劳动劳资',
  D5: '土地草场山林牲畜',
  D6: '房屋物业征迁租赁',
  D7: '消费服务与经营',
  D8: '损害赔偿与公共场所琐事',
}

/** How soon an incident has to be met (分档), of the event and never of a person: 红, 橙, 黄, 蓝, and 白 for what is no dispute. */
export const tiers = ['red', 'orange', 'yellow', 'blue', 'white'] as const
export type Tier = (typeof tiers)[number]

/** 档位, as people read them. */
export const tierNames: Readonly<Record<Tier, string>> = { red: '红', orange: '橙', yellow: '黄', blue: '蓝', white: '白' }

/** Why a finding says what it says: enough to work it out again by hand (可重算的理由). */
export interface Reason {
  /** As it stands in the text. */
  readonly word: string
  /** UTF-16 offset of the word in the text as it was given. */
  readonly at: number
  /** The rule that counted it, or set it aside. */
  readonly rule: string
  /** What it adds; 0 where it decides a class only or was set aside. The points of a finding are the sum, never below 0. */
  readonly points: number
  /** Of words that speak for a class. */
  readonly class?: DisputeClass
}

/** What a person has to look at, whatever the tier says (人工确认事项). */
export const findingMarks = [
  'consultation', // 纯咨询
  'withdrawn', // 报警人称没事了: a person confirms, domestic violence is never lowered by it
  'drill', // 演练
  'callback', // 回访
  'hearsay', // 传言
  'several_classes', // 跨类消歧不了
  'rescue', // 自伤自杀表露: 救助, not 治安
  'family_violence', // 家庭暴力疑似
  'group', // 五人以上
  'danger_hint', // 整句话像有危险: no rule heard it, a person looks first
] as const
export type Mark = (typeof findingMarks)[number]

/** What one incident text comes to (研判结果). `classes` has the main class first and up to two more; none is no dispute. */
export interface Finding {
  readonly classes: readonly DisputeClass[]
  readonly tier: Tier
  readonly points: number
  readonly reasons: readonly Reason[]
  readonly marks: readonly Mark[]
}

/** What is known of an incident beside its text. Never who called, and never who anybody is. */
export interface IncidentFacts {
  /** When it came in; decides the season of work (生产季节). */
  readonly at?: Date
  /** Earlier incidents of the same place and cause within 30 days (同地点同事由), this one not counted. */
  readonly earlier?: number
}

/** Reads texts for disputes (研判). The same text and facts always give the same finding. */
export interface DisputeScanner {
  /** Version of the lexicon and rules that a finding was made with. */
  readonly version: string
  scan(text: string, facts?: IncidentFacts): Finding
}

/** Judging one text by the scanner in force, whichever that is now (研判一条). */
export interface DisputeReading {
  scan(text: string, facts?: IncidentFacts): Promise<Finding>
}

/** The scanner in force (现行研判器). Ask for it with each piece of work: a lexicon may have been published meanwhile. */
export type OpenDisputes = () => Promise<DisputeScanner>
