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

describe.skipIf(!chromiumPath)('a citizen with a phone', () => {
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

  const shoot = async (page: Page, name: string): Promise<void> => {
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: false })
  }
  const serious = async (page: Page): Promise<unknown[]> => {
    await page.evaluate(axeSource)
    const found = (await page.evaluate(
      'axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: false } } })',
    )) as {
      violations: { id: string; impact: string }[]
    }
    return found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
  }
  const open = async (width = 390, height = 844) => {
    const context = await browser.newContext({ viewport: { width, height }, acceptDownloads: true, locale: 'zh-CN' })
    const page = await context.newPage()
    await page.goto(p.platform.config.publicUrl)
    return { context, page }
  }
  const signIn = async (page: Page, name: string): Promise<void> => {
    await page.getByTestId('sign-in').or(page.getByTestId('sign-in-welcome')).first().click()
    await page.getByText(name, { exact: false }).first().click()
    await page.getByTestId('message-input').waitFor()
  }
  const say = async (page: Page, text: string): Promise<void> => {
    await page.getByTestId('message-input').fill(text)
    await page.getByTestId('send').click()
  }

  it('signs in, says what is needed, confirms once, and holds a certificate that opens and verifies', async () => {
    const { context, page } = await open()
    await shoot(page, '01-welcome')
    expect(await serious(page)).toEqual([])
    await page.getByTestId('sign-in').or(page.getByTestId('sign-in-welcome')).first().click()
    await page.getByText('赵清禾').first().waitFor()
    await shoot(page, '02-demo-sign-in')
    expect(await serious(page)).toEqual([])
    await page.getByText('赵清禾').first().click()
    await page.getByTestId('message-input').waitFor()
    await shoot(page, '03-signed-in')
    await say(page, '你好，我想开个无犯罪记录证明')
    await page.getByTestId('turn').filter({ hasText: '做什么用' }).first().waitFor()
    await shoot(page, '04-asked')
    await say(page, '去深圳上班')
    await page.getByTestId('confirm-yes').waitFor()
    await shoot(page, '05-confirm')
    expect(await serious(page)).toEqual([])
    await page.getByTestId('confirm-yes').click()
    await page.getByTestId('certificate-card').waitFor()
    await page.getByTestId('certificate-card').scrollIntoViewIfNeeded()
    await shoot(page, '06-certificate')
    expect(await serious(page)).toEqual([])
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('download').first().click()])
    const stream = await download.createReadStream()
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).subarray(0, 5).toString()).toBe('%PDF-')
    const verify = await page.getByTestId('verify').first().getAttribute('href')
    await page.goto(new URL(verify ?? '', p.platform.config.publicUrl).href)
    await page.getByText('有效').first().waitFor()
    expect(await page.textContent('body')).not.toContain('赵清禾')
    await shoot(page, '07-verify')
    expect(await serious(page)).toEqual([])
    await page.goto(`${p.platform.config.publicUrl}/#progress`)
    await page.getByTestId('certificate-row').first().waitFor()
    await shoot(page, '08-progress')
    await page.getByTestId('tab-lookups').click()
    await page.getByTestId('lookup').first().waitFor()
    await shoot(page, '09-lookups')
    expect(await serious(page)).toEqual([])
    await context.close()
  })

  it('works at 320 pixels, in large text and by keyboard alone', async () => {
    const { context, page } = await open(320, 640)
    await signIn(page, '林安然')
    const wide = async (): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth > window.innerWidth + 1')
    expect(await wide()).toBe(false)
    await page.getByTestId('message-input').focus()
    await page.keyboard.type('开无犯罪记录证明，留学用')
    await page.keyboard.press('Enter')
    await page.getByTestId('confirm-yes').waitFor()
    expect(await wide()).toBe(false)
    await page.getByTestId('confirm-yes').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('certificate-card').waitFor()
    expect(await wide()).toBe(false)
    await shoot(page, '10-small')
    await context.close()
  })

  it('shows the way to help first when there is danger, whatever was going on', async () => {
    const { context, page } = await open(1280, 800)
    await signIn(page, '钱小满')
    await say(page, '我要开无犯罪记录证明')
    await page.getByTestId('turn').first().waitFor()
    await say(page, '有人在砸我家门，我好怕，救命')
    await page.getByTestId('emergency-card').waitFor()
    await page.locator('a[href="tel:110"]').first().waitFor()
    await shoot(page, '11-emergency-desktop')
    expect(await serious(page)).toEqual([])
    await context.close()
  })

  it('shows an officer what waits, and no record', async () => {
    const asked = await p.visit('zhou-pingchuan')
    await asked.say('开无犯罪记录证明，找工作用')
    await asked.say('确认')
    const { context, page } = await open(1280, 800)
    await page.getByTestId('sign-in').or(page.getByTestId('sign-in-welcome')).first().click()
    await page.getByText('苏明理').first().click()
    await page.getByTestId('tab-queue').click()
    await page.getByTestId('queue-item').first().waitFor()
    expect(await page.textContent('main')).not.toContain('周平川')
    await shoot(page, '13-queue')
    expect(await serious(page)).toEqual([])
    await context.close()
  })

  it('says at once that the sign-in has run out, and keeps what was typed', async () => {
    const { context, page } = await open()
    await signIn(page, '孙望舒')
    await context.clearCookies()
    await say(page, '我要开无犯罪记录证明')
    await page.getByTestId('sign-in-again').waitFor()
    expect(await page.content()).toContain('我要开无犯罪记录证明')
    await shoot(page, '12-expired')
    await context.close()
  })
})
