import { describe, expect, test } from "vitest";
import { ANSWER_PATCHES } from "./answer-patches.ts";
import { answerMisfits } from "./answers.ts";

describe("corrections of the vendors' types of answers", () => {
  test.each(ANSWER_PATCHES.map((patch) => [patch.id, patch] as const))("needs %s", (_, patch) => {
    const [schema = ""] = patch.schemas;
    const probe = JSON.parse(JSON.stringify(patch.probe));
    const others = ANSWER_PATCHES.filter(({ id }) => id !== patch.id);
    expect(answerMisfits(schema, probe)).toEqual([]);
    expect(answerMisfits(schema, probe, others)).not.toEqual([]);
  });
});

describe("answers that clients cannot read", () => {
  const choice = {
    index: 0,
    finish_reason: "stop",
    logprobs: null,
    message: { role: "assistant", content: "Hi." },
  };
  const completion = { id: "c", object: "chat.completion", created: 1, model: "m", choices: [choice] };

  test("takes fields that the API does not have", () => {
    expect(answerMisfits("openai-chat-answer", { ...completion, own: { words: 1 } })).toEqual([]);
  });

  test.each([
    ["a field that is missing", { ...completion, created: undefined }, "/created"],
    ["a kind that is another", { ...completion, created: "1" }, "/created"],
    [
      "a word that the API does not have",
      { ...completion, choices: [{ ...choice, finish_reason: "end" }] },
      "/choices/0/finish_reason",
    ],
    [
      "a message without its text",
      { ...completion, choices: [{ ...choice, message: { role: "assistant" } }] },
      "/choices/0/message/content",
    ],
  ])("finds %s", (_, body, pointer) => {
    const found = answerMisfits("openai-chat-answer", JSON.parse(JSON.stringify(body)));
    expect(found.map((misfit) => misfit.pointer)).toEqual([pointer]);
  });

  test("finds an event of a kind that the API does not have", () => {
    const event = { type: "response.output_text.said", sequence_number: 1 };
    expect(answerMisfits("openai-responses-event", event)).not.toEqual([]);
  });
});
