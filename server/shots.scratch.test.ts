import { chromium } from 'playwright-core'
import { it } from 'vitest'
import { cast, certificateOf, openTestServer } from './test-server.ts'
import { readFileSync } from 'node:fs'
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
it('shots', async () => {
  await using s = await openTestServer()
  await s.store.certificates.insert(certificateOf(cast.zhang, 'WFZ-2026-00000001-M', { validUntil: '2027-05-19' }), new Uint8Array([1]))
  await s.store.certificates.insert(certificateOf(cast.zhang, 'WFZ-2026-00000002-K', { verifyCode: 'OLD', application: 'SL2' }), new Uint8Array([1]))
  await s.store.certificates.revoke('WFZ-2026-00000002-K', s.time.now)
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  for (const [name, width] of [['m', 320], ['d', 1100]] as const) {
    const page = await browser.newPage({ viewport: { width, height: 700 }, colorScheme: name === 'd' ? 'light' : 'light' })
    page.on('console', (m) => console.log(name, page.url(), m.text()))
    const shot = async (file: string, path?: string) => { if (path) await page.goto(s.publicUrl + path); console.log(file, await page.evaluate(() => document.documentElement.scrollWidth + '/' + innerWidth)); await page.evaluate(axe); const r = await page.evaluate(async () => (await (globalThis as any).axe.run()).violations.map((v: any) => v.id + ': ' + v.nodes.map((n: any) => n.html.slice(0, 120)).join(' | '))); if (r.length) console.log(file, r); await page.screenshot({ path: `/tmp/srv/${file}-${name}.png`, fullPage: true }) }
    await shot('home', '/verify'); await shot('valid', '/verify/0123456789ABCDEFGHJKMNPQ'); await shot('revoked', '/verify/OLD'); await shot('unknown', '/verify/XYZ')
    await shot('policy', '/policies/%E5%8A%9E%E7%90%86%E9%A1%BB%E7%9F%A5#a1'); await shot('err', '/nothing')
    await page.goto(s.publicUrl + '/auth/login?next=/verify'); await shot('choose')
    await page.getByText('李小雨').click(); await page.waitForURL('**/verify'); console.log(name, 'signed in')
    await page.goto(s.publicUrl + '/auth/login?next=/verify'); await page.getByText('陈海').click(); await page.waitForURL('**/verify')
    console.log(await page.evaluate(async () => (await fetch('/api/me')).text()))
  }
  const dark = await browser.newPage({ viewport: { width: 400, height: 700 }, colorScheme: 'dark' })
  await dark.goto(s.publicUrl + '/verify/0123456789ABCDEFGHJKMNPQ'); await dark.screenshot({ path: '/tmp/srv/valid-dark.png', fullPage: true })
  await browser.close()
}, 60_000)
