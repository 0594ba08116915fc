/**
 * A gateway of test parts before a provider whose answers are given, for tests of the gateway's own code.
 * @module
 */
import { openRegistry } from "../../registry/index.ts";
import type { BaseProvider, Credential, OutboundRequest } from "../../registry/providers/_shared/base.ts";
import { createGateway } from "../app.ts";
import type { GatewayParts, UpstreamResponse } from "../parts.ts";
import { memoryRequestLog } from "../records/memory-log.ts";
import { memoryRecords } from "../telemetry/record.ts";
import { memoryPlatformKeys, type StoredKey } from "../vault/memory.ts";
import { testParts } from "./parts.ts";

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  chunks?: readonly (string | Uint8Array)[];
  /** Where it stops for good; then whatever the gateway waits for comes to its end, or `instead` happens. */
  stalls?: "before headers" | "in body";
  instead?: () => void;
}

/** Something that the gateway asked its clock for. */
export interface Timer {
  ms: number;
  /** Milliseconds since 1970. */
  due: number;
  callback: () => void;
  cancelled: boolean;
}

/** How it is asked. */
interface Asking {
  headers?: Record<string, string>;
  /** Aborts when the caller leaves. */
  signal?: AbortSignal | null;
}

export interface Setup {
  platform?: Record<string, Credential>;
  keys?: StoredKey[];
  parts?: Partial<GatewayParts>;
  /** In pico-USD; plenty unless told. */
  deposit?: bigint;
}

const CHAT = "/v1/chat/completions";
export const JSON_TYPE = { "content-type": "application/json" };
export const SSE_TYPE = { "content-type": "text/event-stream" };
export const OPENAI = "gpt-4o-mini/openai";
export const good = {
  id: "x",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "Out." }, finish_reason: "stop" }],
};
const chunk = (delta: object, finish_reason: string | null = null): string => {
  const choices = [{ index: 0, delta, finish_reason }];
  const about = { id: "x", object: "chat.completion.chunk", created: 1, model: "m", choices };
  return `data: ${JSON.stringify(about)}\n\n`;
};
export const STREAM = [chunk({ role: "assistant", content: "Out." }), chunk({}, "stop"), "data: [DONE]\n\n"];

export const plain = (secret: string, config: Record<string, string> = {}): Credential => ({
  secret,
  config,
});
export const own = (provider: string, credential = plain("own-key")): StoredKey => ({
  id: `key-${provider}`,
  tenantId: "a",
  provider,
  enabled: true,
  byokOnly: true,
  credential,
});

/** A registry whose only provider is OpenAI, some of which a test replaces. */
export function openaiWith(changed: Partial<BaseProvider>): Pick<GatewayParts, "registry"> {
  const registry = openRegistry();
  const openai = registry.provider("openai");
  if (!openai) throw new Error("there is no openai");
  const provider: BaseProvider = Object.assign(Object.create(openai), changed);
  return { registry: { ...registry, provider: () => provider } };
}

/** A gateway before a provider that gives these answers in order, the last one again and again. */
export function gateway(answers: readonly Answer[], setup: Setup = {}) {
  const sent: OutboundRequest[] = [];
  const signals: AbortSignal[] = [];
  let now = Date.UTC(2026, 11, 1);
  let taken = 0;
  const timers: Timer[] = [];
  const clock = {
    now: () => now,
    after: (ms: number, callback: () => void) => {
      const timer = { ms, due: now + ms, callback, cancelled: false };
      timers.push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
  };
  const ringing = () => timers.filter(({ cancelled }) => !cancelled);
  const soonest = () => ringing().sort((a, b) => a.due - b.due);
  /** Lets its time pass, unless it was cancelled meanwhile. */
  const ring = (timer: Timer) => {
    if (timer.cancelled) return;
    timer.cancelled = true;
    now = Math.max(now, timer.due);
    timer.callback();
  };
  /** Lets time pass and fires what is due. */
  const pass = (ms: number) => {
    now += ms;
    for (const timer of soonest().filter(({ due }) => due <= now)) ring(timer);
  };
  /** Lets time pass until nobody waits for it. */
  const ringAll = async () => {
    for (let [next] = soonest(); next; [next] = soonest()) {
      ring(next);
      await new Promise(setImmediate);
    }
  };
  const stall = async (instead?: () => void): Promise<never> => {
    // One turn of the loop: by then the gateway is waiting.
    await new Promise(setImmediate);
    if (instead) instead();
    else await ringAll();
    return new Promise(() => {});
  };
  const send = async (request: OutboundRequest, signal: AbortSignal): Promise<UpstreamResponse> => {
    const {
      status = 200,
      headers = JSON_TYPE,
      chunks = [],
      stalls,
      instead,
    } = answers[Math.min(sent.length, answers.length - 1)] ?? {};
    sent.push(request);
    signals.push(signal);
    now += 40;
    if (stalls === "before headers") return stall(instead);
    const body = (async function* () {
      for (const chunk of chunks) {
        now += 7;
        taken += 1;
        yield typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
      }
      if (stalls === "in body") await stall(instead);
    })();
    return { status, headers: new Headers(headers), body };
  };
  const records = memoryRecords();
  const platform = setup.platform ?? { openai: plain("platform-key") };
  const { parts, lines } = testParts(
    {
      transport: { send },
      platformKeys: memoryPlatformKeys(new Map(Object.entries(platform))),
      records,
      requestLog: memoryRequestLog(records.all),
      clock,
      ...setup.parts,
    },
    setup.deposit,
    setup.keys,
  );
  const app = createGateway(parts);
  /** The answer, of which nothing is read yet. */
  const open = async (more: object = {}, { headers = {}, signal = null }: Asking = {}) =>
    app.request(CHAT, {
      method: "POST",
      signal,
      headers: { ...JSON_TYPE, authorization: "Bearer gateway-key", ...headers },
      body: JSON.stringify({ model: OPENAI, messages: [{ role: "user", content: "Where?" }], ...more }),
    });
  const ask = async (more: object = {}, asking: Asking = {}) => {
    const response = await open(more, asking);
    const text = await response.text();
    await parts.background.idle();
    return { response, text, error: text.startsWith("{") ? JSON.parse(text).error : undefined };
  };
  return { app, ask, open, lines, sent, signals, records, parts, ringing, pass, taken: () => taken };
}
