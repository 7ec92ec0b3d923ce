import { type Attributes, type Context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { ModelCall } from '../core/models.ts'
import type { Seer, ToolSeen, TurnSeen } from '../core/seeing.ts'

/** What traces are made with; tests put another exporter in. */
export interface TraceSettings {
  /** Base address of an OTLP collector: `http://127.0.0.1:4318`. */
  readonly endpoint: string
  readonly serviceName: string
  /** 0 to 1: the share of turns that is traced. */
  readonly share: number
}

/** A tracer of any provider. */
export interface Tracer {
  startSpan(name: string, options: { kind?: SpanKind; startTime?: Date; attributes?: Attributes }, context?: Context): Span
}

/** Steps that wait for the end of their turn are let go after so many conversations: a turn that died tells nothing. */
const mostOpen = 5_000

/**
 * Spans by the GenAI conventions (OpenTelemetry semantic conventions for generative AI, v0.1.0): `invoke_agent`, and under it `chat` and
 * `execute_tool`. Made when a turn is over, from what was counted of it. No content stands in them at all: neither messages, nor arguments,
 * nor results, nor who asked.
 */
export const tracingSeer = (tracer: Tracer, root: Context): Seer => {
  const open = new Map<string, { models: ModelCall[]; tools: ToolSeen[] }>()
  const stepsOf = (conversation: string) => {
    const known = open.get(conversation)
    if (known) return known
    if (open.size >= mostOpen) open.delete(open.keys().next().value ?? '')
    const steps = { models: [], tools: [] }
    open.set(conversation, steps)
    return steps
  }
  const end = (span: Span, from: Date, ms: number, error: string | undefined): void => {
    if (error) {
      span.setAttribute('error.type', error)
      span.setStatus({ code: SpanStatusCode.ERROR })
    }
    span.end(new Date(from.getTime() + ms))
  }
  const chat = (call: ModelCall, parent: Context): void => {
    const isHere = call.model === 'offline'
    const span = tracer.startSpan(
      `chat ${call.model}`,
      {
        kind: isHere ? SpanKind.INTERNAL : SpanKind.CLIENT,
        startTime: call.at,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': isHere ? 'fenshen' : 'openai',
          'gen_ai.request.model': call.model,
          'gen_ai.usage.input_tokens': call.tokens.in,
          'gen_ai.usage.output_tokens': call.tokens.out,
          ...(call.tokens.cached > 0 ? { 'gen_ai.usage.cache_read.input_tokens': call.tokens.cached } : {}),
          ...(call.firstTokenMs === undefined ? {} : { 'fenshen.first_token_ms': Math.round(call.firstTokenMs) }),
          'fenshen.cost_micro_yuan': call.costMicroYuan,
        },
      },
      parent,
    )
    end(span, call.at, call.ms, call.fault ?? undefined)
  }
  const execute = (tool: ToolSeen, parent: Context): void => {
    const attributes = {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': tool.effect === undefined ? 'unknown' : tool.tool,
      'gen_ai.tool.type': 'function',
      'fenshen.tool.result': tool.result,
    }
    const span = tracer.startSpan(`execute_tool ${attributes['gen_ai.tool.name']}`, { startTime: tool.at, attributes }, parent)
    end(span, tool.at, tool.ms, tool.result === 'refused' || tool.result === 'failed' ? (tool.code ?? tool.result) : undefined)
  }
  return {
    model: (call) => void (call.conversation && stepsOf(call.conversation).models.push(call)),
    tool(tool) {
      // A tool that a program called outside any talk is a trace of its own.
      if (tool.conversation) stepsOf(tool.conversation).tools.push(tool)
      else execute(tool, root)
    },
    turn(seen: TurnSeen) {
      const steps = open.get(seen.conversation)
      open.delete(seen.conversation)
      const span = tracer.startSpan(
        `invoke_agent ${seen.agent ?? 'front-desk'}`,
        {
          kind: SpanKind.INTERNAL,
          startTime: seen.at,
          attributes: {
            'gen_ai.operation.name': 'invoke_agent',
            'gen_ai.provider.name': 'fenshen',
            'gen_ai.agent.name': seen.agent ?? 'front-desk',
            ...(seen.agentVersion ? { 'gen_ai.agent.version': seen.agentVersion } : {}),
            'gen_ai.conversation.id': seen.conversation,
            'gen_ai.response.model': seen.model,
            'fenshen.turn': seen.turn,
            'fenshen.outcome': seen.outcome,
            'fenshen.door': seen.door,
          },
        },
        root,
      )
      const inside = trace.setSpan(root, span)
      for (const call of steps?.models ?? []) chat(call, inside)
      for (const tool of steps?.tools ?? []) execute(tool, inside)
      end(span, seen.at, seen.ms, seen.outcome === 'failed' ? 'failed' : undefined)
    },
  }
}

/** Opens tracing to a collector. The libraries are loaded here and nowhere else: without a collector they take no memory. */
export const openTraces = async (settings: TraceSettings): Promise<{ seer: Seer; close(): Promise<void> }> => {
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }, { ROOT_CONTEXT }] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/api'),
  ])
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': settings.serviceName }),
    sampler: new sdk.TraceIdRatioBasedSampler(settings.share),
    spanProcessors: [
      new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${settings.endpoint.replace(/\/+$/, '')}/v1/traces` }) }),
    ],
  })
  return { seer: tracingSeer(provider.getTracer('fenshen'), ROOT_CONTEXT), close: () => provider.shutdown() }
}
