/** All that the two sides of the widget ever say to each other: no words of the conversation, nothing of the person. */
export type Message = { readonly fenshen: 'ready' | 'focus' | 'close' } | { readonly fenshen: 'title'; readonly text: string }

const plain: readonly unknown[] = ['ready', 'focus', 'close']

/** The message, if what came is one of ours; anything else on the page's line is not for us. */
export const messageIn = (data: unknown): Message | undefined => {
  if (typeof data !== 'object' || data === null || !('fenshen' in data)) return undefined
  // Checked by the list that the type is made of.
  if (plain.includes(data.fenshen)) return { fenshen: data.fenshen } as Message
  return data.fenshen === 'title' && 'text' in data && typeof data.text === 'string' ? { fenshen: 'title', text: data.text } : undefined
}
