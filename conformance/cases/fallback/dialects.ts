/**
 * Fallback from the provider under test to one of every dialect, its own included: what the second provider gets is what
 * it gets when it is asked alone (RTE-07, MAP-13, FLB-03, AUT-03).
 * @module
 */
import { UPSTREAM_APIS } from "../../../registry/apis/index.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, whole } from "../../engine/reply.ts";
import { canaries } from "../../secrets/canaries.ts";
import type { Received } from "../../upstream/server.ts";
import { modelSent, pinned, secretsSent } from "../_shared/support.ts";
import { answerOn, RESCUED } from "./two.ts";

const takesTools = ({ capabilities }: Endpoint): boolean => capabilities.has("tools");

/** A good endpoint of another provider for every dialect that one speaks. */
function others({ registry, provider }: CaseContext): Endpoint[] {
  return UPSTREAM_APIS.flatMap((dialect) => {
    const found = registry.indexes.endpoints.find(
      (endpoint) =>
        endpoint.api === dialect &&
        endpoint.provider !== provider.slug &&
        endpoint.operation === "chat" &&
        endpoint.status === "active" &&
        endpoint.ptbEnabled &&
        takesTools(endpoint),
    );
    return found ? [found] : [];
  });
}

/** A request with everything that dialects put into different places. */
const REQUEST: JsonObject = {
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Ring the bell." },
    {
      role: "assistant",
      content: "I will.",
      tool_calls: [
        { id: "call00001", type: "function", function: { name: "bell", arguments: '{"times":2}' } },
      ],
    },
    { role: "tool", tool_call_id: "call00001", content: "Dong. Dong." },
    { role: "user", content: "Once more." },
  ],
  tools: [
    {
      type: "function",
      function: {
        name: "bell",
        description: "Rings.",
        parameters: { type: "object", properties: { times: { type: "integer" } } },
      },
    },
  ] as Json,
  max_tokens: 64,
  temperature: 0,
  stop: ["END"],
};

/** What is sent for one attempt and no other: signatures and times differ from call to call. */
const CHANGING = ["authorization", "x-amz-date"];

function sent(request: Received | undefined): unknown {
  const headers = [...(request?.headers ?? [])].filter(([name]) => !CHANGING.includes(name));
  return { url: request?.url, body: request?.body, headers: headers.sort(([a], [b]) => a.localeCompare(b)) };
}

const keyOf = ({ mode }: CaseContext, provider: string): string =>
  mode === "byok" ? canaries.vault("a", provider) : canaries.platform(provider);

async function checkPair(context: CaseContext, second: Endpoint, stream: boolean): Promise<void> {
  const first = context.endpoint(takesTools);
  const slugs = [first.provider, second.provider];
  const session = await context.open({
    direct: true,
    keys: context.mode === "byok" ? slugs.map((slug) => ({ provider: slug, byokOnly: true })) : [],
    platform: slugs,
  });
  const name = `${second.provider}${stream ? ".streamed" : ""}`;
  const body = { ...REQUEST, stream };
  const rescue = () => answerOn(context.wireAt(second), RESCUED, stream);
  session.answer(rescue());
  await session.send({ ...body, model: pinned(second) });
  const direct = sent(session.received[0]);
  let calls = 0;
  session.serve(() => (calls++ === 0 ? context.simulateAt(first).error(503, "Closed") : rescue()));
  const reply = await session.send({ ...body, model: `${pinned(first)},${pinned(second)}` });
  const [asked, asked2, ...more] = session.received;
  context.check.equal("FLB-03", `${name}.two-calls`, [asked2 !== undefined, more.length], [true, 0]);
  context.check.equal("RTE-07", `${name}.as-if-asked-alone`, sent(asked2), direct);
  const models = [modelSent(asked), modelSent(asked2)];
  context.check.equal("RTE-07", `${name}.models`, models, [first.providerModelId, second.providerModelId]);
  const keys = session.received.flatMap(secretsSent);
  context.check.equal(
    "AUT-03",
    `${name}.keys`,
    keys,
    slugs.map((slug) => keyOf(context, slug)),
  );
  const { text } = stream ? assemble(reply) : whole(reply);
  context.check.equal("FLB-03", `${name}.answer`, [reply.status, text], [200, RESCUED]);
}

export const dialectCases: readonly Case[] = [
  {
    id: "fallback.dialects",
    area: "fallback",
    title:
      "From here to every dialect: the second provider gets its own request whole, and nothing of the first",
    why: "a body edited in place, a version header or a key left over is a 400 in the midst of an outage",
    requirements: ["RTE-07", "MAP-13", "FLB-03", "AUT-03"],
    needs: { endpoints: { that: "takes tools", where: takesTools } },
    run: async (context) => {
      const pairs = others(context).flatMap((second) => [false, true].map((stream) => ({ second, stream })));
      for (const { second, stream } of context.sample(pairs)) {
        await checkPair(context, second, stream);
        context.count(1);
      }
    },
  },
];
