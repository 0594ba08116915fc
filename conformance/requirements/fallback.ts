/** FLB: when the next attempt is made. @module */
import { inArea } from "./requirement.ts";

export const fallback = inArea("fallback", [
  {
    id: "FLB-01",
    level: "MUST",
    title: "The right failures fall on to the next attempt, and the right ones stop",
    policy: "400, 413 and 422 stop, except a context-length overflow, which goes on to another model",
  },
  {
    id: "FLB-02",
    level: "MUST",
    title: "There is no fallback after the first content byte",
    policy: "the error is shown in the stream",
  },
  { id: "FLB-03", level: "MUST", title: "Streaming requests fall back by the same rules until that byte" },
  {
    id: "FLB-04",
    level: "MUST",
    title: "Upstream calls are bounded by the attempts, and retries honour Retry-After",
  },
  { id: "FLB-05", level: "MUST", title: "The answer names who served it, and how many attempts it took" },
  {
    id: "FLB-06",
    level: "SHOULD",
    title:
      "Retries are off unless asked for, bounded and jittered; who keeps failing is put back, not left out",
  },
]);
