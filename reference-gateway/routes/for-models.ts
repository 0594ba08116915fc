/**
 * The routes that call a model, and the one way in which a request for one is answered.
 * @module
 */
import type { GatewayParts } from "../parts.ts";
import { faultError, type RequestId, type Route, serve } from "../stages/pipeline.ts";
import { shownPath } from "../telemetry/access.ts";
import type { Arrival, Reply } from "./arrival.ts";
import { chatRoute } from "./chat.ts";
import { countTokensRoute } from "./count-tokens.ts";
import { embeddingsRoute } from "./embeddings.ts";
import { commonHeaders, errorAnswer } from "./http.ts";
import { SURFACES } from "./surfaces.ts";

/** Each takes POST at the path that it names. */
export const modelRoutes: readonly Route[] = [
  ...Object.entries(SURFACES).map(([path, surface]) => chatRoute(path, surface)),
  embeddingsRoute,
  countTokensRoute,
];

/** Whoever is not known leaves no record: the log tells of them as of other requests without one. */
function noteUnknown(startedAt: number, { method, target }: Arrival, status: number, parts: GatewayParts) {
  const path = shownPath(target.split("?", 1)[0] ?? "");
  parts.log("info", "request", { method, path, status, ms: Math.round(parts.clock.now() - startedAt) });
}

/** Answers a request of one of these routes; refusals of callers who are not known, and faults of our own, too. */
export async function answerTo(
  route: Route,
  arrival: Arrival,
  requestId: RequestId,
  parts: GatewayParts,
): Promise<Reply> {
  const startedAt = parts.clock.now();
  try {
    return await serve(route, arrival, requestId, parts);
  } catch (thrown) {
    const error = faultError(thrown, requestId.id, parts);
    const { status, headers, body } = errorAnswer(error, requestId.id, [], route.encodeError);
    noteUnknown(startedAt, arrival, status, parts);
    return { status, headers: [...Object.entries(commonHeaders(requestId.id)), ...headers], body };
  }
}
