import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { openPlatform } from '../platform.ts'
import { type Described, writeTypes } from '../server/client/write-types.ts'
import { type Command, say } from './command.ts'

/** Where the pages find the types of the API. */
export const clientFile = join(import.meta.dirname, '..', 'web', 'src', 'api-types.ts')

/** Writes the types of the API for the pages, from the description that the server gives of itself. */
export const client: Command = {
  usage: 'client',
  example: 'node main.ts client',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'fenshen-client-'))
    try {
      const platform = await openPlatform(
        readConfig({ DATA_DIR: folder, PORT: '0', FENSHEN_MODE: 'demo', PUBLIC_URL: 'http://localhost:3000', DEMO_INCIDENTS: '0' }, {}),
        { isWatching: false },
      )
      // Our own server describes itself in this shape.
      const described = (await (await platform.server.request('/openapi.json')).json()) as Described
      writeFileSync(clientFile, writeTypes(described))
      await platform.close()
      say(`${clientFile}: ${Object.keys(described.paths).length} paths`)
      return 0
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
