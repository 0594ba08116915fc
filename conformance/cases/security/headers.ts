/**
 * What travels on of the caller's request: the body's meaning, and no header (SEC-01, AUT-02).
 * @module
 */

import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type SendOptions, type Session } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { headerNames } from "../../secrets/credentials.ts";
import { pinned, simulated } from "../_shared/support.ts";

/** Headers that clients, proxies and other gateways add; each with a value that can be found again. */
const STRAY = [
  "cookie",
  "referer",
  "user-agent",
  "x-forwarded-for",
  "forwarded",
  "via",
  "traceparent",
  "baggage",
  "openai-organization",
  "openai-project",
  "openai-beta",
  "anthropic-version",
  "x-api-key",
  "api-key",
  "x-goog-api-key",
  "x-portkey-api-key",
  "helicone-user-id",
  "helicone-property-plan",
  "x-stainless-lang",
  "x-made-up",
];

/** What providers and the proxies before them send along. */
const PROVIDER_OWN: Readonly<Record<string, string>> = {
  "set-cookie": "session=provider; Path=/",
  "openai-organization": "org-platform",
  "anthropic-organization-id": "org-platform",
  "www-authenticate": 'Bearer realm="provider"',
  server: "cloudflare",
  via: "1.1 edge",
  "cf-ray": "8a1b2c3d4e5f-AMS",
  "alt-svc": 'h3=":443"',
  "strict-transport-security": "max-age=1",
  "access-control-allow-origin": "*",
};

const MARK = "stray-mark-";

async function checkOutbound(context: CaseContext, session: Session, name: string, options: SendOptions) {
  for (const stream of [false, true]) {
    session.answer(simulated(context, stream));
    const reply = await session.send(ask(pinned(context.endpoint()), { stream }), options);
    const [request] = session.received;
    context.check.equal("SEC-01", `${name}.served`, reply.status, 200);
    const names = [...(request?.headers ?? [])].map(([header]) => header).sort();
    context.check.equal(
      "SEC-01",
      `${name}.header-names`,
      names,
      headerNames(context.provider, context.recording("chat.basic")),
    );
    const values = [...(request?.headers ?? [])].filter(([, value]) => value.includes(MARK));
    context.check.equal("SEC-01", `${name}.no-caller-value`, values, []);
    const text = `${request?.url}\n${request?.body}`;
    context.check.equal("SEC-01", `${name}.nor-in-url-or-body`, text.includes(MARK), false);
  }
}

export const headerCases: readonly Case[] = [
  {
    id: "security.headers.stray",
    area: "security",
    title: "None of the caller's headers reaches the provider; each request is built from nothing",
    why: "copied headers carry cookies, keys of other services and the caller's address",
    requirements: ["SEC-01"],
    needs: { scenarios: ["chat.basic"] },
    run: async (context) => {
      const session = await context.open();
      const headers = Object.fromEntries(STRAY.map((name, index) => [name, `${MARK}${index}`]));
      await checkOutbound(context, session, "stray", { headers });
    },
  },
  {
    id: "security.headers.gateway-key",
    area: "security",
    title: "The gateway key never reaches the provider, in whatever header it came",
    why: "whoever holds it can spend the caller's money",
    requirements: ["SEC-01", "AUT-02"],
    needs: { scenarios: ["chat.basic"] },
    run: async (context) => {
      const key = canaries.gatewayKey.a;
      const session = await context.open();
      const ways: [name: string, options: SendOptions][] = [
        ["authorization", { tenant: null, headers: { authorization: `Bearer ${key}` } }],
        ["both", { headers: { authorization: `Bearer ${key}` } }],
        ["scheme-in-capitals", { tenant: null, headers: { authorization: `BEARER ${key}` } }],
        ["repeated", { headers: { "x-api-key": key, "api-key": key, "x-helicone-auth": `Bearer ${key}` } }],
      ];
      for (const [name, options] of ways) {
        await checkOutbound(context, session, name, options);
        const text = JSON.stringify(
          session.received.map(({ url, headers, body }) => [url, [...headers], body]),
        );
        context.check.equal("AUT-02", `${name}.key-stays`, text.includes(key), false);
      }
    },
  },
  {
    id: "security.headers.answer",
    area: "security",
    title:
      "Of the provider's headers none that names its owner, sets a cookie or describes its connection comes back",
    why: "the gateway's own organisation and sessions at the provider are nobody else's business",
    requirements: ["SEC-01", "SEC-04"],
    run: async (context) => {
      const session = await context.open();
      const own = Object.entries(PROVIDER_OWN);
      for (const stream of [false, true]) {
        const answer = simulated(context, stream);
        if (answer.kind !== "answer") throw new Error("a simulated answer is an answer");
        for (const status of [200, 404]) {
          const headers = [...answer.headers, ...own] as typeof answer.headers;
          session.answer(
            status === 200
              ? { ...answer, headers }
              : context.simulate.error(404, "gone", {
                  headers: own.map(([n, v]): [string, string] => [n, v]),
                }),
          );
          const reply = await session.send(ask(pinned(context.endpoint()), { stream }));
          const kept = own.filter(([name]) => reply.headers.has(name)).map(([name]) => name);
          context.check.equal(
            "SEC-01",
            `${status}${stream ? ".streamed" : ""}`,
            [reply.status, kept],
            [status, []],
          );
          context.check.equal(
            "SEC-04",
            `${status}.not-cached`,
            reply.headers.get("cache-control"),
            "no-store",
          );
        }
      }
    },
  },
];
