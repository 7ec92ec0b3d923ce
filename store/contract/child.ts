import { openStore } from '../open.ts'
import { auditEntry, certificate, noon, testKey } from './fixtures.ts'

// Another process for processes.ts: `child.ts <url> write <name> <times>`, `hang <name>`, or `fill`.

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
if (mode === 'fill') {
  // Writes until there is no room, and tells how much of it can be read back.
  let written = 0
  const next = () =>
    store.transaction(async (records) => {
      await records.certificates.insert(certificate({ person: 'filler' }), Buffer.alloc(50_000))
      await records.audit.append(auditEntry(), noon)
    })
  const error = await (async () => {
    for (; written < 1000; written += 1) await next()
  })().catch((thrown: unknown) => thrown)
  const code = error instanceof Error && 'code' in error ? error.code : String(error)
  const found = (await store.certificates.listByPerson('filler', 1000)).length
  process.stdout.write(JSON.stringify({ written, code, found }))
}
if (mode === 'write') for (let at = 0; at < Number(times); at += 1) await write(async () => {})
await store.close()
