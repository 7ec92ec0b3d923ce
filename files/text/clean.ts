/** NUL and other control characters, zero-width marks and byte order marks: nothing a person can see. */
const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/g

const wide = String.raw`\p{Script=Han}\u2014\u2018-\u201d\u2026\u3000-\u303f\uff00-\uffef`
const wideEnd = new RegExp(`[${wide}]$`, 'u')
const wideStart = new RegExp(`^[${wide}]`, 'u')

/** One line of text: unseen characters gone, runs of blanks made one. A blank of Chinese width between words stays. */
export const cleanLine = (text: string): string =>
  text
    .replace(unseen, '')
    .replace(/\u2003/g, '\u3000')
    .replace(/[\t\n\r\u00a0\u2000-\u200a\u202f ]+/g, ' ')
    .replace(/ ?\u3000[\u3000 ]*/g, '\u3000')
    .replace(/^[ \u3000]+|[ \u3000]+$/g, '')

/** Two lines of one sentence: joined without a blank where either side is Chinese. */
export const joinWrapped = (before: string, after: string): string =>
  !before || !after || wideEnd.test(before) || wideStart.test(after) ? before + after : `${before} ${after}`

// Radicals without a right compatibility mapping in Unicode, and the character that a reader sees: all pairs that a browser printed for the 6,789
// characters of GB 2312 and 160 laws in Noto CJK (2026-11-22), and their like.
const radicals: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...'⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⼾户⾭青⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⺠民⻁虎⺟母⻑長⻗雨⻫齊⻭歯⻯竜⻲亀⻧卤⺒巳⺎兀⺉刂⺅亻⻈讠⻖阝⺾艹⺐尢⺘扌⺨犭⻠饣⺖忄⺦丬⺡氵⻌辶⺕彐⺰纟⺓幺⺙攵⺣灬⺭礻⺺肀⻐钅⻂衤⻪黾㬵胶'.matchAll(
      /(.)(.)/gu,
    ),
  ].map(([, from = '', to = '']) => [from, to]),
)

/**
 * Printers map a glyph that two code points share to the wrong one: 人 comes out of a PDF as the Kangxi radical ⼈ (U+2F08).
 * Kangxi radicals, CJK radicals and compatibility forms become the characters people type.
 */
export const mendRadicals = (text: string): string =>
  text.replace(/[\u2329\u232a\u3b35\u2e80-\u2fd5\uf900-\ufaff\ufb00-\ufb06]/g, (char) => radicals[char] ?? char.normalize('NFKC'))
