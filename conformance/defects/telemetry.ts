/**
 * Broken telling: of collectors and of tenants (OBS-04, OBS-05).
 * @module
 */
import type { RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import type { CallTrace, RequestTrace } from "../../reference-gateway/telemetry/tracing.ts";
import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

const withoutCached = (reading: UsageReading): UsageReading =>
  reading.kind === "known" ? { ...reading, usage: { ...reading.usage, cacheRead: 0 } } : reading;

const withoutHours = (reading: UsageReading): UsageReading =>
  reading.kind === "known" ? { ...reading, usage: { ...reading.usage, cacheWrite1h: 0 } } : reading;

/** What is told of each request, changed. */
const withTraces = (change: (request: RequestTrace) => RequestTrace): Plant =>
  withParts(({ telemetry }) => ({
    telemetry: { ...telemetry, request: (arrival) => change(telemetry.request(arrival)) },
  }));

/** The headers that carry a trace on, changed. */
const withCarried = (change: (headers: CallTrace["headers"]) => CallTrace["headers"]): Plant =>
  withTraces((request) => ({
    call: (about) => request.call(about),
    end: (record) => request.end(record),
    attempt: (asked, number) => {
      const attempt = request.attempt(asked, number);
      return {
        call: (about) => {
          const call = attempt.call(about);
          return {
            headers: change(call.headers),
            answered: (status) => call.answered(status),
            end: (failure) => call.end(failure),
          };
        },
        end: (outcome) => attempt.end(outcome),
      };
    },
  }));

/** The record of each request changed on its way to collectors. */
const withTold = (change: (record: RequestRecord) => RequestRecord): Plant =>
  withTraces((request) => ({
    call: (about) => request.call(about),
    attempt: (asked, number) => request.attempt(asked, number),
    end: (record) => request.end(change(record)),
  }));

const WEBHOOK_HEADER = "helicone-webhook-enabled";
/** Somewhere public. */
const SOMEWHERE = "93.184.216.34";

export const telemetryDefects: readonly Defect[] = [
  {
    id: "telemetry.writes-of-an-hour-untold",
    title: "Of what is written to a cache the part that stays for five minutes is told",
    seenIn: "own",
    breaks: ["OBS-04"],
    providers: ["anthropic", "bedrock"],
    plant: withTraces((request) => ({
      call: (about) => request.call(about),
      end: (record) => request.end(record),
      attempt: (asked, number) => {
        const attempt = request.attempt(asked, number);
        const end: typeof attempt.end = ({ usage, ...outcome }) =>
          attempt.end({ ...outcome, ...(usage && { usage: withoutHours(usage) }) });
        return { call: (about) => attempt.call(about), end };
      },
    })),
  },
  {
    id: "telemetry.hits-measured",
    title: "Answers of the cache are measured as calls of a model",
    seenIn: "own",
    breaks: ["OBS-04"],
    plant: withTold((record) => ({ ...record, cached: false })),
  },
  {
    id: "telemetry.first-chunk-in-another-unit",
    title: "The time to the first chunk is told in milliseconds",
    seenIn: "own",
    breaks: ["OBS-04"],
    plant: withTold((record) => ({
      ...record,
      firstTokenMs: record.firstTokenMs === null ? null : record.firstTokenMs * 1000,
    })),
  },
  {
    id: "telemetry.input-without-cached",
    title: "Spans count the part of the prompt that was not cached as the whole",
    seenIn: "own",
    breaks: ["OBS-04"],
    plant: withTraces((request) => ({
      call: (about) => request.call(about),
      end: (record) => request.end(record),
      attempt: (asked, number) => {
        const attempt = request.attempt(asked, number);
        return {
          call: (about) => attempt.call(about),
          end: ({ error, usage }) =>
            attempt.end({ error, ...(usage ? { usage: withoutCached(usage) } : {}) }),
        };
      },
    })),
  },
  {
    id: "telemetry.not-measured",
    title: "Requests are traced and not measured",
    seenIn: "own",
    breaks: ["OBS-04"],
    plant: withTraces((request) => ({
      call: (about) => request.call(about),
      attempt: (asked, number) => request.attempt(asked, number),
      end: (record) => request.end({ ...record, cached: true }),
    })),
  },
  {
    id: "telemetry.trace-ends-at-the-gateway",
    title: "The provider is called without the trace that the call belongs to",
    seenIn: "own",
    breaks: ["OBS-04"],
    plant: withCarried(() => []),
  },
  {
    id: "telemetry.trace-begins-anew",
    title: "Each call to a provider begins a trace of its own",
    seenIn: "own",
    breaks: ["OBS-04"],
    plant: withCarried((headers) =>
      headers.map(([name, value]) => [name, value.replace(/^00-[0-9a-f]{32}/, `00-${"5".repeat(32)}`)]),
    ),
  },
  {
    id: "webhooks.other-secret",
    title: "Messages are signed with another secret than the tenant's",
    seenIn: "own",
    breaks: ["OBS-05"],
    plant: withParts(({ webhooks }) => ({
      webhooks: new Map(
        [...webhooks].map(([tenant, webhook]) => [tenant, { ...webhook, secret: `${webhook.secret}\n` }]),
      ),
    })),
  },
  {
    id: "webhooks.unasked",
    title: "Every request is told, whether it asks for it or not",
    seenIn: "own",
    breaks: ["OBS-05"],
    plant: (parts) => parts,
    around: (send) => (path, init) => {
      const headers = new Headers(init.headers);
      if (!headers.has(WEBHOOK_HEADER)) headers.set(WEBHOOK_HEADER, "true");
      return send(path, { ...init, headers });
    },
  },
  {
    id: "webhooks.wrong-is-no",
    title: "A header that is neither true nor false tells nobody, in silence",
    seenIn: "Helicone/helicone worker HeliconeHeaders.ts",
    breaks: ["OBS-05"],
    plant: (parts) => parts,
    around: (send) => (path, init) => {
      const headers = new Headers(init.headers);
      if (headers.get(WEBHOOK_HEADER) === "1") headers.delete(WEBHOOK_HEADER);
      return send(path, { ...init, headers });
    },
  },
  {
    id: "webhooks.not-tried-again",
    title: "A message that did not arrive is given up at once",
    seenIn: "Helicone/helicone docs/features/webhooks (failures are swallowed)",
    breaks: ["OBS-05"],
    plant: withParts(({ clock }) => ({
      clock: { now: () => clock.now(), after: (ms, callback) => clock.after(ms * 1_000_000, callback) },
    })),
  },
  {
    id: "webhooks.names-not-checked",
    title: "Messages go wherever the name of the receiver leads",
    seenIn: "own",
    breaks: ["OBS-05"],
    plant: withParts(({ passthrough }) => ({
      passthrough: {
        ...passthrough,
        network: {
          ...passthrough.network,
          resolver: { ...passthrough.network.resolver, addresses: async () => [SOMEWHERE] },
        },
      },
    })),
  },
];
