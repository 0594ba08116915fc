/**
 * What collectors are told: names of OpenTelemetry's GenAI conventions, counts as they define them (OBS-04).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, headerOf } from "../../engine/session.ts";
import type { HistogramSeen, SpanSeen } from "../../targets/views.ts";
import { usageOf } from "../_shared/exit-paths.ts";
import { pinned, simulated } from "../_shared/support.ts";

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

export const telemetryCases: readonly Case[] = [
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
