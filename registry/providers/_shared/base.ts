/**
 * What every provider is: a descriptor (REG-09) and five overridable steps. An OpenAI-compatible host overrides none.
 * @module
 */

import type { Dialect, DialectName, DialectTraits, EncodedRequest } from "../../apis/dialect.ts";
import type { ChatRequest } from "../../canonical/chat.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { ApiError } from "../../errors/api-error.ts";
import { scrub } from "../../errors/api-error.ts";
import type { ErrorBody } from "../../errors/body.ts";
import { MEANINGS, type MeaningRule, meaningOf, OPENAI_CODES } from "../../errors/meaning.ts";
import { retryAfterSeconds } from "../../errors/retry-after.ts";
import { type Json, type JsonObject, own } from "../../json.ts";
import type { ProviderData } from "../../schema.ts";
import { type ConfigField, fillTemplate, requiredNames, settingOf } from "./config.ts";
import type { TokenExchange } from "./token.ts";

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
  credential: Credential;
  /** Milliseconds since 1970: signatures carry the time. */
  nowMs: number;
  /** What the credential was traded for, where the provider has a token exchange (AUT-05). */
  token: string | null;
  /** Headers of the caller, lower case; a provider passes on those that it names in `callerHeaders`. */
  callerHeaders: Readonly<Record<string, string>>;
}

/** A provider's failure as received: an error status, or an error found inside a 200. */
export interface UpstreamFailure {
  status: number;
  headers: Headers;
  text: string;
  /** The error as already read from a stream event; otherwise the text is read. */
  body?: ErrorBody;
  /** The dialect of the endpoint; the provider's main one where absent. */
  dialect?: DialectName;
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
export function upstreamRequestId(headers: Headers): string | null {
  return REQUEST_ID_HEADERS.map((name) => headers.get(name)).find((value) => value !== null) ?? null;
}

/** Joins a base and a path with exactly one slash, keeping base paths and queries (MAP-01). */
export function joinUrl(base: string, path: string): string {
  const url = new URL(base);
  const [below = "", query] = path.split("?", 2);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${below.replace(/^\/+/, "")}`;
  for (const [name, value] of new URLSearchParams(query)) url.searchParams.append(name, value);
  return url.toString();
}

/** One dialect as one provider speaks it. */
export interface Speech {
  dialect: Dialect;
  traits: DialectTraits;
  usage: UsageConvention;
}

export abstract class BaseProvider {
  abstract readonly slug: string;
  abstract readonly displayName: string;
  abstract readonly baseUrl: string;
  abstract readonly platformKeyEnv: string;
  abstract readonly pricingPages: string[];
  abstract readonly modelPages: string[];
  abstract readonly hosts: RegExp[];
  abstract readonly dashboard: ProviderData["dashboard"];
  abstract readonly dialect: Dialect;
  abstract readonly usage: UsageConvention;
  abstract readonly traits: DialectTraits;

  readonly auth: ProviderData["auth"] = "api-key";
  /** What URL and auth need besides the secret (AUT-09, REG-10). */
  readonly config: readonly ConfigField[] = [];
  /** Further dialects that some of the endpoints speak. */
  readonly alsoSpeaks: readonly Speech[] = [];
  /** How a credential becomes a token, where it is not sent itself. */
  readonly tokenExchange: TokenExchange | null = null;
  /** Headers of the caller that the provider's own clients send: betas and the like. */
  readonly callerHeaders: readonly string[] = [];
  /** Lower is tried first (RTE-02). */
  readonly priority: number = 4;
  readonly costSupport: boolean = true;
  /** Other spellings of the name that callers use. */
  readonly aliases: string[] = [];
  /** Named behaviours that recordings and cases exist for. */
  readonly quirks: readonly string[] = [];
  /** Meanings that this provider expresses differently from the common table (ERR-02). */
  readonly errorMeanings: readonly MeaningRule[] = [];

  /** How this provider speaks a dialect; its main one where none is named. */
  speech(dialect?: DialectName): Speech {
    const main = { dialect: this.dialect, traits: this.traits, usage: this.usage };
    if (dialect === undefined || dialect === this.dialect.name) return main;
    const other = this.alsoSpeaks.find((speech) => speech.dialect.name === dialect);
    if (!other) throw new Error(`${this.slug} does not speak ${dialect}`);
    return other;
  }

  /** How the host behind an endpoint speaks, where those of one provider differ. */
  traitsOf(endpoint: Endpoint): DialectTraits {
    return this.speech(endpoint.dialect).traits;
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
    const { dialect } = this.speech(context.endpoint.dialect);
    return joinUrl(this.base(context), dialect.path(context.endpoint, context.stream));
  }

  buildHeaders(context: RequestContext): [string, string][] {
    const { dialect } = this.speech(context.endpoint.dialect);
    const passed = this.callerHeaders.flatMap((name): [string, string][] => {
      const value = own(context.callerHeaders, name);
      return value === undefined ? [] : [[name, value]];
    });
    return [
      ["content-type", "application/json"],
      ["accept", context.stream ? dialect.streamType : "application/json"],
      ...passed,
    ];
  }

  buildBody(request: ChatRequest, endpoint: Endpoint): EncodedRequest {
    const { dialect } = this.speech(endpoint.dialect);
    const { body, dropped } = dialect.encodeRequest(request, { endpoint, traits: this.traitsOf(endpoint) });
    return { body: this.finishBody(body, endpoint), dropped };
  }

  /** A body that the caller wrote in the provider's own dialect: only model and version fields are set (MAP-14). */
  buildNativeBody(body: JsonObject, endpoint: Endpoint): JsonObject {
    const { dialect } = this.speech(endpoint.dialect);
    return this.finishBody(dialect.addressNative(body, endpoint.providerModelId), endpoint);
  }

  /** The fields that this host demands in every body of a dialect: a version, for one. */
  protected finishBody(body: JsonObject, _endpoint: Endpoint): JsonObject {
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
    const { dialect } = this.speech(failure.dialect);
    const body = failure.body ?? dialect.decodeError(failure.text, failure.headers);
    const status = failure.status >= 400 ? failure.status : (body.status ?? failure.status);
    const meaning = meaningOf({ ...body, status }, [...this.errorMeanings, ...OPENAI_CODES]);
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

/** The data half of a provider, as the schema checks it and derived tables read it. */
export function describe(provider: BaseProvider): ProviderData {
  const { slug, displayName, baseUrl, auth, platformKeyEnv, pricingPages, modelPages } = provider;
  const requiredConfig = requiredNames(provider.config);
  const { priority, hosts, costSupport, aliases, dashboard, dialect, usage, traits, quirks } = provider;
  return {
    ...{ slug, displayName, baseUrl, auth, requiredConfig, platformKeyEnv, pricingPages, modelPages },
    ...{ priority, hosts, costSupport, aliases, dashboard, dialect: dialect.name, usage },
    ...{ maxTokensField: traits.maxTokensField, quirks: [...quirks] },
  };
}

export const encodeBody = (body: JsonObject | Json): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(body));
