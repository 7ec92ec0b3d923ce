import { PlatformError } from '../../../core/errors.ts'
import type { LexiconFault, LineChange } from '../../../core/lexicon.ts'

/** 别人刚改过：somebody saved the same file meanwhile. Tells what they changed and how both fit together, so that nothing is lost. */
export class FileChangedError extends PlatformError {
  readonly code = 'lexicon_file_changed'
  readonly status = 409
  constructor(facts: {
    readonly file: string
    readonly hash: string
    readonly by: string
    readonly at: Date
    readonly theirs: string
    readonly changes: readonly LineChange[]
    readonly merged: string
    readonly clashes: readonly number[]
  }) {
    const { file, hash, by, at, theirs, changes, merged, clashes } = facts
    super({
      title: '这份文件刚被别人改过',
      detail:
        clashes.length === 0
          ? `${by}刚刚改了 ${file}，改的不是同一处。已经把两边合在一起，请看一眼再保存。您写的内容都在。`
          : `${by}刚刚改了 ${file}，有 ${clashes.length} 处和您改的是同一处。两边的写法都列出来了，请选好再保存。您写的内容都在。`,
      dev: `${file} is not what the editor began from.`,
      extra: { file, hash, by, at: at.toISOString(), theirs, changes, merged, clashes },
    })
  }
}

/** 词库有错：a draft that cannot be read is not measured, signed or published. */
export class LexiconFaultError extends PlatformError {
  readonly code = 'lexicon_faulty'
  readonly status = 422
  constructor(facts: { readonly faults: readonly LexiconFault[] }) {
    const [first] = facts.faults
    super({
      title: '词库里还有错',
      detail: first ? `${first.file} 第 ${first.line} 行：${first.why}。请先改好。` : '请先把列出的错改好。',
      dev: `${facts.faults.length} faults in the lexicon.`,
      extra: { faults: facts.faults.slice(0, 50) },
    })
  }
}

/** 标注集读不了：nothing is measured with half of a set. */
export class LabelledSetError extends PlatformError {
  readonly code = 'labelled_set_faulty'
  readonly status = 422
  constructor(facts: { readonly file: string; readonly line: number; readonly why: string }) {
    const name = facts.file.split(/[/\\]/).at(-1) ?? facts.file
    super({
      title: '标注集读不了',
      detail: `标注集 ${name} 第 ${facts.line} 行写得不对，请改好以后再测评。`,
      dev: `${facts.file}:${facts.line}: ${facts.why}`,
      extra: { file: name, line: facts.line },
    })
  }
}

const refusals = {
  not_proposed: { title: '草稿还没有提交', detail: '请先提交测评，再签字或发布。' },
  not_needed: { title: '这份草稿不用签字', detail: '测评没有变差，提交人可以直接发布。' },
  own_work: { title: '不能给自己改的内容签字', detail: '签字要由没有参与这份草稿的另一名研判或管理人员来签。' },
  other_seal: { title: '草稿已经不是您看到的那份', detail: '内容或测评有了变化，请刷新后再看一遍。' },
  behind: { title: '已有更新的版本', detail: '在您改的时候别人发布了新版本。请先并入新版本，再提交测评。' },
  needs_signature: { title: '需要第二人签字', detail: '测评结果比现在的版本差，要由另一名研判或管理人员签字后才能发布。' },
  closed: { title: '草稿已经结束', detail: '这份草稿已经发布或作废。请新建一份草稿。' },
  unchanged: { title: '草稿没有改动', detail: '内容和现在的版本一样，不用提交。' },
  stale: { title: '测评已经过时', detail: '标注集或程序在提交以后有了变化，请重新提交测评。' },
} as const

/** 现在不能这样做：a step of a draft that its state, or who asks, does not allow. */
export class LexiconStepError extends PlatformError {
  readonly code = 'lexicon_step_refused'
  readonly status = 409
  constructor(facts: { readonly why: keyof typeof refusals }) {
    super({ ...refusals[facts.why], dev: `Step refused: ${facts.why}.`, extra: { why: facts.why } })
  }
}
