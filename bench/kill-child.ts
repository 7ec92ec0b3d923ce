import { writeSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import type { Reply } from '../core/conversation.ts'

// One life of the process that kill.ts ends by force: `node bench/kill-child.ts FOLDER FROM [CONVERSATION CONFIRM PERSON]`. Says on
// stdout, in lines of JSON, how far it is; the last three arguments are what was cut off in the life before.

// Most of a short life is reading code: the compiled form is kept from life to life.
enableCompileCache()
const { pino } = await import('pino')
const { openPlatform } = await import('../platform.ts')
const { testConfig } = await import('../testing.ts')
const { personId, visitorAt } = await import('./visitor.ts')

const [folder = '', from = '0', conversation, confirm, person] = process.argv.slice(2)
// Written at once: what a killed process had in a buffer was never said.
const tell = (fact: Readonly<Record<string, unknown>>): void => {
  for (;;) {
    try {
      writeSync(1, `${JSON.stringify(fact)}\n`)
      return
    } catch (cause) {
      // The pipe is full for a moment.
      if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') throw cause
    }
  }
}

const platform = await openPlatform(testConfig(folder), { log: pino({ level: 'silent' }), isWatching: false })
await platform.start()
tell({ ready: true })

/** Says yes once more, as a person does who saw no answer: by the same button, then in words. */
if (conversation && confirm && person) {
  const visitor = await visitorAt(platform, person)
  const again = await visitor.confirm(conversation, confirm)
  const byButton = again.status === 200 ? ((await again.json()) as Reply).cards[0]?.kind : `http ${again.status}`
  const byWords = byButton === 'certificate' ? undefined : (await visitor.say(conversation, '确认')).cards[0]?.kind
  const kept = byButton === 'certificate' || byWords === 'certificate'
  // The person has it already, but the words that said so were lost with the process.
  const owns = kept || (await platform.store.certificates.listByPerson(person, 5)).length === 1
  tell({ retried: { byButton, byWords, owns } })
}

for (let n = Number(from); ; n += 1) {
  const visitor = await visitorAt(platform, personId(n))
  const id = await visitor.open()
  const asked = await visitor.say(id, '开无犯罪记录证明，留学用')
  if (!asked.confirm) throw new Error(`no question: ${asked.outcome}`)
  tell({ asked: { n, conversation: id, confirm: asked.confirm.id } })
  const reply = (await (await visitor.confirm(id, asked.confirm.id)).json()) as Reply
  tell({ done: { n, kind: reply.cards[0]?.kind, number: reply.cards[0]?.fields[0]?.value } })
}
