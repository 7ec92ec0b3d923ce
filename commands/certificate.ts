import { readConfig } from '../config.ts'
import { internalPapers, paperTitles } from '../core/paper-kinds.ts'
import { shanghaiDate } from '../core/time.ts'
import { checkFile } from '../domain/papers/verify-file.ts'
import { openSeal } from '../institution-seal.ts'
import { openKeyring } from '../keyring.ts'
import { type Command, givenFile, givenText, say, settingsOf, UsageError } from './command.ts'

const words: Record<string, string> = {
  valid: '有效：签名完整，内容没有改动',
  expired: '签名完整，但已超过载明的有效期',
  not_a_pdf: '无效：不是 PDF 文件',
  not_signed: '无效：文件没有签名',
  changed: '无效：文件签发后被改动过',
  wrong_key: '无效：不是由受信任的密钥签发',
  no_payload: '无效：文件里没有证明的信息',
}

/** Checks a file from the public keys alone: no database, no connection. */
export const certificateVerify: Command = {
  usage: 'certificate verify FILE.pdf [--ca CA.pem --key SUMMARY.pem] [--json]',
  example: 'node main.ts certificate verify docs/sample-certificate.pdf --ca docs/sample-ca.pem --key docs/sample-summary-key.pem',
  options: { ca: { type: 'string' }, key: { type: 'string' } },
  async run({ values, args }) {
    const file = args[0]
    if (!file) throw new UsageError('which file? certificate verify FILE.pdf')
    const at = new Date()
    const bytes = givenFile(file)
    const own = async () => {
      const config = readConfig(settingsOf(values))
      const seal = await openSeal(config, await openKeyring(config), { institution: '', at })
      return { ca: seal.caCertificate, key: seal.payloadKey }
    }
    const given =
      typeof values.ca === 'string' && typeof values.key === 'string'
        ? { ca: givenText(values.ca), key: givenText(values.key) }
        : await own()
    const found = checkFile(bytes, { caCertificates: [given.ca], payloadKeys: [given.key] }, shanghaiDate(at))
    if (values.json) say(JSON.stringify(found))
    else if (found.verdict === 'invalid') say(words[found.reason] ?? '无效')
    else
      say(
        `${words[found.verdict]}\n${paperTitles[found.kind]}${internalPapers.has(found.kind) ? '，内部文书' : ''}\n编号 ${found.number}${found.maskedName ? `  姓名 ${found.maskedName}` : ''}  出具 ${found.issuedOn}${found.validUntil ? `  有效期至 ${found.validUntil}` : ''}${found.isDemo ? '  （演示，不具法律效力）' : ''}\n是否已撤销要联网看 /verify。`,
      )
    return found.verdict === 'valid' ? 0 : 1
  },
}

/** The public half of the seal, for those who check. */
export const certificateKeys: Command = {
  usage: 'certificate keys [--json]',
  example: 'node main.ts certificate keys > keys.pem',
  async run({ values }) {
    const config = readConfig(settingsOf(values))
    const seal = await openSeal(config, await openKeyring(config), { institution: '', at: new Date() })
    say(values.json ? JSON.stringify({ ca: seal.caCertificate, key: seal.payloadKey }) : `${seal.caCertificate}${seal.payloadKey}`)
    return 0
  },
}
