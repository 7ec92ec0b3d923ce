import { render } from 'preact'
import { createApi } from './api.ts'
import { App } from './app.tsx'
import { Embed } from './widget/embed.tsx'

const root = document.getElementById('app')
if (root) {
  root.replaceChildren()
  const isFramed = location.pathname === '/embed'
  const api = createApi(undefined, isFramed ? 'widget' : undefined)
  render(isFramed ? <Embed api={api} /> : <App api={api} />, root)
}
