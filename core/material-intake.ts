import { PlatformError } from './errors.ts'
import type { MaterialType } from './material-store.ts'

/** What comes out of a file that was handed in: what it is, and its bytes without anything that does not show (净化后的材料). */
export interface CleanFile {
  readonly type: MaterialType
  readonly bytes: Uint8Array
}

/** Reads what people hand in. Throws MaterialRefusedError, in one sentence that the person understands. */
export type MaterialReader = (bytes: Uint8Array) => Promise<CleanFile>

/** A virus scanner (查毒). Throws ScannerUnavailableError when it cannot tell: a file nobody could look at is not taken as clean. */
export type VirusScanner = (bytes: Uint8Array) => Promise<'clean' | 'infected'>

/** How much may be handed in. */
export interface MaterialLimits {
  readonly fileBytes: number
  /** Files of one application, removed ones left out. */
  readonly files: number
  readonly totalBytes: number
}

export const materialLimits: MaterialLimits = { fileBytes: 10 * 1_048_576, files: 20, totalBytes: 60 * 1_048_576 }

/** Why a file is not taken (拒收原因). */
export type MaterialRefusal =
  | { readonly why: 'empty' | 'damaged' | 'protected' | 'active' | 'pixels' | 'infected' | 'slow' }
  | { readonly why: 'type'; readonly found: string }
  | { readonly why: 'bytes' | 'files' | 'total' | 'pages'; readonly limit: number }

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`

const sayings: { readonly [W in MaterialRefusal['why']]: (facts: Extract<MaterialRefusal, { why: W }>) => string } = {
  empty: () => '这个文件是空的，请重新选择。',
  damaged: () => '这个文件打不开，可能没有传完整，请重新拍照或另存后再传。',
  protected: () => '这个 PDF 设了密码，请去掉密码后再传。',
  active: () => '这个 PDF 里带有脚本或附件，为了安全不能接收，请打印成不带这些内容的 PDF，或改传照片。',
  pixels: () => '这张照片太大了，请用手机相册里的普通照片。',
  infected: () => '这个文件查出病毒，没有保存，请换一个文件。',
  slow: () => '这个文件太复杂，没能看完，请改传照片或重新导出的 PDF。',
  type: ({ found }) => `请上传 PDF 或照片（JPG、PNG、HEIC），这个文件是${found}。`,
  bytes: ({ limit }) => `单个文件不能超过 ${megabytes(limit)}，请压缩或分开上传。`,
  files: ({ limit }) => `一件申请最多传 ${limit} 个文件，请把几页合成一个 PDF。`,
  total: ({ limit }) => `一件申请的文件合计不能超过 ${megabytes(limit)}，请压缩后再传。`,
  pages: ({ limit }) => `PDF 最多 ${limit} 页，请只传需要的几页。`,
}

/** 材料未收下: one file is not taken; what was handed in before stays. */
export class MaterialRefusedError extends PlatformError {
  readonly code = 'material_refused'
  readonly status = 422
  readonly why: MaterialRefusal['why']
  constructor(facts: MaterialRefusal) {
    // The table has one entry for each word, of the same word: what an index by a union cannot say.
    const say = sayings[facts.why] as (facts: MaterialRefusal) => string
    super({ title: '这个文件没有收下', detail: say(facts), dev: `Material refused: ${facts.why}.`, extra: { why: facts.why } })
    this.why = facts.why
  }
}

/** 查毒暂不可用: a scanner is configured and does not answer. */
export class ScannerUnavailableError extends PlatformError {
  readonly code = 'scanner_unavailable'
  readonly status = 503
  constructor(facts: { why: string }) {
    super({
      title: '暂时不能接收文件',
      detail: '文件安全检查暂时用不了，文件没有保存。请过几分钟再传，已经填的内容都在。',
      dev: `Virus scanner: ${facts.why}; see CLAMD_URL.`,
    })
  }
}
