/**
 * Broken request logs and feedback (OBS, FBK).
 * @module
 */
import type { Inbound } from "../../reference-gateway/stages/stage.ts";
import type { RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { logColumnDefects } from "./log-columns.ts";
import { logSumDefects } from "./log-sums.ts";
import { withParts } from "./plants.ts";
import { withLabels, withLog, withRecord, withRecords } from "./record-plants.ts";

const healthy: Plant = (parts) => parts;

/** Some records are never kept. */
const dropping = (isLost: (record: RequestRecord) => boolean): Plant =>
  withRecords((records) => ({
    put: async (record) => (isLost(record) ? true : records.put(record)),
  }));

/** Some requests are over only when the log has taken their records. */
const waiting = (waits: (inbound: Inbound) => boolean): Plant =>
  withParts(({ stages }) => ({
    stages: [
      ...stages,
      {
        name: "record",
        after: async (inbound, { stored }) => {
          if (waits(inbound)) await stored;
        },
      },
    ],
  }));

/** Answers of the log changed as text. */
const rewritten =
  (paths: RegExp, change: (text: string) => string): Around =>
  (send) =>
  async (path, init) => {
    const response = await send(path, init);
    if (!paths.test(path) || response.status !== 200) return response;
    const { status, headers } = response;
    return new Response(change(await response.text()), { status, headers });
  };

/** Requests for the log changed before they are read. */
const asked =
  (path: string, change: (body: string) => string): Around =>
  (send) =>
  (to, init) =>
    send(to, to === path && typeof init.body === "string" ? { ...init, body: change(init.body) } : init);

export const observabilityDefects: readonly Defect[] = [
  {
    id: "observability.widest-page-refused",
    title: "A page of a thousand requests, as many as there may be, is refused",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: (parts) => parts,
    around: (send) => (path, init) =>
      send(path, { ...init, ...(init.body === '{"limit":1000}' ? { body: '{"limit":1001}' } : {}) }),
  },
  {
    id: "observability.reused-id-overwrites",
    title: "A request under an id that is taken overwrites what was recorded under it",
    seenIn: "Helicone/helicone docs/features/advanced-usage/custom-properties",
    breaks: ["OBS-01"],
    plant: withParts(({ records, requestLog }) => {
      const newest = new Map<string, RequestRecord>();
      return {
        records: {
          ...records,
          get: async () => null,
          put: async (record) => {
            newest.set(record.id, record);
            await records.put(record);
            return true;
          },
        },
        requestLog: {
          ...requestLog,
          find: async (tenant, id) => {
            const found = await requestLog.find(tenant, id);
            return found && { ...found, record: newest.get(id) ?? found.record };
          },
        },
      };
    }),
  },
  {
    id: "observability.only-v4",
    title: "Ids of other versions than 4 are replaced in silence",
    seenIn: "Helicone/helicone worker/src/lib/util/uuid",
    breaks: ["OBS-01"],
    plant: healthy,
    around: (send) => (path, init) => {
      const headers = new Headers(init.headers);
      if (!/^.{14}4/.test(headers.get("helicone-request-id") ?? "")) headers.delete("helicone-request-id");
      return send(path, { ...init, headers });
    },
  },
  {
    id: "observability.unknown-is-nothing",
    title: "An id of no request is a 200 that holds nothing",
    seenIn: "Helicone/helicone valhalla/jawn/src/controllers/public/requestController.ts",
    breaks: ["OBS-01"],
    plant: healthy,
    around: (send) => async (path, init) => {
      const answer = await send(path, init);
      if (!path.startsWith("/v1/requests/") || answer.status !== 404) return answer;
      return Response.json({ data: null, error: null }, { headers: answer.headers });
    },
  },
  {
    id: "observability.failures-dropped",
    title: "Requests that failed leave no record",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: dropping(({ outcome }) => outcome === "failed"),
  },
  {
    id: "observability.refusals-dropped",
    title: "Requests that were never understood leave no record",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: dropping(({ model }) => model === ""),
  },
  {
    id: "observability.cancelled-dropped",
    title: "Requests whose caller left leave no record",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: dropping(({ outcome }) => outcome === "cancelled"),
  },
  {
    id: "observability.passed-dropped",
    title: "Calls that are passed on leave no record",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: dropping(({ route }) => route === "passthrough"),
  },
  {
    id: "observability.answer-waits-for-record",
    title: "An answer ends only when the log has taken its record",
    seenIn: "own, until records were written beside their answers",
    breaks: ["OBS-01"],
    plant: waiting(({ route }) => route !== "passthrough"),
  },
  {
    id: "observability.passed-waits-for-record",
    title: "A passed call is over only when the log has taken its record",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: waiting(({ route }) => route === "passthrough"),
  },
  {
    id: "observability.recorded-twice",
    title: "A stream is recorded at its beginning and again at its end",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withRecords((records) => ({
      put: async (record) => {
        if (record.stream) await records.put({ ...record, id: record.id.replace(/^0/, "f") });
        return records.put(record);
      },
    })),
  },
  {
    id: "observability.broken-is-success",
    title: "An answer that broke off after its 200 is recorded as a success",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withRecord((record) =>
      record.status === 200 ? { ...record, outcome: "success", error: null } : record,
    ),
  },
  {
    id: "observability.first-token-is-last",
    title: "The time to the first token is that of the whole answer",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withRecord((record) => ({ ...record, firstTokenMs: record.firstTokenMs && record.latencyMs })),
  },
  {
    id: "observability.no-first-token",
    title: "Nobody measures when the first token came",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withRecord((record) => ({ ...record, firstTokenMs: null })),
  },
  {
    id: "observability.latency-in-seconds",
    title: "Latency is kept in whole seconds",
    seenIn: "own",
    breaks: ["OBS-01", "OBS-03"],
    plant: withRecord((record) => ({ ...record, latencyMs: Math.round(record.latencyMs / 1000) })),
  },
  {
    id: "observability.model-as-asked",
    title: "The column of the model that answered holds the one that was asked for",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withRecord((record) => ({
      ...record,
      served: record.served && { ...record.served, model: record.model },
    })),
  },
  {
    id: "observability.attempts-lost",
    title: "What failed before the answer is not recorded",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withRecord((record) => ({ ...record, attempts: [] })),
  },
  {
    id: "observability.tokens-swapped",
    title: "Prompt and completion tokens stand in each other's column",
    seenIn: "own",
    breaks: ["OBS-01", "OBS-03"],
    plant: healthy,
    around: rewritten(/^\/v1\/(requests\/|stats|request\/query)/, (text) =>
      text.replaceAll(/"(prompt|completion)_tokens"/g, (_, which) =>
        which === "prompt" ? '"completion_tokens"' : '"prompt_tokens"',
      ),
    ),
  },
  {
    id: "observability.cached-not-counted",
    title: "Prompt tokens that the provider had cached are not counted",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withRecord((record) =>
      record.usage.kind === "known"
        ? { ...record, usage: { ...record.usage, usage: { ...record.usage.usage, cacheRead: 0 } } }
        : record,
    ),
  },
  {
    id: "observability.properties-lost",
    title: "Properties are not recorded",
    seenIn: "own",
    breaks: ["OBS-01", "OBS-03"],
    plant: withLabels(() => ({ properties: {} })),
  },
  {
    id: "observability.session-lost",
    title: "Of a session only its id is recorded",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withLabels(({ session }) => ({ session: session && { ...session, path: null, name: null } })),
  },
  {
    id: "observability.user-lost",
    title: "The user is not recorded",
    seenIn: "own",
    breaks: ["OBS-01", "OBS-03"],
    plant: withLabels(() => ({ userId: null })),
  },
  {
    id: "observability.body-user-lost",
    title: "A user that only the body names is not recorded",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withLabels(({ userId }) => ({ userId: userId === "of-body" ? null : userId })),
  },
  {
    id: "observability.record-of-another",
    title: "Whoever knows an id reads the record",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: withLog((log) => ({
      find: async (tenant, id) =>
        (await log.find(tenant, id)) ?? (await log.find("a", id)) ?? log.find("b", id),
    })),
  },
  {
    id: "observability.query-of-all",
    title: "A filter with an `or` at its top reads the records of all tenants",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: withLog((log) => ({
      query: async (tenant, query) =>
        query.filter.kind === "or"
          ? [...(await log.query("b", query)), ...(await log.query("a", query))]
          : log.query(tenant, query),
    })),
  },
  {
    id: "observability.stats-of-all",
    title: "Totals are those of the first tenant, whoever asks",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: withLog((log) => ({
      totals: async (tenant, filter) => {
        const [own, other] = [await log.totals(tenant, filter), await log.totals("b", filter)];
        return tenant === "b" ? own : { ...own, requests: own.requests + other.requests };
      },
    })),
  },
  {
    id: "observability.export-of-all",
    title: "An export is the first tenant's, whoever asks",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: withLog((log) => ({
      page: (_tenant, filter, after, limit) => log.page("a", filter, after, limit),
    })),
  },
  {
    id: "observability.or-is-and",
    title: "Conditions that are joined by `or` must all hold",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: healthy,
    around: asked("/v1/request/query", (body) => body.replaceAll('"or"', '"and"')),
  },
  {
    id: "observability.filter-ignored",
    title: "A condition on a property is not applied",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: withLog((log) => ({
      query: (tenant, query) =>
        log.query(tenant, query.filter.kind === "property" ? { ...query, filter: { kind: "all" } } : query),
    })),
  },
  {
    id: "observability.offset-ignored",
    title: "Every page is the first one",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: withLog((log) => ({ query: (tenant, query) => log.query(tenant, { ...query, offset: 0 }) })),
  },
  {
    id: "observability.bad-filter-is-all",
    title: "A filter that is not understood selects everything",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: healthy,
    around: (send) => async (path, init) => {
      const answer = await send(path, init);
      if (path !== "/v1/request/query" || answer.status !== 400) return answer;
      return send(path, { ...init, body: JSON.stringify({ filter: "all" }) });
    },
  },
  {
    id: "observability.percentile-is-mean",
    title: "The median of the latency is its mean",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: withLog((log) => ({
      totals: async (tenant, filter) => {
        const totals = await log.totals(tenant, filter);
        const { p50, p99 } = totals.latency;
        return { ...totals, latency: { ...totals.latency, p50: ((p50 ?? 0) + (p99 ?? 0)) / 2 } };
      },
    })),
  },
  {
    id: "observability.failures-not-counted",
    title: "Totals count answers that were given only",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: withLog((log) => ({
      totals: async (tenant, filter) => {
        const totals = await log.totals(tenant, filter);
        return { ...totals, requests: totals.requests - totals.failed, failed: 0 };
      },
    })),
  },
  {
    id: "observability.formulas-exported",
    title: "Cells are exported as their callers wrote them",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: healthy,
    around: rewritten(/format=csv/, (text) => text.replaceAll("'=", "=")),
  },
  {
    id: "observability.bodies-logged",
    title: "What goes to a provider is written to the log",
    seenIn: "BerriAI/litellm verbose logging",
    breaks: ["OBS-02"],
    plant: withParts(({ transport, log }) => ({
      transport: {
        send: (request, signal) => {
          log("debug", "upstream.body", { body: Buffer.from(request.body).toString() });
          return transport.send(request, signal);
        },
      },
    })),
  },
  ...logColumnDefects,
  ...logSumDefects,
];
