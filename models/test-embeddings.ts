import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A request for vectors or for an order, as it came. */
export interface AskedOf {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: Readonly<Record<string, unknown>>
  /** Texts of an embedding request. */
  readonly texts: readonly string[]
}

/** How one request is answered. */
export type EmbeddingBehaviour = (response: ServerResponse, asked: AskedOf) => void | Promise<void>

/** A real HTTP server on loopback that speaks embeddings and rerank, well or badly; for tests and benches only. */
export interface TestEmbeddings extends AsyncDisposable {
  readonly url: string
  readonly asked: readonly AskedOf[]
  /** From now on answers like this: one after the other, the last for ever; none: well. */
  behave(...behaviours: EmbeddingBehaviour[]): void
}

/** A text as a vector. */
export type VectorOf = (text: string) => Float32Array

/** A small number that is always the same for the same text. */
export const hashOf = (text: string): number => {
  let hash = 2_166_136_261
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619)
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_519)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Numbers that one part of a text has a share in. */
const spread = 8

/** How often each pair of characters occurs, neighbours and those with one between them: what a text with a hole still shares. */
export const pairsOf = (text: string): ReadonlyMap<string, number> => {
  const pairs = new Map<string, number>()
  const chars = [...text.replace(/[\s\p{P}]+/gu, '')]
  for (const [at, first] of chars.entries())
    for (const second of chars.slice(at + 1, at + 3)) pairs.set(first + second, (pairs.get(first + second) ?? 0) + 1)
  return pairs
}

/**
 * Parts of a text thrown at random into few numbers: texts that share telling parts are near. Not what a model knows, but always the
 * same, and true to what a vector is.
 */
export const partVectors =
  (dimensions: number, weightOf: (part: string) => number = () => 1, partsOf = pairsOf): VectorOf =>
  (text) => {
    const vector = new Float32Array(dimensions)
    for (const [part, count] of partsOf(text)) {
      const weight = weightOf(part) * (1 + Math.log(count))
      let hash = hashOf(part)
      for (let share = 0; share < spread; share += 1) {
        hash = (Math.imul(hash, 1_664_525) + 1_013_904_223) >>> 0
        const place = (hash >>> 8) % dimensions
        vector[place] = (vector[place] ?? 0) + (hash >>> 31 === 0 ? weight : -weight)
      }
    }
    if (vector.every((value) => value === 0)) vector[0] = 1
    return vector
  }

const json = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

/** The vectors as the wire has them, in the form that was asked for. */
export const embedsWith =
  (vectorOf: VectorOf): EmbeddingBehaviour =>
  (response, { texts, body }) => {
    const data = texts.map((text, index) => {
      const vector = vectorOf(text)
      const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
      return { object: 'embedding', index, embedding: body.encoding_format === 'base64' ? bytes.toString('base64') : [...vector] }
    })
    json(response, { object: 'list', model: body.model, data, usage: { prompt_tokens: 1, total_tokens: 1 } })
  }

/** Answers 200 with this JSON, whatever was asked. */
export const replies =
  (value: unknown): EmbeddingBehaviour =>
  (response) =>
    json(response, value)

/** Answers with a status and bytes. */
export const answers =
  (status: number, body = '{"error":"no"}', headers: Record<string, string> = {}): EmbeddingBehaviour =>
  (response) => {
    response.writeHead(status, headers).end(body)
  }

/** Says nothing, and does not hang up. */
export const staysSilent: EmbeddingBehaviour = () => undefined

/** Hangs up in the middle. */
export const hangsUp: EmbeddingBehaviour = (response) => {
  response.writeHead(200, { 'Content-Length': '1000' })
  response.write('{"data":[', () => response.destroy())
}

const textsIn = (input: unknown): string[] => (Array.isArray(input) ? input.map(String) : typeof input === 'string' ? [input] : [])

/** Opens the server on a free port of loopback. */
export const openTestEmbeddings = async (vectorOf: VectorOf = partVectors(64)): Promise<TestEmbeddings> => {
  let script: readonly EmbeddingBehaviour[] = []
  let turn = 0
  const asked: AskedOf[] = []
  const sockets = new Set<IncomingMessage['socket']>()
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    // The caller is the client under test: a body that is no object fails the test by throwing here.
    const body = JSON.parse(Buffer.concat(parts).toString()) as Readonly<Record<string, unknown>>
    const one = { path: request.url ?? '', authorization: request.headers.authorization, body, texts: textsIn(body.input) }
    asked.push(one)
    const behaviour = script[Math.min(turn, script.length - 1)] ?? embedsWith(vectorOf)
    turn += 1
    await behaviour(response, one)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    asked,
    behave(...behaviours) {
      script = behaviours
      turn = 0
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
