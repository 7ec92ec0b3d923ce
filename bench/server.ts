import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Reply } from '../core/conversation.ts'
import { type Keyring, openKeyring } from '../keyring.ts'
import { mintDemoToken } from '../server/auth/demo-token.ts'
import { testConfig } from '../testing.ts'

const home = join(import.meta.dirname, '..')

/** The settings of V8 that `npm start` gives. */
const asStarted = ['--min-semi-space-size=4']

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return address && typeof address === 'object' ? address.port : 0
}

/** Asks until somebody answers. */
const answered = async (url: string): Promise<Response> => {
  const until = performance.now() + 60_000
  for (;;) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return response
    if (performance.now() > until) throw new Error(`no answer from ${url}: ${response?.status}`)
    await sleep(10)
  }
}

/** A server as people run it: `node main.ts serve` in a process of its own, until it is stopped. */
export interface ServedPlatform extends AsyncDisposable {
  /** From the start of the process to its first answer, ms. */
  readonly agentsMs: number
  /** `performance.now()` of the start. */
  readonly began: number
  /** User and system time of the process so far, seconds; undefined where the system does not tell. */
  cpuS(): number | undefined
  /** Resident memory, MB; undefined where the system does not tell. */
  memoryMb(): number | undefined
  /** A person's conversation by the network. */
  visit(person: string): Promise<{ say(text: string): Promise<Reply> }>
}

/** Starts the server on a data folder. */
export const serve = async (folder: string): Promise<ServedPlatform> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const began = performance.now()
  const child = spawn(process.execPath, [...asStarted, join(home, 'bin', 'main.mjs'), 'serve', '--port', String(port)], {
    ...{ cwd: home, env: { DATA_DIR: folder, LOG_LEVEL: 'silent', FENSHEN_MODE: 'demo' }, stdio: ['ignore', 'ignore', 'inherit'] },
  })
  await answered(`${url}/api/agents`)
  const agentsMs = performance.now() - began
  let keyring: Keyring | undefined
  return {
    agentsMs,
    began,
    cpuS() {
      const file = `/proc/${child.pid}/stat`
      // After the name in brackets: user and system time are the twelfth and thirteenth, in hundredths of a second.
      const fields = existsSync(file) ? readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') : undefined
      return fields && (Number(fields[11]) + Number(fields[12])) / 100
    },
    memoryMb() {
      const file = `/proc/${child.pid}/status`
      const kb = existsSync(file) ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined
      return kb === undefined ? undefined : Number(kb) / 1_024
    },
    async visit(person) {
      keyring ??= await openKeyring(testConfig(folder))
      const token = await mintDemoToken({ key: keyring.tokens.privateKey, person, clock: () => new Date() })
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
      const post = async <T>(path: string, body: unknown): Promise<T> => {
        const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
        if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
        return (await response.json()) as T
      }
      const { id } = await post<{ id: string }>('/api/conversations', {})
      return { say: (text) => post<Reply>(`/api/conversations/${id}/messages`, { text }) }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
