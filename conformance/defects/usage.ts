/**
 * Broken token counts (USE).
 * @module
 */
import type { StreamEvent } from "../../registry/apis/codec.ts";
import type { Usage, UsageConvention, UsageReading } from "../../registry/canonical/usage.ts";
import { isObject } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withApi, withCodec } from "./plants.ts";

/** Another convention for every answer. */
const withConvention = (change: Partial<UsageConvention>): Plant =>
  withCodec((original) => ({
    decodeResponse: (body, context) =>
      original.decodeResponse(body, { ...context, convention: { ...context.convention, ...change } }),
    decodeStream: (bytes, context) =>
      original.decodeStream(bytes, { ...context, convention: { ...context.convention, ...change } }),
  }));

/** The events of every stream rewritten. */
const withEvents = (rewrite: (events: AsyncIterable<StreamEvent>) => AsyncGenerator<StreamEvent>): Plant =>
  withCodec((original) => ({
    decodeStream: (bytes, context) => rewrite(original.decodeStream(bytes, context)),
  }));

const streamedReading = (change: (reading: UsageReading) => UsageReading): Plant =>
  withEvents(async function* (events) {
    for await (const event of events) {
      yield event.type === "usage" ? { ...event, usage: change(event.usage) } : event;
    }
  });

const wholeReading = (change: (reading: UsageReading) => UsageReading): Plant =>
  withCodec((original) => ({
    decodeResponse: (body, context) => {
      const decoded = original.decodeResponse(body, context);
      return decoded.ok ? { ...decoded, usage: change(decoded.usage) } : decoded;
    },
  }));

/** Every reading changed, streamed and whole. */
const withReading =
  (change: (reading: UsageReading) => UsageReading): Plant =>
  (parts) =>
    streamedReading(change)(wholeReading(change)(parts));

/** Known usage changed. */
const withUsage = (change: (usage: Usage) => Usage): Plant =>
  withReading((reading) =>
    reading.kind === "known" ? { ...reading, usage: change(reading.usage) } : reading,
  );

/** What a careless reader makes of counts: numbers where there are some, never below zero. */
function clamped(raw: unknown): Usage {
  const number = (value: unknown): number => Math.max(0, Math.trunc(Number(value)) || 0);
  const counts = isObject(raw) ? raw : {};
  return { input: number(counts.prompt_tokens), output: number(counts.completion_tokens) };
}

const EVERYWHERE = ["deepinfra", "openai", "groq"] as const;

export const usageDefects: readonly Defect[] = [
  {
    id: "usage.not-found",
    title: "Usage is looked for where no provider puts it",
    seenIn: "mozilla-ai/any-llm#974, envoyproxy/ai-gateway#1189",
    breaks: ["USE-01", "USE-02"],
    providers: EVERYWHERE,
    plant: withConvention({ paths: [["meta", "usage"]] }),
  },
  {
    id: "usage.cached-beside-prompt",
    title: "Cached tokens that are a part of the prompt are counted beside it",
    seenIn: "BerriAI/litellm#14849, Aider-AI/aider#5516",
    breaks: ["USE-01", "USE-02", "USE-06"],
    plant: withConvention({ cached: "outside-prompt", total: "ignored" }),
  },
  {
    id: "usage.cache-write-not-subtracted",
    title: "Cache writes stay in the uncached input as well",
    seenIn: "BerriAI/litellm#19772",
    breaks: ["USE-01"],
    providers: ["openai"],
    plant: withConvention({ cacheWrite: "outside-prompt", total: "ignored" }),
  },
  {
    id: "usage.cached-lost",
    title: "Cached tokens are subtracted from the prompt and then forgotten",
    seenIn: "Portkey-AI/gateway#1211",
    breaks: ["USE-01", "USE-06"],
    plant: withUsage(({ cacheRead: _dropped, ...rest }) => rest),
  },
  {
    id: "usage.reasoning-dropped",
    title: "Reasoning tokens are left out",
    seenIn: "mozilla-ai/any-llm#1291, envoyproxy/ai-gateway#1438",
    breaks: ["USE-01", "USE-02"],
    plant: withUsage(({ reasoning: _dropped, ...rest }) => rest),
  },
  {
    id: "usage.reasoning-twice",
    title: "Reasoning within the completion is counted as text as well",
    seenIn: "diegosouzapw/OmniRoute#9212",
    breaks: ["USE-01", "USE-02", "USE-06"],
    plant: withUsage((usage) => ({ ...usage, output: (usage.output ?? 0) + (usage.reasoning ?? 0) })),
  },
  {
    id: "usage.reasoning-taken-inside",
    title: "Reasoning beside the completion is taken for a part of it",
    seenIn: "vercel/ai#12425, experientiallabs/experiential#743",
    breaks: ["USE-01"],
    plant: withConvention({ reasoning: "inside-completion" }),
  },
  {
    id: "usage.null-details-unread",
    title: "Null details make the whole usage unreadable",
    seenIn: "own",
    breaks: ["USE-01"],
    plant: withReading((reading) =>
      reading.kind === "known" && isObject(reading.raw) && reading.raw.prompt_tokens_details === null
        ? { kind: "unknown" }
        : reading,
    ),
  },
  {
    id: "usage.provider-field-unread",
    title: "Usage in the provider's own field only is not found",
    seenIn: "own",
    breaks: ["USE-01"],
    providers: ["groq"],
    plant: withConvention({ paths: [["usage"]] }),
  },
  {
    id: "usage.both-places-added",
    title: "The same usage in two places is added up",
    seenIn: "own",
    breaks: ["USE-01", "USE-02"],
    providers: ["groq"],
    plant: streamedReading((reading) =>
      reading.kind === "known"
        ? {
            ...reading,
            usage: Object.fromEntries(Object.entries(reading.usage).map(([name, n]) => [name, n * 2])),
          }
        : reading,
    ),
  },
  {
    id: "usage.summed-over-chunks",
    title: "Running totals on every chunk are summed",
    seenIn: "InsForge/InsForge#2015, lemma-work/lemma-platform#564",
    breaks: ["USE-04"],
    plant: withConvention({ stream: "add" }),
  },
  {
    id: "usage.chunk-without-choices-skipped",
    title: "A chunk without choices is skipped before its usage is read",
    seenIn: "mozilla-ai/any-llm#1249, envoyproxy/ai-gateway#1503",
    breaks: ["USE-04", "USE-01"],
    plant: withEvents(async function* (events) {
      let held: StreamEvent | null = null;
      for await (const event of events) {
        if (held && event.type === "chunk") yield held;
        held = event.type === "usage" ? event : null;
        if (event.type !== "usage") yield event;
      }
    }),
  },
  {
    id: "usage.later-null-wipes",
    title: "A later chunk without usage wipes what was reported",
    seenIn: "envoyproxy/ai-gateway#1631",
    breaks: ["USE-04"],
    plant: withEvents(async function* (events) {
      let reported = false;
      for await (const event of events) {
        if (event.type === "chunk" && !reported) {
          yield { type: "usage", usage: { kind: "unknown" }, reportedCost: null };
        }
        reported = event.type === "usage";
        yield event;
      }
    }),
  },
  {
    id: "usage.streamed-reader-lags",
    title: "Only the reader of whole answers knows reasoning",
    seenIn: "envoyproxy/ai-gateway#1902",
    breaks: ["USE-04"],
    plant: streamedReading((reading) =>
      reading.kind === "known" ? { ...reading, usage: { ...reading.usage, reasoning: 0 } } : reading,
    ),
  },
  {
    id: "usage.clamped",
    title: "Contradictions are clamped into something that looks like usage",
    seenIn: "vercel/ai#12485, looplj/axonhub#607",
    breaks: ["USE-03"],
    plant: withReading((reading) =>
      reading.kind === "contradictory"
        ? { kind: "known", usage: clamped(reading.raw), raw: reading.raw }
        : reading,
    ),
  },
  {
    id: "usage.prompt-for-completion",
    title: "What was read and what was written change places",
    seenIn: "own",
    breaks: ["USE-01"],
    plant: withReading((reading) => {
      if (reading.kind !== "known") return reading;
      const { input = 0, output = 0, ...rest } = reading.usage;
      return { ...reading, usage: { ...rest, input: output, output: input } };
    }),
  },
  {
    id: "usage.total-unchecked",
    title: "Nobody compares the classes with the provider's total",
    seenIn: "own",
    breaks: ["USE-03"],
    plant: withConvention({ total: "ignored" }),
  },
  {
    id: "usage.provider-convention-only",
    title: "The provider's convention is applied to every model, whatever the model says",
    seenIn: "BerriAI/litellm#40016, Portkey-AI/gateway#1211",
    breaks: ["USE-02"],
    plant: withApi(({ codec: { answers: _passage, ...codec }, usage: convention }) => ({
      codec: {
        ...codec,
        decodeResponse: (body, context) => codec.decodeResponse(body, { ...context, convention }),
        decodeStream: (bytes, context) => codec.decodeStream(bytes, { ...context, convention }),
      },
    })),
  },
  {
    id: "usage.total-required",
    title: "Usage without a total is not read at all",
    seenIn: "own",
    breaks: ["USE-02"],
    plant: withReading((reading) =>
      reading.kind === "known" && isObject(reading.raw) && reading.raw.total_tokens === undefined
        ? { kind: "unknown" }
        : reading,
    ),
  },
  {
    id: "usage.guessed-without-total",
    title: "Without a total, reasoning is taken for a part of the completion",
    seenIn: "vercel/ai packages/deepinfra",
    breaks: ["USE-03"],
    plant: withConvention({ reasoningWithoutTotal: "inside-completion" }),
  },
  {
    id: "usage.absent-as-zeros",
    title: "Usage that is missing is recorded as zeros",
    seenIn: "mozilla-ai/any-llm#1180, Portkey-AI/gateway#1344",
    breaks: ["USE-05"],
    plant: (parts) => {
      const zeros = (reading: UsageReading): UsageReading =>
        reading.kind === "unknown" ? { kind: "known", usage: {}, raw: null } : reading;
      const { charge } = parts.registry;
      const registry = {
        ...parts.registry,
        charge: (...[endpoint, reading, reported]: Parameters<typeof charge>) =>
          charge(endpoint, zeros(reading), reported),
      };
      return withReading(zeros)({ ...parts, registry });
    },
  },
  {
    id: "usage.caller-gets-parts-outside",
    title: "The caller's prompt count leaves the cached tokens out",
    seenIn: "pydantic/pydantic-ai#3853",
    breaks: ["USE-06"],
    plant: withUsage((usage) => ({ ...usage, input: (usage.input ?? 0) - (usage.cacheRead ?? 0) })),
  },
];
