import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { recordPlatform } from './connectors/record-platform.ts'
import type { Store } from './core/ports.ts'
import type { RecordRegistry } from './core/records.ts'
import type { Clock } from './core/time.ts'
import { embeddedRegistry } from './domain/records/embedded.ts'

/** The record platform of the bureau where one is set; otherwise the registry inside the process, which a demo alone has. */
export const openRegistry = (config: Config, store: Store, clock: Clock, log: Logger): RecordRegistry => {
  const { registry } = config
  if (!registry) return embeddedRegistry({ files: store.registryFiles, clock })
  const file = (path: string | undefined): string | undefined => (path ? readFileSync(path, 'utf8') : undefined)
  const [cert, key, ca] = [file(registry.certFile), file(registry.keyFile), file(registry.caFile)]
  return recordPlatform({
    url: registry.url,
    bearer: registry.bearer,
    tls: { ...(cert && key ? { client: { cert, key } } : {}), ...(ca ? { ca } : {}) },
    timeoutMs: registry.timeoutMs,
    retries: 2,
    breaker: { failures: 5, coolDownMs: 30_000 },
    clock,
    onFault: (fault) => log.warn(fault, 'record platform'),
  })
}
