import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readConfig } from '../config.ts'
import { PlatformError } from '../core/errors.ts'
import type { Officer } from '../core/people.ts'
import { ingest } from '../knowledge/ingest.ts'
import { openKnowledge } from '../open-knowledge.ts'
import { filesInForce } from '../open-lexicon.ts'
import { openPlatform, type Platform } from '../platform.ts'
import { tryAndPublish } from './agent-pages.ts'
import { type Bundle, type BundleFile, fingerprintOf, openBundle, packBundle } from './bundle/archive.ts'
import { documentIn, ownDocuments } from './bundle/documents.ts'
import { type Command, say, settingsOf, UsageError } from './command.ts'
import { studioPerson } from './studio-person.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/** Public keys of others whose bundles are taken: `DATA_DIR/keys/bundles/*.pem`. */
const trustedFolder = 'bundles'

const withPlatform = async <T>(values: Values, work: (platform: Platform) => Promise<T>): Promise<T> => {
  const platform = await openPlatform(readConfig({ ...settingsOf(values), LOG_LEVEL: 'error' }))
  try {
    return await work(platform)
  } finally {
    await platform.close()
  }
}

const signingKey = async ({ keyring }: Platform): Promise<KeyObject> =>
  createPrivateKey(
    await keyring.text('bundle.pem', () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
  )

const keyAt = (path: string): KeyObject => {
  try {
    return createPublicKey(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new UsageError(`${path} is no public key: ${cause instanceof Error ? cause.message : cause}`)
  }
}

/** Keys that are trusted here: those of the folder, those of `--key`, our own where there is one. */
const trustedKeys = (dataDir: string, given: string | boolean | undefined): readonly KeyObject[] => {
  const [folder, own] = [join(dataDir, 'keys', trustedFolder), join(dataDir, 'keys', 'bundle.pem')]
  return [
    ...(existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.pem')) : []).map((name) => keyAt(join(folder, name))),
    ...(typeof given === 'string' ? [keyAt(given)] : []),
    ...(existsSync(own) ? [createPublicKey(readFileSync(own, 'utf8'))] : []),
  ]
}

const open = async (path: string | undefined, values: Values): Promise<Bundle> => {
  if (!path || !existsSync(path)) throw new UsageError(path ? `${path} is not there` : 'name the bundle')
  const { dataDir } = readConfig(settingsOf(values))
  return openBundle({ name: basename(path), path }, trustedKeys(dataDir, values.key))
}

/** What serves, as a signed file for another network. */
export const bundleExport: Command = {
  usage: 'bundle export --out FILE.zip',
  example: 'node main.ts bundle export --out 分身包.zip',
  options: { out: { type: 'string' } },
  async run({ values }) {
    const { out } = values
    if (typeof out !== 'string') throw new UsageError('--out FILE.zip is missing')
    return withPlatform(values, async (platform) => {
      const { agents } = await platform.studio.desk.overview()
      const files: BundleFile[] = []
      for (const { id } of agents) {
        const { inService } = await platform.studio.desk.page(id)
        if (!inService) continue
        files.push({ path: `agents/${id}/agent.md`, text: inService.page })
        if (inService.cases.trim() !== '') files.push({ path: `agents/${id}/cases.yaml`, text: inService.cases })
      }
      for (const { name, text } of await filesInForce(platform.store)) files.push({ path: `lexicon/${name}`, text })
      files.push(...(await ownDocuments(platform.store)))
      const key = await signingKey(platform)
      const bureau = await platform.store.people.findUnit(platform.config.bureau)
      const bytes = packBundle(files, { at: new Date(), by: bureau?.name ?? platform.config.bureau, key })
      writeFileSync(out, bytes)
      const fingerprint = fingerprintOf(createPublicKey(key))
      if (values.json) say(JSON.stringify({ file: out, bytes: bytes.length, files: files.length, fingerprint }))
      else say(`${out}: ${files.length} files, ${bytes.length} bytes, signed by key ${fingerprint}`)
      return 0
    })
  },
}

/** The public key that others need. */
export const bundleKey: Command = {
  usage: 'bundle key',
  example: 'node main.ts bundle key > 本局公钥.pem',
  run: ({ values }) =>
    withPlatform(values, async (platform) => {
      say(
        createPublicKey(await signingKey(platform))
          .export({ type: 'spki', format: 'pem' })
          .toString()
          .trim(),
      )
      return 0
    }),
}

/** Whether a bundle is, byte for byte, what somebody we trust has signed. Needs no database. */
export const bundleVerify: Command = {
  usage: 'bundle verify FILE.zip [--key PUBLIC.pem]',
  example: 'node main.ts bundle verify 分身包.zip --key 市局公钥.pem',
  options: { key: { type: 'string' } },
  async run({ values, args }) {
    try {
      const { manifest, hash, fingerprint } = await open(args[0], values)
      if (values.json) say(JSON.stringify({ ok: true, by: manifest.by, at: manifest.at, files: manifest.files.length, hash, fingerprint }))
      else say(`valid: ${manifest.by}, ${manifest.at}, ${manifest.files.length} files, key ${fingerprint}, list ${hash.slice(0, 16)}`)
      return 0
    } catch (cause) {
      if (!(cause instanceof PlatformError)) throw cause
      say(values.json ? JSON.stringify({ ok: false, code: cause.code, ...cause.extra, why: cause.dev }) : `✗ ${cause.dev}`)
      return 1
    }
  },
}

const textsIn = ({ files }: Bundle) => new Map(files.map(({ path, text }) => [path, text]))

/** Pages of a bundle that say something else than what serves here. */
const pagesIn = async (bundle: Bundle, { studio }: Platform) => {
  const texts = textsIn(bundle)
  const ids = [...new Set([...texts.keys()].flatMap((path) => /^agents\/([^/]+)\//.exec(path)?.[1] ?? []))].sort()
  const { agents } = await studio.desk.overview()
  const pages = []
  for (const id of ids) {
    const [page, cases] = [texts.get(`agents/${id}/agent.md`) ?? '', texts.get(`agents/${id}/cases.yaml`) ?? '']
    const isKnown = agents.some((agent) => agent.id === id)
    const now = isKnown ? (await studio.desk.page(id)).inService : undefined
    const faults = await studio.desk.check(id, { page, cases })
    pages.push({ id, page, cases, kind: !now ? 'new' : now.page === page && now.cases === cases ? 'same' : 'changed', faults } as const)
  }
  return pages
}

const lexiconIn = async (bundle: Bundle, { store }: Platform) => {
  const now = new Map((await filesInForce(store)).map(({ name, text }) => [name, text]))
  return bundle.files.flatMap(({ path, text }) => {
    const name = /^lexicon\/(.+)$/.exec(path)?.[1]
    return name !== undefined && now.get(name) !== text ? [{ name, text, isKnown: now.has(name) }] : []
  })
}

/** Words of another bureau become a draft: an analyst measures and publishes it, as any other. */
const bringLexicon = async (bundle: Bundle, platform: Platform, by: Officer): Promise<string | undefined> => {
  const changed = (await lexiconIn(bundle, platform)).filter(({ isKnown }) => isKnown)
  if (changed.length === 0) return undefined
  const { desk } = platform.lexicon
  const draft = await desk.begin({ title: `导入的词库：${bundle.manifest.by}`.slice(0, 80), from: undefined }, by)
  for (const { name, text } of changed) {
    const { hash } = await desk.file({ draft: draft.id }, name)
    await desk.save(draft.id, { name, text, was: hash }, by)
  }
  return draft.id
}

const documentsIn = (bundle: Bundle) =>
  bundle.files.filter(({ path }) => path.startsWith('documents/')).map(({ path, text }) => documentIn(path, text))

const bringDocuments = async (bundle: Bundle, { store }: Platform, facts: { by: string; isDryRun: boolean }) => {
  const clock = () => new Date()
  const { index, entryOf } = openKnowledge(store, clock)
  const drafts = documentsIn(bundle)
  const incoming = async function* () {
    for (const draft of drafts) yield { kind: 'draft' as const, draft }
  }
  return ingest(incoming(), { ...facts, clock, store, index, entryOf })
}

/** Brings a bundle in: pages by the gate, words as a draft, documents as they are. */
export const bundleImport: Command = {
  usage: 'bundle import FILE.zip [--key PUBLIC.pem] [--dry-run] --by PERSON',
  example: 'node main.ts bundle import 分身包.zip --key 市局公钥.pem --dry-run',
  options: { key: { type: 'string' }, 'dry-run': { type: 'boolean' }, by: { type: 'string' } },
  async run({ values, args }) {
    const bundle = await open(args[0], values)
    const isDryRun = values['dry-run'] === true
    return withPlatform(values, async (platform) => {
      const pages = await pagesIn(bundle, platform)
      const lexicon = await lexiconIn(bundle, platform)
      say(`${bundle.manifest.by}, ${bundle.manifest.at}, key ${bundle.fingerprint}`)
      for (const { id, kind, faults } of pages) {
        if (kind !== 'same') say(`${kind === 'new' ? '+' : '~'} agents/${id}`)
        for (const { file, line, why } of faults) say(`  ✗ ${file}:${line}: ${why}`)
      }
      say(`  ${pages.filter(({ kind }) => kind === 'same').length} pages are the same`)
      for (const { name, isKnown } of lexicon) say(`${isKnown ? '~' : '✗ unknown'} lexicon/${name}`)
      const isFaulty = pages.some(({ faults, kind }) => kind !== 'same' && faults.length > 0) || lexicon.some(({ isKnown }) => !isKnown)
      const by = isDryRun ? undefined : await studioPerson(platform.store, values.by)
      const report = await bringDocuments(bundle, platform, { by: by?.id ?? 'operator', isDryRun: isDryRun || isFaulty })
      for (const { title, label, action } of report.landed) say(`${action === 'new' ? '+' : '~'} 《${title}》${label}`)
      say(`  ${report.unchanged} documents are the same`)
      for (const { source, why } of report.broken) say(`  ✗ ${source}: ${why}`)
      if (isFaulty || report.broken.length > 0) {
        say('✗ nothing of it was brought in: mend what is named above')
        return 1
      }
      if (!by) {
        say('a dry run: nothing was written')
        return 0
      }
      const draft = await bringLexicon(bundle, platform, by)
      if (draft) say(`lexicon: draft ${draft} waits to be measured and published`)
      let isAll = true
      for (const { id, page, cases, kind } of pages.filter((one) => one.kind !== 'same')) {
        const { desk } = platform.studio
        const why = `导入自${bundle.manifest.by}的包`
        const begun = await desk.begin({ agent: id, title: why.slice(0, 80), from: { kind: kind === 'new' ? 'empty' : 'service' } }, by)
        const saved = await desk.save(begun.id, { page, cases, revision: begun.revision }, by)
        const { isServing, lines } = await tryAndPublish(desk, saved.draft, { why, origin: 'bundle', source: bundle.hash }, by)
        for (const line of lines) say(line)
        isAll &&= isServing
      }
      await platform.store.audit.append(
        {
          ...{ actor: by.id, actorKind: 'officer', action: 'import_bundle', target: bundle.hash, isOk: true },
          detail: { by: bundle.manifest.by, key: bundle.fingerprint, files: bundle.files.length, documents: report.landed.length },
        },
        new Date(),
      )
      return isAll ? 0 : 1
    })
  },
}
