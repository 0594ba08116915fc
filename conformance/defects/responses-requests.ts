/**
 * Requests of the Responses API as real gateways got them wrong, on their way in (API-01, MAP-05, MAP-06).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Around } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";

/** Changes what the gateway understands of a caller's body. */
const understood =
  (change: (body: JsonObject) => JsonObject): Around =>
  (send) =>
  (path, init) => {
    const text = init.body;
    if (!path.startsWith("/v1/responses") || typeof text !== "string" || text === "") return send(path, init);
    const body: unknown = JSON.parse(text);
    return send(path, isObject(body) ? { ...init, body: JSON.stringify(change(body)) } : init);
  };

interface Draft {
  id: string;
  title: string;
  seenIn: string;
  breaks?: Defect["breaks"];
  providers?: readonly string[];
}

const request = (
  { id, breaks = ["API-01"], ...draft }: Draft,
  change: (body: JsonObject) => JsonObject,
): Defect => ({
  id: `responses.${id}`,
  breaks,
  ...draft,
  plant: (parts) => parts,
  around: understood(change),
});

const dropping = (name: string, draft: Draft): Defect => request(draft, ({ [name]: _, ...body }) => body);

/** Every item of the input changed; those that become `null` are left out. */
const items =
  (change: (item: JsonObject) => JsonObject | null) =>
  (body: JsonObject): JsonObject => ({
    ...body,
    ...(Array.isArray(body.input)
      ? {
          input: body.input.flatMap((item): Json[] =>
            isObject(item) ? [change(item)].filter(isObject) : [item],
          ),
        }
      : {}),
  });

const tools =
  (change: (tool: JsonObject) => JsonObject | null) =>
  (body: JsonObject): JsonObject => ({
    ...body,
    ...(Array.isArray(body.tools)
      ? { tools: body.tools.filter(isObject).flatMap((tool): Json[] => [change(tool)].filter(isObject)) }
      : {}),
  });

export const responsesRequestDefects: readonly Defect[] = [
  dropping("instructions", {
    id: "instructions-lost",
    title: "Instructions are left out",
    seenIn: "d-inference#731",
    breaks: ["MAP-05"],
  }),
  request(
    {
      id: "instructions-last",
      title: "Instructions stand after the history",
      seenIn: "CodexPlusPlus#410",
      breaks: ["MAP-05"],
    },
    ({ instructions, ...body }) =>
      instructions && Array.isArray(body.input)
        ? { ...body, input: [...body.input, { role: "user", content: instructions }] }
        : body,
  ),
  dropping("max_output_tokens", {
    id: "limit-lost",
    title: "max_output_tokens is not read",
    seenIn: "Helicone/helicone",
    breaks: ["MAP-04"],
  }),
  request(
    {
      id: "developer-demoted",
      title: "A developer's words become a user's",
      seenIn: "router-for-me/CLIProxyAPI#5879",
      breaks: ["MAP-05"],
    },
    items((item) => (item.role === "developer" ? { ...item, role: "user" } : item)),
  ),
  ...["previous_response_id", "conversation", "prompt", "background"].map((name) =>
    dropping(name, {
      id: `ignores-${name}`,
      title: `${name} is ignored`,
      seenIn: "mlx-vlm#1046",
    }),
  ),
  request(
    { id: "references-dropped", title: "References to stored items are left out", seenIn: "own" },
    items((item) => (item.type === "item_reference" ? null : item)),
  ),
  request(
    {
      id: "unknown-items-dropped",
      title: "Items that nobody knows are left out",
      seenIn: "BerriAI/litellm#20905",
    },
    items((item) => (item.type === "dream" || item.type === "web_search_call" ? null : item)),
  ),
  request(
    { id: "hosted-tools-dropped", title: "Hosted tools are left out", seenIn: "BerriAI/litellm#32258" },
    tools((tool) => (tool.type === "web_search" ? null : tool)),
  ),
  request(
    {
      id: "item-id-as-call-id",
      title: "The id of an item is taken for the id of its call",
      seenIn: "nodetool-ai/nodetool#4252",
      breaks: ["API-01", "MAP-06"],
    },
    items((item) => (item.type === "function_call" ? { ...item, call_id: item.id ?? item.call_id } : item)),
  ),
  request(
    {
      id: "output-as-text",
      title: "A list of parts in a result becomes JSON text",
      seenIn: "zed-industries/zed#51832",
      breaks: ["MAP-06"],
    },
    items((item) => (Array.isArray(item.output) ? { ...item, output: JSON.stringify(item.output) } : item)),
  ),
  request(
    {
      id: "text-beside-calls-lost",
      title: "What was said beside calls is lost",
      seenIn: "Helicone/helicone",
      breaks: ["MAP-06"],
    },
    (body) => {
      const called =
        Array.isArray(body.input) && body.input.some((i) => isObject(i) && i.type === "function_call");
      return called ? items((item) => (item.role === "assistant" ? null : item))(body) : body;
    },
  ),
  request(
    {
      id: "typeless-refused",
      title: "Messages without a type are refused",
      seenIn: "envoyproxy/ai-gateway#1839",
    },
    items((item) =>
      item.role !== undefined && item.type === undefined ? { ...item, type: "unknown" } : item,
    ),
  ),
  request(
    {
      id: "choice-lost",
      title: "The choice of one tool is lost",
      seenIn: "Wei-Shaw/sub2api#1634",
      breaks: ["MAP-06"],
    },
    (body) => (isObject(body.tool_choice) ? { ...body, tool_choice: "auto" } : body),
  ),
  request(
    {
      id: "strict-silence",
      title: "A function without a word about strictness becomes a lax one",
      seenIn: "langchain-ai/langchain#35885",
    },
    tools((tool) =>
      tool.type === "function" && tool.strict === undefined ? { ...tool, strict: false } : tool,
    ),
  ),
  request(
    {
      id: "custom-dropped",
      title: "Free-text tools are left out",
      seenIn: "own",
      breaks: ["API-01", "RES-03"],
    },
    tools((tool) => (tool.type === "custom" ? null : tool)),
  ),
  request(
    {
      id: "signature-lost",
      title: "encrypted_content does not come back to its author",
      seenIn: "microsoft/semantic-kernel#13417",
      breaks: ["MAP-06"],
      providers: ["anthropic"],
    },
    items(({ encrypted_content: _, ...item }) => item),
  ),
  dropping("text", {
    id: "format-lost",
    title: "text.format is not read",
    seenIn: "Helicone/helicone#5621",
    breaks: ["API-01"],
  }),
  request(
    {
      id: "json-mode-as-schema",
      title: "JSON mode becomes a schema without a name",
      seenIn: "vercel/ai#21202",
    },
    (body) => {
      const format = isObject(body.text) && isObject(body.text.format) ? body.text.format : {};
      if (format.type !== "json_object") return body;
      return { ...body, text: { format: { type: "json_schema", name: "response", schema: {} } } };
    },
  ),
  request(
    {
      id: "effort-crossed",
      title: "Low and minimal efforts are taken for each other",
      seenIn: "Helicone/helicone",
      providers: ["openai"],
    },
    (body) => {
      const { effort } = isObject(body.reasoning) ? body.reasoning : {};
      const crossed = effort === "low" ? "minimal" : effort === "minimal" ? "low" : effort;
      return effort === undefined ? body : { ...body, reasoning: { effort: crossed } };
    },
  ),
  dropping("prompt_cache_key", {
    id: "cache-key-lost",
    title: "The key of the prompt's cache is lost",
    seenIn: "maximhq/bifrost#898",
    providers: ["openai"],
  }),
];
