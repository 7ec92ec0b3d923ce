import { customType, timestamp } from 'drizzle-orm/pg-core'

/** Bytes. */
export const bytes = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: (value) => value,
  fromDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
})

/** What cipher.ts encrypted: personal data stands nowhere else. */
export const sealed = bytes

/** A moment to the millisecond. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })
