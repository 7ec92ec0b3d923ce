import { openStore } from '../open.ts'
import { auditEntry, noon, testKey } from './fixtures.ts'

// Another process for processes.ts: `child.ts <url> write <name> <times>` or `child.ts <url> hang <name>`.

const [url = '', mode = '', name = '', times = '1'] = process.argv.slice(2)
const store = await openStore({ url, key: testKey, clock: () => noon })

const write = (hold: () => Promise<unknown>) =>
  store.transaction(async (records) => {
    const value = await records.sequences.next(name, 2026)
    await records.audit.append(auditEntry({ deedKey: `${name}-${value}` }), noon)
    await hold()
  })

if (mode === 'hang') {
  // Says when it has written, and then waits to be killed.
  await write(() => new Promise((resolve) => process.stdout.write('written\n', () => setTimeout(resolve, 60_000))))
}
for (let at = 0; at < Number(times); at += 1) await write(async () => {})
await store.close()
