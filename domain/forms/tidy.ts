/** Full-width ASCII (U+FF01–FF5E) and the ideographic space to their half-width twins (全角转半角). */
export const toHalfWidth = (text: string): string =>
  text.replace(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ')

/** A document number as it is stored: trimmed, half-width, upper case; inner characters are the applicant's own. */
export const tidyNumber = (text: string): string =>
  toHalfWidth(text)
    .replace(/^[\s\u200B-\u200F\u2060\uFEFF]+|[\s\u200B-\u200F\u2060\uFEFF]+$/g, '')
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase())
