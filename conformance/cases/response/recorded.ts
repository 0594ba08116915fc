/**
 * Recorded answers reach the caller whole, in OpenAI's form (RES-01…03).
 * @module
 */
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { type Reply, whole } from "../../engine/reply.ts";
import type { ScenarioId } from "../../recordings/scenarios.ts";
import { CASE_EPOCH } from "../../targets/manual-clock.ts";
import { isStreamed, parsedCalls, pinned, play, refusalOnWire, withOwnIds } from "../_shared/support.ts";

const scenarios: readonly [ScenarioId, string, string][] = [
  ["chat.basic", "A short answer is a valid chat completion", "clients validate what they get"],
  [
    "chat.tools",
    "A tool call arrives with id, name and JSON arguments",
    "an agent executes what it reads here",
  ],
  ["chat.tools.parallel", "Two parallel tool calls stay two", "merged calls are unparsable"],
  ["chat.json-schema", "A structured answer arrives as the text that the model wrote", "callers parse it"],
  ["chat.reasoning", "Visible reasoning arrives beside the answer", "hosts name the field differently"],
  ["chat.length", "An answer cut at the limit says length", "a cut answer that says stop is trusted"],
  ["chat.unicode", "CJK and four-byte characters survive", "byte and character confusion shows here"],
  [
    "chat.refusal",
    "A refusal is carried, not lost beside null content",
    "null content alone looks like a bug",
  ],
  [
    "chat.content-filter",
    "A filtered answer says content_filter",
    "a filtered answer that says stop is trusted",
  ],
  [
    "chat.reasoning.outside",
    "An answer whose reasoning is counted apart is whole",
    "quirky usage must not cost the answer",
  ],
  ["chat.null-details", "Nulls where fields are usually absent do no harm", "strict schemas reject them"],
];

/** The fields that OpenAI's schema requires of a completion and its choices. */
export function checkCompletionShape({ check }: CaseContext, reply: Reply): void {
  const body = reply.json ?? {};
  check.equal("RES-01", "status", reply.status, 200);
  check.equal("RES-01", "object", body.object, "chat.completion");
  check.that("RES-01", "id", typeof body.id === "string" && body.id !== "", {
    expected: "a non-empty string",
    seen: body.id,
  });
  check.that("RES-01", "model", typeof body.model === "string" && body.model !== "", {
    expected: "a non-empty string",
    seen: body.model,
  });
  const created = Number(body.created);
  const plausible = Number.isInteger(created) && Math.abs(created - CASE_EPOCH / 1000) < 10 * 365 * 86_400;
  check.that("RES-01", "created-in-seconds", plausible, {
    expected: "seconds since 1970",
    seen: body.created,
  });
  const choices = Array.isArray(body.choices) ? body.choices.filter(isObject) : [];
  check.equal(
    "RES-01",
    "choice-indexes",
    choices.map((choice) => choice.index),
    [...choices.keys()],
  );
  for (const { message, finish_reason } of choices) {
    const content = isObject(message) ? message.content : undefined;
    check.that("RES-01", "content", content === null || typeof content === "string", {
      expected: "text or null",
      seen: content,
    });
    check.equal("RES-01", "role", isObject(message) ? message.role : undefined, "assistant");
    check.that("RES-01", "finish-reason", typeof finish_reason === "string", {
      expected: "a finish reason",
      seen: finish_reason,
    });
  }
}

export const recordedAnswers: readonly Case[] = [
  ...scenarios.map(
    ([scenario, title, why]): Case => ({
      id: `response.answer.${scenario.slice("chat.".length)}`,
      area: "response",
      title,
      why,
      requirements: ["RES-01", "RES-02", "RES-03"],
      needs: { scenarios: [scenario] },
      run: async (context) => {
        const { recording, reply, answer } = await play(context, scenario);
        const { expect = {} } = recording.meta;
        checkCompletionShape(context, reply);
        if (expect.text !== undefined) context.check.equal("RES-03", "text", answer.text, expect.text);
        context.check.equal("RES-03", "refusal", answer.refusal, refusalOnWire(recording));
        context.check.equal("RES-02", "finish-reason", answer.finishReasons, [expect.finishReason]);
        context.check.equal(
          "RES-03",
          "tool-calls",
          withOwnIds(parsedCalls(answer), expect.toolCalls),
          expect.toolCalls ?? [],
        );
        const other = answer.toolCalls.filter(({ type }) => type !== "function");
        context.check.equal("RES-03", "calls-of-functions", other, []);
      },
    }),
  ),
  {
    id: "response.answer.all-recorded",
    area: "response",
    title: "Every recorded answer, common or odd, says to the caller what it says on the wire",
    why: "what only one host does is read by nobody's common code",
    requirements: ["RES-01", "RES-02", "RES-03"],
    needs: { scenarios: ["chat.basic"] },
    run: async (context) => {
      const session = await context.open();
      for (const recording of context.allRecordings()) {
        const { id, expect } = recording.meta;
        if (expect?.finishReason === undefined || isStreamed(recording)) continue;
        const reply = await session.play(recording, pinned(context.endpointOf(recording)));
        checkCompletionShape(context, reply);
        const answer = whole(reply);
        context.check.equal("RES-02", `${id}.finish`, answer.finishReasons, [expect.finishReason]);
        if (expect.text !== undefined) context.check.equal("RES-03", `${id}.text`, answer.text, expect.text);
        context.check.equal(
          "RES-03",
          `${id}.calls`,
          withOwnIds(parsedCalls(answer), expect.toolCalls),
          expect.toolCalls ?? [],
        );
      }
    },
  },
  {
    id: "response.answer.choices.two",
    area: "response",
    title: "Every choice of several arrives under its index",
    why: "reading choices[0] alone loses what the caller paid for",
    requirements: ["RES-01", "RES-03"],
    needs: { scenarios: ["chat.choices.two"] },
    run: async (context) => {
      const { reply, recording } = await play(context, "chat.choices.two");
      checkCompletionShape(context, reply);
      const sent: unknown = JSON.parse(Buffer.from(recording.responseBody).toString("utf8"));
      const texts = (isObject(sent) && Array.isArray(sent.choices) ? sent.choices : []).map((choice) =>
        isObject(choice) && isObject(choice.message) ? choice.message.content : null,
      );
      context.check.equal("RES-03", "texts", [whole(reply, 0).text, whole(reply, 1).text], texts);
    },
  },
  {
    id: "response.answer.bare",
    area: "response",
    title: "Names the assistant in an answer whose message has no role",
    why: "clients validate the role; a host that leaves it out costs them the answer",
    requirements: ["RES-01", "RES-03"],
    needs: { scenarios: ["bare.answer"] },
    run: async (context) => {
      const { recording, reply, answer } = await play(context, "bare.answer");
      checkCompletionShape(context, reply);
      context.check.equal("RES-03", "text", answer.text, recording.meta.expect?.text);
    },
  },
  ...(
    [
      ["carried", ["chat.reasoning", "stream.reasoning"], "reasoning-text"],
      ["carried-unasked", ["chat.reasoning.unasked", "stream.reasoning.unasked"], "unasked-reasoning"],
    ] as const
  ).map(
    ([topic, pair, quirk]): Case => ({
      id: `response.reasoning.${topic}`,
      area: "response",
      title: "The reasoning text itself is carried, streamed and not",
      why: "hosts call it reasoning or reasoning_content, and callers must not care",
      requirements: ["RES-03"],
      needs: { scenarios: [...pair], quirk },
      run: async (context) => {
        for (const scenario of pair) {
          const { answer } = await play(context, scenario);
          context.check.that("RES-03", `${scenario}.reasoning`, answer.reasoning.length > 10, {
            expected: "the model's visible thinking in reasoning_content",
            seen: answer.reasoning,
          });
        }
      },
    }),
  ),
];
