/**
 * What becomes of bad input, bad vectors and failures: stated answers, nothing charged, never another model.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { EmbeddingsCase } from "../../engine/case.ts";
import type { EmbeddingsCaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { declaredAt } from "../../recordings/host-meanings.ts";
import { mostInputs, sizeOf } from "../../upstream/embeddings/facts.ts";
import { json } from "../../upstream/wire.ts";
import { checkAmount, costAt, watchBill } from "../_shared/bill.ts";
import { statusFor } from "../errors/judge.ts";
import { embed, PATH, packed, provide, TOKENS_EACH, texts, vectorOf, vectorsIn } from "./support.ts";

const TEXT = "Where does the tide go?";

const brief = (reply: Reply) => {
  const error = errorOf(reply);
  return [reply.status, error?.code, error?.param];
};

/** Bodies that are no requests, and the place that the answer must name. */
const BAD_INPUT: readonly [name: string, body: JsonObject, param: string][] = [
  ["empty-text", { input: "" }, "input"],
  ["no-inputs", { input: [] }, "input"],
  ["an-empty-text-among-others", { input: ["tide", ""] }, "input[1]"],
  ["three-thousand", { input: texts(3000) }, "input"],
  ["one-too-many", { input: texts(2049) }, "input"],
  ["absent", {}, "input"],
  ["null", { input: null }, "input"],
  ["number", { input: 7 }, "input"],
  ["object", { input: { text: "tide" } }, "input"],
  ["mixed", { input: ["tide", 7] }, "input[1]"],
  ["empty-tokens", { input: [[1], []] }, "input[1]"],
  ["negative-token", { input: [4, -1] }, "input[1]"],
  ["fractional-token", { input: [4, 1.5] }, "input[1]"],
  ["format", { input: TEXT, encoding_format: "int8" }, "encoding_format"],
  ["zero-dimensions", { input: TEXT, dimensions: 0 }, "dimensions"],
  ["negative-dimensions", { input: TEXT, dimensions: -1 }, "dimensions"],
  ["fractional-dimensions", { input: TEXT, dimensions: 2.5 }, "dimensions"],
  ["purpose", { input: TEXT, input_type: "prose" }, "input_type"],
  ["dimensions-as-a-text", { input: TEXT, dimensions: "" }, "dimensions"],
  ["dimensions-as-a-list", { input: TEXT, dimensions: [] }, "dimensions"],
  ["empty-format", { input: TEXT, encoding_format: "" }, "encoding_format"],
  ["empty-purpose", { input: TEXT, input_type: "" }, "input_type"],
  ["users", { input: TEXT, user: [] }, "user"],
];

const NOT_A_NUMBER = [Number.NaN, 0.5];

/** Answers that hold no vectors, made from the right ones. */
const BAD_VECTORS: readonly {
  name: string;
  only?: "base64";
  vectors(right: readonly number[][]): Json[];
}[] = [
  { name: "too-short", vectors: (right) => right.map((vector) => vector.slice(1)) },
  { name: "too-long", vectors: (right) => right.map((vector) => [...vector, 0.5]) },
  { name: "empty", vectors: (right) => right.map(() => []) },
  { name: "null-inside", vectors: (right) => right.map((vector) => [null, ...vector.slice(1)]) },
  { name: "text-inside", vectors: (right) => right.map((vector) => ["0.5", ...vector.slice(1)]) },
  { name: "beyond-floats", vectors: (right) => right.map((vector) => [1e300, ...vector.slice(1)]) },
  { name: "null", vectors: (right) => right.map(() => null) },
  { name: "one-lost", vectors: () => [] },
  {
    name: "nan-in-base64",
    only: "base64",
    vectors: (right) => right.map((vector) => packed([...NOT_A_NUMBER, ...vector.slice(2)])),
  },
  {
    name: "base64-of-a-wrong-length",
    only: "base64",
    vectors: (right) => right.map((vector) => packed(vector.slice(0, -1))),
  },
  { name: "no-base64", only: "base64", vectors: (right) => right.map(() => "no base64!") },
  {
    name: "base64-of-half-floats",
    only: "base64",
    vectors: (right) => right.map((vector) => Buffer.alloc(vector.length * 2).toString("base64")),
  },
];

async function refusesVectors(context: EmbeddingsCaseContext): Promise<void> {
  const endpoint = context.endpoint();
  const session = await context.open();
  for (const { name, only, vectors } of BAD_VECTORS) {
    if (only === "base64" && !context.wire.isOpenAi) continue;
    provide(context, session, { vectors });
    const bill = await watchBill(session, () => embed(session, endpoint, { input: TEXT }));
    const [status, code] = brief(bill.reply);
    context.check.equal("API-02", `${name}.refused`, [status, code], [502, "invalid_upstream_response"]);
    context.check.equal("API-02", `${name}.not-charged`, bill.charged, 0n);
    context.check.equal("API-02", `${name}.released`, (await session.gateway.wallet("a")).reserved, 0n);
  }
}

/** Endpoints of the same model at other providers, that can be asked in both modes. */
const others = (context: EmbeddingsCaseContext, { model, provider }: Endpoint): Endpoint[] =>
  context.registry.indexes
    .endpointsOfModel(model)
    .filter((endpoint) => endpoint.provider !== provider && endpoint.ptbEnabled);

const FAILURES: readonly [upstream: number, byok: number, ptb: number][] = [
  [400, 400, 400],
  [401, 401, 502],
  [404, 404, 404],
  [429, 429, 429],
  [500, 502, 502],
];

export const refusalCases: readonly EmbeddingsCase[] = [
  {
    id: "embeddings.input",
    area: "embeddings",
    operation: "embeddings",
    title: "refuses what is no request for embeddings with a 400 that names the place, before any call",
    why: "Empty texts, three thousand inputs and wrong types were sent on, or failed as faults of the gateway's.",
    requirements: ["API-02", "ERR-08"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const session = await context.open();
      provide(context, session);
      for (const [name, body, param] of BAD_INPUT) {
        const reply = await embed(session, endpoint, body);
        context.check.equal("ERR-08", name, brief(reply), [400, "invalid_body", param]);
      }
      context.check.equal("API-02", "no-call", session.received.length, 0);
      const good = await embed(session, endpoint, { input: TEXT });
      context.check.equal("ERR-08", "next-works", good.status, 200);
    },
  },
  {
    id: "embeddings.bad-vectors",
    area: "embeddings",
    operation: "embeddings",
    title:
      "takes vectors of a wrong length, with NaN, or fewer than inputs for no answer, and charges nothing",
    why: "Vectors that are none end in the caller's index, where nobody finds them again.",
    requirements: ["API-02"],
    run: refusesVectors,
  },
  {
    id: "embeddings.usage.absent",
    area: "embeddings",
    operation: "embeddings",
    title: "tells no usage where the provider counted nothing, and never a zero that is believed",
    why: "A provider that counts 0 for real texts, or nothing at all, is not free by accident.",
    requirements: ["API-02", "USE-05"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const session = await context.open();
      for (const [name, tokens] of [["nothing", null] as const, ["zero", 0] as const]) {
        provide(context, session, { tokens });
        const { reply, record } = await watchBill(session, () => embed(session, endpoint, { input: TEXT }));
        context.check.equal("API-02", `${name}.status`, reply.status, 200);
        context.check.equal("USE-05", `${name}.usage`, reply.json?.usage, undefined);
        context.check.that("USE-05", `${name}.flagged`, (record?.cost?.problem ?? "") !== "", {
          expected: "a record that says why nothing was charged",
          seen: record?.cost?.problem,
        });
      }
    },
  },
  {
    id: "embeddings.errors",
    area: "embeddings",
    operation: "embeddings",
    title: "gives the provider's refusals in OpenAI's envelope with the status that they mean",
    why: "Every provider of embeddings says errors in its own form; clients read one.",
    requirements: ["API-02", "ERR-02", "ERR-03"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const session = await context.open();
      for (const [upstream, byok, ptb] of FAILURES) {
        const said = `the tide is out ${upstream}`;
        session.answer(json(upstream, context.wire.error(upstream, said)));
        const { reply, charged } = await watchBill(session, () => embed(session, endpoint, { input: TEXT }));
        const declared = declaredAt(context.api, upstream);
        const shown = context.mode === "byok" ? byok : ptb;
        const expected = declared === null ? shown : statusFor(context, declared.status);
        context.check.equal("ERR-02", `${upstream}.status`, reply.status, expected);
        context.check.equal("API-02", `${upstream}.not-charged`, charged, 0n);
        const message = String(errorOf(reply)?.message);
        const isOwn = upstream === 401 && context.mode === "ptb";
        context.check.that("ERR-03", `${upstream}.message`, isOwn || message.includes(said), {
          expected: `the provider's sentence: ${said}`,
          seen: message,
        });
      }
    },
  },
  {
    id: "embeddings.all-or-nothing",
    area: "embeddings",
    operation: "embeddings",
    title: "fails the whole request where one of its calls fails, and charges nothing",
    why: "Half of the vectors under the indexes of all of them is worse than an error.",
    requirements: ["API-02", "BIL-01"],
    needs: {
      endpoints: {
        that: "whose calls have a documented number of inputs",
        where: ({ provider, api }) => Number.isFinite(mostInputs(provider, api)),
      },
    },
    run: async (context) => {
      const endpoint = context.endpoint();
      const inputs = texts(mostInputs(endpoint.provider, endpoint.api) + 1);
      const session = await context.open();
      provide(context, session, {
        instead: (given) =>
          given.includes(inputs.at(-1) ?? "") ? json(500, context.wire.error(500, "the tide is out")) : null,
      });
      const { reply, charged } = await watchBill(session, () => embed(session, endpoint, { input: inputs }));
      context.check.equal("API-02", "status", reply.status, 502);
      context.check.equal("API-02", "no-vectors", vectorsIn(reply), null);
      context.check.equal("BIL-01", "not-charged", charged, 0n);
      context.check.equal("BIL-01", "released", (await session.gateway.wallet("a")).reserved, 0n);
    },
  },
  {
    id: "embeddings.too-many-calls",
    area: "embeddings",
    operation: "embeddings",
    title: "refuses more inputs than the host can be asked for in a bounded number of calls",
    why: "Two thousand texts to a host that takes one a call are two thousand calls for one request.",
    requirements: ["API-02"],
    needs: {
      endpoints: {
        that: "that takes one input a call",
        where: ({ provider, api }) => mostInputs(provider, api) === 1,
      },
    },
    run: async (context) => {
      const session = await context.open();
      provide(context, session);
      const reply = await embed(session, context.endpoint(), { input: texts(65) });
      context.check.equal("API-02", "refused", brief(reply), [400, "unsupported_parameter", "input"]);
      context.check.equal("API-02", "no-call", session.received.length, 0);
    },
  },
  {
    id: "embeddings.credit",
    area: "embeddings",
    operation: "embeddings",
    title: "sets at least the price aside for all inputs, and refuses what the wallet does not cover",
    why: "A reservation that counts the first text only is spent many times over.",
    requirements: ["API-02", "BIL-01", "BIL-05"],
    modes: ["ptb"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const inputs = texts(10).map((text) => `${text} ${"ebb and flow ".repeat(20)}`);
      // No text has more tokens than bytes, and two that begin and end it: no provider can count more.
      const most = inputs.reduce((sum, text) => sum + new TextEncoder().encode(text).length + 2, 0);
      const cost = costAt(context, endpoint, { input: most });
      const poor = await context.open({ deposit: cost - 1n });
      provide(context, poor);
      const refused = await embed(poor, endpoint, { input: inputs });
      context.check.equal(
        "BIL-05",
        "refused",
        [refused.status, errorOf(refused)?.code],
        [402, "insufficient_credits"],
      );
      context.check.equal("BIL-05", "no-call", poor.received.length, 0);
      const rich = await context.open();
      provide(context, rich, { tokens: null, instead: () => null });
      let held = 0n;
      rich.serve((request) => {
        const { inputs: sent, model } = context.wire.read(request);
        void rich.gateway.wallet("a").then(({ reserved }) => {
          held = reserved > held ? reserved : held;
        });
        const vectors = sent.map((input) => vectorOf(input, sizeOf(model)));
        const { body, headers } = context.wire.answer(vectors, sent.length * TOKENS_EACH, model);
        return json(200, body, headers);
      });
      const bill = await watchBill(rich, () => embed(rich, endpoint, { input: inputs }));
      context.check.that("BIL-01", "reserved", held >= cost, { expected: `at least ${cost}`, seen: held });
      checkAmount(context, "BIL-01", "settled", bill, costAt(context, endpoint, { input: 10 * TOKENS_EACH }));
    },
  },
  {
    id: "embeddings.fallback",
    area: "embeddings",
    operation: "embeddings",
    title: "falls back to the same model at another host, and takes its vectors",
    why: "The vectors of one model are the same wherever it runs.",
    requirements: ["API-02", "FLB-01"],
    needs: {
      endpoints: {
        that: "of a model that another provider has, too",
        where: ({ model }) => hasHosts(model),
      },
    },
    run: async (context) => {
      const endpoint = context.endpoint((candidate) => others(context, candidate).length > 0);
      const [other] = others(context, endpoint);
      if (!other) throw new Error("the case needs another host");
      const slugs = [endpoint.provider, other.provider];
      const session = await context.open(
        context.mode === "byok"
          ? { keys: slugs.map((provider) => ({ provider, byokOnly: true })) }
          : { platform: slugs },
      );
      const isOther = (url: string) =>
        context.registry.provider(other.provider)?.hosts.some((host) => host.test(url));
      session.serve((request) => {
        if (!isOther(request.url)) return json(503, context.wire.error(503, "overloaded"));
        const wire = context.wireAt(other);
        const { inputs, model } = wire.read(request);
        const { body, headers } = wire.answer(
          inputs.map((input) => vectorOf(input, sizeOf(model))),
          7,
          model,
        );
        return json(200, body, headers);
      });
      const entries = slugs.map((provider) => `${endpoint.model}/${provider}`).join(",");
      const reply = await session.send({ model: entries, input: TEXT }, { path: PATH });
      context.check.equal("FLB-01", "status", reply.status, 200);
      context.check.equal("FLB-01", "served-by", reply.headers.get("helicone-provider"), other.provider);
      context.check.equal("API-02", "vector", vectorsIn(reply)?.[0]?.embedding, [
        ...vectorOf(TEXT, sizeOf(other.providerModelId)),
      ]);
    },
  },
  {
    id: "embeddings.one-model",
    area: "embeddings",
    operation: "embeddings",
    title: "never answers with another model, nor with one that makes no vectors",
    why: "Vectors of two models cannot be compared; an index that holds both finds nothing.",
    requirements: ["API-02"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const session = await context.open();
      provide(context, session);
      const { indexes } = context.registry;
      const vectors = indexes.endpoints.find(
        (e) => e.operation === "embeddings" && e.model !== endpoint.model,
      );
      const chat = indexes.endpoints.find((e) => e.operation === "chat");
      if (!vectors || !chat) throw new Error("the case needs another model and a chat");
      const list = `${endpoint.model}/${endpoint.provider},${vectors.model}/${vectors.provider}`;
      const mixed = await session.send({ model: list, input: TEXT }, { path: PATH });
      context.check.equal("API-02", "two-models", brief(mixed), [400, "different_models", "model"]);
      const chatting = await session.send(
        { model: `${chat.model}/${chat.provider}`, input: TEXT },
        { path: PATH },
      );
      context.check.equal("API-02", "a-chat-model", brief(chatting), [400, "no_attempt_possible", "model"]);
      const asked = { messages: [{ role: "user", content: TEXT }] };
      const reversed = await session.send({ model: `${endpoint.model}/${endpoint.provider}`, ...asked });
      context.check.equal("API-02", "chatting-with-vectors", brief(reversed), [
        400,
        "no_attempt_possible",
        "model",
      ]);
      context.check.equal("API-02", "no-call", session.received.length, 0);
    },
  },
  {
    id: "embeddings.cache",
    area: "embeddings",
    operation: "embeddings",
    title: "answers the same request from the cache for nothing, and no other one",
    why: "Embeddings repeat more than anything; the form and the length of the vectors are part of the question.",
    requirements: ["API-02", "CAC-01", "CST-08"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const session = await context.open();
      provide(context, session);
      const headers = { "helicone-cache-enabled": "true" };
      const first = await embed(session, endpoint, { input: TEXT }, { headers });
      const again = await watchBill(session, () => embed(session, endpoint, { input: TEXT }, { headers }));
      context.check.equal("CAC-01", "hit", again.reply.headers.get("helicone-cache"), "HIT");
      context.check.equal("CAC-01", "same", again.reply.json, first.json);
      context.check.equal("CST-08", "free", again.charged, 0n);
      context.check.equal("CAC-01", "calls", session.received.length, 1);
      const other = await embed(session, endpoint, { input: TEXT, encoding_format: "base64" }, { headers });
      context.check.equal("CAC-01", "other-form", other.headers.get("helicone-cache"), "MISS");
    },
  },
];

/** Models that more than one provider has. */
function hasHosts(model: string): boolean {
  return SEVERAL.some((pattern) => pattern.test(model));
}

/** By hand: the models that the registry lists at more than one provider. */
const SEVERAL = [
  /^text-embedding-/,
  /^gemini-embedding-/,
  /^embed-/,
  /^bge-(?:base|large|m3)/,
  /^qwen3-embedding-/,
];
