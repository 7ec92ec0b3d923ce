import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cast, certificateOf, openTestServer, type TestServer } from '../test-server.ts'

const number = 'WFZ-2026-00000001-M'
const code = '0123456789ABCDEFGHJKMNPQ'
const oldCode = 'ZZZZZZZZZZZZZZZZZZZZZZZZ'
let s: TestServer
beforeEach(async () => {
  s = await openTestServer()
  await s.store.certificates.insert(certificateOf(cast.zhang, number), new Uint8Array([1]))
})
afterEach(() => s[Symbol.asyncDispose]())

const json = { headers: { Accept: 'application/json' } }
const form = (fields: Record<string, string | Blob>): RequestInit => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return { method: 'POST', body }
}
const audited = async () => (await s.store.audit.list({ afterSeq: 0, limit: 100 })).filter(({ action }) => action === 'verify_certificate')

describe('checking a certificate by its code', () => {
  it('says that it is valid, with the name masked and the true domain to compare', async () => {
    const page = await (await s.server.request(`/verify/${code}`)).text()
    for (const part of [
      '真实有效的演示文书',
      number,
      '张**',
      '2026年11月20日',
      '云溪县公安局城东派出所',
      'fenshen.example.cn',
      '演示',
      '2026年11月22日 10:00',
    ])
      expect(page).toContain(part)
    expect(page).not.toMatch(/张向北|159901199003072016|<script|<style/)
  })
  it('says the same to a program', async () => {
    expect(await (await s.server.request(`/verify/${code}`, json)).json()).toEqual({
      ...{ verdict: 'valid', kind: 'certificate', number, maskedName: '张**', issuedOn: '2026-11-20', validUntil: null, isDemo: true },
      ...{ institution: '云溪县公安局城东派出所', demo: true, domain: 'fenshen.example.cn', checkedAt: '2026-11-22T02:00:00.000Z' },
    })
  })
  it('counts each check of a certificate and writes it down, without any address', async () => {
    await s.server.request(`/verify/${code}`)
    await s.server.request(`/verify/${code}`, json)
    await s.server.request('/verify/NOSUCHCODE')
    expect((await s.store.certificates.find(number))?.checks).toBe(2)
    expect(await audited()).toMatchObject([
      { actor: 'public', target: number, detail: { verdict: 'valid', by: 'code' } },
      { actor: 'public', target: number, detail: { verdict: 'valid', by: 'code' } },
    ])
    expect(JSON.stringify(await audited())).not.toContain('127.0.0.1')
  })
  it('fails for a revoked certificate, and says when one has run out', async () => {
    await s.store.certificates.revoke(number, s.time.now)
    expect(await (await s.server.request(`/verify/${code}`, json)).json()).toMatchObject({ verdict: 'revoked' })
    await s.store.certificates.insert(
      certificateOf(cast.zhang, 'WFZ-2026-00000002-K', { verifyCode: oldCode, application: 'SL2', validUntil: '2026-11-21' }),
      new Uint8Array([1]),
    )
    expect(await (await s.server.request(`/verify/${oldCode}`, json)).json()).toMatchObject({ verdict: 'expired' })
  })
  it('says that nothing is known of a code that was never given out, whatever it looks like', async () => {
    for (const wrong of ['AAAA', '%3Cscript%3E', '%00', '%F0%9F%98%80', "'%20OR%201=1--", 'x'.repeat(5000)]) {
      const response = await s.server.request(`/verify/${wrong}`)
      expect(response.status).toBe(404)
      const page = await response.text()
      expect(page).toContain('没有查到')
      expect(page).not.toContain('<script>')
    }
  })
  it('takes the code from the form as well, without scripts', async () => {
    expect(await (await s.server.request('/verify')).text()).toContain('<form action="/verify" method="get"')
    const answer = await s.server.request('/verify?code=%20abc%20')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/verify/abc')
  })
})

describe('somebody who counts certificate numbers up', () => {
  it('learns nothing: only the code that stands on the document opens it', async () => {
    expect(await (await s.server.request(`/verify/${number}`, json)).json()).toMatchObject({ verdict: 'unknown' })
    expect(await (await s.server.request('/verify', form({ text: number }))).text()).not.toContain('张')
  })
})

describe('a certificate that is no demo', () => {
  it('is called genuine and valid, without the word for a sample', async () => {
    await s.store.certificates.insert(
      certificateOf(cast.zhang, 'WFZ-2026-00000003-J', { verifyCode: oldCode, application: 'SL3', isDemo: false }),
      new Uint8Array([1]),
    )
    const page = await (await s.server.request(`/verify/${oldCode}`)).text()
    expect(page).toContain('文书真实有效')
    expect(page).not.toContain('演示文书')
  })
})

describe('checking a certificate by its file', () => {
  const file = (text: string) => form({ file: new File([text], 'a.pdf', { type: 'application/pdf' }) })

  it('says that it is valid, and counts the check', async () => {
    expect(await (await s.server.request('/verify', file(`SIGNED ${number}`))).text()).toContain('真实有效')
    expect(await audited()).toMatchObject([{ detail: { by: 'file' } }])
  })
  it('fails for a revoked one although its signature is sound', async () => {
    await s.store.certificates.revoke(number, s.time.now)
    expect(await (await s.server.request('/verify', file(`SIGNED ${number}`))).text()).toContain('文书已撤销')
  })
  it('does not vouch for a signed number that is not in the books', async () => {
    expect(await (await s.server.request('/verify', file('SIGNED WFZ-1'))).text()).toContain('登记簿里没有')
    expect(await audited()).toEqual([])
  })
  it('explains a file that is no certificate', async () => {
    expect(await (await s.server.request('/verify', file('hello'))).text()).toContain('不是 PDF')
  })
  it('asks for a file when there is none, and for a smaller one when it is over 6 MB', async () => {
    expect((await s.server.request('/verify', form({ text: '' }))).status).toBe(400)
    const large = await s.server.request('/verify', file('x'.repeat(6_200_000)))
    expect(large.status).toBe(413)
  })
  it('asks again for an upload that broke off', async () => {
    const broken = { method: 'POST', body: '--x\r\nContent-Disp', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } }
    expect((await s.server.request('/verify', broken)).status).toBe(400)
  })
})

describe('checking a certificate by the text of its QR code', () => {
  it('follows our own address', async () => {
    expect(await (await s.server.request('/verify', form({ text: `https://fenshen.example.cn/verify/${code}` }))).text()).toContain(
      '真实有效',
    )
  })
  it('warns of an address that is not ours', async () => {
    const page = await (await s.server.request('/verify', form({ text: `https://fenshen-example.cn/verify/${code}` }))).text()
    expect(page).toContain('不是本机构的核验网址')
    expect(page).not.toContain(number)
  })
})

describe('somebody who tries many codes', () => {
  it('is asked to wait after thirty in a minute, on a page in Chinese, and may go on later', async () => {
    for (let n = 0; n < 30; n++) expect((await s.server.request('/verify/NOSUCH')).status).toBe(404)
    const stopped = await s.server.request('/verify/NOSUCH', { headers: { Accept: 'text/html' } })
    expect(stopped.status).toBe(429)
    expect(stopped.headers.get('retry-after')).toBe('2')
    expect(await stopped.text()).toContain('操作太频繁')
    s.time.now = new Date(s.time.now.getTime() + 2001)
    expect((await s.server.request('/verify/NOSUCH')).status).toBe(404)
  })
  it('does not hide behind addresses that they write themselves', async () => {
    const ask = (n: number) => s.server.request('/verify/NOSUCH', { headers: { 'X-Forwarded-For': `10.0.0.${n}` } })
    for (let n = 0; n < 30; n++) await ask(n)
    expect((await ask(99)).status).toBe(429)
  })
})
