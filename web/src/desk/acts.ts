import type { CaseDetail } from './types.ts'

type ActName = CaseDetail['may'][number]

type Row = NonNullable<CaseDetail['institution']>['subjects'][number]

/** Whoever waits for an officer: asked, and not settled. */
const openRows = (one: CaseDetail): readonly Row[] =>
  one.institution?.subjects.filter(({ answer, finding }) => answer !== null && finding === null) ?? []
/** Whoever may still be left out: before the registry is asked, anybody; after that, whoever is open. */
const leavable = (one: CaseDetail): readonly Row[] =>
  one.state === 'ID_VERIFIED' ? (one.institution?.subjects.filter(({ finding }) => finding === null) ?? []) : openRows(one)

/** One thing to fill in. `name` is the API's. */
export interface Field {
  name: string
  label: string
  kind: 'line' | 'text' | 'lines' | 'choice' | 'checks' | 'person' | 'people' | 'yes' | 'day' | 'missing' | 'unit'
  options?: readonly (readonly [value: string, name: string])[]
  /** Of a list of people: who may be chosen. */
  rows?: (one: CaseDetail) => readonly Row[]
  isOptional?: boolean
  /** Only asked of cases like this one; left out: of all. */
  isFor?: (one: CaseDetail) => boolean
  /** What stands there at first. */
  begins?: (one: CaseDetail) => unknown
}

/** One act (操作) of an officer: what it is called, and the sentence that says what happens when it is sent (确认语). */
export interface Act {
  title: string
  confirm: string
  fields: readonly Field[]
  /** Done by one press: it binds nobody and can be taken back. */
  isPlain?: boolean
  /** Cannot be taken back by the same person. */
  isGrave?: boolean
  /** Not the way on: the case is put off, given away, taken back or asked anew. */
  isAside?: boolean
}

const note = (label: string): Field => ({ name: 'note', label, kind: 'text' })

/** Every act: what moves a case on first, what cannot be taken back and what gives it away last. Whether it is allowed now is the server's to say. */
export const acts: Readonly<Record<ActName, Act>> = {
  claim: { title: '认领', confirm: '由我来办。别人先认领了会告诉您。', isPlain: true, fields: [] },
  'take-over': {
    title: '接手',
    confirm: '从同事手里接过来办，理由会记下来。',
    fields: [{ name: 'reason', label: '为什么接手', kind: 'line' }],
  },
  identify: {
    title: '当面核验身份',
    confirm: '核验通过的，接着审查材料；没有通过的，只告诉本人“核验未通过，请到窗口”。',
    fields: [
      {
        name: 'passes',
        label: '人和证件',
        kind: 'choice',
        options: [
          ['true', '一致，通过'],
          ['false', '不一致，没有通过'],
        ],
      },
    ],
  },
  accept: {
    title: '受理',
    confirm: '材料齐全，受理并出具受理回执。从下一个工作日起算，3 个工作日内办结。受理以后系统自动查询，未发现的自动出具证明。',
    fields: [
      {
        name: 'checked',
        label: '代办资格，逐项核对',
        kind: 'checks',
        isFor: ({ applicant }) => applicant === 'delegate',
        options: [
          ['letter', '委托书：双方姓名和证件、事项、期限、签名都在，没有过期'],
          ['person', '委托人的证件：和填写的一致，在有效期内'],
          ['agent', '受托人的证件：就是登录的这个人，有完全民事行为能力'],
        ],
      },
      {
        name: 'checked',
        label: '代办资格，逐项核对',
        kind: 'checks',
        isFor: ({ applicant }) => applicant === 'guardian',
        options: [
          ['guardianship', '监护关系证明：能看出是孩子的监护人'],
          ['person', '孩子的证件：和填写的一致'],
          ['agent', '监护人的证件：就是登录的这个人'],
        ],
      },
    ],
  },
  supply: {
    title: '收到补正材料',
    confirm: '记下收到的材料，接着审查。',
    fields: [{ name: 'received', label: '收到了什么，一行一样', kind: 'lines', begins: (one) => one.missing.map(({ what }) => what) }],
  },
  supplement: {
    title: '告知补正',
    confirm: '缺什么一次列全，以后不能再加。出具补正告知书，办理期限停下来等材料。',
    fields: [{ name: 'missing', label: '缺的材料', kind: 'missing', begins: (one) => one.missing }],
  },
  seal: {
    title: '盖章确认',
    confirm: '名单里每个人都有了结果。确认以后出具查询告知函，告诉单位。',
    fields: [],
  },
  'ask-again': { title: '再次查询', confirm: '再问一次平台。每次查询都记在本人能看到的查询记录里。', fields: [] },
  'settle-person': {
    title: '逐人认定未发现',
    confirm: '只认定这一个人，告知函里写“未发现犯罪记录”。名单里没有要复核的人了，就可以盖章。',
    fields: [
      { name: 'position', label: '哪个人', kind: 'person', rows: openRows },
      {
        name: 'ground',
        label: '依据',
        kind: 'choice',
        options: [
          ['not_the_same_person', '经甄别不是本人'],
          ['record_corrected', '原记录已经更正'],
          ['not_effective', '没有生效的有罪裁判'],
        ],
      },
      note('核对的情况'),
    ],
  },
  'confirm-clear': {
    title: '确认未发现',
    confirm: '确认以后出具无犯罪记录证明（单位的，出具告知函）。',
    fields: [
      {
        name: 'ground',
        label: '依据',
        kind: 'choice',
        options: [
          ['registry_now_clear', '再次查询，平台答复未发现'],
          ['not_the_same_person', '经甄别不是本人'],
          ['record_corrected', '原记录已经更正'],
          ['not_effective', '没有生效的有罪裁判'],
        ],
      },
      note('核对的情况'),
    ],
  },
  'finish-verification': {
    title: '核实结束',
    confirm: '办理期限从现在起接着计算，回到复核。',
    fields: [note('核实的结果')],
  },
  'set-apart': {
    title: '分出另办',
    confirm: '选中的人另成一件，期限仍从原来的受理日起算；核实停表只停这一件。名单里其他人不用等，告知函里注明“另行告知”。',
    fields: [{ name: 'positions', label: '哪些人', kind: 'people', rows: openRows }, note('为什么要分出来')],
  },
  verify: {
    title: '报批核实',
    confirm: '报县级以上公安机关负责人批准。批准以后办理期限才停下来，不批准照常计算。',
    fields: [
      {
        name: 'cause',
        label: '属于哪种情形（只有这四种）',
        kind: 'choice',
        options: [
          ['incomplete_record', '记录信息不全，不能据以认定'],
          ['conflicting_results', '查询结果与以前的查询结果不一致'],
          ['identity_number_changed', '证件号码重号、更正过'],
          ['identity_misused', '身份可能被冒用，或者同名需要甄别'],
        ],
      },
      { name: 'matters', label: '要核实什么，一行一项', kind: 'lines' },
      { name: 'expected_on', label: '预计哪天核实完', kind: 'day' },
    ],
  },
  deliver: {
    title: '送达',
    confirm: '记下怎么送到的、谁签收的。',
    fields: [
      {
        name: 'how',
        label: '方式',
        kind: 'choice',
        options: [
          ['window', '窗口领取'],
          ['electronic', '电子送达'],
          ['post', '邮寄'],
        ],
      },
      {
        name: 'signed_by',
        label: '签收',
        kind: 'choice',
        options: [
          ['self', '本人签收'],
          ['agent', '代理人签收'],
          ['not_needed', '不用签收'],
        ],
      },
      { ...note('说明'), isOptional: true },
    ],
  },
  object: {
    title: '登记异议',
    isAside: true,
    confirm: '受理复查，15 个工作日内答复，由没有经手过的人办。',
    fields: [
      { name: 'statement', label: '异议的理由', kind: 'text' },
      { name: 'evidence', label: '证据，一行一样', kind: 'lines', isOptional: true },
    ],
  },
  extend: {
    title: '报批延长',
    isAside: true,
    confirm: '只能延长一次，要县级以上公安机关负责人批准，并告诉本人。',
    fields: [{ name: 'reason', label: '为什么要延长', kind: 'text' }],
  },
  'take-back': {
    title: '撤回报批',
    isAside: true,
    confirm: '在别人审批以前撤回来，回到复核。',
    fields: [{ name: 'note', label: '为什么撤回', kind: 'line' }],
  },
  'leave-out': {
    title: '名单中不予受理',
    confirm: '选中的人不查询、不列结果，告知函附表里注明“未受理”；名单里其他人接着办。',
    isGrave: true,
    fields: [
      { name: 'positions', label: '哪些人', kind: 'people', rows: leavable },
      {
        name: 'because',
        label: '理由',
        kind: 'choice',
        options: [
          ['unrelated_person', '不是本单位在职或者拟招录的人员'],
          ['basis_insufficient', '对这个岗位没有法律、行政法规的依据'],
        ],
      },
      note('审查的情况'),
    ],
  },
  'not-accept': {
    title: '不予受理',
    confirm: '出具不予受理告知书，写明理由、依据和可以走的其他途径。受理地不对的，请改派，不要让群众重填。',
    isGrave: true,
    fields: [
      {
        name: 'because',
        label: '理由',
        kind: 'choice',
        options: [
          ['basis_insufficient', '单位查询没有法律、行政法规的依据'],
          ['unrelated_person', '查询对象不是本单位在职或者拟招录的人员'],
          ['residence_too_short', '外国人在境内居留不满 180 天'],
          ['not_entitled', '申请人无权申请查询他人的犯罪记录'],
          ['not_this_matter', '申请的事项不属于犯罪记录查询'],
        ],
      },
      note('审查的情况'),
    ],
  },
  refuse: {
    title: '报批不予出具',
    confirm: '提交前会再核对一次是否应当封存。要由另一名负责人审批；他同意以前，什么文书都不出，本人看到的仍是“办理中”。',
    isGrave: true,
    fields: [note('初核意见')],
  },
  uphold: {
    title: '复查维持',
    confirm: '出具复查意见，维持原来的结果，告知还可以走的途径。',
    isGrave: true,
    fields: [note('复查的情况')],
  },
  correct: {
    title: '复查更正',
    confirm: '原来的文书作废，重新出具正确的文书，向本人道歉。',
    isGrave: true,
    fields: [note('哪里错了、怎么更正'), { name: 'apologised', label: '已向本人道歉', kind: 'yes' }],
  },
  revoke: {
    title: '撤销证明',
    confirm: '验真页面马上显示“已撤销”，不写原因。',
    isGrave: true,
    fields: [
      {
        name: 'reason',
        label: '原因',
        kind: 'choice',
        options: [
          ['issued_in_error', '开错了'],
          ['record_changed', '记录有变化'],
          ['identity_error', '身份弄错了'],
          ['holder_request', '本人要求'],
          ['other', '其他'],
        ],
      },
      note('情况'),
    ],
  },
  'revoke-letter': {
    title: '报批撤销告知函',
    confirm: '由另一名负责人审批。批准以后告知函作废，验真页面显示“已撤销”，不写原因，单位会收到消息，可以重新申请。',
    isGrave: true,
    fields: [
      {
        name: 'reason',
        label: '原因',
        kind: 'choice',
        options: [
          ['issued_in_error', '开错了'],
          ['record_changed', '记录有变化'],
          ['identity_error', '身份弄错了'],
          ['holder_request', '单位要求'],
          ['other', '其他'],
        ],
      },
      note('告知函错在哪里'),
    ],
  },
  reassign: {
    title: '改派',
    isAside: true,
    confirm: '改派以后由那个单位接着办，本单位不再能打开这一件。群众不用重新填，办理期限照常计算，会告诉本人换了办理单位。',
    fields: [
      { name: 'to', label: '改派到', kind: 'unit' },
      { name: 'reason', label: '为什么改派', kind: 'line' },
    ],
  },
  withdraw: {
    title: '登记撤回申请',
    isAside: true,
    confirm: '申请人不办了。需要时可以重新申请。',
    fields: [{ name: 'signed', label: '有申请人签字的撤回申请', kind: 'yes' }],
  },
  release: { title: '放回', confirm: '放回待办，让别人也能办。', isPlain: true, isAside: true, fields: [] },
}

/** Acts that may be done now, in the order of the list above. */
export const actsOf = (one: Pick<CaseDetail, 'may'>): readonly (readonly [string, Act])[] =>
  Object.entries(acts).filter(([name]) => one.may.some((allowed) => allowed === name))
