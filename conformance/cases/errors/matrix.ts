/**
 * The error matrix: status × body shape × position × form, generated (ERR-01…04). One case for each position; the
 * number of combinations is counted.
 * @module
 */
import { gzipSync } from "node:zlib";
import type { Json } from "../../../registry/json.ts";
import type { Case } from "../../case.ts";
import type { CaseContext } from "../../context.ts";
import { errorOf } from "../../reply.ts";
import { ask } from "../../stage.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { bytes, sse } from "../../upstream/wire.ts";
import { pinned } from "../support.ts";
import { checkEnvelope, checkMeaning, checkWords, faultsOf, statusFor, TYPE_OF } from "./judge.ts";
import { wordsIn } from "./recorded.ts";
import { TABLE } from "./statuses.ts";

const WORDS = "The sluice is closed";
const JSON_TYPE = "application/json";
const HTML = "<!DOCTYPE html>\n<html><head><title>No</title></head><body><h1>No</h1></body></html>";

/** How a body travels. */
interface Wrap {
  name: string;
  type: string | null;
  packed?: true;
}

const WRAPS: readonly Wrap[] = [
  { name: "json", type: JSON_TYPE },
  { name: "charset", type: "application/json; charset=utf-8" },
  { name: "octet-stream", type: "application/octet-stream" },
  { name: "no-type", type: null },
  { name: "gzip", type: JSON_TYPE, packed: true },
];

function wrapped(status: number, text: string, { type, packed }: Wrap): UpstreamAnswer {
  const headers: [string, string][] = type === null ? [] : [["content-type", type]];
  if (packed) headers.push(["content-encoding", "gzip"]);
  const body = packed ? gzipSync(text) : bytes(text);
  return { kind: "answer", status, headers, chunks: body.length === 0 ? [] : [body] };
}

/** A body that takes the place of an answer. */
interface Shape extends Wrap {
  text: string;
  words: boolean;
}

function shapesOf({ wire }: CaseContext): Shape[] {
  const own = JSON.stringify(wire.error(WORDS, { type: "some_type" }));
  return [
    ...WRAPS.map((wrap): Shape => ({ ...wrap, name: `own.${wrap.name}`, text: own, words: true })),
    { name: "array", type: JSON_TYPE, text: `[${own}]`, words: true },
    { name: "text", type: "text/plain", text: WORDS, words: true },
    { name: "html", type: "text/html", text: HTML, words: false },
    { name: "html.gzip", type: "text/html", packed: true, text: HTML, words: false },
    { name: "empty", type: JSON_TYPE, text: "", words: false },
    { name: "empty.no-type", type: null, text: "", words: false },
    { name: "cut", type: JSON_TYPE, text: own.slice(0, -9), words: false },
    { name: "event", type: "text/event-stream", text: `event: error\ndata: ${own}\n\n`, words: true },
  ];
}

/** Ways to say a status inside a body, for which the status line is of no use any more. */
const SAYINGS: readonly [name: string, body: (status: number) => Json][] = [
  ["code", (status) => ({ error: { message: WORDS, code: status } })],
  ["code-text", (status) => ({ error: { message: WORDS, code: String(status) } })],
  ["status-code", (status) => ({ error: { message: WORDS, status_code: status } })],
  ["status", (status) => ({ error: { message: WORDS, status } })],
  ["in-a-list", (status) => [{ error: { message: WORDS, code: status } }]],
  [
    "in-a-choice",
    (status) => ({
      id: "x",
      choices: [{ index: 0, finish_reason: "error", error: { message: WORDS, code: status } }],
    }),
  ],
];

/** Where an error stands in a stream that has said nothing yet. */
const OPENINGS: readonly [name: string, frame: (text: string, role: string) => string[]][] = [
  ["first", (text) => [`data: ${text}\n\n`]],
  ["after-comments", (text) => [": wait\n\n", ": wait\n\n", `data: ${text}\n\n`]],
  ["after-the-role", (text, role) => [role, `data: ${text}\n\n`]],
  ["named", (text) => [`event: error\ndata: ${text}\n\n`]],
];

const spoken = TABLE.filter(([upstream]) => upstream !== 502 && upstream !== 504);

/** Everything that callers get for one upstream failure. */
async function checkAnswer(
  context: CaseContext,
  name: string,
  send: () => ReturnType<Awaited<ReturnType<CaseContext["open"]>>["send"]>,
  means: number,
  words: boolean,
): Promise<void> {
  const reply = await send();
  checkEnvelope(context, name, reply);
  checkMeaning(context, name, reply, means);
  if (words) checkWords(context, name, reply, means, WORDS);
  context.count(1);
}

const about = (topic: string, title: string, run: Case["run"]): Case => ({
  id: `errors.matrix.${topic}`,
  area: "errors",
  title,
  why: "a combination that nobody wrote out by hand is the one that a provider sends",
  requirements: ["ERR-01", "ERR-02", "ERR-03", "ERR-04"],
  run,
});

/** Every combination of two lists. */
const crossed = <A, B>(a: readonly A[], b: readonly B[]): [A, B][] =>
  a.flatMap((one) => b.map((two): [A, B] => [one, two]));

const FORMS = [false, true] as const;
const named = (...parts: readonly (string | number)[]): string =>
  parts.filter((part) => part !== "").join(".");

export const matrixCases: readonly Case[] = [
  about("instead", "Every status with every body, in place of an answer", async (context) => {
    const stage = await context.open({ direct: true });
    const model = pinned(context.endpoint());
    const all = crossed(crossed(shapesOf(context), TABLE), FORMS);
    for (const [[shape, [upstream, means]], stream] of context.sample(all)) {
      stage.answer(wrapped(upstream, shape.text, shape));
      const name = named(shape.name, upstream, stream ? "streamed" : "");
      await checkAnswer(context, name, () => stage.send(ask(model, { stream })), means, shape.words);
    }
  }),
  about(
    "own-variants",
    "Every error body that this provider was recorded with, under every status",
    async (context) => {
      const stage = await context.open({ direct: true });
      const model = pinned(context.endpoint());
      const recorded = context
        .allRecordings()
        .filter(({ meta }) => meta.scenario.startsWith("error.") && meta.response.status >= 400);
      for (const [recording, [upstream]] of context.sample(crossed(recorded, TABLE))) {
        const { headers } = recording.meta.response;
        const chunks = recording.responseBody.length === 0 ? [] : [recording.responseBody];
        stage.answer({ kind: "answer", status: upstream, headers: headers.map(([n, v]) => [n, v]), chunks });
        const reply = await stage.send(ask(model));
        const name = named(recording.meta.scenario, upstream);
        checkEnvelope(context, name, reply);
        context.check.equal("ERR-02", `${name}.type-fits`, errorOf(reply)?.type, TYPE_OF[reply.status]);
        const hidden = errorOf(reply)?.code === "provider_credentials_rejected";
        for (const words of hidden ? [] : wordsIn(recording)) {
          const message = String(errorOf(reply)?.message ?? "");
          context.check.equal("ERR-01", `${name}.words`, message.includes(words.slice(0, 900)), true);
        }
        context.count(1);
      }
    },
  ),
  about("in-200", "Every way of saying every status inside a 200", async (context) => {
    const stage = await context.open({ direct: true });
    const model = pinned(context.endpoint());
    const all = crossed(crossed(SAYINGS, spoken), crossed(WRAPS, FORMS));
    // How a body travels is the same work for both forms; what it says is not.
    const needed = all.filter(([, [wrap, stream]]) => !stream || wrap.name === "json");
    for (const [[[saying, body], [upstream, means]], [wrap, stream]] of context.sample(needed)) {
      stage.answer(wrapped(200, JSON.stringify(body(upstream)), wrap));
      const name = named(saying, wrap.name, upstream, stream ? "streamed" : "");
      await checkAnswer(context, name, () => stage.send(ask(model, { stream })), means, true);
      const shown = stage.lastRecord()?.status;
      context.check.equal("ERR-04", `${name}.is-that-error`, shown, statusFor(context, means));
    }
    const { charged, reserved } = await stage.gateway.wallet("a");
    context.check.equal("ERR-04", "nothing-charged", [charged, reserved], [0n, 0n]);
  }),
  about(
    "before-content",
    "Every way of saying every status before a stream's first content",
    async (context) => {
      const stage = await context.open({ direct: true });
      const model = pinned(context.endpoint());
      const [role = ""] = context.wire.stream(["x"]);
      const all = crossed(crossed(OPENINGS, SAYINGS), spoken);
      for (const [[[opening, frame], [saying, body]], [upstream, means]] of context.sample(all)) {
        stage.answer(sse(frame(JSON.stringify(body(upstream)), role)));
        const name = named(opening, saying, upstream);
        await checkAnswer(context, name, () => stage.send(ask(model, { stream: true })), means, true);
      }
    },
  ),
  about("mid-stream", "Every way of saying every status inside a stream", async (context) => {
    const stage = await context.open({ direct: true });
    const model = pinned(context.endpoint());
    const good = context.wire.stream(["The tide ", "goes"]);
    const all = crossed(crossed(SAYINGS, spoken), ["", "event: error\n"]);
    for (const [[[saying, body], [upstream, means]], event] of context.sample(all)) {
      const frame = `${event}data: ${JSON.stringify(body(upstream))}\n\n`;
      stage.answer(sse([...good.slice(0, 3), frame, ...good.slice(3)]));
      const reply = await stage.send(ask(model, { stream: true }));
      const name = named(saying, upstream, event === "" ? "" : "named");
      const last = reply.events.at(-1) ?? null;
      context.check.equal("ERR-01", `${name}.envelope`, faultsOf(last, reply.headers.get("helicone-id")), []);
      context.check.equal("ERR-01", `${name}.no-success`, [reply.status, reply.done], [200, false]);
      const shown = statusFor(context, means);
      const rule = shown === means ? "ERR-02" : "ERR-03";
      context.check.equal(rule, `${name}.type`, errorOf(reply)?.type, TYPE_OF[shown]);
      checkWords(context, name, reply, means, WORDS);
      context.count(1);
    }
  }),
];
