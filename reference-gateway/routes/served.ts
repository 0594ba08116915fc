/**
 * What an answer's headers tell about who gave it (FLB-05, MAP-09).
 * @module
 */
import type { Served } from "../attempts/attempt.ts";
import type { HeaderList } from "../stages/stage.ts";
import { clean } from "./http.ts";

export function servedHeaders({ by, dropped }: Served, failedAttempts: number): HeaderList {
  const { provider, model, deployment, mode, upstreamRequestId } = by;
  const headers: [string, string][] = [
    ["helicone-provider", provider],
    ["helicone-model", clean(model)],
    ["helicone-deployment", deployment],
    ["helicone-mode", mode],
    ["helicone-attempts", String(failedAttempts + 1)],
  ];
  if (dropped.length > 0) headers.push(["x-dropped-parameters", clean(dropped.join(", "))]);
  if (upstreamRequestId !== null) headers.push(["helicone-upstream-request-id", clean(upstreamRequestId)]);
  return headers;
}
