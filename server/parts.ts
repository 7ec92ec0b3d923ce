import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type { JWK } from 'jose'
import type { Logger } from 'pino'
import type { ApiKeyDesk } from '../core/api-key-desk.ts'
import type { CertificateDesk } from '../core/certificate-desk.ts'
import type { OfflineCheck, PublicCheck } from '../core/certificates.ts'
import type { KnowledgeDesk, Library } from '../core/library.ts'
import type { Who } from '../core/people.ts'
import type { Store } from '../core/ports.ts'
import type { Switches } from '../core/switches.ts'
import type { Clock } from '../core/time.ts'

/** What the doors need to know of the deployment. Only `config.ts` reads the environment. */
export interface ServerConfig {
  /** Address as the browser sees it, `https://police.example.cn`; no path. */
  readonly publicUrl: string
  readonly isProduction: boolean
  readonly isDemo: boolean
  /** Name of the issuing institution (出具机关). */
  readonly institution: string
  /** The one true domain of the check page, as it is printed on certificates. */
  readonly domainName: string
  /** How an answer written by a model is marked (人工智能生成合成内容标识办法). */
  readonly aiLabel: string
  /** Folder of the built pages; undefined serves the API alone. */
  readonly staticDir: string | undefined
  /** Origins of the sites that may show the chat in a frame (嵌入来源); none by default. */
  readonly widgetOrigins?: readonly string[]
  /** How many reverse proxies of ours write X-Forwarded-For; 0 believes the socket alone. */
  readonly trustedProxies: number
  /** A session ends after so long without use. Default 30 minutes. */
  readonly sessionIdleMs?: number
  /** A session ends so long after sign-in, used or not. Default 8 hours. */
  readonly sessionMaxMs?: number
}

/** The identity provider (统一身份认证), found by its issuer address: OpenID Connect Discovery 1.0. */
export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Default `openid profile phone`. */
  readonly scope?: string
  /** `login` asks for a fresh choice each time; the demo provider wants it. */
  readonly prompt?: string
}

/** The demo identity provider (演示身份认证): a whole OpenID provider in this process, under one path. */
export interface DemoIdentity {
  readonly oidc: OidcSettings
  /** Takes the request if it is for the provider; false leaves it alone. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
}

/** A door that somebody else writes, and where it hangs. `/api` doors find `who` in the context; others may ask for it too. */
export interface Door {
  readonly path: string
  readonly app: Hono<ServerEnv>
}

/** A path whose bodies are not the usual 1 MB of JSON. The longest matching prefix counts. */
export interface BodyRule {
  readonly path: string
  /** For this path alone, not for those below it. */
  readonly isExact?: boolean
  /** For those below the path that end so. */
  readonly suffix?: string
  /** Media types taken; `*` takes any. */
  readonly types: readonly string[]
  readonly limitBytes: number
  /** Media types that the route reads piece by piece, and holds to the limit itself. */
  readonly streams?: readonly string[]
}

/** Everything the doors are made of; `platform.ts` introduces the parts to each other. */
export interface ServerParts {
  readonly config: ServerConfig
  readonly clock: Clock
  readonly store: Store
  readonly log: Logger
  readonly identity: { readonly oidc: OidcSettings; readonly demo: DemoIdentity | undefined }
  /** Public half of the key that signs demo tokens; undefined takes no bearer token at all. */
  readonly demoTokenKey: CryptoKey | undefined
  /** Keys of programs (接口密钥), taken in every mode. */
  readonly keys: ApiKeyDesk
  /** Public keys of /.well-known/jwks.json. Private members are dropped, wherever they come from. */
  readonly publicKeys: readonly JWK[]
  readonly forms: { check(input: unknown): unknown }
  /** A name as others may see it (脱敏姓名). */
  readonly maskName: (name: string) => string
  /** The subject under which look-ups of a person stand in the audit, from the document number: the same that the desk writes. */
  readonly lookupSubject: (documentNumber: string) => string
  readonly verify: {
    /** By the code as people type it. Counts the check. */
    byCode(code: string): Promise<PublicCheck>
    byFile(bytes: Uint8Array): Promise<OfflineCheck>
    /** Signed text of a QR code. */
    byText?(text: string): Promise<OfflineCheck>
  }
  readonly certificates: Pick<CertificateDesk, 'applications' | 'revoke' | 'intake'>
  /** Policy documents (政策文件库), each reader's own part of them. */
  readonly library: Library
  /** What analysts do with them (知识管理). */
  readonly knowledge: KnowledgeDesk
  /** How models behind endpoints do, in a word; undefined says nothing of them. */
  readonly models?: () => 'well' | 'degraded' | 'offline'
  /** What is switched off; undefined: nothing ever is. */
  readonly switches?: Switches
  readonly doors: readonly Door[]
  readonly bodies?: readonly BodyRule[]
}

/** What travels with a request. */
export interface ServerEnv {
  Bindings: Partial<HttpBindings>
  Variables: {
    requestId: string
    /** Who is signed in; undefined is a visitor. Use `whoIs`, `citizenIs`, `officerIs` of auth/who.ts where someone is required. */
    who: Who | undefined
    /** Why a visitor is not signed in. */
    visitorReason: 'none' | 'session_expired' | 'person_unknown'
    /** Present for a session by cookie. */
    csrf: string | undefined
    /** Set by the one page that other sites may frame: which. */
    framedBy: readonly string[] | undefined
  }
}
