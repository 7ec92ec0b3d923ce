/** Mobile numbers that the demo takes (演示号表), both ends included. A deployment may set its own list. */
export interface PhoneRange {
  readonly from: string
  readonly to: string
}

/**
 * No mobile segment is reserved for invented people, so this one is only a convention: the demo sends no message to anybody.
 */
export const defaultDemoPhones: readonly PhoneRange[] = [{ from: '13900000000', to: '13900009999' }]

/**
 * Invented segments (虚构号段), `certificate.md` §4.1: never assigned, so no real person can be met. A kind that is not listed
 * here has no safe segment, and the demo takes none of its numbers.
 */
export const demoSegments = {
  resident_id: /^1599/,
  hk_mo_tw_residence_permit: /^8[123]9999/,
  foreigner_id: /^9\d{2}999\d{11}[\dX]$/,
  passport: /^ZZ/,
} as const

/** The friendly refusal of a number that may be somebody's. */
export const demoRefusal = (use: string): string => `演示环境只接受虚构号码，请不要填写真实证件或电话，${use}。`
