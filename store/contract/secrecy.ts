import { describe, expect, it } from 'vitest'
import { SettingError } from '../../core/errors.ts'
import { openStore } from '../open.ts'
import { application, certificate, citizen, freshId, keys, later, noon, officer, secrets, subject, turnEnd, unitFacts } from './fixtures.ts'
import type { Ground } from './ground.ts'
import { material, paper } from './papers.ts'

const tables = [
  'approvals',
  'sendings',
  'desk_acts',
  'people',
  'sessions',
  'turns',
  'conversations',
  'applications',
  'application_subjects',
  'certificates',
  'papers',
  'materials',
  'notices',
  'notice_settings',
  'handoffs',
  'audit_rows',
  'registry_files',
  'questions',
  'incidents',
  'dispute_events',
  'tasks',
  'task_steps',
  'task_calls',
  'task_attachments',
  'meta',
]

/** What a stolen database tells. */
export const secrecyContract = (ground: () => Ground): void => {
  describe('what stands in the database', () => {
    const write = async (): Promise<string> => {
      const { store } = ground()
      await store.people.save(citizen())
      await store.people.save(officer())
      await store.sessions.create({
        secretHash: freshId(),
        kind: 'login',
        person: '',
        payload: { verifier: secrets.verifier },
        expiresAt: later(9),
      })
      const conversation = { id: freshId(), person: 'p', pinned: null, greeting: '您好', createdAt: noon }
      await store.conversations.create(conversation)
      const turn = freshId()
      await store.conversations.startTurn({ conversation: conversation.id, id: turn, n: 1, says: secrets.says, key: undefined, at: noon })
      await store.conversations.finishTurn(turn, turnEnd(turn))
      await store.applications.insert(application({ facts: { subject: subject(), unit: unitFacts } }), keys())
      await store.subjects.replace(freshId(), [{ subject: subject(), relation: 'employed', answer: undefined, finding: undefined }])
      await store.certificates.insert(certificate(), Buffer.from(secrets.pdf))
      await store.papers.insert(paper(), Buffer.from(secrets.pdf))
      await store.materials.add(material(), Buffer.from(secrets.pdf))
      const reader = freshId()
      await store.notices.saveSettings(reader, { mail: secrets.phone, isSms: true, isMailConfirmed: true })
      await store.notices.saveMailCode(reader, { hash: secrets.phone, at: noon, tries: 0, since: noon, sent: 1 })
      const matter = { id: freshId(), person: 'p', unit: 'u', conversation: undefined, agent: undefined, reason: 'asked', at: noon }
      await store.handoffs.insert({ ...matter, summary: secrets.summary, status: 'open' })
      await store.registryFiles.save(secrets.number, { demoState: 'R5', birth: '1990-01-01', isReachable: true, cases: [] })
      await store.sendings.insert({
        ...{ id: freshId(), deedKey: freshId(), tool: 't', person: 'p', agent: undefined, conversation: undefined, approval: undefined },
        ...{ at: noon, state: 'waiting', movedAt: noon, attempts: 0, isTold: false, args: { says: secrets.says }, output: secrets.reply },
      })
      const question = freshId()
      await store.knowledge.noteQuestion({
        ...{ id: question, at: noon, agent: 'a', audience: 'public', text: secrets.says, isSupported: false, clauses: [] },
        ...{ reviewed: undefined, verdict: undefined, verdictBy: undefined, note: undefined },
      })
      await store.knowledge.judgeQuestion(question, { verdict: 'wrong', by: 'p', note: secrets.summary })
      return turn
    }

    it('shows no name, number, phone or sentence in plain bytes', async () => {
      await write()
      for (const table of tables) {
        const rows = await ground().raw(`select * from ${table}`, [])
        const bytes = Buffer.concat(
          rows.flat().map((value) => (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(JSON.stringify(value) ?? ''))),
        )
        for (const [what, secret] of Object.entries(secrets)) {
          expect(bytes.includes(Buffer.from(secret)), `${what} in ${table}`).toBe(false)
          expect(bytes.includes(Buffer.from(secret, 'utf16le')), `${what} in ${table}`).toBe(false)
        }
      }
    })

    it('cannot be moved from one row to another: the text would not open', async () => {
      const [one, two] = [await write(), await write()]
      await ground().raw(`update turns set says = (select says from turns where id = '${one}') where id = '${two}'`, [])
      const [[conversation] = []] = await ground().raw(`select conversation from turns where id = '${two}'`, [])
      await expect(ground().store.conversations.load(String(conversation), 5)).rejects.toThrow()
    })

    it('says clearly that the key is another than the one it was written with, and writes nothing', async () => {
      const url = await ground().emptyUrl()
      const open = (byte: number, length = 32) => openStore({ url, key: Buffer.alloc(length, byte), clock: () => noon })
      const store = await open(1)
      const one = citizen()
      await store.people.save(one)
      await store.close()
      if (url.startsWith('pglite:')) return
      await expect(open(2)).rejects.toBeInstanceOf(SettingError)
      await expect(open(1, 16)).rejects.toThrow('32 bytes')
      const again = await open(1)
      expect(await again.people.find(one.id)).toEqual(one)
      await again.close()
    }, 60_000)

    it('leaves no value of a failed statement in the error', async () => {
      const { store } = ground()
      const id = freshId()
      const create = () => store.conversations.create({ id, person: secrets.number, pinned: null, greeting: secrets.name, createdAt: noon })
      await create()
      const error = await create().catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Error)
      const texts = [String(error), JSON.stringify(error), JSON.stringify(Object.getOwnPropertyDescriptors(error ?? {}))].join()
      expect(texts).not.toContain(secrets.number)
      expect(texts).not.toContain(secrets.name)
      expect(texts).not.toContain(id)
    })
  })
}
