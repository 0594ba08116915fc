/**
 * Broken errors (ERR).
 * @module
 */
import type { GatewayParts, UpstreamResponse } from "../../reference-gateway/parts.ts";
import type { ApiError } from "../../registry/errors/api-error.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { UpstreamFailure } from "../../registry/providers/_shared/base.ts";
import type { Around, Plant } from "../targets/reference.ts";
import { sse, wireOf } from "../upstream/wire.ts";
import type { Defect } from "./defect.ts";
import { withAnswer, withCodec, withParts, withProvider, withRegistry } from "./plants.ts";

const ALL = ["deepinfra", "openai", "groq"];
const whole: Plant = (parts) => parts;

/** Every upstream error changed after it was normalised. */
const withError = (change: (error: ApiError, failure: UpstreamFailure) => Partial<ApiError>): Plant =>
  withProvider((original) => ({
    normalizeError: (failure) => {
      const error = original.normalizeError(failure);
      return { ...error, ...change(error, failure) };
    },
  }));

/** Every failed answer changed on its way to the caller. */
const aroundErrors =
  (change: (body: JsonObject, response: Response) => { status?: number; body?: Json }): Around =>
  (send) =>
  async (path, init) => {
    const response = await send(path, init);
    if (response.status < 400) return response;
    const body: JsonObject = JSON.parse(await response.text());
    const changed = change(body, response);
    return new Response(JSON.stringify(changed.body ?? body), {
      status: changed.status ?? response.status,
      headers: response.headers,
    });
  };

const inError = (body: JsonObject, change: JsonObject): Json => ({
  error: { ...(isObject(body.error) ? body.error : {}), ...change },
});

const textOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
};

async function* only(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** A 200 whose JSON has no choices is read as an empty answer. */
async function* defensively(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const text = await textOf(body);
  const blank = wireOf("openai-chat").completion("");
  yield* only(text.trim().startsWith("{") && text.includes('"error"') ? JSON.stringify(blank) : text);
}

const isStream = ({ headers }: UpstreamResponse): boolean =>
  (headers.get("content-type") ?? "").startsWith("text/event-stream");

/** Ends a body that breaks off as if the provider had finished. */
async function* finishing(answer: UpstreamResponse): AsyncGenerator<Uint8Array> {
  try {
    yield* answer.body;
  } catch {
    const pieces = sse(wireOf("openai-chat").stream([]));
    if (isStream(answer) && pieces.kind === "answer") yield* pieces.chunks;
  }
}

/** A failed call becomes the given answer of a provider. */
const failingAs = (answer: (error: unknown, parts: GatewayParts, url: string) => Response): Plant =>
  withParts((parts) => ({
    transport: {
      send: async (request, signal) => {
        try {
          return await parts.transport.send(request, signal);
        } catch (error) {
          const { status, headers, body } = answer(error, parts, request.url);
          return { status, headers, body: body ?? only("") };
        }
      },
    },
  }));

/** Gives a slot to each request and takes it back only when a record is written. */
const leakingSlots: Plant = (parts) => {
  let taken = 0;
  return {
    ...parts,
    ids: {
      uuid: () => {
        if (++taken > 3) throw new Error("no slot left");
        return parts.ids.uuid();
      },
    },
    records: {
      ...parts.records,
      put: async (record) => {
        taken--;
        return parts.records.put(record);
      },
    },
  };
};

/** Later failures of the same request are answered with its first one. */
const rememberingFirst = (answers: Map<string, string>): Plant =>
  withParts((parts) => ({
    transport: {
      send: async (request, signal) => {
        const answer = await parts.transport.send(request, signal);
        if (answer.status < 400) return answer;
        const key = new TextDecoder().decode(request.body).includes('"stream":true') ? "s" : "p";
        const first = answers.get(key) ?? (await textOf(answer.body));
        answers.set(key, first);
        return { ...answer, status: 429, body: only(first) };
      },
    },
  }));

export const errorDefects: readonly Defect[] = [
  {
    id: "errors.everything-is-500",
    title: "Every failure becomes a 500 in one catch",
    seenIn: "mozilla-ai/otari#978, InsForge/InsForge#976",
    breaks: ["ERR-02", "ERR-03", "ERR-07", "ERR-08", "ERR-09"],
    providers: ALL,
    plant: whole,
    around: aroundErrors((body) => ({ status: 500, body: inError(body, { type: "internal_error" }) })),
  },
  {
    id: "errors.rate-limit-is-500",
    title: "A rate limit surfaces as a server error",
    seenIn: "fr0ster/llm-agent#282",
    breaks: ["ERR-02", "ERR-05"],
    plant: withError((error) =>
      error.status === 429 ? { status: 502, type: "api_error", retryAfter: null } : {},
    ),
  },
  {
    id: "errors.body-parsed-blindly",
    title: "Error bodies are parsed as JSON without looking, and error.message is read from them",
    seenIn: "Portkey-AI/gateway#722, NVIDIA/NeMo-Relay#485",
    breaks: ["ERR-01", "ERR-02"],
    plant: withCodec((dialect) => ({
      decodeError: (text, headers) => ({
        ...dialect.decodeError("{}", headers),
        message: JSON.parse(text).error.message,
      }),
    })),
  },
  {
    id: "errors.message-lost",
    title: "Providers' own error forms are not read, and the message is empty",
    seenIn: "Portkey-AI/gateway#1250, envoyproxy/ai-gateway#1591",
    breaks: ["ERR-01"],
    providers: ALL,
    plant: whole,
    around: aroundErrors((body) => ({ body: inError(body, { message: "" }) })),
  },
  {
    id: "errors.raw-body-forwarded",
    title: "The provider's body is passed on as it is",
    seenIn: "nyroway/nyro#67",
    breaks: ["ERR-01", "ERR-06"],
    plant: withError((_error, { text }) => ({ message: text })),
  },
  {
    id: "errors.wrapped-twice",
    title: "The envelope is put into another envelope",
    seenIn: "tensorzero/tensorzero#5818, langchain-ai/langchainjs#10313",
    breaks: ["ERR-01", "ERR-06", "ERR-08"],
    plant: whole,
    around: aroundErrors((body) => ({ body: inError(body, { message: JSON.stringify(body) }) })),
  },
  {
    id: "errors.masking-off",
    title: "Messages are neither masked nor bounded",
    seenIn: "any-llm#839, openclaw/openclaw#97817",
    breaks: ["ERR-06", "SEC-01"],
    plant: withError((error, failure) => {
      const { message } = failure.body ?? JSON.parse(failure.text || "{}").error ?? {};
      return typeof message === "string" ? { message } : { message: error.message };
    }),
  },
  {
    id: "errors.unbounded",
    title: "Messages of any length are passed on",
    seenIn: "own",
    breaks: ["ERR-06"],
    plant: withError(({ message }) => ({ message: message.length < 900 ? message : message.repeat(100) })),
  },
  {
    id: "errors.retry-after-dropped",
    title: "A fresh header set loses Retry-After and the provider's request id",
    seenIn: "majiayu000/litellm-rs#833, vercel/ai#18662",
    breaks: ["ERR-05"],
    plant: withError(() => ({ retryAfter: null, upstreamRequestId: null })),
  },
  {
    id: "errors.retry-after-in-ms",
    title: "Milliseconds are passed on as seconds",
    seenIn: "own",
    breaks: ["ERR-05"],
    plant: withError(({ retryAfter }, { headers }) => {
      const ms = headers.get("retry-after-ms");
      return { retryAfter: ms === null ? retryAfter : Number(ms) };
    }),
  },
  {
    id: "errors.retry-after-date",
    title: "An HTTP date in Retry-After is not understood",
    seenIn: "own",
    breaks: ["ERR-05"],
    plant: withError(({ retryAfter }, { headers }) => ({
      retryAfter: headers.get("retry-after")?.includes("GMT") ? null : retryAfter,
    })),
  },
  {
    id: "errors.upstream-id-dropped",
    title: "The provider's request id is dropped",
    seenIn: "any-llm#1287, tensorzero/tensorzero#5237",
    breaks: ["ERR-05"],
    plant: withAnswer((answer) => {
      const headers = new Headers([...answer.headers]);
      headers.delete("x-request-id");
      return { ...answer, headers };
    }),
  },
  {
    id: "errors.in-200-is-success",
    title: "A 200 is never looked into for an error",
    seenIn: "vercel/ai#11671, nodetool-ai/nodetool#5755",
    breaks: ["ERR-04"],
    plant: withAnswer((answer) =>
      answer.status === 200 && !isStream(answer) ? { ...answer, body: defensively(answer.body) } : answer,
    ),
  },
  {
    id: "errors.in-200-is-502",
    title: "An error inside a 200 is 502 whatever it says",
    seenIn: "mmeyerlein/meclaw#75",
    breaks: ["ERR-02", "ERR-04"],
    plant: withError((_error, { status }) =>
      status === 200 ? { status: 502, type: "api_error", meaning: "api" } : {},
    ),
  },
  {
    id: "errors.platform-401-passed",
    title: "In PTB the provider's refusal of our key is passed to the caller",
    seenIn: "own",
    breaks: ["ERR-03"],
    plant: withError(({ meaning }) =>
      ["authentication", "quota", "permission"].includes(meaning) ? { meaning: "not_found" } : {},
    ),
  },
  {
    id: "errors.byok-401-blamed-on-us",
    title: "In BYOK a refused key is reported as the gateway's own",
    seenIn: "own",
    breaks: ["ERR-02", "ERR-03"],
    plant: withError(({ meaning }) =>
      meaning === "authentication" ? { status: 502, code: "provider_credentials_rejected" } : {},
    ),
  },
  {
    id: "errors.network-text-leaks",
    title: "The network's own error text, with host and library, is the message",
    seenIn: "litellm#37781, nyroway/nyro#67",
    breaks: ["ERR-06", "ERR-07"],
    plant: failingAs((error, _parts, url) =>
      Response.json({ error: { message: `fetch failed: ${url} ${error}` } }, { status: 502 }),
    ),
  },
  {
    id: "errors.timeout-never-fires",
    title: "Limits are set and never enforced",
    seenIn: "any-llm#1297, vercel/ai#11595",
    breaks: ["ERR-07", "FLB-01", "FLB-03"],
    plant: withParts(({ clock }) => ({ clock: { now: () => clock.now(), after: () => () => {} } })),
  },
  {
    id: "errors.timeout-is-unreachable",
    title: "A timeout is reported as a lost connection",
    seenIn: "vercel/ai#14943, langchain-ai/langchainjs#10412",
    breaks: ["ERR-07"],
    plant: whole,
    around: aroundErrors((body, { status }) =>
      status === 504 ? { status: 502, body: inError(body, { type: "api_error" }) } : {},
    ),
  },
  {
    id: "errors.lost-connection-finishes",
    title: "A connection that dies ends the answer cleanly",
    seenIn: "maximhq/bifrost#5546, vercel/ai#19169",
    breaks: ["ERR-07", "FLB-02"],
    plant: withAnswer((answer) => ({ ...answer, body: finishing(answer) })),
  },
  {
    id: "errors.frame-swallowed",
    title: "An error frame in a stream is skipped and the stream ends with [DONE]",
    seenIn: "any-llm#847, maximhq/bifrost#5568",
    breaks: ["ERR-01", "FLB-02"],
    providers: ALL,
    plant: withCodec((dialect) => ({
      decodeStream: async function* (bytes, context) {
        for await (const event of dialect.decodeStream(bytes, context)) {
          yield event.type === "error" ? { type: "end" } : event;
        }
      },
    })),
  },
  {
    id: "errors.frame-then-finish",
    title: "A success finish goes out before the error frame",
    seenIn: "maximhq/bifrost#6783",
    breaks: ["ERR-01", "FLB-02"],
    plant: withCodec((dialect) => ({
      decodeStream: async function* (bytes, context) {
        for await (const event of dialect.decodeStream(bytes, context)) {
          if (event.type === "error") {
            const choices = [{ index: 0, delta: {}, finish_reason: "stop" as const }];
            const chunk = {
              id: "x",
              object: "chat.completion.chunk" as const,
              created: 1,
              model: "m",
              choices,
            };
            yield { type: "chunk", content: true, chunk };
          }
          yield event;
        }
      },
    })),
  },
  {
    id: "errors.refused-request-keeps-its-slot",
    title: "Requests refused before the first attempt never give their slot back",
    seenIn: "own",
    breaks: ["ERR-08"],
    plant: leakingSlots,
  },
  {
    id: "errors.param-lost",
    title: "Refused input does not say which field",
    seenIn: "own",
    breaks: ["ERR-08"],
    plant: whole,
    around: aroundErrors((body) => ({ body: inError(body, { param: null }) })),
  },
  {
    id: "errors.attempts-unlisted",
    title: "The list of attempts is missing",
    seenIn: "own",
    breaks: ["ERR-09"],
    plant: whole,
    around: aroundErrors((body) => ({ body: inError(body, { attempts: [] }) })),
  },
  {
    id: "errors.attempts-reversed",
    title: "The list of attempts stands in the wrong order",
    seenIn: "own",
    breaks: ["ERR-09"],
    plant: whole,
    around: aroundErrors((body) => {
      const attempts = isObject(body.error) && Array.isArray(body.error.attempts) ? body.error.attempts : [];
      return attempts.length > 1 ? { body: inError(body, { attempts: attempts.toReversed() }) } : {};
    }),
  },
  {
    id: "errors.first-error-wins",
    title: "The first attempt's error is the answer, not the last one's",
    seenIn: "own",
    breaks: ["ERR-09"],
    plant: (parts) => rememberingFirst(new Map())(parts),
  },
  {
    id: "errors.no-second-attempt-when-limited",
    title: "Only the first attempt of the plan is made",
    seenIn: "vercel/ai#15213, vercel/ai#12048",
    breaks: ["FLB-01", "FLB-03", "ERR-05", "ERR-09", "FLB-05"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        return plan.ok ? { ...plan, attempts: plan.attempts.slice(0, 1) } : plan;
      },
    })),
  },
];
