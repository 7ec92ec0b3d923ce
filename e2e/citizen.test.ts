import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestMailServer, wordsOfMail } from '../testing.ts'
import { chromiumPath, isWide, openStage, patienceMs, phone, type Stage, serious, shoot, signIn } from './browser.ts'

describe.skipIf(!chromiumPath)('a citizen with a phone', () => {
  let stage: Stage
  let post: Awaited<ReturnType<typeof openTestMailServer>>
  beforeAll(async () => {
    post = await openTestMailServer()
    stage = await openStage({ settings: { SMTP_URL: post.url, SMTP_FROM: '云河市公安局 <notice@example.cn>' } })
  }, patienceMs)
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]()
    post?.close()
  })

  const open = (size = phone) => stage.open({ size })
  const enter = (page: Page, name: string) => signIn(page, name, 'message-input')
  const say = async (page: Page, text: string): Promise<void> => {
    await page.getByTestId('message-input').fill(text)
    await page.getByTestId('send').click()
  }

  it(
    'gives a mail address, and the code that went there, before anything else goes',
    async () => {
      const { context, page } = await stage.open({ as: '赵清禾', size: phone })
      await page.goto(`${stage.url}/#notices`)
      const settings = page.getByTestId('notice-settings')
      await settings.locator('input[type=email]').fill('zhao@example.cn')
      await settings.getByRole('button', { name: '保存' }).click()
      await page.getByTestId('mail-code').waitFor()
      await shoot(page, '44-mail-code')
      expect(await serious(page)).toEqual([])
      expect(await isWide(page)).toBe(false)
      const code = /\d{6}/.exec(wordsOfMail(post.mails[0] ?? ''))?.[0] ?? ''
      await page.getByLabel('确认码').fill(code === '000000' ? '000001' : '000000')
      await page.getByRole('button', { name: '确认邮箱' }).click()
      await page.getByText('还可以试 4 次').waitFor()
      await page.getByLabel('确认码').fill(code)
      await page.getByRole('button', { name: '确认邮箱' }).click()
      await page.getByText('这个邮箱已经确认').waitFor()
      await shoot(page, '45-mail-confirmed')
      expect(await page.getByTestId('mail-code').count()).toBe(0)
      await context.close()
    },
    patienceMs,
  )

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
    await page.goto(new URL(verify ?? '', stage.url).href)
    await page.getByText('有效').first().waitFor()
    expect(await page.textContent('body')).not.toContain('赵清禾')
    await shoot(page, '07-verify')
    expect(await serious(page)).toEqual([])
    await page.goto(`${stage.url}/#progress`)
    await page.getByTestId('certificate-row').first().waitFor()
    await shoot(page, '08-progress')
    await page.getByTestId('tab-lookups').click()
    await page.getByTestId('lookup').first().waitFor()
    await page.goto(`${stage.url}/#apply`)
    await page.getByTestId('choose-self').waitFor()
    expect((await page.locator('.applicants li').first().boundingBox())?.width).toBeGreaterThan(300)
    await page.goto(`${stage.url}/#lookups`)
    await page.getByTestId('lookup').first().waitFor()
    await shoot(page, '09-lookups')
    expect(await serious(page)).toEqual([])
    // Without a network it says so, and goes on by itself when it is back.
    await context.setOffline(true)
    await page.evaluate("location.hash = 'progress'")
    await page.getByTestId('problem').getByText('网络连接不上').waitFor()
    await context.setOffline(false)
    await page.getByTestId('certificate-row').first().waitFor()
    await context.close()
  })

  it('works at 320 pixels, in large text and by keyboard alone', async () => {
    const { context, page } = await open({ width: 320, height: 640 })
    await enter(page, '林安然')
    expect(await isWide(page)).toBe(false)
    await page.getByTestId('message-input').focus()
    await page.keyboard.type('开无犯罪记录证明，留学用')
    await page.keyboard.press('Enter')
    await page.getByTestId('confirm-yes').waitFor()
    expect(await isWide(page)).toBe(false)
    await page.getByTestId('confirm-yes').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('certificate-card').waitFor()
    expect(await isWide(page)).toBe(false)
    await shoot(page, '10-small')
    await context.close()
  })

  it('shows the way to help first when there is danger, whatever was going on', async () => {
    const { context, page } = await open({ width: 1280, height: 800 })
    await enter(page, '钱小满')
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
    const asked = await stage.p.visit('zhou-pingchuan')
    await asked.say('开无犯罪记录证明，找工作用')
    await asked.say('确认')
    const { context, page } = await open({ width: 1280, height: 800 })
    await signIn(page, '苏明理', 'tab-desk')
    await page.getByTestId('tab-desk').click()
    await page.getByTestId('case').first().waitFor()
    expect(await page.textContent('main')).not.toContain('周平川')
    await shoot(page, '13-queue')
    expect(await serious(page)).toEqual([])
    await context.close()
  })

  it('says at once that the sign-in has run out, and keeps what was typed', async () => {
    const { context, page } = await open()
    await enter(page, '孙望舒')
    await page.getByTestId('greeting').waitFor()
    await context.clearCookies()
    // Held until more has been typed, so that the answer finds the box in use.
    const [typed, goOn] = [page.getByTestId('message-input'), Promise.withResolvers<void>()]
    await page.route('**/messages', async (route) => {
      await goOn.promise
      await route.continue()
    })
    // What stands in the box when the notice is painted: not a moment later.
    await page.evaluate(`new MutationObserver((_, watch) => {
      if (!document.querySelector('[data-testid=expired]')) return
      watch.disconnect()
      requestAnimationFrame(() => { window.inTheBox = document.getElementById('message').value })
    }).observe(document.body, { childList: true, subtree: true })`)
    await say(page, '我要开无犯罪记录证明')
    await page.getByTestId('turn').waitFor()
    await typed.fill('去学校用')
    goOn.resolve()
    await page.getByTestId('sign-in-again').waitFor()
    expect(await page.waitForFunction('window.inTheBox').then((box) => box.jsonValue())).toBe('我要开无犯罪记录证明\n去学校用')
    expect(await typed.inputValue()).toBe('我要开无犯罪记录证明\n去学校用')
    expect(await page.getByTestId('turn').count()).toBe(0)
    await shoot(page, '12-expired')
    await page.unroute('**/messages')
    await page.getByTestId('sign-in-again').click()
    await page.getByText('孙望舒').first().click()
    await typed.waitFor()
    expect(await typed.inputValue()).toContain('我要开无犯罪记录证明')
    // Whoever signs in next in the same tab finds nothing of it.
    await context.clearCookies()
    await page.reload()
    await signIn(page, '苏明理', 'tab-desk')
    await page.getByTestId('tab-chat').click()
    await typed.waitFor()
    expect(await typed.inputValue()).toBe('')
    await context.close()
  })
})
