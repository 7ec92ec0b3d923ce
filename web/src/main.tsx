import { render } from 'preact'
import { createApi } from './api.ts'
import { App } from './app.tsx'

const root = document.getElementById('app')
if (root) {
  root.replaceChildren()
  render(<App api={createApi()} />, root)
}
