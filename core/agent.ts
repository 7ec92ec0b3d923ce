import { z } from 'zod'
import { sha256 } from './ids.ts'

const example = z.union([z.string().min(1), z.strictObject({ says: z.string().min(1), tool: z.string().optional() })])

/** The front matter of an agent page (DESIGN §4). Strict: an unknown field is an error that names the nearest right one. */
export const agentFrontMatter = z.strictObject({
  name: z.string().min(1).max(40),
  audience: z.enum(['citizen', 'officer', 'analyst']),
  purpose: z.string().min(1).max(200),
  tools: z.array(z.string()).default([]),
  knowledge: z.array(z.string()).default([]),
  model: z.string().min(1).max(60).optional(),
  examples: z.array(example).min(1),
  refuses: z
    .array(
      z.strictObject({
        when: z.string().min(1),
        says: z.array(z.string()).optional(),
        say: z.string().min(1),
        say_en: z.string().min(1).optional(),
      }),
    )
    .default([]),
  greeting: z.string().optional(),
  suggestions: z.array(z.string()).max(6).default([]),
  beside: z.array(z.string()).default([]),
  limits: z.strictObject({ steps: z.int().min(1).max(20).optional(), messageChars: z.int().min(10).max(20_000).optional() }).default({}),
})

/** The version of a page: the first 16 hex digits of its SHA-256. */
export const pageVersion = (page: string): string => sha256(page).slice(0, 16)

/** An agent (智能体) as its page says. */
export interface Agent {
  readonly id: string
  /** First 16 hex digits of the page's SHA-256: immutable, kept by a conversation. */
  readonly version: string
  readonly name: string
  readonly audience: 'citizen' | 'officer' | 'analyst'
  readonly purpose: string
  readonly tools: readonly string[]
  readonly knowledge: readonly string[]
  /** A chain or an endpoint of models.yaml, or `offline`; undefined: the default chain. */
  readonly model?: string | undefined
  readonly examples: readonly { readonly says: string; readonly tool: string | undefined }[]
  readonly refuses: readonly { readonly when: string; readonly says: readonly string[]; readonly say: string }[]
  readonly greeting: string
  readonly suggestions: readonly string[]
  /** Pages that answer the same questions from the same folders: who is heard there need not be sent on. */
  readonly beside?: readonly string[] | undefined
  readonly limits: { readonly steps: number; readonly messageChars: number }
  /** What it is told, in plain Chinese. */
  readonly instructions: string
  /** The page itself, front matter and all: what a model is shown. */
  readonly page: string
}

/** A version of a page as the store keeps it. */
export interface AgentVersion {
  readonly agent: string
  readonly version: string
  readonly page: string
  readonly publishedAt: Date
}
