import { expect, test } from "vitest";
import { passOn } from "../client/pass-on.ts";

test("leaves out what the official client added to the items of its answers", () => {
  const input = [
    { type: "message", role: "user", content: [{ type: "input_text", text: "parsed", parsed: 1 }] },
    { type: "function_call", call_id: "c", name: "tide", arguments: "{}", parsed_arguments: null },
    { type: "message", role: "assistant", content: [{ type: "output_text", text: "{}", parsed: {} }] },
    { type: "function_call_output", call_id: "c", output: "parsed_arguments" },
  ];
  const { body, dropped } = passOn({ model: "m", input }, false);
  expect(body.input).toEqual([
    input[0],
    { type: "function_call", call_id: "c", name: "tide", arguments: "{}" },
    { type: "message", role: "assistant", content: [{ type: "output_text", text: "{}" }] },
    input[3],
  ]);
  expect(dropped).toEqual([]);
});
