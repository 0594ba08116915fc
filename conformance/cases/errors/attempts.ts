/**
 * When every attempt failed (ERR-09).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { pinned } from "../_shared/support.ts";
import { checkEnvelope } from "./judge.ts";

export const attemptCases: readonly Case[] = [
  {
    id: "errors.attempts.all-failed",
    area: "errors",
    title: "The last attempt's error is the answer, and all attempts are listed in order",
    why: "without the list nobody sees why the first choice was not used",
    requirements: ["ERR-01", "ERR-09"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const { slug } = context.provider;
      // Not every wire has a place for a code.
      const spoken = JSON.stringify(context.wire.error("x", { code: "gone" })).includes("gone");
      for (const stream of [false, true]) {
        const name = stream ? "streamed" : "plain";
        session.answer(
          context.simulate.error(429, "The first is busy"),
          { kind: "network-error" },
          context.simulate.error(404, "The third is gone", { code: "gone" }),
        );
        const reply = await session.send(ask([model, model, model].join(), { stream }));
        checkEnvelope(context, name, reply);
        const { message, code, attempts } = errorOf(reply) ?? {};
        const last = [reply.status, message, code];
        context.check.equal("ERR-09", `${name}.last-error`, last, [
          404,
          "The third is gone",
          spoken ? "gone" : null,
        ]);
        const list = Array.isArray(attempts) ? attempts : [];
        const brief = list.map((attempt) =>
          typeof attempt === "object" ? { ...attempt, message: "" } : attempt,
        );
        const entry = { provider: slug, mode: context.mode, message: "" };
        const expected = [
          { ...entry, status: 429, type: "rate_limit_error" },
          { ...entry, status: 502, type: "api_error" },
          { ...entry, status: 404, type: "not_found_error" },
        ];
        context.check.equal("ERR-09", `${name}.attempts`, brief, expected);
        const words = JSON.stringify(attempts);
        context.check.equal(
          "ERR-09",
          `${name}.messages`,
          ["The first is busy", "The third is gone"].every((text) => words.includes(text)),
          true,
        );
        context.check.equal("ERR-09", `${name}.count`, reply.headers.get("helicone-attempts"), "3");
        const record = await session.lastRecord();
        context.check.equal(
          "ERR-09",
          `${name}.recorded`,
          record?.attempts.map((attempt) => attempt.status),
          [429, 502, 404],
        );
      }
    },
  },
  {
    id: "errors.attempts.no-secret",
    area: "errors",
    title: "The list shows no key, also where a provider repeats one",
    why: "the list holds the words of attempts that the caller may know nothing about",
    requirements: ["ERR-06", "ERR-09"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const key = session.credential();
      const echo = context.simulate.error(401, `No such key: ${key}`);
      session.answer(echo, echo, context.simulate.error(503, "Closed"));
      const reply = await session.send(ask([model, model, model].join()));
      context.check.equal("ERR-06", "no-key", reply.text.includes(key), false);
      const { attempts } = errorOf(reply) ?? {};
      const statuses = Array.isArray(attempts)
        ? attempts.map((attempt) => (attempt as { status?: unknown }).status)
        : [];
      const refusal = context.mode === "ptb" ? 502 : 401;
      context.check.equal("ERR-09", "statuses", statuses, [refusal, refusal, 503]);
    },
  },
];
