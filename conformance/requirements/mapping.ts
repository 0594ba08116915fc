/** MAP: the caller's request in the provider's words. @module */
import { inArea } from "./requirement.ts";

export const mapping = inArea("mapping", [
  { id: "MAP-01", level: "MUST", title: "The upstream URL is exact, with no doubled or lost slash" },
  { id: "MAP-02", level: "MUST", title: "The model sent upstream is the provider's own id" },
  { id: "MAP-03", level: "MUST", title: "Falsy values survive" },
  { id: "MAP-04", level: "MUST", title: "Max tokens go into the one right field, filled in where required" },
  { id: "MAP-05", level: "MUST", title: "System and developer messages keep text, order and place" },
  { id: "MAP-06", level: "MUST", title: "Tools, tool choice, calls and results map and round-trip" },
  { id: "MAP-07", level: "MUST", title: "Images and files keep kind and media type, or are refused by name" },
  {
    id: "MAP-08",
    level: "MUST",
    title: "response_format reaches the provider's form, or is refused by name",
  },
  {
    id: "MAP-09",
    level: "MUST",
    title: "Unsupported parameters are not sent and are named; lacking capabilities are a 400",
    policy: "dropped and listed in x-dropped-parameters; refused with 400 under strict: true",
  },
  {
    id: "MAP-10",
    level: "MUST",
    title: "Stop, bias, penalties, n, seed, logprobs and effort map, or are dropped by name",
  },
  {
    id: "MAP-11",
    level: "MUST",
    title: "Empty content and odd tool names are made acceptable, and come back as given",
  },
  { id: "MAP-12", level: "MUST", title: "Cache-control marks reach only the providers that take them" },
  { id: "MAP-13", level: "MUST", title: "The caller's body is never mutated between attempts" },
  {
    id: "MAP-14",
    level: "MUST",
    title: "NO_MAPPING forwards the native body, with only model, auth and version set",
  },
  {
    id: "MAP-15",
    level: "MUST",
    title: "Every request that is sent satisfies the contract of its API at that endpoint",
    policy:
      "translated to the nearest value that the endpoint has, dropped and listed, or refused with 400 by name; a body that the caller wrote in the provider's own API is the caller's",
  },
  {
    id: "MAP-16",
    level: "MUST",
    title: "Same API in and out: body, answer and stream go through unchanged but for model and credential",
    policy:
      "requests: held at the Responses API; fields without a known price pass in BYOK only, and are left out by name in PTB; answers: as they came but for comments, usage nobody asked for, and what the caller's API demands",
  },
  {
    id: "MAP-17",
    level: "MUST",
    title: "Reasoning goes back to the provider and family that made it, and to nobody else",
  },
  {
    id: "MAP-18",
    level: "MUST",
    title: "Media and documents are placed where the endpoint takes them, in the form that it takes",
    policy: "moved to the nearest place that keeps the meaning, or refused by name",
  },
  {
    id: "MAP-19",
    level: "MUST",
    title: "JSON and schemas work on every endpoint that has means for them",
    policy:
      "what only narrows the answer is adapted; a keyword that the endpoint does not check is said in words and named; the rest is refused with its path",
  },
  {
    id: "MAP-20",
    level: "MUST",
    title:
      "Effort, budgets, sampling, stop, output, users and tool names take only values that the model has",
    policy: "whichever client API they came from",
  },
]);
