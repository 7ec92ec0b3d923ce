import { readFileSync } from 'node:fs'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { ReportPage } from './page.ts'

/** Prints reports (报告排版). Holds a compiler and fonts, and no state of any page; made when first asked for. */
export interface ReportPress {
  print(page: ReportPage, at: Date): Promise<Uint8Array>
}

/** Opens a press over the fonts of `data/fonts`. */
export const openReportPress = (fontsDir: string): ReportPress => {
  let opened: NodeCompiler | undefined
  const compiler = (): NodeCompiler => {
    opened ??= NodeCompiler.create({ workspace: '/reports', fontArgs: [{ fontPaths: [fontsDir] }] })
    return opened
  }
  return {
    print: async (page, at) => {
      const one = compiler()
      one.addSource('/reports/report.typ', readFileSync(new URL('report.typ', import.meta.url), 'utf8'))
      // A missing value is none in Typst: JSON has to say so.
      one.mapShadow('/reports/report.json', Buffer.from(JSON.stringify(page, (_, value) => value ?? null)))
      const pdf = one.pdf(
        { mainFilePath: '/reports/report.typ' },
        { pdfStandard: 'a-2u', creationTimestamp: Math.floor(at.getTime() / 1000) },
      )
      one.evictCache(0)
      return pdf
    },
  }
}
