import { analyse } from 'chardet'
import { type BroughtFile, bytesAt, chunksOf } from '../brought-file.ts'

/** How text is written in bytes (字符编码); names that TextDecoder knows. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5' | 'shift_jis' | 'euc-kr' | 'windows-1252'

const sampleBytes = 64 * 1024

const byMark = (head: Uint8Array): Encoding | undefined => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return head[0] === 0x84 && head[1] === 0x31 && head[2] === 0x95 && head[3] === 0x33 ? 'gb18030' : undefined
}

/** True when the bytes are text in this encoding; a character cut off at the end does not count. */
const fits = (bytes: Uint8Array, encoding: Encoding): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** UTF-16 without a mark: line ends and ASCII have a zero byte, always on the same side. */
const wideWithoutMark = (sample: Uint8Array): Encoding | undefined => {
  let [even, odd] = [0, 0]
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) at % 2 === 0 ? even++ : odd++
  if (even + odd < 2) return undefined
  const named = odd > even * 20 ? 'utf-16le' : even > odd * 20 ? 'utf-16be' : undefined
  if (!named || !fits(sample, named)) return undefined
  const text = new TextDecoder(named).decode(sample, { stream: true })
  const known = text.match(/[\u0009\u000a\u000d\u0020-\u007e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/g)?.length ?? 0
  return known > text.length * 0.8 ? named : undefined
}

// Some six hundred of the commonest characters cover well over half of any Chinese text, in either script; a wrong guess shows hardly any.
const common = new Set(
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严國會時對發過說產種學經進動電實機當業開還應與關變條線內數結問題黨總設長據處證轉單風場車務萬達積議聲報類確話張馬節華況傳許廣記業習響約',
)

const commonShare = (sample: Uint8Array, encoding: Encoding): number => {
  const han = new TextDecoder(encoding).decode(sample, { stream: true }).match(/[^\u0000-\u007f]/gu) ?? []
  return han.length === 0 ? 0 : han.filter((char) => common.has(char)).length / han.length
}

/** chardet reads Chinese of two bytes well and other scripts by habit, so it is asked only when no Chinese encoding is plainly right. */
const byGuess = (sample: Uint8Array): Encoding => {
  const chinese = (['gb18030', 'big5'] as const).filter((encoding) => fits(sample, encoding))
  const shares = chinese.map((encoding) => ({ encoding, share: commonShare(sample, encoding) })).sort((a, b) => b.share - a.share)
  if (shares[0] && shares[0].share >= 0.15) return shares[0].encoding
  const guesses: Readonly<Record<string, Encoding>> = {
    GB18030: 'gb18030',
    Big5: 'big5',
    Shift_JIS: 'shift_jis',
    'EUC-KR': 'euc-kr',
    'ISO-8859-1': 'windows-1252',
    'windows-1252': 'windows-1252',
  }
  const guess = analyse(sample).find(({ name, confidence }) => guesses[name] && confidence >= 40)
  return (guess && guesses[guess.name]) ?? shares[0]?.encoding ?? 'gb18030'
}

/** The encoding of a whole piece of text, or of its first part. */
export const encodingOf = (sample: Uint8Array): Encoding => {
  const marked = byMark(sample)
  if (marked) return marked
  const wide = wideWithoutMark(sample)
  if (wide) return wide
  return fits(sample, 'utf-8') ? 'utf-8' : byGuess(sample)
}

/** The encoding of a file, judged by the first part that is not plain ASCII, however far down it stands. */
export const encodingOfFile = async (file: BroughtFile): Promise<Encoding> => {
  const head = await bytesAt(file, 0, sampleBytes)
  const marked = byMark(head) ?? wideWithoutMark(head)
  if (marked) return marked
  let from = 0
  for await (const chunk of chunksOf(file)) {
    const at = chunk.findIndex((byte) => byte >= 0x80)
    // From the line before it, so that the sample begins at a whole character.
    if (at >= 0) return encodingOf(await bytesAt(file, from + Math.max(0, chunk.lastIndexOf(0x0a, at) + 1, at - 4_096), sampleBytes))
    from += chunk.length
  }
  return 'utf-8'
}
