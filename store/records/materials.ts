import { and, asc, eq, getTableColumns, inArray, isNull, lt } from 'drizzle-orm'
import type { Material, Materials } from '../../core/material-store.ts'
import { type Ground, orUndefined } from './ground.ts'

/** Files of applications. A row is read without its content. */
export const materials = ({ db, tables, cipher }: Ground): Materials => {
  const { applications, materials } = tables
  const { content: _content, ...light } = getTableColumns(materials)
  const select = () => db.select(light).from(materials)
  const materialOf = ({ name, removedAt, ...row }: Awaited<ReturnType<typeof select>>[number]): Material => ({
    ...row,
    name: cipher.open('materials.name', row.id, name).toString('utf8'),
    removedAt: orUndefined(removedAt),
  })
  return {
    add: async ({ name, removedAt, ...material }, content) => {
      await db.insert(materials).values({
        ...material,
        removedAt: removedAt ?? null,
        name: cipher.seal('materials.name', material.id, name),
        content: cipher.seal('materials.content', material.id, content),
      })
    },
    find: async (id) => {
      const [row] = await select().where(eq(materials.id, id))
      return row && materialOf(row)
    },
    content: async (id) => {
      const [row] = await db.select({ content: materials.content }).from(materials).where(eq(materials.id, id))
      return row?.content ? cipher.open('materials.content', id, row.content) : undefined
    },
    list: async (application) => {
      const rows = await select().where(eq(materials.application, application)).orderBy(asc(materials.at), asc(materials.id))
      return rows.map(materialOf)
    },
    remove: async (id, at) => {
      const rows = await db
        .update(materials)
        .set({ content: null, removedAt: at })
        .where(and(eq(materials.id, id), isNull(materials.removedAt)))
        .returning({ id: materials.id })
      return rows.length > 0
    },
    due: async ({ before, states, limit }) => {
      const rows = await select()
        .innerJoin(applications, eq(applications.number, materials.application))
        .where(and(isNull(materials.removedAt), lt(materials.at, before), inArray(applications.state, [...states])))
        .orderBy(asc(materials.at))
        .limit(limit)
      return rows.map(materialOf)
    },
  }
}
