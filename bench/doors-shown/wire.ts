import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { chromiumPath, openBrowser, signIn, visitPage } from '../../e2e/browser.ts'
import { breaksAt, bytesOf, fails, openTestEndpoint } from '../../models/test-endpoint.ts'
import { openTestPlatform } from '../../testing.ts'
import { block, json, type Stand, told } from './ground.ts'

const run = promisify(execFile)
const curl = async (...words: string[]): Promise<string> => (await run('curl', ['-sN', ...words])).stdout

/** The pages in a real browser, and what stood on them. */
export const byPage = async ({ url }: Stand): Promise<string> => {
  if (!chromiumPath) return 'No Chromium on this machine.'
  const browser = await openBrowser()
  try {
    const { page } = await visitPage(browser, url)
    await signIn(page, '赵清禾', 'message-input')
    for (const [at, text] of told.entries()) {
      await page.getByTestId('message-input').fill(text)
      await page.getByTestId('send').click()
      await page.getByTestId('receipt').nth(at).waitFor()
    }
    const turns = await page.getByTestId('turn').allInnerTexts()
    return `Signed in as 赵清禾 in Chromium; what the page showed of each turn:\n\n${block('text', turns.map((text) => text.replaceAll(/\n{2,}/g, '\n')).join('\n――――\n'))}`
  } finally {
    await browser.close()
  }
}

/** The HTTP API, by curl itself. */
export const byCurl = async ({ url, key }: Stand): Promise<string> => {
  const headers = ['-H', `Authorization: Bearer ${key}`, '-H', 'Content-Type: application/json']
  const { id } = JSON.parse(await curl(`${url}/api/conversations`, ...headers, '-d', '{}'))
  const steps: string[] = []
  for (const text of told) {
    const body = JSON.stringify({ text })
    const answer = await curl(`${url}/api/conversations/${id}/messages`, ...headers, '-d', body)
    steps.push(block('sh', `curl -s $B/api/conversations/$ID/messages -H "$H" -H "$J" -d '${body}'`) + json(JSON.parse(answer)))
  }
  const begin = `B=${'http://localhost:3000'}; H="Authorization: Bearer $KEY"; J='Content-Type: application/json'
ID=$(curl -s $B/api/conversations -H "$H" -H "$J" -d '{}' | node -pe 'JSON.parse(fs.readFileSync(0)).id')`
  return `${block('sh', begin)}\n${steps.join('\n')}`
}

/** A model behind an endpoint loses the line within a sentence, and is away after it: the offline model goes on with the same turn. */
export const dyingModel = async (): Promise<string> => {
  const bytes = bytesOf({ text: '好的，我来帮您申请无犯罪记录证明。用途是求职入职，接下来我会把要办的事念给您听，请您', step: 2 })
  await using endpoint = await openTestEndpoint(breaksAt(bytes, Math.round(bytes.length * 0.8)), fails(503, '{}'))
  await using p = await openTestPlatform({ settings: { MODEL: 'test', OPENAI_BASE_URL: endpoint.url } })
  const served = await p.platform.server.listen({ port: p.platform.config.port, host: '127.0.0.1' })
  try {
    const url = p.platform.config.publicUrl
    const { Authorization } = await p.as('zhao-qinghe')
    const headers = ['-H', `Authorization: ${Authorization}`, '-H', 'Content-Type: application/json']
    const { id } = JSON.parse(await curl(`${url}/api/conversations`, ...headers, '-d', '{"agent":"cert-navigator"}'))
    const hear = (text: string): Promise<string> =>
      curl(`${url}/api/conversations/${id}/messages`, ...headers, '-H', 'Accept: text/event-stream', '-d', JSON.stringify({ text }))
    const told = (stream: string): string =>
      stream
        .split('\n\n')
        .flatMap((frame) => {
          const [name, data] = [/^event: (.*)$/m.exec(frame)?.[1], /^data: (.*)$/m.exec(frame)?.[1]]
          if (!name || !data) return []
          const { text, outcome, model, title, kind } = JSON.parse(data)
          return [`${name.padEnd(16)} ${JSON.stringify({ outcome, model, kind, title, text })}`]
        })
        .join('\n')
    const asked = await hear('我要去深圳上班，单位让开个无犯罪记录证明')
    const done = await hear('确认')
    return `The endpoint sends four fifths of its answer, breaks the line within the second sentence, and answers 503 from then on. Events as curl heard them (\`curl -sN … -H 'Accept: text/event-stream'\`):

${block('text', told(asked))}
Whole sentences that were said stay, the half one is never shown, the offline model goes on with the same turn, and \`model\` says so. Then 确认, with the model still away:

${block('text', told(done))}
The endpoint was asked ${endpoint.asked.length === 1 ? 'once' : `${endpoint.asked.length} times`} in all. Certificates of hers now: ${(await (await p.ask('zhao-qinghe', 'GET', '/api/certificates')).json()).certificates.length}.`
  } finally {
    await served.close()
  }
}
