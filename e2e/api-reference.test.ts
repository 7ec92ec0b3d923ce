import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../testing.ts'
import { chromiumPath, openBrowser, patienceMs } from './browser.ts'

let p: TestPlatform
let browser: Browser
let close: () => Promise<void>
let url = ''
beforeAll(async () => {
  if (!chromiumPath) return
  p = await openTestPlatform()
  const listening = await p.platform.server.listen({ port: p.platform.config.port, host: '127.0.0.1' })
  url = listening.url
  browser = await openBrowser()
  close = async () => {
    await browser.close()
    await listening.close()
    await p[Symbol.asyncDispose]()
  }
}, patienceMs)
afterAll(() => close?.())

it.skipIf(!chromiumPath)(
  'shows every route of the API, asks nobody else for anything, and breaks no rule of the page',
  { timeout: patienceMs },
  async () => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } })
    const asked: string[] = []
    const refused: string[] = []
    page.on('request', (request) => void asked.push(new URL(request.url()).origin))
    page.on('console', (message) => void (/Content Security Policy/.test(message.text()) && refused.push(message.text())))
    await page.goto(`${url}/api-reference`)
    await page.locator('.opblock-summary-path').first().waitFor({ timeout: 60_000 })
    // It draws one section after another.
    const paths = () =>
      page.locator('.opblock-summary-path').evaluateAll((found) => found.map((one) => one.getAttribute('data-path') ?? ''))
    await expect.poll(paths, { timeout: 60_000 }).toEqual(expect.arrayContaining(['/api/conversations', '/v1/chat/completions', '/mcp']))
    expect([...new Set(asked)].filter((origin) => origin !== new URL(url).origin && !origin.startsWith('null'))).toEqual([])
    expect(refused.filter((text) => /script-src/.test(text))).toEqual([])
    const { shots } = (await import('../config.ts')).testEnvironment()
    if (shots) await page.screenshot({ path: `${shots}/api-reference.png` })
    await page.close()
  },
)
