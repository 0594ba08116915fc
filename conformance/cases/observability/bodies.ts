/**
 * Bodies that tenants ask to be kept (OBS-02, SEC-04).
 * @module
 */
import { isObject, type Json } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask, type SendOptions, type Session } from "../../engine/session.ts";
import { type By, manage } from "../_shared/manage.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { chat, idOf } from "./support.ts";

const DAY_MS = 86_400_000;
const QUESTION = "Where does the tide go?";

/** What is kept of a request: texts, or `null`. */
async function keptOf(
  session: Session,
  id: string,
  by: By = "a",
): Promise<{ request: Json; response: Json }> {
  const { json } = await manage(session, "GET", `/v1/requests/${id}/bodies`, {}, by);
  const data = isObject(json?.data) ? json.data : {};
  const text = (value: Json | undefined): Json => (isObject(value) ? (value.text ?? null) : (value ?? null));
  return { request: text(data.request), response: text(data.response) };
}

const asked = (context: CaseContext, session: Session, options: SendOptions = {}, stream = false) =>
  chat(context, session, options, { messages: [{ role: "user", content: QUESTION }], stream });

const KEEPS = { storesBodies: { maxBytes: 65_536 } };

async function onlyAsked(context: CaseContext): Promise<void> {
  const { check } = context;
  const silent = await context.open();
  const unasked = await asked(context, silent);
  const nothing = { request: null, response: null };
  check.equal("OBS-02", "unasked", await keptOf(silent, idOf(unasked)), nothing);
  const session = await context.open(KEEPS);
  for (const stream of [false, true]) {
    const reply = await asked(context, session, {}, stream);
    const { request, response } = await keptOf(session, idOf(reply));
    const isWhole = typeof request === "string" && request.includes(`"content":${JSON.stringify(QUESTION)}`);
    check.equal("OBS-02", `kept.${stream}`, [isWhole, response], [true, reply.text]);
  }
  const logs = (await session.gateway.logs()).join("\n");
  check.equal("OBS-02", "not-logged", logs.includes(QUESTION), false);
}

async function omitted(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open(KEEPS);
  for (const [name, request, response] of [
    ["request", false, true],
    ["response", true, false],
  ] as const) {
    const reply = await asked(context, session, { headers: { [`helicone-omit-${name}`]: "true" } });
    const kept = await keptOf(session, idOf(reply));
    check.equal("OBS-02", name, [kept.request !== null, kept.response !== null], [request, response]);
  }
  const wrong = await asked(context, session, { headers: { "helicone-omit-request": "yes" } });
  check.equal("OBS-02", "yes", [wrong.status, errorOf(wrong)?.param], [400, "Helicone-Omit-Request"]);
}

async function bounded(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open({ storesBodies: { maxBytes: 2000 } });
  const long = { messages: [{ role: "user", content: "tide ".repeat(1000) }] };
  const reply = await chat(context, session, {}, long);
  const kept = await keptOf(session, idOf(reply));
  check.equal("OBS-02", "too-large", kept, { request: null, response: reply.text });
  const small = await asked(context, session);
  const before = await keptOf(session, idOf(small));
  check.equal("OBS-02", "before", before.request !== null, true);
  session.gateway.clock.advance(30 * DAY_MS + 1);
  const nothing = { request: null, response: null };
  check.equal("OBS-02", "over", await keptOf(session, idOf(small)), nothing);
  await session.gateway.daily();
  const purged = (await session.gateway.logs()).filter((line) => line.includes('"event":"bodies.purged"'));
  check.equal("OBS-02", "thrown-away", purged.length, 1);
}

/** Sizes around those of the very bodies, on both sides, and the last moment at which they are kept. */
async function atTheBounds(context: CaseContext): Promise<void> {
  const { check } = context;
  for (const stream of [false, true]) {
    const body = ask(pinned(context.endpoint()), { messages: [{ role: "user", content: QUESTION }], stream });
    const sent = JSON.stringify(body);
    const send = async (session: Session) => {
      session.answer(simulated(context, stream));
      return session.send(body);
    };
    const whole = (await send(await context.open(KEEPS))).text;
    const sizes = [sent, whole].map((text) => Buffer.byteLength(text));
    for (const size of new Set(sizes.flatMap((bytes) => [bytes - 1, bytes, bytes + 1]))) {
      const session = await context.open({ storesBodies: { maxBytes: size } });
      const reply = await send(session);
      const [asked = 0, answered = 0] = [sent, reply.text].map((text) => Buffer.byteLength(text));
      const expected = {
        request: asked <= size ? sent : null,
        response: answered <= size ? reply.text : null,
      };
      check.equal("OBS-02", `${stream}.of ${size} bytes`, await keptOf(session, idOf(reply)), expected);
      context.count(1);
    }
    const session = await context.open(KEEPS);
    const reply = await send(session);
    session.gateway.clock.advance(30 * DAY_MS - 1);
    const kept = { request: sent, response: reply.text };
    check.equal("OBS-02", `${stream}.in time`, await keptOf(session, idOf(reply)), kept);
    await session.gateway.daily();
    check.equal("OBS-02", `${stream}.not thrown away`, await keptOf(session, idOf(reply)), kept);
    session.gateway.clock.advance(1);
    const nothing = { request: null, response: null };
    check.equal("OBS-02", `${stream}.over`, await keptOf(session, idOf(reply)), nothing);
  }
}

async function foreign(context: CaseContext): Promise<void> {
  const session = await context.open(KEEPS);
  const reply = await asked(context, session);
  const { status } = await manage(session, "GET", `/v1/requests/${idOf(reply)}/bodies`, {}, "b");
  context.check.equal("SEC-04", "foreign", status, 404);
}

const about = { area: "observability" } as const;

export const bodyCases: readonly Case[] = [
  {
    ...about,
    id: "observability.bodies.asked-for",
    title: "Bodies are kept for tenants who ask for it, whole and streamed, and of nobody else",
    why: "a log that quietly keeps what people wrote is a leak that waits",
    requirements: ["OBS-02"],
    run: onlyAsked,
  },
  {
    ...about,
    id: "observability.bodies.omitted",
    title: "Helicone-Omit-Request and -Response keep one body out, and a wrong value is a 400",
    why: "an omit flag that is misspelt keeps what nobody should",
    requirements: ["OBS-02"],
    run: omitted,
  },
  {
    ...about,
    id: "observability.bodies.bounded",
    title: "Bodies are bounded in size, and gone when their time is over",
    why: "what is kept for ever is found by somebody one day",
    requirements: ["OBS-02"],
    run: bounded,
  },
  {
    ...about,
    id: "observability.bodies.at-the-bounds",
    title:
      "A body of just the size that is kept is kept to the last moment of its time, one byte more is not",
    why: "a limit or a time in another unit is found when the body is looked for",
    requirements: ["OBS-02"],
    once: true,
    run: atTheBounds,
  },
  {
    ...about,
    id: "observability.bodies.foreign",
    title: "Another tenant's bodies are not there",
    why: "an id is no secret",
    requirements: ["SEC-04"],
    modes: ["byok"],
    run: foreign,
  },
];
