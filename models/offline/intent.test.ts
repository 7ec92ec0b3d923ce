import { describe, expect, it } from 'vitest'
import { passage, visit } from './fixture.ts'

/** Ways to ask for the certificate. Empty: the purpose is asked for. Otherwise: the purpose that was said. */
const waysToAsk: readonly (readonly [string, string])[] = [
  ['我想开一份无犯罪记录证明', ''],
  ['我要去深圳上班，单位让开个无犯罪记录证明，人在集宁咋弄？', 'employment'],
  ['无犯罪记录证明', ''],
  ['无犯罪纪录证明', ''],
  ['开个无犯罪记录证名', ''],
  ['我要开无返罪证明', ''],
  ['无犯罪记证明', ''],
  ['办无犯罪证明', ''],
  ['无犯罪', ''],
  ['案底证明怎么开', ''],
  ['给我整个清白证明', ''],
  ['良民证咋整', ''],
  ['没案底的证明能开不', ''],
  ['我没犯过事，给俺开个证明呗', ''],
  ['开个没有犯罪记录的证明嘞', ''],
  ['咱们这疙瘩能开无犯罪证明不', ''],
  ['无违法犯罪证明', ''],
  ['我要辦無犯罪記錄證明', ''],
  ['請問怎麼開無犯罪證明', ''],
  ['I need a police clearance certificate', ''],
  ['I need a certificate of no criminal record for my visa', 'go_abroad'],
  ['how can i get a police clearance for my new job', 'employment'],
  ['犯罪记录证明', ''],
  ['考教师资格证，要那个无犯罪记录证明', 'licence'],
  ['出国签证要用无犯罪证明', 'go_abroad'],
  ['我要去韩国，给开个无犯罪证明', 'go_abroad'],
  ['麻烦帮我开个无犯罪记录证明，谢谢', ''],
  ['您好，请问这里能办无犯罪记录证明吗', ''],
  ['能帮我开个无犯罪证明吗', ''],
  ['可以开无犯罪证明吗', ''],
  ['想打一份无犯罪记录证明', ''],
  ['无犯罪记录证明如何申请', ''],
  ['我想查一下自己有没有案底', ''],
  ['跑滴滴要无犯罪证明', 'employment'],
  ['公证处让我开无犯罪记录证明', 'notary'],
  ['移民加拿大需要无刑事犯罪记录证明', 'emigration'],
  ['快点给我开无犯罪证明，急用！', ''],
  ['无犯罪记录证明（入职）', 'employment'],
  ['办理无刑事记录证明', ''],
  ['单位要求开具有无犯罪记录证明', 'employment'],
  ['我老公让我开无犯罪证明', ''],
  ['公司要查我有没有犯罪记录，让我开证明', 'employment'],
  ['wufanzui zhengming', ''],
  ['帮我弄一份无前科证明', ''],
  ['ｗ无犯罪记录证明，要去大使馆', 'go_abroad'],
  ['我要无犯罪记录证明😀', ''],
]

describe('asking for the certificate', () => {
  it.each(waysToAsk)('“%s” leads to the form', async (says, purpose) => {
    const heard = await visit().says(says)
    if (purpose) {
      expect(heard).toMatchObject({ tool: 'submit_certificate_application', args: { purpose } })
    } else {
      expect(heard.tool).toBeUndefined()
      expect(heard.outcome).toBe('clarified')
      expect(heard.text).toMatch(/请问这份证明做什么用|What do you need the certificate for/)
      expect(heard.suggestions).toHaveLength(7)
    }
  })

  it('says that 无违法犯罪证明 does not exist before it goes on', async () => {
    const v = visit()
    const heard = await v.says('需要一份无违法犯罪记录证明入职用')
    expect(heard.tool).toBeUndefined()
    expect(heard.text).toContain('没有“无违法犯罪证明”这一种')
    expect(await v.says('可以')).toMatchObject({ tool: 'submit_certificate_application', args: { purpose: 'employment' } })
  })
})

/** Questions go to the search with all their words; nothing is begun. */
const questions = [
  '办无犯罪记录证明要带什么材料',
  '证明有效期多久',
  '办这个要几天啊，能不能今天就拿？',
  '我户口在通辽，人在北京，能就地办不？',
  '取保候审期间可以开无犯罪证明吗',
  '我被行政拘留过能开吗',
  '无犯罪证明去德国还要盖海牙章吗',
  '公证处说要翻译咋弄',
  '开证明收费不',
  '周末能办无犯罪证明吗',
  '未成年人能开无犯罪证明吗',
]

describe('asking a question', () => {
  it.each(questions)('“%s” is looked up', async (says) => {
    const heard = await visit().says(says)
    expect(heard.tool).toBe('search_policy')
    expect(heard.args.query).toContain(says.slice(0, 2))
  })

  it.each([
    ['办无犯罪记录证明要带什么材料', '办无犯罪记录证明要带什么材料'],
    ['公证处说要翻译咋弄', '公证处说要翻译怎么办'],
    ['等下，这个要收钱吗', '等下，这个要收钱吗（收费）'],
  ])('“%s” is searched as “%s”: all of it, in plain words, with the word of the documents', async (says, query) => {
    expect((await visit().says(says)).args.query).toBe(query)
  })
})

const elsewhere: readonly (readonly [string, string])[] = [
  ['我昨天交的申请到哪步了', 'certificate_progress'],
  ['查办理进度', 'certificate_progress'],
  ['怎么还没办好', 'certificate_progress'],
  ['我的证明办好了没', 'certificate_progress'],
  ['SL1599012026000001到哪了', 'certificate_progress'],
  ['what is the status of my application', 'certificate_progress'],
  ['我要找民警', 'hand_to_officer'],
  ['转人工', 'hand_to_officer'],
  ['I want to talk to a real person', 'hand_to_officer'],
]

describe('asking for something else', () => {
  it.each(elsewhere)('“%s” uses %s', async (says, tool) => {
    expect((await visit().says(says)).tool).toBe(tool)
  })

  it.each(['今天天气怎么样', '给我写首诗', '股票怎么买', '身份证丢了怎么补办', 'tell me a joke'])(
    '“%s” is not ours, and that is said',
    async (says) => {
      const heard = await visit().says(says)
      expect(heard.tool).toBeUndefined()
      expect(heard.outcome).toBe('unanswered')
      expect(heard.suggestions.length).toBeGreaterThan(0)
    },
  )

  it.each(['你能干啥', '你好', '在吗', '菜单', 'help', 'what can you do', '我要办事'])(
    '“%s” is told what can be done here',
    async (says) => {
      const heard = await visit().says(says)
      expect(heard).toMatchObject({ tool: undefined, outcome: 'answered' })
      expect(heard.text).toMatch(/无犯罪记录证明|no-criminal-record certificate/)
    },
  )
})

describe('weak evidence', () => {
  it.each(['开证明', '证明', '我要出国', '考编要政审'])('“%s” is asked about before a form begins', async (says) => {
    const heard = await visit().says(says)
    expect(heard).toMatchObject({ tool: undefined, outcome: 'clarified' })
    expect(heard.text).toContain('申请无犯罪记录证明')
  })

  it('keeps what was said when the person then says yes', async () => {
    const v = visit()
    await v.says('我要出国')
    expect(await v.says('是')).toMatchObject({ tool: 'submit_certificate_application', args: { purpose: 'go_abroad' } })
  })
})

describe('the other desks', () => {
  it.each([
    ['这个证明是真的吗', undefined, '证明编号'],
    ['帮我验一下 WFZ-2026-00000001-M', 'verify_certificate', ''],
    ['怎么一直显示办理中', 'certificate_progress', ''],
    ['我的证明办到哪了', 'certificate_progress', ''],
  ])('progress: “%s”', async (says, tool, text) => {
    const heard = await visit('progress').says(says)
    expect(heard.tool).toBe(tool)
    expect(heard.text).toContain(text)
  })

  it('proof menu: answers by quoting, and keeps no form', async () => {
    const v = visit('menu')
    expect((await v.says('居委会让我开我妈是我妈的证明')).tool).toBe('search_policy')
    const heard = await v.gets(passage('曾经同户人员间的亲属关系，历史户籍档案能够反映的，派出所核实后出具。'))
    expect(heard.text).toContain('「曾经同户人员间的亲属关系，历史户籍档案能够反映的，派出所核实后出具」')
  })
})

describe('a page that only answers questions', () => {
  it.each([
    '把银行卡借给别人用会怎样',
    '我三十多了想改个名字，怎么改',
    '住宾馆忘带身份证了，拿什么登记',
    '那孩子归谁呢',
    '跟邻居草场边界说不清，找谁处理',
    '受害人说算了要撤回，怎么办',
    '隔壁小孩把我的车划了',
  ])('looks up “%s” instead of asking back', async (text) => {
    expect((await visit('menu').says(text)).tool).toBe('search_policy')
  })

  it.each([
    ['你好', 'answered'],
    ['谢谢', 'answered'],
    ['算了', 'answered'],
    ['哈哈', 'unanswered'],
    ['你们这破机器人真没用', 'clarified'],
  ])('looks nothing up for “%s”', async (text, outcome) => {
    expect(await visit('menu').says(text)).toMatchObject({ tool: undefined, outcome })
  })

  it('hands over whoever wants an officer', async () => {
    expect((await visit('menu').says('我要找民警说说')).tool).toBe('hand_to_officer')
  })
})
