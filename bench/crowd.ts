import type { Citizen } from '../core/people.ts'
import { demoFile } from '../domain/records/demo-files.ts'
import { registryKey } from '../domain/records/embedded.ts'
import type { Platform } from '../platform.ts'
import { residentId } from '../proofs/ground.ts'

const dayMs = 86_400_000

/** The n-th invented person of a crowd: everyone has another number, a thousand a birthday. */
export const citizenAt = (n: number): Citizen => {
  const birth = new Date(Date.UTC(1950, 0, 1) + Math.floor(n / 999) * dayMs).toISOString().slice(0, 10)
  const number = residentId(birth, (n % 999) + 1)
  return {
    ...{
      kind: 'citizen',
      id: `crowd-${n}`,
      name: '何思远',
      birth,
      sex: Number(number[16]) % 2 === 1 ? 'male' : 'female',
      nationality: 'CHN',
    },
    ...{
      document: { kind: 'resident_id', number },
      phone: undefined,
      hukouUnit: n % 2 === 0 ? '159901' : '159902',
      residenceUnit: undefined,
    },
  }
}

/** Puts the people and what the registry holds of them into the store, a thousand at a time. */
export const seedCrowd = async ({ store }: Pick<Platform, 'store'>, count: number, asOf: string): Promise<void> => {
  for (let from = 0; from < count; from += 1_000)
    await store.transaction(async ({ people, registryFiles }) => {
      for (let n = from; n < Math.min(count, from + 1_000); n += 1) {
        const who = citizenAt(n)
        await people.save(who)
        await registryFiles.save(registryKey(who.document.number), demoFile('R0', who.birth, asOf))
      }
    })
}

/** One person's application, from the yes on: the same way in that every door takes. Throws unless a certificate came of it. */
export const issueTo = async ({ callTool }: Pick<Platform, 'callTool'>, who: Citizen): Promise<void> => {
  const wish = {
    tool: 'submit_certificate_application',
    args: { purpose: 'employment' },
    who,
    agent: undefined,
    conversation: undefined,
    deedKey: `bulk:${who.id}`,
  }
  const asked = await callTool(wish)
  if (asked.kind !== 'confirm') throw new Error(`no question for ${who.id}`)
  const done = await callTool({ ...wish, grant: asked.pending })
  if (done.kind !== 'done' || done.presentation.cards?.[0]?.kind !== 'certificate')
    throw new Error(`no certificate for ${who.id}: ${done.kind}`)
}
