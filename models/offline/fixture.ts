import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import { offlineModel } from './model.ts'

/** Pages and tools for the tests: the same trade as agents/, in words of their own. */

const choice = (label: string, en: string, ...says: string[]) => ({ label, en, says })

const submit = {
  type: 'function',
  function: {
    name: 'submit_certificate_application',
    description: 'Apply for a no-criminal-record certificate (无犯罪记录证明) for the signed-in person.',
    parameters: {
      title: '申请无犯罪记录证明',
      title_en: 'Apply for a no-criminal-record certificate',
      type: 'object',
      properties: {
        purpose: {
          title: '用途',
          title_en: 'purpose',
          ask: '请问这份证明做什么用？',
          ask_en: 'What do you need the certificate for?',
          type: 'string',
          enum: ['go_abroad', 'employment', 'licence', 'school', 'notary', 'emigration', 'other'],
          choices: {
            go_abroad: choice('出国（境）', 'going abroad', '签证', '出国旅游', '出境', '国外', '去香港', '大使馆', '旅游签'),
            employment: choice(
              '求职、入职',
              'a job',
              '上班',
              '找工作',
              '应聘',
              '单位',
              '公司',
              '工作',
              '考编',
              '考公',
              '公务员',
              '政审',
              '面试',
              '保安',
              '网约车',
              '跑滴滴',
              '送外卖',
              '打工',
              '当老师',
              '幼师',
              '事业编',
            ),
            licence: choice(
              '资质许可',
              'a licence',
              '教师资格证',
              '教师资格',
              '教资',
              '导游证',
              '律师执业',
              '执业证',
              '从业资格',
              '许可证',
              '办执照',
            ),
            school: choice('入学', 'school', '上学', '读研', '报名学校', '考研', '转学'),
            notary: choice('办理公证', 'a notary', '公证', '公证处'),
            emigration: choice(
              '移民、留学',
              'immigration or study abroad',
              '移民',
              '留学',
              '绿卡',
              '永居',
              '出国留学',
              '出国读书',
              '枫叶卡',
            ),
            other: choice('其他', 'something else', '别的用途', '其它'),
          },
        },
        purpose_detail: { title: '用途说明', title_en: 'details', type: 'string', maxLength: 200 },
        recipient: { title: '接收单位', title_en: 'recipient', type: 'string', maxLength: 100 },
        period: {
          title: '查询期间',
          title_en: 'period',
          kind: 'period',
          type: 'object',
          properties: { from: { type: 'string' }, to: { type: 'string' } },
        },
        delivery: {
          title: '领取方式',
          title_en: 'delivery',
          type: 'string',
          enum: ['electronic', 'window'],
          default: 'electronic',
          choices: {
            electronic: choice('电子版', 'electronic', '电子的', 'pdf', '发手机上'),
            window: choice('窗口领取', 'at the counter', '纸质', '窗口拿', '去窗口取', '纸的'),
          },
        },
      },
      required: ['purpose'],
    },
  },
}

const progress = {
  type: 'function',
  function: {
    name: 'certificate_progress',
    description: 'Status of the applications of the signed-in person.',
    parameters: {
      title: '查询办理进度',
      title_en: 'Check the status of my application',
      type: 'object',
      properties: { application_number: { title: '受理号', kind: 'application_number', type: 'string', examples: ['SL1599012026000001'] } },
    },
  },
}

const verify = {
  type: 'function',
  function: {
    name: 'verify_certificate',
    description: 'Check whether a certificate is genuine, by its number or its verification code.',
    parameters: {
      title: '核验证明真伪',
      title_en: 'Check whether a certificate is genuine',
      type: 'object',
      properties: {
        number: {
          title: '证明编号',
          title_en: 'certificate number',
          kind: 'certificate_number',
          type: 'string',
          ask: '请把证明编号发给我，编号印在证明的右上角。',
          ask_en: 'Please send me the certificate number.',
          examples: ['WFZ-2026-00000001-M'],
        },
        code: { title: '验证码', kind: 'verify_code', type: 'string' },
      },
      anyOf: [{ required: ['number'] }, { required: ['code'] }],
    },
  },
}

const searchPolicy = {
  type: 'function',
  function: {
    name: 'search_policy',
    description: 'Search the policy documents that this page may quote.',
    parameters: {
      title: '查政策规定',
      title_en: 'Look up the regulations',
      type: 'object',
      properties: { query: { title: '问题', kind: 'query', type: 'string' } },
      required: ['query'],
    },
  },
}

const handToOfficer = {
  type: 'function',
  function: {
    name: 'hand_to_officer',
    description: 'Hand the matter to an officer.',
    parameters: {
      title: '转给民警',
      title_en: 'Hand to an officer',
      type: 'object',
      properties: { reason: { title: '事由', type: 'string', kind: 'text' } },
      required: ['reason'],
    },
  },
}

const navigatorPage = `---
name: 无犯罪记录证明办事员
audience: citizen
purpose: 帮您申请无犯罪记录证明，问清用途、核验本人，一次办好。
tools: [submit_certificate_application, certificate_progress, search_policy, hand_to_officer]
knowledge: [certificates]
examples:
  - 我想开一份无犯罪记录证明
  - { says: 公司入职要无犯罪记录证明，帮我办一个, tool: submit_certificate_application }
  - { says: 办签证要用，给我出个没有案底的证明, tool: submit_certificate_application }
  - { says: 我前几天递的申请办好没有, tool: certificate_progress }
  - { says: 现在办到哪一步了, tool: certificate_progress }
  - { says: 办无犯罪记录证明要带什么材料, tool: search_policy }
  - { says: 人在外地能不能就近办, tool: search_policy }
  - { says: 我想找个民警问问, tool: hand_to_officer }
refuses:
  - { when: 查别人有没有前科, says: [帮我查查我对象有没有案底], say: 只能为本人办理，别人的情况不能查，也不能告诉您。替家人办要本人写委托书。 }
  - { when: 要求把有记录写成没有、找关系、花钱办, says: [我有案底能不能帮我写成没有, 花钱能不能把记录删了], say: 证明的内容由系统如实核查得出，任何人都不能改。 }
suggestions: [开一份无犯罪记录证明, 查办理进度, 需要什么材料]
---
你是办事员。先问用途。
`

const progressPage = `---
name: 证明进度与验真
audience: citizen
purpose: 查自己申请的办理进度，核验证明的真伪。
tools: [certificate_progress, verify_certificate]
examples:
  - { says: 我的申请办到哪一步了, tool: certificate_progress }
  - { says: 怎么还没办下来, tool: certificate_progress }
  - { says: 这张证明是不是真的, tool: verify_certificate }
  - { says: 帮我验一下编号, tool: verify_certificate }
suggestions: [查我的办理进度, 核验一份证明]
---
你查进度，也验真伪。
`

const menuPage = `---
name: 派出所证明清单导航
audience: citizen
purpose: 告诉您哪些证明派出所能开，哪些不该由派出所开。
tools: [search_policy, hand_to_officer]
examples:
  - 社区让我证明我和我妈是母女关系
  - 我改过名字，银行要我证明是同一个人
  - 派出所都能开哪些证明
  - 入党要的那种没有违法的证明去哪开
suggestions: [派出所能开哪些证明]
---
你告诉群众去哪里开证明。
`

/** The three desks of the tests. */
export const pages = {
  navigator: { page: navigatorPage, tools: [submit, progress, searchPolicy, handToOfficer] },
  progress: { page: progressPage, tools: [progress, verify] },
  menu: { page: menuPage, tools: [searchPolicy, handToOfficer] },
}
export type PageName = keyof typeof pages

/** The day of every test. */
export const today = '2026-11-22'

/** What a model is told before the conversation. */
export const briefing = (name: PageName): SystemMessage => new SystemMessage(`<page>\n${pages[name].page}</page>\n<today>${today}</today>`)

/** What a tool answers, in a test. */
export interface ToolAnswer {
  readonly ok: boolean
  readonly say: string
  readonly data?: unknown
  readonly error?: { readonly code: string; readonly fields?: readonly { readonly path: string; readonly message: string }[] }
}

/** What came of one message. */
export interface Heard {
  readonly text: string
  readonly tool: string | undefined
  readonly args: Readonly<Record<string, unknown>>
  readonly outcome: string
  readonly suggestions: readonly string[]
}

const heardOf = (message: AIMessage): Heard => {
  const call = message.tool_calls?.[0]
  const metadata: { outcome?: string; suggestions?: string[] } = message.response_metadata
  return {
    text: message.text,
    tool: call?.name,
    args: call?.args ?? {},
    outcome: metadata.outcome ?? '',
    suggestions: metadata.suggestions ?? [],
  }
}

/** A conversation with the model itself, step by step, as the runtime would lead it. */
export const visit = (name: PageName = 'navigator') => {
  const model = offlineModel().bindTools(pages[name].tools)
  const messages: BaseMessage[] = [briefing(name)]
  const ask = async (): Promise<Heard> => {
    const reply = await model.invoke(messages)
    messages.push(reply)
    return heardOf(reply)
  }
  return {
    messages,
    /** The person says something. */
    async says(text: string): Promise<Heard> {
      messages.push(new HumanMessage(text))
      return ask()
    },
    /** The tool that was called answers. */
    async gets(answer: ToolAnswer): Promise<Heard> {
      const last = messages.findLast((message) => AIMessage.isInstance(message))
      const call = last?.tool_calls?.[0]
      messages.push(new ToolMessage({ content: JSON.stringify(answer), tool_call_id: call?.id ?? '', name: call?.name ?? '' }))
      return ask()
    },
    /** The runtime shows the deed and waits: the model is not asked. */
    waitsForYes(say = '请核对，确认提交吗？'): void {
      const last = messages.findLast((message) => AIMessage.isInstance(message))
      const call = last?.tool_calls?.[0]
      const content = JSON.stringify({ ok: false, say, error: { code: 'confirmation_required', fields: [] } })
      messages.push(new ToolMessage({ content, tool_call_id: call?.id ?? '', name: call?.name ?? '' }))
    },
  }
}

/** A search result with one passage. */
export const passage = (text: string, path = '第三条'): ToolAnswer => ({
  ok: true,
  say: '',
  data: { passages: [{ document: '办理须知（测试）', path, text }] },
})
