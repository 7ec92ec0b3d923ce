const mod112Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const mod112Digits = '10X98765432'

/** Check digit (校验码) of a 17-digit body; GB 11643-1999, ISO 7064 MOD 11-2. Finds every single error and every swap of neighbours. */
export const mod112CheckDigit = (body: string): string => {
  const sum = mod112Weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0)
  return mod112Digits.charAt(sum % 11)
}

/** True when 18 characters end in the check digit of the first 17. */
export const isMod112 = (number: string): boolean => mod112CheckDigit(number.slice(0, 17)) === number[17]

const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const

/** Characters of a 统一社会信用代码 in order of value: I, O, S, V and Z are left out; GB 32100-2015. */
export const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Check character of a 17-character body; GB 32100-2015, MOD 31. */
export const usccCheckCharacter = (body: string): string => {
  const sum = usccWeights.reduce((total, weight, i) => total + weight * usccAlphabet.indexOf(body.charAt(i)), 0)
  return usccAlphabet.charAt((31 - (sum % 31)) % 31)
}
