import { expect, test } from "vitest";
import { shardOf } from "./shard.ts";

const plan = Array.from({ length: 600 }, (_, index) => ({
  case: { id: `errors.status.${index}` },
  provider: "groq",
  api: "openai-chat",
  mode: index % 2 === 0 ? "ptb" : "byok",
}));
const shares = (of: number, items = plan) =>
  Array.from({ length: of }, (_, at) => shardOf(items, { index: at + 1, of }));

test("puts every run into one share, in the order of the plan", () => {
  const parts = shares(3);
  expect(new Set(parts.flat()).size).toBe(plan.length);
  expect(parts.flat()).toHaveLength(plan.length);
  for (const part of parts) expect(plan.filter((item) => part.includes(item))).toEqual(part);
});

test("makes shares of about the same size, also of one mode", () => {
  const ptb = plan.filter(({ mode }) => mode === "ptb");
  for (const part of shares(3, ptb)) expect(Math.abs(part.length - 100)).toBeLessThan(30);
});

test("leaves a run in its share whatever else is planned", () => {
  const some = plan.slice(40, 90);
  const part = shardOf(plan, { index: 2, of: 4 });
  expect(shardOf(some, { index: 2, of: 4 })).toEqual(part.filter((item) => some.includes(item)));
  expect(shardOf(plan, null)).toBe(plan);
});
