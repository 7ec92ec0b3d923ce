import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { type Config, readConfig } from '../config.ts'
import { openPlatform } from '../platform.ts'
import { type Command, say, settingsOf } from './command.ts'
import { playOnce } from './prepare.ts'

/** Where it listens, and three things to try. */
const banner = (url: string, isDemo: boolean): string =>
  isDemo
    ? `
分身 Fenshen 已启动（演示：人员、单位、记录全是虚构的）
  地址 ${url}    （停止请按 Ctrl+C）

可以试试：
  1. 打开 ${url}，选“赵清禾”登录，说：我要去深圳上班，单位让开个无犯罪记录证明
  2. 拿到证明后验真：手机扫证明上的二维码，或打开 ${url}/verify
  3. 用程序办：TOKEN=$(npm run -s fenshen -- token --persona zhao-qinghe)，再
     curl -s ${url}/api/me -H "Authorization: Bearer $TOKEN"
`
    : `
分身 Fenshen 已启动（正式环境）
  地址 ${url}    （停止请按 Ctrl+C）

先看三样：
  1. ${url}/readyz 说数据库通不通
  2. ${url}/verify 是群众核验证明的页面
  3. npm run -s fenshen -- audit verify 核对审计有没有被改动
`

/** Has a new demo made ready by another process: what its first days need (the whole lexicon, the printing of papers) ends with it. */
const prepareFirst = (config: Config): void => {
  const isNew = config.mode === 'demo' && config.databaseUrl === '' && !existsSync(join(config.dataDir, 'fenshen.db'))
  if (!isNew) return
  const flags = process.argv.slice(process.argv.indexOf('serve') + 1)
  // Where it fails, what is missing is made here, and whatever is wrong is told here.
  spawnSync(process.execPath, [join(import.meta.dirname, '..', 'bin', 'main.mjs'), 'prepare', ...flags], { stdio: 'inherit' })
}

/** Serves until it is told to stop. */
export const serve: Command = {
  usage: 'serve [--port N] [--host ADDRESS] [--public-url URL]',
  example: 'node main.ts serve --port 3000',
  async run({ values }) {
    const config = readConfig(settingsOf(values))
    prepareFirst(config)
    const platform = await openPlatform(config)
    await playOnce(platform)
    await platform.start()
    const listening = await platform.server.listen({ port: platform.config.port, host: config.host }).catch(async (error) => {
      await platform.close()
      throw error
    })
    // Everything is loaded: V8's own pace again (main.ts).
    setFlagsFromString('--heap-growing-percent=0')
    const { publicUrl } = platform.config
    const problems = platform.pages.current().errors
    for (const error of problems) say(`  ✗ ${error.dev}`)
    say(banner(publicUrl, config.mode === 'demo'))
    setImmediate(() => void platform.warm())
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    })
    await listening.close()
    await platform.close()
    return 0
  },
}
