import { writeSync } from 'node:fs'
import { enableCompileCache } from 'node:module'

// One life of the process that kill-desk.ts ends by force: `node bench/kill-desk-child.ts FOLDER DATABASE`. Two officers decide about
// everything that waits, and each step is said on stdout in a line of JSON before it is taken and after it was answered.

enableCompileCache()
const { pino } = await import('pino')
const { openPlatform } = await import('../platform.ts')
const { testConfig } = await import('../testing.ts')
const { visitorAt } = await import('./visitor.ts')
const { deskRegistry, waitingCases } = await import('./kill-desk.ts')

const [folder = '', url = ''] = process.argv.slice(2)
const tell = (fact: Readonly<Record<string, unknown>>): void => void writeSync(1, `${JSON.stringify(fact)}\n`)

const platform = await openPlatform(testConfig(folder, url ? { DATABASE_URL: url } : {}), {
  ...{ log: pino({ level: 'silent' }), isWatching: false, registry: deskRegistry },
})
await platform.start()
const [reviewer, approver] = [await visitorAt(platform, 'reviewer-qinghe'), await visitorAt(platform, 'approver-qinghe')]
tell({ ready: true })
for (const { number, state, revision } of await waitingCases(platform.store)) {
  if (state === 'HUMAN_REVIEW') {
    tell({ proposing: number })
    const proposed = await reviewer.post(`/api/desk/cases/${number}/refuse`, { revision, note: '按查询结果' })
    if (proposed.status !== 200) throw new Error(`${number} was not proposed: ${await proposed.text()}`)
  }
  const [open] = await platform.store.approvals.ofTarget(number)
  tell({ deciding: number })
  const decided = await approver.post(`/api/approvals/${open?.id}/decision`, { hash: open?.hash, verdict: 'approved' })
  tell(decided.status === 200 ? { done: number } : { failed: number, why: await decided.text() })
}
tell({ over: true })
await platform.close()
