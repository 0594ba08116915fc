/**
 * The routes beside those that call a model: how many of their answers are under way at once, and what is refused (LIM-02).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { manage } from "../_shared/manage.ts";
import { places } from "../_shared/places.ts";
import { bothTenants, pinned, simulated } from "../_shared/support.ts";
import { OVERLOADED, told } from "./support.ts";

const LIMITS = places(10, 1_000_000_000);

/** One request for the log to tell of. */
async function logged(context: CaseContext, session: Session): Promise<number> {
  session.answer(simulated(context));
  const { status } = await session.send(ask(pinned(context.endpoint())));
  await session.gateway.idle();
  return status;
}

/** Begins an export and leaves it unread: it is under way until it is read. */
const beginExport = (session: Session): Promise<Response> =>
  session.start({}, { method: "GET", path: "/v1/requests/export" });

/** A short answer of the log. */
const lookUp = (session: Session, tenant: "a" | "b" = "a"): Promise<Reply> =>
  manage(session, "GET", "/v1/stats", {}, tenant);

export const besideCases: readonly Case[] = [
  {
    id: "limits.beside.full",
    area: "limits",
    title:
      "With every place beside the chats taken by unread exports the log is a 503 with Retry-After and chats are served, until one is read",
    why: "a reader of the log who stands there must keep neither callers of models nor the memory",
    requirements: ["LIM-02"],
    run: async (context) => {
      const session = await context.open({ limits: { beside: { ...LIMITS, concurrent: 2 } } });
      context.check.equal("LIM-02", "logged", await logged(context, session), 200);
      const exports = [await beginExport(session), await beginExport(session)];
      const statuses = exports.map(({ status }) => status);
      context.check.equal("LIM-02", "exports", statuses, [200, 200]);
      const refused = await lookUp(session);
      context.check.equal("LIM-02", "refused", told(refused), OVERLOADED);
      const wait = refused.headers.get("retry-after") ?? "";
      const isWhole = /^[1-9]\d*$/.test(wait);
      context.check.that("LIM-02", "retry-after", isWhole, { expected: "whole seconds", seen: wait });
      context.check.equal("LIM-02", "chat", await logged(context, session), 200);
      await exports[0]?.text();
      context.check.equal("LIM-02", "place-free", (await lookUp(session)).status, 200);
      // A short answer gave its place back as well.
      context.check.equal("LIM-02", "place-free-again", (await lookUp(session)).status, 200);
      await exports[1]?.text();
      context.count(7);
    },
  },
  {
    id: "limits.beside.tenant",
    area: "limits",
    title:
      "A tenant whose own places beside the chats are taken is refused, and another tenant reads the log",
    why: "one reader with a loop must not take the log from all the others",
    requirements: ["LIM-02", "SEC-04"],
    run: async (context) => {
      const beside = { ...LIMITS, perTenant: 1 };
      const session = await context.open({ ...bothTenants(context), limits: { beside } });
      context.check.equal("LIM-02", "logged", await logged(context, session), 200);
      const unread = await beginExport(session);
      context.check.equal("LIM-02", "own", told(await lookUp(session)), OVERLOADED);
      context.check.equal("LIM-02", "other", (await lookUp(session, "b")).status, 200);
      await unread.text();
      context.check.equal("LIM-02", "own-again", (await lookUp(session)).status, 200);
      context.count(4);
    },
  },
];
