/** Where the installation is, and the person's own key. */
export interface Stand {
  readonly url: string
  readonly key: string
}

/** What is said at every door. */
export const told = ['身份证丢了多久能补好', '我要去深圳上班，单位让开个无犯罪记录证明', '确认'] as const

const longest = 150

/** The same value with long texts and lists cut, for people to read. */
export const shorter = (value: unknown): unknown => {
  if (typeof value === 'string') return value.length > longest ? `${value.slice(0, longest)}…` : value
  if (Array.isArray(value)) return value.length > 1 ? [shorter(value[0]), '…'] : value.map(shorter)
  if (!value || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shorter(one)]))
}

export const block = (language: string, text: string): string => `\`\`\`${language}\n${text.trim()}\n\`\`\`\n`
export const json = (value: unknown): string => block('json', JSON.stringify(shorter(value)))
