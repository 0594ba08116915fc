/**
 * Parts of OpenAI's API that the gateway does not have: a clear 501 that says what there is, in place of a 404 that looks
 * like a wrong address (API-04).
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import { Refused } from "./http.ts";

/** First steps below /v1, and what to use instead. */
const NOT_OFFERED: Readonly<Record<string, string>> = {
  images: "models that make pictures do so in /v1/chat/completions",
  audio: "models that take or make sound do so in /v1/chat/completions",
  files: "send files inside messages",
  uploads: "send files inside messages",
  batches: "send requests one by one",
  moderations: "there is no replacement",
  assistants: "use /v1/responses",
  threads: "use /v1/responses",
  vector_stores: "use /v1/embeddings and a store of your own",
  fine_tuning: "there is no replacement",
  realtime: "use /v1/chat/completions with stream",
  rerank: "there is no replacement",
  "messages/batches": "send messages one by one",
};

/** The paths of everything that is not offered, for the router. */
export const NOT_OFFERED_PATHS = Object.keys(NOT_OFFERED).flatMap((step) => [`/v1/${step}`, `/v1/${step}/*`]);

/** @throws Refused always, with 501 */
export function refuseNotOffered(path: string): never {
  const step = Object.keys(NOT_OFFERED).find(
    (name) => path === `/v1/${name}` || path.startsWith(`/v1/${name}/`),
  );
  const instead = step === undefined ? "there is no replacement" : NOT_OFFERED[step];
  throw new Refused(
    gatewayError("invalid_request", `The gateway does not offer ${path.slice(0, 100)}: ${instead}`, {
      status: 501,
      code: "not_implemented",
    }),
  );
}
