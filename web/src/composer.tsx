import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { SendIcon } from './icons.tsx'
import { kept } from './kept.ts'

/** Longest message the server takes, in UTF-16 units; the counter shows up when little room is left. */
export const longestMessage = 2_000
const counterFrom = 1_800

/** Where people write. Enter sends, Shift+Enter breaks the line, Enter inside an input method does neither. */
export const Composer = (props: { busy: boolean; returned: string | undefined; onReturned: () => void; onSay: (text: string) => void }) => {
  const { busy, returned, onReturned, onSay } = props
  const [text, setText] = useState(() => kept.get<string>('draft') ?? '')
  const field = useRef<HTMLTextAreaElement>(null)
  const over = text.length - longestMessage
  const canSend = !busy && text.trim() !== '' && over <= 0

  const write = (next: string) => {
    setText(next)
    kept.set('draft', next || undefined)
  }

  // Words that could not be sent come back before what was typed meanwhile, and before the page is painted without them.
  useLayoutEffect(() => {
    if (returned === undefined) return
    write(text ? `${returned}\n${text}` : returned)
    onReturned()
  }, [returned])

  // Engines before field-sizing: grow by hand, up to the limit that the style sheet sets.
  useEffect(() => {
    const box = field.current
    if (!box || CSS.supports('field-sizing', 'content')) return
    box.rows = Math.min(6, Math.max(1, text.split('\n').length, Math.ceil(text.length / 22)))
  }, [text])

  const send = () => {
    if (!canSend) return
    onSay(text.trim())
    write('')
  }

  const onKeyDown = (event: KeyboardEvent) => {
    // Safari ends a composition before the Enter that ended it arrives; key code 229 still tells.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    send()
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
        field.current?.focus()
      }}
    >
      <div class="composer-box">
        <label class="sr-only" for="message">
          写下您要办的事
        </label>
        <textarea
          id="message"
          ref={field}
          rows={1}
          value={text}
          placeholder="写下您要办的事"
          enterkeyhint="send"
          autocomplete="off"
          aria-describedby="composer-note composer-count"
          aria-invalid={over > 0}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          data-testid="message-input"
        />
        <button type="submit" class="send" disabled={!canSend} aria-label={busy ? '正在回复，请稍等' : '发送'} data-testid="send">
          <SendIcon />
        </button>
      </div>
      <div class="composer-foot">
        <p id="composer-note">
          AI 生成，以正式文书为准 · 遇险拨 <a href="tel:110">110</a>
        </p>
        <p id="composer-count" class={over > 0 ? 'count is-over' : 'count'} aria-live="polite" data-testid="count">
          {over > 0 ? `超出 ${over} 字，请删短一些` : text.length >= counterFrom ? `${text.length} / ${longestMessage}` : ''}
        </p>
      </div>
    </form>
  )
}
