/**
 * Answers of the Responses API as a caller understands them. Of a stream the deltas are put together: that the items and
 * the last response say the same is a rule of the API, which its own cases check.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { type AnswerToken, BETWEEN_THOUGHTS } from "./answer.ts";
import {
  type Answered,
  callNumbers,
  type Heard,
  type HeardCall,
  type HeardSource,
  joined,
  numbersIn,
  objectOf,
  objects,
  type Pieces,
  timesIn,
  type Word,
  words,
} from "./heard.ts";

/** The sources of texts that follow one another: each counts its places within its own. */
function sourcesIn(texts: readonly JsonObject[]): HeardSource[] {
  let before = 0;
  return texts.flatMap(({ text, annotations }) => {
    const start = before;
    before += words(text).length;
    return objects(annotations).map(({ url, title, start_index: from, end_index: to }) => ({
      url: words(url),
      title: words(title),
      from: start + Number(from),
      to: start + Number(to),
    }));
  });
}

const tokenOf = ({ token, logprob, top_logprobs: top }: JsonObject): AnswerToken => ({
  token: words(token),
  logprob: Number(logprob),
  rivals: objects(top).map((rival) => ({ token: words(rival.token), logprob: Number(rival.logprob) })),
});

/** How it ended: its status, and why it is not complete. */
const endOf = ({ status, incomplete_details: details }: JsonObject): string =>
  [words(status), words(objectOf(details).reason)].filter((word) => word !== "").join(": ");

/** A call of a function, or of a tool that takes free text; other items are none. */
function callOf({ type, call_id: id, name, arguments: args, input }: JsonObject): HeardCall[] {
  if (type === "function_call") return [{ id: words(id), name: words(name), arguments: args ?? null }];
  if (type !== "custom_tool_call") return [];
  return [{ id: words(id), name: words(name), arguments: { input: words(input) } }];
}

/** Summaries are thoughts of their own; what the model thought itself is one text in parts. */
function thoughtOf({ summary, content }: JsonObject): string {
  const texts = (parts: unknown) => objects(parts).map(({ text }) => words(text));
  return objects(summary).length > 0 ? texts(summary).join(BETWEEN_THOUGHTS) : texts(content).join("");
}

function orderOf(items: readonly JsonObject[]): Word[] {
  const next = callNumbers();
  return joined(
    items.flatMap((item): Pieces => {
      if (item.type === "reasoning") return [["reasoning", thoughtOf(item)]];
      if (item.type === "message") return objects(item.content).map(({ text }) => ["text", words(text)]);
      return callOf(item).map(next);
    }),
  );
}

/** @param all the response as each event has it, the last one too */
function understood(
  response: JsonObject,
  items: readonly JsonObject[],
  all: readonly JsonObject[] = [response],
): Heard {
  const of = (type: string) => items.filter((item) => item.type === type);
  const parts = of("message").flatMap(({ content }) => objects(content));
  const texts = parts.filter(({ type }) => type === "output_text");
  return {
    id: words(response.id),
    model: words(response.model),
    fingerprint: "",
    created: timesIn(all, "created_at"),
    usage: response.usage ? numbersIn(objectOf(response.usage)) : null,
    choices: [
      {
        text: texts.map(({ text }) => words(text)).join(""),
        reasoning: of("reasoning").map(thoughtOf).join(""),
        signatures: [],
        refusal: parts.map(({ refusal }) => words(refusal)).join(""),
        calls: items.flatMap(callOf),
        order: orderOf(items),
        finish: [endOf(response)],
        stopSequence: null,
        tokens: texts.flatMap(({ logprobs }) => objects(logprobs).map(tokenOf)),
        sources: sourcesIn(texts),
      },
    ],
  };
}

/** The items as their deltas tell them. */
function itemsIn(events: readonly JsonObject[]): JsonObject[] {
  const items = new Map<unknown, JsonObject>();
  const parts = new Map<string, JsonObject>();
  const partAt = ({ output_index, content_index, summary_index }: JsonObject): JsonObject => {
    const key = `${output_index}/${content_index ?? summary_index}`;
    const known = parts.get(key) ?? {};
    parts.set(key, known);
    return known;
  };
  for (const event of events) {
    const item = items.get(event.output_index);
    const add = (part: JsonObject, field: string, value: unknown) => {
      part[field] = words(part[field]) + words(value);
    };
    switch (event.type) {
      case "response.output_item.added":
        items.set(event.output_index, { ...objectOf(event.item) });
        break;
      case "response.content_part.added":
      case "response.reasoning_summary_part.added": {
        const part = Object.assign(partAt(event), objectOf(event.part));
        const field = event.type.includes("summary") ? "summary" : "content";
        if (item) item[field] = [...objects(item[field]), part];
        break;
      }
      case "response.output_text.delta": {
        const part = partAt(event);
        add(part, "text", event.delta);
        part.logprobs = [...objects(part.logprobs), ...objects(event.logprobs)];
        break;
      }
      case "response.output_text.annotation.added": {
        const part = partAt(event);
        part.annotations = [...objects(part.annotations), objectOf(event.annotation)];
        break;
      }
      case "response.refusal.delta":
        add(partAt(event), "refusal", event.delta);
        break;
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        add(partAt(event), "text", event.delta);
        break;
      case "response.function_call_arguments.delta":
        if (item) add(item, "arguments", event.delta);
        break;
      case "response.custom_tool_call_input.delta":
        if (item) add(item, "input", event.delta);
        break;
    }
  }
  return [...items.values()];
}

/** What a caller of the Responses API understood. */
export function hearResponses({ json, events }: Answered): Heard {
  if (json !== null) return understood(json, objects(json.output));
  const all = objects(events.map(({ response }) => response));
  return understood(objectOf(events.at(-1)?.response), itemsIn(events), all);
}
