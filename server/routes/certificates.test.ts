import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applicationOf, cast, certificateOf, openTestServer, type TestServer } from '../test-server.ts'

const pdf = new TextEncoder().encode('%PDF-1.7 test')
const number = 'WFZ-2026-00000001-M'
let s: TestServer
beforeAll(async () => {
  s = await openTestServer()
  await s.store.applications.insert(applicationOf(cast.zhang, 'SL1599012026000001', { certificate: number }), {
    deedKey: 'a',
    sameKey: 'a',
  })
  await s.store.certificates.insert(certificateOf(cast.zhang, number), pdf)
  await s.store.certificates.insert(
    certificateOf(cast.zhang, 'WFZ-2026-00000002-K', { verifyCode: 'OLD', application: 'SL1599012026000002', validUntil: '2026-11-21' }),
    pdf,
  )
})
afterAll(() => s[Symbol.asyncDispose]())

describe('the holder of a certificate', () => {
  it('sees their own certificates, and which of them have run out', async () => {
    const { certificates } = await (await s.as(cast.zhang, '/api/certificates')).json()
    expect(certificates.map((c: { number: string; status: string }) => `${c.number} ${c.status}`).sort()).toEqual([
      'WFZ-2026-00000001-M valid',
      'WFZ-2026-00000002-K expired',
    ])
  })
  it('finds where to fetch it and where others check it', async () => {
    expect(await (await s.as(cast.zhang, `/api/certificates/${number}`)).json()).toMatchObject({
      number,
      maskedName: '张**',
      validUntil: null,
      links: [
        { rel: 'pdf', href: `/api/certificates/${number}/pdf` },
        { rel: 'verify', href: '/verify/0123456789ABCDEFGHJKMNPQ' },
      ],
    })
  })
  it('reads the PDF in place, or takes it away under its Chinese name', async () => {
    const inline = await s.as(cast.zhang, `/api/certificates/${number}/pdf`)
    expect(inline.headers.get('content-type')).toBe('application/pdf')
    expect(inline.headers.get('content-disposition')).toMatch(
      /^inline; filename="certificate-WFZ-2026-00000001-M.pdf"; filename\*=UTF-8''%E6%97%A0/,
    )
    expect(inline.headers.get('cache-control')).toBe('no-store')
    expect(new Uint8Array(await inline.arrayBuffer())).toEqual(pdf)
    const download = await s.as(cast.zhang, `/api/certificates/${number}/pdf?download=1`)
    expect(download.headers.get('content-disposition')).toMatch(/^attachment/)
  })
})

describe('anyone else', () => {
  it.each(['', '/pdf'])('gets the same 404 for a certificate of another person as for none at all%s', async (tail) => {
    for (const who of [cast.li, cast.zhao]) {
      const theirs = await s.as(who, `/api/certificates/${number}${tail}`)
      const none = await s.as(who, `/api/certificates/WFZ-2026-99999999-X${tail}`)
      expect(theirs.status).toBe(404)
      const [a, b] = [await theirs.json(), await none.json()]
      expect({ ...a, requestId: '' }).toEqual({ ...b, requestId: '' })
    }
  })
  it('is asked to sign in', async () => {
    for (const path of [
      '/api/certificates',
      `/api/certificates/${number}`,
      `/api/certificates/${number}/pdf`,
      '/api/applications',
      '/api/me/lookups',
      '/api/queue',
    ])
      expect((await s.server.request(path)).status).toBe(401)
  })
  it('may ask who they are, and hears that they are a visitor', async () => {
    expect(await (await s.server.request('/api/me')).json()).toEqual({
      signedIn: false,
      reason: 'none',
      demo: true,
      institution: '云溪县公安局',
      aiLabel: '人工智能生成',
    })
  })
})

describe('who looked at me', () => {
  it('names roles and offices, and no other person', async () => {
    const subject = s.store.keyed(cast.zhang.document.number)
    const look = (actor: string, actorKind: 'citizen' | 'officer' | 'system', agent?: string) =>
      s.store.audit.append(
        {
          ...{ actor, actorKind, action: 'look_up_record', target: undefined, isOk: true, detail: {} },
          lookup: { subject, purpose: '本人申请', basis: '依据' },
          ...(agent ? { agent } : {}),
        },
        s.time.now,
      )
    await look(cast.zhang.id, 'citizen')
    await look(cast.zhang.id, 'citizen', 'certificates')
    await look('system', 'system')
    await look(cast.wang.id, 'officer')
    await look(cast.li.id, 'citizen')
    const { lookups } = await (await s.as(cast.zhang, '/api/me/lookups')).json()
    expect(lookups.map(({ by }: { by: string }) => by)).toEqual([
      '经授权的申请人',
      '民警 云溪县公安局城东派出所',
      '系统办理（本人申请）',
      '智能体办理（本人申请）',
      '本人',
    ])
    expect(JSON.stringify(lookups)).not.toMatch(/王守正|李小雨|demo-/)
    expect((await (await s.as(cast.li, '/api/me/lookups')).json()).lookups).toEqual([])
  })
})
