import { randomUUID } from 'node:crypto'
import type { LookupFacts } from '../../../core/audit.ts'
import type { CertificateDesk } from '../../../core/certificate-desk.ts'
import type { IntakeDesk, IntakeDoor, TableRow } from '../../../core/intake.ts'
import { type Pages, transactionWithPages } from '../../../core/pages.ts'
import type { Citizen } from '../../../core/people.ts'
import type { Records, Store } from '../../../core/ports.ts'
import type { Clock } from '../../../core/time.ts'

/** What a form's door stands on. */
export interface IntakeDoorGround {
  readonly store: Store
  readonly clock: Clock
  readonly desk: (records: Records, pages?: Pages) => CertificateDesk
}

/** Intake for doors that have no transaction of their own (表单): each deed and its audit entry are one transaction. No audit, no deed. */
export const intakeDoor = ({ store, clock, desk }: IntakeDoorGround): IntakeDoor => {
  const over = desk(store).intake

  const deed = async <T>(
    action: string,
    target: string | undefined,
    who: Citizen,
    work: (facts: { intake: IntakeDesk; lookups: LookupFacts[] }) => Promise<T>,
    targetOf: (made: T) => string | undefined = () => target,
  ): Promise<T> =>
    transactionWithPages(store, async (records, pages) => {
      const lookups: LookupFacts[] = []
      const made = await work({ intake: desk(records, pages).intake, lookups })
      const entry = { actor: who.id, actorKind: 'citizen', action, target: targetOf(made), isOk: true, detail: {} } as const
      await records.audit.append({ ...entry, ...(lookups[0] ? { lookup: lookups[0] } : {}) }, clock())
      return made
    })

  return {
    options: over.options,
    view: over.view,
    people: over.people,
    save: (form, who) =>
      deed(
        'save_application',
        undefined,
        who,
        ({ intake }) => intake.save(form, who),
        ({ view }) => view.number,
      ),
    putPeople: async (number, who, rows) => {
      // Read before the transaction begins: a large table would keep every other writer waiting.
      const read: TableRow[] = []
      for await (const row of rows) read.push(row)
      return deed('put_people', number, who, ({ intake }) => intake.putPeople(number, who, rowsOf(read)))
    },
    submit: async (number, who) => {
      const { number: made } = await deed('submit_application', number, who, ({ intake, lookups }) =>
        intake.submit(number, { who, deedKey: `form:${randomUUID()}`, declareLookup: (facts) => void lookups.push(facts) }),
      )
      // The deed is committed: what cannot be carried on now is carried on by the worker.
      await desk(store)
        .settle(made)
        .catch(() => undefined)
      return over.view(made, who)
    },
    withdraw: async (number, who) => {
      await deed('withdraw_application', number, who, ({ intake }) => intake.withdraw(number, who))
      return over.view(number, who)
    },
    supply: async (number, who) => {
      await deed('supply_material', number, who, ({ intake }) => intake.supply(number, who))
      return over.view(number, who)
    },
    object: async (number, who, reason) => {
      await deed('object_to_result', number, who, ({ intake }) => intake.object(number, who, reason))
      return over.view(number, who)
    },
  }
}

async function* rowsOf(rows: readonly TableRow[]): AsyncGenerator<TableRow> {
  yield* rows
}
