import { describe, expect, test } from "vitest";
import { gatewayError } from "../../../errors/api-error.ts";
import { encodeStream } from "../stream.ts";
import { chunk, render, written } from "./testing.ts";

describe("a stream for a caller of this dialect", () => {
  const write = (...chunks: ReturnType<typeof chunk>[]) => {
    const encoder = encodeStream(render);
    return written([...chunks.flatMap((one) => encoder.chunk(one)), ...encoder.end({ kind: "unknown" })]);
  };
  const message = { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] };
  const opening = { type: "message-start", id: "c-1", delta: { message } };
  const content = (index: number, type: string, text: string) => [
    { type: "content-start", index, delta: { message: { content: { type, [type]: "" } } } },
    { type: "content-delta", index, delta: { message: { content: { [type]: text } } } },
  ];
  const ending = (word: string) => [{ type: "message-end", delta: { finish_reason: word } }, "data: [DONE]"];

  test("opens and closes a block for each kind of words", () => {
    expect(
      write(
        chunk({ role: "assistant", content: "" }),
        chunk({ reasoning_content: "The moon." }),
        chunk({ content: "Ebb" }),
        chunk({ content: "." }),
        chunk({ refusal: "No." }, { finish_reason: "length" }),
      ),
    ).toEqual([
      opening,
      ...content(0, "thinking", "The moon."),
      { type: "content-end", index: 0 },
      ...content(1, "text", "Ebb"),
      { type: "content-delta", index: 1, delta: { message: { content: { text: "." } } } },
      { type: "content-delta", index: 1, delta: { message: { content: { text: "No." } } } },
      { type: "content-end", index: 1 },
      ...ending("MAX_TOKENS"),
    ]);
  });

  test("closes a call before the next, and before words", () => {
    const begin = (index: number, id: string, args?: string) =>
      chunk({
        tool_calls: [
          {
            index,
            id,
            type: "function",
            function: { name: "tide", ...(args === undefined ? {} : { arguments: args }) },
          },
        ],
      });
    const started = (index: number, id: string) => ({
      type: "tool-call-start",
      index,
      delta: { message: { tool_calls: { id, type: "function", function: { name: "tide", arguments: "" } } } },
    });
    const piece = (index: number, args: string) => ({
      type: "tool-call-delta",
      index,
      delta: { message: { tool_calls: { function: { arguments: args } } } },
    });
    expect(
      write(
        chunk({ tool_plan: "I look." }),
        chunk({ content: "Wait." }),
        begin(0, "a"),
        chunk({ tool_calls: [{ index: 0, function: { arguments: "{}" } }] }),
        begin(1, "b", "{}"),
        chunk({ content: "So." }),
        chunk({}, { finish_reason: "tool_calls" }),
      ),
    ).toEqual([
      opening,
      { type: "tool-plan-delta", delta: { message: { tool_plan: "I look." } } },
      ...content(0, "text", "Wait."),
      { type: "content-end", index: 0 },
      started(0, "a"),
      piece(0, "{}"),
      { type: "tool-call-end", index: 0 },
      started(1, "b"),
      piece(1, "{}"),
      { type: "tool-call-end", index: 1 },
      ...content(1, "text", "So."),
      { type: "content-end", index: 1 },
      ...ending("TOOL_CALL"),
    ]);
    expect(write(begin(0, "a", "{}")).at(-3)).toEqual({ type: "tool-call-end", index: 0 });
  });

  test("begins no call that has an id or a name alone", () => {
    const half = (more: object) => chunk({ tool_calls: [{ index: 0, ...more }] });
    expect(write(half({ id: "a" }), half({ function: { name: "tide" } }))).toEqual([
      opening,
      ...ending("COMPLETE"),
    ]);
  });

  test("ends with the word that was said, whatever comes after it", () => {
    expect(write(chunk({}, { finish_reason: "length" }), chunk({ content: "Ebb." })).slice(-2)).toEqual(
      ending("MAX_TOKENS"),
    );
  });

  test("cites the words that it wrote, and says how likely they were", () => {
    const url_citation = { url: "https://pier.example/", start_index: 0, end_index: 3 };
    const events = write(
      chunk({ reasoning_content: "The moon." }),
      chunk({ content: "Ebb." }, { logprobs: { content: [{ token: "Ebb.", logprob: -1 }] } }),
      chunk({ annotations: [{ url_citation }] }),
      chunk({ citations: [{ start: 4 }] }),
    );
    expect(events[5]).toMatchObject({ logprobs: { text: "Ebb.", logprobs: [-1] } });
    expect(events.slice(6, 10)).toMatchObject([
      {
        type: "citation-start",
        index: 0,
        delta: { message: { citations: { text: "Ebb", start: 0, end: 3 } } },
      },
      { type: "citation-end", index: 0 },
      { type: "citation-start", index: 1, delta: { message: { citations: { start: 4 } } } },
      { type: "citation-end", index: 1 },
    ]);
  });

  test("has the first choice only", () => {
    const second = chunk({ content: "Flow." }, { index: 1 });
    expect(write(second)).toEqual([opening, ...ending("COMPLETE")]);
  });

  test("that said nothing still has a beginning and an end, with its usage", () => {
    const encoder = encodeStream(render);
    const [start, end, done] = written(
      encoder.end({ kind: "known", usage: { input: 3, output: 1 }, raw: null }),
    );
    expect(start).toMatchObject({ type: "message-start", id: "request-1" });
    expect(end).toMatchObject({ delta: { usage: { billed_units: { input_tokens: 3, output_tokens: 1 } } } });
    expect(done).toBe("data: [DONE]");
    expect(written(encoder.keepAlive())).toEqual([": keep-alive"]);
  });

  test("that broke ends with the message, and no [DONE] (STR-07)", () => {
    const encoder = encodeStream(render);
    encoder.chunk(chunk({ content: "Ebb." }));
    const end = { type: "message-end", delta: { finish_reason: "ERROR", error: "Low water" } };
    const failed = gatewayError("api", "Low water");
    expect(written(encoder.error(failed))).toEqual([end]);
    expect(written(encodeStream(render).error(failed))).toEqual([{ ...opening, id: "request-1" }, end]);
  });
});
