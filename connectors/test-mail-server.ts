import { once } from 'node:events'
import { createServer } from 'node:net'

/** Speaks enough of SMTP (RFC 5321) to take a message, or to answer one command as a test wants; `answers` may change between messages. */
export const openTestMailServer = async (answers: Partial<Record<'RCPT' | 'DATA' | 'EHLO', string>> = {}) => {
  const mails: string[] = []
  const server = createServer((socket) => {
    let data: string[] | undefined
    let rest = ''
    socket.on('error', () => undefined)
    const say = (line: string): void => void socket.write(`${line}\r\n`)
    say('220 mail.example.cn')
    socket.on('data', (piece) => {
      const lines = (rest + piece.toString()).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (data) {
          if (line !== '.') data.push(line)
          else {
            mails.push(data.join('\n'))
            data = undefined
            say('250 kept')
          }
          continue
        }
        const verb = line.slice(0, 4).toUpperCase()
        if (verb === 'EHLO') say(answers.EHLO ?? '250 mail.example.cn')
        else if (verb === 'RCPT') say(answers.RCPT ?? '250 ok')
        else if (verb === 'DATA') {
          say(answers.DATA ?? '354 go on')
          if (!answers.DATA) data = []
        } else if (verb === 'QUIT') socket.end('221 bye\r\n')
        else say('250 ok')
      }
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return { url: `smtp://127.0.0.1:${port}?ignoreTLS=true`, mails, close: () => void server.close() }
}

/** The words of a mail, as its reader sees them. */
export const wordsOfMail = (mail: string): string => Buffer.from(mail.split('\n\n')[1] ?? '', 'base64').toString('utf8')
