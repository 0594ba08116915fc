/**
 * Which API of an endpoint a request goes out on, whatever API the caller speaks (RTE-10).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { openRegistry } from "../../../registry/index.ts";
import type { JsonObject } from "../../../registry/json.ts";
import { contractFor } from "../../contracts/index.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, bodyOf } from "../../engine/session.ts";
import { pinned } from "../_shared/support.ts";

/** Models that the vendor's own SDK lists for Responses and not for chats. */
const RESPONSES_ONLY = [
  "o1-pro",
  "o3-pro",
  "o3-deep-research",
  "o4-mini-deep-research",
  "gpt-5-codex",
  "gpt-5-pro",
  "gpt-5.1-codex-max",
  "gpt-5.5-pro",
];

/** Models that take tools beside an effort in Responses alone, as their users report. */
const TOOLS_OR_EFFORT = ["gpt-5.4", "gpt-5.4-mini", "gpt-5.4-nano", "gpt-5.5"];

const TOOL: JsonObject = {
  type: "function",
  function: { name: "tide", description: "Height", parameters: { type: "object", properties: {} } },
};
const ANTHROPIC_TOOL: JsonObject = { name: "tide", input_schema: { type: "object", properties: {} } };

/** The last step of the path that a request went to. */
const stepOf = (url: string | undefined): string | undefined =>
  url && new URL(url).pathname.split("/").at(-1);

/** Does the vendor's list hold at this host? A relay writes chats anew and offers all models on them. */
const isResponsesOnly = ({ model, provider: host, providerModelId }: Endpoint): boolean =>
  RESPONSES_ONLY.includes(model) &&
  !contractFor({ api: "openai-chat", host, model: providerModelId }).check({
    model: providerModelId,
    messages: [{ role: "user", content: "Where does the tide go?" }],
  }).ok;

/** The models that are offered on chats too, so that there is something to choose. */
const of = (models: readonly string[]) => ({
  where: ({ id, model }: Endpoint) =>
    models.includes(model) &&
    openRegistry()
      .indexes.endpoint(id)
      ?.apis.some((api) => api.id === "openai-chat") === true,
});

/** A session with the checked-in registry, on which the gateway itself has to choose. */
const choosing = (context: CaseContext) => context.open({ registry: openRegistry() });

export const apiCases: readonly Case[] = [
  {
    id: "routing.api.responses-only",
    area: "routing",
    title: "Sends a model that answers in Responses alone nowhere else, whichever API the caller speaks",
    why: "sent to chats such a model is a 404 that looks like a wrong name",
    requirements: ["RTE-10"],
    needs: {
      api: "openai-responses",
      endpoints: { that: "with a model of Responses alone", where: isResponsesOnly },
    },
    run: async (context) => {
      const session = await choosing(context);
      const endpoints = context.registry.indexes
        .endpointsOfProvider(context.provider.slug)
        .filter(isResponsesOnly);
      for (const model of new Set(endpoints.map(({ model }) => model))) {
        const address = pinned({ model, provider: context.provider.slug });
        const messages = [{ role: "user", content: "Where does the tide go?" }];
        const asked: [path: string, body: JsonObject][] = [
          ["/v1/chat/completions", ask(address)],
          ["/v1/messages", { model: address, max_tokens: 1, messages }],
          ["/v1/responses", { model: address, input: "Where does the tide go?" }],
        ];
        for (const [path, body] of asked) {
          session.answer(context.simulate.completion("Out."));
          const reply = await session.send(body, { path });
          const seen = [reply.status, stepOf(session.received[0]?.url)];
          context.check.equal("RTE-10", `${model} ${path}`, seen, [200, "responses"]);
        }
      }
    },
  },
  {
    id: "routing.api.says-more",
    area: "routing",
    title:
      "Chooses Responses for tools beside an effort where chats take one of them only, and chats for what they say",
    why: "an effort that is dropped is another answer at another price; a stop sequence that is dropped goes on",
    requirements: ["RTE-10"],
    needs: {
      api: "openai-responses",
      endpoints: { that: "with a model that takes tools or an effort in chats", ...of(TOOLS_OR_EFFORT) },
    },
    run: async (context) => {
      const session = await choosing(context);
      const { model, provider } = context.endpoint(of(TOOLS_OR_EFFORT).where);
      const address = pinned({ model, provider });
      const both = { tools: [TOOL], reasoning_effort: "high" };
      session.answer(context.simulate.completion("Out."));
      for (const [name, more] of Object.entries({ both, "both-and-seed": { ...both, seed: 7 } })) {
        await session.send(ask(address, more));
        const [request] = session.received.slice(-1);
        const seen = [stepOf(request?.url), bodyOf(request).reasoning];
        context.check.equal("RTE-10", name, seen, ["responses", { effort: "high" }]);
      }
      await session.send(
        {
          model: address,
          max_tokens: 8000,
          tools: [ANTHROPIC_TOOL],
          thinking: { type: "enabled", budget_tokens: 2000 },
          messages: [{ role: "user", content: "Where does the tide go?" }],
        },
        { path: "/v1/messages" },
      );
      context.check.equal("RTE-10", "messages", stepOf(session.received.at(-1)?.url), "responses");
      const chat = providerChat(context);
      session.answer(context.simulateAt(chat).completion("Out."));
      for (const [name, more] of Object.entries({
        tools: { tools: [TOOL] },
        effort: { reasoning_effort: "high" },
      })) {
        await session.send(ask(address, more));
        context.check.equal("RTE-10", name, stepOf(session.received.at(-1)?.url), "completions");
      }
    },
  },
];

/** An endpoint of the provider on chats, for answers in their form. */
function providerChat({ provider }: CaseContext) {
  const found = openRegistry()
    .indexes.endpointsOfProvider(provider.slug)
    .find(({ api }) => api === "openai-chat");
  if (!found) throw new Error(`${provider.slug} has no endpoint on chats`);
  return found;
}
