/**
 * The log as a person reads it in a terminal; elsewhere it stays one JSON object a line.
 * @module
 */

/** Text from callers and providers must not move the cursor. */
const plain = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

const text = (value: unknown): string =>
  plain(typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)));

const CODES = { red: 31, yellow: 33, dim: 2 } as const;
const paint = (color: boolean, style: keyof typeof CODES, shown: string): string =>
  color ? `\u001b[${CODES[style]}m${shown}\u001b[0m` : shown;

type Fields = Readonly<Record<string, unknown>>;

/** @example "POST /v1/chat/completions 200 312 ms acme gpt-4o-mini → openai byok 1000+100 tokens $0.00021" */
function requestText(fields: Fields, color: boolean): string {
  const { method, path, status, ms, tenant, model, provider, mode, inputTokens, outputTokens } = fields;
  const { usd, attempts, cached, error } = fields;
  const code = text(status ?? "");
  const parts = [
    text(method ?? ""),
    text(path ?? ""),
    typeof status === "number" && status >= 400 ? paint(color, "red", code) : code,
    `${text(ms ?? 0)} ms`,
    text(tenant ?? ""),
    text(model ?? ""),
    ...(provider === undefined ? [] : [`→ ${text(provider)}`]),
    text(mode ?? ""),
    ...(inputTokens === undefined ? [] : [`${text(inputTokens)}+${text(outputTokens ?? 0)} tokens`]),
    ...(usd === undefined ? [] : [`$${text(usd)}`]),
    ...(cached === true ? ["cached"] : []),
    ...(attempts === undefined ? [] : [`${text(attempts)} attempts`]),
    ...(error === undefined ? [] : [paint(color, "red", text(error))]),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function eventText({ level, event, ...fields }: Fields, color: boolean): string {
  const told = Object.entries(fields).map(([name, value]) => `${plain(name)}=${text(value)}`);
  const style = level === "error" ? "red" : level === "warn" ? "yellow" : "dim";
  return [paint(color, style, text(level)), text(event), ...told].join(" ");
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A line of the JSON log for a terminal; what is no such line stays as it is. */
export function readableLine(line: string, color: boolean): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return line; // Not of the log: shown as it came.
  }
  if (!isFields(parsed)) return line;
  const { time, ...rest } = parsed;
  const clock = text(time ?? "").slice(11, 19);
  const { level: _level, event: _event, ...fields } = rest;
  const said = rest.event === "request" ? requestText(fields, color) : eventText(rest, color);
  return `${paint(color, "dim", clock)} ${said}\n`;
}
