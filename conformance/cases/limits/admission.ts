/**
 * How many requests are under way at once, what waits, and what is refused (LIM-02).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask, type SendOptions, type Session } from "../../engine/session.ts";
import { places } from "../_shared/places.ts";
import { bothTenants, pinned, simulated } from "../_shared/support.ts";
import { OVERLOADED, told } from "./support.ts";

const LIMITS = places(10);

/** More than half of its limit, so that two such bodies are beyond it and a small one beside one of them is not. */
const LARGE = { text: "The tide turns at noon. ".repeat(2_500), limit: 100_000 };

/** Starts a stream and leaves it unread: it is under way until {@link finish}. */
const begin = (context: CaseContext, session: Session, options: SendOptions = {}): Promise<Response> => {
  session.answer(simulated(context, true));
  return session.start(ask(pinned(context.endpoint()), { stream: true }), options);
};

/** Reads a stream to its end. */
async function finish(session: Session, stream: Response): Promise<void> {
  await stream.text();
  await session.gateway.idle();
}

function send(context: CaseContext, session: Session, options: SendOptions = {}): Promise<Reply> {
  session.answer(simulated(context));
  return session.send(ask(pinned(context.endpoint())), options);
}

export const admissionCases: readonly Case[] = [
  {
    id: "limits.admission.full",
    area: "limits",
    title:
      "With every place taken by unread streams a request is a 503 with Retry-After, until a stream has ended",
    why: "a gateway that takes everything at once fails everybody, with errors that name the provider",
    requirements: ["LIM-02"],
    run: async (context) => {
      const session = await context.open({ limits: { admission: { ...LIMITS, concurrent: 2 } } });
      const streams = [await begin(context, session), await begin(context, session)];
      const statuses = streams.map(({ status }) => status);
      context.check.equal("LIM-02", "streams", statuses, [200, 200]);
      const refused = await send(context, session);
      context.check.equal("LIM-02", "refused", told(refused), OVERLOADED);
      context.check.that(
        "LIM-02",
        "retry-after",
        /^[1-9]\d*$/.test(refused.headers.get("retry-after") ?? ""),
        {
          expected: "whole seconds in Retry-After",
          seen: String(refused.headers.get("retry-after")),
        },
      );
      context.check.equal("LIM-02", "not-sent", session.received.length, 0);
      const isLogged = (await session.gateway.logs()).some((line) => line.includes('"event":"overloaded"'));
      context.check.equal("LIM-02", "logged", isLogged, true);
      const [outcome, code] = [
        (await session.lastRecord())?.outcome,
        (await session.lastRecord())?.error?.code,
      ];
      context.check.equal("LIM-02", "recorded", [outcome, code], ["failed", "overloaded"]);
      const [first, second] = streams;
      if (first) await finish(session, first);
      context.check.equal("LIM-02", "place-free", (await send(context, session)).status, 200);
      // Answered without a stream, it gave its place back as well.
      context.check.equal("LIM-02", "place-free-again", (await send(context, session)).status, 200);
      if (second) await finish(session, second);
      context.count(5);
    },
  },
  {
    id: "limits.admission.tenant",
    area: "limits",
    title: "A tenant whose own places are taken is refused, and another tenant is served",
    why: "one caller with a loop must not take the gateway from all the others",
    requirements: ["LIM-02", "SEC-04"],
    run: async (context) => {
      const admission = { ...LIMITS, perTenant: 1 };
      const session = await context.open({ ...bothTenants(context), limits: { admission } });
      const stream = await begin(context, session);
      context.check.equal("LIM-02", "own", told(await send(context, session)), OVERLOADED);
      const other = await send(context, session, { tenant: "b" });
      context.check.equal("LIM-02", "other", other.status, 200);
      await finish(session, stream);
      context.check.equal("LIM-02", "own-again", (await send(context, session)).status, 200);
      context.count(4);
    },
  },
  {
    id: "limits.admission.queue",
    area: "limits",
    title: "A request waits for a place in a queue of one, is served when there is one, and refused in time",
    why: "a short wait hides a peak; a long one hides an outage",
    requirements: ["LIM-02"],
    run: async (context) => {
      const admission = { ...LIMITS, concurrent: 1, queued: 1, queuedPerTenant: 1 };
      const session = await context.open({ limits: { admission } });
      const stream = await begin(context, session);
      const waiting = session.start(ask(pinned(context.endpoint())));
      context.check.equal("LIM-02", "queue-full", told(await send(context, session)), OVERLOADED);
      await finish(session, stream);
      const served = await waiting;
      await served.text();
      context.check.equal("LIM-02", "served-after", served.status, 200);
      const another = await begin(context, session);
      const late = session.start(ask(pinned(context.endpoint())));
      // Refused at once, so the one before it is in the queue by now.
      await send(context, session);
      session.gateway.clock.advance(admission.queueMs);
      const refused = await late;
      const { error } = (await refused.json()) as { error: { code: string } };
      context.check.equal("LIM-02", "in-time", [refused.status, error.code], [503, "overloaded"]);
      await finish(session, another);
      context.check.equal("LIM-02", "place-free", (await send(context, session)).status, 200);
      context.count(7);
    },
  },
  {
    id: "limits.admission.bytes",
    area: "limits",
    title:
      "With a large body under way another large one is a 503 with Retry-After and a small one is served, until it ended",
    why: "a few hundred of the largest bodies fill the memory long before a thousand requests are under way",
    requirements: ["LIM-02"],
    run: async (context) => {
      const session = await context.open({ limits: { admission: { ...LIMITS, bodyBytes: LARGE.limit } } });
      const large = (stream: boolean) =>
        ask(pinned(context.endpoint()), { stream, messages: [{ role: "user", content: LARGE.text }] });
      // Bodies without a length may be as long as is read at most, until they are read: what is given back then is theirs.
      for (let turn = 0; turn < 3; turn++) {
        const unsized = await send(context, session, { headers: { "transfer-encoding": "chunked" } });
        context.check.equal("LIM-02", `without-a-length.${turn}`, unsized.status, 200);
      }
      session.answer(simulated(context, true));
      const stream = await session.start(large(true));
      context.check.equal("LIM-02", "first", stream.status, 200);
      session.answer(simulated(context));
      const refused = await session.send(large(false));
      context.check.equal("LIM-02", "refused", told(refused), OVERLOADED);
      context.check.equal("LIM-02", "not-sent", session.received.length, 0);
      context.check.equal("LIM-02", "small", (await send(context, session)).status, 200);
      await finish(session, stream);
      session.answer(simulated(context));
      context.check.equal("LIM-02", "room-free", (await session.send(large(false))).status, 200);
      // Answered, it gave its room back as well.
      session.answer(simulated(context));
      context.check.equal("LIM-02", "room-free-again", (await session.send(large(false))).status, 200);
      context.count(5);
    },
  },
];
