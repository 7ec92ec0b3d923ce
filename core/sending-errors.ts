import { PlatformError } from './errors.ts'

/** 已有结果: nothing is left to decide on it. */
export class SendingSettledError extends PlatformError {
  readonly code = 'sending_settled'
  readonly status = 409
  constructor(facts: { id: string; state: string }) {
    super({
      title: '这件外发已经有了结果',
      detail: '它已经不在“不能确定”里，可能别人刚刚核实过，这次操作没有写入。请刷新后看结果。',
      dev: `Sending ${facts.id} is ${facts.state}.`,
      extra: { state: facts.state },
    })
  }
}
