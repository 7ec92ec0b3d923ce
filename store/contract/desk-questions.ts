import type { Store } from '../../core/ports.ts'
import { noon } from './fixtures.ts'

const units = ['station-1', 'station-2']
const queue = { units, groups: ['review', 'second'], limit: 51 } as const

/** What the officers' desk asks again and again: each must be answered by an index, on both databases. */
export const deskQuestions: readonly ((store: Store) => Promise<unknown>)[] = [
  ({ desk }) => desk.queue(queue),
  ({ desk }) => desk.queue({ ...queue, units: ['station-1'] }),
  ({ desk }) => desk.queue({ ...queue, units: ['station-1'], after: { dueOn: '2026-11-24', id: 'x' } }),
  ({ desk }) => desk.open({ groups: ['review'], limit: 100 }),
  ({ desk }) => desk.open({ groups: ['review'], limit: 100, after: { dueOn: '2026-11-24', id: 'x' } }),
  ({ desk }) => desk.queue({ ...queue, after: { dueOn: '2026-11-24', id: 'x' } }),
  ({ desk }) => desk.queue({ ...queue, dueUntil: '2026-11-24' }),
  ({ desk }) => desk.queue({ ...queue, claimedBy: { officer: 'o', now: noon } }),
  ({ desk }) => desk.queue({ ...queue, unclaimedAt: noon }),
  ({ desk }) => desk.queue({ ...queue, escalatedTo: 'o' }),
  ({ desk }) => desk.counts({ units, today: '2026-11-24', next: '2026-11-25', now: noon }),
  ({ desk }) => desk.done({ units: ['station-1'], states: ['ISSUED', 'DELIVERED'], limit: 51 }),
  ({ desk }) => desk.done({ units, states: ['ISSUED'], limit: 51, after: 'x' }),
  ({ desk }) => desk.findAbout({ subjectKey: 'k' }, { units, limit: 50 }),
  ({ desk }) => desk.findAbout({ nameKey: 'k' }, { units, limit: 50 }),
  ({ desk }) => desk.claimOf('x'),
  ({ desk }) => desk.acts('x'),
  ({ desk }) => desk.escalations('x'),
  ({ desk }) => desk.unwatched({ groups: ['review'], dueUntil: '2026-11-24', stage: 'soon', limit: 100 }),
  ({ desk }) => desk.silentSince(noon, 100),
  ({ approvals }) => approvals.openOf('o', 100),
  ({ spotChecks }) => spotChecks.list({ units, isOpen: true, limit: 51 }),
  ({ spotChecks }) => spotChecks.list({ units, isOpen: false, limit: 51, after: { at: noon, application: 'x' } }),
  ({ certificateFigures }) => certificateFigures.recheckOverdue({ units, from: '2026-11-09', to: '2026-11-23' }, '2026-11-23'),
  ({ certificateFigures }) => certificateFigures.spotChecks({ units, from: '2026-11-09', to: '2026-11-23' }),
  ({ applications }) => applications.find('x'),
  ({ approvals }) => approvals.ofTarget('x'),
  ({ approvals }) => approvals.listOpen({ units, roles: ['approver'], levels: ['any'], notBy: 'o', now: noon, limit: 51 }),
  ({ papers }) => papers.listByApplication('x'),
  ({ people }) => people.byIds(['a', 'b']),
]
