/** API: the APIs that callers speak. @module */
import { inArea } from "./requirement.ts";

export const apis = inArea("response", [
  {
    id: "API-01",
    level: "MUST",
    title: "POST /v1/responses works for every chat endpoint, in objects and in events, and is stateless",
    policy: "state that the gateway does not keep is 400 with the field's name in param",
  },
  {
    id: "API-02",
    level: "MUST",
    title: "POST /v1/embeddings keeps order, count, dimensions and encoding; never another model",
    policy:
      "1 to 2048 inputs, as OpenAI documents; several calls only where the host documents how many inputs one may have; a list that names two models is 400",
  },
  {
    id: "API-03",
    level: "MUST",
    title: "POST /v1/messages/count_tokens counts by the provider's own counter and is never billed",
    policy: "without a counter of the provider's own it is 501 not_implemented, in Anthropic's envelope",
  },
  {
    id: "API-04",
    level: "MUST",
    title: "The official client of each API works unmodified: JSON, streams, tools, errors",
  },
]);
