/**
 * Thinking at Gemini's API: shown where the caller asks for it, each signature on the call that it came with, and turns that
 * say nothing (MAP-06, MAP-10, MAP-17). Expected are the vendor's own pages.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, whole } from "../../engine/reply.ts";
import { ask, bodyOf, type Session } from "../../engine/session.ts";
import { objectOf, objects } from "../../oracle/meaning/heard.ts";
import { json, streamed } from "../../upstream/wire.ts";
import { addressOf, askable } from "../_shared/bill.ts";
import { simulated } from "../_shared/support.ts";

/** What callers say of thinking, and whether its text is to be shown; `null` leaves that to the host. */
const ASKED: readonly [more: JsonObject, shown: boolean | null][] = [
  [{}, null],
  [{ reasoning_effort: "low" }, true],
  [{ reasoning_effort: "high" }, true],
  [{ reasoning_effort: "none" }, false],
  [{ thinking: { type: "enabled", budget_tokens: 2048 } }, true],
  [{ thinking: { type: "disabled" } }, false],
  [{ thinking: { type: "adaptive" } }, true],
  [{ include_reasoning: true }, true],
  [{ include_reasoning: false }, false],
  [{ include_reasoning: false, reasoning_effort: "high" }, false],
];

/** One endpoint for each way to ask for thinking. */
function thinkers(context: CaseContext): Endpoint[] {
  const byKind = new Map<unknown, Endpoint>();
  for (const endpoint of askable(context))
    if (endpoint.capabilities.has("reasoning") && !byKind.has(endpoint.reasoning))
      byKind.set(endpoint.reasoning, endpoint);
  return [...byKind.values()];
}

const TOOLS: Json = [
  { type: "function", function: { name: "bell", parameters: { type: "object", properties: {} } } },
];
const USER = { role: "user", content: "Ring them all." };

/** Signatures of calls that were made at once: the vendor puts one on the first; each goes back where it stood. */
const SIGNED: readonly (readonly (string | null)[])[] = [
  ["c2lnbmVkLW9uZQ==", null, null],
  ["c2lnbmVkLW9uZQ==", null, "c2lnbmVkLXRocmVl"],
];

/** What stands on the first call of a turn that nobody signed, as documented for histories of other models. */
const SKIPPED = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

const answerOf = (signatures: readonly (string | null)[]): JsonObject => ({
  candidates: [
    {
      index: 0,
      content: {
        role: "model",
        parts: signatures.map((signature, i) => ({
          functionCall: { id: `bell_${i}`, name: "bell", args: {} },
          ...(signature === null ? {} : { thoughtSignature: signature }),
        })),
      },
      finishReason: "STOP",
    },
  ],
  modelVersion: "simulated",
  responseId: "signed",
  usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 9, totalTokenCount: 18 },
});

const partsSent = (session: Session): JsonObject[] =>
  objects(bodyOf(session.received.at(-1)).contents).flatMap(({ parts }) => objects(parts));

/** The signature on each call that was sent, in order. */
const signaturesSent = (session: Session): unknown[] =>
  partsSent(session)
    .filter(({ functionCall }) => functionCall !== undefined)
    .map(({ thoughtSignature }) => thoughtSignature ?? null);

/** The next turn of a client that gives back what every client knows of a call: id, name and arguments. */
function nextOf(calls: readonly { id: string; name: string; arguments: string }[]): JsonObject {
  const said = calls.map(({ id, name, arguments: args }) => ({
    id,
    type: "function",
    function: { name, arguments: args },
  }));
  const results = calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: "Dong." }));
  return {
    tools: TOOLS,
    messages: [USER, { role: "assistant", content: null, tool_calls: said }, ...results],
  };
}

const IN_GEMINI = { api: "gemini" } as const;

export const geminiThinkingCases: readonly Case[] = [
  {
    id: "mapping.gemini.thoughts-shown",
    area: "mapping",
    title: "Asks for the text of thinking where the caller wants it, and not where they do not",
    why: "thinking that nobody asked to see is shown to users; thinking that somebody waits for is paid for unseen",
    requirements: ["MAP-10"],
    needs: { ...IN_GEMINI, capabilities: ["reasoning"] },
    run: async (context) => {
      const session = await context.open();
      for (const endpoint of thinkers(context))
        for (const [more, shown] of ASKED) {
          const isTaken = Object.keys(more).every((name) =>
            (endpoint.supportedParameters as readonly string[]).includes(name),
          );
          if (!isTaken) continue;
          session.answer(simulated(context));
          await session.send(ask(addressOf(endpoint), more));
          const { thinkingConfig } = objectOf(bodyOf(session.received[0]).generationConfig);
          const seen = objectOf(thinkingConfig).includeThoughts ?? null;
          context.check.equal("MAP-10", `${endpoint.reasoning} ${JSON.stringify(more)}`, seen, shown);
        }
    },
  },
  {
    id: "mapping.gemini.parallel-signatures",
    area: "mapping",
    title:
      "Gives each signature back on the call that it came with, whole and streamed, and no other call one",
    why: "a turn whose signatures moved or are missing is refused, and the agent stops in the middle of its work",
    requirements: ["MAP-06", "MAP-17"],
    needs: { ...IN_GEMINI, capabilities: ["tools", "reasoning"] },
    run: async (context) => {
      const session = await context.open();
      for (const endpoint of thinkers(context).filter(({ capabilities }) => capabilities.has("tools"))) {
        const model = addressOf(endpoint);
        for (const signatures of SIGNED)
          for (const stream of [false, true]) {
            const body = answerOf(signatures);
            session.answer(
              stream
                ? streamed(context.wire.streamType, [`data: ${JSON.stringify(body)}\r\n\r\n`])
                : json(200, body),
            );
            const reply = await session.send(
              ask(model, { messages: [USER] as Json[], tools: TOOLS, stream }),
            );
            const { toolCalls } = stream ? assemble(reply) : whole(reply);
            session.answer(simulated(context));
            await session.send(ask(model, nextOf(toolCalls)));
            const name = `${endpoint.reasoning} ${stream ? "streamed" : "whole"} ${signatures.length}`;
            context.check.equal("MAP-06", name, signaturesSent(session), signatures);
          }
        session.answer(simulated(context));
        const foreign = ["one", "two"].map((id) => ({ id: `call_${id}`, name: "bell", arguments: "{}" }));
        await session.send(ask(model, nextOf(foreign)));
        const [first, ...others] = signaturesSent(session);
        const isRight = first === null || first === SKIPPED;
        context.check.equal(
          "MAP-17",
          `${endpoint.reasoning} of another model`,
          [isRight, others],
          [true, [null]],
        );
      }
    },
  },
  {
    id: "mapping.gemini.empty-turns",
    area: "mapping",
    title: "Keeps a turn of the user's that says nothing as a turn that says nothing",
    why: "left out it joins two turns of the model's, and an empty list of parts is a 400",
    requirements: ["MAP-05", "MAP-15"],
    needs: IN_GEMINI,
    run: async (context) => {
      const session = await context.open();
      for (const [name, content] of Object.entries({ text: "", list: [] as Json[] })) {
        const messages: Json[] = [
          { role: "user", content: "Ring." },
          { role: "assistant", content: "Rung." },
          { role: "user", content },
          { role: "assistant", content: "And?" },
          { role: "user", content: "Again." },
        ];
        session.answer(simulated(context));
        const reply = await session.send(ask(addressOf(context.endpoint()), { messages }));
        context.check.equal("MAP-15", `${name}.answered`, reply.status, 200);
        const said = objects(bodyOf(session.received[0]).contents).map(({ role, parts }) =>
          [role, ...objects(parts).map(({ text }) => text)].join(": "),
        );
        const expected = ["user: Ring.", "model: Rung.", "user: ", "model: And?", "user: Again."];
        context.check.equal("MAP-05", `${name}.turns`, said, expected);
      }
    },
  },
];
