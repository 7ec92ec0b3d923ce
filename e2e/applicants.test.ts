import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, closeAll, look, type Opened, openStage, patienceMs, type Stage, smallPhone } from './browser.ts'

const photo = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')
/** 韩小雨, fifteen; 林安然, grown up: invented people of the demo. */
const child = { name: '韩小雨', documentNumber: '159901201005010177', birth: '2010-05-01', sex: 'male' }
const friend = { name: '林安然', documentNumber: '159901199003072016', birth: '1990-03-07', sex: 'male' }
const unit = {
  'unit.uscc': '12150999DEM000022T',
  'unit.address': '云河市青禾街 18 号（演示）',
  'unit.handler': '钱小满',
  station: '159901',
}

describe.skipIf(!chromiumPath)('who applies for others', { timeout: patienceMs }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, patienceMs)
  afterAll(() => stage?.[Symbol.asyncDispose]())

  const goTo = async (page: Page, at: string): Promise<void> => void (await page.goto(`${stage.url}/${at}`))
  const fill = async (page: Page, values: Record<string, string>): Promise<void> => {
    for (const [name, value] of Object.entries(values)) {
      const input = page.locator(`[name="${name}"]`)
      if ((await input.evaluate((element: { tagName: string }) => element.tagName)) === 'SELECT') await input.selectOption(value)
      else await input.fill(value)
    }
  }
  const aboutOf = (person: Record<string, string>): Record<string, string> => ({
    'subject.documentKind': 'resident_id',
    ...Object.fromEntries(Object.entries(person).map(([name, value]) => [`subject.${name}`, value])),
  })
  const handIn = async (page: Page, kinds: readonly string[]): Promise<void> => {
    for (const kind of kinds) {
      await page.getByTestId(`material-${kind}`).setInputFiles({ name: '拍照.png', mimeType: 'image/png', buffer: photo })
      await page
        .locator('li')
        .filter({ has: page.getByTestId(`material-${kind}`) })
        .getByText('已交')
        .waitFor()
    }
  }
  /** Gives the number it has then. */
  const submit = async (page: Page): Promise<string> => {
    if ((await page.getByTestId('read-back').count()) === 0) await page.getByTestId('check-form').click()
    await page.getByTestId('consent').check()
    await page.getByTestId('submit-form').click()
    await page.getByTestId('trail').waitFor()
    return page.url().split('/').at(-1) ?? ''
  }
  /** The case before an officer who has claimed it. */
  const atDesk = async (number: string): Promise<Opened> => {
    const opened = await stage.open({ as: '苏明理', sees: 'tab-desk' })
    await goTo(opened.page, `#desk/case/${number}`)
    await opened.page.getByTestId('act-claim').click()
    await opened.page.getByTestId('act-release').waitFor()
    return opened
  }

  it('an entrusted adult hands in three papers, is asked for one once more, and the certificate is in the other one’s name', async () => {
    const own = await stage.open({ as: '孙望舒', at: '#apply/delegate', sees: 'apply-form', size: smallPhone })
    const { page } = own
    await fill(page, { ...aboutOf(friend), purpose: 'employment', route: 'hukou', station: '159901' })
    await page.getByTestId('check-form').click()
    await page.getByTestId('missing').waitFor()
    await look(page, '80-delegate-missing')
    await handIn(page, ['letter_of_entrustment', 'identity_document', 'delegate_identity'])
    const number = await submit(page)
    await look(page, '81-delegate-sent')

    const desk = await atDesk(number)
    await desk.page.getByTestId('act-supplement').click()
    await fill(desk.page, { 'what-0': '委托书', 'how-0': '委托书没有签名，请林安然签字后再拍一张。' })
    await desk.page.getByTestId('act-send').click()
    await desk.page.getByTestId('case-state').getByText('等申请人补材料').waitFor()

    await goTo(page, '#progress')
    await page.getByTestId('open-application').click()
    await page.getByTestId('asked').getByText('委托书没有签名，请林安然签字后再拍一张。').waitFor()
    await look(page, '82-delegate-supplement')
    await handIn(page, ['letter_of_entrustment'])
    await page.getByTestId('supply').click()
    await page.getByTestId('application-status').getByText('待核验').waitFor()
    expect(await page.getByTestId('asked').count()).toBe(0)

    await desk.page.keyboard.press('r')
    await desk.page.getByTestId('act-accept').click()
    for (const seen of ['letter', 'person', 'agent']) await desk.page.locator(`[name=checked-${seen}]`).check()
    await desk.page.getByTestId('act-send').click()
    await desk.page.getByTestId('case-state').getByText('已出具').waitFor()
    await page.reload()
    await page.getByTestId('application-status').getByText('已办结').waitFor()
    await page.getByTestId('download').waitFor()
    await closeAll(own, desk)
  })

  it('a parent applies for a child, thinks better of it, and nobody has it on the desk any more', async () => {
    const own = await stage.open({ as: '赵清禾', at: '#apply/guardian', sees: 'apply-form', size: smallPhone })
    const { page } = own
    await fill(page, { ...aboutOf(child), relation: 'parent', purpose: 'school', route: 'hukou', station: '159901' })
    await page.getByTestId('check-form').click()
    await handIn(page, ['guardianship_proof', 'identity_document'])
    const number = await submit(page)
    const desk = await atDesk(number)
    // Nothing was asked for, so nothing is said to have been.
    expect(await desk.page.getByTestId('case-materials').textContent()).not.toContain('已告知要补的')
    await page.getByTestId('withdraw').click()
    await look(page, '83-withdraw')
    await page.getByTestId('withdraw-yes').click()
    await page.getByTestId('application-status').getByText('已撤回').waitFor()
    expect(await page.getByTestId('deeds').count()).toBe(0)
    await desk.page.keyboard.press('r')
    await desk.page.getByTestId('case-state').getByText('已撤回').waitFor()
    await goTo(desk.page, '#desk/queue')
    await desk.page.getByTestId('overview').waitFor()
    expect(await desk.page.textContent('main')).not.toContain(number)
    await closeAll(own, desk)
  })

  it.each([
    ['organ', '云河市城市管理局（演示）', '网约车驾驶员许可申请人', 'relation_proof'],
    ['notary', '云河市公证处（演示）', '公证当事人', 'notary_application'],
  ])('an institution of another kind hands in its table and papers: %s', async (kind, name, post, proof) => {
    const own = await stage.open({ as: '钱小满', at: '#apply/unit', sees: 'apply-form' })
    const { page } = own
    await fill(page, { applicant: kind })
    const basis = page.locator('[name="unit.basis"]')
    // The bases are those of this kind: one of its own, and none of them.
    await basis.locator('option').nth(2).waitFor({ state: 'attached' })
    expect(await basis.locator('option').count()).toBe(3)
    await basis.selectOption({ index: 1 })
    await fill(page, { ...unit, 'unit.name': name, 'unit.post': post })
    await page.getByTestId('check-form').click()
    await page.getByTestId('missing').getByText('请交查询对象名单').waitFor()
    const [sample] = await Promise.all([page.waitForEvent('download'), page.getByText('下载样表').click()])
    await page
      .getByTestId('people-file')
      .setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: readFileSync(await sample.path()) })
    await page.getByTestId('people-taken').getByText('1 人').waitFor()
    await handIn(page, ['introduction_letter', 'handler_identity', 'stamped_form', proof])
    const number = await submit(page)
    await page.getByText(kind === 'organ' ? '行政机关查询' : '公证处查询').waitFor()
    await look(page, `84-${kind}`)
    const desk = await atDesk(number)
    await desk.page.getByTestId('act-accept').click()
    await desk.page.getByTestId('act-send').click()
    await desk.page.getByTestId('case-subjects').getByText('未发现 1').waitFor()
    await closeAll(own, desk)
  })

  it('what was begun in a conversation is gone on with in the form, and the conversation knows how it stands', async () => {
    const own = await stage.open({ as: '李长乐', size: smallPhone })
    const { page } = own
    const say = async (text: string): Promise<void> => {
      await page.getByTestId('message-input').fill(text)
      await page.getByTestId('send').click()
    }
    await say('我是监护人，给未成年的儿子申请无犯罪记录证明')
    await page.getByTestId('confirm-yes').click()
    await page.getByTestId('turn').getByText('表格打开了').waitFor()
    await look(page, '85-chat-to-form')
    await page.getByTestId('turn').last().getByRole('link', { name: /填/ }).click()
    await page.getByText('接着上次的填').waitFor()
    await fill(page, { ...aboutOf(child), relation: 'parent', purpose: 'school', route: 'hukou', station: '159901' })
    await page.getByTestId('check-form').click()
    await handIn(page, ['guardianship_proof', 'identity_document'])
    const number = await submit(page)
    await goTo(page, '#chat')
    await say('我的证明办到哪一步了')
    await page.getByTestId('turn').last().getByText(number).first().waitFor()
    await closeAll(own)
  })
})
