import type { Application, ApplicationState } from '../../core/certificates.ts'
import { ConflictError, NotAllowedError, NotFoundError } from '../../core/errors.ts'
import { sha256, uuidv7 } from '../../core/ids.ts'
import { type MaterialReader, MaterialRefusedError, materialLimits, type VirusScanner } from '../../core/material-intake.ts'
import type { Material, MaterialDesk } from '../../core/material-store.ts'
import type { MaterialKind } from '../../core/materials.ts'
import type { Who } from '../../core/people.ts'
import type { Records, Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { applicationSeenBy } from './seen-by.ts'

/** What the desk of materials stands on; `open-papers.ts` gives it. */
export interface MaterialGround {
  readonly store: Store
  readonly clock: Clock
  readonly read: MaterialReader
  /** Undefined: no scanner is configured, and the officer reads 未查毒. */
  readonly scan: VirusScanner | undefined
}

/** The applicant's turn: things may be added and taken back. */
const openStates: ReadonlySet<ApplicationState> = new Set(['DRAFT', 'SUBMITTED', 'ID_VERIFIED', 'NEED_FIX', 'NEED_SUPPLEMENT'])
/** With an officer: what was handed in stays, and more may come. */
const busyStates: ReadonlySet<ApplicationState> = new Set([
  'ACCEPTED',
  'QUERYING',
  'HUMAN_REVIEW',
  'VERIFY_PENDING',
  'VERIFYING',
  'REFUSAL_2ND',
  'RECHECK_ACCEPTED',
  'RECHECK_EXTENDED',
])
/** Over, but an objection may still be handed in. */
const objectionStates: ReadonlySet<ApplicationState> = new Set(['ISSUED', 'REFUSED', 'DELIVERED'])

const mayAdd = ({ state }: Application, kind: MaterialKind): boolean =>
  openStates.has(state) || busyStates.has(state) || (objectionStates.has(state) && kind === 'objection')

/** A name that is only a name: no folders, no control or turning characters, not endless. */
const plainName = (name: string): string => {
  const bare = (name.split(/[/\\]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim()
  return [...(bare || '材料')].slice(-80).join('')
}

/** Opens the desk. */
export const openMaterialDesk = ({ store, clock, read, scan }: MaterialGround): MaterialDesk => {
  const seen = applicationSeenBy(store)

  const note = (records: Records, who: Who, action: string, material: Material): Promise<unknown> =>
    records.audit.append(
      {
        actor: who.id,
        actorKind: who.kind,
        action,
        target: material.application,
        isOk: true,
        detail: { material: material.id, kind: material.kind, sha256: material.sha256, scan: material.scan },
      },
      clock(),
    )

  const own = async (who: Who, application: string): Promise<Application> => {
    const found = await seen(who, application)
    if (found.person !== who.id) throw new NotAllowedError({ what: 'materials of an application', needs: 'applicant' })
    return found
  }

  /** Among files that are still there: how many, and how much. */
  const room = (kept: readonly Material[], bytes: number): void => {
    const there = kept.filter(({ removedAt }) => removedAt === undefined)
    if (there.length >= materialLimits.files) throw new MaterialRefusedError({ why: 'files', limit: materialLimits.files })
    const total = there.reduce((sum, one) => sum + one.bytes, bytes)
    if (total > materialLimits.totalBytes) throw new MaterialRefusedError({ why: 'total', limit: materialLimits.totalBytes })
  }

  const findOne = async (who: Who, application: string, id: string): Promise<Material> => {
    await seen(who, application)
    const material = await store.materials.find(id)
    if (material?.application !== application || material.removedAt) throw new NotFoundError({ what: 'material' })
    return material
  }

  return {
    handIn: async (who, application, { kind, name, bytes }) => {
      const found = await own(who, application)
      if (!mayAdd(found, kind)) throw new ConflictError({ what: `materials of ${application}` })
      if (bytes.length > materialLimits.fileBytes) throw new MaterialRefusedError({ why: 'bytes', limit: materialLimits.fileBytes })
      room(await store.materials.list(application), 0)
      // As it came: what is hidden behind a picture is gone from what is kept.
      if ((await scan?.(bytes)) === 'infected') throw new MaterialRefusedError({ why: 'infected' })
      const clean = await read(bytes)
      const at = clock()
      const material: Material = {
        ...{ id: uuidv7(at), application, person: who.id, kind, name: plainName(name), type: clean.type, bytes: clean.bytes.length },
        ...{ sha256: sha256(clean.bytes), scan: scan ? 'clean' : 'unscanned', at, removedAt: undefined },
      }
      await store.transaction(async (records) => {
        const kept = await records.materials.list(application)
        room(kept, material.bytes)
        const now = await records.applications.find(application)
        if (!now || !mayAdd(now, kind)) throw new ConflictError({ what: `materials of ${application}` })
        await records.materials.add(material, clean.bytes)
        await note(records, who, 'hand_in_material', material)
      })
      return material
    },
    list: async (who, application) => {
      await seen(who, application)
      return store.materials.list(application)
    },
    open: async (who, application, id) => {
      const material = await findOne(who, application, id)
      const content = await store.materials.content(id)
      if (!content) throw new NotFoundError({ what: 'material' })
      await note(store, who, 'view_material', material)
      return { material, content }
    },
    takeBack: async (who, application, id) => {
      const found = await own(who, application)
      const material = await findOne(who, application, id)
      if (!openStates.has(found.state)) throw new ConflictError({ what: `materials of ${application}` })
      await store.transaction(async (records) => {
        if (!(await records.materials.remove(id, clock()))) throw new NotFoundError({ what: 'material' })
        await note(records, who, 'take_back_material', material)
      })
    },
  }
}
