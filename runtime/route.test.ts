import { describe, expect, it } from 'vitest'
import type { Agent } from '../core/agent.ts'
import { createRouter } from './route.ts'

const agent = (id: string, facts: Pick<Agent, 'name' | 'purpose' | 'tools' | 'examples' | 'suggestions'>): Agent => ({
  id,
  version: '0',
  audience: 'citizen',
  knowledge: [],
  refuses: [],
  greeting: '',
  limits: { steps: 8, messageChars: 2_000 },
  instructions: '',
  page: '',
  ...facts,
})
const says = (text: string, tool?: string) => ({ says: text, tool })

const agents = [
  agent('cert-navigator', {
    name: '无犯罪记录证明办事员',
    purpose: '问清用途，核验本人，办理无犯罪记录证明。',
    tools: ['submit_certificate_application', 'certificate_progress', 'search_policy', 'hand_to_officer'],
    examples: [
      says('我想开一份无犯罪记录证明'),
      says('公司入职要无犯罪证明'),
      says('我前几天递的申请办好没有', 'certificate_progress'),
      says('要带什么材料', 'search_policy'),
    ],
    suggestions: ['开一份无犯罪记录证明'],
  }),
  agent('cert-progress', {
    name: '证明进度与验真',
    purpose: '查自己申请的办理进度，核验证明真伪。',
    tools: ['certificate_progress', 'verify_certificate'],
    examples: [
      says('我的申请办到哪一步了', 'certificate_progress'),
      says('怎么还没办下来', 'certificate_progress'),
      says('这张证明是不是真的', 'verify_certificate'),
    ],
    suggestions: ['查我的办理进度'],
  }),
  agent('proof-menu', {
    name: '派出所证明清单导航',
    purpose: '告诉您哪些证明派出所能开，哪些不该由派出所开。',
    tools: ['search_policy'],
    examples: [
      says('社区让我证明我和我妈是母女关系'),
      says('我改过名字，银行要我证明是同一个人'),
      says('派出所都能开哪些证明'),
      says('户口本注销了，银行要证明'),
      says('报警的回执能当证明用吗'),
    ],
    suggestions: ['派出所能开哪些证明'],
  }),
]
const router = createRouter(agents)

describe('the front desk', () => {
  it.each([
    ['我要去深圳上班，单位让开无犯罪记录证明，人在集宁咋弄？', 'cert-navigator'],
    ['无返罪纪录证名', 'cert-navigator'],
    ['案底证明咋整', 'cert-navigator'],
    ['I need a police clearance for my visa', 'cert-navigator'],
    ['我要辦無犯罪記錄證明', 'cert-navigator'],
    ['我昨天交的申请到哪步了', 'cert-progress'],
    ['怎么一直显示办理中', 'cert-progress'],
    ['这个证明编号是真的吗？', 'cert-progress'],
    ['居委会让我开我妈是我妈的证明', 'proof-menu'],
    ['我改过名要证明给银行看', 'proof-menu'],
    ['派出所能开什么证明', 'proof-menu'],
    ['户口本注销银行要我开证明', 'proof-menu'],
  ])('sends “%s” to %s', (text, id) => {
    const route = router.route(text)
    expect(route.decision).toBe('route')
    expect(route.candidates[0]?.agent).toBe(id)
  })

  it.each([
    '今天天气怎么样',
    '给我写一首诗',
    '推荐一只股票',
    '身份证丢了怎么补',
    '小区物业乱收停车费',
    '邻居的狗天天叫',
    '驾照过期半年还能换吗',
    '派出所办案的进度怎么样了',
    '我想咨询落户政策',
    '小孩上户口要什么',
    '报案一个月了还不立案',
    '',
    '😀',
    '你好',
    'asdf',
  ])('sends “%s” nowhere', (text) => expect(router.route(text).decision).toBe('none'))

  it('asks which, when a certificate is wanted and nothing more is said', () => {
    const route = router.route('开证明')
    expect(route.decision).toBe('clarify')
    expect(route.candidates.length).toBeGreaterThan(1)
  })

  it.each(['1', '出国用的', '要多久', '不对，是留学', '确认', '今天天气怎么样', '我爸'])(
    'stays with the agent of the conversation for “%s”',
    (text) => {
      expect(router.route(text, { current: 'cert-navigator' }).candidates[0]?.agent).toBe('cert-navigator')
    },
  )

  it('changes the agent only for one that is clearly nearer', () => {
    expect(router.route('我想开一份无犯罪记录证明', { current: 'cert-progress' }).candidates[0]?.agent).toBe('cert-navigator')
    expect(router.route('我的申请办到哪一步了', { current: 'cert-navigator' }).candidates[0]?.agent).toBe('cert-navigator')
  })

  it('forgets an agent that is no longer there', () => {
    expect(router.route('今天天气怎么样', { current: 'gone' }).decision).toBe('none')
  })

  it('gives scores between 0 and 1, best first, and the same each time', () => {
    const route = router.route('无犯罪记录证明')
    expect(route).toEqual(router.route('无犯罪记录证明'))
    for (const { score } of route.candidates) expect(score >= 0 && score <= 1).toBe(true)
    expect(route.candidates.map(({ score }) => score)).toEqual(route.candidates.map(({ score }) => score).toSorted((a, b) => b - a))
  })

  it('works with no agents at all', () => expect(createRouter([]).route('你好')).toEqual({ decision: 'none', candidates: [] }))
})
