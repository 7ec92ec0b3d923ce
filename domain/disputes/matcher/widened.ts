/** The same numbers in an array twice as long. */
export const widened = (numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const wider = new Int32Array(2 * numbers.length)
  wider.set(numbers)
  return wider
}
