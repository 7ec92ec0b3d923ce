import { join } from 'node:path'
import type { Store } from './core/ports.ts'
import type { ReportDesk } from './core/reports.ts'
import type { Clock } from './core/time.ts'
import { createCertificateReports } from './domain/reports/certificate-desk.ts'
import { createReportDesk } from './domain/reports/desk.ts'
import type { ReportPress } from './domain/reports/pdf.ts'
import type { Door } from './server/parts.ts'
import { certificateReportRoutes } from './server/routes/certificate-reports.ts'
import { reportRoutes } from './server/routes/reports.ts'

/** The desk of reports over a store. Its press takes its memory when the first PDF is asked for. */
export const openReports = (store: Store, facts: { readonly clock: Clock; readonly isDemo: boolean }): ReportDesk => {
  let opened: Promise<ReportPress> | undefined
  const press = (): Promise<ReportPress> => {
    opened ??= import('./domain/reports/pdf.ts').then(({ openReportPress }) => openReportPress(join(import.meta.dirname, 'data', 'fonts')))
    return opened
  }
  return createReportDesk({ store, ...facts, press: { print: async (page, at) => (await press()).print(page, at) } })
}

/** Doors to every report: disputes and certificates. */
export const reportDoors = (store: Store, facts: { readonly clock: Clock; readonly isDemo: boolean }): readonly Door[] => [
  { path: '/', app: reportRoutes({ reports: openReports(store, facts) }) },
  { path: '/', app: certificateReportRoutes({ reports: createCertificateReports({ store, ...facts }), clock: facts.clock }) },
]
