import type { ApplicationState } from './certificates.ts'
import type { MaterialKind } from './materials.ts'
import type { Who } from './people.ts'

/** What is kept (文件格式), by what the bytes are; a HEIC picture is kept as a JPEG, which every browser shows. */
export const materialTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const
export type MaterialType = (typeof materialTypes)[number]

/** What the virus scanner said (查毒): `unscanned` stands before the officer as 未查毒. An infected file is never kept. */
export type MaterialScan = 'clean' | 'unscanned'

/** One file that was handed in with an application (申请材料). */
export interface Material {
  readonly id: string
  /** 受理号. */
  readonly application: string
  /** Who handed it in. */
  readonly person: string
  readonly kind: MaterialKind
  /** As the person called it, made harmless. Encrypted at rest. */
  readonly name: string
  readonly type: MaterialType
  readonly bytes: number
  /** SHA-256 of what is kept, hex: stays when the file is gone. */
  readonly sha256: string
  readonly scan: MaterialScan
  readonly at: Date
  /** When the file was deleted (到期删除, 本人撤回); the row stays. */
  readonly removedAt: Date | undefined
}

/** Files of applications. Their content is encrypted at rest, and a list reads none of it. */
export interface Materials {
  add(material: Material, content: Uint8Array): Promise<void>
  find(id: string): Promise<Material | undefined>
  /** Undefined once it is removed. */
  content(id: string): Promise<Uint8Array | undefined>
  /** All of an application, in the order in which they came; removed ones too. */
  list(application: string): Promise<readonly Material[]>
  /** Deletes the content for good and keeps the row. False when it was removed before. */
  remove(id: string, at: Date): Promise<boolean>
  /** Not removed, handed in before the moment, of applications in these states; oldest first. */
  due(options: { before: Date; states: readonly ApplicationState[]; limit: number }): Promise<readonly Material[]>
}

/** The desk of materials (申请材料): handed in by the applicant, looked at by them and by officers of the unit, nobody else. */
export interface MaterialDesk {
  handIn(
    who: Who,
    application: string,
    file: { readonly kind: MaterialKind; readonly name: string; readonly bytes: Uint8Array },
  ): Promise<Material>
  list(who: Who, application: string): Promise<readonly Material[]>
  /** The file itself; every look is in the audit. */
  open(who: Who, application: string, id: string): Promise<{ readonly material: Material; readonly content: Uint8Array }>
  /** Takes one back while the application is still the applicant's to change. */
  takeBack(who: Who, application: string, id: string): Promise<void>
}
