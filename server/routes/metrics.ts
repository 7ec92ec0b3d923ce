import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { NotAllowedError, SignInRequiredError } from '../../core/errors.ts'
import type { ServerEnv } from '../parts.ts'

/** What this door reads. */
export interface MetricsParts {
  readonly metrics: { text(): Promise<{ type: string; body: string }> }
  /** Asked for as a bearer; without one only the machine itself may read. */
  readonly key: string | undefined
}

const isSame = (given: string, wanted: string): boolean => {
  const [a, z] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === z.length && timingSafeEqual(a, z)
}

/** Numbers for Prometheus (指标). Whoever comes by a proxy is not the machine itself, whatever the socket says. */
export const metricsRoutes = ({ metrics, key }: MetricsParts) =>
  new Hono<ServerEnv>().get('/metrics', async (c) => {
    if (key) {
      const given = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
      if (!given || !isSame(given, key)) throw new SignInRequiredError({ reason: given ? 'token_invalid' : 'none' })
    } else {
      const address = c.env?.incoming?.socket.remoteAddress?.replace(/^::ffff:/, '')
      const isHere = address === '127.0.0.1' || address === '::1'
      if (!isHere || c.req.header('x-forwarded-for') !== undefined)
        throw new NotAllowedError({ what: '/metrics', needs: 'METRICS_KEY, or to be asked from the machine itself' })
    }
    const { type, body } = await metrics.text()
    return c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'no-store' })
  })
