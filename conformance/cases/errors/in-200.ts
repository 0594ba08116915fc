/**
 * A success status around a failure (ERR-04).
 * @module
 */
import type { Json } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { ask } from "../../engine/session.ts";
import { json, raw } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";
import { checkEnvelope, checkMeaning, checkWords, statusFor } from "./judge.ts";

const WORDS = "The gate did not open";

/** What stands in the body, and the status that it means. */
const CONTENTS: readonly [name: string, body: Json, means: number][] = [
  ["code-429", { error: { message: WORDS, code: 429 } }, 429],
  ["code-text", { error: { message: WORDS, code: "429" } }, 429],
  ["status-code", { error: { message: WORDS, status_code: 503 } }, 503],
  ["code-400", { error: { message: WORDS, code: 400 } }, 400],
  ["code-401", { error: { message: WORDS, code: 401 } }, 401],
  ["type", { error: { message: WORDS, type: "rate_limit_error" } }, 429],
  ["error-code", { error: { message: WORDS, code: "rate_limit_exceeded" } }, 429],
  ["nothing-said", { error: { message: WORDS } }, 502],
  ["string", { error: WORDS }, 502],
  ["detail", { detail: WORDS }, 502],
  ["beside-empty-choices", { id: "x", choices: [], error: { message: WORDS, code: 503 } }, 503],
];

const UNUSABLE: readonly [name: string, type: string | null, body: string][] = [
  ["null", "application/json", "null"],
  ["text", "application/json", '"hi"'],
  ["object", "application/json", "{}"],
  ["not-json", "text/plain", "hello"],
  ["html", "text/html", "<html><body>login</body></html>"],
  ["empty", null, ""],
];

export const inSuccessCases: readonly Case[] = [
  {
    id: "errors.in-200.error-body",
    area: "errors",
    title: "A 200 whose body is an error is that error, streamed or not, and costs nothing",
    why: "taken for a success it is billed, cached and never falls back",
    requirements: ["ERR-01", "ERR-02", "ERR-03", "ERR-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const [name, body, means] of CONTENTS) {
        for (const stream of [false, true]) {
          const label = stream ? `${name}.streamed` : name;
          session.answer(json(200, body));
          const reply = await session.send(ask(model, { stream }));
          context.check.equal("ERR-04", `${label}.is-an-error`, reply.status, statusFor(context, means));
          checkEnvelope(context, label, reply);
          checkMeaning(context, label, reply, means);
          checkWords(context, label, reply, means, WORDS);
          context.check.equal(
            "ERR-04",
            `${label}.recorded-as`,
            (await session.lastRecord())?.outcome,
            "failed",
          );
        }
      }
      const { charged, reserved } = await session.gateway.wallet("a");
      context.check.equal("ERR-04", "nothing-charged", [charged, reserved], [0n, 0n]);
    },
  },
  {
    id: "errors.in-200.first-event",
    area: "errors",
    title: "A stream whose first data is an error is answered with that error's status, not with a stream",
    why: "before the first content the status line is still free",
    requirements: ["ERR-01", "ERR-02", "ERR-03", "ERR-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const [name, body, means] of CONTENTS) {
        session.answer(raw(200, "text/event-stream", `: wait\n\ndata: ${JSON.stringify(body)}\n\n`));
        const reply = await session.send(ask(model, { stream: true }));
        context.check.equal("ERR-04", `${name}.is-an-error`, reply.status, statusFor(context, means));
        checkEnvelope(context, name, reply);
        checkMeaning(context, name, reply, means);
      }
    },
  },
  {
    id: "errors.in-200.nothing-usable",
    area: "errors",
    title:
      "A 200 without an answer in it is 502 in the envelope with the provider's request id, and the next request works",
    why: "reading on without looking ends in a fault of the gateway's own",
    requirements: ["ERR-01", "ERR-02", "ERR-05"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const { answerless, completion } = context.wire;
      const own = [
        ["half", "application/json", JSON.stringify(completion("Out.")).slice(0, -9)],
        ...answerless.map(
          (body, i) => [`answerless-${i}`, "application/json", JSON.stringify(body)] as const,
        ),
      ] as const;
      for (const [name, type, body] of [...UNUSABLE, ...own]) {
        session.answer(raw(200, type, body, [["x-request-id", "req-of-the-provider"]]));
        const reply = await session.send(ask(model));
        checkEnvelope(context, name, reply);
        checkMeaning(context, name, reply, 502);
        const id = reply.headers.get("helicone-upstream-request-id");
        context.check.equal("ERR-05", `${name}.upstream-id`, id, "req-of-the-provider");
      }
      session.answer(context.simulate.completion("Fine."));
      context.check.equal("ERR-02", "next-request", (await session.send(ask(model))).status, 200);
    },
  },
];
