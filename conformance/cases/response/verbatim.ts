/**
 * What the model wrote arrives as it was written, streamed and not (RES-01, RES-03, RES-04, STR-04).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, type Reply, whole } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { json, streamed } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

const TEXT = '\n\n  def höhe():\r\n\treturn "𝄞"  # \\n &lt; o\u0308 \u2028 \ufeff\n\n';

/** Answers one request with a whole answer or a stream, and gives back what the caller got. */
async function answered(context: CaseContext, body: Json, more: JsonObject = {}): Promise<Reply> {
  const session = await context.open();
  session.answer(json(200, body));
  return session.send(ask(pinned(context.endpoint()), more));
}

async function answeredInPieces(context: CaseContext, pieces: readonly (string | Uint8Array)[], more = {}) {
  const session = await context.open();
  session.answer(streamed(context.wire.streamType, [...pieces]));
  return session.send(ask(pinned(context.endpoint()), { stream: true, ...more }));
}

const choicesOf = (body: JsonObject | null | undefined): JsonObject[] =>
  Array.isArray(body?.choices) ? body.choices.filter(isObject) : [];

/** What a token's likelihood looks like at every host that tells it. */
const LOGPROBS = {
  content: [
    {
      token: "Out",
      logprob: -0.25,
      bytes: [79, 117, 116],
      top_logprobs: [{ token: "In", logprob: -1.5, bytes: null }],
    },
  ],
};

/** A whole OpenAI answer with more in it. */
function openaiAnswer(context: CaseContext, choice: JsonObject, more: JsonObject = {}): JsonObject {
  const body = context.wire.answer({ text: "Out." });
  return { ...body, ...more, choices: choicesOf(body).map((plain) => ({ ...plain, ...choice })) };
}

/** Every chunk of an OpenAI stream with more in it. */
function openaiPieces(context: CaseContext, choice: JsonObject, more: JsonObject = {}): string[] {
  return context.wire.stream(["Out."]).map((piece) => {
    const [, data] = /^data: (\{.*\})\n\n$/s.exec(String(piece)) ?? [];
    if (data === undefined) return String(piece);
    const chunk: JsonObject = JSON.parse(data);
    const choices = choicesOf(chunk).map((plain) => ({ ...plain, ...choice }));
    return `data: ${JSON.stringify({ ...chunk, ...more, choices })}\n\n`;
  });
}

export const verbatimAnswers: readonly Case[] = [
  {
    id: "response.verbatim.text",
    area: "response",
    title: "The text of an answer arrives to the letter, whole and in pieces",
    why: "leading blanks are code, and rare characters are somebody's name",
    requirements: ["RES-03", "STR-04"],
    run: async (context) => {
      const reply = await answered(context, context.wire.completion(TEXT));
      context.check.equal("RES-03", "whole", whole(reply).text, TEXT);
      // Each character a piece of its own: a blank alone is the one that gets lost.
      const pieces = await answeredInPieces(context, context.wire.stream([...TEXT]));
      context.check.equal("STR-04", "in-pieces", assemble(pieces).text, TEXT);
    },
  },
  {
    id: "response.verbatim.calls-alone",
    area: "response",
    title: "An answer that only calls tools has null content, and says which tools in which order",
    why: "an empty text is shown to users as an empty answer",
    requirements: ["RES-01", "RES-03"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const calls = ["zephyr", "anchor"].map((name, i) => ({ id: `call_${i}`, name, arguments: { i } }));
      const tools = calls.map(({ name }) => ({ type: "function", function: { name } }));
      const session = await context.open();
      session.answer(json(200, context.wire.answer({ calls })));
      const model = pinned(context.endpoint(({ capabilities }) => capabilities.has("tools")));
      const reply = await session.send(ask(model, { tools }));
      const [choice] = choicesOf(reply.json);
      const message = isObject(choice?.message) ? choice.message : {};
      context.check.equal("RES-01", "null-content", message.content, null);
      const names = whole(reply).toolCalls.map(({ name }) => name);
      context.check.equal("RES-03", "calls-in-order", names, ["zephyr", "anchor"]);
    },
  },
  {
    id: "response.verbatim.empty",
    area: "response",
    title: "An empty text and null are told apart as the provider told them, beside a refusal too",
    why: "a client that shows the text crashes at null, and one that looks for null waits for a call that never comes",
    requirements: ["RES-01", "RES-03"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      for (const [name, said] of [
        ["empty", { content: "" }],
        ["null", { content: null }],
        ["refused", { content: null, refusal: "No." }],
      ] as const) {
        const message = { role: "assistant", ...said };
        const reply = await answered(context, openaiAnswer(context, { message, tide: 1 }));
        const [choice] = choicesOf(reply.json);
        const seen = isObject(choice?.message) ? choice.message : {};
        context.check.equal("RES-01", `${name}.content`, seen.content, said.content);
        const refusal = "refusal" in said ? said.refusal : null;
        context.check.equal("RES-03", `${name}.refusal`, seen.refusal ?? null, refusal);
      }
    },
  },
  {
    id: "response.verbatim.empty-text",
    area: "response",
    title: "An empty text is an empty text, in every API and in pieces, not null and not a blank",
    why: "a client that shows the text crashes at null, and a blank is a word that nobody said",
    requirements: ["RES-01", "STR-04"],
    run: async (context) => {
      const reply = await answered(context, context.wire.completion(""));
      const [choice] = choicesOf(reply.json);
      const message = isObject(choice?.message) ? choice.message : {};
      context.check.equal("RES-01", "whole", [reply.status, message.content], [200, ""]);
      const pieces = await answeredInPieces(context, context.wire.stream([""]));
      context.check.equal("STR-04", "in-pieces", [pieces.status, assemble(pieces).text], [200, ""]);
    },
  },
  {
    id: "response.verbatim.logprobs",
    area: "response",
    title: "Likelihoods of tokens arrive as the provider told them, whole and in pieces",
    why: "classifiers and evaluations read nothing else",
    requirements: ["RES-03", "STR-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const reply = await answered(context, openaiAnswer(context, { logprobs: LOGPROBS }));
      context.check.equal("RES-03", "whole", choicesOf(reply.json)[0]?.logprobs, LOGPROBS);
      const pieces = await answeredInPieces(context, openaiPieces(context, { logprobs: LOGPROBS }));
      const told = pieces.events.flatMap(choicesOf).filter(({ logprobs }) => isObject(logprobs));
      context.check.that(
        "STR-04",
        "in-pieces",
        told.length > 0 && told.every(({ logprobs }) => isSame(logprobs)),
        {
          expected: JSON.stringify(LOGPROBS),
          seen: told.map(({ logprobs }) => logprobs),
        },
      );
    },
  },
  {
    id: "response.verbatim.fingerprint",
    area: "response",
    title: "system_fingerprint and service_tier survive, whole and in pieces",
    why: "whoever repeats an answer by its seed compares the fingerprint first",
    requirements: ["RES-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const own = { system_fingerprint: "fp_tide", service_tier: "default" };
      const seenIn = ({ system_fingerprint, service_tier }: JsonObject) => ({
        system_fingerprint,
        service_tier,
      });
      const reply = await answered(context, openaiAnswer(context, {}, own));
      context.check.equal("RES-04", "whole", seenIn(reply.json ?? {}), own);
      const pieces = await answeredInPieces(context, openaiPieces(context, {}, own));
      const others = pieces.events.filter((event) => event.system_fingerprint !== own.system_fingerprint);
      context.check.equal("RES-04", "in-pieces", others, []);
    },
  },
];

const isSame = (value: unknown): boolean => JSON.stringify(value) === JSON.stringify(LOGPROBS);
