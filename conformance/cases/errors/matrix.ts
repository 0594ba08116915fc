/**
 * The error matrix: status × body shape × position × form, generated (ERR-01…04). One case for each position; the
 * number of combinations is counted.
 * @module
 */
import { gzipSync } from "node:zlib";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { meansAt } from "../../recordings/host-meanings.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { bytes, type Piece, type Wire } from "../../upstream/wire.ts";
import type { WireFailure } from "../../upstream/wires/wire.ts";
import { pinned } from "../_shared/support.ts";
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

/** Where an error stands in a stream that has said nothing yet. */
const OPENINGS: readonly [name: string, pieces: (wire: Wire, frame: Piece) => Piece[]][] = [
  ["first", (_wire, frame) => [frame]],
  ["after-keep-alives", (wire, frame) => [wire.keepAlive(), wire.keepAlive(), frame]],
  ["after-the-opening", (wire, frame) => [wire.opening(), frame]],
];

/** What a failure that is said in a body means at this host: where it says a status, the host may use that in its own way. */
const saidMeans = ({ api }: CaseContext, { status, means }: WireFailure<unknown>): number =>
  status === undefined ? means : meansAt(api, status, means);

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
    const session = await context.open({ direct: true });
    const model = pinned(context.endpoint());
    const all = crossed(crossed(shapesOf(context), TABLE), FORMS);
    for (const [[shape, [upstream, common]], stream] of context.sample(all)) {
      const means = meansAt(context.api, upstream, common);
      session.answer(wrapped(upstream, shape.text, shape));
      const name = named(shape.name, upstream, stream ? "streamed" : "");
      await checkAnswer(context, name, () => session.send(ask(model, { stream })), means, shape.words);
    }
  }),
  about(
    "own-variants",
    "Every error body that this provider was recorded with, under every status",
    async (context) => {
      const session = await context.open({ direct: true });
      const model = pinned(context.endpoint());
      const recorded = context
        .allRecordings()
        .filter(({ meta }) => meta.scenario.startsWith("error.") && meta.response.status >= 400);
      for (const [recording, [upstream]] of context.sample(crossed(recorded, TABLE))) {
        const { headers } = recording.meta.response;
        const chunks = recording.responseBody.length === 0 ? [] : [recording.responseBody];
        session.answer({
          kind: "answer",
          status: upstream,
          headers: headers.map(([n, v]) => [n, v]),
          chunks,
        });
        const reply = await session.send(ask(model));
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
    const session = await context.open({ direct: true });
    const model = pinned(context.endpoint());
    const all = crossed(context.wire.failures(WORDS), crossed(WRAPS, FORMS));
    // How a body travels is the same work for both forms; what it says is not.
    const needed = all.filter(([, [wrap, stream]]) => !stream || wrap.name === "json");
    for (const [said, [wrap, stream]] of context.sample(needed)) {
      const { name: saying, form } = said;
      const means = saidMeans(context, said);
      session.answer(wrapped(200, JSON.stringify(form), wrap));
      const name = named(saying, wrap.name, stream ? "streamed" : "");
      await checkAnswer(context, name, () => session.send(ask(model, { stream })), means, true);
      const shown = (await session.lastRecord())?.status;
      context.check.equal("ERR-04", `${name}.is-that-error`, shown, statusFor(context, means));
    }
    const { charged, reserved } = await session.gateway.wallet("a");
    context.check.equal("ERR-04", "nothing-charged", [charged, reserved], [0n, 0n]);
  }),
  about(
    "before-content",
    "Every way of saying every status before a stream's first content",
    async (context) => {
      const session = await context.open({ direct: true });
      const model = pinned(context.endpoint());
      const all = crossed(OPENINGS, context.wire.failureFrames(WORDS));
      for (const [[opening, pieces], said] of context.sample(all)) {
        const { name: saying, form } = said;
        const means = saidMeans(context, said);
        session.answer(context.simulate.pieces(pieces(context.wire, form)));
        const name = named(opening, saying);
        await checkAnswer(context, name, () => session.send(ask(model, { stream: true })), means, true);
      }
    },
  ),
  about("mid-stream", "Every way of saying every status inside a stream", async (context) => {
    const session = await context.open({ direct: true });
    const model = pinned(context.endpoint());
    const good = context.wire.stream(["The tide ", "goes"]);
    for (const said of context.sample(context.wire.failureFrames(WORDS))) {
      const { name, form } = said;
      const means = saidMeans(context, said);
      session.answer(context.simulate.pieces([...good.slice(0, 3), form, ...good.slice(3)]));
      const reply = await session.send(ask(model, { stream: true }));
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
