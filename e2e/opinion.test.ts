import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openStage, patienceMs, phone, type Stage, serious, shoot } from './browser.ts'

describe.skipIf(!chromiumPath)('an opinion on an answer', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, patienceMs)
  afterAll(() => stage?.[Symbol.asyncDispose]())

  it('is given with one press on a phone, and an analyst keeps the draft that became of it', async () => {
    const { page } = await stage.open({ as: '林安然', size: phone })
    await page.getByTestId('message-input').fill('办这个要多少钱')
    await page.getByTestId('send').click()
    await page.getByTestId('opinion-bad').click()
    await page.getByText('交给工作人员改进').waitFor()
    expect(await page.getByTestId('opinion-bad').getAttribute('aria-pressed')).toBe('true')
    expect(await serious(page)).toEqual([])
    await shoot(page, 'opinion')

    const { page: desk } = await stage.open({ as: '顾思齐', sees: 'tab-knowledge' })
    await desk.goto(`${stage.url}/#knowledge`)
    await desk.getByTestId('part-drafts').click()
    await desk.getByTestId('draft').waitFor()
    expect(await desk.getByTestId('draft').textContent()).toContain('办这个要多少钱')
    expect(await serious(desk)).toEqual([])
    await shoot(desk, 'drafts')
    await desk.getByTestId('keep').click()
    await desk.getByText('这里没有草稿').waitFor()
    expect(await stage.p.platform.store.caseDrafts.list({ state: 'kept', limit: 5 })).toHaveLength(1)
  })
})
