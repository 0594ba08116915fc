/**
 * What a caller asks for, in canonical form: read in the API of the route, or in the provider's own under
 * `Helicone-Gateway-Body-Mapping: NO_MAPPING` (MAP-14, ERR-08).
 * @module
 */
import { z } from "zod";
import { refusalOf } from "../../registry/apis/_shared/issue.ts";
import { BODY_MAPPINGS, type BodyMapping, clientOf } from "../../registry/apis/body-mapping.ts";
import type { ClientCodec, DecodedRequest } from "../../registry/apis/codec.ts";
import { clientCodecOf } from "../../registry/apis/index.ts";
import { type ChatRequest, ModelName } from "../../registry/canonical/chat.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { isObject, type Json, type JsonObject, own as ownOf, without } from "../../registry/json.ts";
import type { Beyond, Native } from "../../registry/routing/plan.ts";
import { unsafeMedia } from "../../registry/safety/index.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { GatewayParts } from "../parts.ts";
import { Refused } from "./http.ts";

export interface AskedFor {
  /** The API that the body is in and the answer will be. */
  caller: ClientCodec;
  request: ChatRequest;
  /** The body to be sent as it is, without the gateway's own fields, and what it takes to plan for it. */
  native: (Native & { body: JsonObject }) | null;
  /** What of the body only endpoints of the caller's own API understand. */
  beyond: Beyond | null;
}

const MAPPING = "helicone-gateway-body-mapping";
const Mapping = z.enum(BODY_MAPPINGS).optional();

/** What a native body must say for the gateway: to whom it goes, and whether as a stream. */
const Address = z.looseObject({ model: ModelName, stream: z.boolean().nullish() });

function refused(problem: DecodedRequest & { ok: false }): Refused {
  return new Refused(
    gatewayError("invalid_request", problem.message, {
      param: problem.param,
      code: problem.unsupported ? "unsupported_parameter" : "invalid_body",
    }),
  );
}

/** A body that no reader understands stands for a plain text of its length, so that planning has something to count. */
const unread = (body: JsonObject, model: string, stream: boolean): ChatRequest => ({
  model,
  stream,
  messages: [{ role: "user", content: JSON.stringify(body) }],
});

/** Parameters that a host has other names for, under the names that everybody knows. */
function spelledBack(body: JsonObject, renamed: Readonly<Record<string, string>> = {}): JsonObject {
  const back = Object.fromEntries(Object.entries(renamed).map(([name, theirs]) => [theirs, name]));
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [ownOf(back, key) ?? key, value]));
}

function readNative(body: Json, { registry }: GatewayParts): Omit<AskedFor, "caller" | "beyond"> {
  const parsed = Address.safeParse(body);
  if (!parsed.success) throw refused(refusalOf(parsed.error));
  const { model, stream } = parsed.data;
  const endpoint = registry.nativeEndpoint(model);
  const own = isObject(body) ? body : {};
  const streams = stream === true;
  // An entry that names nothing is refused by the plan, in its words.
  if (endpoint === null)
    return {
      request: unread(own, model, streams),
      native: { api: "openai-chat", readable: false, body: own },
    };
  const { api } = endpoint;
  const provider = registry.provider(endpoint.provider);
  // What the host demands in every body is no wish of the caller's, and has no price.
  const asked = without(own, Object.keys(provider?.chatApi(api).bodyFields ?? {}));
  const plain = spelledBack(asked, provider?.traitsOf(endpoint).renamed);
  const decoded = clientCodecOf(api)?.decodeRequest(plain, { model, stream: streams });
  return {
    request: decoded?.ok ? { ...decoded.request, model, stream: streams } : unread(own, model, streams),
    native: { api, readable: decoded?.ok === true, body: own },
  };
}

/** What the header says, `null` where it is absent. @throws Refused for any other word */
function readMapping(headers: HeaderLookup): BodyMapping | null {
  const given = headers.get(MAPPING)?.trim().toUpperCase();
  const mapping = Mapping.safeParse(given);
  if (mapping.success) return mapping.data ?? null;
  throw badMapping(`allowed are ${BODY_MAPPINGS.slice(0, -1).join(", ")} and ${BODY_MAPPINGS.at(-1)}`);
}

const badMapping = (problem: string): Refused =>
  new Refused(
    gatewayError("invalid_request", `${MAPPING}: ${problem}`, { code: "invalid_header", param: MAPPING }),
  );

/** @throws Refused naming an address that would lead whoever fetches it into a private network */
function refuseUnsafeMedia(body: Json, { limits }: GatewayParts): void {
  const found = limits.mediaHosts === "public" ? unsafeMedia(body) : null;
  if (found === null) return;
  throw new Refused(
    gatewayError(
      "invalid_request",
      `${found.param}: an address on the public internet is expected (${found.why})`,
      {
        param: found.param,
        code: "unsafe_url",
      },
    ),
  );
}

/**
 * Reads a body.
 * @param own the API of the path
 * @throws Refused naming the place and what is allowed there
 */
export function readRequest(
  body: Json,
  headers: HeaderLookup,
  own: ClientCodec,
  parts: GatewayParts,
): AskedFor {
  const mapping = readMapping(headers);
  refuseUnsafeMedia(body, parts);
  if (mapping === "NO_MAPPING") return { caller: own, beyond: null, ...readNative(body, parts) };
  const caller = clientOf(own, mapping, body);
  if (caller === null) throw badMapping(`${mapping} is not taken at this path, which has a form of its own`);
  const decoded = caller.decodeRequest(body, {});
  if (decoded.ok) return { caller, request: decoded.request, native: null, beyond: null };
  const address = Address.safeParse(body);
  if (!decoded.unsupported || decoded.nowhere || !caller.passage || !address.success) throw refused(decoded);
  const { model, stream } = address.data;
  const { param, message, state = [] } = decoded;
  const request = unread(isObject(body) ? body : {}, model, stream === true);
  return { caller, request, native: null, beyond: { param, message, state } };
}

/** Longest header value that is passed on. */
const MAX_HEADER = 1024;

/** The names, once for each registry: providers and their APIs are many, requests are more. */
const PASSED = new WeakMap<object, readonly string[]>();

function passedNames({ source }: GatewayParts["registry"]): readonly string[] {
  const known = PASSED.get(source);
  if (known) return known;
  const names = Object.values(source.providers).flatMap((provider) =>
    provider.chatApis().flatMap(({ callerHeaders }) => callerHeaders),
  );
  const distinct = [...new Set(names)];
  PASSED.set(source, distinct);
  return distinct;
}

/** The headers that some provider names, where the caller sent them in plain ASCII (SEC-02). */
export function passedHeaders(headers: HeaderLookup, { registry }: GatewayParts): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of passedNames(registry)) {
    const value = headers.get(name);
    if (value !== null && value.length <= MAX_HEADER && /^[\x20-\x7e]+$/.test(value)) passed[name] = value;
  }
  return passed;
}
