import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Frame, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { testEnvironment } from '../config.ts'
import type { Clock } from '../core/time.ts'
import { openTestPlatform, type TestPlatform } from '../testing.ts'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Chromium of the system, if there is one: `.ci/run` installs it. */
export const chromiumPath = places.find((path) => existsSync(path))

export const desk = { width: 1360, height: 900 }
export const phone = { width: 390, height: 844 }
/** The smallest phone that is promised. */
export const smallPhone = { width: 360, height: 740 }
/** A whole way through pages, on a machine that does other things beside: ms. */
export const patienceMs = 120_000

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where screenshots go when somebody wants to look: SHOTS=folder. */
const { shots } = testEnvironment()

/** Starts the system's Chromium, quiet on the network. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [
      '--no-sandbox',
      '--lang=zh-CN',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** A picture of the whole page, where SHOTS names a folder. */
export const shoot = async (page: Page, name: string): Promise<void> => {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  // What sticks to the top of the window would stand in the middle of the picture.
  await page.evaluate('window.scrollTo(0, 0)')
  await page.waitForFunction('window.scrollY === 0')
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

/** What axe finds serious or critical, by the name of the rule. Sizes of targets are our own rule: 44 px in the style sheets. */
export const serious = async (page: Page | Frame): Promise<readonly string[]> => {
  await page.evaluate(axeSource)
  const run = 'axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: false } } })'
  // The shape that axe documents.
  const found = (await page.evaluate(run)) as { violations: { id: string; impact: string }[] }
  return found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
}

/** True when the page has to be pushed sideways. */
export const isWide = async (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth > window.innerWidth + 1')

/** How large the smallest letters of the plots are, px: 13 of the style sheet, whatever the width of the screen. */
export const smallestOfPlots = async (page: Page): Promise<number> =>
  page.evaluate(`Math.min(...[...document.querySelectorAll('svg.plot')].map((svg) =>
    (parseFloat(getComputedStyle(svg.querySelector('text')).fontSize) * svg.getBoundingClientRect().width) / svg.viewBox.baseVal.width))`)

/** A page as somebody sees it: in a picture, by axe, and never wider than the screen. */
export const look = async (page: Page, name: string): Promise<void> => {
  await shoot(page, name)
  expect(await serious(page), name).toEqual([])
  expect(await isWide(page), name).toBe(false)
}

/** Tabs on, as somebody without a mouse, until the expression is true of the `dataset` and `name` of what has the focus. */
export const tabTo = async (page: Page, what: string): Promise<void> => {
  const isHere = `(({ dataset, name }) => ${what})(document.activeElement)`
  for (let step = 0; step < 60 && !(await page.evaluate(isHere)); step += 1) await page.keyboard.press('Tab')
  expect(await page.evaluate(isHere), what).toBe(true)
}

/** A page somebody has opened. `loud`: errors in its console. `foreign`: addresses it asked that are not this machine's. */
export interface Opened {
  readonly context: BrowserContext
  readonly page: Page
  readonly loud: readonly string[]
  readonly foreign: readonly string[]
}

/** Closes what was opened; nothing may have gone wrong in its console. */
export const closeAll = async (...opened: Opened[]): Promise<void> => {
  for (const { context, loud } of opened) {
    expect(loud).toEqual([])
    await context.close()
  }
}

/** Opens an address in a browser of its own. */
export const visitPage = async (browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Opened> => {
  const context = await browser.newContext({ viewport: desk, locale: 'zh-CN', acceptDownloads: true, ...options })
  const page = await context.newPage()
  const loud: string[] = []
  page.on('console', (message) => message.type() === 'error' && loud.push(message.text()))
  page.on('pageerror', (error) => loud.push(error.message))
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!/^(data:|http:\/\/localhost:)/.test(request.url())) foreign.push(request.url())
  })
  await page.goto(address)
  return { context, page, loud, foreign }
}

/** Signs in as a demo person, by the page that a visitor sees; waits for the first thing that this person sees. */
export const signIn = async (page: Page, name: string, sees: string): Promise<void> => {
  await page.getByTestId('sign-in').or(page.getByTestId('sign-in-welcome')).first().click()
  await page.getByText(name).first().click()
  await page.getByTestId(sees).first().waitFor()
}

/** A whole platform that really listens, with a browser in front of it. */
export interface Stage extends AsyncDisposable {
  readonly p: TestPlatform
  readonly browser: Browser
  readonly url: string
  /** Opens the pages and, with a name, signs in. `sees` is what the person sees first. */
  open(options?: { as?: string; sees?: string; at?: string; size?: { width: number; height: number } }): Promise<Opened>
}

/** Opens the stage of one test file. */
export const openStage = async (options: { clock?: Clock; people?: string; settings?: Record<string, string> } = {}): Promise<Stage> => {
  const p = await openTestPlatform(options)
  await p.platform.start()
  const served = await p.platform.server.listen({ port: p.platform.config.port, host: '127.0.0.1' })
  const browser = await openBrowser()
  const url = p.platform.config.publicUrl
  return {
    p,
    browser,
    url,
    open: async ({ as, sees = 'message-input', at = '', size = desk } = {}) => {
      const opened = await visitPage(browser, `${url}/${at}`, { viewport: size })
      if (as) await signIn(opened.page, as, sees)
      return opened
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      await served.close()
      await p[Symbol.asyncDispose]()
    },
  }
}
