/**
 * What goes wrong with hosts of OpenAI's chat completions that differ in single answers: DeepSeek, Together, Fireworks.
 * @module
 */
import type { MeaningRule } from "../../registry/errors/meaning.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { everywhere, withApi, withBody, withCodec } from "./plants.ts";

/** The usage of every answer changed before it is read; streams stay as they are. */
const withUsageOf = (change: (usage: JsonObject) => JsonObject): Plant =>
  withCodec(({ decodeResponse }) => ({
    decodeResponse: (body, context) =>
      decodeResponse(
        isObject(body) && isObject(body.usage) ? { ...body, usage: change(body.usage) } : body,
        context,
      ),
  }));

/** The meanings of a status that the host uses in its own way, not known. */
const withoutStatus = (status: number): Plant =>
  withApi(({ errorMeanings }) => ({
    errorMeanings: errorMeanings.filter((rule: MeaningRule) => rule.status !== status),
  }));

const number = (value: Json | undefined): number => (typeof value === "number" ? value : 0);

/** A delta whose text is said once more by the form of completions beside it. */
function withDoubledText(value: Json): Json {
  return everywhere(value, (inner) => {
    if (!isObject(inner) || !isObject(inner.delta) || typeof inner.text !== "string") return inner;
    const { content } = inner.delta;
    return { ...inner, delta: { ...inner.delta, content: `${String(content ?? "")}${inner.text}` } };
  });
}

/** Each `data:` line of a stream of JSON rewritten. */
async function* eachEvent(
  bytes: AsyncIterable<Uint8Array>,
  change: (event: Json) => Json,
): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString("utf8").split("\n");
  const changed = lines.map((line) =>
    line.startsWith("data: {") ? `data: ${JSON.stringify(change(JSON.parse(line.slice(6))))}` : line,
  );
  yield new TextEncoder().encode(changed.join("\n"));
}

export const compatibleDefects: readonly Defect[] = [
  {
    id: "usage.compatible.flat-count-unread",
    title: "A cached count that stands directly in the usage is billed as fresh input",
    seenIn: "own",
    breaks: ["USE-01", "CST-03"],
    providers: ["together"],
    plant: withUsageOf(({ cached_tokens: _unread, ...usage }) => usage),
  },
  {
    id: "usage.compatible.hits-counted-twice",
    title: "Cache hits that an answer tells in two places are added up",
    seenIn: "own",
    breaks: ["USE-01", "CST-03"],
    providers: ["deepseek"],
    plant: withUsageOf((usage) => {
      const hits = number(usage.prompt_cache_hit_tokens);
      return hits === 0 ? usage : { ...usage, prompt_tokens_details: { cached_tokens: hits * 2 } };
    }),
  },
  {
    id: "streaming.compatible.text-doubled",
    title: "Text that each chunk says in the form of completions too reaches the caller twice",
    seenIn: "own",
    breaks: ["RES-03", "STR-04"],
    providers: ["together"],
    plant: withCodec(({ decodeStream }) => ({
      decodeStream: (bytes, context) => decodeStream(eachEvent(bytes, withDoubledText), context),
    })),
  },
  {
    id: "errors.compatible.full-context-is-forbidden",
    title: "A prompt that is too long, told as a 403, is taken for a missing permission",
    seenIn: "own",
    breaks: ["ERR-02", "FLB-01"],
    providers: ["together"],
    plant: withoutStatus(403),
  },
  {
    id: "errors.compatible.suspended-is-a-bad-request",
    title: "An account that is suspended until it pays is told as the caller's mistake",
    seenIn: "own",
    breaks: ["ERR-02", "ERR-03"],
    providers: ["fireworks"],
    plant: withoutStatus(412),
  },
  {
    id: "errors.compatible.bytes-are-no-json",
    title: "An error is read as JSON only where its content type says so",
    seenIn: "own",
    breaks: ["ERR-01"],
    providers: ["deepseek"],
    plant: withCodec(({ decodeError }) => ({
      decodeError: (text, headers) =>
        decodeError(headers.get("content-type") === "application/octet-stream" ? "" : text, headers),
    })),
  },
  {
    id: "mapping.compatible.calls-without-thoughts",
    title: "A history with tool calls goes without the thinking that the host demands beside them",
    seenIn: "own",
    breaks: ["MAP-15"],
    providers: ["deepseek"],
    plant: withBody(
      (body) =>
        everywhere(body, (value, key) => (key === "reasoning_content" ? undefined : value)) as JsonObject,
    ),
  },
  {
    id: "mapping.compatible.forced-call-while-thinking",
    title: "A tool call is forced on a model that thinks, which the host refuses",
    seenIn: "own",
    breaks: ["MAP-15", "MAP-06"],
    providers: ["deepseek"],
    plant: withBody(({ thinking, ...body }) =>
      isObject(thinking) && thinking.type === "disabled" ? body : { ...body, ...(thinking && { thinking }) },
    ),
  },
];
