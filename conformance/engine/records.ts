/**
 * Looks at the record of every request of every case, whatever the case is about: what the caller asked and was told must be
 * what was written down (OBS-01).
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../registry/json.ts";
import type { Difference } from "../oracle/meaning/exchanged.ts";
import type { RecordSeen } from "../targets/views.ts";
import { errorOf, type Reply } from "./reply.ts";

/** A request as its caller knows it. */
export interface Asking {
  path: string;
  body: JsonObject;
  headers: Headers;
  reply: Reply;
}

const PROPERTY = "helicone-property-";

/** Whose request it is, in the words of its headers; a user that only the body names counts where no header does. */
function labelsOf({ body, headers }: Asking): RecordSeen["labels"] {
  const given = (name: string) => headers.get(name)?.trim() || null;
  const id = given("helicone-session-id");
  const user = typeof body.user === "string" && body.user !== "" ? body.user : null;
  const [path, name] = [given("helicone-session-path"), given("helicone-session-name")];
  const properties = [...headers].flatMap(([header, value]): [string, string][] =>
    header.startsWith(PROPERTY) && value.trim() !== "" ? [[header.slice(PROPERTY.length), value.trim()]] : [],
  );
  return {
    userId: given("helicone-user-id") ?? user,
    session: id === null ? null : { id, path, name },
    properties: Object.fromEntries(properties),
  };
}

const listOf = (text: string | null): string[] =>
  (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .toSorted();

/** Shorter headers are told whole. */
const LONG = 128;

/** A text as a header holds it: what is not printable ASCII is left out, and a long one may be cut, as `told` is. */
function printable(text: string | null | undefined, told: string | null = null): string | null {
  if (text === null || text === undefined) return null;
  const held = text.replace(/[^\x20-\x7e]/g, "");
  return told !== null && told.length >= LONG ? held.slice(0, told.length) : held;
}

/** What the answer's headers say of who made it. */
const toldServer = ({ headers }: Reply) => ({
  provider: headers.get("helicone-provider"),
  model: headers.get("helicone-model"),
  deployment: headers.get("helicone-deployment"),
});

const seenServer = ({ served }: RecordSeen) => ({
  provider: served?.provider ?? null,
  model: printable(served?.model),
  deployment: printable(served?.deployment),
});

type Pair = readonly [field: string, expected: unknown, seen: unknown];

/** Of an answer that was given. */
function answered(asking: Asking, record: RecordSeen): Pair[] {
  const { body, reply } = asking;
  const calls = Number(reply.headers.get("helicone-attempts") ?? 1);
  const upstreamId = reply.headers.get("helicone-upstream-request-id");
  const failed = reply.events.some(({ error, type }) => error || type === "error");
  return [
    ["stream", body.stream === true, record.stream],
    ["labels", labelsOf(asking), record.labels],
    ["attempts", Math.max(0, calls - 1), record.attempts.length],
    ["served", toldServer(reply), seenServer(record)],
    ["mode", reply.headers.get("helicone-mode") ?? record.served?.mode, record.served?.mode],
    ["upstream-id", upstreamId, printable(record.served?.upstreamRequestId, upstreamId)],
    ["dropped", listOf(reply.headers.get("x-dropped-parameters")), listOf(printable(record.dropped.join()))],
    ["outcome", failed ? "failed" : record.outcome, record.outcome],
    ["cached", reply.headers.get("helicone-cache") === "HIT", record.cached],
  ];
}

/** Of an error that the caller got. */
function failedWith({ reply }: Asking, { error, outcome, attempts }: RecordSeen): Pair[] {
  const told = errorOf(reply);
  const calls = reply.headers.get("helicone-attempts");
  const code = told?.code ?? null;
  return [
    ["outcome", "failed", outcome],
    ["attempts", Number(calls ?? attempts.length), attempts.length],
    ...(code === null ? [] : [["error.code", code, error?.code] as const]),
  ];
}

/** What a record says otherwise than its caller knows it. Answers to other than posts of bodies are not looked at. */
export function misrecorded(asking: Asking, record: RecordSeen): Difference[] {
  const { path, body, reply } = asking;
  // What is refused before its body is read is recorded without what stands in it.
  const isUnread = reply.status !== 200 && record.model === "";
  const about: Pair[] = [
    ["route", path, record.route],
    ["status", reply.status, record.status],
    ["model", typeof body.model === "string" && !isUnread ? body.model : record.model, record.model],
  ];
  const rest = reply.status === 200 ? answered(asking, record) : failedWith(asking, record);
  return [...about, ...rest]
    .filter(([, expected, seen]) => !isDeepStrictEqual(expected, seen))
    .map(([field, expected, seen]) => ({ requirement: "OBS-01", field: `record.${field}`, expected, seen }));
}

/** The record of an answer, by the id that the answer names. */
export const recordOf = (records: readonly RecordSeen[], { headers }: Reply): RecordSeen | undefined =>
  records.findLast(({ id }) => id === headers.get("helicone-id"));
