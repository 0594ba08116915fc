/**
 * Google service accounts: the grant, and what becomes of the token (AUT-05).
 * @module
 */
import { verify } from "node:crypto";
import type { Case, Mode } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { SessionOptions } from "../../engine/session-options.ts";
import { canaries, hiddenCanary } from "../../secrets/canaries.ts";
import { SERVICE_ACCOUNT_DOMAIN, serviceAccount, serviceAccountKey } from "../../secrets/credentials.ts";
import { formOf, grant, readJwt, TOKEN_URL } from "../../upstream/fake-token-endpoint.ts";
import type { Answerer, Received, UpstreamAnswer } from "../../upstream/server.ts";
import { json, raw } from "../../upstream/wire.ts";
import { pinned, secretsSent, simulated } from "../_shared/support.ts";

const isGrant = ({ url }: Pick<Received, "url">): boolean => url === TOKEN_URL;

/** The requests for tokens and those for answers. */
const divided = (session: Session) => ({
  grants: session.received.filter(isGrant),
  calls: session.received.filter((request) => !isGrant(request)),
});

/** A session on which the token endpoint is part of the provider's side. */
async function opened(
  context: CaseContext,
  { token = grant, answer, ...options }: SessionOptions & { token?: Answerer; answer?: Answerer } = {},
): Promise<Session> {
  const session = await context.open({ ...options, tokensOnTheWire: true });
  const good: Answerer = (request) => simulated(context, context.wire.read(request).stream);
  session.serve((request) => (isGrant(request) ? token(request) : (answer ?? good)(request)));
  return session;
}

/** One credential in place of the usual one, in whichever place the mode takes it from. */
function withCredential(context: CaseContext, secret: string, config = {}): SessionOptions {
  const { slug } = context.provider;
  const credential = { secret, config };
  return context.mode === "byok"
    ? { keys: [{ provider: slug, byokOnly: true, credential }] }
    : { platformCredentials: { [slug]: credential } };
}

/** A location and the host that serves it: the whole world, several regions of a continent, one region. */
const HOSTS: Readonly<Record<string, string>> = {
  global: "aiplatform.googleapis.com",
  eu: "aiplatform.eu.rep.googleapis.com",
  us: "aiplatform.us.rep.googleapis.com",
  "europe-west4": "europe-west4-aiplatform.googleapis.com",
};

const NEEDS = { auth: "service-account" } as const;
/** A minute before the end of an hour less a second, Google's usual lifetime. */
const NEARLY = 3_540_000;

const refusedAs = (mode: Mode): [number, string] =>
  mode === "byok" ? [401, "invalid_provider_credential"] : [502, "provider_credentials_rejected"];

/** Answers of a token endpoint that grants nothing. */
const DENIALS: readonly [name: string, answer: UpstreamAnswer][] = [
  ["invalid-grant", json(400, { error: "invalid_grant", error_description: "Invalid JWT Signature." })],
  ["skewed-clock", json(400, { error: "invalid_grant", error_description: "iat is in the future" })],
  ["no-token", json(200, { token_type: "Bearer", expires_in: 3599 })],
  ["no-lifetime", json(200, { access_token: "ya29.x", expires_in: "soon" })],
  ["not-json", raw(200, "text/html", "<html>sign in</html>")],
];

/** Key files that are none, each with something in it that must not come out. */
const malformed = (): [name: string, secret: string][] => {
  const whole = serviceAccount("nobody");
  const hidden = hiddenCanary("malformed");
  return [
    ["not-json", `{"private_key": "${hidden}`],
    ["no-key", JSON.stringify({ ...whole, private_key: undefined, private_key_id: hidden })],
    ["no-email", JSON.stringify({ ...whole, client_email: 7, private_key_id: hidden })],
    ["no-pem", JSON.stringify({ ...whole, private_key: hidden })],
    ["a-word", hidden],
  ];
};

export const googleCases: readonly Case[] = [
  {
    id: "auth.google.grant",
    area: "auth",
    title: "The JWT grant is what Google's token endpoint takes: form, audience, scope, lifetime, signature",
    why: "a wrong audience or a lifetime above an hour is refused, and the refusal says little",
    requirements: ["AUT-05"],
    needs: NEEDS,
    run: async (context) => {
      const session = await opened(context);
      const reply = await session.send(ask(pinned(context.endpoint())));
      const [request] = divided(session).grants;
      context.check.equal("AUT-05", "answered", reply.status, 200);
      if (!request) return context.check.equal("AUT-05", "asked-for-a-token", false, true);
      const form = formOf(request);
      const assertion = form.get("assertion") ?? "";
      const { header, claims } = readJwt(assertion);
      const now = Math.floor(session.gateway.clock.now() / 1000);
      const signed = assertion.slice(0, assertion.lastIndexOf("."));
      const signature = Buffer.from(assertion.slice(assertion.lastIndexOf(".") + 1), "base64url");
      context.check.equal("AUT-05", "method", request.method, "POST");
      const type = request.headers.get("content-type") ?? "";
      context.check.equal("AUT-05", "form", type.split(";")[0], "application/x-www-form-urlencoded");
      const kind = "urn:ietf:params:oauth:grant-type:jwt-bearer";
      context.check.equal("AUT-05", "grant-type", form.get("grant_type"), kind);
      context.check.equal("AUT-05", "key-id", header.kid, hiddenCanary(session.credential()));
      context.check.equal("AUT-05", "algorithm", [header.alg, header.typ], ["RS256", "JWT"]);
      const issuer = `${session.credential()}@${SERVICE_ACCOUNT_DOMAIN}`;
      context.check.equal("AUT-05", "issuer", claims.iss, issuer);
      context.check.equal("AUT-05", "audience", claims.aud, TOKEN_URL);
      context.check.equal("AUT-05", "scope", claims.scope, "https://www.googleapis.com/auth/cloud-platform");
      context.check.equal("AUT-05", "issued", claims.iat, now);
      const lifetime = Number(claims.exp) - Number(claims.iat);
      context.check.equal("AUT-05", "lifetime", lifetime > 60 && lifetime <= 3600, true);
      const good = verify("RSA-SHA256", Buffer.from(signed), serviceAccountKey().publicKey, signature);
      context.check.equal("AUT-05", "signature", good, true);
    },
  },
  {
    id: "auth.google.reuse",
    area: "auth",
    title: "A token is used again until shortly before it expires, and fetched once for a crowd",
    why: "a token for every call is a second provider that can be down; one kept too long is a 401",
    requirements: ["AUT-05"],
    needs: NEEDS,
    run: async (context) => {
      const session = await opened(context);
      const body = ask(pinned(context.endpoint()));
      await Promise.all(Array.from({ length: 5 }, () => session.send(body)));
      await session.send({ ...body, stream: true });
      context.check.equal("AUT-05", "one-for-all", divided(session).grants.length, 1);
      session.gateway.clock.advance(NEARLY / 2);
      await session.send(body);
      context.check.equal("AUT-05", "half-an-hour-later", divided(session).grants.length, 1);
      session.gateway.clock.advance(NEARLY / 2);
      const late = await session.send(body);
      context.check.equal("AUT-05", "before-it-expires", divided(session).grants.length, 2);
      context.check.equal("AUT-05", "answered", late.status, 200);
    },
  },
  {
    id: "auth.google.refreshed-once",
    area: "auth",
    title: "A refused token is replaced once; refused again, the refusal is the answer",
    why: "a revoked token that is kept fails for an hour; a loop of refreshes never ends",
    requirements: ["AUT-05"],
    needs: NEEDS,
    run: async (context) => {
      let refusals = 1;
      const refusing: Answerer = (request) =>
        refusals-- > 0
          ? context.simulate.error(401, "expired")
          : simulated(context, context.wire.read(request).stream);
      const session = await opened(context, { answer: refusing });
      const body = ask(pinned(context.endpoint()));
      for (const stream of [false, true]) {
        refusals = 1;
        const before = divided(session);
        const reply = await session.send({ ...body, stream });
        const after = divided(session);
        const name = stream ? "streamed" : "whole";
        context.check.equal("AUT-05", `${name}.answered`, reply.status, 200);
        context.check.equal("AUT-05", `${name}.calls`, after.calls.length - before.calls.length, 2);
        context.check.equal("AUT-05", `${name}.attempts`, reply.headers.get("helicone-attempts"), "1");
      }
      const grants = divided(session).grants.length;
      context.check.equal("AUT-05", "tokens", grants, 3);
      refusals = Number.POSITIVE_INFINITY;
      const before = divided(session).calls.length;
      const reply = await session.send(body);
      context.check.equal("AUT-05", "given-up.calls", divided(session).calls.length - before, 2);
      context.check.equal("AUT-05", "given-up.tokens", divided(session).grants.length - grants, 1);
      context.check.equal("AUT-05", "given-up", reply.status, context.mode === "byok" ? 401 : 502);
    },
  },
  {
    id: "auth.google.apart",
    area: "auth",
    title: "Tenants never share a token, nor do two projects of one service account",
    why: "a cache keyed by provider alone bills one customer's calls to another's project",
    requirements: ["AUT-05"],
    modes: ["byok"],
    needs: NEEDS,
    run: async (context) => {
      const { slug } = context.provider;
      const keys = (["a", "b"] as const).map((tenant) => ({ provider: slug, tenant, byokOnly: true }));
      const session = await opened(context, { keys, platform: [] });
      const body = ask(pinned(context.endpoint()));
      await Promise.all((["a", "b", "a", "b"] as const).map((tenant) => session.send(body, { tenant })));
      const { grants, calls } = divided(session);
      context.check.equal("AUT-05", "one-token-each", grants.length, 2);
      const used = [...new Set(calls.flatMap(secretsSent))].sort();
      const own = [canaries.vault("a", slug), canaries.vault("b", slug)].sort();
      context.check.equal("AUT-05", "each-its-own", used, own);
      const secret = JSON.stringify(serviceAccount(canaries.vault("a", slug)));
      const projects = ["harbour-one", "harbour-two"].map((project, i) => ({
        provider: slug,
        tenant: i === 0 ? ("a" as const) : ("b" as const),
        byokOnly: true,
        credential: { secret, config: { project } },
      }));
      const shared = await opened(context, { keys: projects, platform: [] });
      for (const tenant of ["a", "b"] as const) await shared.send(body, { tenant });
      context.check.equal("AUT-05", "one-token-a-project", divided(shared).grants.length, 2);
      const credential = { secret, config: { project: "harbour-one" } };
      const same = (["a", "b"] as const).map((tenant) => ({
        provider: slug,
        tenant,
        byokOnly: true,
        credential,
      }));
      const alike = await opened(context, { keys: same, platform: [] });
      for (const tenant of ["a", "b"] as const) await alike.send(body, { tenant });
      context.check.equal("AUT-05", "nor-with-the-same-key", divided(alike).grants.length, 2);
    },
  },
  {
    id: "auth.google.denied",
    area: "auth",
    title:
      "A token that is not granted is the key's fault, without a call to the provider, and is asked for anew",
    why: "a denial that is kept locks a repaired key out; one that is hidden looks like an outage",
    requirements: ["AUT-05", "ERR-06"],
    needs: NEEDS,
    run: async (context) => {
      const body = ask(pinned(context.endpoint()));
      for (const [name, denial] of DENIALS) {
        let denied = true;
        const token: Answerer = (request) => (denied ? denial : grant(request));
        const session = await opened(context, { token });
        const reply = await session.send(body);
        const seen = [reply.status, errorOf(reply)?.code];
        context.check.equal("AUT-05", `${name}.refused`, seen, refusedAs(context.mode));
        context.check.equal("AUT-05", `${name}.no-call`, divided(session).calls.length, 0);
        denied = false;
        context.check.equal("AUT-05", `${name}.next-works`, (await session.send(body)).status, 200);
      }
      const outage = await opened(context, { token: () => ({ kind: "network-error" }) });
      const down = await outage.send(body);
      context.check.equal(
        "AUT-05",
        "outage",
        [down.status, errorOf(down)?.code],
        [502, "upstream_unreachable"],
      );
    },
  },
  {
    id: "auth.google.malformed",
    area: "auth",
    title: "A key file that is none is told as such, with the field that is wrong and nothing of its content",
    why: "JSON errors quote what they could not read: half a private key",
    requirements: ["AUT-05", "ERR-06"],
    needs: NEEDS,
    run: async (context) => {
      for (const [name, secret] of malformed()) {
        const config = { project: "harbour-project" };
        const session = await opened(context, withCredential(context, secret, config));
        const reply = await session.send(ask(pinned(context.endpoint())));
        const seen = [reply.status, errorOf(reply)?.code];
        context.check.equal("AUT-05", `${name}.refused`, seen, refusedAs(context.mode));
        context.check.equal("AUT-05", `${name}.nobody-called`, session.received.length, 0);
        context.check.equal("ERR-06", `${name}.nothing-shown`, reply.text.includes("canary0"), false);
      }
    },
  },
  {
    id: "auth.google.locations",
    area: "auth",
    title: "Each location has its own form of host, and stands in the path with the project",
    why: "the wrong host answers 404, or answers from another continent",
    requirements: ["AUT-05", "MAP-01"],
    needs: NEEDS,
    run: async (context) => {
      const secret = JSON.stringify(
        serviceAccount(
          context.mode === "byok"
            ? canaries.vault("a", context.provider.slug)
            : canaries.platform(context.provider.slug),
        ),
      );
      const endpoint = context.endpoint(({ region }) => region === undefined);
      for (const [region, host] of Object.entries(HOSTS)) {
        const session = await opened(
          context,
          withCredential(context, secret, { project: "harbour-one", region }),
        );
        await session.send(ask(pinned(endpoint)));
        const { hostname, pathname } = new URL(divided(session).calls[0]?.url ?? "https://nobody.example");
        context.check.equal("MAP-01", `${region}.host`, hostname, host);
        const place = `/projects/harbour-one/locations/${region}/`;
        context.check.equal("AUT-05", `${region}.place`, pathname.includes(place), true);
      }
    },
  },
];
