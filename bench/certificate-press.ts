import { makeDemoAuthority, makePayloadKey, openPemSigner } from '../domain/papers/keys.ts'
import { openPayloadSealer } from '../domain/papers/payload.ts'
import { openPress } from '../domain/papers/press.ts'
import { drawQr } from '../domain/papers/qr.ts'
import { sampleFacts } from '../domain/papers/sample.ts'
import { certificatePage } from '../domain/papers/words/certificate.ts'

/** CPU and memory of printing: `node bench/certificate-press.ts [PAGES]`. Times are CPU of the whole process, medians of batches of 20. */
const pages = Number(process.argv[2] ?? 2_000)
const at = new Date('2026-11-22T01:05:00Z')
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const batches = async (count: number, run: (i: number) => unknown): Promise<number> => {
  const spent: number[] = []
  for (let i = 0; i < count; i += 20) {
    const before = cpuMs()
    for (let k = i; k < i + 20; k++) await run(k)
    spent.push((cpuMs() - before) / 20)
  }
  return median(spent)
}

const { signer: pem } = await makeDemoAuthority({ institution: sampleFacts.institution, at })
const signer = openPemSigner(pem)
const sealPayload = openPayloadSealer(makePayloadKey().privateKey)
const before = cpuMs()
const press = openPress({ signer, fontsDir: new URL('../data/fonts', import.meta.url).pathname, sealPayload })
await press.print('certificate', sampleFacts, at)
const warmUp = cpuMs() - before

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许']
const facts = (i: number) => ({
  ...sampleFacts,
  number: `WFZ-2026-${String(i + 1).padStart(8, '0')}-X`,
  name: `${surnames[i % 20]}${String.fromCodePoint(0x4e00 + ((i * 37) % 20_000))}${String.fromCodePoint(0x4e00 + ((i * 101) % 20_000))}`,
  document: { ...sampleFacts.document, number: `1599011990${String(10_000_000 + i)}` },
})
await batches(200, (i) => press.print('certificate', facts(i), at))
const text = sealPayload(sampleFacts)
const rows: [string, number][] = [
  ['words of the page', await batches(2_000, (i) => certificatePage(facts(i)))],
  ['signed summary (ES256)', await batches(2_000, (i) => sealPayload(facts(i)))],
  ['QR code', await batches(2_000, () => drawQr(text))],
  ['signature of the document', await batches(2_000, () => signer.sign(new Uint8Array(200)))],
]
const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000)
const memory: string[] = []
const spent: number[] = []
for (let i = 0; i < pages; i += 1_000) {
  spent.push(await batches(Math.min(1_000, pages - i), (k) => press.print('certificate', facts(i + k), at)))
  const { rss, heapTotal } = process.memoryUsage()
  memory.push(`${megabytes(rss)} (${megabytes(rss - heapTotal)})`)
}
rows.push(['whole page', median(spent)])
console.log(`warm-up ${warmUp.toFixed(0)} ms CPU; ${pages} pages`)
for (const [what, ms] of rows) console.log(`${what.padEnd(28)}${ms.toFixed(2).padStart(8)} ms CPU`)
console.log(`memory in MB after each thousand pages, and without the JavaScript heap: ${memory.join(' ')}`)
