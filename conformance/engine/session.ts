/**
 * The session of a case: one gateway, the stand-in upstream before it, and the caller's side.
 * @module
 */

import type { ChatApiId } from "../../registry/apis/codec.ts";
import type { ChatRequest } from "../../registry/canonical/chat.ts";
import { isObject, type JsonObject } from "../../registry/json.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import type { Recording } from "../recordings/load.ts";
import { isScenarioId, scenarios } from "../recordings/scenarios.ts";
import { canaries } from "../secrets/canaries.ts";
import type { Traces } from "../secrets/sweep.ts";
import type { Gateway, Target } from "../targets/target.ts";
import type { RecordSeen } from "../targets/views.ts";
import { refusedTokens } from "../upstream/fake-token-endpoint.ts";
import { answerOf, type Mismatch, replay } from "../upstream/replay.ts";
import type { Answerer, Received, StandIn, UpstreamAnswer } from "../upstream/server.ts";
import { type ContractBreach, StrictSide } from "../upstream/strict.ts";
import type { Mode } from "./case.ts";
import { answerText, type ExchangeLog } from "./exchange.ts";
import { Guard, guarded, type Missing, neededFor } from "./guarded.ts";
import { isNative } from "./native.ts";
import { misrecorded, recordOf } from "./records.ts";
import { type Reply, readReply } from "./reply.ts";
import { type SessionOptions, setupOf, USUAL_DEPOSIT } from "./session-options.ts";
import { type Side, sideOf } from "./side.ts";
import { Underway, type Witness } from "./witness.ts";

export interface SendOptions {
  headers?: Record<string, string>;
  tenant?: "a" | "b" | null;
  path?: string;
  method?: string;
  /** Sent as it is, in place of the JSON body. */
  rawBody?: string | Uint8Array;
  signal?: AbortSignal;
  /**
   * Both ends of an exchange are compared by themselves (`oracle/meaning`) unless the case says why they must not be; the
   * form of the answer is looked at all the same, but where the answer is nonsense.
   */
  uncompared?: Uncompared;
}

/** Why both ends of an exchange are not compared. */
export type Uncompared =
  /** The case knows what was meant, and compares it to the letter itself. */
  | "compared-by-the-case"
  /** The provider's answer is nonsense on purpose: nobody can say what must arrive. */
  | "answer-is-nonsense"
  /** The caller's request is nonsense on purpose. */
  | "request-is-nonsense";

/** A body in a provider's own API passes as it is, and text of the case's own may be no body at all. */
const isRead = (options: SendOptions): boolean =>
  options.uncompared !== "answer-is-nonsense" && options.rawBody === undefined && !isNative(options);

/** With a key in the query, as some clients send it. */
const CHAT = `/v1/chat/completions?key=${canaries.stray.query}`;
/** Paths whose bodies go through unchanged to providers of the same API. */
const PASSED: Readonly<Partial<Record<ChatApiId, string>>> = { "openai-responses": "/v1/responses" };

/** Cookies and keys that a careless client sends along; none of them may travel on. */
const strayHeaders = {
  cookie: `session=${canaries.stray.cookie}`,
  "openai-organization": canaries.stray.organization,
  "openai-project": canaries.stray.project,
  "x-api-key": canaries.stray["x-api-key"],
  "api-key": canaries.stray["api-key"],
  "x-goog-api-key": canaries.stray.google,
  "proxy-authorization": `Basic ${canaries.stray.proxy}`,
};

export class Session {
  readonly gateway: Gateway;
  private readonly observes: Target["describe"]["observes"];
  readonly mismatches: Mismatch[] = [];
  readonly replies: { where: string; text: string }[] = [];
  private readonly upstream: StandIn;
  private readonly closing: () => Promise<void>;
  private readonly provider: BaseProvider;
  private readonly mode: Mode;
  private readonly requests: Received[] = [];
  private readonly strict: StrictSide;
  private readonly secondTries = new Set<Received>();
  /** Cases about tokens see and answer every try. */
  private readonly countsAgain: boolean;
  private readonly exchanges: ExchangeLog | undefined;
  private readonly underway: Underway;
  private readonly witness: Witness | undefined;
  private stopped = false;
  private readonly api: ChatApiId | undefined;

  /**
   * Opens a session before the given stand-in, before a socket of its own, or before the target's own provider side.
   * @param missing is told of what the target cannot show or set up, which then ends the case with {@link Unavailable}
   */
  static async open(
    target: Target,
    shared: StandIn,
    { provider, mode, missing = () => {} }: { provider: BaseProvider; mode: Mode; missing?: Missing },
    options: SessionOptions,
  ): Promise<Session> {
    const guard = new Guard(target.describe, missing);
    const side = await sideOf(target, shared, provider, guard, options);
    try {
      const setup = setupOf(provider, options.mode ?? mode, options, side);
      for (const what of neededFor(setup, { keys: options.keys === undefined, deposit: USUAL_DEPOSIT }))
        guard.arranges(what);
      if (setup.data !== undefined) guard.sees("data");
      if (setup.traced) guard.sees("telemetry");
      const gateway = guarded(await guard.watch(target.start(setup)), guard);
      return new Session(gateway, target, side, provider, options.mode ?? mode, options);
    } catch (error) {
      // A gateway that does not even start must not leave a listening socket behind.
      await side.close();
      throw error;
    }
  }

  private constructor(
    gateway: Gateway,
    { describe: { observes } }: Target,
    side: Side,
    provider: BaseProvider,
    mode: Mode,
    options: SessionOptions,
  ) {
    this.gateway = gateway;
    this.observes = observes;
    this.upstream = side.upstream;
    this.closing = side.close;
    this.provider = provider;
    this.mode = mode;
    this.exchanges = options.exchanges;
    this.strict = new StrictSide(options.judged);
    this.witness = options.witness;
    this.underway = new Underway(options.witness);
    this.countsAgain = options.tokensOnTheWire === true;
    this.api = options.api;
    this.serve(() => ({ kind: "network-error" }));
  }

  /** What reached the provider side since the last `serve`; the second try with a fresh token is no request of its own. */
  get received(): readonly Received[] {
    return this.upstream.received.filter((request) => !this.secondTries.has(request));
  }

  /** Requests that their provider would have refused (MAP-15). */
  get breaches(): readonly ContractBreach[] {
    return this.strict.breaches;
  }

  /** What no HTTP server would have taken (MAP-15). */
  get httpFaults(): readonly string[] {
    return this.strict.httpFaults;
  }

  /** Answers in order; the last one again and again. */
  answer(...answers: readonly UpstreamAnswer[]): void {
    let next = 0;
    this.serve(() => answers[Math.min(next++, answers.length - 1)] ?? { kind: "network-error" });
  }

  /** Answers by the request. @throws Error when the session is closed: a case that hung must not disturb the next one */
  serve(answerer: Answerer): void {
    if (this.stopped) throw new Error("the case is over");
    const again = this.countsAgain ? null : refusedTokens();
    this.upstream.serve((request) => {
      const received = this.upstream.received.at(-1);
      if (received) this.requests.push(received);
      const { method, url, headers, body } = request;
      this.exchanges?.note({ leg: "gateway to provider", head: `${method} ${url}`, headers, body });
      const same = again?.(request) ?? null;
      if (same?.refused && received) {
        this.secondTries.add(received);
        return this.answered(same.refused);
      }
      const answer = this.strict.refuse(request) ?? this.strict.watched(request, answerer(request));
      same?.remember(answer);
      return this.answered(this.underway.answers(received, answer));
    });
  }

  private answered(answer: UpstreamAnswer): UpstreamAnswer {
    const [head, headers] =
      answer.kind === "answer" ? [String(answer.status), answer.headers] : [answer.kind, []];
    this.exchanges?.note({ leg: "provider to gateway", head, headers, body: answerText(answer) });
    return answer;
  }

  untilReceived(count = 1): Promise<void> {
    return this.upstream.untilReceived(count);
  }

  private headers({ headers = {}, tenant = "a" }: SendOptions): Record<string, string> {
    const key: Record<string, string> =
      tenant === null ? {} : { "helicone-auth": `Bearer ${canaries.gatewayKey[tenant]}` };
    return { "content-type": "application/json", ...strayHeaders, ...key, ...headers };
  }

  /** Sends to the gateway and leaves the response unread. */
  start(body: JsonObject, options: SendOptions = {}): Promise<Response> {
    if (this.stopped) return Promise.reject(new Error("the case is over"));
    const method = options.method ?? "POST";
    if (isNative(options) || (this.api !== undefined && PASSED[this.api] === options.path))
      this.strict.callerWrote(body);
    if (typeof body.model === "string") this.strict.callerNamed(body.model);
    const path = options.path ?? CHAT;
    const headers = this.headers(options);
    const sent = method === "GET" || method === "HEAD" ? null : (options.rawBody ?? JSON.stringify(body));
    this.exchanges?.note({
      leg: "caller to gateway",
      head: `${method} ${path}`,
      headers: Object.entries(headers),
      body: sent,
    });
    return this.gateway.send(path, {
      method,
      headers,
      ...(sent === null ? {} : { body: sent as BodyInit }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  }

  /** Sends to the gateway, reads everything, and waits until no work is left behind. */
  send(body: JsonObject, options: SendOptions = {}): Promise<Reply> {
    return this.exchanged(body, options);
  }

  private async exchanged(body: JsonObject, options: SendOptions): Promise<Reply> {
    const isCompared = options.uncompared === undefined;
    const watched = isRead(options) ? this.underway.asks(options.path ?? CHAT, body, isCompared) : null;
    const reply = await readReply(await this.start(body, options));
    this.underway.over(watched, reply);
    await this.gateway.idle();
    if (watched?.client !== undefined && this.observes.records)
      await this.compareRecord(body, options, reply);
    this.note("a response", reply.text, reply.headers);
    this.exchanges?.note({
      leg: "gateway to caller",
      head: String(reply.status),
      headers: reply.headers,
      body: reply.text,
    });
    return reply;
  }

  /** What was written down of a request, against what its caller knows of it. */
  private async compareRecord(body: JsonObject, options: SendOptions, reply: Reply): Promise<void> {
    const record = recordOf(await this.gateway.records(), reply);
    if (record === undefined) return;
    const [path = ""] = (options.path ?? CHAT).split("?", 1);
    const headers = new Headers(this.headers(options));
    this.witness?.misses("record", misrecorded({ path, body, headers, reply }, record));
  }

  /** Makes a text that the caller's side got known to the sweep. */
  note(where: string, text: string, headers = new Headers()): void {
    this.replies.push({
      where,
      text: `${[...headers].map(([name, value]) => `${name}: ${value}`).join("\n")}\n${text}`,
    });
  }

  /** The caller's body of a recording's scenario, for the registry's own name of the model. */
  bodyFor(recording: Recording, model: string, more: JsonObject = {}): JsonObject {
    const { scenario } = recording.meta;
    if (!isScenarioId(scenario)) throw new Error(`${recording.meta.id} shows no known scenario`);
    return { model, ...scenarios[scenario].body, ...more };
  }

  /** Replays a recording strictly: the scenario's body goes in, the recorded request must come out. */
  async play(
    recording: Recording,
    model: string,
    more: JsonObject = {},
    options: SendOptions = {},
  ): Promise<Reply> {
    this.serve(replay([recording], (mismatch) => this.mismatches.push(mismatch)));
    const body = this.bodyFor(recording, model, more);
    return this.exchanged(body, options);
  }

  /** Answers with a recording's bytes, whatever is asked. */
  answerWith(recording: Recording): void {
    this.answer(answerOf(recording));
  }

  /** The record of the last request. */
  async lastRecord(): Promise<RecordSeen | null> {
    return (await this.gateway.records()).at(-1) ?? null;
  }

  /** The secret that this mode must use at a provider. */
  credential(provider = this.provider.slug): string {
    return this.mode === "byok" ? canaries.vault("a", provider) : canaries.platform(provider);
  }

  /** For the sweep: which secret each request was allowed, and what the target shows. */
  async traces(allowed: (request: Received) => string): Promise<Traces> {
    const { logs, records } = this.observes;
    return {
      requests: this.requests.map((request) => ({ request, credential: allowed(request) })),
      replies: this.replies,
      logs: logs ? await this.gateway.logs() : [],
      records: records ? await this.gateway.records() : [],
    };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.gateway.stop();
    await this.closing();
  }
}

/** A user turn, for cases that simulate. */
export function ask(model: string, more: JsonObject = {}): JsonObject & Pick<ChatRequest, "model"> {
  return { model, messages: [{ role: "user", content: "Where does the tide go?" }], ...more };
}

/** The header that a request carried, or `null`. */
export const headerOf = (request: Received | undefined, name: string): string | null =>
  request?.headers.get(name) ?? null;

/** The body of a received request as an object. */
export const bodyOf = (request: Received | undefined): JsonObject =>
  isObject(request?.json) ? request.json : {};
