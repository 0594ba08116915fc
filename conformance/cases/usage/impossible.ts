/**
 * Usage that cannot be: contradictions are reported, absent usage is unknown, and neither is billed (USE-03, USE-05).
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import { at, isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { ScenarioId } from "../../recordings/scenarios.ts";
import type { RequirementId } from "../../requirements/index.ts";
import type { Wire } from "../../upstream/wire.ts";
import { type Bill, billFor, negatives, watchBill } from "../_shared/bill.ts";
import { pinned } from "../_shared/support.ts";

/** Usage that cannot be, on the wire of the provider; `null` where the wire has no such count. */
interface Odd {
  name: string;
  usage(wire: Wire, api: ApiId): JsonObject | null;
}

/** Cache writes of 40 tokens whose lifetimes come to 39, in the APIs that tell lifetimes. */
const WRITES: Readonly<Partial<Record<ApiId, JsonObject>>> = {
  "anthropic-messages": {
    cache_creation_input_tokens: 40,
    cache_creation: { ephemeral_5m_input_tokens: 19, ephemeral_1h_input_tokens: 20 },
  },
  "bedrock-converse": {
    cacheWriteInputTokens: 40,
    cacheDetails: [
      { ttl: "5m", inputTokens: 19 },
      { ttl: "1h", inputTokens: 20 },
    ],
    totalTokens: 170,
  },
};

/** More sound in the cache than the cache held. */
const SOUND: Readonly<Partial<Record<ApiId, JsonObject>>> = {
  gemini: {
    promptTokensDetails: [{ modality: "AUDIO", tokenCount: 100 }],
    cachedContentTokenCount: 40,
    cacheTokensDetails: [{ modality: "AUDIO", tokenCount: 41 }],
  },
};

const withParts = (
  parts: Readonly<Partial<Record<ApiId, JsonObject>>>,
  wire: Wire,
  api: ApiId,
): JsonObject | null => {
  const found = parts[api];
  return found === undefined ? null : { ...wire.usage({ prompt: 100, completion: 30 }), ...found };
};

/** A good usage with one count replaced. */
function changed(wire: Wire, path: readonly string[] | null, value: Json): JsonObject | null {
  if (path === null) return null;
  const usage = wire.usage({ prompt: 100, cached: 40, completion: 30, reasoning: 10 });
  const [last = ""] = path.slice(-1);
  const holder = at(usage, path.slice(0, -1));
  if (!isObject(holder)) return null;
  holder[last] = value;
  return usage;
}

const CONTRADICTIONS: readonly Odd[] = [
  {
    name: "cached-above-prompt",
    usage: (wire) => (wire.tells.cached ? wire.usage({ prompt: 100, cached: 140, completion: 30 }) : null),
  },
  {
    name: "reasoning-above-completion",
    usage: (wire) =>
      wire.tells.reasoning ? wire.usage({ prompt: 100, completion: 30, reasoning: 31 }) : null,
  },
  { name: "negative-prompt", usage: (wire) => wire.usage({ prompt: -5, completion: 30 }) },
  { name: "negative-completion", usage: (wire) => wire.usage({ prompt: 100, completion: -1 }) },
  { name: "negative-cached", usage: (wire) => changed(wire, wire.fields.cached, -40) },
  { name: "negative-reasoning", usage: (wire) => changed(wire, wire.fields.reasoning, -10) },
  { name: "fraction", usage: (wire) => wire.usage({ prompt: 100.5, completion: 30 }) },
  { name: "number-as-text", usage: (wire) => changed(wire, wire.fields.prompt, "100") },
  { name: "word", usage: (wire) => changed(wire, wire.fields.prompt, "NaN") },
  { name: "one-beyond-counting", usage: (wire) => changed(wire, wire.fields.prompt, 2 ** 53) },
  { name: "beyond-counting", usage: (wire) => changed(wire, wire.fields.prompt, 1e300) },
  { name: "total-too-small", usage: (wire) => changed(wire, wire.fields.total, 90) },
  { name: "total-too-large", usage: (wire) => changed(wire, wire.fields.total, 9000) },
  { name: "writes-unlike-their-lifetimes", usage: (wire, api) => withParts(WRITES, wire, api) },
  { name: "cached-sound-above-cached", usage: (wire, api) => withParts(SOUND, wire, api) },
];

/** Only their total tells. */
const BY_TOTAL = ["reasoning-above-completion", "total-too-small", "total-too-large"];

/** The same without a total, which would contradict the counts as well and hide whether anything else is looked at. */
function withoutTotal(name: string, { fields: { total } }: Wire, usage: JsonObject): JsonObject[] {
  const [last = ""] = total?.slice(-1) ?? [];
  const { [last]: told, ...rest } = usage;
  return told === undefined || BY_TOTAL.includes(name) ? [] : [rest as JsonObject];
}

const ASKING = [{ role: "user", content: "Where does the tide go?" }];

/** Recorded answers without any counts. */
const UNCOUNTED: readonly { id: string; scenario: ScenarioId; title: string; why: string }[] = [
  {
    id: "usage.absent.recorded",
    scenario: "blocked.prompt.no-counts",
    title: "A recorded answer without any counts has unknown usage, and is not billed",
    why: "a filter that answers in the model's place counts nothing, and nothing is not 0",
  },
  {
    id: "usage.absent.bare",
    scenario: "bare.answer",
    title: "Reports unknown usage of an answer that lacks the object, and bills nothing for it",
    why: "an adapter that puts zeros in its place makes the call look free",
  },
];

/** A usage object with these counts gone. */
function lacking(wire: Wire, paths: readonly (readonly string[] | null)[], put?: null): JsonObject {
  const usage = wire.usage({ prompt: 100, completion: 30 });
  for (const path of paths) {
    const holder = path === null ? null : at(usage, path.slice(0, -1));
    const last = path?.at(-1) ?? "";
    if (!isObject(holder)) continue;
    if (put === null) holder[last] = null;
    else delete holder[last];
  }
  return usage;
}

const ABSENT: readonly { name: string; usage(wire: Wire): JsonObject | undefined }[] = [
  { name: "no-usage", usage: () => undefined },
  { name: "empty-usage", usage: () => ({}) },
  {
    name: "null-counts",
    usage: (wire) => lacking(wire, [wire.fields.prompt, wire.fields.completion, wire.fields.total], null),
  },
  { name: "half-of-it", usage: (wire) => lacking(wire, [wire.fields.completion, wire.fields.total]) },
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
        const session = await context.open();
        // A wire without such a count cannot contradict itself in it: the plainest contradiction takes its place.
        const counts =
          usage(context.wire, context.api.id) ?? context.wire.usage({ prompt: -1, completion: -1 });
        for (const [i, told] of [counts, ...withoutTotal(name, context.wire, counts)].entries())
          for (const stream of [false, true]) {
            const bill = await billFor(context, session, context.endpoint(), told, { stream });
            const how = `${stream ? "streamed" : "whole"}${i === 0 ? "" : ".without-total"}`;
            context.check.equal("USE-03", `${how}.kind`, bill.record?.usage.kind, "contradictory");
            checkUnbilled(context, "USE-03", how, bill);
          }
      },
    }),
  ),
  ...UNCOUNTED.map(
    ({ id, scenario, title, why }): Case => ({
      id,
      area: "usage",
      title,
      why,
      requirements: ["USE-05"],
      needs: { scenarios: [scenario] },
      run: async (context) => {
        const recording = context.recording(scenario);
        const session = await context.open();
        const model = pinned(context.endpointOf(recording));
        const bill = await watchBill(session, () => session.play(recording, model));
        context.check.equal("USE-05", "kind", bill.record?.usage.kind, "unknown");
        checkUnbilled(context, "USE-05", "bill", bill);
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
      const session = await context.open();
      const bare = context.simulate.completion("Out.");
      session.answer(bare);
      const asked = { model: pinned(context.endpoint()), max_tokens: 64, messages: ASKING };
      const message = await session.send(asked, { path: "/v1/messages" });
      const claimed = Object.values(isObject(message.json?.usage) ? message.json.usage : {}).filter(
        (count) => typeof count === "number",
      );
      // Messages have a usage always: what is not known stands in it as null.
      if (context.api.id !== "anthropic-messages")
        context.check.equal("USE-05", "message.no-counts", claimed, []);
      for (const { name, usage } of ABSENT) {
        for (const stream of [false, true]) {
          const bill = await billFor(context, session, context.endpoint(), usage(context.wire), { stream });
          const how = `${name}.${stream ? "streamed" : "whole"}`;
          context.check.equal("USE-05", `${how}.kind`, bill.record?.usage.kind, "unknown");
          context.check.equal("USE-05", `${how}.no-usage-for-the-caller`, bill.reply.json?.usage, undefined);
          checkUnbilled(context, "USE-05", how, bill);
        }
      }
    },
  },
];
