import { useEffect, useRef } from 'preact/hooks'

/** A plain text field with line numbers: what works with every screen reader, keyboard and phone. */
export const CodeField = (props: {
  label: string
  text: string
  isDisabled: boolean
  /** A line to go to; the mark makes the same line a new wish. */
  goTo: { line: number; mark: number } | undefined
  onText: (text: string) => void
  onSave: () => void
}) => {
  const { label, text, isDisabled, goTo, onText, onSave } = props
  const area = useRef<HTMLTextAreaElement>(null)
  const numbers = useRef<HTMLPreElement>(null)
  const lines = text.split('\n')

  useEffect(() => {
    const field = area.current
    if (!goTo || !field) return
    const before = field.value.split('\n').slice(0, goTo.line - 1)
    const from = before.reduce((sum, line) => sum + line.length + 1, 0)
    const to = from + (field.value.split('\n')[goTo.line - 1]?.length ?? 0)
    field.focus()
    field.setSelectionRange(from, to)
    const height = field.scrollHeight / Math.max(1, field.value.split('\n').length)
    field.scrollTop = Math.max(0, (goTo.line - 4) * height)
  }, [goTo])

  return (
    <div class="code">
      <pre ref={numbers} aria-hidden="true">
        {lines.map((_, at) => `${at + 1}\n`).join('')}
      </pre>
      <textarea
        ref={area}
        aria-label={label}
        spellcheck={false}
        autocapitalize="off"
        wrap="off"
        rows={18}
        disabled={isDisabled}
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
        onScroll={(event) => {
          if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop
        }}
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key === 's') {
            event.preventDefault()
            onSave()
          }
        }}
        data-testid="lexicon-text"
      />
    </div>
  )
}
