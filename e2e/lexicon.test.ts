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
const desk = { width: 1360, height: 900 }
const phone = { width: 390, height: 844 }
/** A whole way through pages, on a machine that does other things beside: ms. */
const patienceMs = 120_000

describe.skipIf(!chromiumPath)('an analyst with the lexicon', { timeout: patienceMs }, () => {
  let p: TestPlatform
  let browser: Browser
  let served: Listening

  beforeAll(async () => {
    p = await openTestPlatform()
    await p.platform.start()
    served = await p.platform.server.listen({ port: p.platform.config.port, host: '127.0.0.1' })
    browser = await openBrowser()
  }, patienceMs)
  afterAll(async () => {
    await browser?.close()
    await served?.close()
    await p?.[Symbol.asyncDispose]()
  })

  const shoot = async (page: Page, name: string): Promise<void> => {
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  }
  const serious = async (page: Page): Promise<unknown[]> => {
    await page.evaluate(axeSource)
    const run = 'axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: false } } })'
    // The shape that axe documents.
    const found = (await page.evaluate(run)) as { violations: { id: string; impact: string }[] }
    return found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
  }
  const isWide = async (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth > window.innerWidth + 1')
  const open = async (name: string, size = desk) => {
    const context = await browser.newContext({ viewport: size, locale: 'zh-CN' })
    const page = await context.newPage()
    const loud: string[] = []
    page.on('console', (message) => message.type() === 'error' && loud.push(message.text()))
    page.on('pageerror', (error) => loud.push(error.message))
    await page.goto(p.platform.config.publicUrl)
    await page.getByTestId('sign-in').or(page.getByTestId('sign-in-welcome')).first().click()
    await page.getByText(name).first().click()
    await page.getByTestId('tab-disputes').waitFor()
    return { context, page, loud }
  }
  const toLexicon = async (page: Page): Promise<void> => {
    await page.getByTestId('part-lexicon').click()
    await page.getByTestId('draft-title').waitFor()
  }
  const text = '包工头人影都没了，二十几个人的血汗钱打了水漂，怎么着也得有人管'

  it('adds a word by keyboard, sees at once what a text comes to, measures, and publishes', async () => {
    const { context, page, loud } = await open('顾思齐')
    await toLexicon(page)
    await shoot(page, '40-lexicon')
    expect(await serious(page)).toEqual([])
    await page.getByTestId('draft-title').fill('补几种讨薪的说法')
    await page.keyboard.press('Enter')
    await page.getByTestId('lexicon-file').selectOption('D4.yaml')
    await page.getByTestId('preview-text').fill(text)
    await page.getByTestId('new-word').fill('打了水漂')
    await page.keyboard.press('Enter')
    await page
      .getByTestId('preview')
      .getByRole('button', { name: /^打了水漂：/ })
      .first()
      .waitFor()
    await shoot(page, '41-editor')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    await page.getByTestId('lexicon-text').focus()
    await page.keyboard.press('Control+s')
    await page.getByText('都保存了').waitFor()
    await page.getByTestId('step-changes').click()
    await page.getByTestId('changes').getByText('打了水漂').first().waitFor()
    await shoot(page, '42-changes')
    expect(await serious(page)).toEqual([])
    await page.getByTestId('step-publish').click()
    await page.getByTestId('why').fill('一线常这样说')
    await page.getByTestId('propose').click()
    await page.getByTestId('proposal').waitFor()
    await shoot(page, '43-measured')
    expect(await serious(page)).toEqual([])
    await page.getByTestId('publish').click()
    await page.getByText('已经发布，不能再改').waitFor()
    const { version, scan } = await p.platform.disputes()
    expect(scan(text).reasons.map(({ word }) => word)).toContain('打了水漂')
    await page.goto(`${p.platform.config.publicUrl}/#disputes/lexicon/versions`)
    await page.getByTestId('version').getByText(version).waitFor()
    await shoot(page, '44-versions')
    expect(await serious(page)).toEqual([])
    expect(loud).toEqual([])
    await context.close()
  })

  it('tells the second of two who edit one file what the first changed, and keeps the words of both', async () => {
    const [first, second] = [await open('顾思齐'), await open('管有方', phone)]
    await toLexicon(first.page)
    await first.page.getByTestId('draft-title').fill('两个人一起改')
    await first.page.keyboard.press('Enter')
    await first.page.getByTestId('lexicon-text').waitFor()
    await second.page.goto(first.page.url())
    for (const { page } of [first, second]) {
      await page.getByTestId('lexicon-file').selectOption('D2.yaml')
      await page.getByTestId('new-word').waitFor()
    }
    const add = async (page: Page, word: string, group: number) => {
      await page.getByTestId('new-word').fill(word)
      await page.getByLabel('词组').selectOption({ index: group })
      await page.getByTestId('add-word').click()
      await page.getByTestId('save-file').click()
    }
    await add(first.page, '楼上砸墙咣咣响', 0)
    await first.page.getByText('都保存了').waitFor()
    await add(second.page, '半夜拖椅子响', 1)
    await second.page.getByTestId('clash').waitFor()
    await shoot(second.page, '45-clash')
    expect(await serious(second.page)).toEqual([])
    expect(await isWide(second.page)).toBe(false)
    // The page asked again meanwhile, and the own words are still there.
    expect(await second.page.getByTestId('lexicon-text').inputValue()).toContain('半夜拖椅子响')
    await second.page.getByTestId('use-merged').click()
    await second.page.getByTestId('save-file').click()
    await second.page.getByText('都保存了').waitFor()
    const both = await second.page.getByTestId('lexicon-text').inputValue()
    expect(both).toContain('半夜拖椅子响')
    expect(both).toContain('楼上砸墙咣咣响')
    for (const { context } of [first, second]) await context.close()
  })

  it('finds the line of a slip, and a draft that is worse waits for another name', async () => {
    const { context, page } = await open('顾思齐')
    await toLexicon(page)
    await page.getByTestId('draft-title').fill('删多了')
    await page.keyboard.press('Enter')
    const edit = async (file: string, now: string) => {
      await page.getByTestId('lexicon-file').selectOption(file)
      await page.getByTestId('lexicon-text').fill(now)
      await page.getByTestId('save-file').click()
    }
    await edit('D1.yaml', 'class: D1\nversion: 2026-11-29\ngroups:\n  - about: 只剩一个词\n    strong: [家暴, 家暴]\n')
    await page.getByTestId('faults').getByText('已经写过').waitFor()
    await page.getByTestId('lexicon-file').selectOption('D5.yaml')
    await page.getByTestId('faults').getByRole('button', { name: 'D1.yaml 第 5 行' }).click()
    expect(await page.getByTestId('lexicon-file').inputValue()).toBe('D1.yaml')
    await page.waitForFunction('document.activeElement && document.activeElement.dataset.testid === "lexicon-text"')
    await shoot(page, '46-fault')
    await edit('D1.yaml', 'class: D1\nversion: 2026-11-29\ngroups:\n  - about: 只剩一个词\n    strong: [家暴]\n')
    await edit('variants.yaml', 'version: 2026-11-29\ngroups: []\n')
    await page.getByText('都保存了').waitFor()
    await page.getByTestId('step-publish').click()
    await page.getByTestId('why').fill('试试')
    await page.getByTestId('propose').click()
    await page.getByText('要第二人签字才能发布').waitFor()
    expect(await page.getByTestId('publish').count()).toBe(0)
    await page.getByTestId('sign-why').fill('我自己来签')
    await page.getByTestId('sign').click()
    await page.getByText('不能给自己改的内容签字').waitFor()
    await shoot(page, '47-worse')
    expect(await serious(page)).toEqual([])
    const other = await open('管有方')
    await other.page.goto(page.url())
    await other.page.getByTestId('step-publish').click()
    await other.page.getByTestId('sign-why').fill('核对过，可以')
    await other.page.getByTestId('sign').click()
    await other.page.getByTestId('signed').waitFor()
    await page.reload()
    await page.getByTestId('step-publish').click()
    await page.getByTestId('publish').click()
    await page.getByText('已经发布，不能再改').waitFor()
    await context.close()
    await other.context.close()
  })
})
