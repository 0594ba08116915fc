/**
 * Answers in the words of dialects other than OpenAI's: how they finish, what stands in several pieces, what is beside the
 * text (RES-02, RES-03). The tables are written by hand from the wire facts.
 * @module
 */
import type { DialectName } from "../../../registry/dialects/dialect.ts";
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../case.ts";
import { assemble, type Reply, whole } from "../../reply.ts";
import { ask } from "../../stage.ts";
import { json, streamed } from "../../upstream/wire.ts";
import { pinned } from "../support.ts";

/** Each word for a finish, and what callers know it as. */
const FINISHES: Partial<Record<DialectName, Readonly<Record<string, string>>>> = {
  "anthropic-messages": {
    end_turn: "stop",
    stop_sequence: "stop",
    max_tokens: "length",
    model_context_window_exceeded: "length",
    refusal: "content_filter",
  },
  gemini: {
    STOP: "stop",
    MAX_TOKENS: "length",
    SAFETY: "content_filter",
    RECITATION: "content_filter",
    BLOCKLIST: "content_filter",
    PROHIBITED_CONTENT: "content_filter",
    SPII: "content_filter",
  },
  "bedrock-converse": {
    end_turn: "stop",
    stop_sequence: "stop",
    max_tokens: "length",
    model_context_window_exceeded: "length",
    guardrail_intervened: "content_filter",
    content_filtered: "content_filter",
  },
  "cohere-v2": { COMPLETE: "stop", STOP_SEQUENCE: "stop", MAX_TOKENS: "length" },
};

/** A message of the wire and what its caller must find in theirs, field by field. */
interface Told {
  body: JsonObject;
  message: JsonObject;
  /** Anywhere in the message. */
  mentions?: string;
}

const SOURCE = "https://almanac.example/tides?port=brest";

const ofClaude = (content: JsonObject[]): JsonObject => ({
  ...{ id: "msg_told", type: "message", role: "assistant", model: "simulated", content },
  ...{ stop_reason: "end_turn", stop_sequence: null, usage: { input_tokens: 9, output_tokens: 9 } },
});
const ofGemini = (parts: JsonObject[], more: JsonObject = {}): JsonObject => ({
  candidates: [{ content: { role: "model", parts }, finishReason: "STOP", index: 0, ...more }],
  ...{ modelVersion: "simulated", responseId: "told" },
  usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 9, totalTokenCount: 18 },
});
const ofConverse = (content: JsonObject[]): JsonObject => ({
  output: { message: { role: "assistant", content } },
  ...{ stopReason: "end_turn", usage: { inputTokens: 9, outputTokens: 9, totalTokens: 18 } },
});
const ofCohere = (message: JsonObject, finish: string): JsonObject => ({
  ...{ id: "told", finish_reason: finish, message: { role: "assistant", ...message } },
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
    ...{ start: 0, end: 3, text: "Ebb", type: "TEXT_CONTENT" },
    sources: [{ type: "document", id: "almanac", document: { title: "Tides", url: SOURCE } }],
  },
];

const TOLD: Partial<Record<DialectName, Readonly<Record<string, Told>>>> = {
  "anthropic-messages": {
    "several-texts": { body: ofClaude(TEXTS.map(typed)), message: { content: JOINED } },
    citations: {
      body: ofClaude([
        {
          ...typed({ text: "Ebb at six." }),
          citations: [
            {
              ...{ type: "web_search_result_location", url: SOURCE, title: "Tides" },
              ...{ cited_text: "ebb 06:00", encrypted_index: "x" },
            },
          ],
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
        groundingMetadata: {
          groundingChunks: [{ web: { uri: SOURCE, title: "Tides" } }],
          groundingSupports: [
            { segment: { startIndex: 0, endIndex: 3, text: "Ebb" }, groundingChunkIndices: [0] },
          ],
        },
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

const messageOf = ({ json: body }: Reply): JsonObject => {
  const [choice] = Array.isArray(body?.choices) ? body.choices.filter(isObject) : [];
  return isObject(choice?.message) ? choice.message : {};
};

const finishes = Object.entries(FINISHES).map(
  ([dialect, words]): Case => ({
    id: `response.finish.${dialect}`,
    area: "response",
    title: "Each word for a finish is told in the word that callers know, whole and streamed",
    why: "a filtered or cut answer that says stop is trusted",
    requirements: ["RES-02"],
    needs: { dialect: dialect as DialectName },
    run: async (context) => {
      const stage = await context.open();
      const model = pinned(context.endpoint());
      const plain = Object.keys(words)[0] ?? "";
      const usage = context.wire.usage({ prompt: 9, completion: 9 });
      for (const [word, expected] of Object.entries(words)) {
        const said = (text: string): string => text.replace(`"${plain}"`, `"${word}"`);
        const body: JsonObject = JSON.parse(said(JSON.stringify(context.wire.completion("Out.", usage))));
        stage.answer(json(200, body));
        const answer = whole(await stage.send(ask(model)));
        context.check.equal("RES-02", word, answer.finishReasons, [expected]);
        const pieces = context.wire.stream(["Out."], usage);
        // Frames of bytes have checksums: what they say cannot be changed by hand.
        if (!pieces.every((piece) => typeof piece === "string")) continue;
        stage.answer(streamed(context.wire.streamType, pieces.map(said)));
        const put = assemble(await stage.send(ask(model, { stream: true })));
        context.check.equal("RES-02", `${word}.streamed`, put.finishReasons, [expected]);
      }
    },
  }),
);

const messages = Object.entries(TOLD).flatMap(([dialect, all]) =>
  Object.entries(all).map(
    ([name, { body, message, mentions = "" }]): Case => ({
      id: `response.${dialect}.${name}`,
      area: "response",
      title: "What stands in several pieces, or beside the text, is all carried",
      why: "the first piece alone is half an answer, and a claim without its source is a rumour",
      requirements: ["RES-03"],
      needs: { dialect: dialect as DialectName },
      run: async (context) => {
        const stage = await context.open();
        stage.answer(json(200, body));
        const got = messageOf(await stage.send(ask(pinned(context.endpoint()))));
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
    const stage = await context.open();
    const endpoint = context.endpoint(({ capabilities }) => capabilities.has("reasoning"));
    const body = ask(pinned(endpoint), { reasoning_effort: "low" });
    const said = { reasoning: THOUGHT, text: "Out." };
    stage.answer(json(200, context.wire.answer(said)));
    const answer = whole(await stage.send(body));
    context.check.equal("RES-03", "whole", [answer.reasoning, answer.text], [THOUGHT, "Out."]);
    stage.answer(streamed(context.wire.streamType, context.wire.streamAnswer(said)));
    const put = assemble(await stage.send({ ...body, stream: true }));
    context.check.equal("STR-04", "streamed", [put.reasoning, put.text], [THOUGHT, "Out."]);
  },
};

export const nativeAnswers: readonly Case[] = [...finishes, ...messages, reasoning];
