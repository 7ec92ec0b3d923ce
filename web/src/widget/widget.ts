import { type Message, messageIn } from './messages.ts'
import { sheet } from './sheet.ts'

/** How long the page behind the frame may be silent before the way round it is shown: ms. */
const silentMs = 8_000
const stateKey = 'fenshen.widget'

/** Whether it was open on the page before; a storage may be closed to us, and then nothing is remembered. */
const remembered = (): boolean => {
  try {
    return sessionStorage.getItem(stateKey) === 'open'
  } catch {
    return false
  }
}
const remember = (isOpen: boolean): void => {
  try {
    sessionStorage.setItem(stateKey, isOpen ? 'open' : 'closed')
  } catch {
    // Private mode, or storage forbidden.
  }
}

const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
  text = '',
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.textContent = text
  return element
}

interface Place {
  /** Where the chat is served from; the only origin that is spoken with. */
  readonly origin: string
  readonly agent: string
  readonly label: string
}

/** Engines before adoptedStyleSheets (Safari 16.4, Firefox 101) get a link; rules set by script need no leave of a content policy. */
const plainLink = (href: string, label: string): void => {
  const link = make('a', { href, target: '_blank', rel: 'noopener' }, label)
  Object.assign(link.style, { position: 'fixed', right: '1rem', bottom: '1rem', padding: '0.875rem 1.25rem' })
  Object.assign(link.style, { background: '#1b4b94', color: '#fff', borderRadius: '1.75rem', zIndex: '2147483000' })
  document.body.append(link)
}

/** Button and panel, in a shadow root of their own: neither side's style sheets reach the other. */
const build = (label: string, full: string) => {
  const host = document.createElement('fenshen-widget')
  const root = host.attachShadow({ mode: 'open' })
  const styles = new CSSStyleSheet()
  styles.replaceSync(sheet)
  root.adoptedStyleSheets = [styles]
  const launch = make('button', { type: 'button', class: 'launch', 'aria-expanded': 'false', 'aria-controls': 'panel' }, label)
  const panel = make('div', { id: 'panel', class: 'panel', role: 'dialog', 'aria-labelledby': 'title', lang: 'zh-CN', hidden: '' })
  const title = make('p', { id: 'title', class: 'title' }, label)
  const elsewhere = make('a', { href: full, target: '_blank', rel: 'noopener' }, '新窗口')
  const close = make('button', { type: 'button', 'aria-label': '关闭对话' }, '✕')
  const bar = make('div', { class: 'bar' })
  const body = make('div', { class: 'body' })
  const wait = make('p', { class: 'wait', role: 'status' }, '正在打开…')
  bar.append(title, elsewhere, close)
  body.append(wait)
  panel.append(bar, body)
  root.append(launch, panel)
  return { host, root, launch, panel, title, close, body, wait }
}

const makeFrame = (src: string): HTMLIFrameElement =>
  make('iframe', {
    src,
    title: '在线对话',
    class: 'is-waiting',
    // The chat must know whose page it is on, also where that page sends no referrer.
    referrerpolicy: 'origin',
    // The frame can never lead the page that holds it to another address.
    sandbox: 'allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox',
  })

/** The button and the frame it opens (悬浮对话). The frame is asked for at the first opening, not before. */
const mount = ({ origin, agent, label }: Place): void => {
  const query = agent ? `?agent=${encodeURIComponent(agent)}` : ''
  const full = `${origin}/${query}`
  if (!('adoptedStyleSheets' in Document.prototype)) {
    plainLink(full, label)
    return
  }
  const { host, root, launch, panel, title, close, body, wait } = build(label, full)
  let frame: HTMLIFrameElement | undefined
  let isOpen = false
  let isReady = false

  const focusInside = (): void => {
    frame?.focus()
    frame?.contentWindow?.postMessage({ fenshen: 'focus' } satisfies Message, origin)
  }
  const load = (): void => {
    frame = makeFrame(`${origin}/embed${query}`)
    body.append(frame)
    setTimeout(() => {
      if (!isReady) wait.textContent = '这里打不开对话，请点上面的“新窗口”。紧急情况请直接拨打 110。'
    }, silentMs)
  }
  const show = (open: boolean, movesFocus: boolean): void => {
    if (open && !frame) load()
    isOpen = open
    panel.hidden = !open
    launch.setAttribute('aria-expanded', String(open))
    remember(open)
    if (!movesFocus) return
    if (!open) launch.focus()
    else if (isReady) focusInside()
    else close.focus()
  }
  const onReady = (): void => {
    isReady = true
    frame?.classList.remove('is-waiting')
    wait.hidden = true
    // Whoever opened it waits at the close button; whoever went on with the page is left there.
    if (root.activeElement === close) focusInside()
  }

  launch.addEventListener('click', () => show(!isOpen, true))
  close.addEventListener('click', () => show(false, true))
  root.addEventListener('keydown', (event) => {
    if (event instanceof KeyboardEvent && event.key === 'Escape' && isOpen) show(false, true)
  })
  window.addEventListener('message', (event) => {
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return
    const message = messageIn(event.data)
    if (message?.fenshen === 'title') title.textContent = message.text
    if (message?.fenshen === 'close' && isOpen) show(false, true)
    if (message?.fenshen === 'ready') onReady()
  })

  document.body.append(host)
  if (remembered()) show(true, false)
}

const script = document.currentScript
if (script instanceof HTMLScriptElement && !document.querySelector('fenshen-widget')) {
  const place = { origin: new URL(script.src).origin, agent: script.dataset.agent ?? '', label: script.dataset.label || '在线咨询' }
  if (document.body) mount(place)
  else document.addEventListener('DOMContentLoaded', () => mount(place))
}
