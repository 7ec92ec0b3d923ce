import { create } from 'qrcode'

/**
 * A QR code (二维码) as one SVG path, black on nothing, four quiet modules around it. Byte mode and a fixed mask: trying all eight
 * masks costs ten times as much and every mask is valid (ISO/IEC 18004).
 */
export const qrSvg = (text: string): string => {
  const { modules } = create([{ data: new TextEncoder().encode(text), mode: 'byte' }], { errorCorrectionLevel: 'M', maskPattern: 3 })
  const { size, data } = modules
  let path = ''
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (!data[y * size + x]) continue
      let end = x + 1
      while (end < size && data[y * size + end]) end++
      path += `M${x} ${y}h${end - x}v1h${x - end}z`
      x = end
    }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 ${size + 4} ${size + 4}"><path d="${path}"/></svg>`
}
