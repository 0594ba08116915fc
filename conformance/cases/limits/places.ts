/**
 * However a request ends, its place is free afterwards, and is given back once: of two more at once one finds it and the
 * other none (LIM-02).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type SendOptions, type Session } from "../../engine/session.ts";
import type { AnswerTarget } from "../../upstream/target-side.ts";
import { exits, outwait, LIMITS as TIMES } from "../_shared/exit-paths.ts";
import { openPassing } from "../_shared/pass.ts";
import { places } from "../_shared/places.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { POLICY } from "./support.ts";

/** A way in which a request ends. */
interface Way {
  topic: string;
  act(context: CaseContext, session: Session): Promise<unknown>;
}

const JSON_TYPE = { "content-type": "application/json" };
const BODY_BYTES = 100_000;
const ONE_PLACE = places(1);

const asked = (context: CaseContext) => ask(pinned(context.endpoint()));

/** A request that is answered, or would be. */
const sent =
  (options: SendOptions = {}, more: object = {}): Way["act"] =>
  async (context, session) => {
    session.answer(simulated(context));
    await session.send({ ...asked(context), ...more }, options);
  };

/** The same twice: what the second one meets is what the first one left. */
const sentTwice =
  (headers: Record<string, string>): Way["act"] =>
  async (context, session) => {
    for (let time = 0; time < 2; time++) await sent({ headers })(context, session);
  };

/** The caller leaves a call that nobody answers. */
const leftEarly: Way["act"] = async (context, session) => {
  session.answer({ kind: "silence" });
  const leaving = new AbortController();
  const call = session.start(asked(context), { signal: leaving.signal }).then(
    (response) => response.text(),
    () => "",
  );
  await session.untilReceived();
  leaving.abort();
  // Who pays waits for what it may have to pay, for a bounded time.
  await outwait(
    session,
    call.then(() => session.gateway.idle()),
  );
};

/** Refused by the gateway before anything is sent, or answered by it. */
const OWN_ENDS: readonly Way[] = [
  { topic: "not-json", act: sent({ rawBody: '{"model":' }) },
  { topic: "not-a-request", act: sent({ uncompared: "request-is-nonsense" }, { messages: 1 }) },
  { topic: "unknown-model", act: sent({ uncompared: "request-is-nonsense" }, { model: "no-such-model" }) },
  { topic: "too-large", act: sent({ rawBody: `"${"x".repeat(BODY_BYTES)}"` }) },
  { topic: "not-json-type", act: sent({ rawBody: "x", headers: { "content-type": "text/plain" } }) },
  { topic: "no-embeddings", act: sent({ path: "/v1/embeddings", rawBody: '{"model":"x","input":"y"}' }) },
  { topic: "cache-hit", act: sentTwice({ "helicone-cache-enabled": "true" }) },
  { topic: "rate-limited", act: sentTwice({ [POLICY]: "1;w=3600" }) },
  { topic: "left-early", act: leftEarly },
];

/** What two at once find: an unread stream takes the one place, and the next one finds none. */
async function checkOnePlace(context: CaseContext, session: Session, topic: string): Promise<void> {
  session.answer(simulated(context, true));
  const stream = await session.start({ ...asked(context), stream: true });
  session.answer(simulated(context));
  const beside = await session.send(asked(context));
  const repair = "give the place back once, at every end";
  context.check.equal("LIM-02", `${topic}.one-place`, [stream.status, beside.status], [200, 503], repair);
  await stream.text();
  await session.gateway.idle();
}

async function checkEach(context: CaseContext, ways: readonly Way[]): Promise<void> {
  const limits = { ...TIMES, maxBodyBytes: BODY_BYTES, admission: ONE_PLACE };
  const session = await context.open({ fresh: true, limits });
  for (const { topic, act } of ways) {
    await act(context, session);
    await checkOnePlace(context, session, topic);
    context.count(1);
  }
}

export const placeCases: readonly Case[] = [
  {
    id: "limits.places.every-end",
    area: "limits",
    title:
      "However calls of the provider end, one after the other, the one place is free afterwards, and is one",
    why: "a place that one end forgets is gone for ever, and one that is given back twice lets in more than there is room for",
    requirements: ["LIM-02"],
    run: (context) => checkEach(context, context.sample(exits)),
  },
  {
    id: "limits.places.own-ends",
    area: "limits",
    title: "Whatever the gateway answers or refuses by itself, the one place is free afterwards, and is one",
    why: "most requests of a caller who does it wrong end before anything is sent",
    requirements: ["LIM-02"],
    run: (context) => checkEach(context, OWN_ENDS),
  },
  {
    id: "limits.places.passed",
    area: "limits",
    title: "However passed calls end, the one place is free afterwards, and is one",
    why: "what is passed on has ends of its own, and the same places",
    requirements: ["LIM-02"],
    run: async (context) => {
      const { side, pass, session } = await openPassing(context, { limits: { admission: ONE_PLACE } });
      const target = "https://api.openai.com";
      const call = { method: "POST", path: "/v1/chat/completions", body: '{"model":"m"}' };
      const ends: [topic: string, target: string, answer: AnswerTarget][] = [
        ["answered", target, (out) => out.writeHead(200, JSON_TYPE).end("{}")],
        ["no-target", "https://127.0.0.1", (out) => out.end()],
        ["refused", target, (out) => out.writeHead(500, JSON_TYPE).end("{}")],
        ["cut", target, (out) => out.writeHead(200, JSON_TYPE).write("{", () => out.destroy())],
        ["hung-up", target, (out) => out.destroy()],
      ];
      for (const [topic, to, answer] of ends) {
        side.answer(answer);
        await pass(to, call);
        await session.gateway.idle();
        await checkOnePlace(context, session, topic);
        context.count(1);
      }
    },
  },
  {
    id: "limits.places.left-waiting",
    area: "limits",
    title:
      "A caller who leaves the queue takes nothing with it: neither its place there nor the one it waited for",
    why: "a place that is given to somebody who left is never given back",
    requirements: ["LIM-02"],
    run: async (context) => {
      const admission = { ...ONE_PLACE, queued: 1, queuedPerTenant: 1 };
      const session = await context.open({ limits: { admission } });
      session.answer(simulated(context, true));
      const stream = await session.start({ ...asked(context), stream: true });
      session.answer(simulated(context));
      const leaving = new AbortController();
      const left = session.start(asked(context), { signal: leaving.signal }).then(
        (response) => response.text(),
        () => "",
      );
      // Refused at once, so the one before it is in the queue by now.
      const beside = await session.send(asked(context));
      leaving.abort();
      await left;
      const waiting = session.start(asked(context));
      const behind = await session.send(asked(context));
      await stream.text();
      await session.gateway.idle();
      const seen = [stream.status, beside.status, behind.status];
      context.check.equal("LIM-02", "queue-of-one", seen, [200, 503, 503]);
      // Whoever is served in place of the one who left answers here; a place that is lost has it wait.
      session.gateway.clock.advance(admission.queueMs);
      context.check.equal("LIM-02", "served", (await waiting).status, 200);
      await (await waiting).text();
      context.check.equal("LIM-02", "place-free", (await session.send(asked(context))).status, 200);
    },
  },
];
