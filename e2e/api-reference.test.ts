import { afterAll, beforeAll, expect, it } from 'vitest'
import { chromiumPath, openStage, patienceMs, type Stage } from './browser.ts'

let stage: Stage
beforeAll(async () => {
  if (chromiumPath) stage = await openStage()
}, patienceMs)
afterAll(() => stage?.[Symbol.asyncDispose]())

it.skipIf(!chromiumPath)(
  'shows every route of the API, asks nobody else for anything, and breaks no rule of the page',
  { timeout: patienceMs },
  async () => {
    const { browser, url } = stage
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } })
    const asked: string[] = []
    const refused: string[] = []
    page.on('request', (request) => void asked.push(new URL(request.url()).origin))
    page.on('console', (message) => void (/Content Security Policy/.test(message.text()) && refused.push(message.text())))
    await page.goto(`${url}/api-reference`)
    await page.locator('.opblock-summary-path').first().waitFor({ timeout: 60_000 })
    // It draws the sections that come into sight: a reader scrolls.
    const drawn = new Set<string>()
    const scroll = async (): Promise<readonly string[]> => {
      await page.mouse.wheel(0, 600)
      const here = page.locator('.opblock-summary-path')
      for (const path of await here.evaluateAll((found) => found.map((one) => one.getAttribute('data-path') ?? ''))) drawn.add(path)
      return [...drawn]
    }
    const { paths } = (await (await page.request.get(`${url}/openapi.json`)).json()) as { paths: Record<string, unknown> }
    await expect.poll(scroll, { timeout: 90_000, interval: 50 }).toEqual(expect.arrayContaining(Object.keys(paths)))
    expect([...new Set(asked)].filter((origin) => origin !== new URL(url).origin && !origin.startsWith('null'))).toEqual([])
    expect(refused.filter((text) => /script-src/.test(text))).toEqual([])
    const { shots } = (await import('../config.ts')).testEnvironment()
    if (shots) await page.screenshot({ path: `${shots}/api-reference.png` })
    await page.close()
  },
)
