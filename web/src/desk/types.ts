import type { components } from '../api-types.ts'

// The officers' desk as the API describes it (core/officer-desk.ts has the meaning of each).
type Schemas = components['schemas']

export type CaseRow = Schemas['DeskRow']
export type CasePage = Schemas['DeskPage']
export type CaseDetail = Schemas['DeskCase']
export type Overview = Schemas['DeskOverview']
export type Group = NonNullable<CaseRow['group']>
export type PersonFacts = CaseDetail['person']
export type Clock = NonNullable<CaseDetail['clock']>
/** A decision that waits for a second person (呈批件). */
export type Approval = Schemas['Approval']
/** A certificate picked for a second look (抽查). */
export type SpotCheck = Schemas['SpotCheck']
export type Material = Schemas['Material']
/** What came of confirming one of many. */
export type Sealed = Schemas['DeskBatchDone']['cases'][number]
