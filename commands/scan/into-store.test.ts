import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openTestPlatform } from '../../testing.ts'
import { withIntake } from './into-store.ts'

it.each([
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
])('takes the incidents of a file into %s, each once however often the file comes', { timeout: 180_000 }, async (_, url) => {
  await using p = await openTestPlatform(url ? { url } : {})
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-take-'))
  try {
    const file = join(folder, 'a.csv')
    const row = (id: string, text: string): string => `${id},2026-11-18 09:00,青禾街1号,${text}\n`
    writeFileSync(
      file,
      `警情编号,报警时间,警情地址,简要警情\n${row('A1', '老板拖欠我们三个月工资')}${row('A2', '楼上半夜跺脚')}${row('', '没有编号')}`,
    )
    const take = () => withIntake({ store: p.platform.store, dataDir: p.folder, source: '110' }, (takeFile) => takeFile(file, {}))
    expect(await take()).toMatchObject({ taken: 2, seen: 0, refused: [{ line: 4, why: '没有编号' }] })
    expect(await take()).toMatchObject({ taken: 0, seen: 2 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
