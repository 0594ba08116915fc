/**
 * What callers get wrong (ERR-08): each a 4xx that names the place, without an upstream call, and the next one works.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { ask, type SendOptions, type Session } from "../../engine/session.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { checkEnvelope } from "./judge.ts";

/** The refusal itself, then a good request on the same gateway. */
async function refused(
  context: CaseContext,
  session: Session,
  name: string,
  sent: { body: JsonObject; options?: SendOptions },
  status: number,
): Promise<Reply> {
  session.answer(simulated(context));
  const reply = await session.send(sent.body, sent.options);
  checkEnvelope(context, name, reply, "ERR-08");
  context.check.equal("ERR-08", `${name}.status`, reply.status, status);
  context.check.equal("ERR-08", `${name}.no-upstream-call`, session.received.length, 0);
  const next = await session.send(ask(pinned(context.endpoint())));
  context.check.equal("ERR-08", `${name}.next-works`, next.status, 200);
  return reply;
}

const BODIES: readonly [name: string, body: string | Uint8Array][] = [
  ["half", '{"model":"a","messages":['],
  ["trailing", '{"model":"a"} {'],
  ["single-quotes", "{'model':'a'}"],
  ["comma-at-the-end", '{"model":"a","messages":[{"role":"user","content":"x"}],}'],
  ["comment", '{"model":"a" /* which one? */}'],
  ["no-number", '{"model":"a","temperature":NaN}'],
  ["control-character", '{"model":"a\n"}'],
  ["empty", ""],
  ["null", "null"],
  ["list", "[]"],
  ["string", '"hello"'],
  ["number", "7"],
  ["not-utf-8", Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ["half-character", Uint8Array.from([0x22, 0xe2, 0x82])],
];

/** A wrong field, and where the error must say it is. */
const FIELDS: readonly [change: JsonObject, param: string][] = [
  [{ model: 7 }, "model"],
  [{ model: "" }, "model"],
  [{ model: null }, "model"],
  [{ messages: "hi" }, "messages"],
  [{ messages: [] }, "messages"],
  [{ messages: [{ content: "x" }] }, "messages[0].role"],
  [{ messages: [{ role: "user", content: 5 }] }, "messages[0].content"],
  [{ messages: [{ role: "user" }] }, "messages[0].content"],
  [{ messages: [{ role: "user", content: [{ type: "text" }] }] }, "messages[0].content[0].text"],
  [{ temperature: "hot" }, "temperature"],
  [{ temperature: 3 }, "temperature"],
  [{ stream: "yes" }, "stream"],
  [{ n: 0 }, "n"],
  [{ max_tokens: -1 }, "max_tokens"],
  [{ max_tokens: 1.5 }, "max_tokens"],
  [{ tools: {} }, "tools"],
  [{ messages: [null] }, "messages[0]"],
  [{ messages: [{ role: "user", content: [null] }] }, "messages[0].content[0]"],
  [{ tools: [null] }, "tools[0]"],
  [{ stop: ["a", null] }, "stop[1]"],
  [{ stop: 5 }, "stop"],
  [{ response_format: { type: "poem" } }, "response_format.type"],
];

const TYPES = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"];

const ELSEWHERE = [
  "/",
  "/v1",
  "/v1/chat/completion",
  "/v1/chat/completions/",
  "/v2/chat/completions",
  "/v1//models",
];

export const inputCases: readonly Case[] = [
  {
    id: "errors.input.broken-body",
    area: "errors",
    title: "A body that is no JSON object is 400",
    why: "a parser's fault must not become the gateway's",
    requirements: ["ERR-08"],
    run: async (context) => {
      const session = await context.open();
      // With a model that there is, so that only the syntax is wrong.
      const model = JSON.stringify(pinned(context.endpoint()));
      for (const [name, body] of context.sample(BODIES)) {
        const rawBody = typeof body === "string" ? body.replace('"a"', model) : body;
        await refused(context, session, name, { body: {}, options: { rawBody } }, 400);
      }
    },
  },
  {
    id: "errors.input.wrong-types",
    area: "errors",
    title: "A field of the wrong type is 400 and its path is the param",
    why: "passed on it comes back as some provider's puzzle, or not at all",
    requirements: ["ERR-08"],
    run: async (context) => {
      const session = await context.open();
      const good = ask(pinned(context.endpoint()));
      for (const [change, param] of context.sample(FIELDS)) {
        const name = JSON.stringify(change);
        const reply = await refused(context, session, name, { body: { ...good, ...change } }, 400);
        context.check.equal("ERR-08", `${name}.param`, errorOf(reply)?.param, param);
      }
    },
  },
  {
    id: "errors.input.content-type",
    area: "errors",
    title: "A body of another content type is 415; JSON with a charset is taken",
    why: "guessing at form bodies ends in faults",
    requirements: ["ERR-08"],
    run: async (context) => {
      const session = await context.open();
      const body = ask(pinned(context.endpoint()));
      for (const type of TYPES) {
        await refused(context, session, type, { body, options: { headers: { "content-type": type } } }, 415);
      }
      const headers = { "content-type": "application/json; charset=utf-8" };
      session.answer(simulated(context));
      context.check.equal("ERR-08", "charset", (await session.send(body, { headers })).status, 200);
    },
  },
  {
    id: "errors.input.method-and-path",
    area: "errors",
    title: "A wrong method is 405 with the right ones in Allow, a wrong path is 404",
    why: "an HTML or text answer of the framework is no error that a client reads",
    requirements: ["ERR-08"],
    run: async (context) => {
      const session = await context.open();
      const body = ask(pinned(context.endpoint()));
      for (const method of ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
        const reply = await refused(context, session, method, { body, options: { method } }, 405);
        context.check.equal("ERR-08", `${method}.allow`, reply.headers.get("allow"), "POST");
      }
      const models = await refused(
        context,
        session,
        "models",
        { body, options: { path: "/v1/models" } },
        405,
      );
      context.check.equal("ERR-08", "models.allow", models.headers.get("allow"), "GET, HEAD");
      for (const path of context.sample(ELSEWHERE))
        await refused(context, session, path, { body, options: { path } }, 404);
    },
  },
  {
    id: "errors.input.too-large",
    area: "errors",
    title: "A body over the limit is 413, and a megabyte of text below it is served",
    why: "a body without a bound takes the memory of all, and a small hidden bound refuses what is allowed",
    requirements: ["ERR-08"],
    run: async (context) => {
      const model = pinned(context.endpoint());
      const small = await context.open({ limits: { maxBodyBytes: 4_000 } });
      const body = ask(model, { user: "x".repeat(5_000) });
      const reply = await refused(context, small, "over", { body }, 413);
      context.check.equal("ERR-08", "type", errorOf(reply)?.type, "request_too_large");
      const roomy = await context.open();
      roomy.answer(simulated(context));
      const long = "Count the gulls. ".repeat(65_000);
      const served = await roomy.send({ model, messages: [{ role: "user", content: long }] });
      context.check.equal("ERR-08", "long-text-is-served", served.status, 200);
    },
  },
];
