/**
 * Telling tenants of their requests (OBS-05, PRX-05).
 * @module
 */
import { createHmac } from "node:crypto";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { type AnswerTarget, askPort, TargetSide } from "../../upstream/target-side.ts";
import { HOST, KEY, valuesOf } from "../_shared/pass.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { soon } from "../errors/turns.ts";
import { chat, idOf, logged } from "./support.ts";

const SECRET = "a-secret-of-the-tenant";
const URL = "https://hooks.example.com/in?of=a";
const ASKING = { headers: { "helicone-webhook-enabled": "true" } };
const QUESTION = "Where does the tide go?";
const HOUR_MS = 3_600_000;

async function openTold(context: CaseContext) {
  const side = await TargetSide.open();
  context.onEnd(() => side.close());
  const session = await context.open({ network: side.network, webhook: { url: URL, secret: SECRET } });
  const send = async (headers: Record<string, string> = ASKING.headers, tenant: "a" | "b" = "a") => {
    const messages = [{ role: "user", content: QUESTION }];
    const reply = await chat(context, session, { headers, tenant }, { messages });
    await session.gateway.idle();
    return reply;
  };
  return { session, side, send };
}

async function told(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, send } = await openTold(context);
  await send({});
  await send({ "helicone-webhook-enabled": "false" });
  check.equal("OBS-05", "unasked", side.calls.length, 0);
  const reply = await send();
  const [message] = side.calls;
  check.equal("OBS-05", "messages", side.calls.length, 1);
  if (!message) return;
  check.equal("OBS-05", "where", [message.method, message.path], ["POST", "/in?of=a"]);
  const signature = createHmac("sha256", SECRET).update(message.body).digest("hex");
  check.equal("OBS-05", "signature", valuesOf(message, "helicone-signature"), [signature]);
  const text = message.body.toString();
  check.equal("OBS-05", "record", JSON.parse(text).request_id, idOf(reply));
  check.equal("OBS-05", "no-words", text.includes(QUESTION), false);
}

const LABELLED = {
  ...ASKING.headers,
  "helicone-user-id": "ada",
  "helicone-session-id": "s1",
  "helicone-property-team": "tides",
};

/** Each way in which a request may end, its record told as the log shows it. */
async function asLogged(context: CaseContext): Promise<void> {
  const { check } = context;
  const { session, side } = await openTold(context);
  const messages = () => side.calls.filter(({ path }) => path === "/in?of=a");
  const compare = async (name: string, id: string) => {
    const [message, ...more] = messages();
    side.forget();
    const told: unknown = JSON.parse(message?.body.toString() ?? "null");
    check.equal("OBS-05", `${name}.record`, told, await logged(session, id));
    const type = message && valuesOf(message, "content-type");
    check.equal("OBS-05", `${name}.message`, [type, more.length], [["application/json"], 0]);
  };
  for (const stream of [false, true]) {
    const reply = await chat(context, session, { headers: LABELLED }, { stream });
    await session.gateway.idle();
    await compare(stream ? "streamed" : "whole", idOf(reply));
  }
  session.answer(context.simulate.error(503, "Closed"));
  const failed = await session.send(ask(pinned(context.endpoint())), { headers: LABELLED });
  await session.gateway.idle();
  await compare("failed", idOf(failed));
  const port = Number(new globalThis.URL(await session.gateway.listen()).port);
  const target: [string, string] = ["Helicone-Target-Url", "https://api.openai.com"];
  const fields = [HOST, KEY, target, ...Object.entries(LABELLED)] as [string, string][];
  const came = await askPort(port, { path: "/v1/models", fields });
  await session.gateway.idle();
  await compare("passed", valuesOf(came, "helicone-id").join());
}

async function refused(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, send } = await openTold(context);
  const wrong = await send({ "helicone-webhook-enabled": "1" });
  check.equal("OBS-05", "wrong", [wrong.status, errorOf(wrong)?.param], [400, "Helicone-Webhook-Enabled"]);
  const without = await send(ASKING.headers, "b");
  check.equal("OBS-05", "without", [without.status, side.calls.length], [400, 0]);
}

async function bounded(context: CaseContext): Promise<void> {
  const { check } = context;
  const { session, side, send } = await openTold(context);
  side.answer((outgoing) => outgoing.writeHead(503).end());
  const reply = await send();
  check.equal("OBS-05", "answered", reply.status, 200);
  for (let hours = 0; hours < 12; hours++) {
    session.gateway.clock.advance(HOUR_MS);
    await session.gateway.idle();
  }
  const tries = side.calls.length;
  check.equal("OBS-05", "tried-again", [tries > 1, tries <= 10], [true, true]);
  const bodies = new Set(side.calls.map(({ body }) => body.toString()));
  check.equal("OBS-05", "same-body", bodies.size, 1);
  side.forget();
  side.answer((outgoing) => outgoing.writeHead(302, { location: "https://elsewhere.example/" }).end());
  await send();
  session.gateway.clock.advance(HOUR_MS);
  await session.gateway.idle();
  check.equal("OBS-05", "redirect", side.calls.length, 1);
}

/** What a receiver says, and whether it is told again. */
const RECEIVERS: Readonly<Record<string, [isToldAgain: boolean, answer: AnswerTarget]>> = {
  taken: [false, (outgoing) => outgoing.writeHead(204).end()],
  wrong: [false, (outgoing) => outgoing.writeHead(400).end()],
  busy: [true, (outgoing) => outgoing.writeHead(429).end()],
  gone: [true, (outgoing) => outgoing.destroy()],
};

async function again(context: CaseContext): Promise<void> {
  for (const [name, [isToldAgain, answer]] of Object.entries(RECEIVERS)) {
    const { session, side, send } = await openTold(context);
    side.answer(answer);
    await send();
    context.check.equal("OBS-05", `${name}.told`, side.calls.length, 1);
    session.gateway.clock.advance(HOUR_MS);
    await session.gateway.idle();
    context.check.equal("OBS-05", `${name}.again`, side.calls.length > 1, isToldAgain);
  }
}

/** Between two tries, in milliseconds, as documented; after the last one it is given up. */
const WAITS = [1_000, 10_000, 60_000];
/** A receiver that takes longer has not taken it. */
const PATIENCE = 10_000;

/** Each try when it is due, as if nothing had been tried before. */
async function inTime(context: CaseContext): Promise<void> {
  const { check } = context;
  const { session, side, send } = await openTold(context);
  side.answer((outgoing) => outgoing.writeHead(503).end());
  await send();
  for (const [n, wait] of WAITS.entries()) {
    session.gateway.clock.advance(wait - 1);
    await session.gateway.idle();
    check.equal("OBS-05", `wait ${n + 1}.not before`, side.calls.length, n + 1);
    session.gateway.clock.advance(1);
    await session.gateway.idle();
    check.equal("OBS-05", `wait ${n + 1}.then`, side.calls.length, n + 2);
  }
  const givenUp = (await session.gateway.logs()).filter((line) => line.includes('"webhook.given-up"'));
  check.equal("OBS-05", "given up", givenUp.length, 1);
}

/** A receiver that takes the message and says nothing. */
async function silent(context: CaseContext): Promise<void> {
  const { check } = context;
  const { session, side } = await openTold(context);
  const heard = new Promise<void>((resolve) => side.answer(() => resolve()));
  session.answer(simulated(context));
  const response = await session.start(ask(pinned(context.endpoint())), ASKING);
  check.equal("OBS-05", "answered", [response.status, (await response.text()).length > 0], [200, true]);
  await heard;
  side.answer((outgoing) => outgoing.writeHead(204).end());
  const isOver = () => soon(session.gateway.idle().then(() => true));
  session.gateway.clock.advance(PATIENCE - 1);
  check.equal("OBS-05", "waited for", await isOver(), null);
  session.gateway.clock.advance(1);
  check.equal("OBS-05", "given up in time", await isOver(), true);
  session.gateway.clock.advance(WAITS[0] ?? 0);
  await soon(session.gateway.idle());
  check.equal("OBS-05", "told again", side.calls.length, 2);
}

async function safe(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, send } = await openTold(context);
  side.resolve(() => ["169.254.169.254"]);
  const reply = await send();
  check.equal("OBS-05", "answered", reply.status, 200);
  check.equal("OBS-05", "no-socket", [side.calls.length, side.connected], [0, []]);
}

const facts = { area: "observability" as const, once: true as const, requirements: ["OBS-05" as const] };

export const webhookCases: readonly Case[] = [
  {
    ...facts,
    id: "observability.webhooks.told",
    title:
      "A request that asks for it is told to its tenant, signed over the exact bytes and without its words",
    why: "The receiver has nothing but the signature to know who tells it; what nobody asked for is not told",
    run: told,
  },
  {
    ...facts,
    id: "observability.webhooks.as-logged",
    title:
      "A request that was whole, streamed, failed or passed on is told once, field by field as the log shows it",
    why: "who is told of successes only, or without user and price, builds a bill that is wrong",
    modes: ["byok"],
    run: asLogged,
  },
  {
    ...facts,
    id: "observability.webhooks.again",
    title: "A receiver that is busy or gone is told again, one that has taken it or never will is not",
    why: "a 204 that is told again is booked twice, a 429 that is not is lost",
    run: again,
  },
  {
    ...facts,
    id: "observability.webhooks.in-time",
    title:
      "A receiver that fails is told again after 1, 10 and 60 seconds, to the millisecond, and then no more",
    why: "waits in another unit, or moved by one, make an outage of a minute a lost message",
    modes: ["byok"],
    run: inTime,
  },
  {
    ...facts,
    id: "observability.webhooks.silent",
    title: "A receiver that says nothing for 10 seconds is given up then, and told again",
    why: "a receiver that hangs would hold its message, its socket and a place for ever",
    modes: ["byok"],
    run: silent,
  },
  {
    ...facts,
    id: "observability.webhooks.refused",
    title:
      "A webhook that is neither asked for nor declined, or that is not there, is a 400 that names the header",
    why: "A caller who asks to be told and is not would wait for ever",
    run: refused,
  },
  {
    ...facts,
    id: "observability.webhooks.bounded",
    title:
      "A receiver that fails is tried again a few times with the same bytes, and no redirect is followed",
    why: "A short outage loses no message, a long one does not keep the gateway busy",
    run: bounded,
  },
  {
    ...facts,
    id: "observability.webhooks.safe",
    title: "A name that leads to a private address is told nothing, and no socket is opened",
    why: "A webhook is a request that the gateway makes where somebody else points",
    run: safe,
  },
];
