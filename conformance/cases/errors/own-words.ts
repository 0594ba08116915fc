/**
 * What the gateway itself refuses, at the route of every API: the same fault has the same words there (ERR-01, ERR-08).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { CLIENT_APIS, CLIENTS } from "../../oracle/meaning/expected.ts";
import { addressOf } from "../_shared/bill.ts";
import { askedBy } from "../_shared/exchange.ts";
import { simulated } from "../_shared/support.ts";

/** Faults that have nothing to do with the API in which they are made, by the text that is sent. */
const FAULTS: Readonly<Record<string, (body: JsonObject, model: string) => string>> = {
  "no-json": (body) => JSON.stringify(body).slice(0, -1),
  list: (body) => JSON.stringify([body]),
  "model-missing": ({ model: _none, ...body }) => JSON.stringify(body),
  "model-empty": (body) => JSON.stringify({ ...body, model: "" }),
  "model-number": (body) => JSON.stringify({ ...body, model: 2 ** 31 }),
  "model-unknown": (body, model) => JSON.stringify({ ...body, model: `${model}x` }),
  "entry-misspelt": (body, model) => JSON.stringify({ ...body, model: `${model},${model}x` }),
  "entry-empty": (body, model) => JSON.stringify({ ...body, model: `${model},,${model}` }),
  "stream-no-boolean": (body) => JSON.stringify({ ...body, stream: "true" }),
};

const wordsOf = (reply: Reply): string => {
  const message = errorOf(reply)?.message;
  return typeof message === "string" ? message : "";
};

export const ownWordsCases: readonly Case[] = [
  {
    id: "errors.input.every-api",
    area: "errors",
    title:
      "What the gateway itself refuses has a status and words at every API, the same ones for the same fault",
    why: "whoever speaks another API than the one the errors were written for gets an empty one",
    requirements: ["ERR-01", "ERR-08"],
    run: async (context) => {
      const session = await context.open({ direct: true });
      session.answer(simulated(context));
      const endpoint = context.endpoint();
      const model = addressOf(endpoint);
      for (const [name, write] of context.sample(Object.entries(FAULTS), { least: 2 })) {
        let first: { status: number; words: string } | null = null;
        for (const client of CLIENT_APIS) {
          const rawBody = write(askedBy(client, endpoint, false), model);
          const reply = await session.send({}, { path: CLIENTS[client].path, rawBody });
          const words = wordsOf(reply);
          context.check.that("ERR-01", `${name}.${client}.words`, words.trim() !== "", {
            expected: "an error with words",
            seen: reply.text,
          });
          first ??= { status: reply.status, words };
          context.check.equal("ERR-01", `${name}.${client}.same-words`, words, first.words);
          context.check.equal("ERR-08", `${name}.${client}.same-status`, reply.status, first.status);
          context.check.equal("ERR-08", `${name}.${client}.refused`, Math.floor(reply.status / 100), 4);
        }
      }
      context.check.equal("ERR-08", "no-upstream-call", session.received.length, 0);
    },
  },
];
