import { html } from 'hono/html'
import { paperTitles } from '../../core/paper-kinds.ts'
import { dateText, shanghaiText } from '../../core/time.ts'
import type { ServerConfig } from '../parts.ts'
import type { Finding } from '../verify/finding.ts'
import { type Html, layout } from './layout.ts'

type House = Pick<ServerConfig, 'institution' | 'isDemo' | 'domainName'>

const maxFileText = '6 MB'

const forms = (): Html => html`<form action="/verify" method="get" class="box">
<label for="code">验真码<span class="quiet">文书上二维码旁的 24 位字母和数字</span></label>
<input id="code" name="code" required maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" inputmode="text">
<button class="button">核验</button>
</form>
<form action="/verify" method="post" enctype="multipart/form-data" class="box">
<label for="file">电子文件<span class="quiet">PDF 原件，不超过 ${maxFileText}。只用于这次核验，不保存</span></label>
<input id="file" name="file" type="file" accept="application/pdf,.pdf" required>
<button class="button">上传并核验</button>
</form>
<details class="box"><summary>手机扫码后得到一段文字？</summary>
<form action="/verify" method="post" enctype="multipart/form-data">
<label for="text">把扫到的文字或网址粘贴到这里</label>
<textarea id="text" name="text" rows="4" maxlength="4000" required></textarea>
<button class="button">核验</button>
</form>
</details>`

const trueDomain = ({ domainName }: House): Html => html`<aside class="domain" aria-label="认准真网址">
<p>请看浏览器地址栏。真的核验页只在<br><strong>${domainName}</strong></p>
<p class="quiet">假文书常带假的核验网址。二维码打开的网址与上面不同，不要相信它显示的结果，请自己输入这个网址来核验。</p>
</aside>`

/** 核验首页. */
export const verifyHome = (house: House): string =>
  layout({
    title: '核验文书真伪',
    ...house,
    body: html`<h1>核验文书真伪</h1>
<p class="lead">无犯罪记录证明、告知函、通知书等文书都可以核验。输入验真码，或上传收到的电子文件。不用登录，几秒钟就有结果。</p>
${forms()}
${trueDomain(house)}`,
  })

interface Words {
  readonly look: 'good' | 'bad' | 'doubt'
  readonly mark: string
  readonly title: string
  readonly english: string
  readonly says: string
}

const words: Record<Exclude<Finding['verdict'], 'invalid'>, Words> = {
  valid: {
    look: 'good',
    mark: '✓',
    title: '文书真实有效',
    english: 'Genuine and valid',
    says: '这份文书由本机构出具，没有被撤销。请把下面各项与您手上的逐一核对，一致才是同一份。',
  },
  expired: {
    look: 'doubt',
    mark: '!',
    title: '文书真实，但已超过载明的有效期',
    english: 'Genuine, but past its stated validity',
    says: '内容在出具当时是真实的。是否还能用，由接收单位决定；需要新的证明，可请持有人重新申请。',
  },
  revoked: {
    look: 'bad',
    mark: '✕',
    title: '文书已撤销，不能使用',
    english: 'Revoked. Do not rely on it',
    says: '这份文书曾由本机构出具，现已撤销。请勿采信；有疑问请持有人联系出具机关。',
  },
  unknown: {
    look: 'bad',
    mark: '?',
    title: '没有查到这份文书',
    english: 'No such certificate',
    says: '请核对验证码有没有输错（没有字母 I、L、O、U）。确认无误仍查不到的，不是本机构出具的文书，请勿采信。',
  },
  unrecorded: {
    look: 'doubt',
    mark: '!',
    title: '签名有效，但登记簿里没有这个编号',
    english: 'Signed, but not on record',
    says: '请先不要采信，联系出具机关核实。',
  },
}

const invalidSays: Record<Extract<Finding, { verdict: 'invalid' }>['reason'], string> = {
  not_a_pdf: '上传的不是 PDF 文件。请上传收到的电子证明原件，截图和照片不能核验。',
  not_signed: '文件里没有电子签名。截图、打印后扫描或另存的文件会丢失签名，请向持有人要原件，或用验证码核验。',
  changed: '文件在签名之后被改动过，请勿采信。',
  wrong_key: '文件上的签名不是本机构的，请勿采信。',
  internal: '这是内部文书，不对外核验。请联系出具机关。',
  no_payload: '文件里没有本机构证明的内容，请核对是不是传错了文件。',
  foreign_address: '这个网址不是本机构的核验网址，请不要相信它显示的结果。请让对方提供验证码或电子原件，在这里核验。',
  not_readable: '这段文字不是本机构证明上的二维码内容。请重新扫码，或直接输入验证码。',
}

const wordsOf = (finding: Finding): Words => {
  if (finding.verdict === 'invalid') {
    return { look: 'bad', mark: '✕', title: '没有通过核验', english: 'Verification failed', says: invalidSays[finding.reason] }
  }
  const said = words[finding.verdict]
  if (finding.verdict !== 'valid' || !finding.isDemo) return said
  // Green for a sample must not read as a promise.
  return { ...said, title: '真实有效的演示文书', english: 'Genuine demo document, no legal effect' }
}

const facts = (finding: Extract<Finding, { number: string }>, house: House): Html => html`<dl class="facts">
<div><dt>文书名称 <span lang="en">Document</span></dt><dd>${paperTitles[finding.kind]}</dd></div>
<div><dt>编号 <span lang="en">No.</span></dt><dd class="number">${finding.number}</dd></div>
${finding.maskedName ? html`<div><dt>姓名或名称（已隐去部分） <span lang="en">Name, masked</span></dt><dd>${finding.maskedName}</dd></div>` : ''}
<div><dt>出具日期 <span lang="en">Issued</span></dt><dd>${dateText(finding.issuedOn)}</dd></div>
${finding.kind === 'certificate' ? html`<div><dt>有效期至 <span lang="en">Valid until</span></dt><dd>${finding.validUntil ? dateText(finding.validUntil) : '以接收单位的要求为准'}</dd></div>` : ''}
<div><dt>出具机关 <span lang="en">Issued by</span></dt><dd>${'institution' in finding ? finding.institution : house.institution}</dd></div>
${finding.isDemo ? html`<div><dt>性质</dt><dd><strong class="sample">演示文书，无法律效力</strong></dd></div>` : ''}
</dl>`

/** 核验结果: the verdict first, then what to compare, then how to know that this page is the true one. */
export const verifyResult = (finding: Finding, house: House, at: Date): string => {
  const { look, mark, title, english, says } = wordsOf(finding)
  return layout({
    title,
    ...house,
    body: html`<section class="verdict ${look}" role="status">
<span class="mark" aria-hidden="true">${mark}</span>
<div><h1>${title}</h1><p lang="en">${english}</p></div>
</section>
<p class="lead">${says}</p>
${'number' in finding ? facts(finding, house) : ''}
${trueDomain(house)}
<p class="quiet">核验时间：${shanghaiText(at)}（北京时间）。结果只说明文书的真伪和状态，不说明其他任何事情。</p>
<p><a class="button plain" href="/verify">再核验一份</a></p>`,
  })
}
