import { blob, integer, text } from 'drizzle-orm/sqlite-core'

// Kinds of columns, as in `../postgres/columns.ts`.

export const bytes = (name: string) => blob(name, { mode: 'buffer' })
export const sealed = bytes
export const moment = (name: string) => integer(name, { mode: 'timestamp_ms' })
export const json = (name: string) => text(name, { mode: 'json' })
export const boolean = (name: string) => integer(name, { mode: 'boolean' })
