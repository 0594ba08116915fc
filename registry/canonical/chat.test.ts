import { describe, expect, test } from "vitest";
import { type ChatChoice, ChatRequestSchema, firstChoice } from "./chat.ts";

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

describe("a parameter that every host knows", () => {
  const asked = (more: object) =>
    ChatRequestSchema.safeParse({ model: "m", messages: [{ role: "user", content: "Hi." }], ...more });
  const NUMBERS = ["frequency_penalty", "presence_penalty", "repetition_penalty", "top_k", "min_p"];

  test.each([...NUMBERS, "top_logprobs", "logprobs", "store", "user", "prompt_cache_key", "service_tier"])(
    "is refused by name where %s is a list or an object",
    (name) => {
      for (const value of [[], {}, [1], { of: 1 }]) {
        const problem = asked({ [name]: value }).error?.issues[0];
        expect(problem?.path).toEqual([name]);
      }
    },
  );

  test.each([...NUMBERS, "top_logprobs", "logprobs", "store", "logit_bias", "metadata", "service_tier"])(
    "is refused by name where %s is an empty text",
    (name) => {
      expect(asked({ [name]: "" }).error?.issues[0]?.path).toEqual([name]);
    },
  );

  test("is taken where it is null, and as each kind of host has it", () => {
    const nulls = Object.fromEntries([...NUMBERS, "user", "metadata", "store"].map((name) => [name, null]));
    expect(asked(nulls).success).toBe(true);
    expect(asked({ logprobs: 3, user: "", metadata: {}, logit_bias: {} }).success).toBe(true);
    expect(asked({ logprobs: true, top_k: 40, prompt_cache_key: "" }).success).toBe(true);
  });
});
