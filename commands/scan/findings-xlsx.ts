import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { writeXlsxStream } from 'hucre/xlsx'
import { disputeClassNames, type Finding, type Mark, tierNames } from '../../core/disputes.ts'

/** Rows of one sheet, the headings not counted (Excel's own limit). */
const sheetRows = 1_048_575
/** Characters of one cell (Excel's own limit). */
const cellChars = 32_767

const markNames: Readonly<Record<Mark, string>> = {
  consultation: '纯咨询',
  withdrawn: '报警人称没事了',
  drill: '演练',
  callback: '回访',
  hearsay: '传言',
  several_classes: '跨类，请人工确认',
  rescue: '自伤自杀表露，先救助',
  family_violence: '家庭暴力疑似',
  group: '五人以上',
  danger_hint: '像有危险，请先看',
}

/** Control characters that XML does not know, and what Excel would take for a formula. */
const cell = (text: string): string => {
  const plain = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').slice(0, cellChars)
  return /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain
}

const columns = ['警情编号', '等级', '分值', '主类', '副类', '提示', '理由'].map((header, at) => ({
  header,
  width: [20, 6, 6, 22, 30, 24, 80][at] ?? 12,
}))

const rowOf = ({ id, classes, tier, points, reasons, marks }: Finding & { id: string }): (string | number)[] => {
  const [main, ...others] = classes
  return [
    cell(id),
    tierNames[tier],
    points,
    main ? disputeClassNames[main] : '',
    others.map((one) => disputeClassNames[one]).join('、'),
    marks.map((mark) => markNames[mark]).join('、'),
    cell(reasons.map(({ word, points: worth, rule }) => `${word}（${rule}，${worth}分）`).join('；')),
  ]
}

/** Findings of NDJSON as workbooks, row by row: `OUT.xlsx`, and `OUT-2.xlsx` … past what one sheet can hold. */
export const writeFindings = async (part: string, out: string): Promise<readonly string[]> => {
  const lines = createInterface({ input: createReadStream(part), crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  const written: string[] = []
  let next = await lines.next()
  do {
    const name = written.length === 0 ? out : out.replace(/\.xlsx$/i, `-${written.length + 1}.xlsx`)
    let left = sheetRows
    async function* rows(): AsyncGenerator<(string | number)[]> {
      for (; !next.done && left > 0; left--) {
        // Written by scanLot.
        yield rowOf(JSON.parse(next.value) as Finding & { id: string })
        next = await lines.next()
      }
    }
    const temporary = `${name}.tmp`
    try {
      // The platform's stream and Node's are one thing with two types.
      await pipeline(
        Readable.fromWeb(
          writeXlsxStream(rows(), { name: '研判结果', columns, freezePane: { rows: 1 } }) as Parameters<typeof Readable.fromWeb>[0],
        ),
        createWriteStream(temporary),
      )
    } catch (cause) {
      await rm(temporary, { force: true })
      throw cause
    }
    await rename(temporary, name)
    written.push(name)
  } while (!next.done)
  return written
}
