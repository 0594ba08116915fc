/**
 * Who may ask which route: every one of them with a key of each scope (VLT-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { manage, textAt } from "../_shared/manage.ts";
import { ROUTES, SCOPES, type Scope } from "../_shared/routes.ts";
import { simulated } from "../_shared/support.ts";

async function everyRoute(context: CaseContext): Promise<void> {
  const session = await context.open();
  session.answer(simulated(context));
  for (const scope of SCOPES) {
    const made = await manage(session, "POST", "/v1/keys", { scopes: [scope] });
    const by = { key: textAt(made, "key") };
    for (const [wanted, method, path, body = {}] of ROUTES) {
      const reply = await manage(session, method, path, body, by);
      const isRefused = reply.status === 403 && /"(?:code|message)":"[^"]*scope/.test(reply.text);
      const repair = `let in who has the scope "${wanted}", and nobody else`;
      context.check.equal("VLT-01", `${method} ${path} by ${scope}`, isRefused, scope !== wanted, repair);
      context.count(1);
    }
  }
  context.check.equal("VLT-01", "no-call", session.received.length, 0);
}

/** Every set of scopes that a key may ask for. */
const SETS: readonly (readonly Scope[])[] = Array.from({ length: 2 ** SCOPES.length - 1 }, (_, n) =>
  SCOPES.filter((_scope, place) => ((n + 1) >> place) % 2 === 1),
);

async function grants(context: CaseContext): Promise<void> {
  const session = await context.open();
  for (const own of SETS.filter((scopes) => scopes.includes("manage"))) {
    const maker = await manage(session, "POST", "/v1/keys", { scopes: [...own] });
    const by = { key: textAt(maker, "key") };
    for (const wanted of SETS) {
      const made = await manage(session, "POST", "/v1/keys", { scopes: [...wanted] }, by);
      const may = wanted.every((scope) => own.includes(scope));
      const seen = [made.status, may ? made.json?.scopes : errorOf(made)?.type];
      const expected = may ? [201, wanted] : [403, "permission_error"];
      context.check.equal("VLT-01", `${own.join("+")} makes ${wanted.join("+")}`, seen, expected);
      context.count(1);
    }
  }
}

const about = { area: "vault", requirements: ["VLT-01"], modes: ["byok"], once: true } as const;

export const scopeCases: readonly Case[] = [
  {
    ...about,
    id: "vault.scopes.every-route",
    title:
      "Every route lets in a key with the one scope that it wants, and refuses a key with any other by 403",
    why: "the route that was added last asks for the scope of the one that it was copied from",
    run: everyRoute,
  },
  {
    ...about,
    id: "vault.scopes.grants",
    title:
      "A key makes keys with every set of scopes that is within its own, and none with a scope beyond it",
    why: "who manages keys and may not read the log makes a key that may",
    run: grants,
  },
];
