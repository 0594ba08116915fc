import { describe, expect, test } from "vitest";
import { gatewayError } from "../../../errors/api-error.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { contextOf } from "../../openai-chat/test/testing.ts";
import { openaiCompletions } from "../index.ts";
import { counted, strayFields } from "../request.ts";

const decode = (body: Json) => openaiCompletions.decodeRequest(body, {});

function requestOf(body: JsonObject) {
  const decoded = decode({ model: "davinci-002", prompt: "Ebb", ...body });
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded.request;
}

const choice = (text: string, finish_reason: string | null = "stop"): JsonObject => ({
  text,
  index: 0,
  logprobs: null,
  finish_reason,
});

const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };

async function* bytesOf(...events: (JsonObject | string)[]) {
  const lines = events.map((event) => (typeof event === "string" ? event : JSON.stringify(event)));
  yield new TextEncoder().encode(lines.map((line) => `data: ${line}\n\n`).join(""));
}

describe("a request", () => {
  test.each<[string, JsonObject, number, number]>([
    ["a text", { prompt: "Ebb" }, 1, 1],
    ["several texts", { prompt: ["Ebb", "Flow"], n: 3 }, 2, 6],
    ["tokens", { prompt: [464, 17500, 5] }, 1, 1],
    ["several in tokens", { prompt: [[464], [17500, 5]], n: 2, best_of: 4 }, 2, 8],
  ])("counts %s as its prompts and texts", (_name, body, prompts, texts) => {
    expect(counted(requestOf(body))).toEqual({ prompts, texts, echo: false });
  });

  test.each<[string, JsonObject, string]>([
    ["without a prompt", { model: "m" }, "prompt"],
    ["with messages", { model: "m", messages: [] }, "messages"],
    ["with a mixed list", { model: "m", prompt: ["Ebb", 4] }, "prompt[1]"],
    ["with a list of nothing", { model: "m", prompt: [[]] }, "prompt"],
    ["with too many texts", { model: "m", prompt: "Ebb", best_of: 21 }, "best_of"],
  ])("%s is refused by the place", (_name, body, param) => {
    const decoded = decode(body);
    expect(decoded.ok ? null : decoded.param?.startsWith(param)).toBe(true);
  });

  test("names fields that nobody has a price for", () => {
    expect(strayFields(requestOf({ best_of: 2, plugins: [], min_p: 0.1 }))).toEqual(["plugins"]);
  });

  test("passes as it was written, and asks for the usage of a stream", () => {
    const body = { model: "m", prompt: [464], stream: true, own: 1, strict: false };
    expect(openaiCompletions.passage?.request(body, false)).toEqual({
      body: { model: "m", prompt: [464], stream: true, own: 1, stream_options: { include_usage: true } },
      dropped: [],
    });
  });
});

describe("an answer", () => {
  test("has its texts and its usage", () => {
    const body = { id: "c", created: 1_795_000_000, model: "m", choices: [choice(" out.")], usage };
    const decoded = openaiCompletions.decodeResponse(body, contextOf());
    expect(decoded.ok && decoded.completion.choices[0]?.message.content).toBe(" out.");
    expect(decoded.ok && decoded.usage).toMatchObject({ kind: "known", usage: { input: 3, output: 2 } });
  });

  test("is none where it has messages in place of texts", () => {
    const chat = { index: 0, message: { role: "assistant", content: "Out." }, finish_reason: "stop" };
    const decoded = openaiCompletions.decodeResponse({ choices: [chat] }, contextOf());
    expect(decoded).toEqual({ ok: false, problem: "a choice of the answer has no text" });
  });

  test("is its texts, the usage and the end where it is streamed", async () => {
    const events = bytesOf(
      { id: "c", created: 1_795_000_000, model: "m", choices: [choice(" out", null)] },
      { id: "c", created: 1_795_000_000, model: "m", choices: [choice(".", "length")] },
      { id: "c", choices: [], usage },
      "[DONE]",
    );
    const types: string[] = [];
    let text = "";
    for await (const event of openaiCompletions.decodeStream(events, contextOf())) {
      types.push(event.type);
      if (event.type === "chunk") text += event.chunk.choices[0]?.delta.content ?? "";
    }
    expect(types).toEqual(["chunk", "chunk", "usage", "end"]);
    expect(text).toBe(" out.");
  });
});

test("passes a stream event by event, and tells a failure in the gateway's words", async () => {
  const passed = openaiCompletions.passage?.stream("r-1");
  if (!passed) throw new Error("no passage");
  const told: Uint8Array[] = [];
  for await (const bytes of bytesOf({ choices: [choice(" out", null)] }, { error: { message: "key sk-1" } }))
    for (const byte of bytes) told.push(...passed.pass([Uint8Array.of(byte)]));
  told.push(...passed.failed(gatewayError("api", "it broke")));
  const text = told.map((each) => new TextDecoder().decode(each)).join("");
  expect(text).toContain('" out"');
  expect(text).not.toContain("sk-1");
  expect(text).toContain('"message":"it broke"');
  expect(text).toContain('"request_id":"r-1"');
});
