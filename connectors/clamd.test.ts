import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { clamd } from './clamd.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A daemon that speaks INSTREAM: checks every length, and answers by what it was sent. */
const daemon = async (answer: (bytes: Buffer, socket: Socket) => string | undefined, path?: string): Promise<string> => {
  const server = createServer((socket) => {
    let got = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (piece) => {
      got = Buffer.concat([got, piece])
      const command = 'zINSTREAM\0'
      if (got.length < command.length) return
      if (got.toString('latin1', 0, command.length) !== command) return socket.end('UNKNOWN COMMAND\0')
      const bytes: Buffer[] = []
      for (let at = command.length; at + 4 <= got.length; ) {
        const length = got.readUInt32BE(at)
        if (length === 0) {
          const said = answer(Buffer.concat(bytes), socket)
          if (said !== undefined) socket.end(said)
          return
        }
        if (at + 4 + length > got.length) return
        bytes.push(got.subarray(at + 4, at + 4 + length))
        at += 4 + length
      }
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => (path ? server.listen(path, resolve) : server.listen(0, '127.0.0.1', resolve)))
  const address = server.address()
  return path ? `unix:${path}` : `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}
const scan = async (url: string, bytes: Uint8Array = Buffer.from('a file')): Promise<string> =>
  clamd({ url, timeoutMs: 300 })(bytes).catch((error: Error & { code?: string }) => error.code ?? String(error))

it('sends the whole file in pieces, and understands clean and infected', async () => {
  const big = Buffer.alloc(1_000_001, 'x')
  const url = await daemon((bytes) => (bytes.equals(big) ? 'stream: OK\0' : 'stream: Eicar-Test-Signature FOUND\0'))
  expect(await scan(url, big)).toBe('clean')
  expect(await scan(url, Buffer.from('X5O!P%'))).toBe('infected')
  expect(await scan(await daemon(() => 'stream: OK\n', join(tmpdir(), `clamd-${process.pid}.sock`)))).toBe('clean')
})

it.each([
  ['says that the file is too long', () => 'INSTREAM size limit exceeded. ERROR\0'],
  ['says something else', () => 'stream: OK, I think\0'],
  ['says nothing and closes', (_: Buffer, socket: Socket): undefined => void socket.end()],
  ['says nothing at all', () => undefined],
  ['never stops', () => 'x'.repeat(10_000)],
  ['breaks the line', (_: Buffer, socket: Socket): undefined => void socket.resetAndDestroy()],
] as const)('takes no file as clean when the daemon %s', async (_, answer) => {
  expect(await scan(await daemon(answer))).toBe('scanner_unavailable')
})

it('takes no file as clean when nobody listens', async () => {
  expect(await scan('tcp://127.0.0.1:1')).toBe('scanner_unavailable')
  expect(await scan(`unix:${join(tmpdir(), 'nobody.sock')}`)).toBe('scanner_unavailable')
})
