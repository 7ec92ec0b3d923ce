import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationView } from '../core/certificates.ts'
import { mod112CheckDigit } from '../testing.ts'
import { chromiumPath, closeAll, isWide, openStage, patienceMs, phone, type Stage, serious, look as show, smallPhone } from './browser.ts'

/** Thirty invented people of a region that was never assigned. */
const thirtyPeople = Array.from({ length: 30 }, (_, at) => {
  const name = `${'赵钱孙李周吴郑王冯陈'.charAt(at % 10)}${['一鸣', '晓晨', '向阳'][Math.floor(at / 10)]}`
  const body = `15990119${80 + (at % 20)}${String((at % 12) + 1).padStart(2, '0')}${String((at % 28) + 1).padStart(2, '0')}${String(300 + at)}`
  return { name, number: body + mod112CheckDigit(body) }
})

// The pictures of docs/walk-through.md: SHOTS=docs/walk-through npm test -- e2e/walk-through

describe.skipIf(!chromiumPath)('the walk through certificates', { timeout: patienceMs }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, patienceMs)
  afterAll(() => stage?.[Symbol.asyncDispose]())

  const citizen = (name: string, at = '') => stage.open({ as: name, at, size: phone })
  const officer = (name: string) => stage.open({ as: name, sees: 'tab-desk' })
  const goTo = async (page: Page, at: string): Promise<void> => void (await page.goto(`${stage.url}/${at}`))
  const sayYes = async (page: Page, wish: string): Promise<void> => {
    await page.getByTestId('message-input').fill(wish)
    await page.getByTestId('send').click()
    await page.getByTestId('confirm-yes').click()
  }
  const applicationsOf = async (persona: string): Promise<readonly ApplicationView[]> => {
    const { applications } = await (await stage.p.ask(persona, 'GET', '/api/applications')).json()
    return applications
  }
  const newest = async (persona: string): Promise<string> => (await applicationsOf(persona))[0]?.number ?? ''
  const openCase = async (page: Page, number: string): Promise<void> => {
    await goTo(page, `#desk/case/${encodeURIComponent(number)}`)
    await page.getByTestId('case-head').getByText(number).waitFor()
  }
  const act = async (page: Page, name: string, fill: Record<string, string> = {}): Promise<void> => {
    await page.getByTestId(`act-${name}`).click()
    const form = page.getByTestId('act-form')
    for (const [field, value] of Object.entries(fill)) {
      const input = form.locator(`[name=${field}]`)
      if (value === 'yes') await input.check()
      else if ((await input.evaluate((element: { tagName: string }) => element.tagName)) === 'SELECT') await input.selectOption(value)
      else await input.fill(value)
    }
  }
  const send = (page: Page): Promise<void> => page.getByTestId('act-send').click()

  it('a hit is refused by two officers, and a recheck by a third corrects it', async () => {
    const applicant = await citizen('周平川')
    await sayYes(applicant.page, '开无犯罪记录证明，找工作用')
    await applicant.page.getByTestId('turn').filter({ hasText: '民警正在看' }).waitFor()
    const number = await newest('zhou-pingchuan')
    await goTo(applicant.page, `#apply/number/${number}`)
    await applicant.page.getByTestId('trail').waitFor()
    await show(applicant.page, 'a1-waiting')

    const first = await officer('苏明理')
    await first.page.getByTestId('tab-desk').click()
    await first.page.getByTestId('case').first().waitFor()
    expect(await first.page.textContent('main')).not.toContain('周平川')
    await show(first.page, 'a2-queue')
    await first.page.keyboard.press('j')
    await first.page.keyboard.press('c')
    await first.page.getByText('我在办').first().waitFor()
    await first.page.keyboard.press('o')
    await first.page.getByTestId('case-head').waitFor()
    await act(first.page, 'refuse', { note: '再次查询仍需人工认定，已核对证件，拟不予出具。' })
    await show(first.page, 'a3-proposed')
    await send(first.page)
    await first.page.getByTestId('case-state').getByText('等负责人审批').waitFor()
    // The proposer is offered no decision on it.
    expect(await first.page.getByTestId('approve').count()).toBe(0)

    const second = await officer('田克己')
    await goTo(second.page, '#desk/approvals')
    await second.page.getByTestId('approval').waitFor()
    await show(second.page, 'a4-approval')
    await second.page.getByTestId('approve').click()
    await second.page.getByText('没有等您审批的').waitFor()

    await first.page.keyboard.press('r')
    await first.page.getByTestId('case-state').getByText('不予出具').waitFor()
    await act(first.page, 'deliver', { how: 'window', signed_by: 'self' })
    await send(first.page)
    await first.page.getByTestId('case-state').getByText('已送达').waitFor()
    await show(first.page, 'a5-delivered')

    await goTo(applicant.page, '#progress')
    await goTo(applicant.page, `#apply/number/${number}`)
    await applicant.page.getByTestId('object').click()
    await applicant.page.getByTestId('objection').fill('判决已经改判无罪，请复查。')
    await show(applicant.page, 'a6-objection')
    await applicant.page.getByTestId('object-send').click()
    await applicant.page.getByTestId('application-status').getByText('复查中').waitFor()

    // The registry is put right by whoever keeps it; the demo's is in the store.
    const { store } = stage.p.platform
    const who = await store.people.find('zhou-pingchuan')
    if (who?.kind !== 'citizen') throw new Error('no such persona')
    await store.registryFiles.save(who.document.number, { demoState: 'R9', birth: who.birth, isReachable: true, cases: [] })
    const third = await officer('程至善')
    await openCase(third.page, number)
    await third.page.getByTestId('act-claim').click()
    await act(third.page, 'correct', { note: '再审改判无罪，原记录已更正，撤销原通知书，重新出具证明。', apologised: 'yes' })
    await show(third.page, 'a7-recheck')
    await send(third.page)
    await third.page.getByTestId('case-state').getByText('复查更正').waitFor()

    await goTo(applicant.page, '#progress')
    await applicant.page.getByTestId('certificate-row').waitFor()
    await show(applicant.page, 'a8-corrected')
    await closeAll(applicant, first, second, third)
  })

  it('nobody can tell a sealed record from none: the same words, steps and pages', async () => {
    const seen: string[][] = []
    for (const [name, persona] of [
      ['林安然', 'lin-anran'],
      ['吴云帆', 'wu-yunfan'],
    ] as const) {
      const own = await citizen(name)
      await sayYes(own.page, '我要开无犯罪记录证明，出国用')
      await own.page.getByTestId('certificate-card').waitFor()
      const number = await newest(persona)
      await goTo(own.page, `#apply/number/${number}`)
      await own.page.getByTestId('trail').waitFor()
      await show(own.page, `b-${persona === 'lin-anran' ? '1-clear' : '2-sealed'}`)
      const page = (await own.page.textContent('main')) ?? ''
      const desk = await officer('苏明理')
      await openCase(desk.page, number)
      await show(desk.page, `b-${persona === 'lin-anran' ? '3-clear-desk' : '4-sealed-desk'}`)
      const asOfficer = (await desk.page.textContent('main')) ?? ''
      // What is each one's own: numbers, the first letter of the name, the sex that the number tells.
      const plain = (text: string): string =>
        text
          .replace(/[A-Z]{2,3}-?\d[\d-]*[A-Z]?/g, '#')
          .replace(/[林吴]\*+/g, '某')
          .replace(/(?:1599|139)\*+[\dX]+/g, '#')
      seen.push([plain(page), plain(asOfficer)])
      await closeAll(own, desk)
    }
    expect(seen[1]).toEqual(seen[0])
  })

  it('a unit asks about thirty people: what is wrong in its table is said by row, and one seal answers for all', async () => {
    const handler = await citizen('钱小满')
    const { page } = handler
    await goTo(page, '#apply/unit')
    await page.getByTestId('apply-form').waitFor()
    for (const [field, value] of Object.entries({
      'unit.name': '云河市平安保安服务有限公司（演示）',
      'unit.uscc': '91150999MADEM00119',
      'unit.address': '云河市青禾街 18 号（演示）',
      'unit.handler': '钱小满',
      'unit.post': '保安员',
    }))
      await page.locator(`[name="${field}"]`).fill(value)
    const bases = await page.locator('[name="unit.basis"] option').allTextContents()
    await page.locator('[name="unit.basis"]').selectOption({ label: bases.find((one) => one.includes('保安服务管理条例')) ?? '' })
    await page.locator('[name="station"]').selectOption('159901')
    await page.getByTestId('check-form').click()
    await page.getByTestId('missing').waitFor()
    await show(page, 'c1-missing')

    const table = (people: readonly string[]) => ({
      name: '拟招录保安员名单.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`\uFEFF姓名,证件类型,证件号码,与单位关系\r\n${people.join('\r\n')}\r\n`),
    })
    const rows = thirtyPeople.map(({ name, number }) => `${name},居民身份证,${number},拟招录`)
    const wrong = rows.with(
      6,
      (rows[6] ?? '').replace(/\d(?=,拟)/, (digit) => String((Number(digit) + 1) % 10)),
    )
    await page.getByTestId('people-file').setInputFiles(table(wrong))
    await page.getByTestId('people-faults').getByText('第 8 行').waitFor()
    await show(page, 'c2-wrong-row')
    await page.getByTestId('people-file').setInputFiles(table(rows))
    await page.getByTestId('people-taken').getByText('30 人').waitFor()
    const photo = {
      name: '拍照.png',
      mimeType: 'image/png',
      buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } }),
    }
    for (const kind of ['introduction_letter', 'handler_identity', 'stamped_form', 'relation_proof']) {
      await page.getByTestId(`material-${kind}`).setInputFiles(photo)
      await page
        .getByTestId('materials')
        .locator('li')
        .filter({ has: page.getByTestId(`material-${kind}`) })
        .getByText('已交')
        .waitFor()
    }
    await page.getByTestId('check-form').click()
    await page.getByTestId('read-back').waitFor()
    await show(page, 'c3-read-back')
    await page.getByTestId('consent').check()
    await page.getByTestId('submit-form').click()
    await page.getByTestId('trail').waitFor()
    const number = await newest('qian-xiaoman')

    const desk = await officer('苏明理')
    await openCase(desk.page, number)
    await desk.page.getByTestId('act-claim').click()
    await desk.page.getByTestId('material').first().click()
    await desk.page.getByTestId('viewer').locator('img').waitFor()
    await show(desk.page, 'c4-materials')
    await act(desk.page, 'accept')
    await send(desk.page)
    await desk.page.getByTestId('case-subjects').getByText('未发现 30').waitFor()
    await show(desk.page, 'c5-looked-up')
    await goTo(desk.page, '#desk/queue')
    await desk.page.getByTestId('seal-batch').locator('summary').click()
    await show(desk.page, 'c6-seal')
    await desk.page.getByTestId('seal-confirm').click()
    await desk.page.getByTestId('seal-result').getByText('办好 1 件').waitFor()

    await goTo(page, '#progress')
    await goTo(page, `#apply/number/${number}`)
    await page.getByTestId('papers').getByText('告知函').waitFor()
    await show(page, 'c7-letter')
    await closeAll(handler, desk)
  })

  it('a foreigner with two stays sees the days add up, in two languages, and holds the certificate', async () => {
    const own = await citizen('ANNA BERG')
    const { page } = own
    await goTo(page, '#apply/foreigner')
    await page.getByTestId('apply-form').waitFor()
    await page.locator('[name=purpose]').selectOption('go_abroad')
    await page.locator('[name=stay-from-0]').fill('2025-01-01')
    await page.locator('[name=stay-to-0]').fill('2025-04-10')
    await page.getByTestId('stay-sum').getByText('累计 100 天').waitFor()
    await show(page, 'd1-one-stay')
    await page.getByTestId('add-stay').click()
    await page.locator('[name=stay-from-1]').fill('2026-01-01')
    await page.locator('[name=stay-to-1]').fill('2026-04-10')
    await page.getByTestId('stay-sum').getByText('累计 200 天').waitFor()
    await page.getByTestId('check-form').click()
    await page.getByTestId('read-back').waitFor()
    await show(page, 'd2-two-stays')
    await page.getByTestId('consent').check()
    await page.getByTestId('submit-form').click()
    await page.getByTestId('application-status').getByText('已办结').waitFor()
    await show(page, 'd3-certificate')
    await closeAll(own)
  })

  it('what was begun in the form is found again, and a conversation ends it', async () => {
    const own = await citizen('孙望舒')
    const { page } = own
    await goTo(page, '#apply/self')
    await page.getByTestId('apply-form').waitFor()
    await page.locator('[name=recipient]').fill('云河市第一中学')
    await page.getByTestId('check-form').click()
    await page.getByTestId('missing').waitFor()
    await goTo(page, '#progress')
    await page.getByTestId('drafts').getByText('接着填').click()
    await page.getByText('接着上次的填').waitFor()
    expect(await page.locator('[name=recipient]').inputValue()).toBe('云河市第一中学')
    await goTo(page, '#chat')
    await sayYes(page, '我要开无犯罪记录证明，入学用')
    await page.getByTestId('certificate-card').waitFor()
    await goTo(page, '#progress')
    await page.getByTestId('certificate-row').waitFor()
    expect(await page.getByTestId('drafts').count()).toBe(0)
    await closeAll(own)
  })

  it('works on the smallest phone that is promised', async () => {
    const small = await stage.open({ as: '林安然', at: '', size: smallPhone })
    for (const at of ['#apply', '#apply/self', '#apply/foreigner', '#apply/delegate', '#apply/unit', '#progress']) {
      await goTo(small.page, at)
      await small.page.locator('main :is(h3, .rows, .applicants, .empty)').first().waitFor()
      expect(await serious(small.page), at).toEqual([])
      expect(await isWide(small.page), at).toBe(false)
    }
    await closeAll(small)
  })
})
