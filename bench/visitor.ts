import type { Reply } from '../core/conversation.ts'
import type { Platform } from '../platform.ts'
import { peopleFile, residentId } from '../proofs/ground.ts'
import { mintDemoToken } from '../server/auth/demo-token.ts'

/** Id of the n-th invented person of a bench. */
export const personId = (n: number): string => `bench-${n}`

/** Invented people without a record, all different: a thousand a birthday. */
export const inventPeople = (from: number, count: number): string =>
  peopleFile(
    Array.from({ length: count }, (_, at) => {
      const n = from + at
      const born = new Date(Date.UTC(1960, 0, 1) + Math.floor(n / 999) * 86_400_000).toISOString().slice(0, 10)
      const id_number = residentId(born, (n % 999) + 1)
      return {
        id: personId(n),
        name: '何思远',
        id_number,
        birth: born,
        sex: Number(id_number[16]) % 2 === 1 ? 'male' : 'female',
        registry: 'R0',
        hukou: '159901',
      }
    }),
  )

/** One person at the front door, by requests inside the process. */
export const visitorAt = async (platform: Platform, person: string) => {
  const token = await mintDemoToken({ key: platform.keyring.tokens.privateKey, person, clock: () => new Date() })
  const post = async (path: string, body: unknown): Promise<Response> =>
    platform.server.request(path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  return {
    post,
    async open(): Promise<string> {
      const { id } = (await (await post('/api/conversations', {})).json()) as { id: string }
      return id
    },
    say: async (conversation: string, text: string): Promise<Reply> =>
      (await (await post(`/api/conversations/${conversation}/messages`, { text })).json()) as Reply,
    confirm: (conversation: string, confirm: string): Promise<Response> =>
      post(`/api/conversations/${conversation}/confirmations/${confirm}`, { accept: true }),
  }
}
