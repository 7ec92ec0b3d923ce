import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { readConfig } from '../../config.ts'
import { openPlatform } from '../../platform.ts'
import { mintDemoToken } from '../../server/auth/demo-token.ts'
import { report } from './child.ts'

// The whole platform as it is served: stored, guarded, audited, personal values hidden, counted. `node ours.ts MODEL_URL`.

// As main.ts has it, and `serve` once it listens.
setFlagsFromString('--semi-space-growth-factor=1')
setFlagsFromString('--heap-growing-percent=30')
const url = process.argv[2] ?? ''
const folder = mkdtempSync(join(tmpdir(), 'fenshen-bench-'))
const settings = {
  DATA_DIR: folder,
  PORT: '0',
  LOG_LEVEL: 'warn',
  FENSHEN_MODE: 'demo',
  MODEL: 'fake',
  OPENAI_BASE_URL: url,
  DEMO_INCIDENTS: '0',
}
const platform = await openPlatform(readConfig(settings, {}), { isWatching: false })
await platform.start()
await platform.server.listen({ port: platform.config.port, host: '127.0.0.1' })
setFlagsFromString('--heap-growing-percent=0')
report({
  port: platform.config.port,
  token: await mintDemoToken({ key: platform.keyring.tokens.privateKey, person: 'lin-anran', clock: () => new Date() }),
})
