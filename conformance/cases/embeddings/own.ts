/**
 * What hosts of embeddings say and allow beside the vectors: their own fields, an order of their own, and limits on calls.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { EmbeddingsCase } from "../../engine/case.ts";
import { mostInputs, sizeOf } from "../../upstream/embeddings/facts.ts";
import { json } from "../../upstream/wire.ts";
import { watchBill } from "../_shared/bill.ts";
import { reshaped } from "../cost/made-up.ts";
import { briefly, embed, expectedVectors, provide, texts, vectorOf, vectorsIn } from "./support.ts";

/** Fields that nobody here knows, beside the answer and inside its usage. */
const BESIDE: JsonObject = { id: "embd-tide", created: 1_790_000_000, of_its_own: { kept: [true, null] } };
const IN_USAGE: JsonObject = { queue_time: 0.25 };

/** So many calls a minute: one request of two calls, and half of another. */
const CALLS_A_MINUTE = 3;

const isDivided = ({ provider, api, free, deployment }: Endpoint): boolean =>
  Number.isFinite(mostInputs(provider, api)) && !free && deployment === "default";

export const ownEmbeddingsCases: readonly EmbeddingsCase[] = [
  {
    id: "embeddings.own-fields",
    area: "embeddings",
    operation: "embeddings",
    title:
      "keeps what a host of OpenAI's form says beside its vectors, and puts them in order by their indexes",
    why: "Hosts list vectors as they are ready, and tell in fields of their own what their callers pay for.",
    requirements: ["API-02", "MAP-16"],
    needs: { endpoints: { that: "on OpenAI's form", where: ({ api }) => api === "openai-embeddings" } },
    run: async (context) => {
      const endpoint = context.endpoint();
      const session = await context.open();
      const inputs = texts(3);
      const size = sizeOf(endpoint.providerModelId);
      const right = inputs.map((input) => vectorOf(input, size));
      const { body, headers } = context.wire.answer(right, 21, endpoint.providerModelId);
      const answer = isObject(body) ? body : {};
      const data = Array.isArray(answer.data) ? answer.data.toReversed() : [];
      const usage = { ...(isObject(answer.usage) ? answer.usage : {}), ...IN_USAGE };
      session.answer(json(200, { ...answer, ...BESIDE, data, usage }, headers));
      const reply = await embed(session, endpoint, { input: inputs });
      const { data: _vectors, ...beside } = reply.json ?? {};
      context.check.equal("MAP-16", "beside", beside, {
        object: "list",
        model: endpoint.providerModelId,
        ...BESIDE,
        usage: { prompt_tokens: 21, total_tokens: 21, ...IN_USAGE },
      });
      const seen = briefly(vectorsIn(reply));
      context.check.equal("API-02", "by-index", seen, briefly(expectedVectors(inputs, size)));
    },
  },
  {
    id: "embeddings.provider-limits",
    area: "embeddings",
    operation: "embeddings",
    title: "counts every call that one request takes against its provider's limit",
    why: "A request of many inputs is many calls: counted as one, it uses up what the provider allows everybody.",
    requirements: ["LIM-03"],
    modes: ["ptb"],
    needs: { endpoints: { that: "that takes few inputs a call", where: isDivided } },
    run: async (context) => {
      const rateLimits = { rpm: CALLS_A_MINUTE };
      const { endpoint, data } = reshaped(context, (config) => ({ ...config, rateLimits }));
      const session = await context.open({ data });
      const inputs = texts(mostInputs(endpoint.provider, endpoint.api) + 1);
      const statuses: number[] = [];
      for (let n = 0; n < 2; n++) {
        provide(context, session, {}, endpoint);
        statuses.push((await embed(session, endpoint, { input: inputs })).status);
      }
      context.check.equal("LIM-03", "two-calls-each", statuses, [200, 429]);
    },
  },
  {
    id: "embeddings.below-another-status",
    area: "embeddings",
    operation: "embeddings",
    title: "takes vectors below any status but a success for no answer, redirects too, and charges nothing",
    why: "Nobody knows what they are an answer to, and whoever follows a redirect takes the key along.",
    requirements: ["API-02", "ERR-02", "BIL-01"],
    run: async (context) => {
      const endpoint = context.endpoint();
      for (const status of context.sample([300, 302, 304, 307, 418, 520])) {
        const session = await context.open();
        provide(context, session, { status });
        const { reply, charged } = await watchBill(session, () =>
          embed(session, endpoint, { input: "Out." }),
        );
        const told = [reply.status >= 400, vectorsIn(reply), session.received.length];
        context.check.equal("ERR-02", `${status}.refused`, told, [true, null, 1]);
        context.check.equal("BIL-01", `${status}.not-charged`, charged, 0n);
      }
    },
  },
];
