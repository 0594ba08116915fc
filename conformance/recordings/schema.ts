/**
 * `recording.json` as a zod schema: where a recording comes from, what it answers to, and what it answers (REC-01).
 * @module
 */
import { z } from "zod";
import { UPSTREAM_APIS } from "../../registry/apis/index.ts";
import { USAGE_CLASSES } from "../../registry/canonical/usage.ts";

/** An object that refuses other fields and says which ones it has. */
function only<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? `only the fields ${names}` : undefined),
  });
}

const IsoDate = z.iso.date({ error: "a date like 2026-11-21" });
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: "64 lower-case hex digits" });
const Name = z.string().min(1, { error: "a non-empty string" });

/** Headers as a list, so that order and duplicates stay; names in lower case. */
const Headers = z.array(
  z.tuple([z.string().regex(/^[a-z0-9-]+$/, { error: "a lower-case header name" }), z.string()]),
);

/** Request headers that a recording may hold. The credential is described apart and never written down. */
export const REQUEST_HEADERS = ["content-type", "accept", "anthropic-version", "anthropic-beta"] as const;

/** Response headers that a recording may hold, besides `x-ratelimit-…` and `anthropic-ratelimit-…`; every other one is dropped. */
export const RESPONSE_HEADERS = [
  "content-type",
  "retry-after",
  "x-request-id",
  "request-id",
  "apim-request-id",
  "mistral-correlation-id",
  "inference-id",
  "x-generation-id",
  "x-amzn-requestid",
  "x-amzn-errortype",
] as const;

const isKeptResponseHeader = (name: string): boolean =>
  RESPONSE_HEADERS.some((kept) => kept === name) || /^(?:x|anthropic)-ratelimit-/.test(name);

/** How sure a fact is, strongest first. */
export const EVIDENCE_MARKS = [
  "recorded",
  "documented",
  "adapter-source",
  "issue-report",
  "unverified",
] as const;

export const RecordingEvidenceSchema = only({
  url: z.url(),
  retrievedAt: IsoDate,
  mark: z.enum(EVIDENCE_MARKS),
  /** What the source says, in one sentence of our own. */
  states: Name,
});
export type RecordingEvidence = z.infer<typeof RecordingEvidenceSchema>;

const evidence = z.array(RecordingEvidenceSchema);
const anyProvenance = { evidence: evidence.optional(), reverifyAfter: IsoDate };
/** `exact`: as the wire had them. `event`: one per event or chosen by the author. `none`: they mean nothing. */
const chunkFidelity = z.enum(["exact", "event", "none"]);

export const ProvenanceSchema = z.discriminatedUnion("kind", [
  only({ kind: z.literal("live"), capturedAt: IsoDate, recorder: Name, chunkFidelity, ...anyProvenance }),
  only({
    kind: z.literal("imported"),
    capturedAt: IsoDate.nullable(),
    source: only({ repo: Name, commit: Name, path: Name, licence: Name, attribution: Name }),
    chunkFidelity,
    ...anyProvenance,
  }),
  only({
    kind: z.literal("authored"),
    capturedAt: z.null({ error: "null, since nothing was captured" }),
    evidence: evidence.min(1, { error: "at least one piece of evidence" }),
    chunkFidelity: chunkFidelity.exclude(["exact"], { error: '"event" or "none", since no wire was seen' }),
    reverifyAfter: IsoDate,
  }),
  only({
    kind: z.literal("derived"),
    capturedAt: IsoDate.nullable(),
    parent: only({ id: Name, transform: Name }),
    chunkFidelity,
    ...anyProvenance,
  }),
]);

const RequestSchema = only({
  method: z.enum(["POST", "GET"]),
  url: z.url({ protocol: /^https$/, error: "an https URL" }),
  headers: Headers.refine((list) => list.every(([name]) => REQUEST_HEADERS.some((kept) => kept === name)), {
    error: `only the headers ${REQUEST_HEADERS.join(", ")}`,
  }),
  credential: only({
    in: z.literal("header"),
    name: z.string().regex(/^[a-z0-9-]+$/, { error: "a lower-case header name" }),
    /** `Bearer`, `AWS4-HMAC-SHA256`, or `raw` where the header holds the key and nothing else. */
    scheme: z.enum(["Bearer", "AWS4-HMAC-SHA256", "raw"]),
    placeholder: z.literal("KEY"),
  }),
  body: z.literal("request.json"),
  match: only({
    ignore: z.array(z.string().startsWith("/", { error: "JSON pointers like /user" })),
    key: Sha256,
  }),
});

const ResponseSchema = only({
  status: z.int().min(100).max(599),
  httpVersion: z.enum(["1.0", "1.1", "2", "3"]),
  headers: Headers.refine((list) => list.every(([name]) => isKeptResponseHeader(name)), {
    error: `only the headers ${RESPONSE_HEADERS.join(", ")}, x-ratelimit-*, anthropic-ratelimit-*`,
  }),
  body: only({
    /** Null when the answer has no body. */
    file: z
      .enum(["response.json", "response.sse", "response.frames.jsonl", "response.html", "response.txt"])
      .nullable(),
    /** `raw`: the file is the body. Frames: one a line, encoded when read; bytes and hash are those of the encoded body. */
    encoding: z.enum(["raw", "aws-event-stream-jsonl"]),
    bytes: z.int().min(0).max(65_536),
    sha256: Sha256,
  }).refine((body) => (body.file === null) === (body.bytes === 0), {
    path: ["file"],
    error: "null exactly when bytes is 0",
  }),
  chunks: z.literal("response.chunks.json").nullable(),
  termination: z.enum(["complete", "reset", "truncated", "stalled"]),
});

/** What a person worked out by hand from the provider's documentation; never generated. */
export const ExpectationSchema = only({
  /** Disjoint classes as in `registry/canonical/usage.ts`; a class that is left out is 0. */
  usage: z.partialRecord(z.enum(USAGE_CLASSES), z.int().positive()).optional(),
  finishReason: z.enum(["stop", "length", "tool_calls", "content_filter"]).optional(),
  /** The text of the first choice. */
  text: z.string().optional(),
  toolCalls: z.array(only({ id: Name, name: Name, arguments: z.json() })).optional(),
  /** The status that the caller sees with a key of their own (ERR-02), also for an error inside a 200. */
  errorStatus: z.int().min(400).max(599).optional(),
  /** The wait that the answer asks for, in whole seconds rounded up: by header, else by message; null when by neither. */
  retryAfterSeconds: z.int().min(0).nullable().optional(),
});
export type Expectation = z.infer<typeof ExpectationSchema>;

/** Wire formats by the names that recorded traffic goes by. */
export const SURFACES = [
  "openai.chat.completions",
  "openai.responses",
  "anthropic.messages",
  "gemini.generateContent",
  "bedrock.converse",
  "cohere.chat.v2",
] as const;

export const RecordingMetaSchema = only({
  format: z.literal(1),
  /** `<provider>/<scenario>`, which is also the directory. */
  id: Name,
  scenario: Name,
  /** The wire format. */
  surface: z.enum(SURFACES),
  provider: Name,
  /** The model id as the provider gets it. */
  model: Name,
  region: z.string().nullable(),
  provenance: ProvenanceSchema,
  request: RequestSchema,
  response: ResponseSchema,
  redactions: z.array(only({ where: Name, rule: Name, length: z.int().positive() })),
  quirks: z.array(Name),
  expect: ExpectationSchema.optional(),
});
export type RecordingMeta = z.infer<typeof RecordingMetaSchema>;

/** `response.chunks.json`: byte count and milliseconds since the previous chunk, in order. */
export const ChunksSchema = z.array(z.tuple([z.int().positive(), z.number().min(0)])).min(1);
export type Chunks = z.infer<typeof ChunksSchema>;

/**
 * A `recording.json` that a person wrote: only what follows from nothing else. Its address, headers and credential stand
 * in the provider's `calls.json`; name, sizes, hashes and the key of the match are computed when it is read.
 */
export const CompactSchema = only({
  format: z.literal(2),
  /** Where it is not the API of its folder, or the first one of `calls.json`. */
  api: z.enum(UPSTREAM_APIS).optional(),
  /** Where `request.json` does not name it. */
  model: Name.optional(),
  provenance: only({
    kind: z.literal("authored"),
    evidence: evidence.min(1, { error: "at least one piece of evidence" }),
    reverifyAfter: IsoDate,
  }),
  response: ResponseSchema.pick({ status: true }).extend({
    /** Where the answer has more or others than the type of its body. */
    headers: ResponseSchema.shape.headers.optional(),
  }),
  quirks: z.array(Name).min(1).optional(),
  expect: ExpectationSchema.optional(),
});
export type Compact = z.infer<typeof CompactSchema>;

const CallSchema = RequestSchema.pick({ url: true, headers: true });

/** `calls.json` of a provider: how each of its APIs is called, whole and streamed, the API of its plain folders first. */
export const CallsSchema = z.partialRecord(
  z.enum(UPSTREAM_APIS),
  only({
    region: z.string().nullable(),
    credential: RequestSchema.shape.credential,
    /** In an address, `{model}` stands for the model, `{model%}` for its percent-encoded form. */
    whole: CallSchema,
    stream: CallSchema.optional(),
  }),
);
export type Calls = z.infer<typeof CallsSchema>;

/** The JSON Schema that editors use; checked in as `recordings/schema.json`. */
export function recordingJsonSchema(): object {
  const either = z.union([CompactSchema, RecordingMetaSchema]);
  return { title: "recording.json", ...z.toJSONSchema(either, { io: "input" }) };
}

/** Where the bytes of a recording come from. */
export type ProvenanceKind = RecordingMeta["provenance"]["kind"];
