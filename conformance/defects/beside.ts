/**
 * Gateways whose log, keys and pages are not bounded as their chats are (LIM-02).
 * @module
 */
import type { AdmissionLimits } from "../../reference-gateway/stages/queue.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

const withBeside = (change: (admission: AdmissionLimits, beside: AdmissionLimits) => AdmissionLimits) =>
  withParts(({ limits }) => ({ limits: { ...limits, beside: change(limits.admission, limits.beside) } }));

export const besideDefects: readonly Defect[] = [
  {
    id: "limits.beside-admits-everything",
    title: "However many answers of the log are under way, everything is taken",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withBeside((_admission, beside) => ({
      ...beside,
      concurrent: Number.POSITIVE_INFINITY,
      perTenant: Number.POSITIVE_INFINITY,
    })),
  },
  {
    id: "limits.beside-one-tenant-takes-all",
    title: "Beside the chats only the process has a limit, so one tenant can take every place",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withBeside((_admission, beside) => ({ ...beside, perTenant: Number.POSITIVE_INFINITY })),
  },
  {
    id: "limits.beside-endless-queue",
    title: "What finds no place beside the chats waits, however many wait already",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withBeside((_admission, beside) => ({ ...beside, queued: 5, queuedPerTenant: 5 })),
  },
];
