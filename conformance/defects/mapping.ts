/**
 * Broken requests (MAP).
 * @module
 */
import { isObject, type Json, type JsonObject, without } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { withApi, withBody, withOutbound, withProvider, withRegistry } from "./plants.ts";

const falsy = (value: Json | undefined) => !value;

const mapMessages = (body: JsonObject, change: (message: JsonObject) => JsonObject | null): JsonObject => ({
  ...body,
  messages: (Array.isArray(body.messages) ? body.messages : [])
    .filter(isObject)
    .map(change)
    .filter((m) => m !== null),
});

const mapTools = (body: JsonObject, change: (fn: JsonObject) => JsonObject): JsonObject =>
  Array.isArray(body.tools)
    ? {
        ...body,
        tools: body.tools
          .filter(isObject)
          .map((tool) => ({ ...tool, function: change(tool.function as JsonObject) })),
      }
    : body;

export const mappingDefects: readonly Defect[] = [
  {
    id: "mapping.naive-url-join",
    title: "The base URL is joined with a second /v1",
    seenIn: "BerriAI/litellm#8350, maximhq/bifrost#6562",
    breaks: ["MAP-01"],
    plant: withProvider((provider) => ({ buildUrl: () => `${provider.baseUrl}/v1/chat/completions` })),
  },
  {
    id: "mapping.model-alias-sent",
    title: "The caller's model string goes to the provider",
    seenIn: "BerriAI/litellm#25629",
    breaks: ["MAP-02"],
    plant: withBody((body, endpoint) => ({ ...body, model: endpoint.model })),
  },
  {
    id: "mapping.vendor-part-eaten",
    title: "Everything before the last slash of the model id is cut off",
    seenIn: "musistudio/claude-code-router#1624",
    breaks: ["MAP-02"],
    plant: withBody((body) => ({ ...body, model: String(body.model).split("/").pop() ?? "" })),
  },
  {
    id: "mapping.answer-fields-sent-back",
    title: "Fields of another dialect's answer go along with the history",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withBody((body) => mapMessages(body, (message) => ({ ...message, anthropic_content: [] }))),
  },
  {
    id: "mapping.falsy-dropped",
    title: "Zeros, false and empty strings are taken for absent",
    seenIn: "vercel/ai#11595",
    breaks: ["MAP-03"],
    plant: withBody((body) => Object.fromEntries(Object.entries(body).filter(([, value]) => !falsy(value)))),
  },
  {
    id: "mapping.max-tokens-passed-through",
    title: "The token limit keeps the caller's spelling",
    seenIn: "BerriAI/litellm#13432",
    breaks: ["MAP-04"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        const { max_tokens, max_completion_tokens } = request;
        const body = without(built.body, ["max_tokens", "max_completion_tokens"]);
        return {
          ...built,
          body: {
            ...body,
            ...(max_tokens ? { max_tokens } : {}),
            ...(max_completion_tokens ? { max_completion_tokens } : {}),
          },
        };
      },
    })),
  },
  {
    id: "mapping.max-tokens-lost",
    title: "The token limit is not sent at all",
    seenIn: "Portkey-AI/gateway#1208",
    breaks: ["MAP-04"],
    plant: withBody((body) => without(body, ["max_tokens", "max_completion_tokens"])),
  },
  {
    id: "mapping.system-joined",
    title: "System messages are hoisted into one at the front",
    seenIn: "envoyproxy/ai-gateway#2488",
    breaks: ["MAP-05"],
    plant: withBody((body) => {
      const rules: string[] = [];
      const rest = mapMessages(body, (message) => {
        if (message.role !== "system" && message.role !== "developer") return message;
        rules.push(String(message.content));
        return null;
      });
      return {
        ...rest,
        messages: [{ role: "system", content: rules.join("\n") }, ...(rest.messages as Json[])],
      };
    }),
  },
  {
    id: "mapping.tool-choice-lost",
    title: "tool_choice is not sent",
    seenIn: "envoyproxy/ai-gateway#1490, mozilla-ai/any-llm#107",
    breaks: ["MAP-06"],
    plant: withBody((body) => without(body, ["tool_choice"])),
  },
  {
    id: "mapping.tool-ids-renamed",
    title: "Tool results lose the id of their call",
    seenIn: "mozilla-ai/any-llm#1318",
    breaks: ["MAP-06"],
    plant: withBody((body) =>
      mapMessages(body, (m) => (m.role === "tool" ? { ...m, tool_call_id: "call_0" } : m)),
    ),
  },
  {
    id: "mapping.image-dropped",
    title: "Image parts are filtered out of messages",
    seenIn: "own",
    breaks: ["MAP-07"],
    plant: withBody((body) =>
      mapMessages(body, (m) =>
        Array.isArray(m.content)
          ? { ...m, content: m.content.filter((part) => isObject(part) && part.type === "text") }
          : m,
      ),
    ),
  },
  {
    id: "mapping.response-format-dropped",
    title: "response_format is not sent",
    seenIn: "mozilla-ai/any-llm#1246, Portkey-AI/gateway#1083",
    breaks: ["MAP-08"],
    plant: withBody((body) => without(body, ["response_format"])),
  },
  {
    id: "mapping.unsupported-sent",
    title: "Parameters that the endpoint does not take are sent all the same",
    seenIn: "pydantic/pydantic-ai#6929",
    breaks: ["MAP-09"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        const dropped = Object.fromEntries(built.dropped.map((name) => [name, request[name] as Json]));
        return { ...built, body: { ...built.body, ...dropped } };
      },
    })),
  },
  {
    id: "mapping.drops-unlisted",
    title: "Dropped parameters are not listed",
    seenIn: "own",
    breaks: ["MAP-09"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => ({ ...original.buildBody(request, endpoint), dropped: [] }),
    })),
  },
  {
    id: "mapping.strict-ignored",
    title: "strict: true drops instead of refusing",
    seenIn: "own",
    breaks: ["MAP-09"],
    plant: withRegistry((registry) => ({
      plan: (input) => registry.plan({ ...input, request: { ...input.request, strict: false } }),
    })),
  },
  {
    id: "mapping.capability-unchecked",
    title: "Tools, images, files and schemas are stripped where the endpoint lacks them, instead of refused",
    seenIn: "Portkey-AI/gateway src/providers/deepinfra, mozilla-ai/any-llm#1309",
    breaks: ["MAP-09"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const { tools: _tools, response_format: _format, ...request } = input.request;
        const messages = request.messages.map((m) => (Array.isArray(m.content) ? { ...m, content: "" } : m));
        return registry.plan({ ...input, request: { ...request, messages } as typeof input.request });
      },
    })),
  },
  {
    id: "mapping.reasoning-effort-lost",
    title: "reasoning_effort and sampling parameters are not sent",
    seenIn: "own",
    breaks: ["MAP-10"],
    plant: withBody((body) => without(body, ["reasoning_effort", "top_p", "stop"])),
  },
  {
    id: "mapping.empty-description-sent",
    title: "Tools keep an empty description and have no schema",
    seenIn: "vercel/ai#10260, mozilla-ai/any-llm#1102",
    breaks: ["MAP-11"],
    plant: withBody((body) => mapTools(body, ({ name }) => ({ name: name ?? "", description: "" }))),
  },
  {
    id: "mapping.tool-names-raw",
    title: "Tool names go to the wire as they are",
    seenIn: "pydantic/pydantic-ai#4713, vercel/ai#17769",
    breaks: ["MAP-11"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        return {
          ...built,
          body: { ...built.body, ...(request.tools ? { tools: request.tools as Json } : {}) },
        };
      },
    })),
  },
  {
    id: "mapping.empty-arguments-sent",
    title: "Past tool calls keep an empty string as arguments",
    seenIn: "vercel/ai#10747",
    breaks: ["MAP-06"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        return { ...built, body: { ...built.body, messages: request.messages as unknown as Json } };
      },
    })),
  },
  {
    id: "mapping.cache-marks-forwarded",
    title: "cache_control reaches a provider that does not know it",
    seenIn: "Portkey-AI/gateway#1360",
    breaks: ["MAP-12"],
    plant: withApi(({ traits }) => ({ traits: { ...traits, cacheControl: true } })),
  },
  {
    id: "mapping.body-mutated",
    title: "The first attempt edits the request that the second one reads",
    seenIn: "envoyproxy/ai-gateway#1322, envoyproxy/ai-gateway#1383",
    breaks: ["MAP-13"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        request.messages = request.messages.slice(0, 1);
        return built;
      },
    })),
  },
  {
    id: "mapping.stream-flag-lost",
    title: "The stream flag and the request for usage are not sent",
    seenIn: "envoyproxy/ai-gateway#1370, mozilla-ai/any-llm#974",
    breaks: ["STR-06", "MAP-03"],
    plant: withBody((body) => without(body, ["stream", "stream_options"])),
  },
  {
    id: "mapping.accept-lost",
    title: "The accept header always asks for JSON",
    seenIn: "own",
    breaks: ["MAP-01"],
    plant: withOutbound((request) => ({
      ...request,
      headers: request.headers.map(([name, value]) => [
        name,
        name === "accept" ? "application/json, */*" : value,
      ]),
    })),
  },
];
