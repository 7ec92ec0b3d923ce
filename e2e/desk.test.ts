import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, isWide, openStage, patienceMs, type Stage, serious, shoot, smallPhone } from './browser.ts'
import { putPastApplications } from './past-applications.ts'

describe.skipIf(!chromiumPath)('officers with certificates', { timeout: patienceMs }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ clock: () => new Date() })
    await putPastApplications(stage.p.platform.store, new Date(), ['159901', '159903', '159902'], 12)
  }, patienceMs)
  afterAll(() => stage?.[Symbol.asyncDispose]())

  it('shows whoever answers for a unit how certificates went, and gives the same as a table', async () => {
    const { page, context, loud } = await stage.open({ as: '贺正平', sees: 'tab-desk' })
    await page.getByTestId('tab-desk').click()
    await page.getByTestId('desk-reports').click()
    await page.getByTestId('certificate-report').waitFor()
    expect(await page.getByTestId('tile-automatic').textContent()).toMatch(/\d+\.\d%/)
    await shoot(page, '50-certificate-reports')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /CSV/ }).click()])
    expect(file.suggestedFilename()).toMatch(/^证明办理统计-159900-.*\.csv$/)
    await page.setViewportSize(smallPhone)
    await shoot(page, '50-certificate-reports-phone')
    expect(await isWide(page)).toBe(false)
    expect(loud).toEqual([])
    await context.close()
  })

  it('keeps figures from officers who answer for nobody', async () => {
    const { page, context } = await stage.open({ as: '高守信', sees: 'tab-desk' })
    await page.goto(`${stage.url}/#desk/reports`)
    await page.getByRole('heading', { name: '证明' }).waitFor()
    expect(await page.getByTestId('desk-reports').count()).toBe(0)
    expect(await page.getByTestId('certificate-report').count()).toBe(0)
    await context.close()
  })

  it('hands a case to the faster of two officers, tells the slower one, and knows its keys', async () => {
    const asked = await stage.p.visit('zhou-pingchuan')
    await asked.say('开无犯罪记录证明，找工作用')
    await asked.say('确认')
    const [first, second] = [
      await stage.open({ as: '高守信', sees: 'tab-desk', at: '#desk/queue' }),
      await stage.open({ as: '苏明理', sees: 'tab-desk', at: '#desk/queue', size: smallPhone }),
    ]
    for (const { page } of [first, second]) {
      await page.goto(`${stage.url}/#desk/queue`)
      await page.getByTestId('case').first().waitFor()
      expect(await page.textContent('main')).not.toContain('周平川')
    }
    await shoot(second.page, '51-queue-phone')
    expect(await serious(second.page)).toEqual([])
    expect(await isWide(second.page)).toBe(false)
    // Both pages show it as free.
    await first.page.keyboard.press('j')
    await first.page.keyboard.press('c')
    await first.page.getByText('我在办').waitFor()
    await second.page.getByTestId('claim').click()
    await second.page.getByTestId('problem').getByText('这件申请已有人在办').waitFor()
    await second.page.getByText('高守信在办').waitFor()
    expect(await second.page.getByText('我在办').count()).toBe(0)
    await first.page.keyboard.press('?')
    await first.page.getByTestId('keys-list').waitFor()
    await shoot(first.page, '52-keys')
    expect(await serious(first.page)).toEqual([])
    await first.page.getByText('不用单个字母的快捷键').click()
    await first.page.keyboard.press('Escape')
    await first.page.keyboard.press('/')
    expect(first.page.url()).toContain('#desk/queue')
    for (const { context } of [first, second]) await context.close()
  })

  it('finds a case by its exact number only, and shows none of another unit', async () => {
    const own = await stage.open({ as: '高守信', sees: 'tab-desk' })
    await own.page.goto(`${stage.url}/#desk/search`)
    const { cases } = await (await stage.p.ask('officer-qinghe', 'GET', '/api/desk/cases')).json()
    const number: string = cases[0].number
    await own.page.getByTestId('search-text').fill(number)
    await own.page.keyboard.press('Enter')
    await own.page.getByText('找到 1 件').waitFor()
    await shoot(own.page, '53-search')
    expect(await serious(own.page)).toEqual([])
    await own.page.getByTestId('open-case').first().click()
    await own.page.getByTestId('case-facts').waitFor()
    await own.page.getByTestId('open-facts').click()
    await own.page.getByText('周平川').waitFor()
    await shoot(own.page, '54-case-opened')
    expect(await serious(own.page)).toEqual([])
    const other = await stage.open({ as: '石可风', sees: 'tab-desk' })
    await other.page.goto(`${stage.url}/#desk/case/${number}`)
    await other.page.getByTestId('problem').getByText('没有找到', { exact: true }).waitFor()
    for (const { context } of [own, other]) await context.close()
  })
})
