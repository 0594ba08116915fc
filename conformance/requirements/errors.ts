/** ERR: every failure in one form. @module */
import { inArea } from "./requirement.ts";

export const errors = inArea("errors", [
  { id: "ERR-01", level: "MUST", title: "Every failure is one JSON envelope, whatever the upstream sent" },
  { id: "ERR-02", level: "MUST", title: "Status and type follow the table, by meaning" },
  {
    id: "ERR-03",
    level: "MUST",
    title: "An upstream 401, 402 or 403 is the gateway's trouble in PTB, the caller's in BYOK",
  },
  { id: "ERR-04", level: "MUST", title: "A 200 that carries an error is an error" },
  {
    id: "ERR-05",
    level: "MUST",
    title: "Retry-After reaches the client in seconds, and the provider's request id is shown",
  },
  {
    id: "ERR-06",
    level: "MUST",
    title: "No key, host, path or stack leaks through an error; messages are bounded",
  },
  { id: "ERR-07", level: "MUST", title: "Network failures are told apart from provider answers" },
  {
    id: "ERR-08",
    level: "MUST",
    title: "Malformed client input is a 4xx in the envelope, and the next request works",
  },
  {
    id: "ERR-09",
    level: "MUST",
    title: "When all attempts failed, the answer lists them in order without secrets",
    policy: "the last attempt's error is the answer",
  },
]);
