import { smsGateway } from '../connectors/sms-gateway.ts'
import { openNoticeDesk } from '../domain/notices/desk.ts'
import { sendNotices } from '../domain/notices/send.ts'
import { tell } from '../domain/notices/tell.ts'
import { noticeTemplates } from '../open-notices.ts'
import { openStore } from '../store/open.ts'

// Steps with their notices, and the sending of them, until somebody kills it: `notices-child.ts DATABASE GATEWAY work|drain`.
const [url = '', gateway = '', mode] = process.argv.slice(2)
// Faster than life: what was in hand when the last one died is due at once.
const clock = (): Date => new Date(Date.now() + (mode === 'drain' ? 3_600_000 : 0))
const store = await openStore({ url, key: new Uint8Array(32).fill(7), clock })
const ground = { store, clock, institution: '云河市公安局', templates: noticeTemplates() }
const send = smsGateway({
  url: gateway,
  secret: 'a secret of the test',
  sender: '云河市公安局',
  timeoutMs: 5_000,
  clock,
  onFault: () => undefined,
})
openNoticeDesk(ground, { channels: ['sms'], mail: undefined })

const step = async (): Promise<void> => {
  await store.transaction(async (records) => {
    const n = await records.sequences.next('proof', 2026)
    const target = `SL${String(n).padStart(6, '0')}`
    await records.audit.append(
      { actor: 'system', actorKind: 'system', action: 'step', target, isOk: true, detail: {}, deedKey: `step:${n}` },
      clock(),
    )
    await tell(records, { person: 'somebody', kind: 'done', target, step: 1 }, clock())
  })
}

process.stdout.write('ready\n')
if (mode === 'work')
  for (;;) {
    await step()
    await sendNotices(ground, { sms: send })
  }
for (;;) {
  const { spread, sent } = await sendNotices(ground, { sms: send })
  if (spread + sent === 0) break
}
await store.close()
