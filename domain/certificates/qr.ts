import { deflateSync } from 'node:zlib'
import { create } from 'qrcode'
import type { Drawing } from './drawing.ts'

/**
 * A QR code (二维码) as a drawing of 1 unit a module, with two quiet modules around it besides the white of the page. Byte mode and
 * a fixed mask: every mask is valid (ISO/IEC 18004), and trying all eight takes ten times as long.
 */
export const drawQr = (text: string): Drawing => {
  const { modules } = create([{ data: new TextEncoder().encode(text), mode: 'byte' }], { errorCorrectionLevel: 'M', maskPattern: 3 })
  const { size, data } = modules
  const side = size + 4
  let path = ''
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (!data[y * size + x]) continue
      let end = x + 1
      while (end < size && data[y * size + end]) end++
      path += `${x + 2} ${side - 3 - y} ${end - x} 1 re\n`
      x = end
    }
  return { width: side, height: side, deflated: deflateSync(`0 g\n${path}f`, { level: 3 }) }
}
