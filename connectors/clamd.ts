import { connect, type Socket } from 'node:net'
import { ScannerUnavailableError, type VirusScanner } from '../core/material-intake.ts'

/** Where a ClamAV daemon listens: `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`. */
export interface ClamdSettings {
  readonly url: string
  readonly timeoutMs: number
}

/** clamd reads what is sent in pieces; smaller than its own StreamMaxLength in any setting. */
const pieceBytes = 256 * 1_024
/** An answer is one short line. */
const answerBytes = 4_096

const openSocket = (url: string): Socket => {
  if (url.startsWith('unix:')) return connect({ path: url.slice('unix:'.length).replace(/^\/\//, '') })
  const { hostname, port } = new URL(url)
  return connect({ host: hostname, port: Number(port || 3310) })
}

/**
 * A scanner over the ClamAV daemon (INSTREAM of clamd(8)): the bytes go there by socket and never touch a disk. Anything but a plain
 * OK or FOUND is no answer.
 */
export const clamd = ({ url, timeoutMs }: ClamdSettings): VirusScanner => {
  return async (bytes) => {
    const socket = openSocket(url)
    try {
      return verdictOf(await ask(socket, bytes, timeoutMs))
    } finally {
      socket.destroy()
    }
  }
}

const ask = (socket: Socket, bytes: Uint8Array, timeoutMs: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new ScannerUnavailableError({ why }))
    let answer = ''
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs)
    socket.once('close', () => clearTimeout(timer))
    socket.setEncoding('latin1')
    // The message may hold the address of the scanner, which is the operator's own; its code is enough.
    socket.on('error', (cause) => fail('code' in cause ? String(cause.code) : 'connection failed'))
    socket.on('data', (piece: string) => {
      answer += piece
      if (answer.length > answerBytes) return fail('an answer without end')
      if (/[\0\n]/.test(answer)) resolve(answer)
    })
    socket.on('end', () => (answer === '' ? fail('closed without an answer') : resolve(answer)))
    socket.write('zINSTREAM\0')
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(piece.length)
      socket.write(length)
      socket.write(piece)
    }
    socket.write(Buffer.alloc(4))
  })

const verdictOf = (answer: string): 'clean' | 'infected' => {
  const line = answer.replace(/[\0\n][\s\S]*$/, '').trim()
  if (line === 'stream: OK') return 'clean'
  if (/^stream: .+ FOUND$/.test(line)) return 'infected'
  throw new ScannerUnavailableError({
    why: /size limit exceeded/i.test(line) ? 'StreamMaxLength of clamd is too small' : 'an answer that is none',
  })
}
