/**
 * How answers finish in the words of dialects other than OpenAI's (RES-02), in tables written by hand from the wire facts.
 * @module
 */
import type { UpstreamApiId } from "../../../registry/apis/index.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { assemble, whole } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { json, streamed } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

/** Each word for a finish, and what callers know it as. */
const FINISHES: Partial<Record<UpstreamApiId, Readonly<Record<string, string>>>> = {
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

export const nativeFinishes: readonly Case[] = Object.entries(FINISHES).map(
  ([dialect, words]): Case => ({
    id: `response.finish.${dialect}`,
    area: "response",
    title: "Each word for a finish is told in the word that callers know, whole and streamed",
    why: "a filtered or cut answer that says stop is trusted",
    requirements: ["RES-02"],
    needs: { api: dialect as UpstreamApiId },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const plain = Object.keys(words)[0] ?? "";
      const usage = context.wire.usage({ prompt: 9, completion: 9 });
      for (const [word, expected] of Object.entries(words)) {
        const said = (text: string): string => text.replace(`"${plain}"`, `"${word}"`);
        const body: JsonObject = JSON.parse(said(JSON.stringify(context.wire.completion("Out.", usage))));
        session.answer(json(200, body));
        const answer = whole(await session.send(ask(model)));
        context.check.equal("RES-02", word, answer.finishReasons, [expected]);
        const pieces = context.wire.stream(["Out."], usage);
        // Frames of bytes have checksums: what they say cannot be changed by hand.
        if (!pieces.every((piece) => typeof piece === "string")) continue;
        session.answer(streamed(context.wire.streamType, pieces.map(said)));
        const put = assemble(await session.send(ask(model, { stream: true })));
        context.check.equal("RES-02", `${word}.streamed`, put.finishReasons, [expected]);
      }
    },
  }),
);
