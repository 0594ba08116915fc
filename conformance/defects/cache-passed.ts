/**
 * Broken caches of calls that are passed on: each forgets one thing of the call or of its answer (CAC-01, SEC-04).
 * @module
 */
import type { Completed, Inbound } from "../../reference-gateway/stages/stage.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

/** The same request, of which whoever looks sees some fields otherwise; what is written to it reaches it. */
const seenAs = (inbound: Inbound, fields: Partial<Inbound>): Inbound =>
  new Proxy(inbound, {
    get: (target, name) => Reflect.get(Object.hasOwn(fields, name) ? fields : target, name),
  });

/** A cache that sees passed calls otherwise, and what they came to. */
const withCache = (
  call: (inbound: Inbound) => Partial<Inbound>,
  end: (completed: Completed) => Completed = (completed) => completed,
): Plant =>
  withParts(({ stages }) => ({
    stages: stages.map((stage) => {
      if (stage.name !== "cache") return stage;
      const seen = new WeakMap<Inbound, Inbound>();
      return {
        ...stage,
        before: async (inbound, parts) => {
          const other = inbound.route === "passthrough" ? seenAs(inbound, call(inbound)) : inbound;
          seen.set(inbound, other);
          return (await stage.before?.(other, parts)) ?? null;
        },
        after: async (inbound, completed, parts) =>
          stage.after?.(seen.get(inbound) ?? inbound, end(completed), parts),
      };
    }),
  }));

const withoutField = ({ headers }: Inbound, name: string): Partial<Inbound> => {
  const left = new Headers([...headers]);
  left.delete(name);
  return { headers: left };
};

const withAnswer = (end: (completed: Completed) => Completed): Plant => withCache(() => ({}), end);

const withoutAnswered = (name: string): Plant =>
  withAnswer((completed) => ({
    ...completed,
    headers: completed.headers.filter(([given]) => given.toLowerCase() !== name),
  }));

const about = { seenIn: "own", breaks: ["CAC-01"] } as const;

/** Fields that a key may forget, and what comes of it. */
const FORGOTTEN: Readonly<Record<string, string>> = {
  "x-api-key": "A passed call is given the answer of another account, where its key stands in x-api-key",
  "x-goog-api-key": "A passed call is given the answer of another account, where its key is one of Google's",
  "accept-encoding": "A passed call is given an answer that is packed in a way that it cannot read",
  "content-type": "A passed call is given the answer to the same bytes in another encoding",
  "anthropic-version": "A passed call is given an answer in the form of another version of the API",
  "anthropic-beta": "A passed call is given an answer that was made without its beta",
  "openai-project": "A passed call is given the answer of another project",
  "helicone-fallbacks": "A passed call is given the answer of a target that it does not list",
};

export const cachePassedDefects: readonly Defect[] = [
  {
    ...about,
    id: "cache.passed-whatever-method",
    title: "A passed call is given the answer to another method",
    plant: withCache(() => ({ method: "GET" })),
  },
  {
    ...about,
    id: "cache.passed-without-query",
    title: "The query of a passed call does not count",
    plant: withCache(({ target }) => ({ target: target.split("?", 1)[0] ?? "" })),
  },
  {
    ...about,
    id: "cache.passed-whatever-target",
    title: "A passed call is given the answer of another target",
    plant: withCache(() => ({ targetHost: null })),
  },
  {
    ...about,
    id: "cache.passed-whoever-pays",
    title: "A passed call is given the answer that another account of the provider got",
    plant: withCache((inbound) => withoutField(inbound, "authorization")),
  },
  {
    ...about,
    id: "cache.passed-whatever-is-accepted",
    title: "A passed call is given an answer of a type that it does not accept",
    plant: withCache((inbound) => withoutField(inbound, "accept")),
  },
  ...Object.entries(FORGOTTEN).map(([header, title]) => ({
    ...about,
    id: `cache.passed-whatever-${header}`,
    title,
    plant: withCache((inbound) => withoutField(inbound, header)),
  })),
  {
    ...about,
    id: "cache.passed-whoever-sends",
    title: "The name of the client's own library counts, so that its next version finds nothing",
    plant: withCache((inbound) => ({
      target: `${inbound.target}#${inbound.headers.get("user-agent") ?? ""}`,
    })),
  },
  {
    ...about,
    id: "cache.passed-without-seed",
    title: "The seed of a passed call does not count",
    plant: withCache((inbound) => withoutField(inbound, "helicone-cache-seed")),
  },
  {
    ...about,
    id: "cache.passed-ignores-nothing",
    title: "Keys that are to be ignored count in passed calls",
    plant: withCache((inbound) => withoutField(inbound, "helicone-cache-ignore-keys")),
  },
  {
    ...about,
    breaks: ["SEC-04"],
    id: "cache.passed-between-tenants",
    title: "Passed calls of all tenants share their answers",
    plant: withCache(() => ({ tenant: { id: "a" } })),
  },
  {
    ...about,
    id: "cache.passed-type-lost",
    title: "A stored answer of a target is given without its content type",
    plant: withoutAnswered("content-type"),
  },
  {
    ...about,
    id: "cache.passed-encoding-lost",
    title: "A stored answer that is compressed does not say so",
    plant: withoutAnswered("content-encoding"),
  },
  {
    ...about,
    id: "cache.passed-status-lost",
    title: "A stored answer of a target is a 200, whatever it was",
    plant: withAnswer((completed) => ({ ...completed, status: Math.min(completed.status, 200) })),
  },
  {
    ...about,
    id: "cache.passed-failures-stored",
    title: "An answer of a target is stored whatever its status is",
    plant: withAnswer((completed) => ({
      ...completed,
      status: completed.status > 299 ? 200 : completed.status,
      record: { ...completed.record, outcome: "success" },
    })),
  },
];
