/**
 * Error bodies of every shape: one case for each, over the statuses that matter most (ERR-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { ask } from "../../engine/session.ts";
import { meansAt } from "../../recordings/host-meanings.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { raw } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";
import { checkEnvelope, checkMeaning, checkWords } from "./judge.ts";

const WORDS = "The winch is stuck";
const HTML = "<!DOCTYPE html>\n<html><head><title>Oops</title></head><body><h1>Oops</h1></body></html>";

const JSON_TYPE = "application/json";

interface Shape {
  topic: string;
  title: string;
  type: string | null;
  bodies: readonly string[];
  /** Do the bodies hold readable words? */
  words: boolean;
}

const error = (value: unknown): string => JSON.stringify({ error: value });

const shapes: readonly Shape[] = [
  {
    topic: "array",
    title: "A list with the error in it",
    type: JSON_TYPE,
    bodies: [`[${error({ message: WORDS })}]`],
    words: true,
  },
  {
    topic: "strings",
    title: "The error is a bare string, or a detail, or a message at the top",
    type: JSON_TYPE,
    bodies: [
      error(WORDS),
      JSON.stringify({ detail: WORDS }),
      JSON.stringify({ message: WORDS }),
      JSON.stringify(WORDS),
    ],
    words: true,
  },
  {
    topic: "validation-list",
    title: "A list of validation errors",
    type: JSON_TYPE,
    bodies: [JSON.stringify({ detail: [{ loc: ["body", "stop"], msg: WORDS, type: "value_error" }] })],
    words: true,
  },
  {
    topic: "wrapped",
    title: "An error inside an error",
    type: JSON_TYPE,
    bodies: [error({ error: { message: WORDS } }), error({ message: WORDS, param: 7, code: 1234, type: {} })],
    words: true,
  },
  {
    topic: "text",
    title: "A plain sentence",
    type: "text/plain",
    bodies: [WORDS, ` \n${WORDS}\n`],
    words: true,
  },
  { topic: "html", title: "A page of HTML", type: "text/html", bodies: [HTML, `  ${HTML}`], words: false },
  {
    topic: "html-inside-json",
    title: "A page of HTML inside JSON or after text",
    type: JSON_TYPE,
    bodies: [
      error({ message: HTML }),
      error(HTML),
      JSON.stringify({ detail: HTML }),
      `upstream said ${HTML}`,
    ],
    words: false,
  },
  { topic: "empty", title: "Nothing at all", type: JSON_TYPE, bodies: ["", "  \n"], words: false },
  {
    topic: "half",
    title: "Half a document",
    type: JSON_TYPE,
    bodies: ['{"error":{"message":"The win', "[", '{"error"'],
    words: false,
  },
  {
    topic: "no-message",
    title: "JSON without a readable message",
    type: JSON_TYPE,
    bodies: [
      "null",
      "42",
      "{}",
      "[]",
      error({}),
      error(null),
      error({ message: "" }),
      error({ message: null }),
      error({ message: { a: 1 } }),
      error(["x"]),
    ],
    words: false,
  },
  {
    topic: "no-content-type",
    title: "JSON without a content type",
    type: null,
    bodies: [error({ message: WORDS })],
    words: true,
  },
  {
    topic: "octet-stream",
    title: "JSON under the wrong content type",
    type: "application/octet-stream",
    bodies: [error({ message: WORDS })],
    words: true,
  },
  {
    topic: "charset",
    title: "JSON with a charset in its content type",
    type: "application/json; charset=utf-8",
    bodies: [error({ message: WORDS })],
    words: true,
  },
  {
    topic: "event",
    title: "An error event with an error status",
    type: "text/event-stream",
    bodies: [
      `event: error\ndata: ${error({ message: WORDS })}\n\n`,
      `data: ${error({ message: WORDS })}\n\n`,
    ],
    words: true,
  },
];

const STATUSES: readonly [upstream: number, means: number][] = [
  [400, 400],
  [401, 401],
  [429, 429],
  [500, 502],
  [503, 503],
];

const answer = (status: number, { type }: Shape, body: string): UpstreamAnswer => raw(status, type, body);

export const bodyCases: readonly Case[] = shapes.map((shape) => ({
  id: `errors.body.${shape.topic}`,
  area: "errors",
  title: `${shape.title}: still one envelope with the status of the answer`,
  why: "an error that cannot be parsed must not become another error",
  requirements: ["ERR-01", "ERR-02", "ERR-03"],
  run: async (context) => {
    const session = await context.open();
    const model = pinned(context.endpoint());
    const all = shape.bodies.flatMap((body, index) => STATUSES.map((status) => ({ body, index, status })));
    for (const { body, index, status } of context.sample(all)) {
      const [upstream, means] = status;
      const name = `${upstream}.${index}`;
      session.answer(answer(upstream, shape, body));
      const reply = await session.send(ask(model, { stream: index % 2 === 1 }));
      checkEnvelope(context, name, reply);
      const here = meansAt(context.api, upstream, means);
      checkMeaning(context, name, reply, here);
      if (shape.words) checkWords(context, name, reply, here, WORDS);
    }
  },
}));
