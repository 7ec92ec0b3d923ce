import type { AnswerOf } from '../api.ts'

export type Key = AnswerOf<'/api/keys', 'get'>['keys'][number]
export type Made = AnswerOf<'/api/keys', 'post'>
export type Door = Key['doors'][number]
export type Role = Key['roles'][number]

/** Ways in that a key may open (入口), and what each is for. */
export const doors: Readonly<Record<Door, { name: string; about: string }>> = {
  conversations: { name: '对话', about: '和分身说话、接着说、看自己是谁' },
  api: { name: '全部接口', about: '这个身份能用的每一个接口' },
  incidents: { name: '报送警情', about: '只能把警情送进来，什么也看不到' },
  openai: { name: 'OpenAI 协议', about: '/v1，把分身当模型用' },
  mcp: { name: 'MCP', about: '/mcp，别的助手来用这里的操作' },
  a2a: { name: 'A2A', about: '/a2a，别的智能体来对话' },
}
export const roles: Readonly<Record<Role, string>> = { officer: '民警', analyst: '研判', auditor: '审计' }

export const namesOf = (key: Pick<Key, 'doors'>): string => key.doors.map((door) => doors[door].name).join('、')

const soonMs = 14 * 86_400_000

/** Where a key stands now (状态): `tone` is bad where somebody has to do something or nothing can be done. */
export const standing = (key: Key, now: number): { isLive: boolean; text: string; isBad: boolean } => {
  const ends = Date.parse(key.expiresAt)
  if (key.revokedAt) return { isLive: false, text: '已撤销', isBad: true }
  if (ends <= now) return { isLive: false, text: '已过期', isBad: true }
  return ends - now < soonMs ? { isLive: true, text: '快到期', isBad: true } : { isLive: true, text: '在用', isBad: false }
}
