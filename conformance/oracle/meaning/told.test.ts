import { describe, expect, test } from "vitest";
import { bytes, wireOf } from "../../upstream/wire.ts";
import { type Answer, textOf } from "./answer.ts";
import { answers } from "./generate.ts";
import { HOLDS, type SpokenApi } from "./holds.ts";
import type { Habits } from "./speak.ts";
import { SPEAKERS } from "./speakers.ts";
import { finishOf, toldIn } from "./told.ts";

const APIS = Object.keys(HOLDS) as SpokenApi[];

const habits: Habits = {
  cachedInside: true,
  writesInside: true,
  reasoningInside: true,
  places: [["usage"]],
  price: null,
  tools: ["one", "two", "three"],
};

function parsed(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}

/** What readers must find in an answer, by what it was made from. */
const meant = ({ choices }: Answer) =>
  choices.map((choice) => ({
    text: textOf(choice),
    reasoning: choice.reasoning,
    refusal: choice.refusal ?? "",
    finish: choice.finish,
    calls: choice.calls.map(({ id, tool, arguments: args }) => ({
      id,
      name: habits.tools[tool],
      arguments: parsed(args),
    })),
  }));

function read(api: SpokenApi, type: string, content: Uint8Array) {
  return toldIn(api, type, content)?.choices.map((choice) => ({
    text: choice.text,
    reasoning: choice.reasoning,
    refusal: choice.refusal,
    finish: finishOf(api, choice),
    calls: choice.calls.map((call) => ({ ...call, arguments: parsed(call.arguments) })),
  }));
}

const joined = (pieces: readonly (string | Uint8Array)[]): Uint8Array =>
  Buffer.concat(pieces.map((piece) => (typeof piece === "string" ? bytes(piece) : piece)));

/** In JSON an answer that was cut while it called has no finish of its own but the length. */
describe("what a provider told", () => {
  test.each(APIS)("is read off whole answers of %s", (api) => {
    for (const said of answers(api, { calls: true, stream: false }, 7, 40)) {
      const content = bytes(JSON.stringify(SPEAKERS[api].whole(said, habits)));
      expect(read(api, "application/json", content)).toEqual(meant(said));
    }
  });

  test.each(APIS)("is read off streams of %s", (api) => {
    for (const said of answers(api, { calls: true, stream: true }, 7, 40)) {
      const content = joined(SPEAKERS[api].stream(said, habits).map(({ piece }) => piece));
      expect(read(api, wireOf(api).streamType, content)).toEqual(meant(said));
    }
  });

  test.each(APIS)("is nothing where a stream of %s ends before its finish", (api) => {
    const wire = wireOf(api);
    expect(toldIn(api, wire.streamType, joined([wire.opening(), wire.content("Out.")]))).toBeNull();
  });

  test.each(APIS)("is nothing where a stream of %s fails", (api) => {
    const wire = wireOf(api);
    const pieces = [...wire.stream(["Out."]), wire.streamError("busy", 503)];
    expect(toldIn(api, wire.streamType, joined(pieces))).toBeNull();
  });

  test("is nothing where the bytes are no answer", () => {
    for (const text of ["", "null", "[]", "{", '{"error":{"message":"busy"}}'])
      expect(toldIn("openai-chat", "application/json", bytes(text))).toBeNull();
    const half = joined(wireOf("bedrock-converse").stream(["Out."])).subarray(0, -3);
    expect(toldIn("bedrock-converse", "application/vnd.amazon.eventstream", half)).toBeNull();
  });
});
