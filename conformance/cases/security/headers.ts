/**
 * What travels on of the caller's request: the body's meaning, and no header (SEC-01, AUT-02).
 * @module
 */

import { canaries } from "../../canaries.ts";
import type { Case } from "../../case.ts";
import type { CaseContext } from "../../context.ts";
import { headerNames } from "../../credentials.ts";
import { ask, type SendOptions, type Stage } from "../../stage.ts";
import { pinned, simulated } from "../support.ts";

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
  "helicone-target-url",
  "x-stainless-lang",
  "x-made-up",
];

const MARK = "stray-mark-";

async function checkOutbound(context: CaseContext, stage: Stage, name: string, options: SendOptions) {
  for (const stream of [false, true]) {
    stage.answer(simulated(context, stream));
    const reply = await stage.send(ask(pinned(context.endpoint()), { stream }), options);
    const [request] = stage.received;
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
      const stage = await context.open();
      const headers = Object.fromEntries(STRAY.map((name, index) => [name, `${MARK}${index}`]));
      await checkOutbound(context, stage, "stray", { headers });
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
      const stage = await context.open();
      const ways: [name: string, options: SendOptions][] = [
        ["authorization", { tenant: null, headers: { authorization: `Bearer ${key}` } }],
        ["both", { headers: { authorization: `Bearer ${key}` } }],
        ["scheme-in-capitals", { tenant: null, headers: { authorization: `BEARER ${key}` } }],
        ["repeated", { headers: { "x-api-key": key, "api-key": key, "x-helicone-auth": `Bearer ${key}` } }],
      ];
      for (const [name, options] of ways) {
        await checkOutbound(context, stage, name, options);
        const text = JSON.stringify(
          stage.received.map(({ url, headers, body }) => [url, [...headers], body]),
        );
        context.check.equal("AUT-02", `${name}.key-stays`, text.includes(key), false);
      }
    },
  },
];
