/**
 * Stand-ins that refuse: a request that the provider would not take gets the provider's own refusal, whatever the case
 * wanted to answer, and is kept for the runner (MAP-15).
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { providers } from "../../registry/index.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import {
  type ContractApi,
  type ContractSubject,
  canBeChecked,
  contractFor,
  reasoningOwner,
  signatureOf,
  type Verdict,
} from "../contracts/index.ts";
import type { SeenRequest } from "../recordings/match.ts";
import { recordingsOf } from "../recordings/store.ts";
import { httpFaults } from "./http-rules.ts";
import type { Judged } from "./judged.ts";
import type { UpstreamAnswer } from "./server.ts";

/** A verdict that says no. */
export type Refused = Extract<Verdict, { ok: false }>;

/** A request that a provider would have refused. */
export interface ContractBreach {
  subject: ContractSubject;
  refused: Refused;
}

/** Rules about which models there are: an id that the caller wrote is the caller's, one that the gateway made is not. */
const ABOUT_MODELS: readonly string[] = ["bedrock.model.invalid"];

/** The API of a provider's URL, by the paths that each has, and whether the path asks for a stream. */
const API_PATHS: readonly (readonly [path: RegExp, api: ContractApi])[] = [
  [/\/chat\/completions$/, "openai-chat"],
  [/\/completions$/, "openai-completions"],
  [/\/responses$/, "openai-responses"],
  [/\/messages\/count_tokens$|\/count-tokens:rawPredict$/i, "anthropic-count-tokens"],
  [/:countTokens$/, "gemini-count-tokens"],
  [/\/messages$|:(?:stream)?rawPredict$/i, "anthropic-messages"],
  [/:(?:stream)?generateContent$/i, "gemini"],
  [/\/converse(?:-stream)?$/, "bedrock-converse"],
  [/\/v2\/chat$/, "cohere-v2"],
  [/\/embeddings$/, "openai-embeddings"],
  [/:(?:embedContent|batchEmbedContents)$/, "gemini-embed"],
  [/\/v2\/embed$/, "cohere-embed"],
];
const STREAM_PATHS = /\/converse-stream$|:stream(?:GenerateContent|RawPredict)$/i;
/** Where the model stands in the path: Gemini, Vertex, Bedrock, Azure's deployments. */
const MODEL_IN_PATH = /\/(?:models?|deployments)\/([^/]+?)(?::\w+)?(?:\/|$)/;

const providerAt = (url: string): BaseProvider | undefined =>
  Object.values<BaseProvider>(providers).find(({ hosts }) => hosts.some((host) => host.test(url)));

/** What a request asks, or `null` where no contract speaks about it: a token, an address of the case's own. */
export function subjectOf({ url, headers }: Pick<SeenRequest, "url" | "headers">): ContractSubject | null {
  const host = providerAt(url)?.slug;
  const { pathname } = new URL(url);
  const [, api] = API_PATHS.find(([path]) => path.test(pathname)) ?? [];
  if (host === undefined || api === undefined) return null;
  const [, model] = MODEL_IN_PATH.exec(pathname) ?? [];
  const betas = (headers.get("anthropic-beta") ?? "").split(",").map((beta) => beta.trim());
  return {
    api,
    host,
    betas: betas.filter((beta) => beta !== ""),
    ...(model === undefined ? {} : { model: decodeURIComponent(model) }),
    ...(STREAM_PATHS.test(pathname) ? { stream: true } : {}),
  };
}

/** Fields under which providers sign what a model thought. */
const SIGNED =
  /"(?:signature|thoughtSignature|thought_signature|data|redactedContent|encrypted_content)": ?"([^"]+)"/g;

/** Bytes of one block that a stream tells in pieces, each of them in base64 by itself. */
const PIECE =
  /"contentBlockIndex": ?(\d+), ?"delta": ?\{"reasoningContent": ?\{"redactedContent": ?"([^"]+)"/g;

/** What blocks told in several pieces hold. */
function joinedIn(text: string): string[] {
  const blocks = new Map<string, Buffer[]>();
  for (const [, index = "", piece = ""] of text.matchAll(PIECE))
    blocks.set(index, [...(blocks.get(index) ?? []), Buffer.from(piece, "base64")]);
  return [...blocks.values()]
    .filter(({ length }) => length > 1)
    .map((pieces) => Buffer.concat(pieces).toString("base64"));
}

export const signaturesIn = (text: string): string[] => [
  ...[...text.matchAll(SIGNED)].flatMap(([, value = ""]) => value),
  ...joinedIn(text),
];

/** Longest answer that is read for signatures, in bytes. */
const MAX_READ = 4_000_000;

/** Signs what reasoning the suite makes up; nobody outside a run can know it. */
const KEY = new TextEncoder().encode("reasoning that this suite signs");

const recordedAt = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();

/** Signatures of a provider's recordings, by whose reasoning they sign. */
function recordedSignatures(host: string): ReadonlyMap<string, ReadonlySet<string>> {
  const known = recordedAt.get(host);
  if (known) return known;
  const found = new Map<string, Set<string>>();
  for (const recording of recordingsOf(host)) {
    const subject = subjectOf({ url: recording.meta.request.url, headers: new Headers() });
    const owner = subject && reasoningOwner(subject.api, host, recording.meta.model);
    if (owner === null) continue;
    const signed = signaturesIn(JSON.stringify(recording.requestBody));
    found.set(owner, new Set([...(found.get(owner) ?? []), ...signed]));
  }
  recordedAt.set(host, found);
  return found;
}

/** What stands at a JSON pointer. */
function valueAt(body: unknown, pointer: string): unknown {
  let value = body;
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

const refusalAnswer = ({ refusal }: Refused): UpstreamAnswer => ({
  kind: "answer",
  status: refusal.status,
  headers: [
    ["content-type", "application/json"],
    ...refusal.headers.map(([name, value]): [string, string] => [name, value]),
  ],
  chunks: [new TextEncoder().encode(JSON.stringify(refusal.body))],
});

/** What the contract says to a request, reasoning state aside; `null` where it takes it, or where none speaks about it. */
export function breachOf(request: SeenRequest): ContractBreach | null {
  const subject = subjectOf(request);
  const body = parsed(request.body);
  if (subject === null || body === undefined) return null;
  const verdict = contractFor(subject).check(body);
  return verdict.ok ? null : { subject: { ...subject, model: modelOf(subject, body) }, refused: verdict };
}

/** Signs reasoning that answers a request; `null` where the API verifies none. The session that gave it knows it again. */
export function signatureFor(request: SeenRequest, text: string): string | null {
  const subject = subjectOf(request);
  return subject && signatureOf(KEY, { ...subject, model: modelOf(subject, parsed(request.body)) }, text);
}

/** The provider side of one session, as strict as the provider: it refuses, and it knows the reasoning that it gave out. */
export class StrictSide {
  /** Requests that a provider would have refused, in the order in which they came. */
  readonly breaches: ContractBreach[] = [];
  /** What no HTTP server would take of requests to an API, each with the host. */
  readonly httpFaults: string[] = [];
  private readonly given = new Map<string, Set<string>>();
  private readonly native: JsonObject[] = [];
  private readonly named = new Set<string>();
  private readonly judged: Judged | undefined;

  /** @param judged is told of every request that a contract judges */
  constructor(judged?: Judged) {
    this.judged = judged;
  }

  /** A caller wrote a body in the provider's own API: what is wrong in it is the caller's. */
  callerWrote(body: JsonObject): void {
    this.native.push(body);
  }

  /** A caller named a model: where it goes out as it came, nobody else chose it. */
  callerNamed(model: string): void {
    this.named.add(model);
  }

  private chosenByCaller(model: string): boolean {
    return [...this.named].some((text) => text.includes(model));
  }

  private known(owner: string | null, host: string): ReadonlySet<string> {
    if (owner === null) return new Set();
    return new Set([...(recordedSignatures(host).get(owner) ?? []), ...(this.given.get(owner) ?? [])]);
  }

  /** The provider's refusal of a request, or `null` where it is taken. */
  refuse(request: SeenRequest): UpstreamAnswer | null {
    const subject = subjectOf(request);
    if (subject !== null)
      this.httpFaults.push(...httpFaults(request).map((fault) => `to ${subject.host}: ${fault}`));
    const body = parsed(request.body);
    if (subject === null || body === undefined) return null;
    const { api, host } = subject;
    const model = modelOf(subject, body);
    this.judged?.note({ api, host, model });
    const owner = reasoningOwner(api, host, model);
    const verdict = contractFor(subject).check(body, { key: KEY, known: this.known(owner, host) });
    if (verdict.ok) return null;
    if (ABOUT_MODELS.includes(verdict.rule) && this.chosenByCaller(model)) return null;
    const saidSo = (own: JsonObject) =>
      isDeepStrictEqual(valueAt(own, verdict.pointer), valueAt(body, verdict.pointer));
    if (this.native.some(saidSo)) return null;
    this.breaches.push({ subject: { ...subject, model }, refused: verdict });
    return refusalAnswer(verdict);
  }

  /** An answer to a request, read on its way for the reasoning that it signs. */
  watched(request: SeenRequest, answer: UpstreamAnswer): UpstreamAnswer {
    const subject = answer.kind === "answer" ? subjectOf(request) : null;
    // Failures sign nothing, and stay as they are: some are given twice, before and behind a new token.
    if (answer.kind !== "answer" || answer.status >= 300 || subject === null) return answer;
    const owner = reasoningOwner(subject.api, subject.host, modelOf(subject, parsed(request.body)));
    return owner === null ? answer : { ...answer, chunks: this.read(answer.chunks, owner) };
  }

  private async *read(
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    owner: string,
  ): AsyncGenerator<Uint8Array> {
    const read: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const chunk of chunks) {
        size += chunk.byteLength;
        if (size <= MAX_READ) read.push(chunk);
        yield chunk;
      }
    } finally {
      // Also where nobody reads on behind the last event of a stream. What the suite signed is checked, its text with it,
      // where the API's signatures cover one.
      const found = signaturesIn(Buffer.concat(read).toString("latin1")).filter((one) => !canBeChecked(one));
      this.given.set(owner, new Set([...(this.given.get(owner) ?? []), ...found]));
    }
  }
}

const modelOf = ({ model }: ContractSubject, body: Json | undefined): string =>
  model ?? (isObject(body) && typeof body.model === "string" ? body.model : "");

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // Not JSON: what the case checks is not a body.
  }
}
