/**
 * `Helicone-Fallbacks`: where a passed call goes on to when its target fails, as a list in JSON (FLB-06, PRX-02).
 * @module
 */
import { z } from "zod";
import { place } from "../apis/_shared/issue.ts";
import type { JsonObject } from "../json.ts";
import { type HeaderFields, isGatewayHeader } from "./headers.ts";

export const FALLBACKS_HEADER = "Helicone-Fallbacks";

/** Most targets of a list. */
const MAX_ENTRIES = 10;
const MAX_HEADERS = 32;
const MAX_CODES = 20;

/** Statuses, both ends included. */
export interface CodeRange {
  from: number;
  to: number;
}

/** One target of a list. */
export interface FallbackEntry {
  /** As the caller wrote it. */
  targetUrl: string;
  /** What the target gets in place of the caller's own fields of these names; the caller's credentials never. */
  headers: HeaderFields;
  /** After which statuses of this target the next one is asked. */
  onCodes: readonly CodeRange[];
  /** Fields of the JSON body that this target gets with another value. */
  bodyKeys: JsonObject | null;
}

export type ReadFallbacks = { ok: true; entries: FallbackEntry[] } | { ok: false; problem: string };

/** What is tried again elsewhere where the caller's own target fails (FLB-01). */
export const DEFAULT_CODES: readonly CodeRange[] = [
  { from: 401, to: 404 },
  { from: 408, to: 409 },
  { from: 429, to: 429 },
  { from: 500, to: 599 },
];

/** Fields that authenticate: of the caller's own target, and of no other one (AUT-03). */
const CREDENTIALS: ReadonlySet<string> = new Set([
  "authorization",
  "x-api-key",
  "api-key",
  "x-goog-api-key",
  "cookie",
  "x-auth-token",
  "openai-organization",
  "openai-project",
  "x-goog-user-project",
  "x-amz-date",
  "x-amz-security-token",
  "x-amz-content-sha256",
  "ocp-apim-subscription-key",
  "cf-aig-authorization",
]);

/** Fields that a list may not set: they belong to a connection or to the gateway. */
const NOT_SETTABLE: ReadonlySet<string> = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "upgrade",
  "te",
  "trailer",
  "expect",
  "keep-alive",
  "proxy-connection",
  "proxy-authorization",
  "proxy-authenticate",
]);

const isSettable = (name: string): boolean =>
  /^[!#$%&'*+.^_`|~0-9a-z-]{1,128}$/i.test(name) &&
  !isGatewayHeader(name) &&
  !NOT_SETTABLE.has(name.toLowerCase());

const Status = z.int({ error: "a status from 100 to 599" }).min(100).max(599);
const Code = z.union([
  Status.transform((status): CodeRange => ({ from: status, to: status })),
  z.strictObject({ from: Status, to: Status }).refine(({ from, to }) => from <= to, { error: "from ≤ to" }),
]);
const CODES_RULE = `1 to ${MAX_CODES} statuses from 100 to 599, each a number or {"from", "to"}`;

const Headers = z
  .record(z.string(), z.string().regex(/^[\t\x20-\x7e]{0,8192}$/, { error: "printable ASCII" }))
  .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, {
    error: `at most ${MAX_HEADERS} headers`,
  })
  .refine((headers) => Object.keys(headers).every(isSettable), {
    error: "names of headers that a target may get; not Helicone-* nor those of a connection",
  });

const Entry = z
  .strictObject({
    "target-url": z.string({ error: "an origin like https://api.example.com" }),
    headers: Headers,
    onCodes: z
      .array(Code, { error: CODES_RULE })
      .min(1, { error: CODES_RULE })
      .max(MAX_CODES, { error: CODES_RULE }),
    bodyKeyOverride: z.record(z.string(), z.json()).optional(),
  })
  .transform(
    (entry): FallbackEntry => ({
      targetUrl: entry["target-url"],
      headers: Object.entries(entry.headers),
      onCodes: entry.onCodes,
      bodyKeys: entry.bodyKeyOverride ?? null,
    }),
  );

const LIST_RULE = `expected a JSON array of 1 to ${MAX_ENTRIES} objects with target-url, headers, onCodes and, if need be, bodyKeyOverride`;
const List = z.array(Entry).min(1).max(MAX_ENTRIES);

/** Reads the header. What it says of what is wrong holds no value of it: they are credentials. */
export function readFallbacks(text: string): ReadFallbacks {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: LIST_RULE };
  }
  const parsed = List.safeParse(json);
  if (parsed.success) return { ok: true, entries: parsed.data };
  const [issue] = parsed.error.issues;
  if (!issue || issue.path.length === 0) return { ok: false, problem: LIST_RULE };
  // Names that the caller chose may be anything: only the places that this file knows are told.
  const known = issue.path.slice(0, 2);
  const rule = issue.code === "custom" || issue.code === "invalid_format" ? issue.message : LIST_RULE;
  return { ok: false, problem: `${place(known)}: ${rule}` };
}

/** Is the next target asked after this status? */
export const fallsOn = (codes: readonly CodeRange[], status: number): boolean =>
  codes.some(({ from, to }) => status >= from && status <= to);

/** The caller's fields as a target of the list gets them: without the caller's credentials, with its own (AUT-03). */
export function fieldsFor(fields: HeaderFields, own: HeaderFields): HeaderFields {
  const names = new Set(own.map(([name]) => name.toLowerCase()));
  const kept = fields.filter(
    ([name]) => !CREDENTIALS.has(name.toLowerCase()) && !names.has(name.toLowerCase()),
  );
  return [...kept, ...own];
}

/** The same fields for a body of another length. */
export const framedAs = (fields: HeaderFields, bytes: number): HeaderFields => [
  ...fields.filter(([name]) => !/^(content-length|transfer-encoding|trailer)$/i.test(name)),
  ["Content-Length", String(bytes)],
];
