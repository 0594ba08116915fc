/**
 * What every provider is: a descriptor (REG-09) and five overridable steps. An OpenAI-compatible host overrides none.
 * @module
 */

import { fitRequest } from "../../accepts/fit.ts";
import { type ApiId, type ApiTraits, type EncodedRequest, operationOf } from "../../apis/codec.ts";
import { acceptsOf } from "../../authors/accepts.ts";
import type { ChatRequest } from "../../canonical/chat.ts";
import type { EmbeddingsRequest } from "../../canonical/embeddings.ts";
import { ownHistory } from "../../canonical/origin.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { ApiError } from "../../errors/api-error.ts";
import { scrub } from "../../errors/api-error.ts";
import type { ErrorBody } from "../../errors/body.ts";
import { MEANINGS, meaningOf, OPENAI_CODES } from "../../errors/meaning.ts";
import { retryAfterSeconds } from "../../errors/retry-after.ts";
import { type Json, type JsonObject, own } from "../../json.ts";
import { remembered } from "../../remembered.ts";
import type { ProviderData } from "../../schema.ts";
import { withoutLeading, withoutTrailing } from "../../strings.ts";
import {
  type ChatApi,
  type EmbeddingsApi,
  finishBody,
  isChat,
  isEmbeddings,
  type ProviderApi,
} from "./api.ts";
import { type ConfigField, fillTemplate, requiredNames, settingOf } from "./config.ts";
import type { QuirkId } from "./quirks.ts";
import type { TokenExchange } from "./token.ts";
import { takeWritten } from "./written.ts";

/** A key for a provider, with whatever else its auth needs (region, project, …) by the names of `requiredConfig`. */
export interface Credential {
  secret: string;
  config: Readonly<Record<string, string>>;
}

/** A request ready to be sent, but for its credential. Header names are lower case. */
export interface OutboundRequest {
  method: "POST";
  url: string;
  headers: [name: string, value: string][];
  body: Uint8Array;
}

export interface RequestContext {
  endpoint: Endpoint;
  stream: boolean;
  /** How many inputs a call for embeddings has; 1 where absent. */
  inputs?: number;
  /** The path below the base URL of a call that is not the API's own: a count. */
  path?: string;
  credential: Credential;
  /** Milliseconds since 1970: signatures carry the time. */
  nowMs: number;
  /** What the credential was traded for, where the provider has a token exchange (AUT-05). */
  token: string | null;
  /** Headers of the caller, lower case; a provider passes on those that it names in `callerHeaders`. */
  callerHeaders: Readonly<Record<string, string>>;
}

/** A call of a counter. */
export interface Count {
  path: string;
  body: JsonObject;
}

/** A provider's failure as received: an error status, or an error found inside a 200. */
export interface UpstreamFailure {
  status: number;
  headers: Headers;
  text: string;
  /** The error as already read from a stream event; otherwise the text is read. */
  body?: ErrorBody;
  /** The API of the endpoint; the provider's first one where absent. */
  api?: ApiId;
  /** Everything that must not appear in the message. */
  secrets: readonly string[];
  nowMs: number;
}

const REQUEST_ID_HEADERS = [
  "x-request-id",
  "request-id",
  "inference-id",
  "x-amzn-requestid",
  "apim-request-id",
  "mistral-correlation-id",
  "x-generation-id",
];

/** The provider's id for a request, from its headers (ERR-05). */
export function upstreamRequestId(headers: Pick<Headers, "get">): string | null {
  for (const name of REQUEST_ID_HEADERS) {
    const value = headers.get(name);
    if (value !== null) return value;
  }
  return null;
}

/** How many addresses are remembered: each base has a path or some, and only few have one for each model. */
const MOST = { bases: 200, paths: 100 };

const joinedTo = remembered(MOST.bases, (base) =>
  remembered(MOST.paths, (path) => {
    const url = new URL(base);
    const [below = "", query] = path.split("?", 2);
    url.pathname = `${withoutTrailing(url.pathname, "/")}/${withoutLeading(below, "/")}`;
    for (const [name, value] of new URLSearchParams(query)) url.searchParams.append(name, value);
    return url.toString();
  }),
);

/** Joins a base and a path with exactly one slash, keeping base paths and queries (MAP-01). */
export const joinUrl = (base: string, path: string): string => joinedTo(base)(path);

export abstract class BaseProvider {
  abstract readonly slug: string;
  abstract readonly displayName: string;
  abstract readonly baseUrl: string;
  abstract readonly platformKeyEnv: string;
  abstract readonly pricingPages: string[];
  abstract readonly modelPages: string[];
  abstract readonly hosts: RegExp[];
  abstract readonly dashboard: ProviderData["dashboard"];
  /** The APIs that the provider offers; the first is that of every endpoint that names none. */
  abstract readonly apis: readonly ProviderApi[];

  readonly auth: ProviderData["auth"] = "api-key";
  /** What URL and auth need besides the secret (AUT-09, REG-10). */
  readonly config: readonly ConfigField[] = [];
  /** How a credential becomes a token, where it is not sent itself. */
  readonly tokenExchange: TokenExchange | null = null;
  /** Lower is tried first (RTE-02). */
  readonly priority: number = 4;
  readonly costSupport: boolean = true;
  /** Its name in OpenTelemetry's GenAI conventions, where that is not the slug (OBS-04). */
  readonly telemetryName: string | null = null;
  /** Other spellings of the name that callers use. */
  readonly aliases: string[] = [];

  /** The chat APIs among those that the provider offers. */
  chatApis(): ChatApi[] {
    return this.apis.filter(isChat).filter(({ id }) => operationOf(id) === "chat");
  }

  /**
   * An API of this provider whose models write text, in chats or to prompts; its first one where none is named.
   * @throws Error where it offers no such API
   */
  chatApi(id?: ApiId): ChatApi {
    for (const api of this.apis) if (isChat(api) && (id === undefined || api.id === id)) return api;
    throw new Error(`${this.slug} offers no chat API${id === undefined ? "" : ` ${id}`}`);
  }

  /** The APIs for embeddings among those that the provider offers. */
  embeddingsApis(): EmbeddingsApi[] {
    return this.apis.filter(isEmbeddings);
  }

  /** An API for embeddings of this provider. @throws Error where it offers no such API */
  embeddingsApi(id: ApiId): EmbeddingsApi {
    const found = this.embeddingsApis().find((api) => api.id === id);
    if (!found) throw new Error(`${this.slug} offers no embeddings on ${id}`);
    return found;
  }

  /** Any API of this provider; its first one where none is named. @throws Error where it offers no such API */
  offered(id?: ApiId): ProviderApi {
    const found = this.apis.find((api) => id === undefined || api.id === id);
    if (!found) throw new Error(`${this.slug} offers no API ${id}`);
    return found;
  }

  /** The traits of the host behind an endpoint, where those of one API differ. */
  traitsOf(endpoint: Endpoint): ApiTraits {
    return this.chatApi(endpoint.api).traits;
  }

  /** The place that a call goes to, as its URL names it; `undefined` where the provider has no places. */
  placeOf(endpoint: Endpoint, credential: Credential): string | undefined {
    return settingOf(this, "region", credential, endpoint);
  }

  /** The base of the URL, with the settings of this request put into its template. */
  protected base(context: RequestContext): string {
    return fillTemplate(this.baseUrl, (name) => settingOf(this, name, context.credential, context.endpoint));
  }

  buildUrl(context: RequestContext): string {
    return joinUrl(this.base(context), this.pathOf(context));
  }

  private pathOf({ endpoint, stream, inputs = 1, path }: RequestContext): string {
    if (path !== undefined) return path;
    const api = this.offered(endpoint.api);
    return isChat(api)
      ? (api.path?.(endpoint, stream) ?? api.codec.path(endpoint, stream))
      : (api.path?.(endpoint, inputs) ?? api.codec.path(endpoint, inputs));
  }

  buildHeaders(context: RequestContext): [string, string][] {
    const api = this.offered(context.endpoint.api);
    const json: [string, string] = ["content-type", "application/json"];
    if (!isChat(api)) return [json, ["accept", "application/json"]];
    const { codec, callerHeaders, headers } = api;
    const passed = callerHeaders.flatMap((name): [string, string][] => {
      const value = own(context.callerHeaders, name);
      return value === undefined ? [] : [[name, value]];
    });
    return [
      json,
      ["accept", context.stream ? codec.streamType : "application/json"],
      ...passed,
      ...headers.map(([name, value]): [string, string] => [name, value]),
    ];
  }

  /** The body for an endpoint, on its API. @throws UnsupportedInput */
  buildBody(request: ChatRequest, endpoint: Endpoint): EncodedRequest {
    return takeWritten(request, this, endpoint) ?? this.writeBody(request, endpoint);
  }

  private writeBody(request: ChatRequest, endpoint: Endpoint): EncodedRequest {
    const api = this.chatApi(endpoint.api);
    const traits = this.traitsOf(endpoint);
    const replays = traits.replayed?.includes("reasoning_details") === true;
    const fitted = fitRequest(ownHistory(request, endpoint, replays), endpoint, traits, acceptsOf(endpoint));
    const { body, dropped } = api.codec.encodeRequest(fitted.request, { endpoint, traits });
    const lost = fitted.dropped.filter((name) => !dropped.includes(name));
    return { body: finishBody(body, api), dropped: [...dropped, ...lost] };
  }

  /** The body of one call for embeddings; its inputs are no more than the host takes. @throws UnsupportedInput */
  buildEmbeddings(request: EmbeddingsRequest, endpoint: Endpoint): EncodedRequest {
    const { codec, traits } = this.embeddingsApi(endpoint.api);
    return codec.encodeRequest(request, { endpoint, traits });
  }

  /** A body that the caller wrote in the endpoint's own API: only model and version fields are set (MAP-14). */
  buildNativeBody(body: JsonObject, endpoint: Endpoint): JsonObject {
    const api = this.chatApi(endpoint.api);
    return finishBody(api.codec.addressNative(body, endpoint.providerModelId), api);
  }

  /**
   * What the host's own counter is asked about a chat; `null` where it has none.
   * @param own the caller's body, where the caller speaks the endpoint's API
   * @throws UnsupportedInput
   */
  buildCount(request: ChatRequest, endpoint: Endpoint, own: JsonObject | null): Count | null {
    const { counter } = this.chatApi(endpoint.api);
    if (!counter) return null;
    const body = own
      ? this.buildNativeBody(own, endpoint)
      : this.buildBody({ ...request, stream: false }, endpoint).body;
    const traits = this.traitsOf(endpoint);
    return { path: counter.path(endpoint), body: counter.write({ request, body, endpoint, traits }) };
  }

  /** The body with the name that the credential's owner gave the model, where names are the customer's own (AUT-06). */
  nameModel(body: JsonObject, _context: RequestContext): JsonObject {
    return body;
  }

  /** Adds the credential. Signing providers read URL, headers and body here and must be the last step. */
  authenticate(
    request: OutboundRequest,
    context: RequestContext,
  ): OutboundRequest | Promise<OutboundRequest> {
    return {
      ...request,
      headers: [...request.headers, ["authorization", `Bearer ${context.credential.secret}`]],
    };
  }

  /** Everything of a credential that no caller may see. */
  secretsOf(credential: Credential): string[] {
    const named = this.config.filter((field) => field.secret).map(({ name }) => own(credential.config, name));
    return [credential.secret, ...named.filter((value) => value !== undefined)];
  }

  /** One shape for every failure of this provider (ERR-01, ERR-02, ERR-04). */
  normalizeError(failure: UpstreamFailure): ApiError {
    const { codec, errorMeanings } = this.offered(failure.api);
    const body = failure.body ?? codec.decodeError(failure.text, failure.headers);
    const status = failure.status >= 400 ? failure.status : (body.status ?? failure.status);
    const meaning = meaningOf({ ...body, status }, [...errorMeanings, ...OPENAI_CODES]);
    const clean = (text: string | null) => (text === null ? null : scrub(text, failure.secrets));
    const spoken = clean(body.message);
    return {
      meaning,
      status: status === 408 && meaning === "timeout" ? 408 : MEANINGS[meaning].status,
      type: MEANINGS[meaning].type,
      code: clean(body.code) ?? (meaning === "context_length" ? "context_length_exceeded" : null),
      message: spoken ?? `${this.displayName} answered ${failure.status} without a readable message`,
      param: clean(body.param),
      retryAfter: retryAfterSeconds(
        failure.headers,
        {
          message: spoken,
          delay: body.retryDelay,
          limited: meaning === "rate_limit" || meaning === "overloaded",
        },
        failure.nowMs,
      ),
      upstreamStatus: failure.status,
      provider: this.slug,
      upstreamRequestId: clean(upstreamRequestId(failure.headers)),
    };
  }
}

/** The quirks of all APIs of a provider. */
export const quirksOf = (provider: BaseProvider): readonly QuirkId[] => [
  ...new Set(provider.chatApis().flatMap(({ quirks }) => quirks)),
];

/** The data half of a provider, as the schema checks it and derived tables read it. */
export function describe(provider: BaseProvider): ProviderData {
  const { slug, displayName, baseUrl, auth, platformKeyEnv, pricingPages, modelPages } = provider;
  const { priority, hosts, costSupport, aliases, dashboard } = provider;
  return {
    slug,
    displayName,
    baseUrl,
    auth,
    requiredConfig: requiredNames(provider.config),
    platformKeyEnv,
    pricingPages,
    modelPages,
    priority,
    hosts,
    costSupport,
    aliases,
    dashboard,
    apis: provider.apis.map((api) => ({
      id: api.id,
      usage: api.usage,
      ...(isChat(api) ? { maxTokensField: api.traits.maxTokensField, quirks: [...api.quirks] } : {}),
    })),
  };
}

const ENCODER = new TextEncoder();

export const encodeBody = (body: JsonObject | Json): Uint8Array => ENCODER.encode(JSON.stringify(body));
