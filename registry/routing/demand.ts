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
  UnsupportedInput,
} from "../apis/codec.ts";
import type { ChatRequest } from "../canonical/chat.ts";
import type { EmbeddingsRequest } from "../canonical/embeddings.ts";
import { type Endpoint, endpointOn } from "../endpoint.ts";
import { neededCapabilities, unpricedFeatures } from "./needs.ts";
import type { Native, Obstacle, PlanInput } from "./plan.ts";

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
  /** What the endpoint cannot do of it, in either mode. */
  lacking(endpoint: Endpoint): Obstacle | null;
  /** What of it PTB cannot price there (BIL-06). */
  unpriced(endpoint: Endpoint): Obstacle | null;
  /** Parameters that this endpoint would not be sent. */
  missing(endpoint: Endpoint): string[];
}

/** Can the API that the endpoint is set to say the request? */
export type CanSay = (endpoint: Endpoint, request: ChatRequest) => boolean;

/**
 * A body that goes out as it is goes out on its own API. Else it is the caller's own API, on which nothing is translated,
 * or the first of the endpoint's that can say the request. Where none can, the default one refuses it by name.
 */
function onBestChatApi(endpoint: Endpoint, { request, caller, native }: PlanInput, canSay: CanSay): Endpoint {
  const own = native?.api ?? caller;
  const same = own === undefined ? undefined : endpointOn(endpoint, own);
  if (same) return same;
  const chats = endpoint.apis.filter(({ id }) => operationOf(id) === "chat");
  const [only, ...others] = chats.flatMap(({ id }) => endpointOn(endpoint, id) ?? []);
  if (!only || others.length === 0) return only ?? endpoint;
  return [only, ...others].find((each) => canSay(each, request)) ?? only;
}

/** Parameters of a chat that this endpoint would not be sent. */
export const missingParameters = (request: ChatRequest, endpoint: Endpoint): string[] =>
  keptParameters(request, endpoint).dropped;

function lackingOf(request: ChatRequest, native: Native | undefined, endpoint: Endpoint): Obstacle | null {
  if (native && native.api !== endpoint.api)
    return { reason: `it speaks ${endpoint.api}, and the body is in ${native.api}` };
  const lacking = native
    ? undefined
    : neededCapabilities(request).find((need) => !endpoint.capabilities.has(need.capability));
  if (!lacking) return null;
  return { reason: `${endpoint.id} does not support ${lacking.capability}`, unsupported: lacking.param };
}

const unpricedObstacle = (unpriced: string | undefined): Obstacle | null =>
  unpriced === undefined ? null : { reason: `PTB cannot price ${unpriced}`, unpriced };

/** What a chat demands. */
export function chatDemand(input: PlanInput, canSay: CanSay): Demand {
  const { request, native } = input;
  return {
    operation: "chat",
    model: request.model,
    strict: request.strict === true,
    oneModel: false,
    onBestApi: (endpoint) => onBestChatApi(endpoint, input, canSay),
    lacking: (endpoint) => lackingOf(request, native, endpoint),
    unpriced: (endpoint) => {
      if (native && !native.readable)
        return { reason: "PTB cannot price a body that it cannot read", unpriced: "body" };
      // What is passed through as it is can hold anything with a price of its own: only what is listed is known to have none.
      const strays = native ? missingParameters(request, endpoint) : [];
      return unpricedObstacle([...unpricedFeatures(request, endpoint), ...strays][0]);
    },
    missing: (endpoint) => missingParameters(request, endpoint),
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
