import { deflateSync } from 'node:zlib'
import { create } from 'qrcode'
import type { Drawing } from './drawing.ts'

/** Blank modules on each side of a QR code. */
export const quietModules = 4

/**
 * A QR code (二维码) as a drawing of 1 unit a module, on white, with the four quiet modules around it that readers need. Byte mode and
 * a fixed mask: every mask is valid (ISO/IEC 18004), and trying all eight takes ten times as long.
 */
export const drawQr = (text: string): Drawing => {
  const { modules } = create([{ data: new TextEncoder().encode(text), mode: 'byte' }], { errorCorrectionLevel: 'M', maskPattern: 3 })
  const { size, data } = modules
  const side = size + 2 * quietModules
  let path = ''
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (!data[y * size + x]) continue
      let end = x + 1
      while (end < size && data[y * size + end]) end++
      path += `${x + quietModules} ${size + quietModules - 1 - y} ${end - x} 1 re\n`
      x = end
    }
  return { width: side, height: side, deflated: deflateSync(`1 g\n0 0 ${side} ${side} re\nf\n0 g\n${path}f`, { level: 3 }) }
}
