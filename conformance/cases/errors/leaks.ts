/**
 * What must not come out of an error: keys, hosts, insides, and more text than anybody reads (ERR-06).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { json, raw } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";
import { checkEnvelope } from "./judge.ts";

/** Traces of a program: class names, stack lines, files, libraries, errno codes. */
const INSIDES =
  /\b\w*(?:Error|Exception|Failed): |\bat \S+ \(|\bnode:|node_modules|\.tsx?\b|undici|fetch failed|ECONN|ENOTFOUND/;

const LARGEST = 8_000;

/** Keys of nobody's, in the shapes of several makers. */
const KEY_SHAPED = [
  "sk-proj-a8F3kq91LmZ0pQ7x",
  "gsk_a8F3kq91LmZ0pQ7x",
  `AIza${"Sy0harbour_".repeat(3)}0q7`,
  `ya29.${"a0Harbour-_".repeat(4)}`,
  `AKIA${"HARBOUR7".repeat(2)}`,
];

function checkClean(context: CaseContext, name: string, reply: Reply, hidden: readonly string[]): void {
  const found = hidden.filter((text) => reply.text.includes(text));
  context.check.equal("ERR-06", `${name}.nothing-hidden-shown`, found, []);
  context.check.that("ERR-06", `${name}.no-insides`, !INSIDES.test(reply.text), {
    expected: "no class name, stack, file or library",
    seen: reply.text,
  });
}

/** An error that repeats a text in every field, in every place where providers put errors. */
function echoes(
  context: CaseContext,
  text: string,
): [name: string, answer: UpstreamAnswer, stream: boolean][] {
  const body = { error: { message: `Bad key ${text}.`, type: text, code: text, param: text } };
  const { opening, content, streamError } = context.wire;
  const frame = streamError(`Bad key ${text}.`, 401);
  const { pieces } = context.simulate;
  return [
    ["401", json(401, body), false],
    ["400", json(400, body), false],
    ["500", json(500, body), true],
    ["text", raw(500, "text/plain", `GET https://host.example/?key=${text} failed`), false],
    ["in-200", json(200, body), false],
    ["first-event", pieces([frame]), true],
    ["mid-stream", pieces([opening(), content("A"), frame]), true],
    ["detail", json(422, { detail: [{ loc: ["header", text], msg: `bad ${text}`, type: text }] }), false],
  ];
}

export const leakCases: readonly Case[] = [
  {
    id: "errors.leak.echoed-key",
    area: "errors",
    title: "A key that the provider repeats is masked, in whatever field it stands",
    why: "error texts end in logs, tickets and screens",
    requirements: ["ERR-06"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const secret of [session.credential(), ...KEY_SHAPED]) {
        for (const [name, answer, stream] of context.sample(echoes(context, secret), { least: 2 })) {
          session.answer(answer);
          const reply = await session.send(ask(model, { stream }));
          checkClean(context, name, reply, [secret]);
          const record = JSON.stringify((await session.lastRecord())?.error ?? null);
          context.check.equal("ERR-06", `${name}.record`, record.includes(secret), false);
        }
      }
    },
  },
  {
    id: "errors.leak.bounded",
    area: "errors",
    title: "A provider's endless error text, or the caller's own endless input, gives a short message",
    why: "an error of a megabyte is a second failure for whoever logs it",
    requirements: ["ERR-06"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const [name, answer, stream] of echoes(context, "word ".repeat(40_000))) {
        session.answer(answer);
        const { text } = await session.send(ask(model, { stream }));
        context.check.that("ERR-06", `${name}.short`, text.length < LARGEST, {
          expected: `less than ${LARGEST} characters`,
          seen: text.length,
        });
      }
      const endless = "m".repeat(200_000);
      const inputs = [{ ...ask(endless) }, ask(`${endless}/x`), ask(model, { strict: true, [endless]: 1 })];
      for (const [index, input] of inputs.entries()) {
        const { status, text } = await session.send(input);
        context.check.equal("ERR-06", `input.${index}`, [status, text.length < LARGEST], [400, true]);
      }
    },
  },
  {
    id: "errors.leak.insides",
    area: "errors",
    title: "Neither a lost connection nor an answer that breaks a parser shows hosts, classes or stacks",
    why: "an error message is the first thing that an attacker reads",
    requirements: ["ERR-06"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const deep = "[".repeat(60_000) + "]".repeat(60_000);
      const answers: [name: string, answer: UpstreamAnswer][] = [
        ["network", { kind: "network-error" }],
        ["half", raw(200, "application/json", JSON.stringify(context.wire.completion("A")).slice(0, 30))],
        ["odd-choices", json(200, { choices: [null, 7, { message: 5 }] })],
        ["odd-message", json(200, { choices: [{ message: { content: { a: 1 }, tool_calls: [null, 3] } }] })],
        ["odd-usage", json(200, { ...context.wire.completion("A"), usage: { prompt_tokens: "many" } })],
        ["deep", raw(200, "application/json", `{"choices":${deep}}`)],
        ["deep-error", raw(500, "application/json", `{"error":${deep}}`)],
      ];
      for (const [name, answer] of answers) {
        session.answer(answer);
        const reply = await session.send(ask(model));
        checkClean(context, name, reply, [
          new URL(session.received.at(-1)?.url ?? "https://nobody.example").host,
        ]);
        if (reply.status !== 200) checkEnvelope(context, name, reply, "ERR-06");
      }
    },
  },
];
