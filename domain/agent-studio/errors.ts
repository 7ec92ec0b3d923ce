import type { PageFault } from '../../core/agent-studio.ts'
import { PlatformError } from '../../core/errors.ts'

/** 页面有错：a draft that cannot be read is not tried, signed or published. */
export class PageFaultError extends PlatformError {
  readonly code = 'page_faulty'
  readonly status = 422
  constructor(facts: { readonly faults: readonly PageFault[] }) {
    const [first] = facts.faults
    super({
      title: '页面里还有错',
      detail: first ? `${first.file} 第 ${first.line} 行：${first.why}。请先改好。` : '请先把列出的错改好。',
      dev: `${facts.faults.length} faults in the draft.`,
      extra: { faults: facts.faults.slice(0, 50) },
    })
  }
}

const refusals = {
  not_proposed: { title: '草稿还没有试办', detail: '请先提交试办，看到结果以后再签字或发布。' },
  not_needed: { title: '这份草稿不用签字', detail: '试办没有变差，提交人可以直接发布。' },
  own_work: { title: '不能给自己改的页面签字', detail: '签字要由没有参与这份草稿的另一名研判或管理人员来签。' },
  other_seal: { title: '草稿已经不是您看到的那份', detail: '内容或结果有了变化，请刷新后再看一遍。' },
  barred: {
    title: '这一版不能发布',
    detail: '试办里出现了越权的查询或办理，或者说了与事实不符的话。这样的问题签字也不能放行，请改好再试。',
  },
  behind: { title: '使用中的页面已经换了', detail: '在您改的时候使用中的页面有了变化。请和现在的页面对照，再提交一次试办。' },
  needs_signature: { title: '需要第二人签字', detail: '试办结果比使用中的页面差，要由另一名研判或管理人员签字后才能发布。' },
  closed: { title: '草稿已经结束', detail: '这份草稿已经发布或作废。请新建一份草稿。' },
  trying: { title: '正在试办', detail: '案例还在跑，请等结果出来再改。' },
  unchanged: { title: '草稿没有改动', detail: '内容和使用中的页面一样，不用提交。' },
  stale: { title: '试办已经过时', detail: '草稿和它的试办结果对不上，请重新提交试办。' },
  taken: { title: '已经有这个分身', detail: '这个编号已经在用。请换一个，或者在原来的分身上改。' },
} as const

/** Why a step of a draft is refused. */
export type StudioRefusal = keyof typeof refusals

/** 现在不能这样做：a step that the state of a draft, or who asks, does not allow. */
export class StudioStepError extends PlatformError {
  readonly code = 'studio_step_refused'
  readonly status = 409
  constructor(facts: { readonly why: StudioRefusal }) {
    super({ ...refusals[facts.why], dev: `Step refused: ${facts.why}.`, extra: { why: facts.why } })
  }
}
