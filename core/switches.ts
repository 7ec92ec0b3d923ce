/** What can be switched off by hand (紧急停用): an agent, a tool, a door, or a model. */
export const switchKinds = ['agent', 'tool', 'door', 'model'] as const
export type SwitchKind = (typeof switchKinds)[number]

/** Doors that can be closed one by one. `chat` is talking to agents by the pages and by `/api/conversations`, `widget` by the frame on other sites. */
export const doorNames = ['chat', 'v1', 'mcp', 'a2a', 'widget', 'webhooks'] as const
export type DoorName = (typeof doorNames)[number]

/** What people call each door (入口). */
export const doorTitles: Readonly<Record<DoorName, string>> = {
  chat: '对话',
  v1: 'OpenAI 协议（/v1）',
  mcp: 'MCP（/mcp）',
  a2a: 'A2A（/a2a）',
  widget: '嵌入别的网站的对话',
  webhooks: '向外发的通知（webhook）',
}

/** One switch (开关): off until somebody switches it on again, with who did it and why. */
export interface Switch {
  readonly kind: SwitchKind
  readonly name: string
  readonly isOff: boolean
  /** For colleagues; never shown to the public. */
  readonly reason: string
  /** What people are told; empty: the usual sentence. */
  readonly say: string
  /** Person id, or `cli:NAME`. */
  readonly by: string
  readonly at: Date
}

/** Every switch that was ever set; the newest state of each. */
export interface SwitchStore {
  list(): Promise<readonly Switch[]>
  /** Inserts or replaces. */
  set(one: Switch): Promise<void>
}

/**
 * What is off now. One look-up in memory, so it may be asked for every call; a switch that was set in another process is known here within
 * a second.
 */
export interface Switches {
  off(kind: SwitchKind, name: string): Switch | undefined
}
