/** Turns whose order is not that of the flat message: from Bedrock, for its callers, and back (RES-03, MAP-17). */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../json.ts";
import { bedrockConverse } from "../index.ts";
import {
  answerOf,
  blocksOf,
  body,
  delta,
  deltasOf,
  END,
  eventsOf,
  known,
  OPENING,
  rendering,
  requestOf,
  start,
  stop,
} from "./testing.ts";

const thought = (text: string, signature: string) => ({
  reasoningContent: { reasoningText: { text, signature } },
});
const used = (toolUseId: string) => ({ toolUse: { toolUseId, name: "tide", input: {} } });
const picture = { image: { format: "png", source: { bytes: "AAAA" } } };
const film = { video: { format: "mp4", source: {} } };
const cited = (text: string) => ({
  citationsContent: {
    content: [{ text }],
    citations: [{ title: "Tides", location: { web: { url: "https://tide.example" } } }],
  },
});

const TURN: JsonObject[] = [
  { text: "Wait." },
  thought("Ring first.", "c2ln"),
  picture,
  used("a"),
  film,
  cited("Rang."),
  used("b"),
];

describe("a turn in an order of its own", () => {
  test("reaches a caller of Converse as Bedrock told it", () => {
    const { completion } = answerOf(body(TURN));
    const written = bedrockConverse.encodeResponse(completion, known({ input: 1, output: 1 }), rendering);
    expect(written.output).toEqual({ message: { role: "assistant", content: TURN } });
  });

  test.each([
    ["whose blocks end", true],
    ["whose blocks nobody ends", false],
  ])("is told at the end of a stream %s", async (_what, ends) => {
    const ended = (index: number) => (ends ? [stop(index)] : []);
    const events = await eventsOf([
      OPENING,
      delta(0, { text: "Wait." }),
      ...ended(0),
      delta(1, { reasoningContent: { text: "Hm." } }),
      delta(1, { reasoningContent: { signature: "c2ln" } }),
      ...ended(1),
      start(2, { toolUse: { toolUseId: "a", name: "tide" } }),
      delta(2, { toolUse: { input: "{}" } }),
      ...ended(2),
      delta(3, { text: "Rang." }),
      ...ended(3),
      END,
    ]);
    const deltas = events.flatMap((each) => (each.type === "chunk" ? each.chunk.choices : []));
    expect(deltas.at(-1)?.delta).toEqual({
      item_order: [
        { type: "text", start: 0, end: 5 },
        { type: "reasoning", index: 0 },
        { type: "tool_call", index: 0 },
        { type: "text", start: 5, end: 10 },
      ],
    });
  });

  test("is not told of a stream that keeps to the usual one", async () => {
    const deltas = await deltasOf([delta(0, { text: "Wait." }), stop(0), delta(1, { text: "Go." }), stop(1)]);
    expect(deltas.some((each) => each.item_order !== undefined)).toBe(false);
  });

  test("goes back from a caller of Converse with its cache points, to a model that thinks", () => {
    const content = [
      { text: "Wait." },
      { cachePoint: { type: "default" } },
      thought("Ring first.", "c2ln"),
      { text: "Go." },
      used("a"),
      { cachePoint: { type: "default" } },
    ];
    const { messages } = requestOf({ messages: [{ role: "assistant", content }] });
    const message = { ...messages[0] } as JsonObject;
    expect(blocksOf(message)).toEqual(content);
    const silent = { endpoint: { capabilities: new Set(["tools"] as const), supportedParameters: [] } };
    expect(blocksOf(message, silent)).toEqual(content.filter((block) => !("reasoningContent" in block)));
  });
});
