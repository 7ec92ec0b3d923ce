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
})
