import type { Card } from '../core/conversation.ts'

/** A form that was begun: its number, and the way to go on with it. */
export const formCard = (number: string, how: string): Card => ({
  kind: 'application',
  title: '申请表（没有提交）',
  fields: [
    { label: '申请号', value: number },
    { label: '申请方式', value: how },
  ],
  links: [{ rel: 'form', href: `/#apply/draft/${encodeURIComponent(number)}` }],
})
