/**
 * What an API is: an operation in a wire format. Its codec has up to two sides: the upstream side writes requests to
 * providers and reads their answers, the client side reads callers' requests and writes answers. Both translate to and
 * from the canonical chat. Streams are bytes in and events out; nothing may depend on where the bytes were cut (STR-01).
 * @module
 */
import type { SchemaTraits } from "../accepts/formats.ts";
import type { ChatChunk, ChatCompletion, ChatRequest } from "../canonical/chat.ts";
import type { Usage, UsageConvention, UsageReading } from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import type { ApiError, AttemptSummary } from "../errors/api-error.ts";
import type { ErrorBody } from "../errors/body.ts";
import type { Json, JsonObject } from "../json.ts";

/** What a caller can ask for. Each API is one operation, and a request is planned for the APIs of its operation. */
export type Operation = "chat" | "completions" | "embeddings" | "count_tokens";

/** Every API by its id, with its operation. */
export const APIS = {
  "openai-chat": "chat",
  "openai-responses": "chat",
  "anthropic-messages": "chat",
  gemini: "chat",
  "bedrock-converse": "chat",
  "cohere-v2": "chat",
  "openai-completions": "completions",
  "openai-embeddings": "embeddings",
  "gemini-embeddings": "embeddings",
  "vertex-embeddings": "embeddings",
  "cohere-embeddings": "embeddings",
  "bedrock-titan-embeddings": "embeddings",
  "bedrock-cohere-embeddings": "embeddings",
  "bedrock-nova-embeddings": "embeddings",
} as const satisfies Readonly<Record<string, Operation>>;

export type ApiId = keyof typeof APIS;

/** The ids of the APIs of an operation. */
export type ApiOf<O extends Operation> = {
  [Id in ApiId]: (typeof APIS)[Id] extends O ? Id : never;
}[ApiId];
/** APIs whose models write text: chats, and prompts that are completed. Codecs of both have the same sides. */
export type ChatApiId = ApiOf<"chat" | "completions">;

export const API_IDS = Object.keys(APIS) as [ApiId, ...ApiId[]];

export const operationOf = (api: ApiId): Operation => APIS[api];

/** Does the API's model write text, in a chat or to a prompt? */
export const isChatApi = (api: ApiId): api is ChatApiId =>
  operationOf(api) === "chat" || operationOf(api) === "completions";

/** What providers of Responses keep between requests, by the field or the type of item that rests on it. */
export type StateKind = "previous_response_id" | "conversation" | "prompt" | "background" | "item_reference";

/** How one host offers an API; the typed differences between hosts of the same one. */
export interface ApiTraits {
  maxTokensField: "max_tokens" | "max_completion_tokens";
  /** The role that the host takes for developer messages. */
  developerRole: "developer" | "system";
  /** Does the host take `messages[].name`? */
  messageNames: boolean;
  /** Does the host take `cache_control` marks? Otherwise they are removed (MAP-12). */
  cacheControl: boolean;
  /** Documented fields of the host's own that reach the caller under their own names (RES-04). */
  extraFields: {
    completion: readonly string[];
    message: readonly string[];
    usage: readonly string[];
    /** Beside the message or delta of a choice. */
    choice?: readonly string[];
  };
  /** Does the host take `stream_options`? Without it, usage comes unasked. */
  streamOptions?: boolean;
  /** Parameters that the host spells differently: `{ seed: "random_seed" }`. */
  renamed?: Readonly<Record<string, string>>;
  /** Values of `tool_choice` that the host spells differently: `{ required: "any" }`. */
  toolChoices?: Readonly<Record<string, string>>;
  /** The shape that the host demands of tool-call ids; other ids are respelled, alike in calls and results. */
  toolCallIds?: { pattern: RegExp; length: number };
  /** Can models be forced to call a tool? */
  forcedCalls?: false;
  /** Does the host refuse thinking before a call that is forced? */
  forcedCallsUnthought?: boolean;
  /** Which of the switches that Anthropic's callers set on tools the host takes; none unless told, at Anthropic's API all. */
  toolSwitches?: readonly string[];
  /** May cache marks stand on tools too, beside texts? Of chat completions. */
  toolMarks?: boolean;
  /** Does the host know tools that take free text? Elsewhere they are functions of one text. */
  customTools?: boolean;
  /** What the host takes of JSON Schema. */
  schemas?: SchemaTraits;
  /** Does the host refuse a format of the answer beside tools: every one, or JSON without a schema? */
  formatAlone?: boolean | "json_object";
  /** Does the host want the word JSON said where `json_object` is asked for? */
  jsonInWords?: boolean;
  /** Most cache marks that the host takes. */
  cacheMarks?: number;
  /** Longest id of a user that the host takes, in characters; longer ones are sent as their hash. */
  userLength?: number;
  /** The fewest tokens that the host takes as the limit of an answer; smaller limits are raised to it. */
  leastOutput?: number;
  /** Most stop sequences that the host takes. */
  maxStops?: number;
  /** The highest temperature that the host takes. */
  maxTemperature?: number;
  /** Tools that the host runs itself, by their types; of chat completions none unless told, of other APIs what the codec writes. */
  hostedTools?: RegExp;
  /** The words of `service_tier` that the host takes; all unless told. */
  serviceTiers?: readonly string[];
  /** Which media the host takes by their address; all unless told. */
  addresses?: RegExp;
  /** Does the host refuse `metadata` on answers that it does not store? */
  labelsStoredOnly?: boolean;
  /** May documents be parts of messages? */
  documents?: false;
  /** Does the host fetch documents by an address that stands in the place of their bytes? */
  fileAddresses?: boolean;
  /** Parameters with a price of their own that the host takes; all unless told. */
  unlisted?: readonly string[];
  /** Does the host refuse messages whose content is null? They get an empty text. */
  contentDemanded?: boolean;
  /** Most output that the host gives in a whole answer; streams may have more. */
  wholeOutput?: number;
  /** Does the host refuse `top_p` beside a temperature: beside every one, or beside 0? */
  topPAlone?: "always" | "greedy";
  /** Does the host refuse turns of the assistant without a word and a call? They are left out. */
  emptyTurns?: false;
  /** The range of penalties that the host takes. */
  penalties?: readonly [least: number, most: number];
  /**
   * How the host takes the thinking of earlier turns: in a message by which name, `reasoning_content` unless told, in
   * Responses as sealed items; or not at all.
   */
  thoughtField?: "reasoning" | "none";
  /** The fields that the host takes in a message, where it refuses all others. */
  messageFields?: readonly string[];
  /** What the host's answers say about their making and takes back unchanged in a history: signed thinking. */
  replayed?: readonly string[];
  /** Does the thinking of earlier turns go back as parts of their content? */
  thinkingParts?: boolean;
  /** Does the host demand `reasoning_content` in every assistant message that holds calls? An empty text will do. */
  thoughtsWithCalls?: boolean;
  /** Does the host refuse to force a tool call while it thinks, and think unless `thinking` tells it not to? */
  forcedCallsEndThinking?: boolean;
  /** Does the thinking of earlier turns go back in words, as items of Responses before the calls that it led to? */
  spokenThoughts?: boolean;
  /** Do results have to stand right behind their calls, so that what else a turn holds goes before its calls? */
  callsLast?: boolean;
  /**
   * State that the host does not keep. What rests on it is refused by name: a host that ignores it answers without the
   * history, and nothing shows that.
   */
  unkept?: readonly StateKind[];
  /** Does the host of Responses take the format of the answer where chats have it, in `response_format`? */
  chatFormats?: boolean;
  /** Does the host of Responses take the result of a call as one text only? */
  plainResults?: boolean;
  /** Does the host take `enable_thinking` and `thinking_budget`, for the endpoints whose thinking is counted in tokens? */
  thinkingBudget?: boolean;
}

/** Traits of a host that leaves nothing open. */
export const PLAIN_TRAITS: ApiTraits = {
  maxTokensField: "max_tokens",
  developerRole: "system",
  messageNames: false,
  cacheControl: true,
  extraFields: { completion: [], message: [], usage: [] },
};

export interface EncodeContext {
  endpoint: Endpoint;
  traits: ApiTraits;
}

export interface EncodedRequest {
  body: JsonObject;
  /** Parameters of the caller that the endpoint does not take (MAP-09). */
  dropped: string[];
}

/** Thrown by `encodeRequest` for what the API has no place for; the caller gets it as `unsupported_parameter` (MAP-07, MAP-09). */
export class UnsupportedInput extends Error {
  override readonly name = "UnsupportedInput";
  /** Where in the caller's body: `messages[0].content[1]`. */
  readonly param: string;
  constructor(param: string, message: string) {
    super(message);
    this.param = param;
  }
}

export interface DecodeContext extends EncodeContext {
  /** The caller's request; gives tool names back their original spelling. */
  request: ChatRequest;
  convention: UsageConvention;
  /** Seconds since 1970, where the provider gives no usable `created`. */
  nowSeconds: number;
  /** The gateway's id for this answer, where the provider gives none. */
  fallbackId: string;
}

/** A decoded answer, or the sentence that says why it is none (RES-05). */
export type DecodedResponse =
  | { ok: true; completion: ChatCompletion; usage: UsageReading; reportedCost: unknown }
  | { ok: false; problem: string };

/** What a stream says, one thing at a time. Chunks are already normalised (STR-04). */
export type StreamEvent =
  | { type: "chunk"; chunk: ChatChunk; content: boolean }
  | { type: "usage"; usage: UsageReading; reportedCost: unknown }
  | { type: "keep-alive" }
  | { type: "error"; body: ErrorBody }
  /** The provider broke its own format, or the stream ended before every choice finished (STR-07). */
  | { type: "broken"; problem: string }
  /** The natural end: every choice has its finish reason. Nothing follows. */
  | { type: "end" };

/** How a stream ends that nothing ended before. */
export type Ending = Extract<StreamEvent, { type: "end" | "broken" }>;

/** What a request of this API says outside its body: the model stands in the path of some. */
export interface RequestPlace {
  model?: string;
  stream?: boolean;
}

/** Something in a request that rests on what the provider keeps from earlier ones, or for later ones. */
export interface StateUse {
  kind: StateKind;
  /** Its place in the body. */
  param: string;
}

/** A caller's request in canonical form, or what is wrong with it and where (ERR-08). */
export type DecodedRequest =
  | { ok: true; request: ChatRequest }
  | {
      ok: false;
      param: string | null;
      message: string;
      /** Is it something that the canonical form has no place for? */
      unsupported: boolean;
      /** Is it something that no endpoint of this API takes either? */
      nowhere?: true;
      /** What of it rests on state that the provider keeps. */
      state?: readonly StateUse[];
    };

/** What answers need to be written for a caller. */
export interface RenderContext {
  request: ChatRequest;
  /** The caller's own body, in the form that it came in: some forms repeat it in their answers. */
  body: JsonObject;
  /** Seconds since 1970, at the time of the call. */
  now(): number;
  /** The id of the answer, where the completion itself gives none. */
  requestId: string;
  /** The provider's documented extras of a raw usage object (RES-04). */
  usageExtras(raw: unknown): JsonObject;
}

/** Writes a stream for a caller, frame by frame; each method gives whole frames. */
export interface StreamEncoder {
  /** What was counted so far, where the form has a place for it before the end. */
  counted?(usage: UsageReading): Uint8Array[];
  chunk(chunk: ChatChunk): Uint8Array[];
  keepAlive(): Uint8Array[];
  /** The natural end, with the usage of the whole answer. */
  end(usage: UsageReading): Uint8Array[];
  /** The end of a stream that broke (STR-07). */
  error(error: ApiError): Uint8Array[];
}

/** A provider's own stream on its way to a caller of the same API. */
export interface PassedStream {
  /** The bytes that have come, as far as they are whole events; a failure that the provider reports is not among them. */
  pass(bytes: readonly Uint8Array[]): Uint8Array[];
  /** What is left at the natural end. */
  rest(): Uint8Array[];
  /** The end of a stream that broke, in continuation of what was passed. */
  failed(error: ApiError): Uint8Array[];
}

/** How an API is passed through between two that speak it (MAP-16). */
export interface Passage {
  /**
   * The body for the endpoint; its model is set afterwards.
   * @param isPlatforms whether the gateway's own account pays
   */
  request(body: JsonObject, isPlatforms: boolean): EncodedRequest;
  /** @param requestId the gateway's id of the request, for what it has to say itself */
  stream(requestId: string): PassedStream;
}

/** A piece of a provider's stream as its caller gets it: mostly the provider's own bytes. */
export interface PassedBytes {
  type: "bytes";
  /** One after the other; pieces of what was read, wherever nothing had to be changed. */
  bytes: readonly Uint8Array[];
  /** Do they tell something of the answer? */
  tells: boolean;
  /** What of the answer they tell, in canonical form; made when it is asked for. */
  chunks: readonly ChatChunk[];
  /** Are they nothing but comments? */
  comments: boolean;
  /** Is the beginning of an answer among it? */
  content: boolean;
}

/** What a stream comes to that is passed on: bytes in place of chunks. */
export type TappedEvent = PassedBytes | Exclude<StreamEvent, { type: "chunk" | "keep-alive" }>;

/**
 * A provider's stream on its way to a caller of the same API: looked at, not written anew. What is learnt of it is what
 * decoding it would tell.
 */
export interface StreamTap {
  /** What these bytes come to, in order. Nothing follows an `error`, `broken` or `end`. */
  take(chunk: Uint8Array): TappedEvent[];
  /** What the stream has come to when the provider sends no more. */
  close(): TappedEvent;
  /** The natural end, with the usage of the whole answer. */
  end(usage: UsageReading): Uint8Array[];
  /** The end of a stream that broke (STR-07). */
  error(error: ApiError): Uint8Array[];
}

/** How answers of an API pass to callers of the same API (MAP-16). */
export interface AnswerPassage {
  /** `null` where this caller's answers differ from the provider's throughout: respelt names of tools, for one. */
  stream(context: DecodeContext, render: RenderContext): StreamTap | null;
  /**
   * The text of a whole answer for its caller: the provider's own, but for what has to be set in it.
   * @param text as it came
   * @param body what it says
   * @returns `null` where it has to be written anew
   */
  whole(
    answer: { text: string; body: JsonObject; decoded: DecodedResponse & { ok: true } },
    context: DecodeContext,
    render: RenderContext,
  ): string | null;
}

/** Content types of streams. */
export type StreamType = "text/event-stream" | "application/vnd.amazon.eventstream";

/** Towards providers. */
export interface UpstreamCodec {
  id: ChatApiId;
  streamType: StreamType;
  /** Path (and query) below the provider's base URL. */
  path(endpoint: Endpoint, stream: boolean): string;
  /** @throws UnsupportedInput */
  encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest;
  /** A body that the caller wrote in this API, addressed to a model: in the body, or not where the path names it (MAP-14). */
  addressNative(body: JsonObject, providerModelId: string): JsonObject;
  decodeResponse(body: Json, context: DecodeContext): DecodedResponse;
  decodeStream(bytes: AsyncIterable<Uint8Array>, context: DecodeContext): AsyncIterable<StreamEvent>;
  /** Set where answers pass to callers of the same API mostly as they are (MAP-16). */
  answers?: AnswerPassage;
  decodeError(text: string, headers: Headers): ErrorBody;
  /** Is this parsed 2xx body nothing but an error (ERR-04)? */
  isError(body: unknown): boolean;
  /** Classifies a usage object as it stands in this API's answers. */
  readUsage(raw: unknown, convention: UsageConvention): UsageReading;
}

/** Towards callers. */
export interface ClientCodec {
  id: ChatApiId;
  streamType: StreamType;
  /** Set where bodies and answers go through unchanged at endpoints of this very API. */
  passage?: Passage;
  /**
   * Fields of a body that only endpoints of this very API understand: they stand beside what is translated for one, where
   * the caller pays (MAP-16).
   */
  beside?(body: JsonObject): JsonObject;
  decodeRequest(body: Json, place: RequestPlace): DecodedRequest;
  encodeResponse(completion: ChatCompletion, usage: UsageReading, context: RenderContext): JsonObject;
  encodeStream(context: RenderContext): StreamEncoder;
  encodeError(error: ApiError, requestId: string, attempts: readonly AttemptSummary[]): JsonObject;
  /** The usage object as this API counts it. */
  writeUsage(usage: Usage): JsonObject;
}

/** An API with both sides. */
export interface Codec extends UpstreamCodec, ClientCodec {}
