import { randomUUID } from 'node:crypto'
import type { Subject, UnitFacts } from '../../core/applicants.ts'
import type { AuditEntry } from '../../core/audit.ts'
import type { Application, Certificate } from '../../core/certificates.ts'
import type { Reply } from '../../core/conversation.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Citizen, Officer } from '../../core/people.ts'
import type { TurnEnd } from '../../core/ports.ts'

// Invented things for the contract suite and the bench. Identity numbers are of region 1599xx, which was never assigned.

/** The key of every test store. */
export const testKey: Uint8Array = Buffer.alloc(32, 7)

/** 2026-11-20, noon in Beijing, and some milliseconds: both databases must keep them. */
export const noon = new Date('2026-11-20T04:00:00.123Z')

/** `noon` and some seconds. */
export const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000)

/** A new id, so that tests share a store without meeting. */
export const freshId = (): string => uuidv7(noon)

/** Values that no byte of a database may show. */
export const secrets = {
  name: '测试甲乙丙',
  number: '159901199001011239',
  phone: '13900001234',
  says: '我要开无犯罪记录证明，去深圳上班',
  reply: '已经为您提交申请，请稍候',
  recipient: '某某科技有限公司',
  purposeDetail: '入职背景调查专用',
  verifier: 'pkce-verifier-very-secret',
  summary: '来访人情绪激动，请尽快回电',
  pdf: '%PDF-1.7 certificate of somebody',
} as const

export const citizen = (id = freshId()): Citizen => ({
  kind: 'citizen',
  id,
  name: secrets.name,
  document: { kind: 'resident_id', number: secrets.number },
  birth: '1990-01-01',
  sex: 'male',
  nationality: 'CHN',
  phone: secrets.phone,
  hukouUnit: 'station-1',
  residenceUnit: undefined,
})

export const officer = (id = freshId()): Officer => ({
  kind: 'officer',
  id,
  name: secrets.name,
  unit: 'station-1',
  roles: ['officer', 'reviewer'],
})

export const application = (facts: Partial<Application> = {}): Application => ({
  id: freshId(),
  number: `A-${randomUUID()}`,
  person: 'somebody',
  applicant: 'self',
  facts: {},
  wanted: [],
  rules: [],
  unit: 'station-1',
  state: 'SUBMITTED',
  purpose: 'employment',
  purposeDetail: secrets.purposeDetail,
  recipient: secrets.recipient,
  period: { from: '2010-01-01', to: '2026-11-20' },
  delivery: 'electronic',
  submittedAt: noon,
  acceptedAt: undefined,
  dueOn: '2026-11-25',
  history: [{ event: 'submit', to: 'SUBMITTED', at: noon.toISOString(), actor: { kind: 'applicant', id: 'somebody' } }],
  review: undefined,
  certificate: undefined,
  revision: 1,
  ...facts,
})

/** Somebody whom others ask about. */
export const subject = (): Subject => ({
  name: secrets.name,
  document: { kind: 'resident_id', number: secrets.number },
  birth: '1990-01-01',
  sex: 'male',
  nationality: 'CHN',
})

export const unitFacts: UnitFacts = {
  name: secrets.recipient,
  uscc: '91150999MADEM00119',
  isUsccDoubtful: false,
  address: '某市某路 1 号',
  handler: secrets.name,
  phone: secrets.phone,
  letter: undefined,
  basis: 'lawyers-7',
  basisText: undefined,
  post: '实习律师',
}

export const keys = (): { deedKey: string; sameKey: string } => ({ deedKey: randomUUID(), sameKey: randomUUID() })

export const certificate = (facts: Partial<Certificate> = {}): Certificate => ({
  number: `C-${randomUUID()}`,
  application: randomUUID(),
  person: 'somebody',
  unit: 'station-1',
  maskedName: '测**',
  verifyCode: randomUUID(),
  issuedAt: noon,
  issuedOn: '2026-11-20',
  validUntil: undefined,
  status: 'valid',
  revokedAt: undefined,
  sha256: 'a'.repeat(64),
  isDemo: true,
  checks: 0,
  ...facts,
})

const reply = (turn: string): Reply => ({
  turn,
  agent: 'certificate',
  outcome: 'confirming',
  text: secrets.reply,
  cards: [{ kind: 'confirm', title: '请确认', fields: [{ label: '用途', value: '求职、入职' }], links: [] }],
  citations: [],
  tools: [{ name: 'submit_certificate_application', title: '提交申请', ok: true }],
  confirm: { id: 'c1', text: '确认提交吗？' },
  suggestions: ['确认', '不'],
  label: '内容由人工智能生成',
  model: 'offline',
})

export const turnEnd = (turn: string): TurnEnd => ({
  reply: reply(turn),
  events: [
    { event: 'turn.started', data: { turn, agent: 'certificate' } },
    { event: 'text.delta', data: { text: secrets.reply } },
    { event: 'turn.ended', data: reply(turn) },
  ],
  trace: [
    { role: 'assistant', text: '', calls: [{ id: 'call-1', name: 'submit_certificate_application', args: { purpose: 'employment' } }] },
    { role: 'tool', call: 'call-1', name: 'submit_certificate_application', text: secrets.reply, ok: true },
  ],
  agent: 'certificate',
  agentVersion: '0123456789abcdef',
  pending: {
    id: 'c1',
    tool: 'submit_certificate_application',
    args: { purpose: 'employment', recipient: secrets.recipient },
    hash: 'f'.repeat(64),
    text: '确认提交吗？',
    expiresAt: later(600).toISOString(),
  },
})

export const auditEntry = (facts: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: 'somebody',
  actorKind: 'citizen',
  action: 'submit_certificate_application',
  target: 'A-1',
  isOk: true,
  detail: { purpose: 'employment', n: 1.5, nested: { list: [1, null, 'x'] } },
  ...facts,
})
