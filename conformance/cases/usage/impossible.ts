/**
 * Usage that cannot be: contradictions are reported, absent usage is unknown, and neither is billed (USE-03, USE-05).
 * @module
 */
import { at, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../case.ts";
import type { CaseContext } from "../../context.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { type Bill, billFor, negatives } from "../cost/bill.ts";

interface Odd {
  name: string;
  usage: (context: CaseContext) => JsonObject;
}

const changed = (context: CaseContext, path: readonly string[], value: Json): JsonObject => {
  const usage = context.wire.usage({ prompt: 100, cached: 40, completion: 30, reasoning: 10 });
  const [last = ""] = path.slice(-1);
  const outer = path.slice(0, -1);
  const holder = at(usage, outer) as JsonObject;
  holder[last] = value;
  return usage;
};

const PROMPT = ["prompt_tokens"];
const CACHED = ["prompt_tokens_details", "cached_tokens"];
const REASONING = ["completion_tokens_details", "reasoning_tokens"];

/** The fields that the OpenAI-compatible wires share; a wire without them needs rows of its own. */
const CONTRADICTIONS: readonly Odd[] = [
  {
    name: "cached-above-prompt",
    usage: (context) => context.wire.usage({ prompt: 100, cached: 140, completion: 30 }),
  },
  {
    name: "reasoning-above-completion",
    usage: (context) => context.wire.usage({ prompt: 100, completion: 30, reasoning: 31 }),
  },
  { name: "negative-prompt", usage: (context) => context.wire.usage({ prompt: -5, completion: 30 }) },
  { name: "negative-completion", usage: (context) => context.wire.usage({ prompt: 100, completion: -1 }) },
  { name: "negative-cached", usage: (context) => changed(context, CACHED, -40) },
  { name: "negative-reasoning", usage: (context) => changed(context, REASONING, -10) },
  { name: "fraction", usage: (context) => context.wire.usage({ prompt: 100.5, completion: 30 }) },
  { name: "number-as-text", usage: (context) => changed(context, PROMPT, "100") },
  { name: "word", usage: (context) => changed(context, PROMPT, "NaN") },
  { name: "one-beyond-counting", usage: (context) => changed(context, PROMPT, 2 ** 53) },
  { name: "beyond-counting", usage: (context) => changed(context, PROMPT, 1e300) },
  { name: "total-too-small", usage: (context) => changed(context, ["total_tokens"], 90) },
  { name: "total-too-large", usage: (context) => changed(context, ["total_tokens"], 9000) },
];

const ABSENT: readonly { name: string; usage: JsonObject | undefined }[] = [
  { name: "no-usage", usage: undefined },
  { name: "empty-usage", usage: {} },
  { name: "null-counts", usage: { prompt_tokens: null, completion_tokens: null, total_tokens: null } },
  { name: "half-of-it", usage: { prompt_tokens: 100 } },
];

function checkUnbilled(context: CaseContext, requirement: RequirementId, name: string, bill: Bill): void {
  const { check } = context;
  const cost = bill.record?.cost;
  check.equal(requirement, `${name}.answered`, bill.reply.status, 200);
  check.equal(requirement, `${name}.charged`, bill.charged, 0n);
  check.equal(requirement, `${name}.amount`, cost?.amount, 0n);
  check.equal(requirement, `${name}.not-computed`, cost?.computed, null);
  check.equal(requirement, `${name}.counted`, cost?.counted, "nothing");
  check.that(requirement, `${name}.problem-named`, Boolean(cost?.problem), {
    expected: "the record says why nothing was charged",
    seen: cost?.problem,
  });
  check.equal(
    requirement,
    `${name}.nothing-negative`,
    negatives([bill.record?.cost, bill.reply.json?.usage]),
    [],
  );
}

export const impossibleUsage: readonly Case[] = [
  ...CONTRADICTIONS.map(
    ({ name, usage }): Case => ({
      id: `usage.contradiction.${name}`,
      area: "usage",
      title: `Counts that cannot be (${name}) are reported as contradictory, and nothing is billed for them`,
      why: "clamped away, they turn into free or negative bills that nobody notices",
      requirements: ["USE-03"],
      run: async (context) => {
        const stage = await context.open();
        for (const stream of [false, true]) {
          const bill = await billFor(context, stage, context.endpoint(), usage(context), { stream });
          const how = stream ? "streamed" : "whole";
          context.check.equal("USE-03", `${how}.kind`, bill.record?.usage.kind, "contradictory");
          checkUnbilled(context, "USE-03", how, bill);
        }
      },
    }),
  ),
  {
    id: "usage.absent",
    area: "usage",
    title: "An answer without usage has unknown usage, never zeros, and is not billed",
    why: "zeros look like a free call; unknown is somebody's work",
    requirements: ["USE-05"],
    run: async (context) => {
      const stage = await context.open();
      for (const { name, usage } of ABSENT) {
        for (const stream of [false, true]) {
          const bill = await billFor(context, stage, context.endpoint(), usage, { stream });
          const how = `${name}.${stream ? "streamed" : "whole"}`;
          context.check.equal("USE-05", `${how}.kind`, bill.record?.usage.kind, "unknown");
          context.check.equal("USE-05", `${how}.no-usage-for-the-caller`, bill.reply.json?.usage, undefined);
          checkUnbilled(context, "USE-05", how, bill);
        }
      }
    },
  },
];
