import { describe, expect, test } from "vitest";
import { type ChatChoice, firstChoice } from "./chat.ts";

const choice = (index: number, content: string): ChatChoice => ({
  index,
  message: { role: "assistant", content },
  logprobs: null,
  finish_reason: "stop",
});

describe("the choice of an API that has a place for one", () => {
  test("is that of the lowest index, however a host lists them", () => {
    const choices = [choice(2, "c"), choice(0, "a"), choice(1, "b")];
    expect(firstChoice({ choices })?.message.content).toBe("a");
    expect(choices.map(({ index }) => index)).toEqual([2, 0, 1]);
  });

  test("is none where there are none", () => {
    expect(firstChoice({ choices: [] })).toBeUndefined();
  });
});
