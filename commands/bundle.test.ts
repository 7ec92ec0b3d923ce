import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTestPlatform, testKey } from '../testing.ts'
import { bundleLimits, openBundle, packBundle } from './bundle/archive.ts'
import { bundleExport, bundleImport, bundleVerify } from './bundle.ts'

/** Opens whole platforms and tries a page, on a machine that does other things beside: ms. */
const patienceMs = 240_000
const pair = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
const at = new Date('2026-11-29T08:00:00.000Z')
const files = [
  { path: 'agents/dog-license/agent.md', text: '---\nname: 狗\n---\n' },
  { path: 'lexicon/D1.yaml', text: 'class: D1\n' },
]
const packed = packBundle(files, { at, by: '某市公安局', key: pair.privateKey })
const open = (bytes: Uint8Array, trusted = [pair.publicKey], limits = bundleLimits) =>
  openBundle({ name: '包.zip', bytes }, trusted, limits)
/** The same zip with some members changed; undefined takes one out. */
const repacked = (change: Readonly<Record<string, Uint8Array | undefined>>): Uint8Array => {
  const members = Object.entries({ ...unzipSync(packed), ...change }).flatMap(([name, bytes]) => (bytes ? [[name, bytes] as const] : []))
  return zipSync(Object.fromEntries(members))
}

describe('a signed bundle', () => {
  it('is the same bytes for the same texts, and opens with every text as it was', async () => {
    expect(packBundle([...files].reverse(), { at, by: '某市公安局', key: pair.privateKey })).toEqual(packed)
    const { manifest, files: found } = await open(packed)
    expect(manifest).toMatchObject({ by: '某市公安局', at: at.toISOString() })
    expect(found).toEqual(files)
  })

  it('names the member that was changed, added, taken out, or put under another name', async () => {
    const cases = [
      [{ 'lexicon/D1.yaml': strToU8('class: D2\n') }, 'changed', 'lexicon/D1.yaml'],
      [{ 'lexicon/D1.yaml': undefined }, 'missing', 'lexicon/D1.yaml'],
      [{ 'agents/other/agent.md': strToU8('x') }, 'added', 'agents/other/agent.md'],
      [{ '../../etc/passwd': strToU8('x') }, undefined, undefined],
      [{ 'agents/../../x/agent.md': strToU8('x') }, undefined, undefined],
      [{ '/agents/x/agent.md': strToU8('x') }, undefined, undefined],
      [{ 'agents/x/run.sh': strToU8('x') }, 'added', 'agents/x/run.sh'],
      [{ 'manifest.sig': undefined }, 'missing', 'manifest.sig'],
      [{ 'manifest.json': strToU8('{}') }, 'changed', 'manifest.json'],
      [{ 'manifest.sig': strToU8('{"key":"no","signature":"no"}') }, 'unreadable', 'manifest.sig'],
    ] as const
    for (const [change, problem, member] of cases) {
      const refused = open(repacked(change))
      // The zip reader itself refuses names that lead out of the folder.
      await expect(refused, JSON.stringify(change)).rejects.toMatchObject(
        problem ? { code: 'bundle_refused', problem, member } : { code: expect.stringMatching(/^file_|^bundle_/) },
      )
    }
  })

  it('is not taken from a key that nobody trusts, nor with a list that another key signed', async () => {
    await expect(open(packed, [stranger.publicKey])).rejects.toMatchObject({ problem: 'untrusted' })
    const theirs = unzipSync(packBundle(files, { at, by: '某市公安局', key: stranger.privateKey }))
    await expect(open(repacked({ 'manifest.sig': theirs['manifest.sig'] }))).rejects.toMatchObject({ problem: 'untrusted' })
  })

  it('holds no name that could leave its place, also when it is signed', async () => {
    for (const path of ['../x.yaml', 'agents/../../x/agent.md', 'agents/x/agent.md/../../y', 'documents/1.json/..', 'lexicon/a/b.yaml']) {
      const bad = packBundle([{ path, text: 'x' }], { at, by: '某市公安局', key: pair.privateKey })
      await expect(open(bad), path).rejects.toMatchObject({ code: expect.stringMatching(/^file_|^bundle_/) })
    }
  })

  it('is refused by what it claims or gives when it is made to fill the machine', async () => {
    const bomb = repacked({ 'documents/1.json': new Uint8Array(64 * 1_048_576) })
    await expect(open(bomb)).rejects.toMatchObject({ code: 'file_zip_bomb' })
    const many = zipSync(Object.fromEntries(Array.from({ length: 30_000 }, (_, n) => [`documents/${n}.json`, new Uint8Array(0)])), {
      level: 0,
    })
    await expect(open(many)).rejects.toMatchObject({ code: 'file_zip_bomb' })
    await expect(open(strToU8('no zip at all'))).rejects.toMatchObject({ code: 'file_unreadable' })
    await expect(open(packed, [pair.publicKey], { ...bundleLimits, fileBytes: 100 })).rejects.toMatchObject({ code: 'file_too_large' })
  })
})

describe('bundle export and import', { timeout: patienceMs }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-bundle-'))
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let said: string[] = []
  beforeEach(() => {
    said = []
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said.push(String(text))
      return true
    })
  })
  afterEach(() => vi.restoreAllMocks())

  it('carries what serves to another network, shows what differs, and lets it in by the gate', async () => {
    // Commands read the key of a data folder, as they do on a server.
    for (const one of [from, to]) {
      mkdirSync(join(one, 'keys'), { recursive: true })
      writeFileSync(join(one, 'keys', 'data.key'), testKey)
    }
    {
      await using there = await openTestPlatform({ folder: from })
      const law = '{"id":"x1","document":"虚构市养犬规定","article":"第一条","text":"养犬应当登记。","effective":"2026-01-01"}\n'
      const form = new FormData()
      form.set('file', new File([law], '养犬.jsonl'))
      form.set('topic', 'laws')
      form.set('audience', 'public')
      const brought = await there.platform.server.request('/api/knowledge/documents', {
        method: 'POST',
        headers: await there.as('analyst-bureau'),
        body: form,
      })
      expect(brought.status, await brought.clone().text()).toBeLessThan(300)
    }
    {
      await using _here = await openTestPlatform({ folder: to })
    }
    const out = join(folder, '包.zip')
    expect(await bundleExport.run({ values: { 'data-dir': from, out }, args: [] })).toBe(0)
    const members = unzipSync(readFileSync(out))
    expect(Object.keys(members)).toEqual(
      expect.arrayContaining(['agents/dog-license/agent.md', 'agents/dog-license/cases.yaml', 'lexicon/D1.yaml', 'documents/1.json']),
    )

    // Nobody here knows the key yet.
    expect(await bundleVerify.run({ values: { 'data-dir': to }, args: [out] })).toBe(1)
    expect(said.join('')).toContain('untrusted')
    mkdirSync(join(to, 'keys', 'bundles'), { recursive: true })
    writeFileSync(join(to, 'keys', 'bundles', 'test.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }))
    const own = createPublicKey(readFileSync(join(from, 'keys', 'bundle.pem'), 'utf8'))
    writeFileSync(join(folder, 'key.pem'), own.export({ type: 'spki', format: 'pem' }))
    expect(await bundleVerify.run({ values: { 'data-dir': to, key: join(folder, 'key.pem') }, args: [out] })).toBe(0)

    // A dry run shows, and writes nothing.
    said = []
    expect(await bundleImport.run({ values: { 'data-dir': to, key: join(folder, 'key.pem'), 'dry-run': true }, args: [out] })).toBe(0)
    expect(said.join('')).toMatch(/\+ 《虚构市养犬规定》/)
    expect(said.join('')).toContain('nothing was written')

    // One page of it is other than here, and its own case holds.
    const page = Buffer.from(members['agents/dog-license/agent.md'] ?? [])
      .toString('utf8')
      .replace('您好，养狗', '您好呀，养狗')
    const carried = [
      { path: 'agents/dog-license/agent.md', text: page },
      { path: 'agents/dog-license/cases.yaml', text: Buffer.from(members['agents/dog-license/cases.yaml'] ?? []).toString('utf8') },
      { path: 'documents/1.json', text: Buffer.from(members['documents/1.json'] ?? []).toString('utf8') },
    ]
    writeFileSync(out, packBundle(carried, { at, by: '某市公安局', key: pair.privateKey }))
    said = []
    expect(await bundleImport.run({ values: { 'data-dir': to, by: 'analyst-bureau' }, args: [out] }), said.join('')).toBe(0)
    expect(said.join('')).toMatch(/dog-license: \d+ of \d+ cases; release 1/)
    await using here = await openTestPlatform({ folder: to })
    const served = (await (await here.ask('zhao-qinghe', 'GET', '/api/agents/dog-license')).json()) as { greeting: string }
    expect(served.greeting).toContain('您好呀')
    expect((await here.platform.store.knowledge.documents()).map(({ title }) => title)).toContain('虚构市养犬规定')
    const audit = (await here.platform.store.audit.list({ afterSeq: 0, limit: 1_000 })).map(({ action }) => action)
    expect(audit).toEqual(expect.arrayContaining(['publish_agent_page', 'import_bundle']))
  })
})
