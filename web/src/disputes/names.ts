/** Words of disputes as people read them. The codes are the API's. */

export const classNames = {
  D1: '婚姻家庭情感',
  D2: '邻里生活',
  D3: '债务借贷与合同',
  D4: '劳动劳资',
  D5: '土地草场山林牲畜',
  D6: '房屋物业征迁租赁',
  D7: '消费服务与经营',
  D8: '损害赔偿与公共场所琐事',
} as const
export type DisputeClass = keyof typeof classNames
export type Label = DisputeClass | 'none'

export const labelName = (label: Label): string => (label === 'none' ? '不是纠纷' : classNames[label])

/** Short enough for a badge or an axis. */
export const shortNames: Record<Label, string> = {
  D1: '婚姻家庭',
  D2: '邻里',
  D3: '债务合同',
  D4: '劳资',
  D5: '土地草场',
  D6: '房屋物业',
  D7: '消费经营',
  D8: '损害琐事',
  none: '非纠纷',
}

export const tierNames = { red: '红', orange: '橙', yellow: '黄', blue: '蓝', white: '白' } as const
export type Tier = keyof typeof tierNames
/** The gravest first. */
export const tiers = ['red', 'orange', 'yellow', 'blue', 'white'] as const satisfies readonly Tier[]

/** What the tier asks for, in one line. */
export const tierMeanings: Record<Tier, string> = {
  red: '现实危险，立即派警',
  orange: '可能升级，30 分钟内签收，2 小时内联系',
  yellow: '需要介入，24 小时内联系',
  blue: '一般，3 个工作日内联系',
  white: '不是纠纷，只归档',
}

export const stateNames = {
  dispatched: '待签收',
  received: '待研判',
  triaged: '待办理',
  handling: '办理中',
  fed_back: '已反馈，待评价',
  supervised: '已核查，待办结',
  returned: '已退件，待重派',
  closed: '已办结',
} as const
export type TaskState = keyof typeof stateNames

export const eventNames = {
  dispatch: '派送',
  receive: '签收',
  claim: '认领',
  release: '放回',
  triage: '研判',
  return: '退件',
  call: '吹哨',
  answer: '部门答复',
  handle: '办理',
  feedback: '反馈',
  follow_up: '回访',
  supervise: '核查通过',
  send_back: '核查退回',
  downgrade: '降档',
  upgrade: '升档',
  escalate: '提级',
  visit_due: '转上门回访',
  call_late: '吹哨超时',
  join: '并入警情',
  attach: '附件',
  close: '办结',
  reopen: '重开',
} as const
export type TaskEvent = keyof typeof eventNames

export const outcomeNames = {
  mediated: '调解成功',
  settled: '当事人自行和解',
  handed_over: '已移送有权部门',
  case_opened: '转为案件办理',
  rescued: '已救助',
  guided: '已告知途径',
  not_settled: '调解不成，已告知诉讼、仲裁等途径',
  not_a_dispute: '核实不是纠纷',
} as const

export const measureNames = {
  stop_danger: '制止危险',
  register: '登记',
  explain_ways: '告知途径',
  hand_over: '移送',
  protect: '人身保护',
  rescue: '救助',
  mediate: '调解',
  investigate: '调查处理',
  patrol: '巡查回头看',
} as const

/** What a person may say; `unreachable` is found out by going there. */
export const satisfactionNames = { satisfied: '满意', partly: '基本满意', unsatisfied: '不满意', unreachable: '上门未遇' } as const

export const downgradeNames = {
  checked_on_site: '到场核实',
  settled_on_site: '当场和解并已履行',
  misread: '机器读错了',
  withdrawn: '报警人称没事了',
  other: '其他',
} as const

/** What a person has to look at, whatever the tier says. */
export const markNames: Readonly<Record<string, string>> = {
  consultation: '像是咨询',
  withdrawn: '报警人称没事了，须人工确认',
  drill: '像是演练',
  callback: '像是回访',
  hearsay: '听说的，未核实',
  several_classes: '跨类，须人工定类',
  rescue: '有自伤表露，先救助',
  family_violence: '疑似家庭暴力，不得自动降档',
  group: '五人以上',
  danger_hint: '像有危险，请先看',
}
