/**
 * A crowd of callers at a gateway that is told to end: each stands somewhere on a request's way, and goes on from there, or
 * not. Time moves by hand.
 * @module
 */
import { type ClientRequest, request } from "node:http";
import { createGateway } from "../app.ts";
import { DEFAULT_LIMITS, type GatewayParts, type Transport, type Wallet } from "../parts.ts";
import { startServer } from "../server.ts";
import { steppedClock } from "../stores/testing/clock.ts";
import { createBackground } from "../telemetry/background.ts";
import { memoryPlatformKeys } from "../vault/memory.ts";
import { OPENAI, plain } from "./gateway.ts";
import { testParts } from "./parts.ts";

/** Where a request stands when the gateway is told to end. Whoever finds no place waits in the queue, wherever he wants to. */
export const PLACES = ["arriving", "asked", "not begun", "in its stream", "answered"] as const;

export interface Standing {
  place: (typeof PLACES)[number];
  /** Has the caller left by then? */
  hasLeft: boolean;
  /** Does what it stands at go on once the gateway ends? */
  goesOn: boolean;
}

export interface Crowd {
  requests: readonly Standing[];
  /** How long the queue lets wait, in milliseconds. */
  queueMs: number;
  /** When the wallet takes what is settled: always, only once the end has begun, or never. */
  settles: "always" | "late" | "never";
}

export const PLACES_AT_ONCE = 2;

const USAGE = { prompt_tokens: 40, completion_tokens: 7, total_tokens: 47 };
const about = { id: "x", created: 1, model: "m" };
const chunk = (more: object): Buffer =>
  Buffer.from(`data: ${JSON.stringify({ ...about, object: "chat.completion.chunk", ...more })}\n\n`);
const CONTENT = chunk({
  choices: [{ index: 0, delta: { role: "assistant", content: "So" }, finish_reason: null }],
});
const REST = [
  chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
  chunk({ choices: [], usage: USAGE }),
  Buffer.from("data: [DONE]\n\n"),
];
const WHOLE = Buffer.from(
  JSON.stringify({
    ...about,
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content: "So." }, finish_reason: "stop" }],
    usage: USAGE,
  }),
);

/** Stands until it is opened. */
class Gate {
  readonly opened: Promise<void>;
  open: () => void = () => {};

  constructor() {
    this.opened = new Promise<void>((resolve) => {
      this.open = resolve;
    });
  }
}

/** Turns of the event loop in which bytes cross a socket and whatever is ready runs. */
async function turns(count = 120): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

/** A provider at whom each request stands where it is to; `asked` names it by what it says. */
function provider(standing: (named: string) => { at: Standing; gate: Gate } | undefined): Transport {
  return {
    send: async ({ body }) => {
      const text = Buffer.from(body).toString();
      const named = standing(/"content":"(?<name>request \d+)"/.exec(text)?.groups?.name ?? "");
      const isStream = text.includes('"stream":true');
      const { place } = named?.at ?? { place: "answered" as const };
      const wait = async (): Promise<void> => {
        if (place !== "answered") await named?.gate.opened;
      };
      if (place === "asked") await wait();
      const pieces = async function* () {
        if (place === "in its stream") yield CONTENT;
        if (place !== "asked") await wait();
        if (isStream) yield* REST;
        else yield WHOLE;
      };
      const type = isStream ? "text/event-stream" : "application/json";
      return { status: 200, headers: new Headers({ "content-type": type }), body: pieces() };
    },
  };
}

/** The crowd's gateway, which a test may break. */
export type Break = (parts: GatewayParts) => GatewayParts;

const bodyOf = (content: string, stream: boolean): string =>
  JSON.stringify({ model: OPENAI, stream, messages: [{ role: "user", content }] });

const isStreamed = ({ place }: Standing): boolean => place === "not begun" || place === "in its stream";

/** What is there once it has ended. */
export interface Ended {
  /** The time from the signal to the end, in milliseconds; `null`: it had not ended after the longest. */
  ms: number | null;
  parts: GatewayParts;
  events: string[];
  records: ReturnType<typeof recordsOf>;
}

const recordsOf = (parts: GatewayParts) =>
  parts.requestLog.query("a", {
    filter: { kind: "all" },
    sort: { field: "request_created_at", descending: false },
    offset: 0,
    limit: 1_000,
  });

/** Lets a crowd stand, tells the gateway to end, and waits for that. */
export async function endUnder(crowd: Crowd, broken: Break = (parts) => parts): Promise<Ended> {
  const clock = steppedClock();
  const gates = crowd.requests.map((at) => ({ at, gate: new Gate() }));
  const ledger = new Gate();
  const admission = {
    ...DEFAULT_LIMITS.admission,
    concurrent: PLACES_AT_ONCE,
    perTenant: PLACES_AT_ONCE,
    queueMs: crowd.queueMs,
  };
  const { parts: healthy, lines } = testParts({
    clock,
    limits: { ...DEFAULT_LIMITS, admission },
    platformKeys: memoryPlatformKeys(new Map([["openai", plain("platform-key")]])),
    transport: provider((name) => gates[Number(name.slice("request ".length))]),
  });
  const settle: Wallet["settle"] = async (...args) => {
    if (crowd.settles !== "always") await ledger.opened;
    await healthy.wallet.settle(...args);
  };
  const parts = broken({ ...healthy, wallet: { ...healthy.wallet, settle } });
  const server = await startServer(parts, { host: "127.0.0.1", port: 0 });
  const calls: ClientRequest[] = [];
  for (const [number, at] of crowd.requests.entries()) {
    const body = bodyOf(`request ${number}`, isStreamed(at));
    const call = request(`${server.url}/v1/chat/completions`, {
      method: "POST",
      agent: false,
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        authorization: "Bearer gateway-key",
      },
    });
    call.on("error", () => {});
    call.on("response", (response) => response.on("error", () => {}).resume());
    if (at.place === "arriving") call.write(body.slice(0, 10));
    else call.end(body);
    calls.push(call);
    await turns();
  }
  for (const [number, { hasLeft }] of crowd.requests.entries()) if (hasLeft) calls[number]?.destroy();
  await turns();
  const start = clock.now();
  let ms: number | null = null;
  const closing = server.close().then(() => {
    ms = clock.now() - start;
  });
  await turns();
  if (crowd.settles === "late") ledger.open();
  for (const { at, gate } of gates) if (at.goesOn) gate.open();
  await turns();
  const sixth = parts.limits.shutdownMs / 6;
  for (let part = 0; part < 6 && ms === null; part++) {
    clock.step(sixth);
    await turns();
  }
  for (const call of calls) call.destroy();
  if (ms !== null) await closing;
  const events = lines.map((line) => line.split(" ")[1] ?? "");
  return { ms, parts, events, records: recordsOf(parts) };
}

/** How many of the places of a gateway that has ended are free: those that find one at once, of some more than there are. */
export async function freePlaces(parts: GatewayParts): Promise<number> {
  const gate = new Gate();
  let asked = 0;
  const transport: Transport = {
    send: async () => {
      asked += 1;
      await gate.opened;
      const body = (async function* () {
        yield WHOLE;
      })();
      return { status: 200, headers: new Headers({ "content-type": "application/json" }), body };
    },
  };
  // That of a gateway that has ended ends every call.
  const app = createGateway({ ...parts, transport, background: createBackground(parts.log) });
  const answers = Array.from({ length: PLACES_AT_ONCE + 2 }, () =>
    app.request("/v1/chat/completions", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer gateway-key" },
      body: bodyOf("afterwards", false),
    }),
  );
  await turns();
  const free = asked;
  gate.open();
  await turns();
  void Promise.allSettled(answers);
  return free;
}
