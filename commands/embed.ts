import cliProgress from 'cli-progress'
import { SettingError } from '../core/errors.ts'
import type { Store } from '../core/ports.ts'
import { type EmbedReport, embedClauses } from '../knowledge/dense/embed-clauses.ts'
import { openEmbedder } from '../models/embeddings.ts'
import { meaningSettings } from '../open-models.ts'
import { type Command, say } from './command.ts'
import { withStore } from './ground.ts'

const reasons: Readonly<Record<NonNullable<EmbedReport['fault']>, string>> = {
  unreachable: '向量服务连不上',
  timed_out: '向量服务没有在时限内回应',
  busy: '向量服务正忙',
  failing: '向量服务出错',
  not_admitted: '向量服务不接受 EMBEDDING_API_KEY',
  refused: '向量服务拒绝了请求，请核对 EMBEDDING_BASE_URL 和 EMBEDDING_MODEL',
  redirected: '向量服务要求转到别的地址，没有照做；请把最终地址写进 EMBEDDING_BASE_URL',
  unreadable: '向量服务的回应不合规矩，一条也没有采用',
  given_up: '已停下',
  resting: '向量服务刚才接连出错，稍后再试',
  other_dimensions: '同一个模型名下的向量长度变了；换了模型，请也换 EMBEDDING_MODEL 的名字',
}

/** What came of it, in words for people; also of use after `ingest`. */
export const embedWords = ({ embedded, refused, fault, inDatabase }: EmbedReport): string =>
  [
    `向量：新增 ${embedded} 条${inDatabase ? '，由数据库的向量索引检索' : ''}。`,
    refused.length > 0 ? `${refused.length} 条的文字向量服务不收，只按字词检索。` : '',
    fault ? `${reasons[fault]}。检索照常按字词进行；再运行一次 node main.ts embed 会接着做。` : '',
  ]
    .filter(Boolean)
    .join('\n')

/** Embeds what is missing, with a bar on a terminal; Ctrl-C ends it after the batch at hand. */
export const embedWithBar = async (store: Store, endpoint: Parameters<typeof openEmbedder>[0]): Promise<EmbedReport> => {
  const embedder = openEmbedder(endpoint, () => new Date())
  const stop = new AbortController()
  const onInterrupt = (): void => stop.abort()
  process.once('SIGINT', onInterrupt)
  const bar = process.stderr.isTTY
    ? new cliProgress.SingleBar({ format: '{bar} {value}/{total} 条向量', hideCursor: true, stream: process.stderr })
    : undefined
  if (bar) bar.start((await store.knowledge.clausesWithoutVector(endpoint.name, 10_000_000)).length, 0)
  try {
    return await embedClauses({ store: store.knowledge, embedder, signal: stop.signal, onProgress: (embedded) => bar?.update(embedded) })
  } finally {
    bar?.stop()
    process.off('SIGINT', onInterrupt)
  }
}

/** Gives clauses their vectors: once after an endpoint was set, later only for what is new. */
export const embed: Command = {
  usage: 'embed [--json]   (EMBEDDING_BASE_URL and EMBEDDING_MODEL name the endpoint)',
  example: 'EMBEDDING_BASE_URL=http://127.0.0.1:8001/v1 EMBEDDING_MODEL=bge-m3 node main.ts embed',
  run: ({ values }) =>
    withStore(values, async ({ config, store }) => {
      const { embedding } = meaningSettings(config)
      if (!embedding) throw new SettingError({ setting: 'EMBEDDING_BASE_URL', why: 'no endpoint is set; search is by words alone' })
      const report = await embedWithBar(store, embedding)
      say(values.json ? JSON.stringify({ ...report, fault: report.fault ?? null }) : embedWords(report))
      return report.fault ? 1 : 0
    }),
}
