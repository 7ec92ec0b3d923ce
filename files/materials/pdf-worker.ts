import { parentPort, workerData } from 'node:worker_threads'
import { getDocument } from 'unpdf/pdfjs'

// pdf.js reads the file as a reader program would, in a thread of its own: can it be opened, how many pages, does it do anything.

const { bytes }: { bytes: Uint8Array } = workerData
const task = getDocument({
  data: bytes,
  useSystemFonts: false,
  useWasm: false,
  disableFontFace: true,
  isOffscreenCanvasSupported: false,
  verbosity: 0,
})
try {
  const pdf = await task.promise
  const [actions, attachments, fields] = await Promise.all([pdf.getJSActions(), pdf.getAttachments(), pdf.getFieldObjects()])
  // A field without a script has no `actions`, or an empty one.
  const scripts = Object.values(fields ?? {})
    .flat()
    .some((field) => Object.keys((field as { actions?: object }).actions ?? {}).length > 0)
  parentPort?.postMessage({ kind: 'read', pages: pdf.numPages, isActive: scripts || actions !== null || attachments !== null })
} catch (cause) {
  parentPort?.postMessage({ kind: 'failed', isProtected: cause instanceof Error && cause.name === 'PasswordException' })
}
