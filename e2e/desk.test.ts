import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuidv7 } from '../core/ids.ts'
import { mod112CheckDigit } from '../testing.ts'
import {
  chromiumPath,
  closeAll,
  desk,
  isWide,
  look,
  openStage,
  patienceMs,
  type Stage,
  serious,
  shoot,
  smallestOfPlots,
  smallPhone,
  tabTo,
} from './browser.ts'
import { actOn, handInList } from './hand-in-list.ts'
import { putPastApplications } from './past-applications.ts'

describe.skipIf(!chromiumPath)('officers with certificates', { timeout: patienceMs }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ clock: () => new Date() })
    await putPastApplications(stage.p.platform.store, new Date(), ['159901', '159903', '159902'], 12)
  }, patienceMs)
  afterAll(() => stage?.[Symbol.asyncDispose]())

  const press = async (page: Page, what: string, key = 'Enter'): Promise<void> => {
    await tabTo(page, what)
    await page.keyboard.press(key)
  }
  /** As it is on a desk and on the smallest phone: nothing serious for axe, nothing to push sideways. */
  const lookTwice = async (page: Page, name: string): Promise<void> => {
    await look(page, name)
    await page.setViewportSize(smallPhone)
    await look(page, `${name}-phone`)
    await page.setViewportSize(desk)
  }
  const openCase = async (page: Page, number: string): Promise<void> => {
    await page.goto(`${stage.url}/#desk/case/${number}`)
    await page.getByTestId('case-head').getByText(number).waitFor()
  }
  const people = [
    ['林安然', '159901199003072016'],
    ['周平川', '159901197906183359'],
    ['郑大山', '159901198708225575'],
    ['阿依古丽·麦麦提江·阿卜杜热合曼', `15990119900101705${mod112CheckDigit('15990119900101705')}`],
  ] as const

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
    await expect.poll(() => smallestOfPlots(page)).toBeGreaterThan(12)
    await shoot(page, '50-certificate-reports-phone')
    expect(await isWide(page)).toBe(false)
    expect(loud).toEqual([])
    await context.close()
  })

  it('leads an officer who is signed out to the very page of the address', async () => {
    const { page, context, loud } = await stage.open({ at: '#desk/search' })
    await page.getByTestId('problem').getByText('请先登录').waitFor()
    await page.getByTestId('problem').getByTestId('sign-in-again').click()
    await page.getByText('高守信').first().click()
    await page.getByTestId('search-text').waitFor()
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
    const own = await stage.open({ as: '苏明理', sees: 'tab-desk', at: '#desk/queue' })
    const { page } = own
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
    await closeAll(own, superior)
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

  it('settles the people of a list one by one by keyboard: found clear, left out, set apart; each form says whom', async () => {
    const number = await handInList(stage.p, people)
    await actOn(stage.p, 'reviewer-qinghe', number, 'supply', { received: ['介绍信等'] })
    const { page, context, loud } = await stage.open({ as: '苏明理', sees: 'tab-desk' })
    await openCase(page, number)
    const rows = page.getByTestId('case-subjects').locator('tbody tr')
    // Before anybody is looked up: who has no tie to the unit is never asked about.
    await page.keyboard.press('a')
    await press(page, "dataset.testid === 'act-leave-out'")
    await page.getByTestId('act-form').waitFor()
    expect(await page.getByTestId('act-form').locator('[type=checkbox]').count()).toBe(people.length)
    await press(page, "name === 'positions-4'", 'Space')
    await tabTo(page, "name === 'because'")
    await page.keyboard.press('ArrowDown')
    await tabTo(page, "name === 'note'")
    await page.keyboard.type('劳动合同已经解除')
    await lookTwice(page, '55-leave-out')
    await press(page, "dataset.testid === 'act-send'")
    await rows.nth(3).getByText('未受理').waitFor()

    await actOn(stage.p, 'reviewer-qinghe', number, 'accept')
    await page.keyboard.press('r')
    await rows.nth(1).getByText('要人工复核').waitFor()
    await page.keyboard.press('a')
    await press(page, "dataset.testid === 'act-settle-person'")
    await tabTo(page, "name === 'position'")
    await page.keyboard.press('ArrowDown')
    await tabTo(page, "name === 'ground'")
    await page.keyboard.press('ArrowDown')
    await tabTo(page, "name === 'note'")
    await page.keyboard.type('照片、住址都不同，不是同一个人')
    await lookTwice(page, '56-settle-person')
    // The sign-in has run out meanwhile: nothing has to be written again.
    await context.clearCookies()
    await press(page, "dataset.testid === 'act-send'")
    await page.getByTestId('problem').getByTestId('sign-in-again').click()
    await page.getByText('苏明理').first().click()
    await page.getByTestId('act-form').waitFor()
    expect(await page.locator('[name=note]').inputValue()).toBe('照片、住址都不同，不是同一个人')
    expect(await page.locator('[name=position]').inputValue()).toBe('2')
    await press(page, "dataset.testid === 'act-send'")
    await rows.nth(1).getByText('未发现').waitFor()

    // What stands out finds nothing of anybody, and refuses nobody.
    expect(await page.getByTestId('case-acts').locator('.button:not(.button-plain)').allTextContents()).toEqual(['再次查询'])
    await page.keyboard.press('a')
    await press(page, "dataset.testid === 'act-set-apart'")
    await press(page, "name === 'positions-3'", 'Space')
    await tabTo(page, "name === 'note'")
    await page.keyboard.type('要向外地核实')
    await lookTwice(page, '57-set-apart')
    await press(page, "dataset.testid === 'act-send'")
    await page.getByTestId('case-state').getByText('未发现').waitFor()
    await lookTwice(page, '58-list-settled')
    // The trail says of whom, and leads to the case that was made of them.
    const trail = page.getByTestId('case-history')
    await trail.getByText('名单：第 4 行').waitFor()
    await trail.getByRole('link', { name: /^SL/ }).click()
    await page.getByTestId('case-subjects').getByRole('link', { name: number }).waitFor()
    await page.getByTestId('case-subjects').getByText('要人工复核').waitFor()
    await lookTwice(page, '59-apart')
    expect(loud.filter((line) => !line.includes('401'))).toEqual([])
    await context.close()
  })

  it('takes a letter back with two names: who proposed sees it wait, and the other decides on what was shown', async () => {
    const number = await handInList(stage.p, [['林安然', '159901199003072016']])
    for (const [act, facts] of [
      ['supply', { received: ['介绍信等'] }],
      ['accept', {}],
      ['seal', {}],
    ] as const)
      await actOn(stage.p, 'officer-qinghe', number, act, facts)
    const own = await stage.open({ as: '苏明理', sees: 'tab-desk' })
    await openCase(own.page, number)
    await own.page.keyboard.press('a')
    await press(own.page, "dataset.testid === 'act-revoke-letter'")
    await own.page.locator('[name=reason]').selectOption('issued_in_error')
    await tabTo(own.page, "name === 'note'")
    await own.page.keyboard.type('岗位写错了')
    await lookTwice(own.page, '59-revoke-letter')
    await press(own.page, "dataset.testid === 'act-send'")
    await own.page.getByTestId('approval').waitFor()
    expect(await own.page.getByTestId('approve').count()).toBe(0)
    await own.page.goto(`${stage.url}/#desk/approvals`)
    await own.page.getByTestId('my-proposals').getByText('拟撤销的告知函').waitFor()
    await lookTwice(own.page, '59-my-proposals')
    const other = await stage.open({ as: '田克己', sees: 'tab-desk', at: '#desk/approvals' })
    await other.page.goto(`${stage.url}/#desk/approvals`)
    const waits = other.page.getByTestId('approval').filter({ hasText: '拟撤销的告知函' })
    expect(await waits.getByTestId('open-case').getAttribute('href')).toBe(`#desk/case/${number}`)
    await lookTwice(other.page, '59-approve-revocation')
    await waits.getByTestId('approve').click()
    await waits.waitFor({ state: 'detached' })
    await own.page.goto(`${stage.url}/#desk/case/${number}`)
    await own.page.getByTestId('case-papers').getByText('已作废').waitFor()
    await closeAll(own, other)
  })

  it('sends what came to the wrong place on to another unit, which has it then; a long list says how much of it is shown', async () => {
    const many = Array.from({ length: 205 }, (_, at) => {
      const body = `15990119900101${300 + at}`
      return [`王${'甲乙丙丁戊己庚辛壬癸'.charAt(at % 10)}`, body + mod112CheckDigit(body)] as const
    })
    // More than fifty are the county's to work.
    const number = await handInList(stage.p, many)
    const { page, context, loud } = await stage.open({ as: '段行远', sees: 'tab-desk' })
    await openCase(page, number)
    await page.getByTestId('subjects-cut').getByText('名单共 205 人，这里列出 200 人').waitFor()
    await page.keyboard.press('a')
    await press(page, "dataset.testid === 'act-reassign'")
    await page.getByTestId('act-unit').locator('option').nth(2).waitFor({ state: 'attached' })
    await page.getByTestId('act-unit').selectOption({ label: '云河市公安局石桥派出所' })
    await tabTo(page, "name === 'reason'")
    await page.keyboard.type('岗位在石桥')
    await lookTwice(page, '59-reassign')
    await press(page, "dataset.testid === 'act-send'")
    await page.waitForURL(/#desk\/queue$/)
    await page.getByTestId('overview').waitFor()
    expect(await page.textContent('main')).not.toContain(number)
    const there = await stage.open({ as: '白露秋', sees: 'tab-desk' })
    await openCase(there.page, number)
    await there.page.getByTestId('case-history').getByText('改派到：云河市公安局石桥派出所').waitFor()
    await lookTwice(there.page, '59-reassigned')
    for (const { context: opened } of [{ context }, there]) await opened.close()
    expect(loud).toEqual([])
  })

  it('looks a second time at what the machine issued, by keyboard, and has nothing left to look at', async () => {
    const { store, desk: settling } = stage.p.platform
    const asked = await store.applications.listByPerson((await store.people.find('zheng-dashan'))?.id ?? '', 1)
    const template = asked[0]
    if (!template) throw new Error('nothing was applied for')
    const [number, now] = ['SL1599012026900001', new Date()]
    const clear = { event: 'clear', to: 'CLEAR', at: now.toISOString(), actor: { kind: 'system' } } as const
    const history = [...template.history.slice(0, 4), clear]
    const picked = { ...template, number, id: uuidv7(now), state: 'CLEAR' as const, revision: 1, review: undefined, history }
    await store.applications.insert({ ...picked, rules: ['spot_check_percent'] }, { deedKey: number, sameKey: number })
    await settling.over(store).settle(number)
    const { page, context, loud } = await stage.open({ as: '苏明理', sees: 'tab-desk' })
    await page.goto(`${stage.url}/#desk/checks`)
    await page.getByTestId('spot-check').getByText(number).waitFor()
    await lookTwice(page, '59-spot-checks')
    await tabTo(page, "dataset.testid === 'spot-result'")
    await page.keyboard.press('ArrowDown')
    await tabTo(page, "dataset.testid === 'spot-note'")
    await page.keyboard.type('核对过身份和平台答复')
    await press(page, "dataset.testid === 'spot-send'")
    await page.getByText('没有要抽查的').waitFor()
    expect((await store.spotChecks.find(number))?.end?.result).toBe('right')
    expect(loud).toEqual([])
    await context.close()
  })

  it('tells whoever answers for several stations how late each is', async () => {
    const { page, context } = await stage.open({ as: '贺正平', sees: 'tab-desk' })
    await page.goto(`${stage.url}/#desk/queue`)
    await page.getByTestId('lateness').locator('summary').click()
    await page.getByRole('row').filter({ hasText: '青禾派出所' }).waitFor()
    await lookTwice(page, '59-lateness')
    await context.close()
  })
})
