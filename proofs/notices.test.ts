import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { signatureOf } from '../connectors/sms-gateway.ts'
import { citizen } from '../store/contract/fixtures.ts'
import { openStore } from '../store/open.ts'

it('loses no notice and doubles none, killed anywhere and started again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-notices-'))
  const url = join(folder, 'proof.db')
  const key = new Uint8Array(32).fill(7)
  const first = await openStore({ url, key, clock: () => new Date() })
  await first.people.save(citizen('somebody'))
  await first.close()

  /** What arrived, by the key of the message; a gateway sends a key that it knows no second time. */
  const arrived = new Map<string, string>()
  let again = 0
  const gateway = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const { 'x-timestamp': timestamp, 'x-signature': signature, 'idempotency-key': id } = request.headers
    const isOurs = signature === `sha256=${signatureOf('a secret of the test', String(timestamp), body)}`
    if (isOurs) {
      again += arrived.has(String(id)) ? 1 : 0
      arrived.set(String(id), (JSON.parse(body) as { text: string }).text)
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ accepted: isOurs }))
  }).listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  const address = gateway.address()
  const gatewayUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/send`
  const child = async (mode: 'work' | 'drain') => {
    const started = spawn(process.execPath, [join(import.meta.dirname, 'notices-child.ts'), url, gatewayUrl, mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(started.stdout, 'data')
    return started
  }
  try {
    for (let round = 0; round < 6; round += 1) {
      const worker = await child('work')
      await wait(60 + round * 53)
      worker.kill('SIGKILL')
      await once(worker, 'exit')
    }
    const last = await child('drain')
    const [code] = await once(last, 'exit')
    expect(code).toBe(0)

    const store = await openStore({ url, key, clock: () => new Date() })
    const steps = (await store.audit.list({ afterSeq: 0, limit: 100_000 }))
      .filter(({ action }) => action === 'step')
      .map(({ target }) => target)
    const told = (await store.notices.list('somebody', { limit: 100_000 })).map(({ target }) => target)
    await store.close()
    expect(steps.length).toBeGreaterThan(20)
    expect(told.toSorted()).toEqual(steps.toSorted())
    // One key for each step, and each in its own words: none lost, none under two keys.
    expect([...arrived.values()].toSorted()).toEqual(
      steps.map((target) => `【云河市公安局】您的申请（尾号 ${target?.slice(-4)}）已办结，请登录查看。`).toSorted(),
    )
    expect(again).toBeLessThanOrEqual(6)
  } finally {
    gateway.close()
    rmSync(folder, { recursive: true, force: true })
  }
}, 60_000)
