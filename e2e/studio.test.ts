import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuidv7 } from '../core/ids.ts'
import { handClock } from '../testing.ts'
import { chromiumPath, isWide, openStage, patienceMs, type Stage, serious, shoot, smallPhone, tabTo } from './browser.ts'

describe.skipIf(!chromiumPath)('an analyst in the studio', { timeout: patienceMs * 3 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, patienceMs)
  afterAll(() => stage?.[Symbol.asyncDispose]())

  const toStudio = (size = { width: 1360, height: 900 }) => stage.open({ as: '顾思齐', sees: 'tab-studio', at: '#studio/agents', size })

  it('changes a page, is told the line of a slip, sees it stopped when a case is lost, and another signs for it', async () => {
    const { context, page, loud } = await toStudio()
    await page.getByTestId('tab-studio').click()
    await page.getByTestId('find-agent').fill('养犬')
    await shoot(page, '60-studio')
    expect(await serious(page)).toEqual([])
    await page.getByTestId('agent').getByRole('link').click()
    await page.getByTestId('begin-service').click()

    const text = page.getByTestId('lexicon-text')
    await text.waitFor()
    const whole = await text.inputValue()
    await text.fill(whole.replace('[search_policy', '[serch_policy'))
    await page.getByTestId('faults').getByText('没有“serch_policy”这个工具，是不是“search_policy”').waitFor()
    await shoot(page, '61-studio-fault')
    expect(await serious(page)).toEqual([])
    await text.fill(whole.replace(/^refuses:\n(?: .*\n)+/m, 'refuses: []\n'))
    await page.getByText('没有查出错。').waitFor()
    await page.keyboard.press('Control+s')
    await page.getByRole('button', { name: '已保存' }).waitFor()

    await page.getByTestId('step-changes').click()
    await page.getByTestId('page-changes').getByText('不能毒狗').first().waitFor()
    await page.getByTestId('step-publish').click()
    await page.getByTestId('why').fill('精简页面')
    await page.getByTestId('try').click()
    await page.getByTestId('verdict').waitFor({ timeout: patienceMs })
    expect(await page.getByTestId('verdict').textContent()).toContain('毒狗，不行')
    await shoot(page, '62-studio-stopped')
    expect(await serious(page)).toEqual([])
    const address = page.url()
    expect(loud).toEqual([])
    await context.close()

    const second = await stage.open({ as: '管有方', sees: 'tab-studio', at: address.slice(address.indexOf('#')) })
    await second.page.goto(address)
    await second.page.getByTestId('sign-why').fill('先这样，明天补')
    await second.page.getByTestId('sign').click()
    await second.page.getByTestId('draft-state').getByText('已发布').waitFor()
    await second.context.close()
  })

  it('runs a suite, sees how far it is, and reads what it came to, also on a small phone', async () => {
    const { context, page, loud } = await toStudio(smallPhone)
    await page.goto(`${stage.url}/#studio/runs`)
    await page.getByTestId('suite-repair').check()
    await page.getByTestId('start-run').click()
    await page.getByTestId('cancel-run').waitFor()
    await page.getByTestId('run').getByRole('link').waitFor({ timeout: patienceMs })
    await shoot(page, '63-studio-runs')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    await page.getByTestId('run').getByRole('link').click()
    await page.getByTestId('suite').waitFor()
    await shoot(page, '64-studio-report')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    const download = page.waitForEvent('download')
    await page.getByTestId('report-file').click()
    expect((await download).suggestedFilename()).toMatch(/^evals-.*\.html$/)
    expect(loud).toEqual([])
    await context.close()
  })

  it('sees how the service runs, also on a small phone; an administrator switches one agent off and on again', async () => {
    const visit = await stage.p.visit('zhao-qinghe', 'cert-navigator')
    await visit.say('我要开无犯罪记录证明')
    const { context, page, loud } = await toStudio(smallPhone)
    await page.goto(`${stage.url}/#studio/running`)
    await page.getByTestId('running').waitFor()
    // Counts reach the store within a second or two.
    await page.waitForTimeout(2_500)
    await page.getByTestId('running-again').click()
    await page.getByTestId('running-agents').getByText('无犯罪记录证明办事员').waitFor()
    await page.getByTestId('running-days').selectOption('7')
    await page.getByTestId('running-plot').waitFor()
    await page.getByTestId('model-health').getByText('没有接外面的模型').waitFor()
    await page.getByTestId('budgets').getByText('没有设上限').waitFor()
    await page.getByTestId('switches').getByText('由系统管理员办').waitFor()
    expect(await page.getByTestId('switch-off').count()).toBe(0)
    await shoot(page, '65-studio-running-phone')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    expect(loud).toEqual([])
    await context.close()

    // Cut off by a crash, of a tool that is not in mcp.yaml any more.
    const began = new Date('2026-11-17T02:00:00Z')
    await stage.p.platform.store.sendings.insert({
      ...{
        id: uuidv7(began),
        deedKey: 'cut-off',
        tool: 'report_lost_thing',
        person: 'zhao-qinghe',
        agent: undefined,
        conversation: undefined,
      },
      ...{
        approval: undefined,
        at: began,
        state: 'unsure',
        movedAt: began,
        attempts: 1,
        isTold: true,
        args: { thing: '一把黑伞' },
        output: {},
      },
    })
    const admin = await stage.open({ as: '管有方', sees: 'tab-studio', at: '#studio/running', size: smallPhone })
    await admin.page.goto(`${stage.url}/#studio/running`)
    await admin.page.getByTestId('sending-found').click()
    await admin.page.getByTestId('sending').getByText('发了什么').click()
    await admin.page.getByTestId('finding').selectOption('done')
    await admin.page.getByTestId('finding-reason').fill('问了公交公司值班员，登记号 L-7')
    await shoot(admin.page, '65b-studio-sending')
    expect(await serious(admin.page)).toEqual([])
    expect(await isWide(admin.page)).toBe(false)
    await admin.page.getByTestId('finding-send').click()
    await admin.page.getByTestId('sendings').waitFor({ state: 'detached' })
    expect(await stage.p.platform.store.sendings.findDeed('cut-off')).toMatchObject({ state: 'done' })
    await admin.page.getByTestId('switch-off').click()
    await admin.page.getByTestId('switch-name').selectOption('cert-navigator')
    await admin.page.getByTestId('switch-says').getByText('停用分身“无犯罪记录证明办事员”，一秒内处处生效').waitFor()
    expect(await admin.page.getByTestId('switch-send').isDisabled()).toBe(true)
    await admin.page.getByTestId('switch-reason').fill('登记库在核对')
    await shoot(admin.page, '66-studio-switching')
    expect(await serious(admin.page)).toEqual([])
    await admin.page.getByTestId('switch-send').click()
    await admin.page
      .getByTestId('switched-off')
      .getByText(/^管有方于.*登记库在核对$/)
      .waitFor()
    expect(stage.p.platform.bounds.switchboard.off('agent', 'cert-navigator')?.by).toBe('admin-bureau')
    await admin.page.getByTestId('running-days').selectOption('30')
    await admin.page.getByTestId('running-plot').waitFor()
    await shoot(admin.page, '67-studio-switched-off')
    await admin.page.getByTestId('switch-on').click()
    await admin.page.getByTestId('switch-reason').fill('核对完了')
    await admin.page.getByTestId('switch-send').click()
    await admin.page.getByTestId('switches').getByText('没有停用的').waitFor()
    expect(stage.p.platform.bounds.switchboard.off('agent', 'cert-navigator')).toBeUndefined()
    expect(admin.loud).toEqual([])
    await admin.context.close()
  })

  it('an administrator makes, changes and ends a key by keyboard alone on a small phone; it is seen once, and works until then', async () => {
    const { context, page, loud } = await stage.open({ as: '管有方', sees: 'tab-studio', size: smallPhone })
    // The page counts by the same clock as the server.
    await page.clock.setFixedTime(handClock().now())
    await page.goto(`${stage.url}/#studio/keys`)
    await page.getByText('还没有密钥').waitFor()
    const me = (secret: string): Promise<Response> => fetch(`${stage.url}/api/me`, { headers: { Authorization: `Bearer ${secret}` } })
    /** Tabs on to what is named. */
    const to = (id: string): Promise<void> => tabTo(page, `dataset.testid === '${id}'`)
    const press = async (id: string, key = 'Enter'): Promise<void> => {
      await to(id)
      await page.keyboard.press(key)
    }
    await press('new-key')
    await page.keyboard.type('110 接警平台')
    await to('key-unit')
    for (let down = 0; down < 2; down += 1) await page.keyboard.press('ArrowDown')
    await press('door-conversations', 'Space')
    await page.getByTestId('key-says').waitFor()
    await page.getByTestId('key-narrow').locator('summary').click()
    await page.getByTestId('key-narrow').getByText('无犯罪记录证明办事员').waitFor()
    // What may be ticked is called what people call it.
    expect((await page.getByTestId('key-narrow').locator('label').allTextContents()).filter((name) => /[a-z]+_[a-z]+/.test(name))).toEqual(
      [],
    )
    await shoot(page, '68-studio-new-key-phone')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    await page.getByTestId('key-narrow').locator('summary').click()
    await press('key-send')
    const secret = await page.getByTestId('secret').inputValue()
    expect(await (await me(secret)).json()).toMatchObject({ who: { unit: '159901', roles: ['officer'] } })
    await shoot(page, '69-studio-key-once-phone')
    expect(await serious(page)).toEqual([])
    await press('secret-kept')
    expect(await page.content()).not.toContain(secret)
    await press('rotate')
    await press('rotate-yes')
    const second = await page.getByTestId('secret').inputValue()
    await press('secret-kept')
    expect([(await me(secret)).status, (await me(second)).status]).toEqual([200, 200])
    await page.getByTestId('live-keys').getByText('换下了以前那把').waitFor()
    await press('revoke')
    await press('revoke-yes')
    await page.getByText('不能再用的 1 把').waitFor()
    // Made in one moment of a hand-moved clock, so either may stand first.
    expect([(await me(secret)).status, (await me(second)).status].sort()).toEqual([200, 401])
    await shoot(page, '69-studio-keys-phone')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    expect(loud).toEqual([])
    await context.close()
  })
})
