/**
 * Reading an error body of any shape: OpenAI's envelope, FastAPI's `detail`, arrays, strings, HTML, text, nothing.
 * The message is always a non-empty, bounded string, and markup never reaches it (ERR-01, ERR-06).
 * @module
 */
import { at, isObject, type Json, type JsonObject, parseJson, textOrNull } from "../json.ts";

export interface ErrorBody {
  message: string | null;
  code: string | null;
  type: string | null;
  param: string | null;
  /** How long to wait, as the body says it: a duration such as `34s` (Google's RetryInfo). */
  retryDelay: string | null;
  /** A status stated inside the body (`status_code`, a numeric `code`), which outranks a 200 around it (ERR-04). */
  status: number | null;
}

/** Longest message that reaches a caller. */
export const MAX_MESSAGE = 1000;

const EMPTY: ErrorBody = {
  message: null,
  code: null,
  type: null,
  param: null,
  retryDelay: null,
  status: null,
};

const MARKUP = /<(?:!doctype|html|head|body|script)\b|<\?xml|<!--/i;

/** A sentence; a page of markup is none, wherever it stands. */
const sentence = (value: unknown): string | null => {
  const text = textOrNull(value)?.trim();
  return text && !MARKUP.test(text) ? text : null;
};

function httpStatus(value: unknown): number | null {
  const number = typeof value === "string" ? Number(value) : value;
  // Stryker disable next-line ConditionalExpression: what is no number is no integer either
  return typeof number === "number" && Number.isInteger(number) && number >= 400 && number <= 599
    ? number
    : null;
}

/** FastAPI: `detail` is a sentence, an object with one, or a list of `{loc, msg, type}`. */
function fromDetail(detail: Json, left: number): ErrorBody {
  if (typeof detail === "string") return { ...EMPTY, message: sentence(detail) };
  if (isObject(detail)) return fromError(detail.error ?? detail.message ?? null, left);
  if (!Array.isArray(detail)) return EMPTY;
  const items = detail.filter(isObject);
  const place = (item: (typeof items)[number]) =>
    Array.isArray(item.loc) ? item.loc.slice(1).join(".") : "";
  const sentences = items.map((item) => [place(item), item.msg].filter(Boolean).join(": "));
  const first = items[0];
  return {
    ...EMPTY,
    message: sentence(sentences.join("; ")),
    param: first ? textOrNull(place(first)) : null,
    type: first ? textOrNull(first.type) : null,
  };
}

/** Google's error details: a list with one entry that says how long to wait. */
function retryDelayOf(details: Json | undefined): string | null {
  const info = Array.isArray(details) ? details.filter(isObject).find(({ retryDelay }) => retryDelay) : null;
  return textOrNull(info?.retryDelay);
}

/**
 * How many bodies may stand inside each other. Relays of relays are real, and three are the most that was ever seen; a
 * body made of nothing else would be read to the end of the stack.
 */
const MAX_NESTED = 8;

/** A relay that puts a whole error body where the sentence belongs. */
const nestedMessage = (message: Json | undefined, left: number): string | null =>
  isObject(message) ? errorJson(message, left - 1).message : null;

/** What stands behind a relay's "Provider returned error": who failed, and its own words, often a body as text. */
function relayed(metadata: Json | undefined, left: number): string | null {
  if (!isObject(metadata)) return null;
  const words = isObject(metadata.raw)
    ? errorJson(metadata.raw, left - 1)
    : errorText(typeof metadata.raw === "string" ? metadata.raw : "", left - 1);
  const name = sentence(metadata.provider_name);
  return words.message === null ? name : [name, words.message].filter(Boolean).join(": ");
}

/** The word for what happened: a code, or the reason beside one that only repeats the status. */
function codeOf(error: JsonObject): string | null {
  if (typeof error.code !== "number") return textOrNull(error.code);
  return textOrNull(error.reason) ?? String(error.code);
}

function fromError(error: Json, left: number): ErrorBody {
  if (typeof error === "string") return { ...EMPTY, message: sentence(error) };
  if (!isObject(error)) return EMPTY;
  const spoken =
    sentence(error.message) ??
    sentence(at(error, ["error", "message"])) ??
    nestedMessage(error.message, left);
  const behind = relayed(error.metadata, left);
  return {
    message: spoken !== null && behind !== null ? `${spoken} (${behind})` : (spoken ?? behind),
    code: codeOf(error),
    type: textOrNull(error.type),
    param: textOrNull(error.param),
    retryDelay: retryDelayOf(error.details),
    status: httpStatus(error.status_code) ?? httpStatus(error.code) ?? httpStatus(error.status),
  };
}

/** The error that a relay puts into the first choice, with `finish_reason: "error"`. */
function failedChoice(body: JsonObject): JsonObject | null {
  const first = Array.isArray(body.choices) ? body.choices[0] : null;
  return isObject(first) && first.finish_reason === "error" && isObject(first.error) ? first.error : null;
}

/** Where an error stands, singly or in a list: in `error`, or in the `errors` of an envelope. */
function errorIn({ error, errors }: JsonObject): Json | null {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: an empty list has no first error
  const found = error ?? (Array.isArray(errors) && errors.length > 0 ? errors : null);
  return Array.isArray(found) ? (found[0] ?? null) : (found ?? null);
}

/** The form of API proxies (Apigee): `{"fault": {"faultstring", "detail": {"errorcode"}}}`. */
const fromFault = (fault: JsonObject): ErrorBody => ({
  ...EMPTY,
  message: sentence(fault.faultstring),
  code: textOrNull(at(fault, ["detail", "errorcode"])),
});

function errorJson(body: Json, left: number): ErrorBody {
  if (left <= 0) return EMPTY;
  if (Array.isArray(body)) return errorJson(body[0] ?? null, left - 1);
  if (typeof body === "string") return { ...EMPTY, message: sentence(body) };
  if (!isObject(body)) return EMPTY;
  // A bare sentence, whose code, if there is one, stands beside it.
  if (typeof body.error === "string")
    return { ...fromError(body as Json, left), message: sentence(body.error) };
  const listed = errorIn(body);
  if (listed !== null) return fromError(listed, left);
  const choice = failedChoice(body);
  if (choice !== null) return fromError(choice, left);
  if (isObject(body.fault)) return fromFault(body.fault);
  if (body.detail !== undefined) return fromDetail(body.detail, left);
  return fromError(body as Json, left);
}

/** Reads a parsed error body; fields that are not there are `null`. */
export const readErrorJson = (body: Json): ErrorBody => errorJson(body, MAX_NESTED);

/** An SSE body (`event: error` with a plain error status): its first data line. */
function sseData(text: string): string | null {
  // Stryker disable next-line Regex: the dot ends at the line's end anyway
  return /^data: ?(.*)$/m.exec(text)?.[1] ?? null;
}

function errorText(text: string, left: number): ErrorBody {
  const trimmed = text.trim();
  if (left <= 0 || trimmed === "" || trimmed.startsWith("<")) return EMPTY;
  try {
    return errorJson(parseJson(trimmed), left);
  } catch {
    // Not JSON: an SSE frame, half a document, or a plain sentence.
    // Stryker disable next-line Regex: only a line that begins with data: is read then, and such a line matches both
    const data = /^(event|data|id|retry|):/m.test(trimmed) ? sseData(trimmed) : null;
    if (data !== null) return errorText(data, left - 1);
    return /^[[{]/.test(trimmed) ? EMPTY : { ...EMPTY, message: sentence(trimmed) };
  }
}

/** Reads the text of an error answer. Markup and unreadable text give no message; the caller words one. */
export const readErrorText = (text: string): ErrorBody => errorText(text, MAX_NESTED);

/** An error without any envelope: a word and a sentence, where an answer has neither. */
const isFlat = ({ code, message, choices }: JsonObject): boolean =>
  choices === undefined && sentence(message) !== null && textOrNull(code) !== null;

/** Is this parsed 2xx body nothing but an error, alone or in a list (ERR-04)? */
export function isErrorOnly(listed: unknown): boolean {
  // A list of errors stands for its first; a list of lists is nobody's error.
  const body: unknown = Array.isArray(listed) ? listed[0] : listed;
  if (!isObject(body)) return false;
  if (failedChoice(body) !== null || body.object === "error") return true;
  const hasAnswer = Array.isArray(body.choices) && body.choices.length > 0;
  return !hasAnswer && (errorIn(body) !== null || body.detail !== undefined || isFlat(body));
}
