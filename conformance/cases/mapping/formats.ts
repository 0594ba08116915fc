/**
 * Schemas, media and values of real clients at every endpoint: what goes out is what the provider takes, and keeps what the
 * caller meant; or it is refused by name before any call (MAP-18, MAP-19, MAP-20). Expected are the contract and the
 * caller's own words.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { ask, type SendOptions } from "../../engine/session.ts";
import { SCHEMAS, type SchemaName } from "../../oracle/accepted/schemas.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { breachOf } from "../../upstream/strict.ts";
import { addressOf, offered } from "../_shared/bill.ts";
import { simulated } from "../_shared/support.ts";

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const PDF = "JVBERi0xLjQKJcfsj6IKMSAwIG9iago8PD4+CmVuZG9iagp0cmFpbGVyCjw8Pj4KJSVFT0YK";

const USER = { role: "user", content: "Invent a sailor, as JSON." };
const LOOK = { type: "function", function: { name: "look", parameters: { type: "object", properties: {} } } };

interface Sent {
  endpoint: Endpoint;
  name: string;
  path: string;
  body: JsonObject;
  /** Words of the caller that must arrive, whatever becomes of the rest. */
  keeps: readonly string[];
}

const isNamed = (reply: Reply): boolean => {
  const { code, type, param } = errorOf(reply) ?? {};
  const isUnsupported = code === "unsupported_parameter" || type === "invalid_request_error";
  return reply.status === 400 && isUnsupported && (typeof param === "string" || code === null);
};

/** Most requests of a case: `npm run conversations` asks every endpoint everything. */
const MOST = 60;

/** All of them, or as many at even distances. */
function few(all: readonly Sent[]): readonly Sent[] {
  const step = Math.ceil(all.length / MOST);
  return all.filter((_, at) => at % step === 0);
}

async function judge(
  context: CaseContext,
  id: RequirementId,
  all: readonly Sent[],
  options: Pick<SendOptions, "uncompared"> = {},
): Promise<void> {
  const session = await context.open({ direct: true });
  const requests = few(all);
  context.count(requests.length);
  for (const { endpoint, name, path, body, keeps } of requests) {
    session.answer(simulated(context, true));
    const reply = await session.send(ask(addressOf(endpoint), { ...body, stream: true }), {
      path,
      ...options,
    });
    const [request] = session.received;
    const place = `${endpoint.id} ${name}`;
    const breach = request ? breachOf(request) : null;
    context.check.that(id, `${place}: taken by the contract`, breach === null, {
      expected: `what ${context.provider.slug} takes (${breach?.refused.rule})`,
      seen: `${breach?.refused.seen} at ${breach?.refused.pointer}`,
      ...(breach ? { repair: breach.refused.repair } : {}),
    });
    const isHeld = request ? keeps.every((word) => request.body.includes(word)) : isNamed(reply);
    context.check.that(id, `${place}: kept, or refused by name`, isHeld, {
      expected: request ? keeps.join(", ") : "400 that names the place",
      seen: request ? request.body.slice(0, 600) : reply.text.slice(0, 300),
    });
  }
}

const chat = (endpoint: Endpoint, name: string, body: JsonObject, keeps: readonly string[]): Sent => ({
  endpoint,
  name,
  body,
  keeps,
  path: "/v1/chat/completions",
});

/** Names of the properties at the root of a schema. */
const propertiesOf = (schema: JsonObject): string[] =>
  isObject(schema.properties) ? Object.keys(schema.properties) : [];

/** What stands at a place, counted round and round: neighbours get different ones. */
const turning = <T>(list: readonly T[], at: number): T[] => {
  const one = list[at % list.length];
  return one === undefined ? [] : [one];
};

/** The likeliest to be refused first. */
const NAMES: readonly SchemaName[] = [
  ...(["bounded", "recursive", "union", "map", "root-union"] as const),
  ...(["open", "strict", "nullable", "loose", "no-arguments"] as const),
];

const schemasAt = (endpoint: Endpoint, at: number): Sent[] =>
  [...turning(NAMES, at), ...(at % 2 === 0 ? (["strict"] as const) : [])].flatMap((name) => {
    const schema: JsonObject = SCHEMAS[name];
    const json_schema: JsonObject = { name: "sailor", strict: name !== "open", schema };
    const format: JsonObject = { type: "json_schema", json_schema };
    const tools = [{ type: "function", function: { name: "note", parameters: schema } }];
    const words = propertiesOf(schema);
    const mayCall = endpoint.capabilities.has("tools");
    const asFormat = chat(endpoint, `format ${name}`, { messages: [USER], response_format: format }, words);
    const beside = { messages: [USER], response_format: format, tools: [LOOK] };
    const object = { messages: [USER], response_format: { type: "json_object" }, tools: [LOOK] };
    return [
      ...(endpoint.capabilities.has("json_schema") ? [asFormat] : []),
      ...(mayCall ? [chat(endpoint, `tool ${name}`, { messages: [USER], tools }, words)] : []),
      ...(mayCall && name === "strict" && endpoint.capabilities.has("json_schema")
        ? [chat(endpoint, "format beside tools", beside, ["port", "look"])]
        : []),
      ...(mayCall && name === "strict" && endpoint.capabilities.has("json_object")
        ? [chat(endpoint, "JSON beside tools", object, ["look"])]
        : []),
    ];
  });

const file = (url: string): JsonObject => ({ type: "file", file: { filename: "tides.pdf", file_data: url } });
const image: JsonObject = { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } };

/** Gemini alone has no place for the name of a document; some hosts take no dot in one. */
const documentAt = ({ api }: Endpoint): string[] => (api === "gemini" ? [PDF] : [PDF, "tides"]);

function mediaAt(endpoint: Endpoint): Sent[] {
  const { capabilities } = endpoint;
  const call = { id: "call_1", type: "function", function: { name: "look", arguments: "{}" } };
  const result = { role: "tool", tool_call_id: "call_1", content: [{ type: "text", text: "here" }, image] };
  const messages = [USER, { role: "assistant", content: null, tool_calls: [call] }, result] as Json[];
  const alone = { messages: [{ role: "user", content: [file(`data:application/pdf;base64,${PDF}`)] }] };
  return [
    ...(capabilities.has("images") && capabilities.has("tools")
      ? [chat(endpoint, "image in a result", { messages, tools: [LOOK] }, [PNG, "here"])]
      : []),
    ...(capabilities.has("files") ? [chat(endpoint, "document alone", alone, documentAt(endpoint))] : []),
  ];
}

const tool = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  description: "",
  input_schema: SCHEMAS.bounded,
  ...more,
});
const mark: JsonObject = { cache_control: { type: "ephemeral" } };
const hour: JsonObject = { cache_control: { type: "ephemeral", ttl: "1h" } };
const LONG = "mcp__harbour_logbook__find_the_entry_that_was_written_by_the_pilot_on_a_given_day";

/** What agents of Anthropic's API send to any model. */
const AGENTS: Readonly<Record<string, JsonObject>> = {
  marks: {
    system: ["a", "b", "c"].map((text) => ({ type: "text", text, ...mark })),
    tools: [tool("Read", mark)],
    messages: [{ role: "user", content: ["d", "e"].map((text) => ({ type: "text", text, ...hour })) }],
  },
  budget: { max_tokens: 32_000, thinking: { type: "enabled", budget_tokens: 31_999 } },
  adaptive: { thinking: { type: "adaptive" }, output_config: { effort: "xhigh" } },
  "effort-max": { output_config: { effort: "max" } },
  disabled: { thinking: { type: "disabled" } },
  "sampling-while-thinking": {
    thinking: { type: "enabled", budget_tokens: 1024 },
    temperature: 0.5,
    top_k: 5,
  },
  stops: { stop_sequences: ["a", "b", "c", "d", "e", "f", "\n"] },
  user: { metadata: { user_id: `{"device_id":"${"a1".repeat(32)}","session_id":"11111111-2222"}` } },
  names: { tools: [tool(LONG), tool("Read", hour)] },
  nothing: { tools: [], temperature: 1 },
};

const agentsAt = (endpoint: Endpoint, at: number): Sent[] =>
  [...turning(Object.entries(AGENTS), at), ...turning(Object.entries(AGENTS), at + 5)]
    .filter(([, { tools }]) => tools === undefined || endpoint.capabilities.has("tools"))
    .map(([name, more]) => ({
      endpoint,
      name,
      path: "/v1/messages",
      keeps: [],
      body: { max_tokens: 4096, messages: [{ role: "user", content: "Invent a sailor." }], ...more },
    }));

const every = (context: CaseContext, of: (endpoint: Endpoint, at: number) => Sent[]): Sent[] => [
  ...context.sample(offered(context).flatMap(of), { own: true }),
];

export const formatCases: readonly Case[] = [
  {
    id: "mapping.formats.schemas",
    area: "mapping",
    title: "Sends schemas of formats and tools within what the host takes, or refuses them by name",
    why: "a schema that another host takes is a 400 for a request that could have been answered",
    requirements: ["MAP-19"],
    needs: {
      endpoints: {
        that: "with tools or schemas",
        where: ({ capabilities }) => capabilities.has("tools") || capabilities.has("json_schema"),
      },
    },
    run: (context) => judge(context, "MAP-19", every(context, schemasAt)),
  },
  {
    id: "mapping.formats.media",
    area: "mapping",
    title:
      "Puts images of tool results and lone documents where the host takes them, or refuses them by name",
    why: "agents look at pictures through tools, and callers send a document without a word",
    requirements: ["MAP-18"],
    needs: {
      endpoints: {
        that: "with images beside tools, or files",
        where: ({ capabilities }) =>
          capabilities.has("files") || (capabilities.has("images") && capabilities.has("tools")),
      },
    },
    // Media of a result may move behind it, as words of the user's: what arrives is what the case compares.
    run: (context) =>
      judge(context, "MAP-18", every(context, mediaAt), { uncompared: "compared-by-the-case" }),
  },
  {
    id: "mapping.formats.agents",
    area: "mapping",
    title: "Sends every model only values that it has, also to callers of Anthropic's API",
    why: "agents write one form of request, and their users choose any model",
    requirements: ["MAP-20"],
    run: (context) => judge(context, "MAP-20", every(context, agentsAt)),
  },
];
