import { PlatformError } from './errors.ts'
import { canonicalJson, sha256 } from './ids.ts'

/** A tool of another system (外部工具), as that system describes it. */
export interface RemoteDefinition {
  readonly name: string
  readonly description: string
  readonly inputSchema: Readonly<Record<string, unknown>>
}

/** What an administrator looked at and let in: another name, description or input is another tool. */
export const pinOf = ({ name, description, inputSchema }: RemoteDefinition): string =>
  sha256(canonicalJson({ name, description, inputSchema }))

/** Why another system gave nothing. */
export type RemoteFault = 'unreachable' | 'timed_out' | 'too_large' | 'refused' | 'broken'

/** Another system failed. It holds nothing of what was asked or answered. */
export class RemoteFaultError extends Error {
  readonly fault: RemoteFault
  /** True when it may have done what it was asked, and only its answer is missing. */
  readonly mayHaveArrived: boolean
  constructor(fault: RemoteFault, mayHaveArrived: boolean) {
    super(fault)
    this.name = 'RemoteFaultError'
    this.fault = fault
    this.mayHaveArrived = mayHaveArrived
  }
}

/** Words of another system: data, whatever they say. */
export interface RemoteAnswer {
  readonly text: string
  /** By its own account it failed. */
  readonly isError: boolean
}

/** One server of others. Every method throws RemoteFaultError and nothing else. */
export interface RemoteServer {
  list(): Promise<readonly RemoteDefinition[]>
  /** `pin`: the tool is looked at again first, and used only if it is still that one; undefined when it is not. */
  call(use: {
    readonly name: string
    readonly args: Readonly<Record<string, unknown>>
    /** The same for every retry of one deed, for servers that keep such keys. */
    readonly key: string
    readonly pin?: string | undefined
  }): Promise<RemoteAnswer | undefined>
}

/** Why a tool of another system is not to be had. */
export type RemoteOff = 'unread' | 'changed' | 'gone' | 'unreadable'

/** How a tool of another system stands now. */
export type RemoteStanding =
  | { readonly kind: 'ready'; readonly definition: RemoteDefinition }
  | { readonly kind: 'off'; readonly why: RemoteOff }

/** 外部工具不可用：nothing was sent. */
export class RemoteToolOffError extends PlatformError {
  readonly code = 'remote_tool_off'
  readonly status = 409
  constructor(facts: { tool: string; title: string; source: string; why: RemoteOff }) {
    const reason = facts.why === 'unread' ? '现在连不上对方' : '对方的接口有变动，要等管理员核对'
    super({
      title: '这项功能暂时用不了',
      detail: `“${facts.title}”要用到“${facts.source}”，${reason}，暂时用不了。什么都没有发送。请过一会儿再试，急用请直接联系对方或到窗口。`,
      dev: `Tool ${facts.tool} is off: ${facts.why}. node main.ts mcp pin shows what the server offers now.`,
      extra: { why: facts.why },
    })
  }
}
