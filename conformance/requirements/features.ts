/** CAC, LIM, OBS, FBK, VLT: cache, limits, observability, feedback and vault. @module */
import { inArea } from "./requirement.ts";

export const cache = inArea("cache", [
  {
    id: "CAC-01",
    level: "MUST",
    title: "The cache is off unless asked for, keyed by tenant and whole request, and says when it hits",
  },
  {
    id: "CAC-02",
    level: "MUST",
    title: "Cache age and bucket size have defaults and bounds; bad values are a 400",
  },
]);

export const limits = inArea("limits", [
  {
    id: "LIM-01",
    level: "MUST",
    title: "Rate-limit policies are exact per segment, and a malformed one is a 400",
  },
  {
    id: "LIM-02",
    level: "MUST",
    title: "Requests at once are bounded per process and tenant; beyond it a 503 with Retry-After",
  },
  {
    id: "LIM-03",
    level: "MUST",
    title: "The platform's keys keep to the limits that the registry lists for their provider",
  },
]);

export const observability = inArea("observability", [
  {
    id: "OBS-01",
    level: "MUST",
    title: "Every request leaves one complete record, readable by id; a reused id never overwrites one",
  },
  {
    id: "OBS-02",
    level: "MUST",
    title: "Bodies and secrets stay out of logs; omit flags are honoured",
  },
  {
    id: "OBS-03",
    level: "MUST",
    title: "The request log is filtered, totalled and exported, per tenant only",
  },
  {
    id: "OBS-04",
    level: "SHOULD",
    title: "Spans and metrics have the names of one version of the GenAI conventions, counts too",
  },
  {
    id: "OBS-05",
    level: "MUST",
    title: "Webhooks are signed over the exact bytes, go to safe targets only, and are tried a few times",
  },
]);

export const feedback = inArea("feedback", [
  {
    id: "FBK-01",
    level: "MUST",
    title: "Feedback is stored only against a request of the same tenant, and the latest counts",
  },
]);

export const vault = inArea("vault", [
  {
    id: "VLT-01",
    level: "MUST",
    title: "Provider keys are encrypted, shown by four characters, scoped to a tenant, revocable",
  },
]);
