import type { Guard } from '../core/guard.ts'
import { signsInWords } from '../core/spoken-signs.ts'

const words = /[\p{L}\p{N}]/u

/** 看得懂才往下办：empty, emoji-only, binary or huge messages get a polite answer and reach no model. */
export const readable: Guard = {
  name: 'readable',
  before: ({ text, limitChars }) => {
    if ([...text].length > limitChars)
      return {
        outcome: 'refused',
        text: `您发的内容有点长（一次最多 ${limitChars} 个字），我怕看漏了。请先说最要紧的一两句，比如“我要开无犯罪记录证明，出国用”。`,
      }
    const controls = text.match(/[\u0000-\u0008\u000E-\u001F\uFFFD]/g)?.length ?? 0
    if (controls > 2 || (controls > 0 && controls * 4 > text.length))
      return { outcome: 'clarified', text: '这段内容像是文件或乱码，我看不懂。请用文字说说您想办什么事。' }
    if (!words.test(signsInWords(text)))
      return {
        outcome: 'clarified',
        text: '我在的。请用文字说说您想办什么，比如“开无犯罪记录证明”“查办理进度”。',
        suggestions: ['我要开无犯罪记录证明', '查一下我的办理进度'],
      }
    return undefined
  },
}
