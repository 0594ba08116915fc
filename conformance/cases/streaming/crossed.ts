/**
 * The catalogue of quirks, crossed: each one put on every streamed recording of this provider changes nothing that the
 * caller or the bill can see (STR-02, STR-04, STR-05).
 * @module
 */
import { UPSTREAM_APIS, type UpstreamApiId } from "../../../registry/apis/index.ts";
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, errorOf, type Reply } from "../../engine/reply.ts";
import type { Session } from "../../engine/session.ts";
import type { Recording } from "../../recordings/load.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { streamOf } from "../../upstream/cuts.ts";
import { FRAMING_QUIRKS, QUIRKS_OF, type Quirk, quirksOfApi, withQuirk } from "../../upstream/quirks.ts";
import { pinned } from "../_shared/support.ts";

const RULES: Record<Quirk["family"], RequirementId> = {
  framing: "STR-02",
  chunks: "STR-05",
  usage: "STR-05",
  tools: "STR-04",
};

/** Arguments as what they say: white space in them is nobody's business. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // Cut off by an error or by the limit.
  }
}

/** The signatures of thinking, in order, which must come back in the next turn. */
const signatures = ({ events }: Reply): unknown[] =>
  events
    .flatMap(({ choices }) => (Array.isArray(choices) ? choices.filter(isObject) : []))
    .flatMap(({ delta }) => (isObject(delta) ? (delta.reasoning_details ?? []) : []))
    .flatMap((detail) => (isObject(detail) ? [detail.signature ?? detail.data] : []))
    .filter((signature) => signature !== undefined);

/** What a stream comes to: everything but ids of its own making. */
async function meaning(reply: Reply, session: Session, choices: number) {
  const { usage, outcome, cost } = (await session.lastRecord()) ?? {};
  const read = Array.from({ length: choices }, (_, index) => {
    const { text, reasoning, refusal, toolCalls, finishReasons, roles } = assemble(reply, index);
    const calls = toolCalls.map((call) => ({ ...call, arguments: parsed(call.arguments) }));
    return { text, reasoning, refusal, calls, finishReasons, roles };
  });
  return {
    status: reply.status,
    read,
    signatures: signatures(reply),
    asked: assemble(reply).usage,
    done: reply.done,
    error: errorOf(reply)?.message,
    usage,
    outcome,
    cost,
  };
}

async function outcomeOf(context: CaseContext, session: Session, recording: Recording, bytes: Uint8Array) {
  session.answer(streamOf([bytes], context.wireAt(context.endpointOf(recording)).streamType));
  const model = pinned(context.endpointOf(recording));
  const reply = await session.send(
    session.bodyFor(recording, model, { stream_options: { include_usage: true } }),
  );
  return { ...(await meaning(reply, session, 2)), strange: reply.strange, ids: assemble(reply).ids.length };
}

/** What a provider reports of usage is its own words, which a quirk repeats or not: only the classes count. */
const comparable = (seen: Awaited<ReturnType<typeof outcomeOf>>): unknown =>
  JSON.parse(
    JSON.stringify(seen, (key, value) =>
      key === "raw" ? undefined : typeof value === "bigint" ? `${value}n` : value,
    ),
  );

/** Puts quirks on recordings, each on each, and compares with what the recordings come to as they are. */
async function cross(
  context: CaseContext,
  recordings: readonly Recording[],
  quirksOf: (recording: Recording) => readonly Quirk[],
): Promise<void> {
  const session = await context.open({ direct: true });
  const expected = new Map<Recording, unknown>();
  const pairs = recordings.flatMap((recording) => quirksOf(recording).map((quirk) => ({ recording, quirk })));
  for (const { recording, quirk } of context.sample(pairs)) {
    const plain =
      expected.get(recording) ??
      comparable(await outcomeOf(context, session, recording, recording.responseBody));
    expected.set(recording, plain);
    const endpoint = context.endpointOf(recording);
    const { paths } = endpoint.usage;
    const type = context.wireAt(endpoint).streamType;
    const bytes = withQuirk(quirk, { bytes: recording.responseBody, type }, paths);
    const seen = comparable(await outcomeOf(context, session, recording, bytes));
    context.check.equal(RULES[quirk.family], `${quirk.id}.${recording.meta.scenario}`, seen, plain);
    context.count(1);
  }
}

const streamsOf = (context: CaseContext): Recording[] =>
  context.allRecordings().filter(({ meta }) => meta.scenario.startsWith("stream."));

/** Not an empty list of calls, with which some hosts begin every stream. */
const CALLS = /"(?:tool_calls|tool_use|functionCall|toolUse)"(?!: ?\[\])/;

/** Quirks of calls are put on streams with calls alone. */
const fits = ({ family }: Quirk, { responseBody }: Recording): boolean =>
  family !== "tools" || CALLS.test(Buffer.from(responseBody).toString("latin1"));

/** Where usage comes in instalments, repeating the last one is another bill, not a quirk. */
const isReplaced = ({ api }: CaseContext, { family }: Quirk): boolean =>
  family !== "usage" || api.usage.stream === "replace";

const CASE = {
  area: "streaming",
  why: "hosts change their servers, and today's quirk of one is tomorrow's of another",
} as const;

/** The families that stand in a dialect's own events. */
const OWN_FAMILIES = ["chunks", "usage", "tools"] as const;

const ownCase = (dialect: UpstreamApiId, family: (typeof OWN_FAMILIES)[number]): Case => ({
  ...CASE,
  id: `streaming.crossed.${dialect}.${family}`,
  title: `Every quirk of ${family} seen in streams of ${dialect}, put on every recorded one, changes nothing`,
  requirements: [RULES[family]],
  // A decoder knows nothing of billing modes.
  modes: ["ptb"],
  needs: { api: dialect, scenarios: ["stream.basic", "stream.tools"] },
  run: (context) => {
    const own = QUIRKS_OF[dialect].filter((quirk) => quirk.family === family && isReplaced(context, quirk));
    const recorded = streamsOf(context).filter((each) => context.endpointOf(each).api === dialect);
    return cross(context, recorded, (recording) => own.filter((quirk) => fits(quirk, recording)));
  },
});

export const crossedStreams: readonly Case[] = [
  {
    ...CASE,
    id: "streaming.crossed.framing",
    title: "Every way of writing events seen anywhere, put on every recorded stream, changes nothing",
    requirements: ["STR-02"],
    needs: { framing: "text/event-stream", scenarios: ["stream.basic", "stream.tools"] },
    run: (context) => cross(context, streamsOf(context), () => FRAMING_QUIRKS),
  },
  ...UPSTREAM_APIS.flatMap((dialect) =>
    OWN_FAMILIES.filter((family) => QUIRKS_OF[dialect].some((quirk) => quirk.family === family)).map(
      (family) => ownCase(dialect, family),
    ),
  ),
  {
    ...CASE,
    id: "streaming.crossed.hosted",
    title: "Streams of models that a cloud hosts in their own dialect bear that dialect's quirks",
    requirements: ["STR-04", "STR-05"],
    needs: { scenarios: ["stream.claude"] },
    run: (context) =>
      cross(context, [context.recording("stream.claude")], (recording) =>
        quirksOfApi(context.endpointOf(recording).api).filter((quirk) => fits(quirk, recording)),
      ),
  },
];
