import { describe, expect, test } from "vitest";
import { openRegistry } from "../../index.ts";
import type { JsonObject } from "../../json.ts";
import type { DecodeContext, StreamEvent } from "../dialect.ts";
import { openaiChat } from "./index.ts";

const [endpoint] = openRegistry().indexes.endpointsOfProvider("openai");
if (!endpoint) throw new Error("openai has no endpoint");
const traits = {
  ...({
    maxTokensField: "max_tokens",
    developerRole: "system",
    messageNames: true,
    cacheControl: false,
  } as const),
  extraFields: { completion: [], message: [], usage: [] },
};
const context: DecodeContext = {
  ...{ endpoint, traits, convention: endpoint.usage, nowSeconds: 1, fallbackId: "gw-1" },
  request: { model: "m", messages: [{ role: "user", content: "Ebb?" }] },
};

const answered = (choice: JsonObject) => openaiChat.decodeResponse({ choices: [choice] }, context);

async function streamed(...deltas: JsonObject[]): Promise<StreamEvent[]> {
  const source = (async function* () {
    for (const delta of deltas)
      yield new TextEncoder().encode(
        `data: ${JSON.stringify({ id: "c-1", choices: [{ index: 0, ...delta }] })}\n\n`,
      );
  })();
  const events: StreamEvent[] = [];
  for await (const event of openaiChat.decodeStream(source, context)) events.push(event);
  return events;
}

describe("hosts that relay other wires", () => {
  test("leave numbers out of their tool-call indexes; callers count from 0 (STR-04)", async () => {
    const call = (index: number, name: string) => ({
      delta: { tool_calls: [{ index, id: `call_${name}`, function: { name, arguments: "{}" } }] },
    });
    const events = await streamed(call(1, "tide"), call(4, "moon"), {
      delta: {},
      finish_reason: "tool_calls",
    });
    const seen = events.flatMap((event) =>
      event.type === "chunk" ? event.chunk.choices.flatMap(({ delta }) => delta.tool_calls ?? []) : [],
    );
    expect(seen.map(({ index, id }) => [index, id])).toEqual([
      [0, "call_tide"],
      [1, "call_moon"],
    ]);
    expect(events.at(-1)).toEqual({ type: "end" });
  });

  test("list their thinking in details; callers find it where they look (RES-03)", async () => {
    const reasoning_details = [
      { type: "reasoning.text", text: "High water, " },
      { type: "reasoning.encrypted", data: "b3BhcXVl" },
      { type: "reasoning.summary", summary: "then ebb." },
    ];
    const decoded = answered({ message: { content: "Ebb.", reasoning_details }, finish_reason: "stop" });
    expect(decoded).toMatchObject({
      completion: { choices: [{ message: { reasoning_content: "High water, then ebb." } }] },
    });
    const events = await streamed({ delta: { reasoning_details } }, { delta: {}, finish_reason: "stop" });
    expect(events[0]).toMatchObject({
      chunk: { choices: [{ delta: { reasoning_content: "High water, then ebb." } }] },
    });
  });
});

describe("a whole answer whose finish reason", () => {
  test("is an empty word is an answer, and the word is shown (RES-02)", () => {
    expect(answered({ message: { content: "Ebb." }, finish_reason: "" })).toMatchObject({
      ok: true,
      completion: { choices: [{ finish_reason: "stop", native_finish_reason: "" }] },
    });
  });

  test.each([null, undefined])("is %s is none (RES-05)", (word) => {
    expect(answered({ message: { content: "Ebb." }, finish_reason: word })).toMatchObject({ ok: false });
  });
});
