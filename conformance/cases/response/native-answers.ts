/**
 * Answers of dialects other than OpenAI's: what stands in several pieces, and what is beside the text (RES-03, STR-04).
 * @module
 */
import type { UpstreamApiId } from "../../../registry/apis/index.ts";
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { assemble, type Reply, whole } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { json, streamed } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

/** A message of the wire and what its caller must find in theirs, field by field. */
interface Told {
  body: JsonObject;
  message: JsonObject;
  /** Anywhere in the message. */
  mentions?: string;
}

const SOURCE = "https://almanac.example/tides?port=brest";

const ofClaude = (content: JsonObject[]): JsonObject => ({
  id: "msg_told",
  type: "message",
  role: "assistant",
  model: "simulated",
  content,
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 9, output_tokens: 9 },
});
const ofGemini = (parts: JsonObject[], more: JsonObject = {}): JsonObject => ({
  candidates: [{ content: { role: "model", parts }, finishReason: "STOP", index: 0, ...more }],
  modelVersion: "simulated",
  responseId: "told",
  usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 9, totalTokenCount: 18 },
});
const ofConverse = (content: JsonObject[]): JsonObject => ({
  output: { message: { role: "assistant", content } },
  stopReason: "end_turn",
  usage: { inputTokens: 9, outputTokens: 9, totalTokens: 18 },
});
const ofCohere = (message: JsonObject, finish: string): JsonObject => ({
  id: "told",
  finish_reason: finish,
  message: { role: "assistant", ...message },
  usage: {
    billed_units: { input_tokens: 9, output_tokens: 9 },
    tokens: { input_tokens: 9, output_tokens: 9 },
  },
});

const TEXTS = [{ text: "Ebb, " }, { text: "then flood.\n" }];
const JOINED = "Ebb, then flood.\n";
const typed = (block: JsonObject): JsonObject => ({ type: "text", ...block });
const COHERE_CITATIONS = [
  {
    start: 0,
    end: 3,
    text: "Ebb",
    type: "TEXT_CONTENT",
    sources: [{ type: "document", id: "almanac", document: { title: "Tides", url: SOURCE } }],
  },
];

const GROUNDING: JsonObject = {
  groundingChunks: [{ web: { uri: SOURCE, title: "Tides" } }],
  groundingSupports: [{ segment: { startIndex: 0, endIndex: 3, text: "Ebb" }, groundingChunkIndices: [0] }],
};
const CLAUDE_CITATION: JsonObject = {
  type: "web_search_result_location",
  url: SOURCE,
  title: "Tides",
  cited_text: "ebb 06:00",
  encrypted_index: "x",
};

const TOLD: Partial<Record<UpstreamApiId, Readonly<Record<string, Told>>>> = {
  "anthropic-messages": {
    "several-texts": { body: ofClaude(TEXTS.map(typed)), message: { content: JOINED } },
    citations: {
      body: ofClaude([
        {
          ...typed({ text: "Ebb at six." }),
          citations: [CLAUDE_CITATION],
        },
      ]),
      message: { content: "Ebb at six." },
      mentions: SOURCE,
    },
  },
  gemini: {
    "several-texts": { body: ofGemini(TEXTS), message: { content: JOINED } },
    citations: {
      body: ofGemini([{ text: "Ebb at six." }], {
        groundingMetadata: GROUNDING,
      }),
      message: { content: "Ebb at six." },
      mentions: SOURCE,
    },
  },
  "bedrock-converse": {
    "several-texts": { body: ofConverse(TEXTS), message: { content: JOINED } },
    citations: {
      body: ofConverse([
        {
          citationsContent: {
            content: [{ text: "Ebb at six." }],
            citations: [{ title: "Tides", location: { web: { url: SOURCE } } }],
          },
        },
      ]),
      message: { content: "Ebb at six." },
      mentions: SOURCE,
    },
  },
  "cohere-v2": {
    "several-texts": {
      body: ofCohere({ content: TEXTS.map(typed) }, "COMPLETE"),
      message: { content: JOINED },
    },
    citations: {
      body: ofCohere({ content: [typed({ text: "Ebb at six." })], citations: COHERE_CITATIONS }, "COMPLETE"),
      message: { content: "Ebb at six.", citations: COHERE_CITATIONS },
    },
    plan: {
      body: ofCohere(
        {
          tool_plan: "First the bell.",
          tool_calls: [{ id: "bell_1", type: "function", function: { name: "bell", arguments: "{}" } }],
        },
        "TOOL_CALL",
      ),
      message: { content: null, tool_plan: "First the bell." },
    },
  },
};

const frame = (event: string, data: JsonObject): string =>
  `event: ${event}\ndata: ${JSON.stringify({ type: event, index: 0, ...data })}\n\n`;

/** The piece of a stream that names the source of the text before it. */
const CITED: Partial<Record<UpstreamApiId, string>> = {
  "anthropic-messages": frame("content_block_delta", {
    delta: { type: "citations_delta", citation: CLAUDE_CITATION },
  }),
  gemini: `data: ${JSON.stringify({ candidates: [{ index: 0, groundingMetadata: GROUNDING }] })}\n\n`,
  "cohere-v2": frame("citation-start", { delta: { message: { citations: COHERE_CITATIONS[0] ?? null } } }),
};

/** What the deltas of a chunk name as sources, in the places that callers know. */
const sourcesIn = ({ choices }: JsonObject): unknown[] =>
  (Array.isArray(choices) ? choices.filter(isObject) : []).flatMap(({ delta }) =>
    isObject(delta) ? [delta.annotations, delta.citations] : [],
  );

const cited = Object.entries(CITED).map(
  ([dialect, piece]): Case => ({
    id: `response.${dialect}.citations-streamed`,
    area: "response",
    title: "The source of a passage reaches the caller of a stream as well",
    why: "a reader of whole answers that knows sources is only half of the work",
    requirements: ["RES-03"],
    needs: { api: dialect as UpstreamApiId },
    run: async (context) => {
      const [opening = "", content = "", ...ending] = context.wire.stream(["Ebb at six."]);
      const session = await context.open();
      session.answer(streamed(context.wire.streamType, [opening, content, piece, ...ending]));
      const reply = await session.send(ask(pinned(context.endpoint()), { stream: true }));
      context.check.equal("RES-03", "text", assemble(reply).text, "Ebb at six.");
      const sources = reply.events.flatMap(sourcesIn);
      context.check.equal("RES-03", "source", JSON.stringify(sources).includes(SOURCE), true);
    },
  }),
);

const messageOf = ({ json: body }: Reply): JsonObject => {
  const [choice] = Array.isArray(body?.choices) ? body.choices.filter(isObject) : [];
  return isObject(choice?.message) ? choice.message : {};
};

const messages = Object.entries(TOLD).flatMap(([dialect, all]) =>
  Object.entries(all).map(
    ([name, { body, message, mentions = "" }]): Case => ({
      id: `response.${dialect}.${name}`,
      area: "response",
      title: "What stands in several pieces, or beside the text, is all carried",
      why: "the first piece alone is half an answer, and a claim without its source is a rumour",
      requirements: ["RES-03"],
      needs: { api: dialect as UpstreamApiId },
      run: async (context) => {
        const session = await context.open();
        session.answer(json(200, body));
        const got = messageOf(await session.send(ask(pinned(context.endpoint()))));
        for (const [field, expected] of Object.entries(message))
          context.check.equal("RES-03", field, got[field], expected);
        context.check.equal("RES-03", "source", JSON.stringify(got).includes(mentions), true);
      },
    }),
  ),
);

const THOUGHT = "First the ebb,\n then the flood.";

const reasoning: Case = {
  id: "response.verbatim.reasoning",
  area: "response",
  title: "Visible thinking arrives to the letter beside the answer, whole and streamed",
  why: "thinking that is shown as the answer, or lost, is paid for all the same",
  requirements: ["RES-03", "STR-04"],
  needs: { capabilities: ["reasoning"] },
  run: async (context) => {
    const session = await context.open();
    const endpoint = context.endpoint(({ capabilities }) => capabilities.has("reasoning"));
    const body = ask(pinned(endpoint), { reasoning_effort: "low" });
    const said = { reasoning: THOUGHT, text: "Out." };
    session.answer(json(200, context.wire.answer(said)));
    const answer = whole(await session.send(body));
    context.check.equal("RES-03", "whole", [answer.reasoning, answer.text], [THOUGHT, "Out."]);
    session.answer(streamed(context.wire.streamType, context.wire.streamAnswer(said)));
    const put = assemble(await session.send({ ...body, stream: true }));
    context.check.equal("STR-04", "streamed", [put.reasoning, put.text], [THOUGHT, "Out."]);
  },
};

export const nativeAnswers: readonly Case[] = [...messages, ...cited, reasoning];
