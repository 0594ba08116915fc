/**
 * The catalogue of quirks, crossed: each one put on every streamed recording of this provider changes nothing that the
 * caller or the bill can see (STR-02, STR-04, STR-05).
 * @module
 */
import type { Case } from "../../case.ts";
import type { CaseContext } from "../../context.ts";
import type { Recording } from "../../recordings/load.ts";
import { assemble, errorOf, type Reply } from "../../reply.ts";
import type { RequirementId } from "../../requirements/index.ts";
import type { Stage } from "../../stage.ts";
import { streamOf } from "../../upstream/cuts.ts";
import { FAMILIES, type Quirk, quirks, withQuirk } from "../../upstream/quirks.ts";
import { pinned } from "../support.ts";

const RULES: Record<Quirk["family"], RequirementId> = {
  framing: "STR-02",
  chunks: "STR-05",
  usage: "STR-05",
  tools: "STR-04",
};

/** What a stream comes to: everything but ids of its own making. */
function meaning(reply: Reply, stage: Stage, choices: number) {
  const { usage, outcome, cost } = stage.lastRecord() ?? {};
  const read = Array.from({ length: choices }, (_, index) => {
    const { text, reasoning, refusal, toolCalls, finishReasons, roles } = assemble(reply, index);
    return { text, reasoning, refusal, toolCalls, finishReasons, roles };
  });
  const asked = assemble(reply).usage;
  return {
    status: reply.status,
    read,
    asked,
    done: reply.done,
    error: errorOf(reply)?.message,
    usage,
    outcome,
    cost,
  };
}

async function outcomeOf(context: CaseContext, stage: Stage, recording: Recording, bytes: Uint8Array) {
  stage.answer(streamOf([bytes], context.wireAt(context.endpointOf(recording)).streamType));
  const model = pinned(context.endpointOf(recording));
  const reply = await stage.send(
    stage.bodyFor(recording, model, { stream_options: { include_usage: true } }),
    { headers: { "helicone-request-id": "00000000-0000-4000-8000-0000000000bb" } },
  );
  return { ...meaning(reply, stage, 2), strange: reply.strange, ids: assemble(reply).ids.length };
}

/** What a provider reports of usage is its own words, which a quirk repeats or not: only the classes count. */
const comparable = (seen: Awaited<ReturnType<typeof outcomeOf>>): unknown =>
  JSON.parse(
    JSON.stringify(seen, (key, value) =>
      key === "raw" ? undefined : typeof value === "bigint" ? `${value}n` : value,
    ),
  );

export const crossedStreams: readonly Case[] = FAMILIES.map((family) => ({
  id: `streaming.crossed.${family}`,
  area: "streaming",
  title: `Every quirk of ${family} seen anywhere, put on every recorded stream, changes nothing`,
  why: "hosts change their servers, and today's quirk of one is tomorrow's of another",
  requirements: ["STR-02", "STR-04", "STR-05"],
  // How events are written is the same for all of them; what stands in them is each dialect's own.
  needs: {
    ...(family === "framing" ? { framing: "text/event-stream" } : { dialect: "openai-chat" }),
    scenarios: ["stream.basic", "stream.tools"],
  },
  run: async (context) => {
    const stage = await context.open({ direct: true });
    const own = quirks.filter((quirk) => quirk.family === family);
    const { paths, stream } = context.provider.usage;
    // Where usage comes in instalments, repeating the last one is another bill, not a quirk.
    const fitting = own.filter(() => family !== "usage" || stream === "replace");
    const recorded = context
      .allRecordings()
      .filter(({ meta }) => meta.scenario.startsWith("stream."))
      .filter(({ responseBody }) => family !== "tools" || Buffer.from(responseBody).includes('"tool_calls"'));
    const expected = new Map<Recording, unknown>();
    const pairs = recorded.flatMap((recording) => fitting.map((quirk) => ({ recording, quirk })));
    for (const { recording, quirk } of context.sample(pairs)) {
      const plain =
        expected.get(recording) ??
        comparable(await outcomeOf(context, stage, recording, recording.responseBody));
      expected.set(recording, plain);
      const bytes = withQuirk(quirk, recording.responseBody, paths);
      const seen = comparable(await outcomeOf(context, stage, recording, bytes));
      context.check.equal(RULES[family], `${quirk.id}.${recording.meta.scenario}`, seen, plain);
      context.count(1);
    }
  },
}));
