import { useEffect, useRef, useState } from 'preact/hooks'
import { CloseIcon } from '../icons.tsx'
import { kept } from '../kept.ts'

/** A key, what it is for, and what it does. */
export interface Key {
  key: string
  does: string
  run: () => void
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/**
 * Keys of a page, and the list of them under `?`. Off for whoever says so (WCAG 2.1.4): a stray word of a speech program must not claim a
 * case. Never while somebody types, and never with another key held.
 */
export const Keys = ({ keys }: { keys: readonly Key[] }) => {
  const [isOff, setIsOff] = useState(() => kept.get<boolean>('keysOff') ?? false)
  const dialog = useRef<HTMLDialogElement>(null)
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialog.current?.open) return
      if (event.key === '?') {
        event.preventDefault()
        dialog.current?.showModal()
        return
      }
      // What is kept, not what is drawn: a key may come sooner than the next picture.
      const found = kept.get<boolean>('keysOff') ? undefined : latest.current.find(({ key }) => key === event.key)
      if (!found) return
      event.preventDefault()
      found.run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const close = () => dialog.current?.close()
  return (
    <>
      <button type="button" class="button button-quiet keys-button" onClick={() => dialog.current?.showModal()} data-testid="keys">
        快捷键（?）
      </button>
      <dialog ref={dialog} class="sheet" aria-labelledby="keys-title" data-testid="keys-list">
        <div class="menu-head">
          <h3 id="keys-title">快捷键</h3>
          <button type="button" class="icon-button" onClick={close} aria-label="关上">
            <CloseIcon />
          </button>
        </div>
        <dl class="fields">
          {keys.map(({ key, does }) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
          <div>
            <dt>
              <kbd>?</kbd>
            </dt>
            <dd>看这张表</dd>
          </div>
        </dl>
        <label class="check">
          <input
            type="checkbox"
            checked={isOff}
            onChange={(event) => {
              setIsOff(event.currentTarget.checked)
              kept.set('keysOff', event.currentTarget.checked || undefined)
            }}
          />
          <span>不用单个字母的快捷键（用语音输入时建议勾上）</span>
        </label>
      </dialog>
    </>
  )
}
