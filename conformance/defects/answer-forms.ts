/**
 * Answers that say everything and are not what the official client of their API counts on: a field that is always there is
 * not, or is of another kind.
 * @module
 */
import { isObject, type JsonObject, objectsIn, without } from "../../registry/json.ts";
import { atRoute } from "./clients.ts";
import type { Defect } from "./defect.ts";
import { everywhere, unchanged } from "./plants.ts";

const DATA = /^data: (\{.*\})$/gm;

/** Changes every object of a route's answers: the whole one, or those of its events. */
const said = (path: string, change: (body: JsonObject) => JsonObject) =>
  atRoute(path, (text) => {
    const changed = (json: string): string => {
      const body: unknown = JSON.parse(json);
      return isObject(body) ? JSON.stringify(change(body)) : json;
    };
    return text.startsWith("{") ? changed(text) : text.replace(DATA, (_, json) => `data: ${changed(json)}`);
  });

const leaving =
  (name: string, fields: readonly string[]) =>
  (body: JsonObject): JsonObject => {
    const changed = everywhere(body, (value, key) =>
      key === name && isObject(value) ? without(value, fields) : value,
    );
    return isObject(changed) ? changed : body;
  };

const eachChoice =
  (change: (choice: JsonObject) => JsonObject) =>
  (body: JsonObject): JsonObject =>
    Array.isArray(body.choices) ? { ...body, choices: objectsIn(body.choices).map(change) } : body;

const isResponse = ({ object }: JsonObject): boolean => object === "response";

const inResponse =
  (change: (response: JsonObject) => JsonObject) =>
  (body: JsonObject): JsonObject => {
    if (isResponse(body)) return change(body);
    return isObject(body.response) ? { ...body, response: change(body.response) } : body;
  };

interface Draft {
  id: string;
  title: string;
  breaks: Defect["breaks"];
  providers?: readonly string[];
}

const planted = (
  { id, ...draft }: Draft,
  path: string,
  change: (body: JsonObject) => JsonObject,
): Defect => ({
  id: `forms.${id}`,
  seenIn: "own",
  ...draft,
  plant: unchanged,
  around: said(path, change),
});

export const answerFormDefects: readonly Defect[] = [
  planted(
    {
      id: "chat-without-logprobs",
      title: "Choices of whole answers have no logprobs where the API says null",
      breaks: ["RES-01"],
      providers: ["anthropic", "google-ai-studio"],
    },
    "/v1/chat/completions",
    eachChoice((choice) => (choice.message === undefined ? choice : without(choice, ["logprobs"]))),
  ),
  planted(
    {
      id: "chat-without-finish",
      title: "Events before the end leave out the finish reason where the API says null",
      breaks: ["STR-04"],
      providers: ["anthropic", "cohere"],
    },
    "/v1/chat/completions",
    eachChoice((choice) =>
      choice.delta !== undefined && choice.finish_reason === null
        ? without(choice, ["finish_reason"])
        : choice,
    ),
  ),
  planted(
    {
      id: "chat-dates-as-text",
      title: "The date of an event is a text",
      breaks: ["STR-04"],
      providers: ["anthropic", "deepinfra"],
    },
    "/v1/chat/completions",
    (body) => (body.object === "chat.completion.chunk" ? { ...body, created: String(body.created) } : body),
  ),
  planted(
    {
      id: "messages-without-cache-counts",
      title: "Counts at /v1/messages leave out the caches where the API says null or 0",
      breaks: ["API-04"],
      providers: ["deepinfra", "bedrock"],
    },
    "/v1/messages",
    leaving("usage", ["cache_creation_input_tokens", "cache_read_input_tokens"]),
  ),
  planted(
    {
      id: "messages-without-sequence",
      title: "Answers at /v1/messages have no stop_sequence where none was met",
      breaks: ["API-04"],
      providers: ["deepinfra", "bedrock"],
    },
    "/v1/messages",
    (body) => (body.stop_sequence === null ? without(body, ["stop_sequence"]) : body),
  ),
  planted(
    {
      id: "responses-without-settings",
      title: "A response does not say by which settings it was made",
      breaks: ["API-01"],
      providers: ["deepinfra", "anthropic"],
    },
    "/v1/responses",
    inResponse((response) => without(response, ["top_p", "parallel_tool_calls"])),
  ),
  planted(
    {
      id: "responses-without-details",
      title: "The counts of a response have no details",
      breaks: ["API-01"],
      providers: ["deepinfra", "anthropic"],
    },
    "/v1/responses",
    inResponse(leaving("usage", ["input_tokens_details", "output_tokens_details"])),
  ),
  planted(
    {
      id: "embeddings-numbered-as-text",
      title: "The number of an embedding is a text",
      breaks: ["API-02"],
    },
    "/v1/embeddings",
    (body) => ({
      ...body,
      data: objectsIn(body.data).map((each) => ({ ...each, index: String(each.index) })),
    }),
  ),
  planted(
    {
      id: "completions-without-logprobs",
      title: "Choices of completions have no logprobs where the API says null",
      breaks: ["API-04"],
      providers: ["deepinfra", "openai"],
    },
    "/v1/completions",
    eachChoice((choice) => without(choice, ["logprobs"])),
  ),
  planted(
    {
      id: "errors-without-param",
      title: "Errors leave out the field that they are about where the API says null",
      breaks: ["ERR-01"],
    },
    "/v1/chat/completions",
    (body) =>
      isObject(body.error) && body.error.param === null
        ? { ...body, error: without(body.error, ["param"]) }
        : body,
  ),
  planted(
    {
      id: "errors-without-request",
      title: "Errors at /v1/messages do not name the request",
      breaks: ["ERR-01"],
    },
    "/v1/messages",
    (body) => (body.type === "error" ? without(body, ["request_id"]) : body),
  ),
];
