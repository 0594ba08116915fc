/**
 * What callers of /v1/embeddings get: the right vectors in their order, in the form that they asked for, for their price.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type Json } from "../../../registry/json.ts";
import type { EmbeddingsCase } from "../../engine/case.ts";
import type { EmbeddingsCaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import type { Session } from "../../engine/session.ts";
import { mostInputs, shorterOf, sizeOf, takesTokens } from "../../upstream/embeddings/facts.ts";
import { checkAmount, costAt, watchBill } from "../_shared/bill.ts";
import {
  briefly,
  embed,
  expectedVectors,
  packed,
  provide,
  sentTo,
  TOKENS_EACH,
  texts,
  vectorOf,
  vectorsIn,
} from "./support.ts";

const TEXT = "Where does the tide go?";

function checkVectors(
  { check }: EmbeddingsCaseContext,
  name: string,
  reply: Reply,
  inputs: readonly Json[],
  size: number,
): void {
  check.equal("API-02", `${name}.status`, reply.status, 200);
  check.equal(
    "API-02",
    `${name}.vectors`,
    briefly(vectorsIn(reply)),
    briefly(expectedVectors(inputs, size)),
    "each input has its own vector, in the order of the inputs; see registry/canonical/embeddings.ts",
  );
}

/** Wherever a vector stands in the log, the log holds what nobody wants there. */
async function checkLogs(
  { check }: EmbeddingsCaseContext,
  name: string,
  session: Session,
  vector: readonly number[],
): Promise<void> {
  const lines = await session.gateway.logs();
  const needles = [vector.slice(0, 4).join(), packed(vector).slice(0, 24), TEXT];
  const found = lines.filter((line) => needles.some((needle) => line.includes(needle)));
  check.equal(
    "API-02",
    `${name}.not-logged`,
    found.map((line) => line.slice(0, 60)),
    [],
  );
}

async function asksOne(context: EmbeddingsCaseContext, session: Session, endpoint: Endpoint): Promise<void> {
  const { check, mode } = context;
  const name = endpoint.id;
  const size = sizeOf(endpoint.providerModelId);
  provide(context, session);
  const bill = await watchBill(session, () => embed(session, endpoint, { input: TEXT }));
  const { reply, record } = bill;
  checkVectors(context, name, reply, [TEXT], size);
  const [sent] = sentTo(context, session);
  check.equal("MAP-02", `${name}.model`, sent?.model, endpoint.providerModelId);
  check.equal("API-02", `${name}.input`, sent?.inputs, [TEXT]);
  check.equal("API-02", `${name}.object`, reply.json?.object, "list");
  check.equal("API-02", `${name}.usage`, reply.json?.usage, {
    prompt_tokens: TOKENS_EACH,
    total_tokens: TOKENS_EACH,
  });
  checkAmount(context, "API-02", name, bill, costAt(context, endpoint, { input: TOKENS_EACH }));
  check.equal(
    "API-02",
    `${name}.record`,
    [record?.api, record?.served?.api, record?.served?.mode],
    ["openai-embeddings", endpoint.api, mode],
  );
  check.equal("API-02", `${name}.reserved`, (await session.gateway.wallet("a")).reserved, 0n);
  await checkLogs(context, name, session, vectorOf(TEXT, size));
}

async function keepsOrder(context: EmbeddingsCaseContext, endpoint: Endpoint, count: number): Promise<void> {
  const inputs = texts(count);
  const session = await context.open();
  const most = Math.min(mostInputs(endpoint.provider, endpoint.api), count);
  const expected = Array.from({ length: Math.ceil(count / most) }, (_, i) =>
    Math.min(most, count - i * most),
  );
  provide(context, session);
  const bill = await watchBill(session, () => embed(session, endpoint, { input: inputs }));
  const name = `${endpoint.id}.${count}`;
  checkVectors(context, name, bill.reply, inputs, sizeOf(endpoint.providerModelId));
  const sizes = sentTo(context, session).map((sent) => sent.inputs.length);
  context.check.equal(
    "API-02",
    `${name}.calls`,
    [...sizes].sort((a, b) => b - a),
    expected,
  );
  checkAmount(context, "API-02", name, bill, costAt(context, endpoint, { input: count * TOKENS_EACH }));
}

/** Inputs that a host takes in one call, and one more where it documents how many those are. */
const counts = (endpoint: Endpoint): number[] => {
  const most = mostInputs(endpoint.provider, endpoint.api);
  return Number.isFinite(most) ? [3, most + 1] : [3, 40];
};

const hasField = ({ providerModelId }: Endpoint): boolean => !/gemini-embedding-2/.test(providerModelId);

/** Four cells: what the caller asks for, and what the provider gives. */
const CELLS = (["float", "base64", undefined] as const).flatMap((asked) =>
  [false, true].map((base64) => ({ asked, base64 })),
);

export const answerCases: readonly EmbeddingsCase[] = [
  {
    id: "embeddings.answer",
    area: "embeddings",
    operation: "embeddings",
    title: "gives one vector for one text at every endpoint, for its price",
    why: "Models that nobody asks once are found broken by callers; a count that only a header has is read nowhere.",
    requirements: ["API-02", "MAP-02"],
    run: async (context) => {
      const session = await context.open();
      for (const endpoint of context.sample(context.endpoints(), { own: true }))
        await asksOne(context, session, endpoint);
      context.count(context.endpoints().length);
    },
  },
  {
    id: "embeddings.order",
    area: "embeddings",
    operation: "embeddings",
    title: "gives as many vectors as inputs and in their order, in as many calls as the host documents",
    why: "Inputs were fused into one vector, all but the first lost, over-long batches sent in one call.",
    requirements: ["API-02"],
    run: async (context) => {
      const endpoint = context.endpoint();
      for (const count of context.sample(counts(endpoint), { least: 2 }))
        await keepsOrder(context, endpoint, count);
    },
  },
  {
    id: "embeddings.order.late",
    area: "embeddings",
    operation: "embeddings",
    title: "keeps the order of the inputs where later calls are answered first",
    why: "Parallel calls whose answers are put together as they arrive give every text another's vector.",
    requirements: ["API-02"],
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
      const size = sizeOf(endpoint.providerModelId);
      provide(context, session, {
        instead: (given) => {
          if (given[0] !== inputs[0]) return null;
          const right = given.map((input) => vectorOf(input, size));
          const { body, headers } = context.wire.answer(right, 1, endpoint.providerModelId);
          const late = async function* () {
            await session.untilReceived(2);
            yield new TextEncoder().encode(JSON.stringify(body));
          };
          return {
            kind: "answer",
            status: 200,
            chunks: late(),
            headers: [["content-type", "application/json"], ...headers],
          };
        },
      });
      const reply = await embed(session, endpoint, { input: inputs });
      checkVectors(context, endpoint.id, reply, inputs, size);
    },
  },
  {
    id: "embeddings.lists-of-one",
    area: "embeddings",
    operation: "embeddings",
    title: "gives a list of one vector for a list of one text",
    why: "A list of one was taken for a text, or its vector was given without a list.",
    requirements: ["API-02"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const session = await context.open();
      provide(context, session);
      const reply = await embed(session, endpoint, { input: [TEXT] });
      checkVectors(context, "list", reply, [TEXT], sizeOf(endpoint.providerModelId));
      const [sent] = sentTo(context, session);
      context.check.equal("API-02", "list.sent", sent?.inputs, [TEXT]);
      if (context.wire.isOpenAi) context.check.equal("API-02", "list.as-written", sent?.alone, false);
    },
  },
  {
    id: "embeddings.formats",
    area: "embeddings",
    operation: "embeddings",
    title: "gives vectors in the form that the caller asked for, whatever the provider gives",
    why: "Official clients ask for base64 by themselves and read numbers as bytes: vectors of a quarter of the length.",
    requirements: ["API-02"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const size = sizeOf(endpoint.providerModelId);
      const right = vectorOf(TEXT, size);
      const session = await context.open();
      for (const { asked, base64 } of CELLS) {
        if (base64 && !context.wire.isOpenAi) continue;
        const name = `${asked ?? "nothing"}-of-${base64 ? "base64" : "float"}`;
        provide(context, session, { base64 });
        const reply = await embed(session, endpoint, {
          input: TEXT,
          ...(asked === undefined ? {} : { encoding_format: asked }),
        });
        context.check.equal("API-02", `${name}.status`, reply.status, 200);
        const [vector] = vectorsIn(reply) ?? [];
        const expected = asked === "base64" ? packed(right) : right;
        const seen = vector?.embedding;
        // Numbers may be written with fewer digits, as long as the same 32-bit float is read from them.
        const rounded = Array.isArray(seen) ? seen.map((value) => Math.fround(Number(value))) : seen;
        context.check.equal("API-02", `${name}.vector`, rounded, expected);
      }
    },
  },
  {
    id: "embeddings.tokens",
    area: "embeddings",
    operation: "embeddings",
    title: "passes tokens on to OpenAI's models as they are, and refuses them by name elsewhere",
    why: "Tokens were decoded with another model's tokenizer, and one input in tokens became many.",
    requirements: ["API-02", "MAP-15"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const takes = context.api.traits.tokensFor === endpoint.author;
      const size = sizeOf(endpoint.providerModelId);
      const session = await context.open();
      const inputs: [string, Json, Json[]][] = [
        ["one", [4438, 656, 358], [[4438, 656, 358]]],
        ["single-token", [102257], [[102257]]],
        ["two", [[4438], [656, 358]], [[4438], [656, 358]]],
      ];
      for (const [name, input, each] of inputs) {
        provide(context, session);
        const reply = await embed(session, endpoint, { input });
        if (takes) {
          checkVectors(context, name, reply, each, size);
          context.check.equal("API-02", `${name}.sent`, sentTo(context, session)[0]?.inputs, each);
          continue;
        }
        const error = isObject(reply.json?.error) ? reply.json.error : {};
        context.check.equal(
          "API-02",
          `${name}.refused`,
          [reply.status, error.code, error.param],
          [400, "unsupported_parameter", "input"],
        );
        context.check.equal("API-02", `${name}.no-call`, session.received.length, 0);
      }
      // Who takes tokens is known by hand, too.
      context.check.equal("MAP-15", "known", takes, takesTokens(endpoint.providerModelId));
    },
  },
  {
    id: "embeddings.dimensions",
    area: "embeddings",
    operation: "embeddings",
    title: "gives vectors of the length that was asked for, or refuses the length by name",
    why: "The length was dropped or misnamed: vectors of another length do not fit the caller's index.",
    requirements: ["API-02"],
    run: async (context) => {
      const session = await context.open();
      for (const endpoint of context.sample(context.endpoints(), { own: true })) {
        const asked = 256;
        const { providerModelId, id } = endpoint;
        const takes = shorterOf(providerModelId) === asked && context.api.traits.dimensionsField !== null;
        provide(context, session);
        const reply = await embed(session, endpoint, { input: TEXT, dimensions: asked });
        if (takes) {
          checkVectors(context, id, reply, [TEXT], asked);
          context.check.equal("API-02", `${id}.sent`, sentTo(context, session)[0]?.dimensions, asked);
        } else {
          const error = isObject(reply.json?.error) ? reply.json.error : {};
          context.check.equal("API-02", `${id}.refused`, [reply.status, error.param], [400, "dimensions"]);
          context.check.equal("API-02", `${id}.no-call`, session.received.length, 0);
        }
        provide(context, session);
        const own = sizeOf(providerModelId);
        const whole = await embed(session, endpoint, { input: TEXT, dimensions: own });
        checkVectors(context, `${id}.own-length`, whole, [TEXT], own);
      }
      context.count(context.endpoints().length * 2);
    },
  },
  {
    id: "embeddings.purpose",
    area: "embeddings",
    operation: "embeddings",
    title: "tells the provider what the vectors are for in its own word, or lists the field as dropped",
    why: "Cohere refuses requests without a purpose, and Google has other words for it.",
    requirements: ["API-02", "MAP-09"],
    needs: {
      // The second Gemini reads the purpose from the text, which is the caller's to write.
      endpoints: { that: "with a field for the purpose", where: hasField },
    },
    run: async (context) => {
      const endpoint = context.endpoint(hasField);
      const session = await context.open();
      provide(context, session);
      const reply = await embed(session, endpoint, { input: TEXT, input_type: "search_query" });
      const word = context.wire.purpose("search_query");
      context.check.equal("API-02", "status", reply.status, 200);
      context.check.equal("API-02", "sent", sentTo(context, session)[0]?.purpose, word);
      const dropped = word === undefined ? "input_type" : null;
      context.check.equal("MAP-09", "dropped", reply.headers.get("x-dropped-parameters"), dropped);
    },
  },
];
