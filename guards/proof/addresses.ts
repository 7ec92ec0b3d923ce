/** Numbers that anybody may always be told: 报警、火警、急救、交通事故. */
const always = new Set(['110', '119', '120', '122'])

const link =
  /https?:\/\/\S+|www\.\S+|\]\([^)]*\)|(?<![\w.@])[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org|gov|edu|info|top|xyz|vip|cc|io|me|app|site|club|shop|ru|tk)(?![\p{L}\p{N}])(?:\/\S*)?|[\w.+-]+@[\w-]+\.[\w.-]+|<\/?[a-z][^>]*>|(?<![\p{L}\p{N}/])\/(?:policies|api|verify|v1|files?)\/[\w/#%.-]*|(?:tel|sms|mailto|javascript|data):\S+/giu
/** Numbers that call somebody, or that name a paper, a case or a person. */
const number =
  /(?<![\d.])(?:\+?86-?)?(?:0\d{2,3}-?\d{7,8}|1\d{10}|[48]00-?\d{3}-?\d{4}|1[12]\d{3}|9\d{4}|1[12]\d)(?![\d.]|[年月日天个条款项元次人名小分周]|周岁|岁)/g
const id =
  /(?<![A-Za-z\d])(?=[A-Za-z\d-]*\d[A-Za-z\d-]*\d)(?:[A-Za-z]{1,6}-?\d[\dA-Za-z-]{3,}|\d{6,}[A-Za-z]?)(?![A-Za-z\d])|[\p{Script=Han}]{1,6}[〔[(（]\d{4}[〕\])）]\s*\d+号/gu

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s]/g, '')

/** Links, mail addresses, telephone numbers and ids of a sentence that stand in none of the texts it may take them from. */
export const strangeAddresses = (sentence: string, known: readonly string[]): readonly string[] => {
  const text = sentence.normalize('NFKC')
  const all = [text.match(link), text.match(number), text.match(id)].flatMap((found) => found ?? [])
  const texts = known.map(plain)
  return all.filter((one) => !always.has(one) && !texts.some((source) => source.includes(plain(one).replace(/[。，、；！？.,;!?]+$/, ''))))
}
