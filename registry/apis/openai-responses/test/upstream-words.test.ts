/** What requests to providers of the Responses API must say, and what their answers say about the price (MAP-05, MAP-10, CST-13). */
import { describe, expect, test } from "vitest";
import { type ChatRequest, ChatRequestSchema } from "../../../canonical/chat.ts";
import { openRegistry } from "../../../index.ts";
import type { JsonObject } from "../../../json.ts";
import {
  RESPONSES_USAGE as convention,
  RESPONSES_TRAITS as traits,
} from "../../../providers/_shared/responses.ts";
import { openaiResponses } from "../index.ts";
import { usageOf } from "../usage.ts";

const endpoint = openRegistry().indexes.endpoint("gpt-5-codex:openai");
if (!endpoint) throw new Error("the registry has no gpt-5-codex at OpenAI");
const chat = (fields: object): ChatRequest =>
  ChatRequestSchema.parse({ model: "m", messages: [{ role: "user", content: "Hi." }], ...fields });
const encode = (fields: object) => openaiResponses.encodeRequest(chat(fields), { endpoint, traits });

describe("a request", () => {
  test("has parts in an answer only as a whole message, with an id and a status", () => {
    const { body } = encode({
      messages: [
        { role: "user", content: "Sink it." },
        { role: "assistant", content: null, refusal: "No." },
        { role: "user", content: "Why?" },
      ],
    });
    expect(body.input).toContainEqual({
      type: "message",
      role: "assistant",
      id: expect.stringMatching(/^msg_/),
      status: "completed",
      content: [{ type: "refusal", refusal: "No." }],
    });
  });

  test("gives thinking back in words before the calls that it led to, where the host reads them", () => {
    const spoken = { ...traits, spokenThoughts: true, thoughtField: "none" } as const;
    const call = { id: "call_1", type: "function", function: { name: "tide", arguments: "{}" } };
    const said = { role: "assistant", content: null, tool_calls: [call, { ...call, id: "call_2" }] };
    const written = (message: object) =>
      openaiResponses.encodeRequest(chat({ messages: [message] }), { endpoint, traits: spoken }).body;
    const calls = ["call_1", "call_2"].map((call_id) => ({
      type: "function_call",
      call_id,
      name: "tide",
      arguments: "{}",
    }));
    const thought = { summary: [], content: [{ type: "reasoning_text", text: "Two hours." }] };
    const { include, input } = written({ ...said, reasoning_content: "Two hours." });
    expect(include).toBeUndefined();
    expect(input).toEqual([{ type: "reasoning", id: expect.stringMatching(/^rs_/), ...thought }, ...calls]);
    expect(written(said).input).toEqual(calls);
  });

  test("says that no probabilities are wanted by asking for none of them", () => {
    const taken = { ...endpoint, supportedParameters: [...endpoint.supportedParameters, "logprobs"] };
    const written = (logprobs: boolean) =>
      openaiResponses.encodeRequest(chat({ logprobs }), { endpoint: taken as typeof endpoint, traits }).body;
    expect(written(false)).toMatchObject({ top_logprobs: 0 });
    expect(written(true)).toMatchObject({
      include: ["reasoning.encrypted_content", "message.output_text.logprobs"],
    });
  });
});

describe("the price of an answer", () => {
  const usage = { input_tokens: 20, output_tokens: 5, total_tokens: 25 };
  const search = (action: JsonObject): JsonObject => ({ type: "web_search_call", id: "ws_1", action });

  test("has a search for each that the provider counts, or else for each item that is one", () => {
    const output = [search({ type: "search", query: "tide" }), search({ type: "open_page" })];
    expect(usageOf({ usage, output }, convention)).toMatchObject({ usage: { search: 1 } });
    const told = { usage, output, tool_usage: { web_search: { num_requests: 3 } } };
    expect(usageOf(told, convention)).toMatchObject({ usage: { search: 3 } });
    expect(usageOf({ usage, output: [] }, convention)).toMatchObject({ usage: { input: 20, output: 5 } });
  });

  test("names hosted tools that no class of usage stands for, and the tier that served it", () => {
    const response = {
      usage,
      service_tier: "priority",
      output: [{ type: "image_generation_call", id: "ig_1" }],
    };
    expect(usageOf(response, convention)).toMatchObject({
      terms: { words: { service_tier: "priority" }, unclassed: ["image_generation_call"] },
    });
  });

  test("has a use for each item of a tool that searches files or runs code", () => {
    const files = { type: "file_search_call", id: "fs_1", status: "completed", queries: ["tide"] };
    const code = { type: "code_interpreter_call", id: "ci_1" };
    const response = { usage, output: [files, code, { ...files, id: "fs_2" }] };
    expect(usageOf(response, convention)).toMatchObject({
      kind: "known",
      usage: { input: 20, output: 5, fileSearch: 2, codeInterpreter: 1 },
    });
  });
});
