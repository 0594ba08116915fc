/**
 * A second route that says things its callers misunderstand (RES, USE-06, STR-04, ERR at /v1/messages).
 * @module
 */
import { isObject, type JsonObject } from "../../registry/json.ts";
import type { Around } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withBody } from "./plants.ts";

/** Changes what the second route says: whole answers as JSON, streams as text. */
const atTheDoor =
  (json: (body: JsonObject) => JsonObject, stream: (text: string) => string = (text) => text): Around =>
  (send) =>
  async (path, init) => {
    const response = await send(path, init);
    if (!path.startsWith("/v1/messages")) return response;
    const { status, headers } = response;
    const text = await response.text();
    const streams = headers.get("content-type")?.startsWith("text/event-stream") === true;
    const parsed: unknown = streams ? null : JSON.parse(text);
    const changed = streams ? stream(text) : JSON.stringify(isObject(parsed) ? json(parsed) : parsed);
    return new Response(changed, { status, headers });
  };

const route = (id: string, title: string, breaks: Defect["breaks"], around: Around): Defect => ({
  id: `messages.${id}`,
  title,
  seenIn: "own",
  breaks,
  plant: unchanged,
  around,
});

const asIs = (body: JsonObject): JsonObject => body;

export const messagesDefects: readonly Defect[] = [
  route(
    "openai-words",
    "Stop reasons keep OpenAI's words",
    ["RES-02"],
    atTheDoor(
      (body) => ({ ...body, ...(body.stop_reason === undefined ? {} : { stop_reason: "stop" }) }),
      (text) => text.replaceAll('"stop_reason":"tool_use"', '"stop_reason":"tool_calls"'),
    ),
  ),
  route(
    "cached-twice",
    "input_tokens counts cached tokens as well",
    ["USE-06"],
    atTheDoor((body) => {
      const usage = isObject(body.usage) ? body.usage : {};
      const all = Number(usage.input_tokens ?? 0) + Number(usage.cache_read_input_tokens ?? 0);
      return { ...body, ...(body.usage ? { usage: { ...usage, input_tokens: all } } : {}) };
    }),
  ),
  route(
    "blocks-open",
    "Blocks of a stream are never closed",
    ["STR-04"],
    atTheDoor(asIs, (text) => text.replaceAll(/event: content_block_stop\ndata: [^\n]*\n\n/g, "")),
  ),
  route(
    "opens-with-zero",
    "A stream opens without the counts that are known, and has them at its end",
    ["RES-08"],
    atTheDoor(asIs, (text) =>
      text.replace(
        /("type":"message_start".*"usage":)\{.*\}\}\}/,
        '$1{"input_tokens":0,"output_tokens":0}}}',
      ),
    ),
  ),
  route(
    "arguments-as-text",
    "The input of a tool is JSON text",
    ["RES-03"],
    atTheDoor((body) => ({
      ...body,
      ...(Array.isArray(body.content)
        ? {
            content: body.content.map((block) =>
              isObject(block) && block.type === "tool_use"
                ? { ...block, input: JSON.stringify(block.input) }
                : block,
            ),
          }
        : {}),
    })),
  ),
  route(
    "openai-envelope",
    "Errors come in OpenAI's envelope",
    ["ERR-01", "ERR-02", "ERR-08"],
    atTheDoor(
      ({ type, ...body }) => (type === "error" ? body : { type, ...body }),
      (text) => text.replaceAll('"type":"error",', ""),
    ),
  ),
  {
    id: "messages.system-lost",
    title: "Instructions are left out",
    seenIn: "own",
    breaks: ["MAP-05"],
    plant: withBody(({ messages, ...body }) => ({
      ...body,
      messages: Array.isArray(messages)
        ? messages.filter((message) => !isObject(message) || message.role !== "system")
        : messages,
    })),
  },
];
