/**
 * What every provider is: a descriptor (REG-09) and five overridable steps. An OpenAI-compatible host overrides none.
 * @module
 */
import type { ChatRequest } from "../chat.ts";
import type { Dialect, DialectTraits, EncodedRequest } from "../dialects/dialect.ts";
import type { Endpoint } from "../endpoint.ts";
import type { ApiError } from "../errors/api-error.ts";
import { scrub } from "../errors/api-error.ts";
import type { ErrorBody } from "../errors/body.ts";
import { MEANINGS, type MeaningRule, meaningOf, OPENAI_CODES } from "../errors/meaning.ts";
import { retryAfterSeconds } from "../errors/retry-after.ts";
import type { Json, JsonObject } from "../json.ts";
import type { ProviderData } from "../schema.ts";
import type { UsageConvention } from "../usage.ts";

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
}

/** A provider's failure as received: an error status, or an error found inside a 200. */
export interface UpstreamFailure {
  status: number;
  headers: Headers;
  text: string;
  /** The error as already read from a stream event; otherwise the text is read. */
  body?: ErrorBody;
  /** Everything that must not appear in the message. */
  secrets: readonly string[];
  nowMs: number;
}

const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "inference-id"];

/** The provider's id for a request, from its headers (ERR-05). */
export function upstreamRequestId(headers: Headers): string | null {
  return REQUEST_ID_HEADERS.map((name) => headers.get(name)).find((value) => value !== null) ?? null;
}

/** Joins a base and a path with exactly one slash, keeping base paths and queries (MAP-01). */
export function joinUrl(base: string, path: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
  return url.toString();
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
  readonly requiredConfig: string[] = [];
  /** Lower is tried first (RTE-02). */
  readonly priority: number = 4;
  readonly costSupport: boolean = true;
  /** Other spellings of the name that callers use. */
  readonly aliases: string[] = [];
  /** Named behaviours that recordings and cases exist for. */
  readonly quirks: readonly string[] = [];
  /** Meanings that this provider expresses differently from the common table (ERR-02). */
  readonly errorMeanings: readonly MeaningRule[] = [];

  buildUrl(_context: RequestContext): string {
    return joinUrl(this.baseUrl, this.dialect.path);
  }

  buildHeaders(context: RequestContext): [string, string][] {
    return [
      ["content-type", "application/json"],
      ["accept", context.stream ? "text/event-stream" : "application/json"],
    ];
  }

  buildBody(request: ChatRequest, endpoint: Endpoint): EncodedRequest {
    return this.dialect.encodeRequest(request, { endpoint, traits: this.traits });
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

  /** One shape for every failure of this provider (ERR-01, ERR-02, ERR-04). */
  normalizeError(failure: UpstreamFailure): ApiError {
    const body = failure.body ?? this.dialect.decodeError(failure.text);
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
  const { slug, displayName, baseUrl, auth, requiredConfig, platformKeyEnv, pricingPages, modelPages } =
    provider;
  const { priority, hosts, costSupport, aliases, dashboard, dialect, usage, traits, quirks } = provider;
  return {
    ...{ slug, displayName, baseUrl, auth, requiredConfig, platformKeyEnv, pricingPages, modelPages },
    ...{ priority, hosts, costSupport, aliases, dashboard, dialect: dialect.name, usage },
    ...{ maxTokensField: traits.maxTokensField, quirks: [...quirks] },
  };
}

export const encodeBody = (body: JsonObject | Json): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(body));
