/**
 * Bundles the pages into web/dist: index.html, assets/ with content hashes, each also as .gz and .br, and manifest.json.
 * Plain JavaScript, so that any Node ≥ 18 can run it before the project's own Node is there: `node web/build.mjs`.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))

/** Oldest browsers served: the engines of WeChat and phones sold since 2021. */
const target = ['chrome92', 'safari15.4', 'firefox90']

/** Builds into `outdir`; returns each source's public path, with its size in bytes: plain, gzip, brotli. */
export const buildWeb = async ({ outdir = join(here, 'dist'), minify = true } = {}) => {
  await rm(outdir, { recursive: true, force: true })
  await mkdir(outdir, { recursive: true })
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: { app: 'src/main.tsx', style: 'src/style.css', icon: 'src/icon.svg' },
    outdir,
    entryNames: 'assets/[name]-[hash]',
    // What only officers and analysts open comes when they open it.
    chunkNames: 'assets/part-[name]-[hash]',
    splitting: true,
    bundle: true,
    format: 'esm',
    target,
    minify,
    sourcemap: minify ? false : 'linked',
    metafile: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    charset: 'utf8',
    loader: { '.svg': 'copy' },
    logLevel: 'warning',
  })
  // What foreign pages load: one classic script that shares nothing with ours.
  const { metafile: widget } = await build({
    absWorkingDir: here,
    entryPoints: { widget: 'src/widget/widget.ts' },
    outdir,
    entryNames: 'assets/[name]-[hash]',
    bundle: true,
    format: 'iife',
    target,
    minify,
    metafile: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  })
  const entries = Object.entries({ ...metafile.outputs, ...widget.outputs }).filter(([file]) => !file.endsWith('.map'))
  const publicOf = (file) => `/${relative(outdir, join(here, file)).replaceAll('\\', '/')}`
  const publicPath = (kind) => {
    const found = entries.find(([file]) => basename(file).startsWith(kind))
    if (!found) throw new Error(`web/build.mjs: esbuild wrote no ${kind}`)
    return publicOf(found[0])
  }
  const manifest = { script: publicPath('app-'), style: publicPath('style-'), icon: publicPath('icon-'), widget: publicPath('widget-') }
  // Parts that the first script needs at once come with it, not after it.
  const [, first] = entries.find(([file]) => publicOf(file) === manifest.script) ?? []
  const needed = (first?.imports ?? []).filter(({ kind }) => kind === 'import-statement').map(({ path }) => publicOf(path))
  const preload = needed.map((path) => `<link rel="modulepreload" href="${path}">`).join('')
  const page = await readFile(join(here, 'index.html'), 'utf8')
  await writeFile(
    join(outdir, 'index.html'),
    page.replace(/%(\w+)%/g, (_, name) => ({ ...manifest, preload })[name] ?? ''),
  )
  await writeFile(join(outdir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const parts = entries.map(([file]) => publicOf(file)).filter((path) => basename(path).startsWith('part-'))
  const sizes = await Promise.all(
    ['/index.html', ...Object.values(manifest), ...parts].map(async (path) => {
      const bytes = await readFile(join(outdir, path))
      const [gzip, brotli] = [gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)]
      await writeFile(join(outdir, `${path}.gz`), gzip)
      await writeFile(join(outdir, `${path}.br`), brotli)
      return { path, bytes: bytes.length, gzip: gzip.length, brotli: brotli.length }
    }),
  )
  return { manifest, sizes }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { sizes } = await buildWeb({ minify: !process.argv.includes('--dev') })
  // Before `npm start` nobody asked for sizes.
  for (const { path, bytes, gzip, brotli } of process.argv.includes('--quiet') ? [] : sizes) {
    console.log(`${path.padEnd(36)} ${String(bytes).padStart(7)} B  gzip ${String(gzip).padStart(6)}  brotli ${String(brotli).padStart(6)}`)
  }
}
