/**
 * The caller's own credential: what is accepted and what is a 401 (AUT-08).
 * @module
 */

import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { ROUTES } from "../_shared/routes.ts";
import { pinned, simulated } from "../_shared/support.ts";

const key = canaries.gatewayKey.a;

/** Credentials that are none, by header value; `null` sends no header. */
const REFUSED: Readonly<Record<string, string | null>> = {
  missing: null,
  empty: "",
  blank: "   ",
  "scheme-only": "Bearer",
  "scheme-and-blanks": "Bearer    ",
  "without-scheme": key,
  basic: `Basic ${btoa(`user:${key}`)}`,
  "other-scheme": `Token ${key}`,
  "scheme-glued": `Bearer${key}`,
  unknown: "Bearer canary0nobody0knows0me",
  "cut-short": `Bearer ${key.slice(0, -1)}`,
  "one-too-many": `Bearer ${key}x`,
  "upper-case-key": `Bearer ${key.toUpperCase()}`,
  "two-keys": `Bearer ${key} ${key}`,
  "comma-list": `Bearer ${key},Bearer ${key}`,
  quoted: `Bearer "${key}"`,
  "inherited-name": "Bearer constructor",
  "prototype-name": "Bearer __proto__",
  "null-text": "Bearer null",
  "undefined-text": "Bearer undefined",
  "latin-1": "Bearer \u00e9\u00ff\u00a0\u00a3",
  punctuation: "Bearer ';--\\\"<>{}$(id)",
  "ten-kilobytes": `Bearer ${"k".repeat(10_000)}`,
};

/** Spellings of a good credential. */
const ACCEPTED: Readonly<Record<string, string>> = {
  plain: `Bearer ${key}`,
  "lower-case": `bearer ${key}`,
  "upper-case": `BEARER ${key}`,
  "mixed-case": `bEaReR ${key}`,
  "extra-blanks": `  Bearer    ${key}  `,
};

/** Who has no key, and who has one that nobody knows; what the usual headers of the case hold are keys of others. */
const STRANGERS: Readonly<Record<string, Record<string, string>>> = {
  nobody: { "x-api-key": "" },
  "a stranger": { authorization: "Bearer sk-helicone-of-nobody" },
};

const HEADERS = ["helicone-auth", "authorization"] as const;

function expect401(context: CaseContext, name: string, reply: Reply): void {
  const error = errorOf(reply);
  context.check.equal("AUT-08", `${name}.status`, reply.status, 401);
  context.check.equal("AUT-08", `${name}.type`, error?.type, "authentication_error");
  context.check.that(
    "AUT-08",
    `${name}.message`,
    typeof error?.message === "string" && error.message !== "",
    {
      expected: "a message in the error envelope",
      seen: reply.text.slice(0, 200),
    },
  );
}

export const callerCases: readonly Case[] = [
  {
    id: "auth.caller.refused",
    area: "auth",
    title: "A missing, malformed or unknown gateway key is a 401 in the envelope, whatever its bytes",
    why: "odd bytes end as a 500, or worse, as somebody's account",
    requirements: ["AUT-08"],
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      for (const header of HEADERS) {
        for (const [name, value] of Object.entries(REFUSED)) {
          const headers: Record<string, string> = value === null ? {} : { [header]: value };
          const reply = await session.send(ask(pinned(context.endpoint())), { tenant: null, headers });
          expect401(context, `${header}.${name}`, reply);
        }
      }
      context.check.equal("AUT-08", "no-upstream-call", session.received.length, 0);
    },
  },
  {
    id: "auth.caller.accepted",
    area: "auth",
    title: "The scheme is read in any case, with any number of blanks, in either header",
    why: "HTTP says schemes have no case, and clients take it at its word",
    requirements: ["AUT-08"],
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      for (const header of HEADERS) {
        for (const [name, value] of Object.entries(ACCEPTED)) {
          const headers = { [header]: value };
          const reply = await session.send(ask(pinned(context.endpoint())), { tenant: null, headers });
          context.check.equal("AUT-08", `${header}.${name}`, reply.status, 200);
        }
      }
    },
  },
  {
    id: "auth.caller.every-route",
    area: "auth",
    title: "Every route wants a gateway key that is known, and the next good request works",
    why: "a route that was forgotten is open to everybody",
    requirements: ["AUT-08"],
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      for (const [, method, path, body = {}] of ROUTES)
        for (const [name, headers] of Object.entries(STRANGERS)) {
          const reply = await session.send(body, { path, method, tenant: null, headers });
          const seen = [reply.status, reply.text.includes("authentication_error")];
          context.check.equal("AUT-08", `${method} ${path} by ${name}`, seen, [401, true]);
        }
      const unreadable = { tenant: null, rawBody: "{", headers: { authorization: "Bearer nobody" } };
      expect401(context, "before-the-body-is-read", await session.send({}, unreadable));
      const good = await session.send(ask(pinned(context.endpoint())));
      context.check.equal("AUT-08", "the-next-one-works", good.status, 200);
    },
  },
];
