/**
 * A line in the log for each request of a known tenant, once it is over.
 * @module
 */
import { accessFields } from "../telemetry/access.ts";
import type { Stage } from "./stage.ts";

export const access: Stage = {
  name: "access",
  after: ({ method, target }, { record }, { log }) => {
    if (log.writes?.("info") === false) return;
    // A query may hold a key, as some clients send it.
    const [path = ""] = target.split("?");
    log("info", "request", { method, path, ...accessFields(record) });
  },
};
