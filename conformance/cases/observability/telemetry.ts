/**
 * What collectors are told: names of OpenTelemetry's GenAI conventions, counts as they define them (OBS-04).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, headerOf } from "../../engine/session.ts";
import { COMPLETION, PROMPT } from "../../oracle/meaning/answer.ts";
import type { HistogramSeen, RecordSeen, SpanSeen } from "../../targets/views.ts";
import { usageOf } from "../_shared/exit-paths.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { usageOf as writesOf } from "../cost/cache-writes.ts";

const QUESTION = "Where does the tide go?";
const SCHEMA = /^https:\/\/opentelemetry\.io\/schemas\/\d+\.\d+\.\d+$/;
/** The prompt with what was cached of it, the completion with its reasoning. */
const TOKENS = { input: 600, output: 100 };

const isInference = ({ attributes }: SpanSeen): boolean =>
  attributes["gen_ai.usage.input_tokens"] !== undefined;

const tokensOf = (histograms: readonly HistogramSeen[]) =>
  Object.fromEntries(
    histograms
      .filter(({ name }) => name === "gen_ai.client.token.usage")
      .map(({ attributes, sum, unit }) => [String(attributes["gen_ai.token.type"]), [sum, unit]]),
  );

async function named(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open({ traced: true });
  const endpoint = context.endpoint();
  session.answer(context.simulate.completion("Out.", usageOf(context)));
  await session.send(ask(pinned(endpoint), { messages: [{ role: "user", content: QUESTION }] }));
  await session.gateway.idle();
  const { spans, histograms } = await session.gateway.telemetry();
  const inferences = spans.filter(isInference);
  check.equal("OBS-04", "inferences", inferences.length, 1);
  const { name, attributes = {} } = inferences[0] ?? {};
  check.equal("OBS-04", "name", name, `chat ${endpoint.model}`);
  check.equal(
    "OBS-04",
    "attributes",
    {
      operation: attributes["gen_ai.operation.name"],
      provider: typeof attributes["gen_ai.provider.name"],
      model: attributes["gen_ai.request.model"],
      input: attributes["gen_ai.usage.input_tokens"],
      output: attributes["gen_ai.usage.output_tokens"],
    },
    { operation: "chat", provider: "string", model: endpoint.model, ...TOKENS },
  );
  check.equal("OBS-04", "measured", tokensOf(histograms), {
    input: [TOKENS.input, "{token}"],
    output: [TOKENS.output, "{token}"],
  });
  const durations = histograms.filter(
    (each) => each.name === "gen_ai.client.operation.duration" && each.unit === "s",
  );
  check.equal(
    "OBS-04",
    "duration",
    durations.map(({ count }) => count),
    [1],
  );
  const versions = new Set(spans.map(({ schema }) => schema));
  check.equal(
    "OBS-04",
    "one-version",
    [...versions].map((schema) => SCHEMA.test(schema ?? "")),
    [true],
  );
  check.equal("OBS-02", "no-words", JSON.stringify([spans, histograms]).includes(QUESTION), false);
}

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";
/** Version, trace, span and flags, as the W3C writes them. */
const PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/;

/** The trace goes on at the provider under the span of its own call, whatever becomes of that. */
async function carried(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open({ traced: true });
  const spans = new Set([SPAN]);
  for (const stream of [false, true]) {
    session.answer(simulated(context, stream));
    const headers = { traceparent: `00-${TRACE}-${SPAN}-01` };
    const reply = await session.send(ask(pinned(context.endpoint()), { stream }), { headers });
    check.equal("OBS-04", `carried.${stream}.status`, reply.status, 200);
    const [, trace, span = ""] = PARENT.exec(headerOf(session.received[0], "traceparent") ?? "") ?? [];
    check.equal("OBS-04", `carried.${stream}.trace`, trace, TRACE);
    check.equal("OBS-04", `carried.${stream}.span-of-its-own`, spans.has(span), false);
    spans.add(span);
  }
}

/** Requests of every end: what the provider answers one after the other, and how long each answer takes. */
const ENDS: readonly {
  answers: readonly ("well" | number)[];
  took: number;
  stream?: boolean;
  headers?: Record<string, string>;
}[] = [
  { answers: ["well"], took: 100 },
  { answers: ["well"], took: 310, stream: true, headers: { "helicone-session-id": "s1" } },
  { answers: [503, "well"], took: 205 },
  { answers: [400], took: 40 },
  { answers: [429], took: 15 },
  { answers: ["well"], took: 70, headers: { "helicone-cache-enabled": "true" } },
  { answers: [], took: 0, headers: { "helicone-cache-enabled": "true" } },
];

/** What is written for an hour is told with what is written for five minutes. */
const WRITES = { input: 20, cacheRead: 30, cacheWrite5m: 50, cacheWrite1h: 70, output: 5 };

/** Whole milliseconds of a sum of seconds. */
const inMs = (histograms: readonly HistogramSeen[], name: string) => {
  const own = histograms.filter((each) => each.name === name && each.unit === "s");
  return [
    own.reduce((all, { count }) => all + count, 0),
    own.reduce((all, { sum }) => all + Math.round(sum * 1000), 0),
  ];
};

const sumOf = (numbers: readonly (number | undefined)[]): number =>
  numbers.reduce<number>((all, one) => all + (one ?? 0), 0);

/** The classes that the conventions count together. */
const TOLD_CLASSES = {
  "gen_ai.usage.input_tokens": PROMPT,
  "gen_ai.usage.output_tokens": COMPLETION,
  "gen_ai.usage.cache_read.input_tokens": ["cacheRead", "cacheReadAudio"],
  "gen_ai.usage.cache_creation.input_tokens": ["cacheWrite5m", "cacheWrite1h"],
} as const;

async function asRecorded(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open({ traced: true });
  const endpoint = context.endpoint();
  let calls = 0;
  const statuses: number[] = [];
  for (const { answers, took, stream = false, headers = {} } of ENDS) {
    let turn = 0;
    session.serve(() => {
      session.gateway.clock.advance(took);
      calls++;
      const answer = answers[turn++] ?? "well";
      statuses.push(answer === "well" ? 200 : answer);
      if (answer !== "well") return context.simulate.error(answer, "No");
      const usage = writesOf(endpoint.api)?.(WRITES) ?? usageOf(context);
      return stream ? context.simulate.stream(["Out"], usage) : context.simulate.completion("Out.", usage);
    });
    const model = Array(Math.max(1, answers.length)).fill(pinned(endpoint)).join();
    await session.send(ask(model, { stream }), { headers });
  }
  const records = await session.gateway.records();
  const { spans, histograms } = await session.gateway.telemetry();
  check.equal("OBS-04", "requests", records.length, ENDS.length);
  for (const [n, record] of records.entries()) {
    const { attributes = {}, failed } = spans.find(({ attributes: { [ID]: id } }) => id === record.id) ?? {};
    const told = Object.fromEntries(
      Object.keys(attributesOf(record)).map((name) => [name, attributes[name]]),
    );
    check.equal("OBS-04", `request ${n}`, told, attributesOf(record));
    check.equal("OBS-04", `request ${n}.failed`, failed, record.outcome === "failed");
  }
  const called = spans.filter(({ attributes: { [ID]: id, "server.address": host } }) => !id && host);
  const seen = called.map(({ attributes, failed }) => [attributes["http.response.status_code"], failed]);
  const expected = statuses.map((status) => [status, status >= 400]);
  check.equal("OBS-04", "calls", [calls, seen], [called.length, expected]);
  const made = records.filter(({ cached }) => !cached);
  const durations = [made.length, sumOf(made.map(({ latencyMs }) => latencyMs))];
  check.equal("OBS-04", "durations", inMs(histograms, "gen_ai.client.operation.duration"), durations);
  const firsts = made.flatMap(({ stream, firstTokenMs }) =>
    stream && firstTokenMs !== null ? [firstTokenMs] : [],
  );
  const first = inMs(histograms, "gen_ai.client.operation.time_to_first_chunk");
  check.equal("OBS-04", "first chunks", first, [firsts.length, sumOf(firsts)]);
  const used = made.flatMap(({ usage }) => (usage.kind === "known" ? [usage.usage] : []));
  for (const [name, classes] of Object.entries(TOLD_CLASSES)) {
    const all = spans.map(({ attributes: { [name]: count } }) => (typeof count === "number" ? count : 0));
    check.equal("OBS-04", name, sumOf(all), sumOf(used.flatMap((one) => classes.map((each) => one[each]))));
  }
}

const ID = "gateway.request.id";

/** What the span of a request says of it. */
const attributesOf = ({ id, route, status, stream, labels, error }: RecordSeen): Record<string, unknown> => ({
  [ID]: id,
  "http.route": route,
  "http.response.status_code": status,
  "gen_ai.request.stream": stream,
  "gen_ai.conversation.id": labels.session?.id,
  "error.type": error?.type,
});

export const telemetryCases: readonly Case[] = [
  {
    id: "observability.telemetry.as-recorded",
    area: "observability",
    title: "Tells collectors of every request, call and token what its record holds, and of hits no call",
    why: "alerts are set on what collectors are told: a unit that is wrong wakes nobody, or everybody",
    requirements: ["OBS-04"],
    run: asRecorded,
  },
  {
    id: "observability.telemetry.names",
    area: "observability",
    title: "An inference is told to collectors by the names and counts of the GenAI conventions",
    why: "Dashboards of others read these names; a prompt without its cached part looks cheaper than it is",
    requirements: ["OBS-04", "OBS-02"],
    run: named,
  },
  {
    id: "observability.telemetry.carried",
    area: "observability",
    title: "Carries the caller's trace on to the provider, each call under a span of its own",
    why: "a trace that ends at the gateway leaves out where nearly all of the time goes",
    requirements: ["OBS-04"],
    run: carried,
  },
];
