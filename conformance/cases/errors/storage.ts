/**
 * Stores that cannot be asked before a call: whose key it is, which keys a tenant has. The caller is to come again, and nobody
 * is asked with a key that nobody looked up (ERR-02, ERR-05, ERR-06).
 * @module
 */
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { StoreFailure } from "../../targets/target.ts";
import { checkUnavailable, UNREADABLE, UNWRITABLE, WORDS } from "../_shared/storage.ts";
import { pinned, simulated } from "../_shared/support.ts";

const asked = (context: CaseContext) => ask(pinned(context.endpoint()));

/** A request while a store fails, and the next one when it works again. */
async function checkStore(context: CaseContext, session: Session, failure: StoreFailure): Promise<void> {
  const name = `${failure.at}.${failure.how}`;
  const { gateway } = session;
  session.answer(simulated(context));
  await gateway.failStore(failure);
  await checkUnavailable(context, session, {
    name,
    how: failure.how,
    reply: await session.send(asked(context)),
  });
  await gateway.failStore(null);
  session.answer(simulated(context));
  const next = await session.send(asked(context));
  context.check.equal("ERR-08", `${name}.next`, [next.status, session.received.length], [200, 1]);
  const [sent] = session.received;
  const text = [...(sent?.headers ?? [])].map(([, value]) => value).join("\n");
  // A provider that trades its key for a token, or signs with it, is sent no key.
  const isPlain = text.includes("canary0");
  context.check.equal("BIL-04", `${name}.own-key`, !isPlain || text.includes(session.credential()), true);
  const { reserved } = await gateway.wallet("a");
  context.check.equal("BIL-01", `${name}.reserved`, reserved, 0n);
  context.count(1);
}

/** What a path answers to somebody without a key. */
async function look(session: Session, path: string) {
  const reply = await session.send({}, { method: "GET", path, tenant: null });
  return { status: reply.status, json: reply.json, text: reply.text };
}

/** The stores that `/ready` names, with what it says of each. */
const storesOf = (json: unknown): unknown[] =>
  isObject(json) && Array.isArray(json.stores)
    ? json.stores.map((store) => isObject(store) && store.status)
    : [];

/** What is known of stores is asked anew after a while, in milliseconds. */
const FRESH = 10_000;

export const storageCases: readonly Case[] = [
  {
    id: "errors.storage.gateway-keys",
    area: "errors",
    title:
      "While gateway keys cannot be looked up a request is a 503 with Retry-After, and the next one is served",
    why: "an outage told as a wrong key has every client throw its key away",
    requirements: ["ERR-02", "ERR-05", "ERR-06", "ERR-01", "ERR-08", "BIL-01", "BIL-04"],
    once: true,
    run: async (context) => {
      const session = await context.open({ failingStores: true });
      for (const how of UNREADABLE) await checkStore(context, session, { at: "keys", how });
    },
  },
  {
    id: "errors.storage.provider-keys",
    area: "errors",
    title:
      "While provider keys cannot be read no provider is asked, with nobody's key, and the next request is served",
    why: "a vault that is away and counts as empty sends a tenant's requests with the platform's key, and bills them",
    requirements: ["ERR-02", "ERR-05", "ERR-06", "ERR-01", "ERR-08", "BIL-01", "BIL-04"],
    once: true,
    run: async (context) => {
      const session = await context.open({ failingStores: true });
      for (const how of UNREADABLE) await checkStore(context, session, { at: "vault", how });
    },
  },
  {
    id: "errors.storage.ready",
    area: "errors",
    title: "While a store fails /ready is 503 and says in a word what is wrong, and /health stays 200",
    why: "whoever restarts a process for a full disk has two outages, and whoever sends it requests has one for each",
    requirements: ["ERR-02", "ERR-06"],
    once: true,
    run: async (context) => {
      const { check } = context;
      const session = await context.open({ failingStores: true });
      const { gateway } = session;
      for (const how of UNWRITABLE) {
        await gateway.failStore({ at: "all", how });
        gateway.clock.advance(FRESH);
        const [ready, health] = [await look(session, "/ready"), await look(session, "/health")];
        check.equal("ERR-02", `${how}.statuses`, [ready.status, health.status], [503, 200]);
        check.equal("ERR-06", `${how}.word`, storesOf(ready.json), [WORDS[how]]);
        await gateway.failStore(null);
        gateway.clock.advance(FRESH);
        const after = await look(session, "/ready");
        check.equal("ERR-02", `${how}.ready-again`, [after.status, storesOf(after.json)], [200, ["ok"]]);
        context.count(1);
      }
    },
  },
];
