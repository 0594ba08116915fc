import { describe, expect, test } from "vitest";
import type { ChatChunk } from "../../../canonical/chat.ts";
import { gatewayError } from "../../../errors/api-error.ts";
import type { JsonObject } from "../../../json.ts";
import { encodeStream } from "../stream.ts";
import { asked, chunk, END, eventsOf, type Host } from "./testing.ts";

describe("usage (USE-04)", () => {
  const used = (prompt: number, completion: number, more: JsonObject = {}) => ({
    id: "c-1",
    choices: [],
    usage: { prompt_tokens: prompt, completion_tokens: completion, ...more },
  });
  const readings = async (chunks: (JsonObject | string)[], host?: Host) =>
    (await eventsOf(chunks, host)).flatMap((event) => (event.type === "usage" ? [event] : []));

  test("said again replaces", async () => {
    const found = await readings([chunk({ content: "Ebb." }), used(10, 1), used(10, 2), END]);
    expect(found.map(({ usage }) => usage)).toMatchObject([
      { usage: { input: 10, output: 1 } },
      { usage: { input: 10, output: 2 } },
    ]);
  });

  test("adds up where it comes in instalments", async () => {
    const cached = { prompt_tokens_details: { cached_tokens: 4 } };
    const found = await readings([used(10, 1, cached), used(2, 3), END], { convention: { stream: "add" } });
    expect(found.at(-1)?.usage).toEqual({
      kind: "known",
      usage: { input: 8, cacheRead: 4, output: 4 },
      raw: { prompt_tokens: 2, completion_tokens: 3 },
    });
  });

  test("is none where one of its instalments contradicts itself", async () => {
    const odd = used(1, 1, { total_tokens: 9 });
    const add: Host = { convention: { stream: "add" } };
    expect((await readings([used(10, 1), odd, END], add)).at(-1)?.usage.kind).toBe("contradictory");
    expect((await readings([odd, used(10, 1), END], add)).at(-1)?.usage).toMatchObject({
      usage: { input: 10, output: 1 },
    });
  });

  test("comes also with the error that ends the stream, and with the host's price", async () => {
    const host: Host = { convention: { reportedCost: { path: ["usage", "cost"], counts: "reported" } } };
    const failure = { ...used(10, 1, { cost: 0.5 }), error: { message: "Low water" } };
    const events = await eventsOf([chunk({ content: "Ebb" }), failure], host);
    expect(events.map(({ type }) => type)).toEqual(["chunk", "usage", "error"]);
    expect(events[1]).toMatchObject({ reportedCost: 0.5 });
  });
});

describe("a stream for a caller", () => {
  const said: ChatChunk = {
    id: "c-1",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta: { content: "Ebb." }, finish_reason: null }],
  };
  const counted = { kind: "known", usage: { input: 3, output: 1 }, raw: { mood: "calm" } } as const;
  const encoder = (include_usage?: boolean) =>
    encodeStream({
      request: asked(include_usage === undefined ? {} : { stream_options: { include_usage } }),
      requestId: "r-1",
      body: {},
      now: () => 1,
      usageExtras: (raw: unknown) => raw as JsonObject,
    });
  const texts = (frames: Uint8Array[]) => frames.map((frame) => Buffer.from(frame).toString());

  test("has its usage only where that was asked for (STR-06)", () => {
    for (const wanted of [undefined, false]) {
      const plain = encoder(wanted);
      expect(texts(plain.chunk(said))).toEqual([`data: ${JSON.stringify(said)}\n\n`]);
      expect(texts(plain.end(counted))).toEqual(["data: [DONE]\n\n"]);
    }
    const asking = encoder(true);
    expect(texts(asking.chunk(said))).toEqual([`data: ${JSON.stringify({ ...said, usage: null })}\n\n`]);
    const [usage = "", done] = texts(asking.end(counted));
    expect(JSON.parse(usage.replace("data: ", ""))).toMatchObject({
      id: "c-1",
      object: "chat.completion.chunk",
      created: 1,
      model: "m",
      choices: [],
      usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4, mood: "calm" },
    });
    expect(done).toBe("data: [DONE]\n\n");
  });

  test("makes up no usage, neither unknown nor for an answer that said nothing (USE-05)", () => {
    const asking = encoder(true);
    expect(asking.end(counted)).toHaveLength(1);
    asking.chunk(said);
    expect(asking.end({ kind: "unknown" })).toHaveLength(1);
  });

  test("waits with a comment, and ends with the error alone (STR-07)", () => {
    expect(texts(encoder().keepAlive())).toEqual([": keep-alive\n\n"]);
    const [error = "", ...rest] = texts(encoder().error(gatewayError("api", "Low water")));
    expect(rest).toEqual([]);
    expect(JSON.parse(error.replace("data: ", ""))).toEqual({
      error: { message: "Low water", type: "api_error", param: null, code: null, request_id: "r-1" },
    });
  });
});
