import { describe, expect, it } from 'vitest'
import { freshId, later, noon, secrets, turnEnd } from './fixtures.ts'
import type { Ground } from './ground.ts'

/** Conversations and their turns. */
export const conversationsContract = (ground: () => Ground): void => {
  describe('conversations', () => {
    const begin = async (person = freshId()) => {
      const conversation = { id: freshId(), person, pinned: null, greeting: '您好', createdAt: noon }
      await ground().store.conversations.create(conversation)
      const start = (n: number, key?: string, id = freshId()) =>
        ground().store.conversations.startTurn({ conversation: conversation.id, id, n, says: `${secrets.says} ${n}`, key, at: later(n) })
      return { conversation, start }
    }

    it('loads the newest turns in order, in one round trip', async () => {
      const { conversation, start } = await begin()
      const ids = [freshId(), freshId(), freshId()]
      for (const [index, id] of ids.entries()) expect(await start(index + 1, undefined, id)).toEqual({ kind: 'started' })
      const [, second = '', third = ''] = ids
      await ground().store.conversations.finishTurn(second, turnEnd(second))
      const before = ground().store.roundTrips()
      const loaded = await ground().store.conversations.load(conversation.id, 2)
      expect(ground().store.roundTrips() - before).toBe(1)
      expect(loaded?.conversation).toEqual(conversation)
      expect(loaded?.turns).toEqual([
        { id: second, n: 2, says: `${secrets.says} 2`, at: later(2), ...turnEnd(second) },
        {
          ...{ id: third, n: 3, says: `${secrets.says} 3`, at: later(3), agent: null, agentVersion: null, pending: null },
          ...{ reply: null, events: [], trace: [] },
        },
      ])
      expect(await ground().store.conversations.findTurn(conversation.id, second)).toEqual(loaded?.turns[0])
      expect(await ground().store.conversations.findTurn('another', second)).toBeUndefined()
    })

    it('finds a turn of whomever by where its id lies, with its conversation and how it came to be', async () => {
      const { conversation, start } = await begin()
      const id = '0192f3a4-7c1e-7b2a-9d3e-5f6a7b8c9d0e'
      await start(1, undefined, id)
      const record = { build: '1', guards: ['emergency'], chain: ['offline'], heard: [], used: [] }
      await ground().store.conversations.finishTurn(id, { ...turnEnd(id), record })
      const between = (end: string) => ground().store.conversations.turnsBetween(`0192f3a4-7c1e-7b2a-0000-000000000000`, end)
      expect(await between('0192f3a4-7c1e-7b2a-ffff-ffffffffffff')).toMatchObject([
        { conversation, turn: { id, record, reply: { turn: id } } },
      ])
      expect(await between('0192f3a4-7c1e-7b2a-9000-000000000000')).toEqual([])
    })

    it('loads a conversation without turns, and none that does not exist or has a hostile id', async () => {
      const { conversation } = await begin()
      expect(await ground().store.conversations.load(conversation.id, 10)).toEqual({ conversation, turns: [] })
      expect(await ground().store.conversations.load('none', 10)).toBeUndefined()
      expect(await ground().store.conversations.load("'; drop table turns; --\0\ud800", 10)).toBeUndefined()
    })

    it('starts a turn in one round trip, tells a second tab that the number is taken, and a second try what the first became', async () => {
      const { start } = await begin()
      const before = ground().store.roundTrips()
      expect(await start(1, 'key-1')).toEqual({ kind: 'started' })
      expect(ground().store.roundTrips() - before).toBe(1)
      expect(await start(1, 'key-2')).toEqual({ kind: 'taken' })
      expect(await start(1)).toEqual({ kind: 'taken' })
      expect(await start(2, 'key-1')).toMatchObject({ kind: 'seen', turn: { n: 1, says: `${secrets.says} 1`, reply: null } })
      expect(await start(2)).toEqual({ kind: 'started' })
      expect(await start(3)).toEqual({ kind: 'started' })
    })

    it('lets one of many simultaneous tabs have the number', async () => {
      const { start } = await begin()
      const results = await Promise.all(Array.from({ length: 8 }, () => start(1)))
      expect(results.filter(({ kind }) => kind === 'started')).toHaveLength(1)
    })

    it('lists a person’s conversations, the last spoken in first', async () => {
      const person = freshId()
      const [older, newer] = [await begin(person), await begin(person)]
      await older.start(1)
      await older.start(2)
      const list = await ground().store.conversations.list(person, 5)
      expect(list).toEqual([
        { ...older.conversation, firstSays: `${secrets.says} 1`, lastSays: `${secrets.says} 2`, lastAt: later(2) },
        { ...newer.conversation, firstSays: undefined, lastSays: undefined, lastAt: undefined },
      ])
      expect(await ground().store.conversations.list(person, 1)).toHaveLength(1)
    })
  })
}
