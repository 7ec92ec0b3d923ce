import { createRoute, z } from '@hono/zod-openapi'
import type { AuditRow } from '../../core/audit.ts'
import type { Records } from '../../core/ports.ts'
import { citizenIs } from '../auth/who.ts'
import type { ServerParts } from '../parts.ts'
import { answers, Lookup, Me, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

/** The newest look-ups that are shown at once. */
const lookupLimit = 200

const meRoute = createRoute({
  method: 'get',
  path: '/api/me',
  summary: 'Who is signed in; a visitor gets signedIn false',
  responses: { 200: answers(Me, 'The person, or a visitor.') },
})

const lookupsRoute = createRoute({
  method: 'get',
  path: '/api/me/lookups',
  summary: 'Who looked up my record (谁查询过我)',
  responses: { 200: answers(z.object({ lookups: z.array(Lookup) }), 'Newest first.'), 401: problems[401], 403: problems[403] },
})

/** Who looked, without another person's private data: a role, an office, never a name. */
const byWhom = (row: AuditRow, subject: string, units: ReadonlyMap<string, string>): Pick<z.output<typeof Lookup>, 'kind' | 'by'> => {
  if (row.actor.startsWith('service:')) return { kind: 'system', by: '经授权的业务系统' }
  if (row.actorKind === 'officer') return { kind: 'officer', by: `民警 ${units.get(row.actor) ?? '（单位已撤并）'}` }
  if (row.actorKind === 'system')
    return row.agent ? { kind: 'agent', by: '智能体办理（本人申请）' } : { kind: 'system', by: '系统办理（本人申请）' }
  if (row.actor !== subject) return { kind: 'other', by: '经授权的申请人' }
  return row.agent ? { kind: 'agent', by: '智能体办理（本人申请）' } : { kind: 'self', by: '本人' }
}

/** Names of the units of the officers who looked, by officer. */
const unitsOf = async ({ people }: Pick<Records, 'people'>, rows: readonly AuditRow[]): Promise<Map<string, string>> => {
  const officers = new Set(rows.filter(({ actorKind }) => actorKind === 'officer').map(({ actor }) => actor))
  const names = new Map<string, string>()
  for (const id of officers) {
    const officer = await people.find(id)
    const unit = officer?.kind === 'officer' ? await people.findUnit(officer.unit) : undefined
    if (unit) names.set(id, unit.name)
  }
  return names
}

/** What is about the person who asks. */
export const meRoutes = ({
  config,
  store,
  maskName,
  lookupSubject,
}: Pick<ServerParts, 'config' | 'store' | 'maskName' | 'lookupSubject'>) =>
  newApi()
    .openapi(meRoute, async (c) => {
      const who = c.get('who')
      const house = { demo: config.isDemo, institution: config.institution, aiLabel: config.aiLabel }
      if (!who) return c.json({ signedIn: false, reason: c.get('visitorReason') ?? 'none', ...house }, 200)
      const csrf = c.get('csrf')
      const unit = who.kind === 'officer' ? await store.people.findUnit(who.unit) : undefined
      const office = who.kind === 'officer' ? { unit: who.unit, unitName: unit?.name ?? who.unit, roles: [...who.roles] } : {}
      const person = { kind: who.kind, id: who.id, name: maskName(who.name), ...office }
      return c.json({ signedIn: true, who: person, ...(csrf ? { csrf } : {}), ...house }, 200)
    })
    .openapi(lookupsRoute, async (c) => {
      const who = citizenIs(c)
      const rows = await store.audit.listLookups(lookupSubject(who.document.number), lookupLimit)
      const units = await unitsOf(store, rows)
      const lookups = rows.flatMap((row) =>
        row.lookup
          ? [{ at: row.at.toISOString(), ...byWhom(row, who.id, units), purpose: row.lookup.purpose, basis: row.lookup.basis }]
          : [],
      )
      return c.json({ lookups }, 200)
    })
