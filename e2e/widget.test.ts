import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostSite, openHostSite } from '../server/test-host-site.ts'
import { openTestPlatform } from '../testing.ts'
import { chromiumPath, desk, openStage, patienceMs, phone, type Stage, serious, shoot, smallPhone, visitPage } from './browser.ts'

const shadowFocus = "document.querySelector('fenshen-widget').shadowRoot.activeElement?.className"
const launch = (page: Page) => page.locator('fenshen-widget .launch')
const inside = (page: Page): FrameLocator => page.frameLocator('fenshen-widget iframe')
const isOpen = (page: Page) => launch(page).getAttribute('aria-expanded')

describe.skipIf(!chromiumPath)('the chat on a page of another house', () => {
  let stage: Stage
  let site: HostSite
  let stranger: HostSite
  beforeAll(async () => {
    ;[site, stranger] = await Promise.all([openHostSite(), openHostSite()])
    const settings = { WIDGET_ORIGINS: `http://localhost:${site.port},http://127.0.0.1:${site.port}` }
    stage = await openStage({ settings })
    const script = `<script src="${stage.url}/widget.js" data-agent="cert-navigator" defer></script>`
    const policy = `default-src 'none'; script-src ${stage.url}; frame-src ${stage.url}; img-src data:; require-trusted-types-for 'script'`
    for (const one of [site, stranger]) one.show({ script, policy })
  }, patienceMs)
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
    await stranger?.[Symbol.asyncDispose]()
  })

  const visit = (host: string, viewport = desk) => visitPage(stage.browser, host, { viewport })
  /** The same site as the service (another port of one host), so that a browser shows the frame its session. */
  const related = () => `http://localhost:${site.port}/`
  const unrelated = () => `http://127.0.0.1:${site.port}/`

  it(
    'opens by key under a strict content policy, takes the focus in, and gives it back on Escape',
    async () => {
      const { context, page, loud } = await visit(unrelated())
      await launch(page).waitFor()
      expect(await page.locator('fenshen-widget iframe').count()).toBe(0)
      expect(await serious(page)).toEqual([])
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await inside(page).getByTestId('welcome').waitFor()
      expect(await isOpen(page)).toBe('true')
      await page.waitForFunction(
        `${shadowFocus} === '' && document.querySelector('fenshen-widget').shadowRoot.activeElement.tagName === 'IFRAME'`,
      )
      await page.keyboard.type('你好')
      expect(await inside(page).getByTestId('message-input').inputValue()).toBe('你好')
      expect(await page.locator('fenshen-widget .title').textContent()).toContain('数字分身')
      expect(await serious(page)).toEqual([])
      const framed = page.frames().find((frame) => frame.url().includes('/embed'))
      expect(framed && (await serious(framed))).toEqual([])
      await shoot(page, 'widget-open')
      await page.keyboard.press('Escape')
      await page.waitForFunction(`${shadowFocus} === 'launch'`)
      expect(await isOpen(page)).toBe('false')
      await page.keyboard.press('Enter')
      await page.waitForFunction("document.querySelector('fenshen-widget').shadowRoot.activeElement.tagName === 'IFRAME'")
      await page.locator('fenshen-widget').getByRole('button', { name: '关闭对话' }).click()
      await page.waitForFunction(`${shadowFocus} === 'launch'`)
      expect(loud).toEqual([])
      await context.close()
    },
    patienceMs,
  )

  it(
    'is still open on the next page, where it leaves the focus alone',
    async () => {
      const { context, page } = await visit(unrelated())
      await launch(page).click()
      await inside(page).getByTestId('welcome').waitFor()
      await page.goto(`${unrelated()}next`)
      await inside(page).getByTestId('welcome').waitFor()
      expect(await isOpen(page)).toBe('true')
      expect(await page.evaluate('document.activeElement.tagName')).toBe('BODY')
      await page.locator('fenshen-widget').getByRole('button', { name: '关闭对话' }).click()
      await page.reload()
      await launch(page).waitFor()
      expect(await isOpen(page)).toBe('false')
      await context.close()
    },
    patienceMs,
  )

  it(
    'fills a phone, and every button is large enough for a finger',
    async () => {
      for (const size of [phone, smallPhone]) {
        const { context, page } = await visit(unrelated(), size)
        await launch(page).click()
        await inside(page).getByTestId('welcome').waitFor()
        const box = await page.locator('fenshen-widget .panel').boundingBox()
        expect(box).toEqual({ x: 0, y: 0, ...size })
        for (const target of await page.locator('fenshen-widget').locator('button, a').all()) {
          const { width = 0, height = 0 } = (await target.boundingBox()) ?? {}
          expect(Math.min(width, height)).toBeGreaterThanOrEqual(44)
        }
        if (size === phone) await shoot(page, 'widget-phone')
        await context.close()
      }
    },
    patienceMs,
  )

  it(
    'signs in in a window of its own, and goes on in the frame where both sites belong together',
    async () => {
      const { context, page } = await visit(related())
      await launch(page).click()
      await inside(page).getByTestId('welcome').waitFor()
      const [signIn] = await Promise.all([context.waitForEvent('page'), inside(page).getByTestId('sign-in-welcome').click()])
      await signIn.getByText('赵清禾').first().click()
      await signIn.getByTestId('message-input').waitFor()
      expect(new URL(signIn.url())).toMatchObject({ pathname: '/', search: '?agent=cert-navigator' })
      await signIn.close()
      await page.bringToFront()
      await inside(page)
        .locator('body')
        .evaluate((body) => body.ownerDocument.dispatchEvent(new Event('visibilitychange')))
      await inside(page).getByTestId('greeting').waitFor()
      await inside(page).getByTestId('message-input').fill('无犯罪记录证明要带什么材料')
      await inside(page).getByTestId('send').click()
      await inside(page).getByTestId('opinion-good').first().waitFor()
      await shoot(page, 'widget-answer')
      await page.goto(`${related()}next`)
      await inside(page).getByText('无犯罪记录证明要带什么材料').first().waitFor()
      await context.close()
    },
    patienceMs,
  )

  it(
    'says so where the browser hides the session from the frame',
    async () => {
      const { context, page } = await visit(unrelated())
      await launch(page).click()
      const [signIn] = await Promise.all([context.waitForEvent('page'), inside(page).getByTestId('sign-in-welcome').click()])
      await signIn.getByText('赵清禾').first().click()
      await signIn.getByTestId('message-input').waitFor()
      await page.bringToFront()
      await inside(page)
        .locator('body')
        .evaluate((body) => body.ownerDocument.dispatchEvent(new Event('visibilitychange')))
      await inside(page).getByTestId('unseen').waitFor()
      await context.close()
    },
    patienceMs,
  )

  it(
    'hears nothing from anyone but its own frame',
    async () => {
      const { context, page } = await visit(unrelated())
      await launch(page).click()
      await inside(page).getByTestId('welcome').waitFor()
      await page.evaluate("window.postMessage({ fenshen: 'close' }, '*'); window.postMessage({ fenshen: 'title', text: '假' }, '*')")
      await page.waitForTimeout(200)
      expect(await isOpen(page)).toBe('true')
      expect(await page.locator('fenshen-widget .title').textContent()).not.toBe('假')
      await context.close()
    },
    patienceMs,
  )

  it(
    'shows nothing on a site that is not on the list, and offers a window of its own instead',
    async () => {
      const { context, page, loud } = await visit(`http://localhost:${stranger.port}/`)
      await launch(page).click()
      await page.getByText('这里打不开对话').waitFor({ timeout: 30_000 })
      expect(await inside(page).getByTestId('welcome').count()).toBe(0)
      expect(loud.join()).toContain('frame-ancestors')
      expect(await page.locator('fenshen-widget .bar a').getAttribute('href')).toBe(`${stage.url}/?agent=cert-navigator`)
      await context.close()
    },
    patienceMs,
  )

  it('is a plain link in a browser that cannot style it, and is not there at all while no site is named', async () => {
    const { context, page, loud } = await visit(unrelated())
    await page.addInitScript('delete Document.prototype.adoptedStyleSheets')
    await page.reload()
    const link = page.getByRole('link', { name: '在线咨询' })
    expect(await link.getAttribute('href')).toBe(`${stage.url}/?agent=cert-navigator`)
    expect(await link.evaluate((element) => getComputedStyle(element).position)).toBe('fixed')
    expect(loud).toEqual([])
    await context.close()
    await using off = await openTestPlatform()
    for (const path of ['/widget.js', '/embed']) expect((await off.ask(undefined, 'GET', path)).status, path).toBe(404)
  })

  it('is shut by its switch: no site frames it, an open frame is told at its next word, and danger is heard all the same', async () => {
    const turn = (isOff: boolean) =>
      stage.p.ask('admin-bureau', 'POST', '/api/switches', { kind: 'door', name: 'widget', isOff, reason: '演练', say: '今天 18 点恢复。' })
    const { id } = await (await stage.p.ask('zhao-qinghe', 'POST', '/api/conversations', {})).json()
    const say = async (text: string, headers = {}) =>
      (await stage.p.ask('zhao-qinghe', 'POST', `/api/conversations/${id}/messages`, { text }, headers)).json()
    const framed = { 'X-Fenshen-Door': 'widget' }
    await turn(true)
    const shut = await fetch(`${stage.url}/embed`, { headers: { Accept: 'text/html' } })
    expect(shut.status).toBe(503)
    expect(await shut.text()).toContain('今天 18 点恢复。')
    // Nobody frames it now: the script falls back to its link, as on a site that is not on the list.
    expect(shut.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(await say('证明收不收费', framed)).toMatchObject({ outcome: 'unanswered', text: expect.stringContaining('今天 18 点恢复') })
    expect((await say('我家着火了', framed)).cards[0].kind).toBe('emergency')
    expect((await say('证明收不收费')).outcome).toBe('answered')
    await turn(false)
    expect((await fetch(`${stage.url}/embed`)).status).toBe(200)
    expect((await say('证明收不收费', framed)).outcome).toBe('answered')
  })

  it('lets the listed sites frame that page and no other', async () => {
    const policy = async (path: string) => (await fetch(`${stage.url}${path}`)).headers
    const framed = await policy('/embed?agent=cert-navigator')
    expect(framed.get('content-security-policy')).toContain(`frame-ancestors http://localhost:${site.port} http://127.0.0.1:${site.port}`)
    expect(framed.get('x-frame-options')).toBeNull()
    for (const path of ['/', '/embed/', '/index.html', '/verify', '/policies', '/widget.js', '/api/me', '/nothing']) {
      const headers = await policy(path)
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'")
      expect(headers.get('x-frame-options'), path).toBe('DENY')
    }
    const cors = async (origin: string) =>
      (await fetch(`${stage.url}/widget.js`, { headers: { Origin: origin } })).headers.get('access-control-allow-origin')
    expect(await cors(`http://localhost:${site.port}`)).toBe(`http://localhost:${site.port}`)
    expect(await cors(`http://localhost:${stranger.port}`)).toBeNull()
  })
})
