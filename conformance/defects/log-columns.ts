/**
 * Records with one column that is a little wrong: true of most requests, so that no single example shows it.
 * @module
 */
import type { RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withParts } from "./plants.ts";
import { withLabels, withLog, withRecord } from "./record-plants.ts";

const withServed = (change: (record: RequestRecord) => Partial<RequestRecord["served"]>): Plant =>
  withRecord((record) => ({
    ...record,
    served: record.served && { ...record.served, ...change(record) },
  }));

/** Rows of the log as their readers see them, changed as text. */
const showing =
  (change: (text: string) => string): Around =>
  (send) =>
  async (path, init) => {
    const response = await send(path, init);
    if (path !== "/v1/request/query") return response;
    const { status, headers } = response;
    return new Response(change(await response.text()), { status, headers });
  };

const about = { seenIn: "own", breaks: ["OBS-01"] } as const;

export const logColumnDefects: readonly Defect[] = [
  {
    id: "observability.scores-of-an-id",
    title: "A request shows the scores of every tenant's request of its id",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: withLog((log) => ({
      find: async (tenant, id) => {
        const own = await log.find(tenant, id);
        const other = await log.find(tenant === "a" ? "b" : "a", id);
        return own && { ...own, scores: { ...other?.scores, ...own.scores } };
      },
    })),
  },
  {
    id: "observability.ids-free-too-soon",
    title: "An id may be used again as soon as its answer is over, whether it is recorded or not",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withParts(({ stages }) => ({
      stages: stages.map((stage) =>
        stage.name !== "request-id"
          ? stage
          : {
              ...stage,
              after: (inbound, completed, parts) =>
                stage.after?.(inbound, { ...completed, stored: Promise.resolve(completed.record) }, parts),
            },
      ),
    })),
  },
  {
    ...about,
    id: "observability.first-failure-only",
    title: "Of the attempts that failed the first one is recorded",
    plant: withRecord((record) => ({ ...record, attempts: record.attempts.slice(0, 1) })),
  },
  {
    ...about,
    id: "observability.dropped-unrecorded",
    title: "Parameters that were dropped are told to the caller and not recorded",
    plant: withRecord((record) => ({ ...record, dropped: [] })),
  },
  {
    ...about,
    id: "observability.upstream-id-unrecorded",
    title: "The provider's id of the request is told to the caller and not recorded",
    plant: withServed(() => ({ upstreamRequestId: null })),
  },
  {
    ...about,
    id: "observability.property-values-lower-cased",
    title: "Values of properties are recorded in lower case",
    plant: withLabels(({ properties }) => ({
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [name, value.toLowerCase()]),
      ),
    })),
  },
  {
    ...about,
    id: "observability.session-path-as-name",
    title: "The path of a session stands in the place of its name",
    plant: withLabels(({ session }) => ({ session: session && { ...session, name: session.path } })),
  },
  {
    ...about,
    id: "observability.error-code-lost",
    title: "The code that the caller saw is not recorded",
    plant: withRecord((record) => ({ ...record, error: record.error && { ...record.error, code: null } })),
  },
  {
    id: "observability.attempts-without-the-served",
    title: "The number of attempts counts those that failed alone",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: unchanged,
    around: showing((text) =>
      text.replace(
        /"attempt_count":(\d+)/g,
        (_all, count) => `"attempt_count":${Math.max(0, Number(count) - 1)}`,
      ),
    ),
  },
  {
    id: "observability.unpriced-unshown",
    title: "A request that nothing prices looks like any other in the log",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: unchanged,
    around: showing((text) => text.replaceAll('"unpriced":true', '"unpriced":false')),
  },
  {
    ...about,
    id: "observability.line-counts-one-more",
    title: "The line of a request whose every attempt failed counts one attempt more",
    plant: withParts(({ log }) => ({
      log: (level, event, fields) => {
        const { attempts, endpoint } = fields ?? {};
        const isFailed = event === "request" && typeof attempts === "number" && endpoint === undefined;
        log(level, event, isFailed ? { ...fields, attempts: attempts + 1 } : fields);
      },
    })),
  },
  {
    ...about,
    id: "observability.lines-at-the-rate",
    title: "The lines of a bill are shown with the price of one token each",
    plant: withLog((log) => ({
      find: async (tenant, id) => {
        const found = await log.find(tenant, id);
        const cost = found?.record.cost;
        if (!found || cost?.computed?.kind !== "priced") return found;
        const lines = cost.computed.lines.map((line) => ({ ...line, amount: line.rate }));
        const record = { ...found.record, cost: { ...cost, computed: { ...cost.computed, lines } } };
        return { ...found, record };
      },
    })),
  },
  {
    id: "observability.property-of-one-name",
    title: "Whatever property is asked for, the one called team is looked at",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: withLog((log) => ({
      query: (tenant, { filter, ...query }) =>
        log.query(tenant, {
          ...query,
          filter: filter.kind === "property" ? { ...filter, name: "team" } : filter,
        }),
    })),
  },
];
