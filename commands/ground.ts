import { join } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { SettingError } from '../core/errors.ts'
import type { Store } from '../core/ports.ts'
import { seedOnce } from '../demo.ts'
import { type Keyring, openKeyring } from '../keyring.ts'
import { openStore } from '../store/open.ts'
import { settingsOf } from './command.ts'

/** The folder of shipped data. */
export const dataFolder = join(import.meta.dirname, '..', 'data')

/** What a command that only needs the store stands on. */
export interface Ground {
  readonly config: Config
  readonly keyring: Keyring
  readonly store: Store
}

/** Opens keys and database for one command and closes them after it. A demo without people is seeded first. */
export const withStore = async <T>(
  values: Readonly<Record<string, string | boolean | undefined>>,
  work: (ground: Ground) => Promise<T>,
): Promise<T> => {
  const config = readConfig(settingsOf(values))
  const keyring = await openKeyring(config)
  const clock = () => new Date()
  const store = await openStore({ url: config.databaseUrl || join(config.dataDir, 'fenshen.db'), key: keyring.data, clock })
  try {
    if (config.mode === 'demo') await seedOnce(store, { dataFolder, clock })
    return await work({ config, keyring, store })
  } finally {
    await store.close()
  }
}

/** Demo-only commands say so and stop. */
export const demandDemo = (config: Pick<Config, 'mode'>, what: string): void => {
  if (config.mode === 'production') throw new SettingError({ setting: 'FENSHEN_MODE', why: `${what} works in a demo only` })
}
