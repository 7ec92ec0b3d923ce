import { PlatformError } from '../../core/errors.ts'

const titles = {
  missing: '没有可用的备份',
  in_the_way: '目标位置已经有东西',
  in_use: '服务还开着',
  damaged: '备份损坏了',
  keys: '密钥对不上',
  version: '备份的版本不一样',
  audit: '审计对不上',
} as const

/** 备份或恢复没有做：nothing was written where it counts. The operator reads `dev`, which is Chinese here as all that these commands say. */
export class BackupError extends PlatformError {
  readonly code = 'backup_refused'
  readonly status = 422
  readonly problem: keyof typeof titles
  constructor(facts: { readonly problem: keyof typeof titles; readonly why: string }) {
    const title = titles[facts.problem]
    super({ title, detail: facts.why, dev: `${title}：${facts.why}`, extra: { problem: facts.problem } })
    this.problem = facts.problem
  }
}
