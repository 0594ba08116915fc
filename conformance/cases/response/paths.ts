/**
 * Paths of the official APIs that the gateway does not have, and the one for a single model: clear answers in the envelope of
 * the API that the path belongs to (ERR-01, ERR-08).
 * @module
 */
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";

/** What official clients have methods for, and a word that the answer must say of what there is. */
const NOT_OFFERED: readonly [path: string, says: string][] = [
  ["/v1/images/generations", "/v1/chat/completions"],
  ["/v1/images/edits", "/v1/chat/completions"],
  ["/v1/audio/speech", "/v1/chat/completions"],
  ["/v1/audio/transcriptions", "/v1/chat/completions"],
  ["/v1/files", "inside messages"],
  ["/v1/uploads", "inside messages"],
  ["/v1/batches", "one by one"],
  ["/v1/moderations", "no replacement"],
  ["/v1/assistants", "/v1/responses"],
  ["/v1/threads", "/v1/responses"],
  ["/v1/vector_stores", "/v1/embeddings"],
  ["/v1/fine_tuning/jobs", "no replacement"],
];

export const pathCases: readonly Case[] = [
  {
    id: "response.paths.not-offered",
    area: "response",
    title: "answers paths that it does not have with 501 in the envelope, and names what there is",
    why: "A 404 looks like a wrong address, and a page of markup like a broken client.",
    requirements: ["ERR-01"],
    once: true,
    run: async (context) => {
      const session = await context.open();
      for (const [path, says] of NOT_OFFERED) {
        const reply = await session.send({ model: "gpt-4o" }, { path });
        const error = errorOf(reply);
        const seen = [reply.status, error?.code, typeof error?.type, typeof error?.request_id];
        context.check.equal("ERR-01", path, seen, [501, "not_implemented", "string", "string"]);
        const message = String(error?.message);
        context.check.that("ERR-01", `${path}.says`, message.includes(says) && message.includes(path), {
          expected: `${path} and ${says}`,
          seen: message,
        });
      }
      const batches = await session.send({ requests: [] }, { path: "/v1/messages/batches" });
      const body = batches.json ?? {};
      const error = isObject(body.error) ? body.error : {};
      const seen = [batches.status, body.type, typeof error.type, typeof error.message];
      context.check.equal("ERR-01", "anthropic", seen, [501, "error", "string", "string"]);
      context.check.equal("ERR-01", "no-call", session.received.length, 0);
    },
  },
  {
    id: "response.paths.one-model",
    area: "response",
    title: "gives one model by its id, and a 404 in the envelope for a name that nobody has",
    why: "Clients look a model up before they use it; a made-up answer hides a typing error.",
    requirements: ["ERR-01", "ERR-08"],
    once: true,
    run: async (context) => {
      const session = await context.open();
      const { model } = context.endpoint();
      const found = await session.send({}, { path: `/v1/models/${model}`, method: "GET", rawBody: "" });
      const { id, object, owned_by: owner, created } = found.json ?? {};
      const types = [typeof owner, typeof created];
      const expected = [200, model, "model", "string", "number"];
      context.check.equal("ERR-08", "known", [found.status, id, object, ...types], expected);
      for (const name of ["no-such-model-at-all", "constructor", `${model}/nowhere`]) {
        const reply = await session.send({}, { path: `/v1/models/${name}`, method: "GET", rawBody: "" });
        const error = errorOf(reply);
        const seen = [reply.status, error?.code, error?.param];
        context.check.equal("ERR-01", name, seen, [404, "model_not_found", "model"]);
      }
    },
  },
];
