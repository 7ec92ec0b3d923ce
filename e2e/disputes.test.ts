import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, isWide, openStage, patienceMs, phone, type Stage, serious, shoot } from './browser.ts'

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
/** Invented incidents of one station, and one of another. */
const incidents = [
  { id: 'e1', at: minutesAgo(5), place: '青禾街 8 号楼 2 单元', text: '报警称楼下两口子打起来了，男的拿着菜刀，孩子在屋里哭，让快来人' },
  { id: 'e2', at: minutesAgo(50), place: '青禾街工地', text: '包工头拖欠工资三个月，二十多个工友堵在项目部门口讨薪，跟保安推搡起来了' },
  { id: 'e3', at: minutesAgo(90), place: '青禾镇 3 组', text: '楼上邻居半夜放音响扰民，跺脚吵得睡不着，说了几次不听' },
  { id: 'e4', at: minutesAgo(30), place: '青禾镇 3 组', text: '还是楼上那家邻居，今天又半夜放音响扰民，没有打架，要求处理' },
  { id: 'e5', at: minutesAgo(20), place: '石桥路 5 号', text: '房东把门锁换了不让租客进屋拿东西，押金也不退' },
]

describe.skipIf(!chromiumPath)('officers with the board', { timeout: patienceMs }, () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await openStage({ clock: () => new Date() })
    const taken = await stage.p.ask('reviewer-bureau', 'POST', '/api/incidents', { incidents })
    expect(taken.status).toBe(200)
  }, patienceMs)
  afterAll(() => stage?.[Symbol.asyncDispose]())

  const open = (name: string, size?: { width: number; height: number }) =>
    stage.open({ as: name, sees: 'summary', ...(size ? { size } : {}) })

  it('shows the gravest first, of my own unit only, and signs for it from the list', async () => {
    const { context, page, loud } = await open('高守信', phone)
    await page.getByTestId('task').first().waitFor()
    await shoot(page, '30-board-phone')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    const text = (await page.textContent('main')) ?? ''
    expect(text).toContain('菜刀')
    expect(text).not.toContain('石桥路')
    expect(text.indexOf('菜刀')).toBeLessThan(text.indexOf('讨薪'))
    const second = page.getByTestId('task').filter({ hasText: '讨薪' })
    await second.getByTestId('receive').click()
    await second.getByText('待研判').waitFor()
    await second.getByText('高守信在办').waitFor()
    await page.getByTestId('filter-which').selectOption('mine')
    await page.getByTestId('task').filter({ hasText: '菜刀' }).waitFor({ state: 'detached' })
    await second.waitFor()
    expect(await page.getByTestId('task').count()).toBe(1)
    expect(loud).toEqual([])
    await context.close()
  })

  it('shows why an incident counts: hits told by keyboard, points that add up, the chain of the same place', async () => {
    const { context, page, loud } = await open('苗春雨')
    await page.getByTestId('open-task').filter({ hasText: '音响' }).first().click()
    await page.getByTestId('reasons').first().waitFor()
    await shoot(page, '31-task')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    // The sum below is that of the rows above it.
    const table = page.getByTestId('reasons').first()
    const points = await table.getByTestId('points').locator('tr:not(.sum) .number').allTextContents()
    expect(points.reduce((sum, text) => sum + Number(text), 0)).toBe(Number(await table.getByTestId('sum').textContent()))
    const hit = page.getByTestId('incident-text').first().getByRole('button').first()
    await hit.focus()
    expect(await hit.getAttribute('aria-label')).toMatch(/：.+，(?:不加分|[+-]\d+ 分)$/)
    expect(await page.locator('.hit-told').first().textContent()).toBe(await hit.getAttribute('aria-label'))
    await page.getByText('同一地点、同一事由的另外 1 起').waitFor()
    expect(await page.getByTestId('history').locator('li').count()).toBeGreaterThan(0)
    expect(loud).toEqual([])
    await context.close()
  })

  it('goes through the loop by keyboard alone: received, triaged, a department called, handled, told', async () => {
    const { context, page, loud } = await open('苗春雨')
    await page.getByTestId('open-task').filter({ hasText: '音响' }).first().click()
    await page.getByTestId('act-receive').press('Enter')
    await page.getByTestId('act-triage').press('Enter')
    const form = page.getByTestId('act-form')
    await form.locator('select').selectOption({ index: 1 })
    await form.locator('textarea[name=demand]').fill('夜里不放音响')
    await form.locator('textarea[name=basis]').fill('治安管理处罚法第八十八条')
    await form.locator('textarea[name=proposal]').fill('上门劝阻，社区一起调解')
    await shoot(page, '32-triage')
    expect(await serious(page)).toEqual([])
    await page.getByTestId('act-send').press('Enter')
    await page.getByTestId('task-head').getByText('待办理').waitFor()
    await page.getByTestId('act-call').press('Enter')
    await form.locator('select').selectOption({ index: 1 })
    await form.locator('textarea[name=question]').fill('请到场一起劝阻')
    await page.getByTestId('act-send').press('Enter')
    await page.getByText('请到场一起劝阻').first().waitFor()
    await page.getByTestId('act-handle').press('Enter')
    await form.getByLabel('调解', { exact: true }).check()
    await form.locator('textarea[name=note]').fill('双方到社区谈过，约定晚上十点后不放音响')
    await page.getByTestId('act-send').press('Enter')
    await page.getByTestId('task-head').getByText('办理中').waitFor()
    await page.getByTestId('act-feedback').press('Enter')
    await form.locator('select').first().selectOption('phone')
    await form.locator('select').nth(1).selectOption('all_parties')
    await form.locator('textarea[name=text]').fill('已和对方约定，再放可以随时打电话')
    await page.getByTestId('act-send').press('Enter')
    await page.getByTestId('task-head').getByText('已反馈').waitFor()
    await shoot(page, '33-task-told')
    const steps = (await page.getByTestId('history').textContent()) ?? ''
    for (const step of ['派送', '签收', '研判', '吹哨', '办理', '反馈']) expect(steps).toContain(step)
    expect(loud).toEqual([])
    await context.close()
  })

  it('shows an analyst the city: every unit, trends as lines and as the same numbers', async () => {
    const { context, page, loud } = await open('顾思齐')
    await page.getByTestId('filter-unit').selectOption({ label: '云河市公安局石桥派出所' })
    await page.getByTestId('task').filter({ hasText: '房东' }).waitFor()
    await page.getByTestId('task').filter({ hasText: '菜刀' }).waitFor({ state: 'detached' })
    await shoot(page, '34-board-desk')
    expect(await serious(page)).toEqual([])
    await page.getByTestId('part-trends').click()
    await page.getByTestId('trends').waitFor()
    await page.getByTestId('trends-span').selectOption('day')
    await page.getByTestId('trends-by').selectOption('unit')
    await page.getByRole('heading', { name: /^按单位的警情数/ }).waitFor()
    await shoot(page, '35-trends')
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    const row = page.getByRole('row').filter({ hasText: '石桥派出所' })
    expect(await row.locator('td').first().textContent()).toBe('1')
    await page.setViewportSize(phone)
    await shoot(page, '36-trends-phone')
    expect(await isWide(page)).toBe(false)
    expect(loud).toEqual([])
    await context.close()
  })

  it('fits a narrow screen in large text, on every page, and is clean for screen readers there', async () => {
    const { context, page, loud } = await open('顾思齐', { width: 320, height: 640 })
    await page.getByTestId('large-text').click()
    const look = async (name: string) => {
      expect(await isWide(page), name).toBe(false)
      expect(await serious(page), name).toEqual([])
    }
    await page.getByTestId('task').first().waitFor()
    await look('board')
    await page.getByTestId('open-task').first().click()
    await page.getByTestId('reasons').first().waitFor()
    expect(await page.evaluate('window.scrollY')).toBe(0)
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
    await look('task')
    for (const [part, seen] of [
      ['trends', 'trends'],
      ['work', 'work'],
      ['lexicon', 'draft-title'],
      ['reports', 'report'],
    ] as const) {
      await page.getByTestId(`part-${part}`).click()
      await page.getByTestId(seen).waitFor()
      await look(part)
    }
    await shoot(page, '37-reports-narrow')
    expect(loud).toEqual([])
    await context.close()
  })

  it('tells how the work of units went, with the numbers of the API, and gives them to carry away', async () => {
    const { context, page, loud } = await open('顾思齐')
    await page.getByTestId('part-work').click()
    await page.getByTestId('work').waitFor()
    await page.getByTestId('work-span').selectOption({ label: '近 7 天' })
    const row = page.getByRole('row').filter({ hasText: '青禾派出所' })
    await row.waitFor()
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    await shoot(page, '38-work')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 CSV' }).click()])
    const lines = readFileSync(await file.path(), 'utf8').split(/\r?\n/)
    const told = lines.find((line) => line.includes('青禾派出所'))?.split(',') ?? []
    const dispatched = (await row.locator('td').nth(1).textContent()) ?? ''
    expect(Number(dispatched)).toBeGreaterThan(0)
    expect(told[3]).toBe(dispatched)
    expect(loud).toEqual([])
    await context.close()
  })

  it('rings the bell of the superior before whom a matter was put, and says where, not what', async () => {
    await stage.p.platform.loop.watch()
    const { context, page, loud } = await open('田克己', phone)
    await page.getByTestId('bell').getByText(/\d/).waitFor()
    await page.getByTestId('bell').click()
    const notice = page.getByTestId('notice').first()
    await notice.getByText('有一件任务提到您这里').waitFor()
    expect(await page.getByTestId('notices').textContent()).not.toMatch(/菜刀|打起来/)
    expect(await serious(page)).toEqual([])
    expect(await isWide(page)).toBe(false)
    await shoot(page, '39-notices')
    await page.getByTestId('bell').getByText(/\d/).waitFor({ state: 'detached' })
    await notice.getByRole('link', { name: '去看看' }).click()
    await page.getByTestId('summary').waitFor()
    expect(loud).toEqual([])
    await context.close()
  })

  it('gives reports to carry away', async () => {
    const { context, page } = await open('顾思齐')
    await page.getByTestId('part-reports').click()
    await page.getByTestId('report').waitFor()
    await page.getByTestId('report-kind').selectOption('month')
    await page.getByRole('heading', { name: /月报/ }).waitFor()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 Word' }).click()])
    expect(file.suggestedFilename()).toMatch(/月报.*\.docx$/)
    await shoot(page, '38-reports')
    await context.close()
  })

  it('keeps what is not theirs from officers: no lexicon, no other unit by its address', async () => {
    const { context, page } = await open('石可风')
    await page.getByTestId('task').filter({ hasText: '房东' }).waitFor()
    expect(await page.getByTestId('part-lexicon').count()).toBe(0)
    const { tasks } = await (await stage.p.ask('analyst-bureau', 'GET', '/api/tasks?tier=red')).json()
    await page.goto(`${stage.url}/#disputes/task/${tasks[0].id}`)
    await page.getByTestId('problem').getByText('没有找到', { exact: true }).waitFor()
    await page.goto(`${stage.url}/#disputes/lexicon`)
    await page.getByTestId('summary').waitFor()
    await context.close()
  })
})
