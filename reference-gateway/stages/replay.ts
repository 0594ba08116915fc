/**
 * A stored answer in the framing and the API that are asked for now.
 * @module
 */

import type { RenderContext } from "../../registry/apis/codec.ts";
import { usageExtras } from "../../registry/apis/openai-chat/response.ts";
import { chunksOf } from "../../registry/cache/collect.ts";
import { CACHED_CHARGE } from "../../registry/pricing/cached.ts";
import type { GatewayParts } from "../parts.ts";
import { clean } from "../routes/http.ts";
import type { CachedAnswer } from "./cached-answer.ts";
import type { HeaderList, Inbound, StageAnswer, Translated } from "./stage.ts";

function renderContext(
  inbound: Inbound,
  { request, body }: Translated,
  served: CachedAnswer["served"],
  parts: GatewayParts,
): RenderContext {
  const api =
    served &&
    parts.registry
      .provider(served.provider)
      ?.chatApis()
      .find(({ id }) => id === served.api);
  return {
    request,
    body,
    now: () => Math.floor(parts.clock.now() / 1000),
    requestId: inbound.id,
    usageExtras: (raw) => (api ? usageExtras(raw, api.traits) : {}),
  };
}

/** The frames of a whole stream. */
function streamOf(
  { completion, usage }: CachedAnswer & { kind: "chat" },
  { caller }: Translated,
  context: RenderContext,
): Uint8Array {
  const encoder = caller.encodeStream(context);
  const frames = chunksOf(completion).flatMap((chunk) => encoder.chunk(chunk));
  return Buffer.concat([...frames, ...encoder.end(usage)]);
}

function bodyOf(
  answer: CachedAnswer,
  inbound: Inbound,
  parts: GatewayParts,
): { status: number; headers: HeaderList; body: string | Uint8Array } {
  if (answer.kind === "raw")
    return { status: answer.status, headers: answer.headers, body: Buffer.from(answer.body, "base64") };
  const { translated } = inbound;
  if (!translated) throw new Error("an answer in canonical form was stored for a request that is not read");
  const context = renderContext(inbound, translated, answer.served, parts);
  if (inbound.stream) {
    const type = `${translated.caller.streamType}; charset=utf-8`;
    return { status: 200, headers: [["content-type", type]], body: streamOf(answer, translated, context) };
  }
  const whole = translated.caller.encodeResponse(answer.completion, answer.usage, context);
  return { status: 200, headers: [["content-type", "application/json"]], body: JSON.stringify(whole) };
}

/** Who made the answer, as it was told then. */
const servedHeaders = (served: CachedAnswer["served"]): HeaderList =>
  served === null
    ? []
    : [
        ["helicone-provider", served.provider],
        ["helicone-model", clean(served.model)],
        ["helicone-deployment", clean(served.deployment)],
        ["helicone-attempts", "0"],
      ];

/** The answer of a hit: it costs nothing, and says where it comes from. */
export function replay(
  answer: CachedAnswer,
  slot: number,
  inbound: Inbound,
  parts: GatewayParts,
): StageAnswer {
  const { headers, ...given } = bodyOf(answer, inbound, parts);
  const told: HeaderList = [
    ["helicone-cache", "HIT"],
    ["helicone-cache-bucket-idx", String(slot)],
    ["helicone-cache-latency", String(answer.latencyMs)],
  ];
  const { served, usage } = answer;
  return {
    ...given,
    headers: [...headers, ...servedHeaders(served), ...told],
    ending: {
      cached: true,
      usage,
      served: served && { ...served, upstreamRequestId: null },
      price: () => CACHED_CHARGE,
    },
  };
}
