import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A site of another house (外部网站), on loopback: one page, under the content policy that it is given. */
export interface HostSite extends AsyncDisposable {
  readonly port: number
  /** What stands at its end, `<script …>`, and the policy it is served with. May change between visits. */
  show(page: { script: string; policy: string }): void
}

export const openHostSite = async (): Promise<HostSite> => {
  let now = { script: '', policy: "default-src 'none'" }
  const server = createServer((_, response) => {
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': now.policy,
      'Referrer-Policy': 'no-referrer',
    })
    response.end(`<!doctype html><html lang="zh-CN"><head><title>云溪县政务网</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"></head><body><main><h1>云溪县政务网</h1><p><a href="/next">办事指南</a></p></main>${now.script}</body></html>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A TCP server that listens has one.
  const { port } = server.address() as AddressInfo
  return {
    port,
    show: (page) => {
      now = page
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
