/**
 * A gateway after a month of made-up traffic: real requests through the real gateway, before stand-ins for its providers,
 * the same in every run.
 * @module
 */
import { createGateway } from "../../reference-gateway/app.ts";
import type { Claim, Claims } from "../../reference-gateway/dashboard/claims.ts";
import type { Transport } from "../../reference-gateway/parts.ts";
import { memoryRequestLog } from "../../reference-gateway/records/memory-log.ts";
import { memoryRecords } from "../../reference-gateway/telemetry/record.ts";
import { testParts } from "../../reference-gateway/testing/parts.ts";
import { memoryPlatformKeys } from "../../reference-gateway/vault/memory.ts";
import { openRegistry } from "../../registry/index.ts";

/** Where the pages say that they are. */
export const ORIGIN = "http://localhost:8787";
const DAY_MS = 86_400_000;
const DAYS = 30;
const END = Date.UTC(2026, 10, 30, 16);
/** The day on which a provider had trouble, counted from the first. */
const BAD_DAY = 19;
/** 25 USD in pico-USD. */
const DEPOSIT = 25n * 10n ** 12n;

const PLATFORM = ["openai", "anthropic", "groq", "deepinfra", "mistral"];
const MODELS = [
  "gpt-4o-mini/openai",
  "gpt-4o-mini/openai",
  "claude-haiku-4-5/anthropic",
  "gpt-oss-120b/groq,gpt-oss-120b/deepinfra",
  "gpt-oss-120b/groq,gpt-oss-120b/deepinfra",
  "mistral-nemo/mistral",
];
const USERS = ["ada", "grace", "edsger", "barbara"];

/** Whole numbers below a bound, one after the other, the same in every run (a linear congruence). */
function series(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

interface Spoken {
  input: number;
  output: number;
}

const chatAnswer = ({ input, output }: Spoken) => ({
  id: "made-up",
  object: "chat.completion",
  created: 1_796_000_000,
  model: "made-up",
  choices: [{ index: 0, message: { role: "assistant", content: "Two metres." }, finish_reason: "stop" }],
  usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
});

/** The same as a stream: words, the end, the counts. */
function chatStream(spoken: Spoken): string[] {
  const about = { id: "made-up", object: "chat.completion.chunk", created: 1_796_000_000, model: "made-up" };
  const delta = (change: object, finish: string | null = null) => ({
    ...about,
    choices: [{ index: 0, delta: change, finish_reason: finish }],
  });
  const { usage } = chatAnswer(spoken);
  const chunks = [
    delta({ role: "assistant", content: "" }),
    delta({ content: "Two" }),
    delta({ content: " metres." }),
    delta({}, "stop"),
    { ...about, choices: [], usage },
  ];
  return [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), "data: [DONE]\n\n"];
}

const messagesAnswer = ({ input, output }: Spoken) => ({
  id: "msg_made_up",
  type: "message",
  role: "assistant",
  model: "made-up",
  content: [{ type: "text", text: "Two metres." }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: input, output_tokens: output },
});

const claim = (verdict: Claim["verdict"], held: string): Claim => ({
  api: null,
  verdict,
  held,
  proof: "authored",
});

/** Of a made-up run: all conform but one. */
function madeUpClaims(): Claims {
  const providers = Object.keys(openRegistry().source.providers).map((slug) => {
    const total =
      slug === "azure"
        ? claim("does not conform", "MUST 94/95, SHOULD 2/2")
        : claim("conforms", "MUST 95/95, SHOULD 2/2");
    return [slug, { total, apis: [total] }] as const;
  });
  return {
    kind: "report",
    set: "2026-12",
    target: "reference",
    at: END - 3_600_000,
    providers: new Map(providers),
  };
}

const OVERLOADED = { error: { message: "The model is overloaded", type: "server_error" } };

/** @param pause lets time pass before each part */
function answerOf(status: number, parts: readonly string[], type = "application/json", pause = () => {}) {
  return {
    status,
    headers: new Headers({ "content-type": type }),
    body: (async function* () {
      for (const part of parts) {
        pause();
        yield Buffer.from(part);
      }
    })(),
  };
}

/** Asks for a page of the dashboard as somebody who is signed in. */
export type Ask = (path: string) => Promise<Response>;

/** The gateway after its month. */
export async function gatewayWithTraffic(): Promise<{ ask: Ask; requestId: string }> {
  const next = series(7);
  let now = END - (DAYS - 1) * DAY_MS;
  /** So many calls that come next fail. */
  let failing = 0;
  const clock = { now: () => now, after: () => () => {} };
  const transport: Transport = {
    send: async ({ url, body }) => {
      now += 180 + next(900) + (next(12) === 0 ? 1_600 : 0);
      const spoken = { input: 2_000 + next(24_000), output: 200 + next(2_500) };
      const isDown = failing > 0;
      failing -= 1;
      if (isDown) return answerOf(503, [JSON.stringify(OVERLOADED)]);
      if (url.includes("api.anthropic.com")) return answerOf(200, [JSON.stringify(messagesAnswer(spoken))]);
      const asked: { stream?: unknown } = JSON.parse(Buffer.from(body).toString("utf8"));
      if (asked.stream !== true) return answerOf(200, [JSON.stringify(chatAnswer(spoken))]);
      const pause = () => {
        now += 120 + next(400);
      };
      return answerOf(200, chatStream(spoken), "text/event-stream", pause);
    },
  };
  const records = memoryRecords();
  const platform = PLATFORM.map((slug) => [slug, { secret: `made-up-key-of-${slug}`, config: {} }] as const);
  const { parts } = testParts(
    {
      clock,
      transport,
      records,
      requestLog: memoryRequestLog(records.all),
      platformKeys: memoryPlatformKeys(new Map(platform)),
      dashboard: { claims: { read: async () => madeUpClaims() } },
    },
    DEPOSIT,
  );
  const app = createGateway(parts);
  const KEY = "gateway-key";
  let requestId = "";
  for (let day = 0; day < DAYS; day++) {
    const start = END - (DAYS - 1 - day) * DAY_MS - 6 * 3_600_000;
    const requests = 9 + next(7) + Math.floor(day / 4) - (day % 7 > 4 ? 6 : 0);
    for (let index = 0; index < requests; index++) {
      now = start + index * 1_260_000 + next(600_000);
      failing = next(day === BAD_DAY ? 3 : 25) === 0 ? 1 + next(2) : 0;
      const model = MODELS[next(MODELS.length)] ?? "";
      // The stand-in of Anthropic does not stream.
      const stream = next(2) === 0 && !model.includes("anthropic");
      const user = USERS[next(USERS.length)] ?? "ada";
      const response = await app.request("/v1/chat/completions", {
        method: "POST",
        headers: {
          authorization: `Bearer ${KEY}`,
          "content-type": "application/json",
          "helicone-user-id": user,
          "helicone-property-team": user < "c" ? "tides" : "harbour",
          "helicone-session-id": `session-${day}`,
          "helicone-session-name": "questions of a day",
          ...(day > 8 ? { "helicone-cache-enabled": "true" } : {}),
        },
        body: JSON.stringify({
          model,
          stream,
          messages: [{ role: "user", content: `How high is the tide in harbour ${next(40)}?` }],
        }),
      });
      await response.text();
      await parts.background.idle();
      const id = response.headers.get("helicone-id") ?? "";
      const record = await parts.records.get("a", id);
      // One that fell from one provider to the next has the most to show.
      if (record?.outcome === "success" && record.attempts.length > 0 && record.stream) requestId = id;
      if (next(4) === 0) await parts.requestLog.rate("a", id, next(5) > 0, now);
    }
  }
  if (requestId === "") throw new Error("no made-up request fell from one provider to the next");
  now = END;
  const signIn = await app.request(`${ORIGIN}/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ key: KEY }),
  });
  const cookie = (signIn.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
  return { ask: async (path) => app.request(`${ORIGIN}${path}`, { headers: { cookie } }), requestId };
}
