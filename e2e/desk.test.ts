import type { Page } from 'playwright-core'
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

  it('is worked from the queue to the decision by the keyboard alone', async () => {
    const asked = await stage.p.visit('zheng-dashan')
    await asked.say('开无犯罪记录证明，办公证用')
    await asked.say('确认')
    const { applications } = await (await stage.p.ask('zheng-dashan', 'GET', '/api/applications')).json()
    const number: string = applications[0].number
    const desk = await stage.open({ as: '苏明理', sees: 'tab-desk', at: '#desk/queue' })
    const { page } = desk
    /** Tabs on until what the expression says is true of the element that has the focus. */
    const tabTo = async (opened: Page, what: string): Promise<void> => {
      const isHere = `(({ dataset, name }) => ${what})(document.activeElement)`
      for (let step = 0; step < 60 && !(await opened.evaluate(isHere)); step += 1) await opened.keyboard.press('Tab')
      expect(await opened.evaluate(isHere), what).toBe(true)
    }
    await page.getByText(number).waitFor()
    const isOurs = `document.activeElement?.closest('li')?.textContent.includes('${number}') ?? false`
    for (let step = 0; step < 20 && !(await page.evaluate(isOurs)); step += 1) await page.keyboard.press('j')
    await page.keyboard.press('c')
    await page.getByText('我在办').first().waitFor()
    await page.keyboard.press('o')
    await page.getByTestId('case-head').getByText(number).waitFor()
    await page.keyboard.press('a')
    await tabTo(page, "dataset.testid === 'act-refuse'")
    await page.keyboard.press('Enter')
    await page.getByTestId('act-form').waitFor()
    await tabTo(page, "name === 'note'")
    await page.keyboard.type('已核对证件和裁判文书，拟不予出具。')
    await tabTo(page, "dataset.testid === 'act-send'")
    await page.keyboard.press('Enter')
    await page.getByTestId('case-state').getByText('等负责人审批').waitFor()
    // What was sent has closed its form; the focus stands where one goes on, not at the top of the page.
    expect(await page.evaluate('document.activeElement?.id')).toBe('next-title')

    const superior = await stage.open({ as: '田克己', sees: 'tab-desk', at: '#desk/approvals' })
    await superior.page.getByTestId('approval').waitFor()
    await tabTo(superior.page, "dataset.testid === 'approve'")
    await superior.page.keyboard.press('Enter')
    await superior.page.getByText('没有等您审批的').waitFor()
    await page.keyboard.press('r')
    await page.getByTestId('case-state').getByText('不予出具').waitFor()
    for (const { context, loud } of [desk, superior]) {
      expect(loud).toEqual([])
      await context.close()
    }
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
