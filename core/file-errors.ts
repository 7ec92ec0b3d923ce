import { PlatformError } from './errors.ts'

/** A place in a file that somebody brought, counted as a person would: pages, rows and lines from 1. `part` is a member of a zip. */
export type FilePlace =
  | { readonly unit: 'page' | 'row' | 'line' | 'byte'; readonly at: number }
  | { readonly unit: 'part' | 'sheet'; readonly at: string }

const placeText = (place: FilePlace | undefined): string => {
  if (!place) return ''
  const names = { page: '页', row: '行', line: '行', byte: '字节' } as const
  return place.unit === 'part' || place.unit === 'sheet' ? `（${place.at}）` : `第 ${place.at} ${names[place.unit]}`
}

// `dev` of these errors goes to logs and so leaves the name of the file out: uploads are often named after a person.

/** 文件读不了: damaged, broken inside, in no known encoding, or endless. */
export class FileUnreadableError extends PlatformError {
  readonly code = 'file_unreadable'
  readonly status = 422
  constructor(facts: {
    file: string
    problem: 'damaged' | 'empty' | 'encoding' | 'quote' | 'entity' | 'slow' | 'no_sheet'
    place?: FilePlace
    why: string
  }) {
    const at = placeText(facts.place)
    const details = {
      damaged: `“${facts.file}”${at}读不出来，可能没有传完整或已损坏。请用原来的软件打开它，另存一份再导入。`,
      empty: `“${facts.file}”里没有内容。请确认选对了文件再导入。`,
      encoding: `“${facts.file}”${at}起的文字是乱码。请另存为 UTF-8 编码再导入。`,
      quote: `“${facts.file}”${at}的引号没有配对。请改好这一行再导入。`,
      entity: `“${facts.file}”${at}里有不允许的外部引用。请用原来的软件打开它，另存一份再导入。`,
      slow: `“${facts.file}”${at}太复杂，没能读完。请拆成几份再导入。`,
      no_sheet: `“${facts.file}”里没有这个工作表${at}。请核对工作表的名称。`,
    }
    super({
      title: '这个文件读不了',
      detail: details[facts.problem],
      dev: `Unreadable file (${facts.problem})${facts.place ? ` at ${facts.place.unit} ${facts.place.at}` : ''}: ${facts.why}`,
      extra: { problem: facts.problem, ...(facts.place ? { place: facts.place } : {}) },
    })
  }
}

/** 文件类型不对: what it really is, whatever its name says. */
export class WrongFileTypeError extends PlatformError {
  readonly code = 'file_wrong_type'
  readonly status = 415
  constructor(facts: { file: string; found: string; wants: string }) {
    super({
      title: '不支持这种文件',
      detail: `“${facts.file}”其实是${facts.found}，不能导入。请改用${facts.wants}。`,
      dev: `Wrong type of file: ${facts.found}.`,
      extra: { found: facts.found },
    })
  }
}

/** 文件太大: more bytes, pages, rows or columns than are taken. */
export class FileTooLargeError extends PlatformError {
  readonly code = 'file_too_large'
  readonly status = 413
  constructor(facts: { file: string; what: 'bytes' | 'unpacked' | 'pages' | 'rows' | 'columns' | 'memory' | 'record'; limit: number }) {
    const megabytes = `${Math.round(facts.limit / 1_048_576)} MB`
    const most = {
      bytes: `文件最大 ${megabytes}`,
      unpacked: `解压后最大 ${megabytes}`,
      pages: `最多 ${facts.limit} 页`,
      rows: `最多 ${facts.limit} 行`,
      columns: `每行最多 ${facts.limit} 列`,
      memory: '它占用的内存超出了限度',
      record: `一条记录最多 ${facts.limit} 字`,
    }
    super({
      title: '文件太大',
      detail: `“${facts.file}”太大了：${most[facts.what]}。请拆成几份再导入。`,
      dev: `File over its limit: ${facts.what} > ${facts.limit}.`,
      extra: { what: facts.what, limit: facts.limit },
    })
  }
}

/** 压缩炸弹: a zip that unpacks to far more than a document would. */
export class ZipBombError extends PlatformError {
  readonly code = 'file_zip_bomb'
  readonly status = 422
  constructor(facts: { file: string; why: string }) {
    super({
      title: '这个文件不安全',
      detail: `“${facts.file}”的压缩方式不正常，已停止读取，没有导入任何内容。请用原来的软件打开它，另存一份再导入。`,
      dev: `Looks like a zip bomb: ${facts.why}.`,
    })
  }
}

/** 文件有密码. */
export class FileProtectedError extends PlatformError {
  readonly code = 'file_protected'
  readonly status = 422
  constructor(facts: { file: string; kind: string }) {
    super({
      title: '文件有密码',
      detail: `“${facts.file}”设了打开密码。请先去掉密码，再导入。`,
      dev: `Password-protected ${facts.kind}.`,
    })
  }
}

/** 扫描件: a PDF of pictures without a text layer. */
export class NoTextLayerError extends PlatformError {
  readonly code = 'file_no_text'
  readonly status = 422
  constructor(facts: { file: string; pages: number }) {
    super({
      title: '这是扫描件，没有文字层',
      detail: `“${facts.file}”是扫描件，没有文字层，读不出文字。请先做文字识别再导入。`,
      dev: `PDF of ${facts.pages} pages has no text layer.`,
      extra: { pages: facts.pages },
    })
  }
}
