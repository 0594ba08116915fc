/**
 * Recorded streams reach the caller whole and in order (STR-04, STR-06).
 * @module
 */
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, type Reply } from "../../engine/reply.ts";
import type { ScenarioId } from "../../recordings/scenarios.ts";
import { isStreamed, parsedCalls, pinned, play, refusalOnWire, withOwnIds } from "../_shared/support.ts";

const scenarios: readonly [ScenarioId, string, string][] = [
  ["stream.basic", "A short stream arrives whole", "the plainest stream is where most clients start"],
  [
    "stream.tools",
    "A streamed tool call assembles to valid JSON, emoji included",
    "fragments are easily lost or joined wrongly",
  ],
  ["stream.tools.parallel", "Two streamed tool calls stay apart", "a fixed index 0 merges them"],
  ["stream.json-schema", "A structured answer streams as text", "callers parse the sum of the parts"],
  [
    "stream.reasoning",
    "A reasoning stream arrives whole",
    "reasoning chunks have no content, and are dropped by filters",
  ],
  ["stream.length", "A stream cut at the limit says length", "a hard-coded stop hides the cut"],
  [
    "stream.unicode",
    "Characters cut inside by the network survive",
    "decoding each chunk alone makes U+FFFD",
  ],
  ["stream.refusal", "A streamed refusal is carried", "refusal deltas are not content"],
  [
    "stream.content-filter",
    "A filtered stream says content_filter",
    "a filtered stream that says stop is trusted",
  ],
  [
    "stream.reasoning.outside",
    "A stream whose reasoning is counted apart is whole",
    "quirky usage must not cost the answer",
  ],
  [
    "stream.keep-alive",
    "Keep-alive comments before, between and after chunks are no data",
    "comments parsed as data poison the stream",
  ],
  [
    "stream.tools.null-end",
    "A piece of nulls at the end of a call adds nothing",
    "nulls taken for a name make a second call",
  ],
  [
    "stream.tool-type-late",
    "A tool call whose type comes late still starts with id, type and name",
    "strict clients crash on the first delta",
  ],
  [
    "stream.usage.x-groq-only",
    "A stream whose usage stands in a field of its own is whole",
    "the last chunk carries it",
  ],
  [
    "stream.usage.twice",
    "A stream with the same usage in two places is whole",
    "both are in the finish chunk",
  ],
  [
    "stream.moderation-after-usage",
    "A chunk after the usage chunk does not end or break the stream",
    "readers stop at usage",
  ],
  ["stream.obfuscation", "Padding on every chunk is ignored", "strict schemas reject it"],
];

/** What OpenAI's schema and its SDKs require of every chunk. */
export function checkChunks({ check }: CaseContext, reply: Reply): void {
  check.equal("STR-04", "status", reply.status, 200);
  check.equal("STR-04", "only-events", reply.strange, []);
  check.equal("STR-04", "one-id", assemble(reply).ids.length, 1);
  const times = new Set(reply.events.map(({ created }) => created));
  check.equal("STR-04", "one-time", times.size, 1);
  const bad = reply.events.filter(
    (event) =>
      typeof event.id !== "string" ||
      event.object !== "chat.completion.chunk" ||
      !Number.isInteger(event.created) ||
      typeof event.model !== "string" ||
      !Array.isArray(event.choices),
  );
  check.equal("STR-04", "required-fields", bad, []);
  const indexes = new Set(
    reply.events
      .flatMap((event) => (Array.isArray(event.choices) ? event.choices : []))
      .map((c) => isObject(c) && c.index),
  );
  for (const index of indexes) {
    const choice = assemble(reply, Number(index));
    check.equal("STR-04", `choice-${index}.role-once`, choice.roles, 1);
    check.equal("STR-04", `choice-${index}.one-finish`, choice.finishReasons.length, 1);
  }
  check.equal("STR-04", "done-once", reply.text.split("data: [DONE]").length - 1, 1);
  check.equal(
    "STR-04",
    "done-is-last",
    reply.text
      .trimEnd()
      .split("\n")
      .findLast((line) => line.startsWith("data:")),
    "data: [DONE]",
  );
}

const allStreams: Case = {
  id: "streaming.answer.all-recorded",
  area: "streaming",
  title: "Every recorded stream, common or odd, says to the caller what it says on the wire",
  why: "what only one host does is read by nobody's common code",
  requirements: ["STR-04", "RES-02"],
  needs: { scenarios: ["stream.basic"] },
  run: async (context) => {
    const session = await context.open();
    for (const recording of context.allRecordings()) {
      const { id, expect } = recording.meta;
      if (expect?.finishReason === undefined || !isStreamed(recording)) continue;
      const reply = await session.play(recording, pinned(context.endpointOf(recording)));
      checkChunks(context, reply);
      const answer = assemble(reply);
      context.check.equal("RES-02", `${id}.finish`, answer.finishReasons, [expect.finishReason]);
      if (expect.text !== undefined) context.check.equal("STR-04", `${id}.text`, answer.text, expect.text);
      context.check.equal(
        "STR-04",
        `${id}.calls`,
        withOwnIds(parsedCalls(answer), expect.toolCalls),
        expect.toolCalls ?? [],
      );
    }
  },
};

const oneStream = scenarios.map(
  ([scenario, title, why]): Case => ({
    id: `streaming.answer.${scenario.slice("stream.".length)}`,
    area: "streaming",
    title,
    why,
    requirements: ["STR-04", "STR-06", "RES-02"],
    needs: { scenarios: [scenario] },
    run: async (context) => {
      const { recording, reply, answer } = await play(context, scenario);
      const { expect = {} } = recording.meta;
      checkChunks(context, reply);
      if (expect.text !== undefined) context.check.equal("STR-04", "text", answer.text, expect.text);
      context.check.equal("STR-04", "refusal", answer.refusal, refusalOnWire(recording));
      context.check.equal(
        "STR-04",
        "tool-calls",
        withOwnIds(parsedCalls(answer), expect.toolCalls),
        expect.toolCalls ?? [],
      );
      const other = answer.toolCalls.filter(({ type }) => type !== "function");
      context.check.equal("STR-04", "calls-of-functions", other, []);
      context.check.equal("RES-02", "finish-reason", answer.finishReasons, [expect.finishReason]);
      const told = reply.events.filter((event) => "usage" in event);
      context.check.equal("STR-06", "no-usage-unasked", told, []);
    },
  }),
);

export const recordedStreams: readonly Case[] = [...oneStream, allStreams];

const USAGE_SCENARIOS = [
  "stream.basic",
  "stream.keep-alive",
  "stream.moderation-after-usage",
  "stream.usage.x-groq-only",
  "stream.usage.twice",
] as const;

export const usageStreams: readonly Case[] = [
  ...USAGE_SCENARIOS.map(
    (scenario): Case => ({
      id: `streaming.usage-chunk.${scenario.slice("stream.".length)}`,
      area: "streaming",
      title: `Usage that was asked for comes last, alone and once (${scenario})`,
      why: "a usage chunk that is filtered for its empty choices makes the stream free",
      requirements: ["STR-06"],
      needs: { scenarios: [scenario] },
      run: async (context) => {
        const { reply } = await play(context, scenario, { stream_options: { include_usage: true } });
        const withUsage = reply.events.filter((event) => isObject(event.usage));
        context.check.equal("STR-06", "once", withUsage.length, 1);
        context.check.equal("STR-06", "last", reply.events.at(-1), withUsage[0]);
        context.check.equal("STR-06", "no-choices", reply.events.at(-1)?.choices, []);
        const others = reply.events.slice(0, -1).filter((event) => event.usage !== null);
        context.check.equal("STR-06", "null-before", others, []);
        context.check.equal("STR-06", "done", reply.done, true);
      },
    }),
  ),
];
