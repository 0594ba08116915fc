/**
 * Broken feedback (FBK).
 * @module
 */
import type { RequestLog } from "../../reference-gateway/records/log.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

const withLog = (wrap: (log: RequestLog) => Partial<RequestLog>): Plant =>
  withParts(({ requestLog }) => ({ requestLog: { ...requestLog, ...wrap(requestLog) } }));

const healthy: Plant = (parts) => parts;

/** What a caller says, changed before it is read. */
const saying =
  (path: RegExp, change: (body: string) => string): Around =>
  (send) =>
  (to, init) =>
    send(to, path.test(to) && typeof init.body === "string" ? { ...init, body: change(init.body) } : init);

/** Whose a request is: its own tenant's, else the first one's that has it. */
const anybodys = async (log: RequestLog, tenant: string, id: string): Promise<string> => {
  for (const owner of [tenant, "a", "b"]) if (await log.find(owner, id)) return owner;
  return tenant;
};

export const feedbackDefects: readonly Defect[] = [
  {
    id: "feedback.rates-another",
    title: "Whoever knows an id rates the request",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: withLog((log) => ({
      rate: async (tenant, id, rating, at) => log.rate(await anybodys(log, tenant, id), id, rating, at),
    })),
  },
  {
    id: "feedback.labels-another",
    title: "Whoever knows an id writes the request's properties",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: withLog((log) => ({
      setProperty: async (tenant, id, name, value) =>
        log.setProperty(await anybodys(log, tenant, id), id, name, value),
    })),
  },
  {
    id: "feedback.foreign-is-told-apart",
    title: "Another tenant's request is a 403, which says that there is one",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: healthy,
    around: (send) => async (path, init) => {
      const answer = await send(path, init);
      if (answer.status !== 404 || !/\/(feedback|score|property)$/.test(path)) return answer;
      const isNobodys = path.includes("ffffffffffff");
      return isNobodys ? answer : new Response(await answer.text(), { status: 403, headers: answer.headers });
    },
  },
  {
    id: "feedback.unknown-is-fine",
    title: "Feedback on a request that is not there is taken and lost",
    seenIn: "Helicone/helicone valhalla/jawn/src/controllers/public/requestController.ts",
    breaks: ["FBK-01"],
    plant: withLog((log) => ({
      rate: async (...rating) => (await log.rate(...rating)) || true,
      score: async (...scored) => (await log.score(...scored)) || true,
      setProperty: async (...property) => (await log.setProperty(...property)) || true,
    })),
  },
  {
    id: "feedback.first-wins",
    title: "A rating cannot be changed any more",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: withLog((log) => ({
      rate: async (tenant, id, rating, at) =>
        (await log.find(tenant, id))?.feedback === null ? log.rate(tenant, id, rating, at) : true,
    })),
  },
  {
    id: "feedback.scores-replaced",
    title: "New scores drop those that were there",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: withLog((log) => {
      const last = new Map<string, Readonly<Record<string, number>>>();
      return {
        score: async (tenant, id, scores, at) => {
          last.set(id, scores);
          return log.score(tenant, id, scores, at);
        },
        find: async (tenant, id) => {
          const found = await log.find(tenant, id);
          return found && { ...found, scores: last.get(id) ?? {} };
        },
      };
    }),
  },
  {
    id: "feedback.properties-replaced",
    title: "A property that is set afterwards takes the place of those that were set before",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: withLog((log) => {
      const last = new Map<string, Readonly<Record<string, string>>>();
      return {
        setProperty: async (tenant, id, name, value) => {
          last.set(id, { [name.toLowerCase()]: value });
          return log.setProperty(tenant, id, name, value);
        },
        find: async (tenant, id) => {
          const found = await log.find(tenant, id);
          if (!found) return found;
          const { record } = found;
          const properties = last.get(id) ?? record.labels.properties;
          return { ...found, record: { ...record, labels: { ...record.labels, properties } } };
        },
      };
    }),
  },
  {
    id: "feedback.first-property-stays",
    title: "A property that was set once cannot be changed any more",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: withLog((log) => {
      const known = new Set<string>();
      return {
        setProperty: async (tenant, id, name, value) => {
          const key = JSON.stringify([tenant, id, name]);
          if (known.has(key)) return true;
          known.add(key);
          return log.setProperty(tenant, id, name, value);
        },
      };
    }),
  },
  {
    id: "feedback.scores-above-zero",
    title: "Scores below zero are stored as zero",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: withLog((log) => ({
      score: (tenant, id, scores, at) =>
        log.score(
          tenant,
          id,
          Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, Math.max(0, value)])),
          at,
        ),
    })),
  },
  {
    id: "feedback.truthy-rating",
    title: "Whatever is truthy is a good rating",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: healthy,
    around: saying(/\/feedback$/, (body) => JSON.stringify({ rating: Boolean(JSON.parse(body).rating) })),
  },
  {
    id: "feedback.not-in-totals",
    title: "Ratings are not counted in totals",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: withLog((log) => ({
      totals: async (tenant, filter) => ({ ...(await log.totals(tenant, filter)), positive: 0, negative: 0 }),
    })),
  },
  {
    id: "feedback.property-not-found",
    title: "Properties that were set afterwards are shown, but not searched",
    seenIn: "own",
    breaks: ["FBK-01"],
    plant: withLog((log) => ({
      query: async (tenant, query) =>
        query.filter.kind === "property" && query.filter.name === "reason" ? [] : log.query(tenant, query),
    })),
  },
];
