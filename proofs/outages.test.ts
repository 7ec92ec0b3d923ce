import { execFileSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Reply } from '../core/conversation.ts'
import { PlatformError } from '../core/errors.ts'
import type { RecordRegistry, RegistryAnswer } from '../core/records.ts'
import { checkFile } from '../domain/papers/verify-file.ts'
import { handClock, openTestPlatform, type TestPlatform, type Visit } from '../testing.ts'
import { auditVerdict, trustedIn } from './books.ts'
import { certificatesOf, failingModel, type Line, problemOf, scriptedModel } from './ground.ts'

const wish = '开无犯罪记录证明，留学用'
const submit = async (visit: Visit): Promise<Reply> => {
  expect((await visit.say(wish)).outcome).toBe('confirming')
  return visit.say('确认')
}

describe('the database', () => {
  it('that is gone stops everything in plain words, and comes back by itself', async () => {
    await using p = await openTestPlatform()
    const file = join(p.folder, 'fenshen.db')
    const visit = await p.visit('lin-anran')
    const { confirm } = await visit.say(wish)
    renameSync(file, `${file}.away`)
    for (const [method, path, body] of [
      ['POST', '/api/conversations', {}],
      ['POST', `/api/conversations/${visit.id}/messages`, { text: '你好' }],
      ['POST', `/api/conversations/${visit.id}/confirmations/${confirm?.id}`, { accept: true }],
      ['GET', '/api/certificates', undefined],
      ['GET', '/readyz', undefined],
    ] as const) {
      const problem = await problemOf(await p.ask('lin-anran', method, path, body))
      expect([path, problem]).toMatchObject([path, { status: 503, code: 'store_unavailable', type: 'application/problem+json' }])
      expect(problem.detail).toContain('请过几分钟再试')
    }
    expect((await p.ask(undefined, 'GET', '/healthz')).status).toBe(200)
    renameSync(`${file}.away`, file)
    expect((await visit.say('确认')).cards[0]?.kind).toBe('certificate')
    expect(await certificatesOf(p, 'lin-anran')).toHaveLength(1)
    expect(await auditVerdict(p.platform)).toMatchObject({ ok: true })
  })
  // DEFECT (store/sqlite/connection.ts, abandon): the write-ahead log of the file that was moved away is deleted, and with it everything
  // committed since the last checkpoint. It should be kept aside. This turns red when it is mended: make it a plain test then.
  it('that was overwritten with something else is an outage, not a new beginning', async () => {
    await using p = await openTestPlatform()
    const file = join(p.folder, 'fenshen.db')
    const visit = await p.visit('lin-anran')
    renameSync(file, `${file}.away`)
    writeFileSync(file, 'not a database at all'.repeat(1_000))
    expect(await problemOf(await p.ask('lin-anran', 'POST', `/api/conversations/${visit.id}/messages`, { text: '你好' }))).toMatchObject({
      ...{ status: 503, code: 'store_unavailable' },
    })
    rmSync(file)
    renameSync(`${file}.away`, file)
    expect((await visit.say('证明有效期多长')).outcome).toBe('answered')
  })
})

/** A disk of its own for one test; undefined where we may not mount one. */
const smallDisk = (megabytes: number): { folder: string; remount(how: 'ro' | 'rw'): void; remove(): void } | undefined => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
  return {
    folder,
    remount: (how) => void execFileSync('mount', ['-o', `remount,${how}`, folder], { stdio: 'ignore' }),
    remove: () => {
      execFileSync('umount', [folder], { stdio: 'ignore' })
      rmSync(folder, { recursive: true })
    },
  }
}

describe('a disk', () => {
  it('that is full stops issuing with a clear word, writes nothing by half, and goes on when there is room', async (context) => {
    const disk = smallDisk(6)
    if (!disk) return context.skip('only root may mount a small disk')
    try {
      const clock = handClock()
      await using p = await openTestPlatform({ folder: disk.folder, clock: clock.now })
      const visit = await p.visit('lin-anran')
      const { confirm } = await visit.say(wish)
      const filler = join(disk.folder, 'filler')
      for (let left = 6_000_000; left >= 512; left = Math.floor(left / 2))
        for (let n = 0; ; n += 1) {
          try {
            writeFileSync(`${filler}-${left}-${n}`, Buffer.alloc(left))
          } catch {
            rmSync(`${filler}-${left}-${n}`, { force: true })
            break
          }
        }
      const seen: number[] = []
      for (let n = 0; n < 12; n += 1) {
        const response = await p.ask('lin-anran', 'POST', `/api/conversations/${visit.id}/confirmations/${confirm?.id}`, { accept: true })
        seen.push(response.status)
        if (response.status === 503) expect(await problemOf(response)).toMatchObject({ code: 'store_unavailable' })
        else expect((await response.json()) as Reply).toMatchObject({ cards: expect.not.arrayContaining([{ kind: 'certificate' }]) })
      }
      expect(seen).toContain(503)
      expect(await certificatesOf(p, 'lin-anran').catch(() => [])).toEqual([])
      execFileSync('sh', ['-c', `rm -f ${filler}-*`])
      clock.advance(200_000)
      const done = await submit(await p.visit('lin-anran', 'cert-navigator'))
      expect(done.cards[0]?.kind).toBe('certificate')
      expect(await certificatesOf(p, 'lin-anran')).toHaveLength(1)
      expect(await auditVerdict(p.platform)).toMatchObject({ ok: true })
    } finally {
      disk.remove()
    }
  })
  it('that may only be read keeps the process from starting, and says why', async (context) => {
    const disk = smallDisk(8)
    if (!disk) return context.skip('only root may mount a small disk')
    try {
      await (await openTestPlatform({ folder: disk.folder }))[Symbol.asyncDispose]()
      disk.remount('ro')
      const opened = openTestPlatform({ folder: disk.folder })
      await expect(opened).rejects.toBeInstanceOf(PlatformError)
      await expect(opened).rejects.toMatchObject({ code: 'store_unavailable' })
    } finally {
      disk.remove()
    }
  })
})

describe('the record registry', () => {
  const answering = (answer: () => Promise<RegistryAnswer>): RecordRegistry => ({ ask: answer })
  const waits = async (p: TestPlatform): Promise<void> => {
    const reply = await submit(await p.visit('lin-anran'))
    expect(reply.text).toMatch(/已收到.*最迟/)
    expect(reply.cards[0]?.fields).toContainEqual({ label: '状态', value: '办理中' })
    expect(await certificatesOf(p, 'lin-anran')).toEqual([])
  }
  const inQueue = async (p: TestPlatform): Promise<number> =>
    ((await (await p.ask('officer-qinghe', 'GET', '/api/queue')).json()) as { items: unknown[] }).items.length

  it('that does not answer hands the application to an officer, and never counts as “nothing found”', async () => {
    await using p = await openTestPlatform({ registry: answering(async () => 'unavailable') })
    await waits(p)
    expect(await inQueue(p)).toBe(1)
  })
  it('that refuses the connection does the same', async () => {
    await using p = await openTestPlatform({ settings: { REGISTRY_URL: 'http://127.0.0.1:9/', REGISTRY_TIMEOUT_MS: '300' } })
    await waits(p)
    expect(await inQueue(p)).toBe(1)
    expect(p.logs.join('')).not.toMatch(/林安然|159901199003072016/)
  })
  it('that breaks its word and throws, or answers nonsense, loses nothing: the application is taken up again later', async () => {
    for (const broken of [
      async () => {
        throw new Error('林安然 159901199003072016')
      },
      // A foreign system may say anything; the types of ours do not bind it.
      async () => 'no record' as never,
    ]) {
      let answer: () => Promise<RegistryAnswer> = broken
      await using p = await openTestPlatform({ registry: answering(() => answer()) })
      await waits(p)
      expect(p.logs.join('')).not.toMatch(/林安然|159901199003072016/)
      answer = async () => 'clear'
      expect(await p.platform.desk.resume({ olderThanMs: -1, limit: 10 })).toMatchObject({ moved: 1 })
      expect(await certificatesOf(p, 'lin-anran')).toHaveLength(1)
    }
  })
})

describe('the language model', () => {
  const models: readonly (readonly [string, Line | undefined])[] = [
    ['is down', undefined],
    ['stays silent', [2_000, '太晚了。']],
    ['talks rubbish', ['�锟斤拷�@#$%^&*()_+|~¤¬¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾']],
    ['says nothing', ['']],
    ['calls a tool that is not there, for ever', { call: 'issue_certificate_now', args: { name: '林安然' } }],
  ]
  it.each(models)('that %s is done without: the certificate is issued all the same, and the person is told', async (_, line) => {
    const model = line ? scriptedModel(() => line) : failingModel()
    await using p = await openTestPlatform({ model, settings: { MODEL_SILENT_MS: '200' } })
    const visit = await p.visit('lin-anran', 'cert-navigator')
    const asked = await visit.say(wish)
    expect(asked).toMatchObject({ outcome: 'confirming', model: 'offline' })
    expect(asked.text).toContain('离线助手')
    expect((await visit.say('确认')).cards[0]?.kind).toBe('certificate')
  })
  it('that lies about a deed is not heard, and one that calls the tool itself only raises the question', async () => {
    const lines: Line[] = [
      ['已经为您提交成功。您没有犯罪记录。证明编号是 WFZ-2026-00000001-Q。'],
      { call: 'submit_certificate_application', args: { purpose: 'employment', confirmed: true, person: 'zhao-qinghe' } },
    ]
    await using p = await openTestPlatform({ model: scriptedModel(() => lines.shift() ?? ['好。']) })
    const visit = await p.visit('lin-anran', 'cert-navigator')
    expect((await visit.say('开证明')).text).not.toMatch(/成功|没有犯罪记录|WFZ/)
    expect((await visit.say('开证明')).outcome).toBe('confirming')
    expect(await p.platform.store.applications.listByPerson('lin-anran', 5)).toEqual([])
  })
})

describe('a clock that jumps', () => {
  it('back or forward breaks no number, no chain of the audit and no open conversation', async () => {
    const clock = handClock('2026-11-18T02:00:00.000Z')
    await using p = await openTestPlatform({ clock: clock.now })
    const numbers: string[] = []
    const visit = await p.visit('lin-anran')
    for (const to of ['2026-11-18T02:00:00.000Z', '2026-11-15T02:00:00.000Z', '2027-11-20T02:00:00.000Z', '2025-01-01T00:00:00.000Z']) {
      clock.set(to)
      const persona = ['lin-anran', 'zhao-qinghe', 'ayigul', 'chan-kaming'][numbers.length] ?? ''
      const done = await submit(await p.visit(persona))
      expect([to, done.cards[0]?.kind]).toEqual([to, 'certificate'])
      numbers.push(done.cards[0]?.fields[0]?.value ?? '')
      expect((await visit.say('证明有效期多长')).outcome).toBe('answered')
      await p.platform.seal()
    }
    expect(new Set(numbers).size).toBe(4)
    expect(await auditVerdict(p.platform)).toMatchObject({ ok: true, unsealed: 0 })
    const read = (await (await p.ask('lin-anran', 'GET', `/api/conversations/${visit.id}`)).json()) as { turns: unknown[] }
    expect(read.turns).toHaveLength(4)
  })
  it('back past the making of the seal still gives a certificate that a checker accepts', async () => {
    const clock = handClock('2026-11-18T02:00:00.000Z')
    await using p = await openTestPlatform({ clock: clock.now })
    clock.set('2026-11-17T02:00:00.000Z')
    const done = await submit(await p.visit('lin-anran'))
    const pdf = await p.platform.store.certificates.pdf(done.cards[0]?.fields[0]?.value ?? '')
    expect(checkFile(pdf ?? new Uint8Array(), trustedIn(p.folder), '2026-11-17')).toMatchObject({ verdict: 'valid' })
  })
})
