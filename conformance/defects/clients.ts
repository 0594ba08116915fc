/**
 * Answers that look right to the eye and are of no use to a client: what SDKs stumble over.
 * @module
 */
import type { Around } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";

const MESSAGES = "/v1/messages";
export const CHAT = "/v1/chat/completions";

/** Changes the text of every answer of one route, on its way to the caller. */
export const atRoute =
  (route: string, change: (text: string) => string): Around =>
  (send) =>
  async (path, init) => {
    const answer = await send(path, init);
    if (!path.startsWith(route)) return answer;
    const { status, headers } = answer;
    return new Response(change(await answer.text()), { status, headers });
  };

interface Draft {
  id: string;
  title: string;
  breaks: Defect["breaks"];
  seenIn?: string;
}

const route = (path: string, change: (text: string) => string, draft: Draft): Defect => ({
  seenIn: "own",
  ...draft,
  plant: (parts) => parts,
  around: atRoute(path, change),
});

export const clientDefects: readonly Defect[] = [
  route("/v1/responses", (text) => text.replaceAll("response.output_text.delta", "response.text.delta"), {
    id: "clients.responses-delta-renamed",
    title: "Pieces of text in a stream of Responses are events of another name",
    breaks: ["STR-04", "API-01"],
  }),
  route(MESSAGES, (text) => text.replaceAll('"input_tokens"', '"prompt_tokens"'), {
    id: "clients.messages-usage-renamed",
    title: "Callers of /v1/messages get OpenAI's names of the counts",
    breaks: ["USE-06", "STR-06"],
  }),
  route(MESSAGES, (text) => text.replace('"type":"text"', '"type":"output_text"'), {
    id: "clients.messages-block-type",
    title: "Text stands in blocks of a type that Anthropic does not have",
    breaks: ["RES-01"],
  }),
  route(MESSAGES, (text) => text.replace(/^event: .*\n/gm, ""), {
    id: "clients.messages-no-event-names",
    title: "Events of Anthropic's stream have no names",
    breaks: ["STR-04"],
  }),
  route(MESSAGES, (text) => text.replaceAll('"index":1', '"index":0'), {
    id: "clients.messages-one-block",
    title: "All blocks of Anthropic's stream have index 0",
    breaks: ["STR-04"],
  }),
  route(
    MESSAGES,
    (text) => text.replace(/"input":(\{[^{}]*\})/g, (_, input) => `"input":${JSON.stringify(input)}`),
    {
      id: "clients.messages-input-as-text",
      title: "Arguments of tool calls are text where Anthropic has an object",
      breaks: ["RES-03"],
    },
  ),
  route(MESSAGES, (text) => text.replace('"type":"rate_limit_error"', '"type":"insufficient_quota"'), {
    id: "clients.messages-error-type",
    title: "Errors at /v1/messages have types of another maker",
    breaks: ["ERR-02"],
  }),
  route(MESSAGES, (text) => text.replace(/"message":"(?:[^"\\]|\\.)*"/, '"message":"Provider error"'), {
    id: "clients.messages-error-words",
    title: "Errors at /v1/messages have lost the provider's words",
    breaks: ["ERR-01"],
  }),
  route(
    CHAT,
    (text) => text.replace(/"content":("(?:[^"\\]|\\.)*")/, '"content":[{"type":"output_text","text":$1}]'),
    {
      id: "clients.content-in-parts",
      title: "The text of an answer is a list of parts",
      breaks: ["RES-01", "STR-04"],
    },
  ),
  route(CHAT, (text) => text.replace(/"prompt_tokens":(\d+)/, '"prompt_tokens":"$1"'), {
    id: "clients.counts-as-text",
    title: "Counts are text",
    breaks: ["USE-06", "STR-06"],
  }),
  route(CHAT, (text) => text.replace(/"id":("[^"]*","type":"function")/g, '"call_id":$1'), {
    id: "clients.call-id-renamed",
    title: "Tool calls have their id under another name",
    breaks: ["RES-03", "STR-04"],
  }),
  route(CHAT, (text) => text.replace(/"error":\{.*"message":("(?:[^"\\]|\\.)*").*\}/, '"error":$1'), {
    id: "clients.error-as-text",
    title: "The error is a sentence where clients look for an object",
    breaks: ["ERR-01", "ERR-02"],
  }),
  route(CHAT, (text) => text.replace("data: [DONE]\n\n", "data: [DONE]\n\ndata: [DONE]\n\n"), {
    id: "clients.done-twice",
    title: "A stream says [DONE] twice",
    breaks: ["STR-04"],
  }),
  route(CHAT, (text) => text.replace(/^data: \{/gm, 'data: {"usage":null,'), {
    id: "clients.usage-null-unasked",
    title: "Every chunk has a usage of null, also for callers who did not ask for any",
    breaks: ["STR-06"],
  }),
  route(CHAT, (text) => text.replaceAll('"type":"function",', ""), {
    id: "clients.call-type-lost",
    title: "Tool calls do not say that they are functions",
    breaks: ["RES-03", "STR-04"],
  }),
  route(MESSAGES, (text) => text.replace(/"model":"[^"]*",/, ""), {
    id: "clients.messages-model-lost",
    title: "Anthropic's messages do not say which model wrote them",
    breaks: ["RES-01", "STR-04"],
  }),
  route(MESSAGES, (text) => (text.startsWith("event:") ? `${text}data: [DONE]\n\n` : text), {
    id: "clients.messages-done-added",
    title: "Anthropic's streams end with OpenAI's [DONE]",
    breaks: ["STR-04"],
  }),
];
