import { classNames, downgradeNames, measureNames, outcomeNames, satisfactionNames, type Tier, tierNames, tiers } from './names.ts'
import type { TaskDetail } from './types.ts'

/** One thing to fill in. `name` is the API's. */
export interface Field {
  name: string
  label: string
  kind: 'line' | 'text' | 'choice' | 'choices' | 'yes' | 'number' | 'matter' | 'department' | 'unit' | 'call' | 'lines'
  options?: readonly (readonly [value: string, name: string])[]
  isOptional?: boolean
  /** Shown only while another field has this value. */
  onlyIf?: (facts: Readonly<Record<string, unknown>>) => boolean
}

/** One act (步骤) as a form: what it is called, what it means, what it asks. */
export interface Act {
  title: string
  about: string
  fields: (task: TaskDetail) => readonly Field[]
  /** Done by one press, also from the board. */
  isPlain?: boolean
  /** Allowed, and there is nothing to do it to. */
  isIdle?: (task: TaskDetail) => boolean
}

const named = (names: Readonly<Record<string, string>>): readonly (readonly [string, string])[] => Object.entries(names)
const tiersBeyond = (task: TaskDetail, way: 'lower' | 'higher'): readonly (readonly [string, string])[] => {
  const at = tiers.indexOf(task.tier)
  const list: readonly Tier[] = way === 'lower' ? tiers.slice(at + 1) : tiers.slice(0, at)
  return list.map((tier) => [tier, `${tierNames[tier]}档`])
}
const note: Field = { name: 'note', label: '说明', kind: 'text', isOptional: true }

/** Every act of the loop: what moves a matter on first, in the order in which it comes. Whether it is allowed now is the server's to say. */
export const acts: Readonly<Record<string, Act>> = {
  receive: { title: '签收', about: '确认本单位已收到，开始计首次联系的时限。', isPlain: true, fields: () => [] },
  claim: { title: '认领', about: '由我来办。别人先认领了会告诉您。', isPlain: true, fields: () => [] },
  triage: {
    title: '研判',
    about: '定类别、对照清单、写明诉求和风险。',
    fields: (task) => [
      { name: 'classes', label: '类别（先选主类，最多三个）', kind: 'choices', options: named(classNames) },
      { name: 'matter', label: '对照正负面清单', kind: 'matter' },
      { name: 'demand', label: '主要诉求', kind: 'text' },
      { name: 'risks', label: '风险，一行一条', kind: 'lines', isOptional: true },
      { name: 'basis', label: '法律依据', kind: 'text' },
      {
        name: 'proposal',
        label: task.matter?.side === 'negative' ? '处置建议（先制止危险、登记、告知途径、移送）' : '处置建议',
        kind: 'text',
      },
    ],
  },
  handle: {
    title: '办理',
    about: '记下采取的措施和办理情况。',
    fields: () => [
      { name: 'measures', label: '措施', kind: 'choices', options: named(measureNames) },
      { name: 'note', label: '办理情况', kind: 'text' },
      { name: 'lead', label: '牵头人', kind: 'line', isOptional: true },
      { name: 'basis', label: '依据', kind: 'line', isOptional: true },
    ],
  },
  feedback: {
    title: '反馈当事人',
    about: '告诉当事人办得怎样、接下来怎么办。',
    fields: () => [
      {
        name: 'how',
        label: '方式',
        kind: 'choice',
        options: [
          ['phone', '电话'],
          ['visit', '上门'],
          ['online', '网上'],
          ['letter', '书面'],
        ],
      },
      {
        name: 'told',
        label: '告诉了谁',
        kind: 'choice',
        options: [
          ['all_parties', '各方'],
          ['caller', '报警人'],
          ['other_party', '另一方'],
        ],
      },
      { name: 'text', label: '告诉的内容', kind: 'text' },
    ],
  },
  'follow-up': {
    title: '回访',
    about: '问当事人满不满意；不满意会重开，联系不上会转上门。',
    fields: () => [
      {
        name: 'how',
        label: '方式',
        kind: 'choice',
        options: [
          ['phone', '电话'],
          ['visit', '上门'],
        ],
      },
      { name: 'reached', label: '联系上了', kind: 'yes' },
      {
        name: 'satisfaction',
        label: '满意度',
        kind: 'choice',
        options: named(satisfactionNames).filter(([one]) => one !== 'unreachable'),
        onlyIf: ({ reached }) => reached === true,
      },
      { name: 'solved', label: '事情解决了', kind: 'yes', onlyIf: ({ reached }) => reached === true },
      note,
    ],
  },
  supervise: {
    title: '核查',
    about: '核查办得是否到位；不到位退回去再办。',
    fields: () => [
      { name: 'passes', label: '核查通过', kind: 'yes' },
      { name: 'note', label: '核查意见', kind: 'text' },
    ],
  },
  close: {
    title: '办结',
    about: '只能以一种结果办结。',
    fields: () => [
      { name: 'outcome', label: '结果', kind: 'choice', options: named(outcomeNames) },
      { name: 'note', label: '办结情况', kind: 'text' },
    ],
  },
  call: {
    title: '吹哨',
    about: '请有权的部门按时到场或答复；不按时会进监督。',
    fields: () => [
      { name: 'department', label: '部门', kind: 'department' },
      { name: 'question', label: '需要部门做什么', kind: 'text' },
      { name: 'within_hours', label: '几小时内答复（不写按规定）', kind: 'number', isOptional: true },
    ],
  },
  answer: {
    title: '记下部门答复',
    about: '被吹哨的部门到场或答复了。',
    isIdle: ({ calls }) => !calls.some(({ state }) => state === 'open'),
    fields: (task) => [
      {
        name: 'call',
        label: '哪一次吹哨',
        kind: 'call',
        options: task.calls
          .filter(({ state }) => state === 'open')
          .map(({ id, department, question }) => [id, `${department.name}：${question ?? ''}`]),
      },
      { name: 'attended', label: '到场了', kind: 'yes' },
      { name: 'answer', label: '答复的内容', kind: 'text' },
    ],
  },
  dispatch: {
    title: '改派',
    about: '派给另一个单位。',
    fields: () => [{ name: 'unit', label: '派给哪个单位', kind: 'unit' }, note],
  },
  return: {
    title: '退件',
    about: '不归本单位管的退回去重派，要写清为什么。',
    fields: () => [
      { name: 'reason', label: '为什么不归本单位', kind: 'text' },
      { name: 'suggests', label: '建议派给谁', kind: 'line', isOptional: true },
    ],
  },
  upgrade: {
    title: '升档',
    about: '比机器判的更急。',
    fields: (task) => [
      { name: 'tier', label: '升到', kind: 'choice', options: tiersBeyond(task, 'higher') },
      { name: 'reason', label: '理由', kind: 'text' },
    ],
  },
  downgrade: {
    title: '降档',
    about: '只能由人来降，要写理由。家暴不因报警人撤回而降。',
    fields: (task) => [
      { name: 'tier', label: '降到', kind: 'choice', options: tiersBeyond(task, 'lower') },
      { name: 'because', label: '原因', kind: 'choice', options: named(downgradeNames) },
      { name: 'reason', label: '理由', kind: 'text' },
    ],
  },
  escalate: { title: '提级', about: '请上级负责人来管。', fields: () => [{ name: 'reason', label: '理由', kind: 'text' }] },
  release: { title: '放回', about: '不再由我办，别人可以认领。', fields: () => [note] },
  reopen: { title: '重开', about: '办结以后又起了变化。', fields: () => [{ name: 'reason', label: '理由', kind: 'text' }] },
}
