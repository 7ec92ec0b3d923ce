import type { TurnEvent } from './events.ts'

const lingersMs = 30_000

/** Speaks one sentence to a screen reader, through the live log of index.html. */
export const announce = (text: string): void => {
  const log = document.getElementById('announcer')
  if (!log || !text.trim()) return
  const line = document.createElement('p')
  line.textContent = text
  log.append(line)
  setTimeout(() => line.remove(), lingersMs)
}

/** Turns events into whole sentences to be spoken once each. */
export const sentencesFrom = (speak: (text: string) => void) => {
  let rest = ''
  let hasSpoken = false
  const flush = () => {
    speak(rest.replaceAll('**', ''))
    hasSpoken ||= rest.trim() !== ''
    rest = ''
  }
  return (event: TurnEvent): void => {
    if (event.type === 'text.delta') {
      rest += event.data.text
      if (/[。！？!?；\n]\s*$/.test(rest)) flush()
    }
    if (event.type === 'tool.started') speak(`正在${event.data.title}`)
    if (event.type === 'card') speak(`${event.data.title}：${event.data.fields.map(({ label, value }) => `${label} ${value}`).join('，')}`)
    if (event.type === 'confirm.required') speak(`需要您确认：${event.data.text}`)
    if (event.type === 'turn.ended') {
      flush()
      if (!hasSpoken) speak(event.data.text)
    }
  }
}
