/**
 * The credential that a provider gets (AUT-01, AUT-02, AUT-03, AUT-07, AUT-09).
 * @module
 */

import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import { CANARY, canaries } from "../../secrets/canaries.ts";
import { carries } from "../../secrets/credentials.ts";
import { pinned, secretsSent, simulated } from "../_shared/support.ts";
import { everywhere, hostOf, isRefusal, messageOf, oneOfEach, sharedModel } from "../routing/support.ts";

/** The secret of this mode at any provider. */
export const secretAt = (context: CaseContext, provider: string): string =>
  context.mode === "byok" ? canaries.vault("a", provider) : canaries.platform(provider);

/** Secrets of any kind that a request carries in its headers, with the header's name. */
const secretsIn = (request: Session["received"][number]): string[] =>
  [...request.headers].flatMap(([name, value]) =>
    (value.match(CANARY) ?? []).map((found) => `${name}: ${found}`),
  );

/** Ways in which callers hand over their gateway key. */
const KEY_HEADERS: readonly [name: string, headers: (key: string) => Record<string, string>][] = [
  ["helicone-auth", (key) => ({ "helicone-auth": `Bearer ${key}` })],
  ["authorization", (key) => ({ authorization: `Bearer ${key}` })],
  ["both", (key) => ({ "helicone-auth": `Bearer ${key}`, authorization: `Bearer ${key}` })],
];

export const providerCases: readonly Case[] = [
  {
    id: "auth.provider.credential",
    area: "auth",
    title:
      "The provider gets the mode's own credential in its documented header and scheme, and nowhere else",
    why: "a key in the wrong header is a 401; the wrong key is somebody else's bill",
    requirements: ["AUT-01"],
    needs: { scenarios: ["chat.basic", "stream.basic"] },
    run: async (context) => {
      for (const id of ["chat.basic", "stream.basic"] as const) {
        const recording = context.recording(id);
        const { credential } = recording.meta.request;
        const session = await context.open();
        await session.play(recording, pinned(context.endpointOf(recording)));
        const [request] = session.received;
        const secret = secretAt(context, context.provider.slug);
        const sent = request !== undefined && carries(request.headers, credential, secret);
        context.check.that("AUT-01", `${id}.${credential.name}`, sent, {
          expected: `${credential.name}: ${credential.scheme} and the ${context.mode === "byok" ? "caller's" : "platform's"} key`,
          seen: request ? secretsIn(request) : "no request",
        });
        context.check.equal("AUT-01", `${id}.only-there`, request ? secretsIn(request).length : 0, 1);
      }
    },
  },
  {
    id: "auth.provider.not-the-platform-key",
    area: "auth",
    title: "When the caller's own key is refused, the platform's key is not tried in its place",
    why: "a caller who brings a key must not be billed, nor the platform's account be used",
    requirements: ["AUT-01"],
    modes: ["byok"],
    run: async (context) => {
      const session = await context.open();
      session.answer(context.simulate.error(401, "bad key"));
      const reply = await session.send(ask(pinned(context.endpoint())));
      const platform = canaries.platform(context.provider.slug);
      const used = session.received.filter((request) => secretsSent(request).includes(platform));
      context.check.equal("AUT-01", "platform-key-uses", used.length, 0);
      context.check.equal("AUT-01", "the-refusal-is-the-answer", reply.status, 401);
    },
  },
  {
    id: "auth.gateway-key.stays",
    area: "auth",
    title: "The caller's gateway key reaches no provider, whichever header it came in",
    why: "copied headers hand the key of this gateway to every provider",
    requirements: ["AUT-02"],
    run: async (context) => {
      const key = canaries.gatewayKey.a;
      for (const [name, headers] of KEY_HEADERS) {
        const session = await context.open();
        session.answer(simulated(context));
        const reply = await session.send(ask(pinned(context.endpoint())), {
          tenant: null,
          headers: headers(key),
        });
        context.check.equal("AUT-02", `${name}.accepted`, reply.status, 200);
        context.check.equal("AUT-02", `${name}.sent`, session.received.length, 1);
        const [request] = session.received;
        const text = `${request?.url}\n${JSON.stringify([...(request?.headers ?? [])])}\n${request?.body}`;
        context.check.that("AUT-02", `${name}.not-forwarded`, !text.includes(key), {
          expected: "a request without the gateway key",
          seen: request ? secretsIn(request) : "no request",
        });
      }
    },
  },
  {
    id: "auth.providers.apart",
    area: "auth",
    title: "On fallback each provider gets its own credential only",
    why: "the primary's key at the fallback target is a disclosed key",
    requirements: ["AUT-03"],
    run: async (context) => {
      const endpoints = oneOfEach(context);
      const session = await context.open(everywhere(context));
      session.answer(context.simulate.error(503, "busy"));
      await session.send(ask(endpoints.map(pinned).join(",")));
      const sent = session.received.map((request) => ({
        at: hostOf(context, request.url),
        secrets: secretsSent(request),
      }));
      const expected = endpoints.map(({ provider }) => ({
        at: provider,
        secrets: [secretAt(context, provider)],
      }));
      context.check.equal("AUT-03", "each-its-own", sent, expected);
    },
  },
  {
    id: "auth.redirect.not-followed",
    area: "auth",
    title: "A redirect of the provider's is not followed",
    why: "followed with the request's headers it hands the key to whoever is named in Location",
    requirements: ["AUT-03"],
    run: async (context) => {
      for (const status of [301, 302, 307, 308]) {
        const session = await context.open();
        session.answer({
          kind: "answer",
          status,
          headers: [["location", "https://elsewhere.example/v1/chat/completions"]],
          chunks: [],
        });
        await session.send(ask(pinned(context.endpoint())));
        const hosts = session.received.map(({ url }) => hostOf(context, url));
        context.check.equal("AUT-03", `${status}.hosts`, hosts, [context.provider.slug]);
      }
    },
  },
  {
    id: "auth.tenants.apart",
    area: "auth",
    title: "Two tenants that ask at the same time are each served with their own key",
    why: "a key that is cached without its tenant pays one's calls from another's account",
    requirements: ["AUT-03"],
    modes: ["byok"],
    run: async (context) => {
      const { slug } = context.provider;
      const tenants = ["a", "b", "b", "a", "b"] as const;
      const keys = [
        { provider: slug, tenant: "a", byokOnly: true },
        { provider: slug, tenant: "b", byokOnly: true },
      ] as const;
      const session = await context.open({ keys: [...keys], platform: [] });
      session.answer(simulated(context));
      await Promise.all(
        tenants.map((tenant, i) =>
          session.send(
            ask(pinned(context.endpoint()), {
              messages: [{ role: "user", content: `tenant ${tenant} asks ${i}` }],
            }),
            {
              tenant,
            },
          ),
        ),
      );
      const used = session.received.map((request) => ({
        of: request.body.match(/tenant ([ab]) asks/)?.[1],
        with: secretsSent(request),
      }));
      const expected = used.map(({ of }) => ({
        of,
        with: [canaries.vault(of === "b" ? "b" : "a", slug)],
      }));
      context.check.equal("AUT-03", "requests", used.length, tenants.length);
      context.check.equal("AUT-03", "each-its-own", used, expected);
    },
  },
  {
    id: "auth.tenants.no-borrowed-key",
    area: "auth",
    title: "A tenant without a key is refused, although another tenant has one",
    why: "a look-up by provider alone finds anybody's key",
    requirements: ["AUT-03"],
    modes: ["byok"],
    run: async (context) => {
      const session = await context.open({ keys: [], platform: [] });
      session.answer(simulated(context));
      const reply = await session.send(ask(pinned(context.endpoint())));
      context.check.equal("AUT-03", "no-upstream-call", session.received.length, 0);
      context.check.that("AUT-03", "refused", isRefusal(reply.status), {
        expected: "a 4xx",
        seen: reply.status,
      });
    },
  },
  {
    id: "auth.url.no-credential",
    area: "auth",
    title: "No credential stands in a URL, in any form",
    why: "URLs are written into every proxy's log",
    requirements: ["AUT-07"],
    run: async (context) => {
      for (const stream of [false, true]) {
        const session = await context.open();
        session.answer(simulated(context, stream));
        await session.send(ask(pinned(context.endpoint()), { stream }));
        context.check.equal("AUT-07", `stream-${stream}.sent`, session.received.length, 1);
        const url = new URL(session.received[0]?.url ?? "https://no-request.example/");
        const decoded = decodeURIComponent(url.href);
        context.check.equal("AUT-07", `stream-${stream}.secrets`, decoded.match(CANARY) ?? [], []);
        context.check.equal("AUT-07", `stream-${stream}.userinfo`, [url.username, url.password], ["", ""]);
        const keys = [...url.searchParams.keys()].filter((name) => /key|token|secret|auth|sig/i.test(name));
        context.check.equal("AUT-07", `stream-${stream}.query`, keys, []);
      }
    },
  },
  {
    id: "auth.config.missing-key",
    area: "auth",
    title: "Without a key for the provider the answer is a 4xx that names the provider and what is missing",
    why: "the caller must know which key to add, and where",
    requirements: ["AUT-09"],
    modes: ["byok"],
    run: async (context) => {
      const shared = sharedModel(context).find(({ provider }) => provider === context.provider.slug);
      const endpoint = shared ?? context.endpoint();
      const session = await context.open({ keys: [], platform: [] });
      session.answer(simulated(context));
      const reply = await session.send(ask(pinned(endpoint)));
      context.check.that("AUT-09", "4xx", isRefusal(reply.status), { expected: "a 4xx", seen: reply.status });
      context.check.equal("AUT-09", "no-upstream-call", session.received.length, 0);
      const says = ["provider key", endpoint.provider].filter((text) => !messageOf(reply).includes(text));
      context.check.equal("AUT-09", "message-says", says, [], messageOf(reply));
    },
  },
];
