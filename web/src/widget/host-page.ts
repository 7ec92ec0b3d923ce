import { type Message, messageIn } from './messages.ts'

const originOf = (address: string | undefined): string | undefined =>
  address && URL.canParse(address) ? new URL(address).origin : undefined

/** The page that holds this one; undefined where there is none, or it cannot be told. Who may hold it is decided by the server. */
const hostOrigin = (): string | undefined =>
  window.parent === window ? undefined : originOf(location.ancestorOrigins?.[0] ?? document.referrer)

/** The line to the page that holds the chat. Only that very window, at that very origin, is heard or told anything. */
export const hostPage = (onFocus: () => void): { tell(message: Message): void; leave(): void } => {
  const origin = hostOrigin()
  const hear = (event: MessageEvent): void => {
    if (!origin || event.source !== window.parent || event.origin !== origin) return
    if (messageIn(event.data)?.fenshen === 'focus') onFocus()
  }
  window.addEventListener('message', hear)
  return {
    tell: (message) => {
      if (origin) window.parent.postMessage(message, origin)
    },
    leave: () => window.removeEventListener('message', hear),
  }
}
