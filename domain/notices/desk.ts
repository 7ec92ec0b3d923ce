import type { NoticeChannel, NoticeDesk, NoticeSender } from '../../core/notices.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { mailCodes } from './mail-code.ts'
import { type NoticeTemplates, wordsOf } from './templates.ts'

/** What notices stand on; `open-notices.ts` gives it. */
export interface NoticeGround {
  readonly store: Store
  readonly clock: Clock
  readonly templates: NoticeTemplates
  /** The bureau, as messages name it. */
  readonly institution: string
}

/** Opens the desk of notices. */
export const openNoticeDesk = (
  ground: NoticeGround,
  { channels, mail }: { readonly channels: readonly NoticeChannel[]; readonly mail: NoticeSender | undefined },
): NoticeDesk => {
  const { store, clock, templates, institution } = ground
  const codes = mailCodes(ground, mail)
  return {
    channels,
    list: async (person, options) => {
      const notices = await store.notices.list(person, options)
      return notices.map((notice) => ({ ...notice, ...wordsOf(templates[notice.kind], { target: notice.target, institution }) }))
    },
    countUnread: (person) => store.notices.countUnread(person),
    read: (person, ids) => store.notices.read(person, ids, clock()),
    settings: (person) => store.notices.settings(person),
    saveSettings: async (person, { mail: address, isSms }) => {
      const isNew = await store.transaction(async ({ notices }) => {
        const kept = await notices.settings(person)
        const isSame = address === kept.mail
        await notices.saveSettings(person, { mail: address, isSms, isMailConfirmed: isSame && kept.isMailConfirmed })
        return address !== undefined && !isSame
      })
      if (isNew) await codes.send(person)
    },
    sendMailCode: codes.send,
    confirmMail: codes.confirm,
  }
}
