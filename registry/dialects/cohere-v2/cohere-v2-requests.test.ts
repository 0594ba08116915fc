import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { JsonObject } from "../../json.ts";
import { PARAMETERS } from "../../parameters.ts";
import { CohereProvider } from "../../providers/cohere.ts";
import { UnsupportedInput } from "../dialect.ts";
import { requests } from "./generated.ts";
import { cohereV2 } from "./index.ts";

const SEED = { seed: 20261121, numRuns: 150 };
const { traits } = new CohereProvider();
const endpoint = {
  providerModelId: "command-test",
  supportedParameters: PARAMETERS,
  reasoning: "budget",
} as unknown as Endpoint;
const ask = (more: JsonObject = {}): ChatRequest =>
  ({ model: "any", messages: [{ role: "user", content: "Tide?" }], ...more }) as unknown as ChatRequest;
const encode = (request: ChatRequest) => cohereV2.encodeRequest(request, { endpoint, traits });

describe("requests", () => {
  test("keep their meaning on the way there and back (MAP-05…08)", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { body, dropped } = encode(request);
        const back = cohereV2.decodeRequest(body, {});
        if (!back.ok) throw new Error(back.message);
        expect(dropped).toEqual([]);
        const again = encode(back.request);
        // Names that no wire takes came back respelled; a second round changes nothing.
        expect(again.body).toEqual(body);
        expect(back.request.messages.map(({ role }) => role)).toEqual(
          request.messages.map(({ role }) => (role === "developer" ? "system" : role)),
        );
        for (const key of ["temperature", "top_p", "seed", "stop", "response_format"] as const)
          expect(back.request[key]).toEqual(request[key]);
        for (const [i, message] of request.messages.entries()) {
          const kept = back.request.messages[i];
          expect(kept?.content ?? null).toEqual(message.content ?? null);
          expect(kept?.reasoning_content).toEqual(message.reasoning_content);
        }
      }),
      SEED,
    );
  });

  test("are never changed (MAP-13)", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const before = JSON.stringify(request);
        encode(request);
        expect(JSON.stringify(request)).toBe(before);
      }),
      SEED,
    );
  });

  test("choose tools by Cohere's two words, and one function by offering it alone", () => {
    const tools = ["a", "b"].map((name) => ({ type: "function", function: { name } }));
    const sent = (tool_choice: JsonObject | string) => encode(ask({ tools, tool_choice })).body;
    expect(sent("auto").tool_choice).toBeUndefined();
    expect(sent("none").tool_choice).toBe("NONE");
    expect(sent("required").tool_choice).toBe("REQUIRED");
    const named = sent({ type: "function", function: { name: "b" } });
    expect(named.tool_choice).toBe("REQUIRED");
    expect(named.tools).toEqual([
      { type: "function", function: { name: "b", parameters: { type: "object", properties: {} } } },
    ]);
  });

  test.each([
    [{ top_p: 1 }, { p: 0.99 }],
    [{ top_p: 0 }, { p: 0.01 }],
    [
      { top_k: 0, seed: 0, temperature: 0 },
      { k: 0, seed: 0, temperature: 0 },
    ],
    [{ stop: "END" }, { stop_sequences: ["END"] }],
    [{ max_tokens: 5, max_completion_tokens: 9 }, { max_tokens: 9 }],
    [{ reasoning_effort: "none" }, { thinking: { type: "disabled" } }],
    [{ reasoning_effort: "low" }, { thinking: { type: "enabled", token_budget: 2048 } }],
    [
      { thinking: { type: "enabled", budget_tokens: 300 }, reasoning_effort: "high" },
      { thinking: { type: "enabled", token_budget: 300 } },
    ],
    [{ response_format: { type: "json_object" } }, { response_format: { type: "json_object" } }],
  ])("%j becomes %j", (given, expected) => {
    const { model: _model, messages: _messages, ...rest } = encode(ask(given)).body;
    expect(rest).toEqual(expected);
  });

  test("with both penalties keep one and list the other; with strict tools say so for all", () => {
    const both = encode(ask({ frequency_penalty: 0.5, presence_penalty: 0.5 }));
    expect(both.dropped).toEqual(["presence_penalty"]);
    expect(both.body.presence_penalty).toBeUndefined();
    expect(encode(ask({ frequency_penalty: 0, presence_penalty: 0.5 })).body).toMatchObject({
      frequency_penalty: 0,
      presence_penalty: 0.5,
    });
    const tools = [{ type: "function", function: { name: "a", strict: true } }];
    expect(encode(ask({ tools })).body.strict_tools).toBe(true);
  });

  test.each([
    [{ type: "input_audio", input_audio: { data: "AA==", format: "wav" } }],
    [{ type: "file", file: { file_data: "AA==" } }],
  ])("with %j are refused by place (MAP-07)", (part) => {
    const request = ask({ messages: [{ role: "user", content: [{ type: "text", text: "x" }, part] }] });
    try {
      encode(request);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof UnsupportedInput)) throw error;
      expect(error.param).toBe("messages[0].content[1]");
    }
  });

  test("of callers are read with plans, documents and thinking, and refused by place", () => {
    const call = { id: "t1", type: "function", function: { name: "tide", arguments: "{}" } };
    const document = { type: "document", document: { data: { metres: 3 } } };
    const read = cohereV2.decodeRequest(
      {
        model: "m",
        messages: [
          { role: "user", content: "Tide?" },
          { role: "assistant", tool_plan: "I will look.", tool_calls: [call] },
          { role: "tool", tool_call_id: "t1", content: [document] },
        ],
        tool_choice: "REQUIRED",
        stop_sequences: ["END"],
        safety_mode: "NONE",
      },
      {},
    );
    expect(read).toMatchObject({
      ok: true,
      request: {
        messages: [{}, { content: "I will look." }, { content: '{"metres":3}' }],
        tool_choice: "required",
        stop: ["END"],
        safety_mode: "NONE",
      },
    });
    const wrong = { model: "m", messages: [{ role: "user", content: [{ type: "video", video: "x" }] }] };
    expect(cohereV2.decodeRequest(wrong, {})).toMatchObject({
      ok: false,
      param: "messages[0].content[0].type",
      unsupported: true,
    });
    const searching = { model: "m", messages: [{ role: "user", content: "x" }], documents: ["a"] };
    expect(cohereV2.decodeRequest(searching, {})).toMatchObject({
      ok: false,
      param: "documents",
      unsupported: true,
    });
    expect(cohereV2.decodeRequest({ model: "m", messages: [] }, {})).toMatchObject({
      ok: false,
      param: "messages",
      unsupported: false,
    });
  });
});
