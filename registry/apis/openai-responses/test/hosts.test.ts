/** Hosts that took the Responses API over and spell parts of it otherwise (API-01, MAP-08). */
import { expect, test } from "vitest";
import { ChatRequestSchema } from "../../../canonical/chat.ts";
import { openRegistry } from "../../../index.ts";
import { PerplexityProvider } from "../../../providers/perplexity/index.ts";
import { UnsupportedInput } from "../../codec.ts";
import { withChatFormat } from "../format.ts";

const perplexity = new PerplexityProvider();
const endpoint = openRegistry().indexes.endpoints.find(({ id }) => id === "sonar:perplexity");
if (!endpoint) throw new Error("the registry has no sonar at Perplexity");
const USER = { role: "user", content: "Where is the tide?" };
const SCHEMA = { type: "object", properties: { height: { type: "integer" } }, required: ["height"] };
const built = (fields: object) =>
  perplexity.buildBody(ChatRequestSchema.parse({ model: "sonar", messages: [USER], ...fields }), endpoint);

test("puts a schema where chats have it, for a host that refuses it elsewhere", () => {
  const json_schema = { name: "tide", strict: true, schema: SCHEMA };
  const { body, dropped } = built({ response_format: { type: "json_schema", json_schema } });
  expect(body.response_format).toEqual({ type: "json_schema", json_schema });
  expect(body.text).toBeUndefined();
  expect(dropped).toEqual([]);
});

test("leaves out what the host has no word for, and names it", () => {
  const { body, dropped } = built({
    stop: ["x"],
    seed: 1,
    user: "ada",
    presence_penalty: 1,
    temperature: 0.5,
  });
  expect(Object.keys(body).sort()).toEqual(["input", "model", "store", "temperature"]);
  expect(dropped.sort()).toEqual(["presence_penalty", "seed", "stop", "user"]);
});

test("raises a limit to the least that the host takes, so that it is what was reserved", () => {
  expect(built({ max_tokens: 5 }).body.max_output_tokens).toBe(16);
});

test("gives the result of a call as one text, and refuses a picture in it by its place", () => {
  const call = { id: "call_1", type: "function", function: { name: "tide", arguments: "{}" } };
  const asked = (content: object[]) => ({
    messages: [
      USER,
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: "call_1", content },
    ],
    tools: [{ type: "function", function: { name: "tide", parameters: { type: "object", properties: {} } } }],
  });
  const texts = [
    { type: "text", text: "low, " },
    { type: "text", text: "then high" },
  ];
  expect(built(asked(texts)).body.input).toContainEqual({
    type: "function_call_output",
    call_id: "call_1",
    output: "low, then high",
  });
  const picture = { type: "image_url", image_url: { url: "https://a.example/x.png" } };
  expect(() => built(asked([...texts, picture]))).toThrow(UnsupportedInput);
});

test.each([
  ["a schema", { type: "json_schema", name: "t", schema: SCHEMA }, { name: "t", schema: SCHEMA }],
  ["a schema with its strictness", { type: "json_schema", name: "t", schema: SCHEMA, strict: true }, null],
])("moves %s of a caller's own body, and keeps what else stands beside it", (_name, format, expected) => {
  const { type, ...json_schema } = format;
  const body = { input: "Hi.", text: { format, verbosity: "low" } };
  expect(perplexity.buildNativeBody(body, endpoint)).toEqual({
    model: "perplexity/sonar",
    input: "Hi.",
    text: { verbosity: "low" },
    response_format: { type, json_schema: expected ?? json_schema },
  });
});

test.each([
  ["no format", { input: "Hi." }],
  ["the format text", { input: "Hi.", text: { format: { type: "text" }, verbosity: "low" } }],
  ["a text that is no object", { input: "Hi.", text: "loud" }],
])("keeps a body with %s as it is", (_name, body) => {
  expect(withChatFormat(body)).toBe(body);
});
