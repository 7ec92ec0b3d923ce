import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { strToU8, Zip, ZipDeflate } from 'fflate'

// Large files of invented text for bench/files.ts: `node bench/files-made.ts KIND PATH COUNT`, in a process of its own, since making them takes more memory than reading.

const clause = (n: number): string =>
  `第${n}条　办事窗口应当在醒目位置公布服务事项、办理依据、申请材料、办理时限和监督电话，方便群众一次办成；群众有疑问的，窗口民警应当当场说明。编号${(n * 7_919) % 1_000_003}的事项逾期${n % 90}日未办结的，由所在单位书面告知理由。`

/** Different enough from row to row that it packs as real incident texts do. */
const incident = (n: number): string => {
  const places = ['东街口', '南湖小区', '西站广场', '北苑菜市场', '中心学校门口', '幸福里三期', '建设路十字', '河滨公园']
  const causes = ['停车占道', '噪音扰民', '拖欠工资', '楼道堆物', '养狗未牵绳', '退押金', '漏水赔偿', '地界争议']
  const place = places[n % 8]
  return `${place}${(n * 31) % 997}号报警，报警人称因${causes[(n * 13) % 8]}与${(n * 17) % 60}栋住户发生争吵，对方${n % 3 === 0 ? '推搡其肩部' : '言语威胁'}，民警到场后双方同意${n % 5 === 0 ? '次日到社区调解' : '各自离开'}，单号${(n * 104_729) % 9_999_991}。`
}

const makePdf = (path: string, pages: number): void => {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: [join(import.meta.dirname, '..', 'data', 'fonts')] }] })
  // A page of this size takes eight clauses.
  const text = Array.from({ length: pages }, (_, page) => Array.from({ length: 8 }, (_, n) => clause(page * 8 + n + 1)).join('\n\n')).join(
    '\n#pagebreak()\n',
  )
  const head = `#set page(paper: "a4", header: [某市公安局办事规范汇编], numbering: "— 1 —")\n#set text(font: "Noto Serif SC", size: 11pt, lang: "zh")\n#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n`
  writeFileSync(path, compiler.pdf({ mainFileContent: head + text }))
}

const written = async (path: string, pieces: Iterable<string>): Promise<void> => {
  const out = createWriteStream(path)
  for (const piece of pieces) if (!out.write(piece)) await new Promise<void>((resolve) => out.once('drain', () => resolve()))
  out.end()
  await finished(out)
}

function* page(megabytes: number): Generator<string> {
  yield '<!doctype html><html><head><meta charset="utf-8"><title>汇编</title><style>p{margin:0}</style></head><body><nav><a href="/">首页</a></nav>'
  for (let n = 1, bytes = 0; bytes < megabytes * 1_048_576; n++) {
    const piece = `<h2>第${n}节</h2><p>${clause(n)}</p><script>var a=${n};</script><table><tr><th>事项</th><th>时限</th></tr><tr><td>事项&nbsp;${n}</td><td>${n % 30}日</td></tr></table>\n`
    bytes += Buffer.byteLength(piece)
    yield piece
  }
  yield '</body></html>'
}

function* table(rows: number): Generator<string> {
  yield '接警编号,接警时间,辖区,警情\r\n'
  for (let n = 1; n < rows; n++)
    yield `J${n},2026-0${(n % 9) + 1}-1${n % 9} 08:${String(n % 60).padStart(2, '0')}:00,第${n % 40}派出所,"${incident(n)}"\r\n`
}

const makeXlsx = async (path: string, rows: number): Promise<void> => {
  const out = createWriteStream(path)
  const zip = new Zip((error, data, final) => {
    if (error) throw error
    out.write(data)
    if (final) out.end()
  })
  const member = async (name: string, pieces: Iterable<string>): Promise<void> => {
    const file = new ZipDeflate(name, { level: 6 })
    zip.add(file)
    let held = ''
    for (const piece of pieces) {
      held += piece
      if (held.length < 262_144) continue
      file.push(strToU8(held))
      held = ''
      if (out.writableNeedDrain) await new Promise<void>((resolve) => out.once('drain', () => resolve()))
    }
    file.push(strToU8(held), true)
  }
  const head = '<?xml version="1.0" encoding="UTF-8"?>'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
  await member('[Content_Types].xml', [`${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`])
  await member('_rels/.rels', [
    `${head}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ])
  await member('xl/workbook.xml', [
    `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="警情" sheetId="1" r:id="r1"/></sheets></workbook>`,
  ])
  await member('xl/_rels/workbook.xml.rels', [
    `${head}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  ])
  await member('xl/styles.xml', [
    `${head}<styleSheet xmlns="${main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
  ])
  await member(
    'xl/sharedStrings.xml',
    (function* () {
      yield `${head}<sst xmlns="${main}" count="${rows * 2}" uniqueCount="${rows + 40}">`
      for (let n = 0; n < 40; n++) yield `<si><t>第${n}派出所</t></si>`
      for (let n = 0; n < rows; n++) yield `<si><t>${incident(n)}</t></si>`
      yield '</sst>'
    })(),
  )
  await member(
    'xl/worksheets/sheet1.xml',
    (function* () {
      yield `${head}<worksheet xmlns="${main}"><sheetData>`
      for (let n = 1; n <= rows; n++)
        yield `<row r="${n}"><c r="A${n}" t="inlineStr"><is><t>J${n}</t></is></c><c r="B${n}" s="1"><v>${(45_992 + (n % 300) + (n % 96) / 96).toFixed(9)}</v></c><c r="C${n}" t="s"><v>${n % 40}</v></c><c r="D${n}" t="s"><v>${n + 39}</v></c></row>`
      yield '</sheetData></worksheet>'
    })(),
  )
  zip.end()
  await finished(out)
}

const [kind, path = '', count = '1'] = process.argv.slice(2)
if (kind === 'pdf') makePdf(path, Number(count))
else if (kind === 'html') await written(path, page(Number(count)))
else if (kind === 'csv') await written(path, table(Number(count)))
else await makeXlsx(path, Number(count))
