/**
 * What a plan has to know of a request, whatever its operation: which API can say it, what an endpoint lacks for it, and
 * what of it has no price.
 * @module
 */
import { keptParameters } from "../apis/_shared/parameters.ts";
import {
  type ApiId,
  type EncodedRequest,
  type Operation,
  operationOf,
  type StateKind,
  UnsupportedInput,
} from "../apis/codec.ts";
import { strayFields } from "../apis/openai-completions/request.ts";
import type { ChatRequest } from "../canonical/chat.ts";
import type { EmbeddingsRequest } from "../canonical/embeddings.ts";
import { type Endpoint, endpointOn } from "../endpoint.ts";
import { meets, neededCapabilities, unpricedFeatures } from "./needs.ts";
import type { Beyond, Mode, Obstacle, PlanInput } from "./plan.ts";

export interface Demand {
  operation: Operation;
  /** The model field as the caller wrote it. */
  model: string;
  /** Only endpoints that take every parameter are attempted (MAP-09). */
  strict: boolean;
  /** Must every attempt be at the same model? */
  oneModel: boolean;
  /** The endpoint on the API that the request is sent on (RTE-10). */
  onBestApi(endpoint: Endpoint): Endpoint;
  /** What the endpoint cannot do of it. */
  lacking(endpoint: Endpoint, mode: Mode): Obstacle | null;
  /** What only endpoints of the caller's own API understand, where there is such. */
  beyond?: Beyond;
  /** What of it PTB cannot price there (BIL-06). */
  unpriced(endpoint: Endpoint): Obstacle | null;
  /** Parameters that this endpoint would not be sent. */
  missing(endpoint: Endpoint): string[];
}

/** The parameters that get lost on the API that the endpoint is set to; `null` where it cannot say the request at all. */
export type LostOn = (endpoint: Endpoint, request: ChatRequest) => readonly string[] | null;

/** The state that the host behind an endpoint does not keep. */
export type UnkeptAt = (endpoint: Endpoint) => readonly StateKind[];

/** Promised by nobody, so that no answer is another one without it. */
const BEST_EFFORT = ["seed"];

/** How much of a request gets lost on the API that the endpoint is set to. */
function lossOn(endpoint: Endpoint, request: ChatRequest, lostOn: LostOn): number {
  const lost = lostOn(endpoint, request);
  return lost?.filter((name) => !BEST_EFFORT.includes(name)).length ?? Number.POSITIVE_INFINITY;
}

/**
 * A body that goes out as it is goes out on its own API. Else it is the API on which least gets lost; of equal ones the
 * caller's own, on which nothing is translated, or the first of the endpoint's. Where none can say the request, the first
 * refuses it by name.
 */
function onBestChatApi(
  endpoint: Endpoint,
  { request, caller, native, passes }: PlanInput,
  lostOn: LostOn,
): Endpoint {
  const own = native?.api ?? caller;
  const same = own === undefined ? undefined : endpointOn(endpoint, own);
  // On an API that is none for chats the endpoint is no candidate at all.
  if (same && (native || passes || operationOf(same.api) !== "chat")) return same;
  const chats = endpoint.apis.filter(({ id }) => operationOf(id) === "chat" && id !== same?.api);
  const others = chats.flatMap(({ id }) => endpointOn(endpoint, id) ?? []);
  const [first, ...rest] = same ? [same, ...others] : others;
  if (!first || rest.length === 0) return first ?? endpoint;
  let best = first;
  let least = Number.POSITIVE_INFINITY;
  for (const each of [first, ...rest]) {
    const loss = lossOn(each, request, lostOn);
    if (loss < least) [best, least] = [each, loss];
    // To learn it the whole request is written: no other API can do better than this one.
    if (least === 0) break;
  }
  return best;
}

/** Parameters of a chat that this endpoint would not be sent. */
export const missingParameters = (request: ChatRequest, endpoint: Endpoint): string[] =>
  keptParameters(request, endpoint).dropped;

function lackingOf(input: PlanInput, endpoint: Endpoint, mode: Mode, unkeptAt: UnkeptAt): Obstacle | null {
  const { request, native, beyond } = input;
  // What is not understood passes as it is, and only where the caller pays (BIL-06).
  if (beyond && !(input.passes && endpoint.api === input.caller && mode === "byok"))
    return { reason: beyond.message, unsupported: beyond.param ?? "body" };
  const unkept = beyond?.state?.find(({ kind }) => unkeptAt(endpoint).includes(kind));
  if (unkept) {
    const { kind, param } = unkept;
    return {
      reason: `${param}: ${endpoint.provider} keeps no ${kind}: send the whole input`,
      unsupported: param,
    };
  }
  if (native && native.api !== endpoint.api)
    return { reason: `it speaks ${endpoint.api}, and the body is in ${native.api}` };
  const lacking = native ? undefined : neededCapabilities(request).find((need) => !meets(endpoint, need));
  if (!lacking) return null;
  return { reason: `${endpoint.id} does not support ${lacking.capability}`, unsupported: lacking.param };
}

const unpricedObstacle = (unpriced: string | undefined): Obstacle | null =>
  unpriced === undefined ? null : { reason: `PTB cannot price ${unpriced}`, unpriced };

/** What a chat demands. */
export function chatDemand(input: PlanInput, lostOn: LostOn, unkeptAt: UnkeptAt): Demand {
  const { request, native, beyond } = input;
  const completes = !native && input.caller !== undefined && operationOf(input.caller) === "completions";
  return {
    operation: completes ? "completions" : "chat",
    model: request.model,
    strict: request.strict === true,
    oneModel: false,
    onBestApi: (endpoint) => onBestChatApi(endpoint, input, lostOn),
    lacking: (endpoint, mode) => lackingOf(input, endpoint, mode, unkeptAt),
    ...(beyond ? { beyond } : {}),
    unpriced: (endpoint) => {
      if (native && !native.readable)
        return { reason: "PTB cannot price a body that it cannot read", unpriced: "body" };
      // What is passed through as it is can hold anything with a price of its own: only what is listed is known to have none.
      const strays = native ? missingParameters(request, endpoint) : completes ? strayFields(request) : [];
      return unpricedObstacle([...unpricedFeatures(request, endpoint), ...strays][0]);
    },
    // A prompt passes as it was written, or is refused.
    missing: (endpoint) => (completes ? [] : missingParameters(request, endpoint)),
  };
}

/** Fields of OpenAI's form that cost nothing. */
const FREE_FIELDS = ["model", "input", "dimensions", "encoding_format", "input_type", "user"];

/** Writes the request for an endpoint, one input of it where the endpoint takes no more. @throws UnsupportedInput */
export type WriteEmbeddings = (request: EmbeddingsRequest, endpoint: Endpoint) => EncodedRequest;

/** What a request for embeddings demands: the same model wherever it runs. */
export function embeddingsDemand(request: EmbeddingsRequest, caller: ApiId, write: WriteEmbeddings): Demand {
  const strays = Object.keys(request.body).filter((name) => !FREE_FIELDS.includes(name));
  return {
    operation: "embeddings",
    model: request.model,
    strict: request.strict,
    oneModel: true,
    onBestApi: (endpoint) => endpointOn(endpoint, caller) ?? endpoint,
    lacking: (endpoint) => {
      try {
        write(request, endpoint);
        return null;
      } catch (thrown) {
        if (!(thrown instanceof UnsupportedInput)) throw thrown;
        return { reason: `${endpoint.id}: ${thrown.message}`, unsupported: thrown.param };
      }
    },
    // Fields that nobody listed reach hosts of the caller's API only, and may have a price.
    unpriced: (endpoint) =>
      unpricedObstacle(
        endpoint.tiers.length === 0 ? "model" : endpoint.api === caller ? strays[0] : undefined,
      ),
    missing: (endpoint) => write(request, endpoint).dropped,
  };
}
