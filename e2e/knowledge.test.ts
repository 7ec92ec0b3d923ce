import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dogRules, guide, upload } from '../server/policy-fixtures.ts'
import { openTestServer, type TestServer } from '../server/test-server.ts'
import { chromiumPath, isWide, openBrowser, phone, serious, shoot, signIn, visitPage } from './browser.ts'

describe.skipIf(!chromiumPath)('what people see of knowledge', () => {
  let s: TestServer
  let browser: Browser
  const law = encodeURIComponent('云溪县演示养犬登记办法')

  beforeAll(async () => {
    s = await openTestServer({ config: { staticDir: join(import.meta.dirname, '../web/dist') } })
    for (const [name, text] of [
      ['2018.md', dogRules.old],
      ['2026.md', dogRules.now],
      ['guide.md', guide('演示养犬指南', '到城东窗口办理。')],
    ] as const)
      expect((await upload(s, name, text)).status).toBe(200)
    for (const [id, text, isSupported, clauses] of [
      ['q-1', '狗能不能坐公交', false, []],
      ['q-2', '养狗要登记吗', true, ['云溪县演示养犬登记办法@2025-11-01#a3']],
    ] as const)
      await s.store.knowledge.noteQuestion({
        ...{ id, text, isSupported, clauses, at: s.clock(), agent: 'law-desk', audience: 'public', reviewed: undefined },
        ...{ verdict: undefined, verdictBy: undefined, note: undefined },
      })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await s?.[Symbol.asyncDispose]()
  })

  const open = (path: string, size: { width: number; height: number }, more: { javaScriptEnabled?: boolean } = {}) =>
    visitPage(browser, s.publicUrl + path, { viewport: size, ...more })
  const desk = { width: 1280, height: 800 }

  it('a phone without scripts finds a rule, opens it at the clause, and sees where it stands', async () => {
    const { context, page, foreign } = await open('/policies', phone, { javaScriptEnabled: false })
    await shoot(page, '20-policies')
    await page.getByLabel('找规定').fill('登记要什么材料')
    await page.getByRole('button', { name: '查找' }).click()
    await shoot(page, '21-found')
    await page.getByRole('link', { name: /演示养犬登记办法》第四条/ }).click()
    await page.waitForURL(/#a4$/)
    expect(await page.evaluate('document.querySelector("#a4").matches(":target")')).toBe(true)
    const top = Number(await page.evaluate('document.querySelector("#a4").getBoundingClientRect().top'))
    expect(top).toBeGreaterThanOrEqual(0)
    expect(top).toBeLessThan(phone.height)
    await shoot(page, '22-clause')
    expect(foreign).toEqual([])
    await context.close()
  })

  it('an old text says at the clause itself that it is old, and leads to the clause of today', async () => {
    const { context, page } = await open(`/policies/${law}?v=2018-05-01#a3`, phone)
    await shoot(page, '23-old')
    expect(await serious(page)).toEqual([])
    await page.locator('#a3 .now a').click()
    await page.waitForURL(/v=2025-11-01#a4$/)
    await page.getByText('犬只照片两张').waitFor()
    await context.close()
  })

  it.each([
    ['list', '/policies'],
    ['search', `/policies?q=${encodeURIComponent('登记要什么材料')}&on=2020-01-01`],
    ['document', `/policies/${law}`],
    ['guide', '/policies/guide'],
    ['comparison', `/policies/${law}/diff`],
  ])('the %s is clean for screen readers and as wide as the screen, at 320 pixels in large text and on a desk', async (name, path) => {
    const { context, page } = await open(path, { width: 320, height: 640 })
    await page.getByLabel('大字').check()
    expect(await isWide(page)).toBe(false)
    expect(await serious(page)).toEqual([])
    await page.setViewportSize(desk)
    await page.getByLabel('大字').uncheck()
    expect(await isWide(page)).toBe(false)
    expect(await serious(page)).toEqual([])
    await shoot(page, `24-${name}-desk`)
    await context.close()
  })

  it('an analyst goes from a question to a case and a signed answer, which then answers', async () => {
    const { context, page } = await open('/', phone)
    await signIn(page, '顾思齐', 'tab-knowledge')
    await page.getByTestId('tab-knowledge').click()
    await page.getByTestId('question').first().waitFor()
    await shoot(page, '25-questions')
    expect(await serious(page)).toEqual([])
    expect(await page.getByTestId('question').count()).toBe(1)
    await page.getByTestId('make-case').click()
    expect(await page.getByTestId('case-yaml').inputValue()).toContain('says: 狗能不能坐公交')
    await page.getByTestId('write-answer').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('answer-text').fill('这里没有规定，请问公交公司。')
    expect(await page.getByTestId('save-answer').isDisabled()).toBe(true)
    await page.getByTestId('clause-query').fill('养犬应当登记')
    await page.keyboard.press('Enter')
    await page.getByTestId('choose-clause').first().click()
    await page.getByTestId('answer-expires').fill('2027-06-30')
    await page.getByTestId('answer-form').scrollIntoViewIfNeeded()
    await shoot(page, '26-answer')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    await page.getByTestId('save-answer').click()
    await page.getByTestId('answer-saved').waitFor()
    await page.getByTestId('judge-right').click()
    await page.getByText('确实没有依据（顾思齐）').waitFor()
    await page.goto(`${s.publicUrl}/policies?q=${encodeURIComponent('狗能不能坐公交')}`)
    await page.getByText('顾思齐审定').waitFor()
    await page.goto(`${s.publicUrl}/#knowledge`)
    await page.getByTestId('part-answers').click()
    await page.getByTestId('remove-answer').click()
    await page.getByTestId('remove-yes').click()
    await page.getByText('还没有审定答复').waitFor()
    await context.close()
  })

  it('brings a file in, sees what came of it, and takes it back', async () => {
    const { context, page } = await open('/', desk)
    await signIn(page, '顾思齐', 'tab-knowledge')
    await page.getByTestId('tab-knowledge').click()
    await page.getByTestId('part-documents').click()
    await page.getByTestId('document').first().waitFor()
    await page.getByTestId('upload').locator('summary').click()
    const file = (name: string, text: string) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) })
    await page.getByTestId('upload-file').setInputFiles(file('空.md', '# 只有标题\n'))
    await page.getByTestId('upload-send').click()
    await page.getByText('只有标题，没有正文').waitFor()
    await page.getByTestId('upload-file').setInputFiles(file('新.md', guide('演示新指南', '先取号。')))
    await page.getByTestId('upload-send').click()
    await page.getByTestId('upload-result').waitFor()
    expect(await page.getByTestId('upload-result').textContent()).toContain('新文件：演示新指南')
    await shoot(page, '27-upload')
    expect(await serious(page)).toEqual([])
    await page.getByTestId('document-query').fill('演示新指南')
    await page.getByTestId('rollback').click()
    await shoot(page, '28-rollback')
    expect(await serious(page)).toEqual([])
    await page.getByTestId('rollback-yes').click()
    await expect.poll(() => page.getByTestId('document').count()).toBe(0)
    expect((await s.server.request(`/policies/${encodeURIComponent('新')}`)).status).toBe(404)
    await page.getByTestId('part-uses').click()
    await page.getByTestId('use').first().waitFor()
    await shoot(page, '29-uses')
    expect(await serious(page)).toEqual([])
    await context.close()
  })
})
