import type { Notice, NoticeChannel, NoticeDelivery, NoticeSender } from '../../core/notices.ts'
import type { Store } from '../../core/ports.ts'
import type { NoticeGround } from './desk.ts'
import { wordsOf } from './templates.ts'

/** Ways out of the house that are configured. */
export type NoticeSenders = Readonly<Partial<Record<NoticeChannel, NoticeSender>>>

const minuteMs = 60_000
/** Wait after each try; after the last of them it is given up, and the notice is still on the page. */
const waitsMs = [1, 5, 15, 60, 240, 720].map((minutes) => minutes * minuteMs)
/** Longer than any sender may take: whoever dies with a message in hand loses it to another then. */
const leaseMs = 2 * minuteMs
const batch = 100

/** The addresses of a person, by channel; read when it is sent, so that one taken back is not written to. */
const addressOf = async (store: Store, person: string, channel: NoticeChannel): Promise<string | undefined> => {
  const settings = await store.notices.settings(person)
  if (channel === 'mail') return settings.isMailConfirmed ? settings.mail : undefined
  const who = settings.isSms ? await store.people.find(person) : undefined
  return who?.kind === 'citizen' ? who.phone : undefined
}

/**
 * Sends what waits in the books (发送通知): hands new notices to the channels of their people, then sends what is due. Safe in any number
 * of processes, and to be killed anywhere: a message may go out twice under one key, never under two, and never not at all.
 */
export const sendNotices = async (
  ground: NoticeGround,
  senders: NoticeSenders,
): Promise<{ readonly spread: number; readonly sent: number }> => {
  const { store, clock, templates, institution } = ground
  // The keys of an object of ours are the channels it was made with.
  const channels = (Object.keys(senders) as NoticeChannel[]).filter((channel) => senders[channel] !== undefined)

  const spreadOne = async (notice: Notice): Promise<void> => {
    const open: NoticeChannel[] = []
    for (const channel of channels) if (await addressOf(store, notice.person, channel)) open.push(channel)
    await store.notices.spread(notice, open, clock())
  }

  const sendOne = async (delivery: NoticeDelivery): Promise<boolean> => {
    const { id, person, kind, target, channel, attempts } = delivery
    const at = clock()
    const to = await addressOf(store, person, channel)
    const send = senders[channel]
    const wait = waitsMs[attempts - 1]
    const answer = to && send ? await send({ key: id, to, at, ...wordsOf(templates[kind], { target, institution }) }) : 'refused'
    if (answer === 'sent') await store.notices.settle(id, { status: 'sent' }, at)
    else if (answer === 'refused' || wait === undefined) await store.notices.settle(id, { status: 'given_up' }, at)
    else await store.notices.settle(id, { status: 'waiting', dueAt: new Date(at.getTime() + wait) }, at)
    return answer === 'sent'
  }

  const fresh = await store.notices.unspread(batch)
  for (const notice of fresh) await spreadOne(notice)
  let sent = 0
  if (channels.length > 0)
    for (const delivery of await store.notices.claim({ now: clock(), leaseMs, limit: batch })) if (await sendOne(delivery)) sent += 1
  return { spread: fresh.length, sent }
}
