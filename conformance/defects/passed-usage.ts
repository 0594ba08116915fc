/**
 * Passed answers that are misread on their way, though every byte of them arrives: what they cost and how they ended is
 * recorded wrongly (PRX-07, OBS-01).
 * @module
 */
import type { RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import type { Domains } from "../../registry/domains/index.ts";
import { at, isObject, type JsonObject } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withRegistry } from "./plants.ts";
import { withRecord } from "./record-plants.ts";

type See = Domains["see"];

/** Every body and event of a passed answer read by another reader. */
const withSee = (wrap: (see: See) => See): Plant =>
  withRegistry((registry) => ({ domains: { ...registry.domains, see: wrap(registry.domains.see) } }));

/** Every event changed before it is read; the caller gets it as it was. */
const reading = (change: (event: JsonObject) => JsonObject): Plant =>
  withSee(
    (see) =>
      (seen, body, ...how) =>
        see(seen, isObject(body) ? change(body) : body, ...how),
  );

/** The record of every passed call changed before it is kept. */
const withPassed = (change: (record: RequestRecord) => RequestRecord): Plant =>
  withRecord((record) => (record.targetHost === null ? record : change(record)));

const inner = ({ response, message, ...event }: JsonObject): JsonObject[] => [
  event,
  ...[response, message].filter(isObject),
];

/** Streams that have said something unreadable. */
const ended = new WeakSet<object>();

/** As long as a page of text. */
const PAGE = 64 * 1024;

export const passedUsageDefects: readonly Defect[] = [
  {
    id: "passthrough.usage.unreadable-ends-it",
    title: "A passed stream is read no further than its first event that is no JSON",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["groq", "anthropic", "bedrock"],
    plant: withSee((see) => (seen, body, ...how) => {
      if (ended.has(seen)) return seen;
      const next = { ...see(seen, body, ...how) };
      if (body === undefined) ended.add(next);
      return next;
    }),
  },
  {
    id: "passthrough.usage.beginning-alone",
    title: "Passed answers are read as far as a page of text goes",
    seenIn: "own",
    breaks: ["PRX-07"],
    plant: withSee(
      (see) =>
        (seen, body, ...how) =>
          JSON.stringify(body ?? null).length > PAGE ? seen : see(seen, body, ...how),
    ),
  },
  {
    id: "passthrough.model.first-kept",
    title: "Of two models that a stream names the first one is billed",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["groq", "openai"],
    plant: withSee((see) => (seen, ...told) => {
      const next = see(seen, ...told);
      return { ...next, model: seen.model ?? next.model };
    }),
  },
  {
    id: "passthrough.usage.first-kept",
    title: "Of a stream's usages the first one is kept",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["groq", "anthropic"],
    plant: withSee((see) => (seen, ...told) => {
      const next = see(seen, ...told);
      return seen.raw === null ? next : { ...next, raw: seen.raw };
    }),
  },
  {
    id: "passthrough.usage.last-alone",
    title: "What Anthropic tells as a message begins is forgotten when it tells more at the end",
    seenIn: "BerriAI/litellm#40016, own",
    breaks: ["PRX-07"],
    providers: ["anthropic"],
    plant: withSee((see) => (seen, ...told) => {
      const alone = see({ ...seen, raw: null }, ...told);
      return alone.raw === null ? { ...alone, raw: seen.raw } : alone;
    }),
  },
  {
    id: "passthrough.usage.inside-unread",
    title: "Usage inside of an event's answer is not found: streams of the Responses API have none",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["openai"],
    plant: reading(({ response: _unread, ...event }) => event),
  },
  {
    id: "passthrough.usage.message-unread",
    title: "What Anthropic tells as a message begins is not read",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["anthropic"],
    plant: reading((event) => (event.type === "message_start" ? { type: event.type } : event)),
  },
  {
    id: "passthrough.usage.own-place-unread",
    title: "Usage is looked for at one place alone, whatever the host's own is",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["groq"],
    plant: reading(({ x_groq: _unread, ...event }) => event),
  },
  {
    id: "passthrough.model.last-event-alone",
    title: "The model that a stream names as it opens is forgotten with its next event",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["anthropic", "openai"],
    plant: withSee(
      (see) =>
        (seen, ...told) =>
          see({ ...seen, model: null }, ...told),
    ),
  },
  {
    id: "passthrough.price.region-unread",
    title: "The region in the address of a passed call is not read, and every region pays the list's price",
    seenIn: "own",
    breaks: ["CST-10"],
    providers: ["vertex", "bedrock"],
    plant: withRegistry(({ domains }) => ({
      domains: {
        ...domains,
        apiAt: (...where) => {
          const api = domains.apiAt(...where);
          return api && { ...api, region: null };
        },
      },
    })),
  },
  {
    id: "passthrough.usage.list-unread",
    title: "Of a stream that comes as one list the first item is read",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["google-ai-studio"],
    plant: withSee(
      (see) =>
        (seen, body, ...how) =>
          see(seen, Array.isArray(body) ? body[0] : body, ...how),
    ),
  },
  {
    id: "passthrough.price.inside-unread",
    title: "The provider's own price inside of an event is not found, and the call is billed at the list",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["xai", "openrouter"],
    plant: withSee((see) => (seen, body, ...how) => {
      const next = see(seen, body, ...how);
      return isObject(at(body, ["response"])) ? { ...next, reportedCost: seen.reportedCost } : next;
    }),
  },
  {
    id: "passthrough.price.fee-alone",
    title: "Of a call on a relay's own key its fee is billed, and not what the provider billed to the key",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["openrouter"],
    plant: reading((event) => {
      const { usage } = event;
      return isObject(usage) ? { ...event, usage: { ...usage, is_byok: false } } : event;
    }),
  },
  {
    id: "passthrough.words.first-kept",
    title: "Of the tiers that a stream names the first one is billed",
    seenIn: "own",
    breaks: ["CST-09"],
    providers: ["openai", "anthropic"],
    plant: withSee((see) => (seen, ...told) => {
      const next = see(seen, ...told);
      return { ...next, words: { ...next.words, ...seen.words } };
    }),
  },
  {
    id: "passthrough.words.inside-usage-unread",
    title: "A tier that stands in the usage of the Responses API is not heard",
    seenIn: "own",
    breaks: ["CST-09"],
    providers: ["openai", "openrouter"],
    plant: withSee((see) => (seen, body, ...how) => {
      const next = see(seen, body, ...how);
      const usages = isObject(body) ? inner(body).map(({ usage }) => usage) : [];
      const isInside = usages.some((usage) => isObject(usage) && usage.service_tier !== undefined);
      return isInside ? { ...next, words: seen.words } : next;
    }),
  },
  {
    id: "passthrough.prices-of-the-end",
    title: "Passed calls are billed at the newest prices, whenever they began",
    seenIn: "own",
    breaks: ["PRX-07"],
    plant: withRegistry(({ indexes }) => ({
      indexes: {
        ...indexes,
        endpointsByProviderModelId: (provider, id) =>
          indexes.endpointsByProviderModelId(provider, id).map((endpoint) => ({ ...endpoint, earlier: [] })),
      },
    })),
    providers: ["groq", "openai"],
  },
  {
    id: "passthrough.record.whole-times",
    title: "The time to the first token of a passed call is that to its last one",
    seenIn: "own",
    breaks: ["OBS-01"],
    providers: ["groq"],
    plant: withPassed((record) => ({ ...record, firstTokenMs: record.latencyMs })),
  },
  {
    id: "passthrough.record.never-a-stream",
    title: "Passed streams are recorded as whole answers",
    seenIn: "own",
    breaks: ["OBS-01"],
    providers: ["groq"],
    plant: withPassed((record) => ({ ...record, stream: false })),
  },
  {
    id: "passthrough.record.frames-are-no-stream",
    title: "Only server-sent events are recorded as streams",
    seenIn: "own",
    breaks: ["OBS-01"],
    providers: ["bedrock"],
    plant: withPassed((record) => ({
      ...record,
      stream: record.stream && record.served?.provider !== "bedrock",
    })),
  },
  {
    id: "passthrough.record.broken-is-free",
    title: "A passed stream that breaks off has no usage, whatever it had told",
    seenIn: "own",
    breaks: ["PRX-07"],
    providers: ["anthropic"],
    plant: withPassed((record) =>
      record.outcome === "failed" ? { ...record, usage: { kind: "unknown" }, cost: null } : record,
    ),
  },
  {
    id: "passthrough.record.broken-is-good",
    title: "A passed stream that breaks off after its 200 is recorded as a success",
    seenIn: "own",
    breaks: ["OBS-01"],
    providers: ["groq"],
    plant: withPassed((record) =>
      record.status === 200 ? { ...record, outcome: "success", error: null } : record,
    ),
  },
  {
    id: "passthrough.record.upstream-id-lost",
    title: "The target's own id of a passed call is not recorded",
    seenIn: "mozilla-ai/any-llm#1287",
    breaks: ["PRX-07"],
    providers: ["groq"],
    plant: withPassed((record) => ({
      ...record,
      served: record.served && { ...record.served, upstreamRequestId: null },
    })),
  },
];
