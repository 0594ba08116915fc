import { expect, test } from "vitest";
import { contractRules, rulesAbout } from "../contracts/index.ts";
import { Judged } from "./judged.ts";

const gpt5 = { api: "openai-chat", host: "openai", model: "gpt-5" } as const;

test("tells of each request, and of each rule only once", () => {
  const judged = new Judged();
  judged.note(gpt5);
  judged.note(gpt5);
  const first = judged.take();
  expect(first).toEqual({ requests: 2, rules: rulesAbout(gpt5), ofRules: contractRules().length });
  expect(first.rules.length).toBeGreaterThan(10);
  judged.note(gpt5);
  expect(judged.take()).toMatchObject({ requests: 1, rules: [] });
  judged.note({ ...gpt5, host: "groq", model: "qwen/qwen3-32b" });
  const { rules } = judged.take();
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.filter((rule) => first.rules.includes(rule))).toEqual([]);
});

test("counts rules about a host or a model for these alone", () => {
  const about = (model: string) => rulesAbout({ ...gpt5, model });
  expect(about("gpt-5")).not.toEqual(about("gpt-4o"));
});
