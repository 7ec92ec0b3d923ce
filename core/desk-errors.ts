import { type AuthorityCheck, authorityCheckNames } from './desk-acts.ts'
import { PlatformError } from './errors.ts'

/** 已被认领: somebody else has the case in hand. */
export class CaseClaimedError extends PlatformError {
  readonly code = 'case_claimed'
  readonly status = 409
  constructor(facts: { number: string; until: Date }) {
    super({
      title: '这件申请已有人在办',
      detail: '同事已经认领了这件申请，请先请对方放回，或者等认领到期；上级可以接手。',
      dev: `Case ${facts.number} is claimed by another officer until ${facts.until.toISOString()}.`,
      extra: { until: facts.until.toISOString() },
    })
  }
}

/** 已经告知过: what is missing is said once, whole. */
export class SupplementOnceError extends PlatformError {
  readonly code = 'supplement_asked_once'
  readonly status = 409
  constructor(facts: { number: string; fresh: readonly string[] }) {
    super({
      title: '补正只能告知一次',
      detail: `缺的材料要一次告知清楚，上一次没有列的，不能再要求补：${facts.fresh.join('、')}。请按现有材料审查，或者只要求补齐上次列过的材料。`,
      dev: `Case ${facts.number}: a second list of missing material.`,
      extra: { fresh: facts.fresh },
    })
  }
}

/** 代办资格还没有核对: nobody is looked up for somebody else before an officer has seen the right and both identities. */
export class AuthorityUncheckedError extends PlatformError {
  readonly code = 'authority_unchecked'
  readonly status = 409
  constructor(facts: { number: string; open: readonly AuthorityCheck[] }) {
    super({
      title: '代办资格还没有核对完',
      detail: `替别人办的，受理以前要逐项核对：${facts.open.map((check) => authorityCheckNames[check]).join('；')}。核对以前不会查询，这一步没有办。`,
      dev: `Case ${facts.number}: accepted without ${facts.open.join(', ')}.`,
      extra: { open: facts.open },
    })
  }
}

/** 名单里没有剩下人: a list of whom nobody is answered is no reply. */
export class NobodyLeftError extends PlatformError {
  readonly code = 'nobody_left'
  readonly status = 409
  constructor(facts: { number: string; act: string }) {
    super({
      title: '名单里没有剩下要答复的人',
      detail: '这样办以后，名单里一个要答复的人都没有了。整份名单都不受理的，请用“不予受理”；都要核实的，请直接报批核实。',
      dev: `Case ${facts.number}: ${facts.act} of everybody on the list.`,
    })
  }
}

/** 平台没有答复: nothing adverse stands on a query that failed. */
export class RegistrySilentError extends PlatformError {
  readonly code = 'registry_unavailable'
  readonly status = 503
  constructor(facts: { number: string }) {
    super({
      title: '查询平台暂时没有答复',
      detail: '没有查到结果，不能当作有记录，也不能当作没有记录，这一步没有办。请过几分钟再试；期限照常计算，快到期时会提醒上级。',
      dev: `Case ${facts.number}: the registry gave no answer.`,
    })
  }
}

/** 结果不确定: first it is checked, then decided. */
export class AnswerUncertainError extends PlatformError {
  readonly code = 'answer_uncertain'
  readonly status = 409
  constructor(facts: { number: string }) {
    super({
      title: '结果还不确定，不能不予出具',
      detail: '再次查询的结果还不能确定，不得先出不利的文书。请报批调查核实，查清以后再决定。',
      dev: `Case ${facts.number}: the registry is uncertain.`,
    })
  }
}

/** 时间往回走了: what is counted in days waits until the clock is right. */
export class ClockWentBackError extends PlatformError {
  readonly code = 'clock_went_back'
  readonly status = 503
  constructor(facts: { last: Date; now: Date }) {
    super({
      title: '系统时间不对',
      detail:
        '系统的时间比这件申请上一步的时间还早，为避免算错期限，这一步没有办。请过一会儿再试；一直这样，请联系受理单位的管理员校准时间。',
      dev: `Last step at ${facts.last.toISOString()}, clock says ${facts.now.toISOString()}.`,
    })
  }
}

/** 已经延长过: a recheck is extended once. */
export class ExtendedOnceError extends PlatformError {
  readonly code = 'extended_once'
  readonly status = 409
  constructor(facts: { number: string }) {
    super({
      title: '复查只能延长一次',
      detail: '这件复查已经延长过，或者延长正在报批，请在期限内答复。',
      dev: `Case ${facts.number}: recheck extended, or being extended.`,
    })
  }
}

/** 要换人办: whoever had a part in the first decision does not look at it again, and nobody approves what they proposed. */
export class OtherOfficerError extends PlatformError {
  readonly code = 'other_officer_needed'
  readonly status = 409
  constructor(facts: { number: string; event: string }) {
    super({
      title: '这一步要换人办',
      detail: '您办过这件申请前面的环节，这一步要由另一位同事来办。请放回待办，或者请负责人另行指定。',
      dev: `Case ${facts.number}: ${facts.event} by an officer who had a part before.`,
    })
  }
}

/** 平台上还有记录: a paper says what the registry says, so the registry is mended first. */
export class RegistryNotClearError extends PlatformError {
  readonly code = 'registry_not_clear'
  readonly status = 409
  constructor(facts: { number: string }) {
    super({
      title: '平台还没有更正',
      detail: '重新查询的结果还不是“未发现”，现在重出文书会与平台不一致。请先请有权单位更正源数据，再办更正；查询已留痕。',
      dev: `Case ${facts.number}: corrected while the registry is not clear.`,
    })
  }
}

/** 没有可以更正的结果: the reply to an institution tells of nobody that there is a record. */
export class NothingToCorrectError extends PlatformError {
  readonly code = 'nothing_to_correct'
  readonly status = 409
  constructor(facts: { number: string }) {
    super({
      title: '告知函里没有可以更正的结果',
      detail:
        '这份告知函没有写谁有犯罪记录，复查没有可以更正的结果，这一步没有办。名单写错、漏写了人的，请报批撤销告知函，再请单位重新申请。',
      dev: `Case ${facts.number}: a reply in which nobody has a record was to be corrected.`,
    })
  }
}
