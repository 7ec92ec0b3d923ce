import { PlatformError } from '../../core/errors.ts'

/** 无法打印：a character of the certificate has no glyph, so nothing is printed and an officer takes over. A rare character may name a person: none is told. */
export class UnprintableError extends PlatformError {
  readonly code = 'unprintable'
  readonly status = 422
  constructor(facts: { missing: readonly string[] }) {
    super({
      title: '有的字暂时打印不出来',
      detail: '您的信息里有生僻字，系统字库里还没有。已转给民警为您办理，不影响办理期限。',
      dev: `${facts.missing.length} characters have no glyph in data/fonts.`,
    })
  }
}

/** 排版失败：the page could not be laid out or assembled; nothing is issued. */
export class TypesettingError extends PlatformError {
  readonly code = 'typesetting_failed'
  readonly status = 500
  constructor(facts: { what: string }) {
    super({
      title: '证明暂时没能生成',
      detail: '您的申请已收到，没有丢失。系统会自动再试；如仍不成功，民警会为您办理。',
      dev: `Certificate page: ${facts.what}`,
    })
  }
}

/** 密钥文件无法使用：a key file of the operator cannot be read or does not fit. */
export class KeyFileError extends PlatformError {
  readonly code = 'key_file_unusable'
  readonly status = 500
  constructor(facts: { why: string; remedy: string }) {
    super({
      title: '签章密钥不可用',
      detail: '证明暂时不能签章，请联系系统管理员。',
      dev: `${facts.why} ${facts.remedy}`,
    })
  }
}
