/**
 * Gateways that take more at once than they can serve (LIM-02).
 * @module
 */
import { Refused } from "../../reference-gateway/routes/http.ts";
import { type AdmissionLimits, AdmissionQueue } from "../../reference-gateway/stages/queue.ts";
import type { Stage } from "../../reference-gateway/stages/stage.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

/** The stage that admits, changed. */
const withAdmission = (change: (stage: Stage, limits: AdmissionLimits) => Stage): Defect["plant"] =>
  withParts(({ stages, limits: { admission } }) => ({
    stages: stages.map((stage) => (stage.name === "admission" ? change(stage, admission) : stage)),
  }));

const withLimits = (change: Partial<AdmissionLimits>): Defect["plant"] =>
  withParts(({ limits }) => ({ limits: { ...limits, admission: { ...limits.admission, ...change } } }));

export const admissionDefects: readonly Defect[] = [
  {
    id: "limits.admits-everything",
    title: "However much is under way, everything is taken",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withAdmission(({ name }) => ({ name })),
  },
  {
    id: "limits.room-given-back-twice",
    title: "Room that a body turned out not to need is given back again at its end",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withAdmission(({ name }, limits) => {
      const queue = new AdmissionQueue(limits);
      const full = () => gatewayError("overloaded", "Full", { code: "overloaded", retryAfter: 1 });
      const places = new WeakSet<object>();
      return {
        name,
        arrive: async (inbound) => {
          if (queue.enter(inbound.tenant.id, inbound.heldBytes) !== null) throw new Refused(full());
          places.add(inbound);
        },
        before: async ({ tenant, heldBytes, body }) => {
          queue.free(tenant.id, heldBytes - body.byteLength);
          return null;
        },
        after: async (inbound) => {
          if (places.delete(inbound)) queue.leave(inbound.tenant.id, inbound.heldBytes);
        },
      };
    }),
  },
  {
    id: "limits.streams-not-counted",
    title: "A request is not counted any more once its answer begins",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withAdmission(({ name }, limits) => {
      const queue = new AdmissionQueue(limits);
      return {
        name,
        arrive: async ({ tenant }) => {
          if (queue.enter(tenant.id) === null) return;
          throw new Refused(gatewayError("overloaded", "Full", { code: "overloaded", retryAfter: 1 }));
        },
        before: async ({ tenant }) => {
          queue.leave(tenant.id);
          return null;
        },
      };
    }),
  },
  {
    id: "limits.place-never-free",
    title: "A request that is over keeps its place",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withAdmission(({ after: _, ...stage }) => stage),
  },
  {
    id: "limits.one-tenant-takes-all",
    title: "Only the process has a limit, so one tenant can take every place",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withLimits({ perTenant: Number.POSITIVE_INFINITY }),
  },
  {
    id: "limits.bytes-not-counted",
    title: "Requests are counted and the bytes of their bodies are not",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withLimits({ bodyBytes: Number.POSITIVE_INFINITY }),
  },
  {
    id: "limits.endless-queue",
    title: "What finds no place waits, however many wait already",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withLimits({ queued: 5, queuedPerTenant: 5 }),
  },
  {
    id: "limits.endless-wait",
    title: "Whoever waits for a place waits for ever",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withLimits({ queueMs: 24 * 3_600_000 }),
  },
];
