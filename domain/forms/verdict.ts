import type { Period } from '../../core/certificates.ts'
import type { PlainDate } from '../../core/time.ts'

/**
 * What a form check says (校验结论): `accept` as it is · `soft_warn` goes on, a person looks · `needs_fix` may be right, but the
 * applicant must add or settle something (补正) · `reject` cannot be right, or may not be used here.
 */
export type Verdict = 'accept' | 'soft_warn' | 'needs_fix' | 'reject'

/** What follows from a value, computed and never asked for. */
export interface Derived {
  readonly birth?: PlainDate
  readonly sex?: 'male' | 'female'
  /** Full years (周岁) on the day of the check. */
  readonly age?: number
  /** Days of residence that count towards the 180 (居留天数). */
  readonly days?: number
}

/** The answer of every checker. `reason` is one plain Chinese sentence, and never repeats the value: it may be logged. */
export interface FormCheck {
  readonly verdict: Verdict
  readonly reason: string
  /** The value in the one form in which it is stored. Absent when there is nothing safe to store. */
  readonly normalized?: string | Period | readonly Period[]
  readonly derived?: Derived
}

/** What the applicant said about themself elsewhere on the form. */
export interface Stated {
  /** As it was typed: it may be no date at all. */
  readonly birth?: string | undefined
  readonly sex?: 'male' | 'female' | undefined
}

/** What a checker knows besides the value. */
export interface FormContext {
  readonly stated: Stated
  /** The day of the check in Asia/Shanghai. */
  readonly asOf: PlainDate
  /** True: only invented numbers may enter (演示环境); `certificate.md` §4.1. */
  readonly isDemo: boolean
}

export const reject = (reason: string): FormCheck => ({ verdict: 'reject', reason })
