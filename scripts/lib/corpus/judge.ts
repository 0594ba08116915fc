/**
 * One recorded exchange through decoder, usage, price and errors: understood, reported as what it is, or unexplained.
 * @module
 */
import type { StreamEvent } from "../../../registry/apis/codec.ts";
import type { EmbeddingsApiId } from "../../../registry/apis/embeddings-codec.ts";
import type { UsageReading } from "../../../registry/canonical/usage.ts";
import type { ErrorBody } from "../../../registry/errors/body.ts";
import type { Registry } from "../../../registry/index.ts";
import { isObject, type Json } from "../../../registry/json.ts";
import type { ProviderApi } from "../../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../../registry/providers/_shared/base.ts";
import { bytesOf, textOf } from "./bytes.ts";
import { counterOf, countProblem } from "./counted.ts";
import { contradictsItself, holdsCounts, totalProblem } from "./counts.ts";
import type { CorpusExchange } from "./exchange.ts";
import { endsWithoutWord, faultOf, leavesFinishEmpty } from "./fault.ts";
import { apiIdOf, hostOf, isAuthor, textCodecOf } from "./hosts.ts";
import { invokedAs } from "./invoked.ts";
import { modelInUrl } from "./place.ts";
import { badCut, type Cuts, eventsOf } from "./recut.ts";
import { plainRequest, type Setting, settingOf } from "./setting.ts";
import { completionShape, type Shape, streamShape } from "./shape.ts";
import { askedIn, embeddingsIdOf, embeddingsSetting, judgeVectors } from "./vectors.ts";
import { eventBodies, lostWords, wordsOf } from "./words.ts";

export type CorpusVerdict =
  | { kind: "understood"; priced: boolean }
  /** An API that no codec speaks yet. */
  | { kind: "unsupported"; api: string }
  /** The provider's own bytes are at fault, and callers are told so: a failure or unknown usage instead of a guess. */
  | { kind: "reported"; why: string }
  | { kind: "unexplained"; why: string };

const unexplained = (why: string): CorpusVerdict => ({ kind: "unexplained", why });

/** A problem is the provider's where a look at its bytes says so, else nobody has explained it. */
function blame(problem: string, text: string, begun: boolean): CorpusVerdict {
  const fault = faultOf(text, begun);
  return fault === null ? unexplained(problem) : { kind: "reported", why: `${problem}; ${fault}` };
}

/** What is known of an exchange once its answer is decoded. */
interface Decoded {
  shape: Shape;
  usage: UsageReading;
  /** The answer's own bodies or events. */
  bodies: readonly Json[];
  /** The same as text. */
  text: string;
  /** Is it an answer, whatever else may be wrong with it? */
  begun: boolean;
}

/** What a decoded answer comes to: its shape, its words, usage, price. */
function judgeDecoded({ shape, usage, bodies, text, begun }: Decoded, setting: Setting): CorpusVerdict {
  if (!shape.ok) return blame(shape.problem, text, begun);
  const heard = { text: shape.text, calls: shape.calls.map(({ name }) => name) };
  const lost = lostWords(wordsOf(setting.codec.id, bodies), heard);
  if (lost !== null) return blame(lost, text, begun);
  if (usage.kind === "contradictory") {
    const why = `usage: ${usage.problem}`;
    return contradictsItself(usage.raw) ? { kind: "reported", why } : unexplained(why);
  }
  if (usage.kind === "unknown" && holdsCounts(text)) return unexplained("usage was given and not read");
  const problem = totalProblem(usage);
  if (problem !== null) return unexplained(`usage: ${problem}`);
  const garbled = shape.calls.find((call) => !call.cut && !isJson(call.arguments));
  if (garbled) return { kind: "reported", why: "the arguments of a tool call are not JSON" };
  return { kind: "understood", priced: isPriced(usage, setting) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isPriced = (usage: UsageReading, { endpoint, registry }: Setting): boolean =>
  endpoint !== undefined && usage.kind === "known" && registry.price(endpoint, usage.usage).kind === "priced";

/** Pages of markup and empty bodies say nothing that a caller should read. */
const hasWords = (text: string): boolean => text.trim() !== "" && !text.trimStart().startsWith("<");

/** Statuses that say what the caller did wrong. */
const CALLERS_FAULT = [400, 401, 403, 404, 409, 413, 422, 429];

/** A failure has the provider's own words, and a status of its kind: the caller's fault stays the caller's. */
function judgeError(
  exchange: CorpusExchange,
  { provider, api }: { provider: BaseProvider; api: Pick<ProviderApi, "id"> },
  body?: ErrorBody,
): CorpusVerdict {
  const { status, headers, body: sent } = exchange.response;
  const error = provider.normalizeError({
    status: status ?? 400,
    headers: new Headers(headers),
    text: textOf(sent),
    api: api.id,
    secrets: [],
    nowMs: 0,
    ...(body ? { body } : {}),
  });
  const wordless = error.message.endsWith("without a readable message");
  const told = textOf(sent ?? "");
  if (wordless && hasWords(told)) return blame("the error's message was not found", told, false);
  const mistaken =
    CALLERS_FAULT.includes(status ?? 0) && error.status >= 500 && error.meaning !== "overloaded";
  if (mistaken || error.status < 400 || error.status > 599)
    return unexplained(`the error would be told as status ${error.status}`);
  return { kind: "understood", priced: false };
}

function judgeAnswer(exchange: CorpusExchange, setting: Setting): CorpusVerdict {
  const body = exchange.response.body ?? null;
  const decoded = setting.codec.decodeResponse(body, setting.context);
  const text = JSON.stringify(body);
  if (!decoded.ok) return blame(decoded.problem, text, leavesFinishEmpty(text) || endsWithoutWord(body));
  const { completion, usage } = decoded;
  return judgeDecoded(
    { shape: completionShape(completion), usage, bodies: [body], text, begun: true },
    setting,
  );
}

const problemOf = (last: StreamEvent | undefined): string =>
  last?.type === "broken" ? last.problem : "the stream has no end";

async function judgeStream(exchange: CorpusExchange, setting: Setting, cuts: Cuts): Promise<CorpusVerdict> {
  const bytes = bytesOf(exchange, setting.codec.id);
  const events = await eventsOf([bytes], setting);
  const bad = await badCut(bytes, JSON.stringify(events), setting, cuts);
  if (bad !== null) return unexplained(`other events when cut ${bad}`);
  const text = Buffer.from(bytes).toString("utf8");
  const last = events.at(-1);
  if (last?.type === "error") return judgeError(exchange, setting, last.body);
  const shape: Shape = last?.type === "end" ? streamShape(events) : { ok: false, problem: problemOf(last) };
  const usage = events.findLast((event) => event.type === "usage")?.usage ?? { kind: "unknown" as const };
  const bodies = await eventBodies(setting.codec.id, bytes);
  const begun = events.some((event) => event.type === "chunk");
  return judgeDecoded({ shape, usage, bodies, text, begun }, setting);
}

const hasFailed = ({ kind, response }: CorpusExchange): boolean =>
  kind === "error" || (response.status ?? 200) >= 400;

function judgeEmbeddings(exchange: CorpusExchange, id: EmbeddingsApiId, registry: Registry): CorpusVerdict {
  const setting = embeddingsSetting(exchange, id, registry);
  if (hasFailed(exchange)) return judgeError(exchange, setting);
  const request = askedIn(exchange);
  if (typeof request === "string") return unexplained(`the request would be refused: ${request}`);
  const verdict = judgeVectors(exchange, request, setting);
  if (verdict.ok) return { kind: "understood", priced: verdict.priced };
  return verdict.own ? { kind: "reported", why: verdict.why } : unexplained(verdict.why);
}

function judgeCount(exchange: CorpusExchange, registry: Registry): CorpusVerdict | null {
  const counted = counterOf(exchange.api);
  if (counted === undefined) return null;
  const { counter, of } = counted;
  if (hasFailed(exchange)) return judgeError(exchange, hostOf(exchange.provider, of, registry));
  const problem = countProblem(counter, exchange.response.body ?? null);
  return problem === null ? { kind: "understood", priced: false } : unexplained(problem);
}

/** Judges an exchange. */
export async function judgeExchange(
  given: CorpusExchange,
  registry: Registry,
  cuts: Cuts,
): Promise<CorpusVerdict> {
  const embeddings = embeddingsIdOf(given);
  if (embeddings !== undefined) return judgeEmbeddings(given, embeddings, registry);
  const counted = judgeCount(given, registry);
  if (counted !== null) return counted;
  const exchange = (await invokedAs(given)) ?? given;
  const name = apiIdOf(exchange.api);
  if (name === undefined) return { kind: "unsupported", api: exchange.api };
  const codec = textCodecOf(name);
  const { request, response, kind } = exchange;
  const failed = kind === "error" || (response.status ?? 200) >= 400 || codec.isError(response.body);
  const model = modelInUrl(request?.url);
  const sent = isObject(request?.body) ? request.body : null;
  const read = sent && codec.decodeRequest(sent, model === null ? {} : { model });
  if (read && !read.ok && !failed && !read.unsupported && isAuthor(exchange.provider, name))
    return unexplained(`the request would be refused: ${read.param}: ${read.message}`);
  const setting = settingOf(exchange, codec, registry, read?.ok ? read.request : plainRequest);
  if (failed) return judgeError(exchange, setting);
  return kind === "stream" ? judgeStream(exchange, setting, cuts) : judgeAnswer(exchange, setting);
}
