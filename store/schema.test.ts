import { getTableColumns, getTableName, is, Table } from 'drizzle-orm'
import { expect, it } from 'vitest'
import * as postgres from './postgres/schema.ts'
import * as sqlite from './sqlite/schema.ts'

const shapeOf = (schema: object) =>
  Object.entries(schema).flatMap(([exported, table]) => {
    if (!is(table, Table)) return []
    const columns = Object.entries(getTableColumns(table)).map(([key, { name, notNull, primary }]) => ({ key, name, notNull, primary }))
    return [{ exported, name: getTableName(table), columns }]
  })

it('has the same tables and columns on both databases', () => {
  expect(shapeOf(sqlite)).toEqual(shapeOf(postgres))
  expect(shapeOf(sqlite).length).toBeGreaterThan(10)
})
