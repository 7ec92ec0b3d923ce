import type { PlainDate } from './time.ts'

/** What an officer may do (岗位): 民警, 复核, 审批, 管理, 审计, plus 研判 analysts. */
export type Role = 'officer' | 'reviewer' | 'approver' | 'analyst' | 'admin' | 'auditor'

/** Who a tool is offered to. Every officer role also counts as `officer`, save auditor; `anyone` is a citizen or such an officer. */
export type Scope = 'anyone' | 'citizen' | Role

/** Identity documents that an applicant may hold (身份证件种类); 公安部规定 第六条. */
export type DocumentKind =
  | 'resident_id' // 居民身份证
  | 'hk_mo_tw_residence_permit' // 港澳台居民居住证
  | 'hk_mo_travel_permit' // 港澳居民来往内地通行证
  | 'tw_travel_permit' // 台湾居民来往大陆通行证
  | 'chinese_passport' // 中国护照（华侨）
  | 'foreign_passport' // 外国护照
  | 'foreign_permanent_id' // 外国人永久居留身份证
  | 'household_register' // 居民户口簿（没有身份证的内地居民），with the identity number that stands in it

/** The key (接口密钥) through which a program acts for somebody: it may narrow what they may do, never widen it. */
export interface KeyLimits {
  readonly id: string
  /** Undefined: all that the person has. */
  readonly agents: readonly string[] | undefined
  readonly tools: readonly string[] | undefined
}

/** A citizen (群众): somebody who asks for themself. */
export interface Citizen {
  readonly kind: 'citizen'
  /** Stable subject of the identity provider. */
  readonly id: string
  readonly name: string
  readonly document: { readonly kind: DocumentKind; readonly number: string }
  readonly birth: PlainDate
  readonly sex: 'male' | 'female'
  /** ISO 3166-1 alpha-3. */
  readonly nationality: string
  readonly phone: string | undefined
  /** Unit (派出所) of the registered household (户籍地), if it is one of ours. */
  readonly hukouUnit: string | undefined
  /** Unit of the place of living (居住地), if it is one of ours and a residence permit (居住证) is held. */
  readonly residenceUnit: string | undefined
  /** Set where a program asks by a key. */
  readonly key?: KeyLimits
}

/** An officer (民警) of one unit. */
export interface Officer {
  readonly kind: 'officer'
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly roles: readonly Role[]
  /** Set where a program asks by a key. */
  readonly key?: KeyLimits
}

/** Whoever is signed in (当事人): always from the session, never from text or arguments. */
export type Who = Citizen | Officer

/** What a unit is (单位层级): 市局, 旗县分局, 派出所, 社区警务室, or a department outside the police (协办部门). */
export const unitKinds = ['city', 'banner', 'station', 'community', 'department'] as const
export type UnitKind = (typeof unitKinds)[number]

/** A unit (单位): of the bureau, or a department that is called to help. */
export interface Unit {
  readonly id: string
  readonly name: string
  readonly parent: string | undefined
  readonly phone: string
  readonly address: string
  /** Left out: a unit without a parent is a city, any other a station. */
  readonly kind?: UnitKind | undefined
  /** Names of places it answers for (辖区地名), as they stand in addresses. */
  readonly areas?: readonly string[] | undefined
  /** Of a department: what it is there for (职能), as `data/worklists` names it: `labour`, `court` … */
  readonly duty?: string | undefined
}

/** True when the person holds the scope. An auditor reads the audit and nothing else. */
export const holds = (who: Who, scope: Scope): boolean => {
  if (who.kind === 'citizen') return scope === 'citizen' || scope === 'anyone'
  if (scope === 'officer' || scope === 'anyone') return who.roles.some((role) => role !== 'auditor')
  return scope !== 'citizen' && who.roles.includes(scope)
}

/** True when the person may use the tool here: by scope, and by the key through which they ask. */
export const mayUse = (who: Who, tool: { readonly name: string; readonly scope: Scope }): boolean =>
  holds(who, tool.scope) && (who.key?.tools?.includes(tool.name) ?? true)

/** True unless the key through which they ask is narrowed to other agents. */
export const mayMeet = (who: Who, agent: string): boolean => who.key?.agents?.includes(agent) ?? true
