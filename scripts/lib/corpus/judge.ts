/**
 * One recorded exchange through decoder, usage, price and errors: understood, or why not.
 * @module
 */
import { type ChatRequest, ChatRequestSchema } from "../../../registry/chat.ts";
import type { DecodeContext, StreamEvent } from "../../../registry/dialects/dialect.ts";
import { openaiChat } from "../../../registry/dialects/openai-chat/index.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isErrorOnly } from "../../../registry/errors/body.ts";
import type { Registry } from "../../../registry/index.ts";
import { isObject, type Json } from "../../../registry/json.ts";
import { BaseProvider } from "../../../registry/providers/base.ts";
import type { UsageConvention, UsageReading } from "../../../registry/usage.ts";
import type { CorpusExchange } from "./exchange.ts";

export type CorpusVerdict =
  | { kind: "understood"; priced: boolean }
  /** An API that no dialect speaks yet. */
  | { kind: "unsupported"; api: string }
  | { kind: "unexplained"; why: string };

/** Hosts whose own clients speak exactly what callers of the gateway speak; others extend it in their own ways. */
const CALLERS_OWN = ["openai"];

/** The APIs that dialects of the registry speak. */
const SUPPORTED = ["openai.chat"];

/** A host that the registry does not know, taken for an ordinary one of its dialect. */
class StrangeHost extends BaseProvider {
  readonly slug = "strange-host";
  readonly displayName = "A host of the corpus";
  readonly baseUrl = "https://host.example/v1";
  readonly platformKeyEnv = "UNUSED";
  readonly pricingPages = [];
  readonly modelPages = [];
  readonly hosts = [];
  readonly dashboard = { description: "none", docsUrl: "https://host.example", logo: "none" };
  readonly dialect = openaiChat;
  readonly traits = {
    maxTokensField: "max_tokens",
    developerRole: "system",
    messageNames: true,
    cacheControl: false,
    extraFields: { completion: [], message: [], usage: [] },
  } as const;
  readonly usage: UsageConvention = {
    cached: "inside-prompt",
    cacheWrite: "inside-prompt",
    reasoning: "decided-by-total",
    total: "binding",
    stream: "replace",
    paths: [["usage"], ["x_groq", "usage"]],
    evidence: "OpenAI's own convention",
  };
}

const strangeHost = new StrangeHost();
const plainRequest: ChatRequest = { model: "unknown", messages: [{ role: "user", content: "unknown" }] };

interface Setting {
  provider: BaseProvider;
  endpoint: Endpoint | undefined;
  context: DecodeContext;
}

const textOf = (body: Json | null | undefined): string =>
  typeof body === "string" ? body : JSON.stringify(body ?? null);

function settingOf(exchange: CorpusExchange, registry: Registry, request: ChatRequest): Setting {
  const provider = registry.provider(exchange.provider) ?? strangeHost;
  const [endpoint] = registry.indexes.endpointsByProviderModelId(exchange.provider, request.model);
  const stand = endpoint ?? registry.indexes.endpoints[0];
  if (!stand) throw new Error("the registry holds no endpoint");
  const convention = endpoint?.usage ?? provider.usage;
  const where = { ...stand, usage: convention };
  return {
    provider,
    endpoint,
    context: {
      endpoint: where,
      traits: provider.traits,
      request,
      convention,
      nowSeconds: 1,
      fallbackId: "corpus",
    },
  };
}

/** What is wrong with usage that the provider did give; `null` when nothing is. */
function usageProblem(reading: UsageReading, given: boolean): string | null {
  if (reading.kind === "contradictory") return `usage: ${reading.problem}`;
  return reading.kind === "unknown" && given ? "usage was given and not read" : null;
}

function judgeError(exchange: CorpusExchange, { provider }: Setting): CorpusVerdict {
  const { status, headers, body } = exchange.response;
  const error = provider.normalizeError({
    status: status ?? 400,
    headers: new Headers(headers),
    text: textOf(body),
    secrets: [],
    nowMs: 0,
  });
  const wordless = error.message.endsWith("without a readable message");
  if (wordless && body !== null && body !== undefined)
    return { kind: "unexplained", why: "the error's message was not found" };
  return { kind: "understood", priced: false };
}

function judgeAnswer(exchange: CorpusExchange, setting: Setting, registry: Registry): CorpusVerdict {
  const body = exchange.response.body ?? null;
  const decoded = openaiChat.decodeResponse(body, setting.context);
  if (!decoded.ok) return { kind: "unexplained", why: decoded.problem };
  const problem = usageProblem(decoded.usage, isObject(body) && isObject(body.usage));
  if (problem) return { kind: "unexplained", why: problem };
  return { kind: "understood", priced: isPriced(decoded.usage, setting, registry) };
}

function isPriced(usage: UsageReading, { endpoint }: Setting, registry: Registry): boolean {
  return (
    endpoint !== undefined &&
    usage.kind === "known" &&
    registry.price(endpoint, usage.usage).kind === "priced"
  );
}

async function eventsOf(chunks: Iterable<Uint8Array>, context: DecodeContext): Promise<StreamEvent[]> {
  const source = (async function* () {
    yield* chunks;
  })();
  const events: StreamEvent[] = [];
  for await (const event of openaiChat.decodeStream(source, context))
    if (event.type !== "keep-alive") events.push(event);
  return events;
}

/** A stream whose source kept each event's JSON on a line of its own gets its envelope back. */
const enveloped = (text: string): string =>
  `${text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `data: ${line}\n\n`)
    .join("")}data: [DONE]\n\n`;

async function judgeStream(
  exchange: CorpusExchange,
  setting: Setting,
  registry: Registry,
  cuts: (length: number) => number[],
): Promise<CorpusVerdict> {
  const text = textOf(exchange.response.body);
  const bytes = new TextEncoder().encode(exchange.framing === "json-lines" ? enveloped(text) : text);
  const events = await eventsOf([bytes], setting.context);
  const edges = [0, ...cuts(bytes.length).sort((a, b) => a - b), bytes.length];
  const recut = await eventsOf(
    edges.slice(1).map((end, i) => bytes.slice(edges[i], end)),
    setting.context,
  );
  if (JSON.stringify(recut) !== JSON.stringify(events))
    return { kind: "unexplained", why: `other events when cut at ${edges.slice(1, -1)}` };
  const last = events.at(-1);
  if (last?.type === "broken") return { kind: "unexplained", why: last.problem };
  const usage = events.findLast((event) => event.type === "usage")?.usage ?? { kind: "unknown" as const };
  const problem = usageProblem(usage, false);
  return problem
    ? { kind: "unexplained", why: problem }
    : { kind: "understood", priced: isPriced(usage, setting, registry) };
}

/**
 * Judges an exchange.
 * @param cuts positions to cut a stream of that length at; seeded by the caller
 */
export async function judgeExchange(
  exchange: CorpusExchange,
  registry: Registry,
  cuts: (length: number) => number[],
): Promise<CorpusVerdict> {
  if (!SUPPORTED.includes(exchange.api)) return { kind: "unsupported", api: exchange.api };
  const { status, body } = exchange.response;
  const sent = exchange.request?.body;
  const parsed = isObject(sent) ? ChatRequestSchema.safeParse(sent) : null;
  const failed = exchange.kind === "error" || (status ?? 200) >= 400 || isErrorOnly(body);
  if (parsed && !parsed.success && !failed && CALLERS_OWN.includes(exchange.provider)) {
    const [issue] = parsed.error.issues;
    return {
      kind: "unexplained",
      why: `the request would be refused: ${issue?.path.join(".")}: ${issue?.message}`,
    };
  }
  const setting = settingOf(exchange, registry, parsed?.success ? parsed.data : plainRequest);
  if (failed) return judgeError(exchange, setting);
  if (exchange.kind === "stream") return judgeStream(exchange, setting, registry, cuts);
  return judgeAnswer(exchange, setting, registry);
}
