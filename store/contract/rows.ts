import { describe, expect, it } from 'vitest'
import { sha256 } from '../../core/ids.ts'
import { citizen, freshId, later, noon, officer, secrets } from './fixtures.ts'
import type { Ground } from './ground.ts'

/** People, units, sessions, sequences, hand-offs, pages, registry files: one row each. */
export const rowsContract = (ground: () => Ground): void => {
  describe('people', () => {
    it('gives back citizens and officers as they were saved, and the newer of two', async () => {
      const [one, two] = [citizen(), officer()]
      await ground().store.people.save(one)
      await ground().store.people.save(two)
      expect(await ground().store.people.find(one.id)).toEqual(one)
      expect(await ground().store.people.find(two.id)).toEqual(two)
      await ground().store.people.save({ ...one, phone: undefined, hukouUnit: undefined })
      await ground().store.people.save({ ...two, roles: [], unit: 'station-2' })
      expect(await ground().store.people.find(one.id)).toEqual({ ...one, phone: undefined, hukouUnit: undefined })
      expect(await ground().store.people.find(two.id)).toEqual({ ...two, roles: [], unit: 'station-2' })
      expect((await ground().store.people.list()).map(({ id }) => id)).toEqual(expect.arrayContaining([one.id, two.id]))
      expect(await ground().store.people.find('nobody')).toBeUndefined()
    })

    it('gives back units', async () => {
      const bureau = { id: freshId(), name: '某市公安局', parent: undefined, phone: '000-110', address: '一号' }
      const station = { ...bureau, id: freshId(), parent: bureau.id }
      await ground().store.people.saveUnit(bureau)
      await ground().store.people.saveUnit(station)
      await ground().store.people.saveUnit({ ...station, phone: '000-111' })
      expect(await ground().store.people.findUnit(station.id)).toEqual({ ...station, phone: '000-111' })
      expect(await ground().store.people.findUnit('none')).toBeUndefined()
      expect(await ground().store.people.listUnits()).toEqual(expect.arrayContaining([bureau, { ...station, phone: '000-111' }]))
    })
  })

  it('keeps a session until it is removed, once, or has run out', async () => {
    const session = {
      secretHash: freshId(),
      kind: 'login',
      person: '',
      payload: { verifier: secrets.verifier },
      expiresAt: later(60),
    } as const
    await ground().store.sessions.create(session)
    expect(await ground().store.sessions.find(session.secretHash)).toEqual(session)
    expect(await ground().store.sessions.remove(session.secretHash)).toBe(true)
    expect(await ground().store.sessions.remove(session.secretHash)).toBe(false)
    expect(await ground().store.sessions.find(session.secretHash)).toBeUndefined()
    await ground().store.sessions.create({ ...session, expiresAt: later(-2) })
    await ground().store.sessions.create({ ...session, secretHash: freshId(), expiresAt: later(0) })
    expect(await ground().store.sessions.removeExpired(noon)).toBe(1)
  })

  it('counts each sequence and year from 1 without a gap or a double', async () => {
    const name = freshId()
    const drawn = await Promise.all(Array.from({ length: 20 }, () => ground().store.sequences.next(name, 2026)))
    expect([...drawn].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    expect(await ground().store.sequences.next(name, 2027)).toBe(1)
  })

  it('lists the matters of some units, newest first', async () => {
    const unit = freshId()
    const matter = {
      person: 'p',
      unit,
      conversation: undefined,
      agent: 'a',
      reason: 'asked',
      summary: secrets.summary,
      status: 'open',
    } as const
    const [one, two] = [
      { ...matter, id: freshId(), at: noon },
      { ...matter, id: freshId(), at: later(1), conversation: 'c', agent: undefined },
    ]
    await ground().store.handoffs.insert(one)
    await ground().store.handoffs.insert(two)
    expect(await ground().store.handoffs.list([unit, 'other'], 5)).toEqual([two, one])
    expect(await ground().store.handoffs.list([], 5)).toEqual([])
  })

  it('keeps a published page for good', async () => {
    const version = { agent: freshId(), version: '0123456789abcdef', page: '---\nname: 甲\n---\n正文', publishedAt: noon }
    await ground().store.agentVersions.save(version)
    await ground().store.agentVersions.save({ ...version, page: 'other' })
    expect(await ground().store.agentVersions.find(version.agent, version.version)).toEqual(version)
    expect(await ground().store.agentVersions.find(version.agent, 'other')).toBeUndefined()
  })

  it('keeps registry files by document number, all of one size', async () => {
    const clean = { demoState: 'R0', birth: '1990-01-01', isReachable: true, cases: [] } as const
    const act = { committedOn: '2015-03-04' } as const
    const long = { ...clean, cases: Array.from({ length: 20 }, () => ({ outcome: 'pending' as const, offences: [act] })) }
    await ground().store.registryFiles.save('159901199001011239', clean)
    await ground().store.registryFiles.save('159901199001011247', clean)
    await ground().store.registryFiles.save('159901199001011247', long)
    expect(await ground().store.registryFiles.find('159901199001011239')).toEqual(clean)
    expect(await ground().store.registryFiles.find('159901199001011247')).toEqual(long)
    expect(await ground().store.registryFiles.find('159901199001011255')).toBeUndefined()
    const sizes = await ground().raw('select distinct length(file) from registry_files', [])
    expect(sizes).toHaveLength(1)
    const tooLong = { ...clean, cases: Array.from({ length: 200 }, () => ({ outcome: 'pending' as const, offences: [act] })) }
    await expect(ground().store.registryFiles.save('159901199001011247', tooLong)).rejects.toMatchObject({ code: 'bad_input' })
    expect(await ground().store.registryFiles.find('159901199001011247')).toEqual(long)
  })

  it('hashes the same value to the same keyed hash, which is not a plain hash', () => {
    expect(ground().store.keyed(secrets.number)).toBe(ground().store.keyed(secrets.number))
    expect(ground().store.keyed(secrets.number)).not.toBe(sha256(secrets.number))
    expect(ground().store.keyed(secrets.number)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('answers a ping', async () => {
    await expect(ground().store.ping()).resolves.toBeUndefined()
  })
}
