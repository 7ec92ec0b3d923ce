import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationState } from './core/certificates.ts'
import { materialLimits } from './core/material-intake.ts'
import { expireMaterials } from './domain/materials/retention.ts'
import { expirePapers } from './domain/papers/retention.ts'
import { application } from './store/contract/fixtures.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

const photo = readFileSync(new URL('./files/materials/golden/phone.jpg', import.meta.url))
const iphone = readFileSync(new URL('./files/materials/golden/phone.heic', import.meta.url))
const clock = handClock()
let p: TestPlatform
/** What the virus scanner says next; undefined: it hangs up. */
let scanner: string | undefined = 'stream: OK\0'
const daemon = createServer((socket) => {
  socket.on('error', () => undefined)
  socket.on('data', (piece) => piece.subarray(-4).equals(Buffer.alloc(4)) && socket.end(scanner ?? ''))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => daemon.listen(0, '127.0.0.1', resolve))
  const address = daemon.address()
  p = await openTestPlatform({
    clock: clock.now,
    settings: { CLAMD_URL: `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, CLAMD_TIMEOUT_MS: '2000' },
  })
})
afterAll(async () => {
  await p[Symbol.asyncDispose]()
  daemon.close()
})

let count = 0
const apply = async (state: ApplicationState = 'DRAFT'): Promise<string> => {
  count += 1
  const number = `SL159901202600${String(count).padStart(4, '0')}`
  await p.platform.store.applications.insert(
    application({ number, person: 'zhao-qinghe', unit: '159901', state, submittedAt: clock.now() }),
    {
      deedKey: number,
      sameKey: number,
    },
  )
  return number
}
const send = async (
  who: string | undefined,
  number: string,
  bytes: Uint8Array,
  more: { kind?: string; name?: string } = {},
): Promise<Response> => {
  const body = new FormData()
  body.set('kind', more.kind ?? 'identity_document')
  body.set('file', new Blob([Uint8Array.from(bytes)]), more.name ?? '身份证.jpg')
  return p.platform.server.request(`/api/applications/${number}/materials`, {
    method: 'POST',
    body,
    headers: who ? await p.as(who) : {},
  })
}
const json = async (response: Response | Promise<Response>): Promise<Record<string, unknown>> =>
  (await (await response).json()) as Record<string, unknown>
const audit = async (target: string) =>
  (await p.platform.store.audit.list({ afterSeq: 0, limit: 5_000 })).filter((row) => row.target === target)

describe('a file handed in with an application', () => {
  it('is kept without what stood beside the picture, encrypted, and shown to the applicant and to officers of the unit', async () => {
    const number = await apply()
    const sent = await send('zhao-qinghe', number, photo, { name: '../../\u202Egpj.exe<script>.jpg' })
    expect(sent.status).toBe(201)
    const view = await json(sent)
    expect(view).toMatchObject({ kind: 'identity_document', type: 'image/jpeg', scan: 'clean', name: 'gpj.exe<script>.jpg' })
    const path = String(view.href)
    for (const who of ['zhao-qinghe', 'officer-qinghe', 'approver-qinghe', 'approver-bureau']) {
      const shown = await p.ask(who, 'GET', path)
      expect(shown.status, who).toBe(200)
      const bytes = Buffer.from(await shown.arrayBuffer())
      expect(bytes.includes('Invented')).toBe(false)
      expect(bytes.length).toBe(view.bytes)
      expect(shown.headers.get('content-type')).toBe('image/jpeg')
      expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
      expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
      expect(shown.headers.get('content-disposition')).toMatch(/^attachment; filename="material-\w+\.jpg"/)
      expect(shown.headers.get('content-disposition')).not.toContain('script')
      expect(shown.headers.get('cache-control')).toBe('no-store')
    }
    for (const who of ['officer-shiqiao', 'approver-shiqiao', 'auditor-bureau', 'ayigul'])
      for (const asked of [path, `/api/applications/${number}/materials`]) expect((await p.ask(who, 'GET', asked)).status, who).toBe(404)
    expect((await p.ask(undefined, 'GET', path)).status).toBe(401)
    const rows = await audit(number)
    expect(rows.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'hand_in_material zhao-qinghe',
      ...['zhao-qinghe', 'officer-qinghe', 'approver-qinghe', 'approver-bureau'].map((who) => `view_material ${who}`),
    ])
    expect(JSON.stringify(rows)).not.toContain('script')
    expect(p.logs.join('')).not.toContain('script')
  })

  it('from an iPhone is kept as a JPEG', async () => {
    const view = await json(send('zhao-qinghe', await apply(), iphone, { name: 'IMG_0001.HEIC' }))
    expect(view).toMatchObject({ type: 'image/jpeg' })
  })

  it('is not taken from anybody but the applicant, and none is kept', async () => {
    const number = await apply()
    expect((await send('ayigul', number, photo)).status).toBe(404)
    expect((await send('officer-shiqiao', number, photo)).status).toBe(404)
    expect((await send('officer-qinghe', number, photo)).status).toBe(403)
    expect((await send(undefined, number, photo)).status).toBe(401)
    expect(await p.platform.store.materials.list(number)).toEqual([])
  })

  it.each([
    [
      'a program called PDF',
      Buffer.from('MZ\x90\0%PDF-1.7', 'latin1'),
      422,
      '请上传 PDF 或照片（JPG、PNG、HEIC），这个文件是Windows 程序。',
    ],
    ['half a photograph', photo.subarray(0, 3_000), 422, '这个文件打不开，可能没有传完整，请重新拍照或另存后再传。'],
    ['an empty file', Buffer.alloc(0), 400, '请先选择要上传的文件。'],
    [
      'more than ten megabytes',
      Buffer.concat([photo, Buffer.alloc(materialLimits.fileBytes)]),
      422,
      '单个文件不能超过 10 MB，请压缩或分开上传。',
    ],
  ])('that is %s is refused in one sentence', async (_, bytes, status, says) => {
    const number = await apply()
    const response = await send('zhao-qinghe', number, bytes, { name: '证明.pdf' })
    expect([response.status, (await json(response)).detail]).toEqual([status, says])
    expect(await p.platform.store.materials.list(number)).toEqual([])
  })

  it('of an unknown kind is refused by name of the field', async () => {
    expect((await send('zhao-qinghe', await apply(), photo, { kind: 'love_letter' })).status).toBe(400)
  })

  it('with a virus is refused, and while the scanner cannot tell nothing is taken', async () => {
    const number = await apply()
    scanner = 'stream: Eicar-Test-Signature FOUND\0'
    expect(await json(send('zhao-qinghe', number, photo))).toMatchObject({
      code: 'material_refused',
      detail: '这个文件查出病毒，没有保存，请换一个文件。',
    })
    scanner = undefined
    expect(await json(send('zhao-qinghe', number, photo))).toMatchObject({ status: 503, code: 'scanner_unavailable' })
    scanner = 'stream: OK\0'
    expect(await p.platform.store.materials.list(number)).toEqual([])
  })

  it('is one of twenty at most, also when they come at once', async () => {
    const number = await apply()
    const statuses = await Promise.all(Array.from({ length: 23 }, async () => (await send('zhao-qinghe', number, photo)).status))
    expect(statuses.filter((status) => status === 201)).toHaveLength(materialLimits.files)
    expect(await json(send('zhao-qinghe', number, photo))).toMatchObject({ why: 'files' })
  })

  it('may be taken back while the application is the applicant’s to change, and is then gone for good', async () => {
    const number = await apply()
    const { href, id } = await json(send('zhao-qinghe', number, photo))
    expect((await p.ask('officer-qinghe', 'DELETE', String(href))).status).toBe(403)
    expect((await p.ask('zhao-qinghe', 'DELETE', String(href))).status).toBe(204)
    expect((await p.ask('zhao-qinghe', 'GET', String(href))).status).toBe(404)
    expect(await p.platform.store.materials.content(String(id))).toBeUndefined()
    const { materials } = await json(p.ask('zhao-qinghe', 'GET', `/api/applications/${number}/materials`))
    expect(materials).toMatchObject([{ id, isRemoved: true, href: null }])
  })

  it('is taken after the end only as an objection', async () => {
    const number = await apply('REFUSED')
    expect((await send('zhao-qinghe', number, photo)).status).toBe(409)
    expect((await send('zhao-qinghe', number, photo, { kind: 'objection' })).status).toBe(201)
    expect((await send('zhao-qinghe', await apply('WITHDRAWN'), photo, { kind: 'objection' })).status).toBe(409)
  })

  it('is deleted when its time is over, of ended applications only, and the audit stays', async () => {
    const [ended, open] = [await apply('NEED_SUPPLEMENT'), await apply()]
    const one = await json(send('zhao-qinghe', ended, photo))
    const two = await json(send('zhao-qinghe', open, photo))
    const { store } = p.platform
    const found = await store.applications.find(ended)
    if (!found) throw new Error('no application')
    await store.applications.move(found, { state: 'LAPSED', history: [] })
    clock.advance(179 * 86_400_000)
    await expireMaterials({ store, clock: clock.now }, 180)
    expect(await store.materials.content(String(one.id))).toBeDefined()
    clock.advance(2 * 86_400_000)
    await expireMaterials({ store, clock: clock.now }, 180)
    expect(await store.materials.content(String(one.id))).toBeUndefined()
    expect(await store.materials.content(String(two.id))).toBeDefined()
    expect((await store.materials.find(String(one.id)))?.sha256).toBe(one.sha256)
    expect((await audit(ended)).map(({ action }) => action)).toEqual(['hand_in_material', 'expire_material'])
  })
})

describe('a paper', () => {
  it('loses its file when the time that a bureau has set is over, of ended applications only; check, list and audit stay', async () => {
    const { store, office } = p.platform
    const made = async (state: ApplicationState) => {
      const number = await apply(state)
      const facts = {
        ...{
          applicant: '赵清禾',
          agent: undefined,
          application: number,
          item: '无犯罪记录证明',
          acceptedOn: '2026-11-18',
          dueOn: '2026-11-21',
        },
        ...{ materials: [], progressUrl: '', complaintPhone: undefined },
        contact: { institution: '青禾派出所', address: '青禾街', phone: '0' },
      }
      const drafted = await office.draft({ kind: 'receipt', application: number, person: 'zhao-qinghe', unit: '159901', facts })
      await store.transaction((records) => office.keep(records, drafted, { kind: 'system' }))
      return drafted.paper
    }
    const [ended, open] = [await made('REFUSED'), await made('HUMAN_REVIEW')]
    clock.advance(366 * 86_400_000)
    const removed = await expirePapers({ store, clock: clock.now }, 365)
    expect(removed).toBeGreaterThanOrEqual(1)
    expect(await expirePapers({ store, clock: clock.now }, 365)).toBe(0)
    const gone = await p.ask('zhao-qinghe', 'GET', `/api/papers/${ended.number}/pdf`)
    expect(gone.status).toBe(410)
    expect(await json(gone)).toMatchObject({ code: 'paper_removed', detail: expect.stringMatching(/效力不变.*查询档案。$/) })
    expect((await p.ask('zhao-qinghe', 'GET', `/api/papers/${open.number}/pdf`)).status).toBe(200)
    const { papers } = await json(p.ask('zhao-qinghe', 'GET', `/api/applications/${ended.application}/papers`))
    expect(papers).toMatchObject([{ number: ended.number, isRemoved: true, links: [{ rel: 'verify' }] }])
    expect(await (await p.ask(undefined, 'GET', `/verify/${ended.verifyCode}`)).text()).toContain('真')
    expect((await audit(ended.number)).slice(0, 2).map(({ action }) => action)).toEqual(['issue_paper', 'expire_paper'])
  })
})

it('tells the officer that nobody looked for a virus where no scanner is configured', async () => {
  await using plain = await openTestPlatform({ clock: clock.now })
  await plain.platform.store.applications.insert(
    application({ number: 'SL1599012026009999', person: 'zhao-qinghe', unit: '159901', state: 'DRAFT' }),
    {
      deedKey: 'x',
      sameKey: 'x',
    },
  )
  const body = new FormData()
  body.set('kind', 'other')
  body.set('file', new Blob([Uint8Array.from(photo)]), 'a.jpg')
  const sent = await plain.platform.server.request('/api/applications/SL1599012026009999/materials', {
    method: 'POST',
    body,
    headers: await plain.as('zhao-qinghe'),
  })
  expect(await sent.json()).toMatchObject({ scan: 'unscanned' })
})
