import type { NoticeChannel, NoticeDesk } from '../../core/notices.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
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
export const openNoticeDesk = ({ store, clock, templates, institution }: NoticeGround, channels: readonly NoticeChannel[]): NoticeDesk => ({
  channels,
  list: async (person, options) => {
    const notices = await store.notices.list(person, options)
    return notices.map((notice) => ({ ...notice, ...wordsOf(templates[notice.kind], { target: notice.target, institution }) }))
  },
  countUnread: (person) => store.notices.countUnread(person),
  read: (person, ids) => store.notices.read(person, ids, clock()),
  settings: (person) => store.notices.settings(person),
  saveSettings: (person, settings) => store.notices.saveSettings(person, settings),
})
