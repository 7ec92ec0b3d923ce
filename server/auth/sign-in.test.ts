import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast, openTestServer, type TestServer } from '../test-server.ts'

let s: TestServer
beforeAll(async () => {
  s = await openTestServer()
})
afterAll(() => s[Symbol.asyncDispose]())

describe('signing in through the demo provider', () => {
  it('lets a citizen choose an invented person and come back signed in, to where they wanted to go', async () => {
    const browser = s.browser()
    const back = await browser.signIn(cast.zhang, '/desk?tab=1#top')
    expect(back.status).toBe(302)
    expect(back.headers.get('location')).toBe('/desk?tab=1#top')
    expect(await browser.me()).toMatchObject({ signedIn: true, who: { kind: 'citizen', id: 'demo-zhang', name: '张**' } })
    expect(s.failures).toEqual([])
  })

  it('shows every invented person by group, marked as a demo, with nothing inline', async () => {
    const browser = s.browser()
    const start = await browser.follow(await browser.go('/auth/login?at=home'), /\/choose\//)
    const page = await browser.go(start.headers.get('location') ?? '')
    const html = await page.text()
    expect(html).toContain('演示')
    expect(html).toContain('王守正')
    expect(html).not.toMatch(/<style|<script|style=|onclick/)
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })

  it('keeps only a hash of the session secret, in a cookie that scripts cannot read', async () => {
    const browser = s.browser()
    const back = await browser.signIn(cast.zhang)
    const cookie = back.headers.getSetCookie().find((line) => line.startsWith('fenshen_session='))
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    const secret = browser.jar.get('fenshen_session') ?? ''
    expect(secret).toHaveLength(43)
    expect(await s.store.sessions.find(secret)).toBeUndefined()
  })

  it('gives a new session at each sign-in and ends the one before', async () => {
    const browser = s.browser()
    await browser.signIn(cast.zhang)
    const first = browser.jar.get('fenshen_session') ?? ''
    await browser.signIn(cast.li)
    expect(browser.jar.get('fenshen_session')).not.toBe(first)
    const stale = s.browser()
    stale.jar.set('fenshen_session', first)
    expect(await stale.me()).toMatchObject({ signedIn: false, reason: 'session_expired' })
  })

  it('refuses a callback that is sent a second time', async () => {
    const browser = s.browser()
    const callback = await browser.choose(cast.zhang)
    const login = browser.jar.get('fenshen_login') ?? ''
    expect((await browser.go(callback)).status).toBe(302)
    browser.jar.delete('fenshen_session')
    browser.jar.set('fenshen_login', login)
    const again = await browser.go(callback)
    expect(again.status).toBe(400)
    expect(await again.json()).toMatchObject({ code: 'sign_in_failed', reason: 'no_login' })
    expect(await browser.me()).toMatchObject({ signedIn: false })
  })

  it('refuses a callback whose state is forged, and burns the half-open sign-in', async () => {
    const browser = s.browser()
    const callback = new URL(await browser.choose(cast.zhang))
    const genuine = callback.href
    callback.searchParams.set('state', 'forged')
    const forged = await browser.go(callback.href)
    expect(forged.status).toBe(400)
    expect(await forged.json()).toMatchObject({ reason: 'state' })
    expect((await browser.go(genuine)).status).toBe(400)
  })

  it('refuses a callback in a browser that did not begin it', async () => {
    const callback = await s.browser().choose(cast.zhang)
    const other = s.browser()
    expect((await other.go(callback)).status).toBe(400)
    expect(other.jar.has('fenshen_session')).toBe(false)
  })

  it('refuses a forged code', async () => {
    const browser = s.browser()
    const callback = new URL(await browser.choose(cast.zhang))
    callback.searchParams.set('code', 'x'.repeat(43))
    const answer = await browser.go(callback.href)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'sign_in_failed', reason: 'token' })
  })

  it('refuses a half-open sign-in after ten minutes', async () => {
    const browser = s.browser()
    const callback = await browser.choose(cast.zhang)
    const before = s.time.now
    s.time.now = new Date(before.getTime() + 10 * 60_000 + 1)
    expect((await browser.go(callback)).status).toBe(400)
    s.time.now = before
  })

  it('takes a person who gives up back to a page that says so', async () => {
    const browser = s.browser()
    const start = await browser.follow(await browser.go('/auth/login?at=home'), /\/choose\//)
    const chosen = await browser.go(start.headers.get('location') ?? '', { method: 'POST', body: new URLSearchParams({ cancel: '1' }) })
    const callback = (await browser.follow(chosen, /\/auth\/callback/)).headers.get('location') ?? ''
    const back = await browser.go(callback, { headers: { Accept: 'text/html' } })
    expect(back.status).toBe(400)
    expect(await back.text()).toContain('没有登录')
  })

  it('offers the choice again when somebody sends a person who does not exist', async () => {
    const browser = s.browser()
    const start = await browser.follow(await browser.go('/auth/login?at=home'), /\/choose\//)
    const page = start.headers.get('location') ?? ''
    const answer = await browser.go(page, { method: 'POST', body: new URLSearchParams({ persona: 'admin' }) })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('请从下面选一位')
  })

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '/%5Cevil.example/../..//evil.example',
    'javascript:alert(1)',
    '/auth/logout',
    '/ok\r\nSet-Cookie: a=b',
  ])('never leads away from the site after sign-in: %j', async (next) => {
    const browser = s.browser()
    const back = await browser.signIn(cast.zhang, next)
    expect(back.status).toBe(302)
    const target = new URL(back.headers.get('location') ?? '', s.publicUrl)
    expect(target.origin).toBe(s.publicUrl)
    expect(target.pathname.startsWith('//')).toBe(false)
    expect(back.headers.getSetCookie().some((line) => line.startsWith('a='))).toBe(false)
  })

  it('sends a browser that came by another name of the machine to the address where its cookie will hold', async () => {
    const answer = await fetch(`${s.url}/auth/login?next=/desk`, { redirect: 'manual' })
    expect(answer.headers.get('location')).toBe(`${s.publicUrl}/auth/login?at=home&next=%2Fdesk`)
  })
})

describe('a session', () => {
  it('ends after half an hour without use, and says so', async () => {
    const browser = s.browser()
    await browser.signIn(cast.zhang)
    const before = s.time.now
    s.time.now = new Date(before.getTime() + 31 * 60_000)
    expect(await browser.me()).toMatchObject({ signedIn: false, reason: 'session_expired' })
    s.time.now = before
  })

  it('goes on while it is used, but never past eight hours', async () => {
    const browser = s.browser()
    await browser.signIn(cast.zhang)
    const start = s.time.now
    for (let minutes = 20; minutes < 8 * 60; minutes += 20) {
      s.time.now = new Date(start.getTime() + minutes * 60_000)
      expect((await browser.me()).signedIn).toBe(true)
    }
    s.time.now = new Date(start.getTime() + 8 * 3_600_000)
    expect((await browser.me()).signedIn).toBe(false)
    s.time.now = start
  })

  it('answers a personal route with 401 and the reason when it has run out', async () => {
    const browser = s.browser()
    browser.jar.set('fenshen_session', 'A'.repeat(43))
    const answer = await browser.go('/api/certificates')
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'sign_in_required', reason: 'session_expired' })
  })

  it('takes its rights from the stored person as they are now', async () => {
    const browser = s.browser()
    await browser.signIn(cast.zhao)
    expect((await browser.go('/api/queue')).status).toBe(200)
    await s.store.people.save({ ...cast.zhao, roles: ['auditor'] })
    expect((await browser.go('/api/queue')).status).toBe(403)
    await s.store.people.save(cast.zhao)
  })

  it('is signed out only by a request that carries the token of the page', async () => {
    const browser = s.browser()
    await browser.signIn(cast.zhang)
    const secret = browser.jar.get('fenshen_session') ?? ''
    expect((await browser.go('/auth/logout', { method: 'POST' })).status).toBe(403)
    const { csrf = '' } = await browser.me()
    expect((await browser.go('/auth/logout', { method: 'POST', headers: { 'X-CSRF-Token': csrf } })).status).toBe(204)
    expect(browser.jar.has('fenshen_session')).toBe(false)
    browser.jar.set('fenshen_session', secret)
    expect((await browser.me()).signedIn).toBe(false)
  })
})

describe('a request by cookie that changes something', () => {
  const body = JSON.stringify({ kind: 'phone', value: '1' })
  const json = { 'Content-Type': 'application/json' }

  it.each([
    ['no token', {}],
    ['a wrong token', { 'X-CSRF-Token': 'x' }],
    ['a token of the right length that is wrong', { 'X-CSRF-Token': 'A'.repeat(43) }],
  ])('is refused with %s', async (_case, headers) => {
    const browser = s.browser()
    await browser.signIn(cast.zhang)
    const answer = await browser.go('/api/forms/check', { method: 'POST', body, headers: { ...json, ...headers } })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'csrf_failed' })
  })

  it('is refused from another site even with the right token', async () => {
    const browser = s.browser()
    await browser.signIn(cast.zhang)
    const { csrf = '' } = await browser.me()
    const ask = (headers: Record<string, string>) =>
      browser.go('/api/forms/check', { method: 'POST', body, headers: { ...json, 'X-CSRF-Token': csrf, ...headers } })
    expect((await ask({ Origin: 'https://evil.example' })).status).toBe(403)
    expect((await ask({ Origin: 'null' })).status).toBe(403)
    expect((await ask({ Origin: s.publicUrl })).status).toBe(200)
  })
})

describe('behind https', () => {
  it('pins both cookies to this host and lets them travel by https alone', async () => {
    await using safe = await openTestServer({ config: { publicUrl: 'https://police.example.cn' } })
    const browser = safe.browser()
    const back = await browser.signIn(cast.zhang)
    const cookie = back.headers.getSetCookie().find((line) => line.startsWith('__Host-fenshen_session='))
    expect(cookie).toMatch(/Path=\/; HttpOnly; Secure; SameSite=Lax/)
    expect(back.headers.get('strict-transport-security')).toContain('max-age=')
    expect(await browser.me()).toMatchObject({ signedIn: true })
  })
})

describe('while the identity provider is down', () => {
  it('says so, and what to do', async () => {
    const oidc = { issuer: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b' }
    await using lonely = await openTestServer({ parts: { identity: { oidc, demo: undefined } } })
    const answer = await lonely.browser().go('/auth/login?at=home', { headers: { Accept: 'text/html' } })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('暂时无法登录')
  })
})
