import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEnvironment } from '../config.ts'
import type { Listening } from '../server/listen.ts'
import { openTestPlatform, type TestPlatform } from '../testing.ts'
import { chromiumPath, openBrowser } from './browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where screenshots go when somebody wants to look: SHOTS=folder. */
const { shots } = testEnvironment()

describe.skipIf(!chromiumPath)('an opinion on an answer', () => {
  let p: TestPlatform
  let browser: Browser
  let served: Listening
  beforeAll(async () => {
    p = await openTestPlatform()
    await p.platform.start()
    served = await p.platform.server.listen({ port: p.platform.config.port, host: '127.0.0.1' })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await served?.close()
    await p?.[Symbol.asyncDispose]()
  })

  const enter = async (name: string, width: number, hash = ''): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width, height: 844 }, locale: 'zh-CN' })).newPage()
    await page.goto(`${p.platform.config.publicUrl}${hash}`)
    await page.getByTestId('sign-in').or(page.getByTestId('sign-in-welcome')).first().click()
    await page.getByText(name, { exact: false }).first().click()
    return page
  }
  const serious = async (page: Page): Promise<unknown[]> => {
    await page.evaluate(axeSource)
    const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
      violations: { id: string; impact: string }[]
    }
    return found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
  }

  it('is given with one press on a phone, and an analyst keeps the draft that became of it', async () => {
    const page = await enter('林安然', 390)
    await page.getByTestId('message-input').fill('办这个要多少钱')
    await page.getByTestId('send').click()
    await page.getByTestId('opinion-bad').click()
    await page.getByText('交给工作人员改进').waitFor()
    expect(await page.getByTestId('opinion-bad').getAttribute('aria-pressed')).toBe('true')
    expect(await serious(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/opinion.png` })

    const desk = await enter('顾思齐', 1280)
    // Signed in before it goes on: another address would break the sign-in off.
    await desk.getByTestId('tab-knowledge').waitFor()
    await desk.goto(`${p.platform.config.publicUrl}/#knowledge`)
    await desk.getByTestId('part-drafts').click()
    await desk.getByTestId('draft').waitFor()
    expect(await desk.getByTestId('draft').textContent()).toContain('办这个要多少钱')
    expect(await serious(desk)).toEqual([])
    if (shots) await desk.screenshot({ path: `${shots}/drafts.png` })
    await desk.getByTestId('keep').click()
    await desk.getByText('这里没有草稿').waitFor()
    expect(await p.platform.store.caseDrafts.list({ state: 'kept', limit: 5 })).toHaveLength(1)
  })
})
