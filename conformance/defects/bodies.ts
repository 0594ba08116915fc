/**
 * Broken stores of bodies (OBS-02, SEC-04).
 * @module
 */
import type { BodyPolicy, BodyStore } from "../../reference-gateway/bodies/body-store.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

const withPolicy = (change: (policy: BodyPolicy) => Partial<BodyPolicy>): Plant =>
  withParts(({ bodies }) => ({
    bodies: { ...bodies, policy: { ...bodies.policy, ...change(bodies.policy) } },
  }));

const withStore = (wrap: (store: BodyStore) => Partial<BodyStore>): Plant =>
  withParts(({ bodies }) => ({ bodies: { ...bodies, store: { ...bodies.store, ...wrap(bodies.store) } } }));

const deafTo =
  (name: string): Around =>
  (send) =>
  (path, init) => {
    const headers = new Headers(init.headers);
    headers.delete(name);
    return send(path, { ...init, headers });
  };

export const bodiesDefects: readonly Defect[] = [
  {
    id: "observability.bodies-of-everybody",
    title: "Bodies are kept of tenants who did not ask",
    seenIn: "own",
    breaks: ["OBS-02"],
    plant: withPolicy(() => ({ tenants: new Set(["*"]) })),
  },
  {
    id: "observability.omit-request-unheard",
    title: "Helicone-Omit-Request is not looked at",
    seenIn: "own",
    breaks: ["OBS-02"],
    plant: (parts) => parts,
    around: deafTo("helicone-omit-request"),
  },
  {
    id: "observability.omit-response-unheard",
    title: "Helicone-Omit-Response is not looked at",
    seenIn: "own",
    breaks: ["OBS-02"],
    plant: (parts) => parts,
    around: deafTo("helicone-omit-response"),
  },
  {
    id: "observability.bodies-unbounded",
    title: "Bodies of any size are kept",
    seenIn: "own",
    breaks: ["OBS-02"],
    plant: withPolicy(() => ({ maxBytes: Number.MAX_SAFE_INTEGER })),
  },
  {
    id: "observability.bodies-one-byte-short",
    title: "A body of just the size that is kept is taken for a larger one",
    seenIn: "own",
    breaks: ["OBS-02"],
    plant: withPolicy(({ maxBytes }) => ({ maxBytes: maxBytes - 1 })),
  },
  {
    id: "observability.bodies-one-byte-long",
    title: "A body that is one byte too large is kept",
    seenIn: "own",
    breaks: ["OBS-02"],
    plant: withPolicy(({ maxBytes }) => ({ maxBytes: maxBytes + 1 })),
  },
  {
    id: "observability.bodies-kept-for-seconds",
    title: "The time for which bodies are kept is read in another unit",
    seenIn: "own",
    breaks: ["OBS-02"],
    plant: withPolicy(({ keptMs }) => ({ keptMs: keptMs / 1000 })),
  },
  {
    id: "observability.bodies-for-ever",
    title: "Bodies are kept for ever",
    seenIn: "own",
    breaks: ["OBS-02"],
    plant: withStore(({ put }) => ({ put: (place, body) => put(place, body, Number.MAX_SAFE_INTEGER) })),
  },
  {
    id: "observability.bodies-never-purged",
    title: "Bodies whose time is over stay in the store",
    seenIn: "own",
    breaks: ["OBS-02"],
    plant: withStore(() => ({ purge: async () => 0 })),
  },
  {
    id: "observability.bodies-by-id-alone",
    title: "Bodies are found by the id of their request, whoever asks",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: withParts(({ requestLog }) => ({
      requestLog: {
        ...requestLog,
        find: async (tenantId, id) =>
          (await requestLog.find(tenantId, id)) ?? (await requestLog.find("a", id)),
      },
    })),
  },
];
