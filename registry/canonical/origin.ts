/**
 * Whose reasoning it is: signed thinking goes back to who signed it, and to nobody else (MAP-17). Answers are marked with
 * their origin on the way to the caller, whatever API the caller speaks; histories are read for it on the way back.
 * @module
 */
import type { Endpoint } from "../endpoint.ts";
import { isObject, type JsonObject, textOrNull, without } from "../json.ts";
import { authorOf, CLAUDE } from "./author.ts";
import type { AssistantMessage, ChatChunk, ChatCompletion, ChatMessage, ChatRequest, Delta } from "./chat.ts";
import { orderWithout } from "./item-order.ts";

type Asked = Pick<Endpoint, "author" | "model" | "provider" | "api">;

/** Gemini's signatures are good within one generation, at the host that gave them. */
const GENERATION = /^gemini-\d+/;

/** Who signs an endpoint's reasoning, as a word without a colon: `anthropic`, `google/gemini-3/vertex`. */
export function reasoningOrigin({ author, model, provider, api }: Asked): string {
  if (author === CLAUDE || api === "anthropic-messages") return CLAUDE;
  return [author, GENERATION.exec(model)?.[0] ?? model, provider].join("/").replaceAll(":", "-");
}

/** The only field of a call that every client gives back is its id: a signature stands behind it. */
const MARK = "__signed_";

const toUrl = (text: string): string => Buffer.from(text, "utf8").toString("base64url");

/** An id with the signature of its call behind it. */
const signedId = (id: string, origin: string, signature: string): string =>
  `${id}${MARK}${toUrl(`${origin}:${signature}`)}`;

/** What an id holds: the provider's own, and the signature behind it. */
export function readSignedId(id: string): { id: string; origin?: string; signature?: string } {
  const at = id.indexOf(MARK);
  if (at < 1) return { id };
  const text = Buffer.from(id.slice(at + MARK.length), "base64url").toString("utf8");
  const colon = text.indexOf(":");
  const own = id.slice(0, at);
  return colon < 1
    ? { id: own }
    : { id: own, origin: text.slice(0, colon), signature: text.slice(colon + 1) };
}

function signatureOf({ extra_content: extra }: { extra_content?: unknown }): string | null {
  const google = isObject(extra) && isObject(extra.google) ? extra.google : {};
  return textOrNull(google.thought_signature);
}

/** What an answer or a piece of one holds of signed reasoning, marked with whose it is. */
export function markedOrigin<T extends AssistantMessage | Delta>(said: T, origin: string): T {
  const { reasoning_details: details, tool_calls: calls } = said;
  const marked = calls?.map((call) => {
    const signature = signatureOf(call);
    return signature === null || call.id === undefined
      ? call
      : { ...call, id: signedId(call.id, origin, signature) };
  });
  return {
    ...said,
    // What bears no mark is Claude's; a relay's names its format itself.
    ...(origin === CLAUDE || !Array.isArray(details)
      ? {}
      : {
          reasoning_details: details.map((detail) =>
            isObject(detail) && !Object.hasOwn(detail, "format") ? { ...detail, origin } : detail,
          ),
        }),
    ...(marked === undefined ? {} : { tool_calls: marked }),
  };
}

/** Most answers, and pieces of them, are text alone, and bear nothing that could be marked. */
const mayBear = ({ reasoning_details: details, tool_calls: calls }: AssistantMessage | Delta): boolean =>
  details !== undefined || calls !== undefined;

/** A whole answer, marked. */
export const markedAnswer = (completion: ChatCompletion, endpoint: Asked): ChatCompletion =>
  completion.choices.some(({ message }) => mayBear(message))
    ? {
        ...completion,
        choices: completion.choices.map((choice) => ({
          ...choice,
          message: markedOrigin(choice.message, reasoningOrigin(endpoint)),
        })),
      }
    : completion;

/** A piece of a stream, marked. */
export const markedChunk = (chunk: ChatChunk, endpoint: Asked): ChatChunk =>
  chunk.choices.some(({ delta }) => mayBear(delta))
    ? {
        ...chunk,
        choices: chunk.choices.map((choice) => ({
          ...choice,
          delta: markedOrigin(choice.delta, reasoningOrigin(endpoint)),
        })),
      }
    : chunk;

const detailsOf = (message: JsonObject): JsonObject[] =>
  Array.isArray(message.reasoning_details) ? message.reasoning_details.filter(isObject) : [];

/** A call as one endpoint may see it: under the provider's own id, with its signature where it gave it. */
function ownCall(call: JsonObject, origin: string): JsonObject {
  const { id, origin: whose, signature } = readSignedId(String(call.id));
  if (whose === undefined || signature === undefined) return id === call.id ? call : { ...call, id };
  const { extra_content: extra, ...rest } = call;
  const { google, ...others } = isObject(extra) ? extra : {};
  const kept = isObject(google) ? without(google, ["thought_signature"]) : {};
  const own: JsonObject = whose === origin ? { ...kept, thought_signature: signature } : (kept as JsonObject);
  const content: JsonObject = { ...others, ...(Object.keys(own).length === 0 ? {} : { google: own }) };
  return { ...rest, id, ...(Object.keys(content).length === 0 ? {} : { extra_content: content }) };
}

function ownReasoning(message: JsonObject, origin: string, replays: boolean): JsonObject {
  const details = detailsOf(message);
  if (details.length === 0) return message;
  // A relay takes back what it gave, and names the format of all of it.
  const isOwn = details.map(
    (detail) => authorOf(detail) === origin || (replays && textOrNull(detail.format) !== null),
  );
  const kept = details.filter((_detail, i) => isOwn[i]);
  const positions = isOwn.flatMap((own, i) => (own ? [i] : []));
  const rest = {
    ...(without(message, ["reasoning_details"]) as JsonObject),
    ...orderWithout(message, positions),
  };
  if (kept.length === details.length) return { ...rest, reasoning_details: kept };
  const others = without(rest, ["reasoning_content", "reasoning"]) as JsonObject;
  return kept.length === 0 ? others : { ...others, reasoning_details: kept };
}

/**
 * The history as one endpoint may see it: its own reasoning in its own form, that of others left out, ids as providers
 * gave them.
 * @param replays does the host take back reasoning as it gave it?
 */
export function ownHistory(request: ChatRequest, endpoint: Asked, replays: boolean): ChatRequest {
  let found: string | null = null;
  const origin = (): string => {
    found ??= reasoningOrigin(endpoint);
    return found;
  };
  const messages = request.messages.map((message) => {
    if (message.role === "tool") {
      const { id } = readSignedId(message.tool_call_id);
      return id === message.tool_call_id ? message : ({ ...message, tool_call_id: id } as ChatMessage);
    }
    if (message.role !== "assistant") return message;
    const { tool_calls: calls } = message;
    // Most turns only say something, and are nobody's in particular.
    if (!calls && !Object.hasOwn(message, "reasoning_details")) return message;
    const own = ownReasoning(message as JsonObject, origin(), replays);
    const seen = calls?.map((call) => ownCall(call as JsonObject, origin()));
    const isChanged = seen?.some((call, i) => call !== calls?.[i]) === true;
    return (isChanged ? { ...own, tool_calls: seen } : own) as unknown as ChatMessage;
  });
  return { ...request, messages };
}

/** What stands before a signature that is not Claude's, where a client knows no other signatures. */
const FOREIGN = /^origin:(?<origin>[^:]+):(?<signature>.*)$/s;

/** A signature in a form that has no place for its origin. */
export const withOrigin = (signature: string, origin: string): string =>
  origin === CLAUDE ? signature : `origin:${origin}:${signature}`;

/** The signature, and whose it is. */
export function readOrigin(text: string): { origin: string; signature: string } {
  const { origin = CLAUDE, signature = text } = FOREIGN.exec(text)?.groups ?? {};
  return { origin, signature };
}
