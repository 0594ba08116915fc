/** Bodies of the Responses API that callers wrote themselves (MAP-15, MAP-16). */
import { expect, test } from "vitest";
import { endpointOn } from "../../endpoint.ts";
import { openRegistry } from "../../index.ts";
import type { Json } from "../../json.ts";
import { OpenRouterProvider } from "./index.ts";

const openrouter = new OpenRouterProvider();
const [first] = openRegistry().indexes.endpointsOfProvider("openrouter");
const endpoint = first && endpointOn(first, "openai-responses");

function inputOf(...input: Json[]): Json | undefined {
  if (!endpoint) throw new Error("OpenRouter offers nothing on Responses");
  return openrouter.buildNativeBody({ model: "m", input }, endpoint).input;
}

const said = { role: "assistant", id: "msg_1", content: [{ type: "output_text", text: "Out." }] };

test("gives an answer that comes back without a type the type of a message", () => {
  expect(inputOf(said)).toEqual([{ type: "message", ...said }]);
});

test.each<[string, Json]>([
  ["what the user says", { role: "user", content: [{ type: "input_text", text: "And then?" }] }],
  ["an answer in plain words", { role: "assistant", content: "Out." }],
  ["an item with a type", { type: "reasoning", id: "rs_1", summary: [] }],
  ["what is no item", "Out."],
])("leaves %s as it is", (_what, item) => {
  expect(inputOf(item)).toEqual([item]);
});
