import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openTestPlatform } from '../testing.ts'
import { type Stand, told } from './doors-shown/ground.ts'
import { byA2a, byMcp, byOpenAi } from './doors-shown/programs.ts'
import { byCurl, byPage, dyingModel } from './doors-shown/wire.ts'

// The same conversation by every door, and a model that dies in the middle of a sentence, run for real: `node bench/doors-shown.ts` writes
// docs/doors-shown.md with what came. Each door has an installation of its own, so that each really issues the certificate.

const file = join(import.meta.dirname, '..', 'docs', 'doors-shown.md')

const doors: readonly (readonly [title: string, show: (stand: Stand) => Promise<string>])[] = [
  ['The page', byPage],
  ['curl', byCurl],
  ['The official `openai` client', byOpenAi],
  ['An MCP client', byMcp],
  ['An A2A client', byA2a],
]

const onPlatform = async (show: (stand: Stand) => Promise<string>): Promise<string> => {
  await using p = await openTestPlatform()
  const served = await p.platform.server.listen({ port: p.platform.config.port, host: '127.0.0.1' })
  try {
    const made = await p.ask('zhao-qinghe', 'POST', '/api/keys', { title: '示范', doors: ['conversations', 'openai', 'mcp', 'a2a'] })
    const { secret } = (await made.json()) as { secret: string }
    return await show({ url: p.platform.config.publicUrl, key: secret })
  } finally {
    await served.close()
  }
}

const parts: string[] = []
for (const [title, show] of doors) {
  console.error(`${title} …`)
  parts.push(`## ${title}\n\n${(await onPlatform(show)).trim()}\n`)
}
console.error('A model that dies …')
parts.push(`## A model that dies in the middle of a sentence\n\n${(await dyingModel()).trim()}\n`)

writeFileSync(
  file,
  `# The same conversation by every door

Written by \`node bench/doors-shown.ts\` from what really came; run it again after a change. 赵清禾, an invented person, says three things with a key of her own:

${told.map((text, at) => `${at + 1}. ${text}`).join('\n')}

Long texts and lists are shortened with …; addresses, ids and moments differ from run to run. What each door is: [doors.md](doors.md).

${parts.join('\n')}`,
)
