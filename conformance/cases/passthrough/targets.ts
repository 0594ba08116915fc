/**
 * Which targets are called and which are not (PRX-03 … PRX-05, SEC-02).
 * @module
 */
import { lookAlikes } from "../../../registry/domains/testing/look-alikes.ts";
import { unsafeTargets } from "../../../registry/domains/testing/unsafe-targets.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { canaries } from "../../secrets/canaries.ts";
import { PUBLIC_ADDRESS } from "../../upstream/target-side.ts";
import { codeOf, HOST, KEY, openPassing, valuesOf } from "../_shared/pass.ts";

/** Fields hold tabs and bytes of Latin-1 without line ends; other spellings cannot be sent at all. */
const sendable = ({ target }: { target: string }): boolean => /^[\t\x20-\x7e\xa0-\xff]*$/.test(target);

/** What the names of the table resolve to. */
const RESOLVED: Readonly<Record<string, string[]>> = {
  "two-faces.example": [PUBLIC_ADDRESS, "10.0.0.1"],
  "v6-only.example": ["::1"],
};

async function unsafe(context: CaseContext): Promise<void> {
  const { side, pass } = await openPassing(context);
  side.resolve((name) => RESOLVED[name] ?? ["127.0.0.1"]);
  const rows = unsafeTargets.filter(sendable);
  for (const { target, why } of rows) {
    side.forget();
    const got = await pass(target, { path: "/latest/meta-data/" });
    context.check.equal("PRX-05", `refused: ${target} (${why})`, got.status, 400);
    context.check.equal("PRX-05", `no socket: ${target}`, [...side.connected], []);
  }
  context.count(rows.length);
}

async function rebinding(context: CaseContext): Promise<void> {
  const { side, pass } = await openPassing(context);
  let looks = 0;
  side.resolve(() => [++looks === 1 ? PUBLIC_ADDRESS : "127.0.0.1"]);
  await pass("https://rebind.example", { path: "/x" });
  context.check.equal("PRX-05", "looked-up-once", [...side.lookedUp], ["rebind.example"]);
  context.check.equal(
    "PRX-05",
    "connected-to-what-was-checked",
    [...side.connected],
    [`${PUBLIC_ADDRESS}:443`],
  );
}

async function alike(context: CaseContext): Promise<void> {
  const { side, pass, session } = await openPassing(context);
  for (const { target, why } of lookAlikes.filter(sendable)) {
    side.forget();
    // Several of them are below one registered domain, which has one limit.
    session.gateway.clock.advance(1_000);
    const first = await pass(target, { path: "/x" });
    const second = await pass(target, { path: "/x" });
    // Either it is no target at all, or it is held to the limit of unknown ones: the second call is one too many.
    const statuses = [first.status, second.status];
    context.check.that("PRX-03", `${target} (${why})`, ["400,400", "200,429"].includes(statuses.join()), {
      expected: "400 twice, or 200 and then 429",
      seen: statuses,
      repair: "compare the parsed host with patterns that are anchored at both ends",
    });
  }
  context.count(lookAlikes.length);
}

async function headers(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, pass, ask } = await openPassing(context);
  const target = (value: string): [string, string] => ["Helicone-Target-Url", value];
  const wrong: [string, [string, string][]][] = [
    ["empty", [target("")]],
    ["10 kB", [target(`https://${"a".repeat(10_000)}.com`)]],
    ["doubled", [target("https://api.openai.com"), target("https://api.openai.com")]],
    ["with a path", [target("https://api.groq.com/openai/v1")]],
    ["missing", [["Helicone-Target-Provider", "Groq"]]],
    ["two names", [target("https://api.openai.com"), ["Helicone-OpenAI-Api-Base", "https://api.groq.com"]]],
    ["the gateway", [target("https://gateway.example")]],
  ];
  for (const [what, fields] of wrong) {
    const got = await pass(null, { path: "/x", fields });
    check.equal("PRX-05", what, got.status, 400);
  }
  const secret = canaries.stray.query;
  const got = await pass(`https://user:${secret}@api.openai.com`, { path: "/x" });
  check.equal("PRX-05", "credentials", [got.status, got.body.toString().includes(secret)], [400, false]);
  const stranger = await ask({ path: "/x", fields: [HOST, target("https://api.openai.com")] });
  check.equal("PRX-05", "no key", stranger.status, 401);
  check.equal("PRX-05", "nothing was called", [...side.connected], []);
  side.forget();
  await ask({ path: "/x", fields: [HOST, KEY, ["helicone-openai-api-base", "https://me.openai.azure.com"]] });
  check.equal("PRX-01", "older name", side.calls[0] && valuesOf(side.calls[0], "host"), [
    "me.openai.azure.com",
  ]);
}

async function injection(context: CaseContext): Promise<void> {
  const { side, pass } = await openPassing(context);
  const targets = [
    "https://api.openai.com%0d%0aX-Evil:1",
    "https://api.openai.com%23.evil.example",
    "https://api.openai.com%2f@evil.example",
    "https://api.openai.com\\.evil.example",
    "https://api.openai.com#.evil.example",
    "https://api.openai.com?.evil.example",
    "https://evil.example\u00a0api.openai.com",
  ];
  for (const target of targets) {
    const got = await pass(target, { path: "/x" });
    context.check.equal("SEC-02", target, [got.status, side.calls.length], [400, 0]);
  }
}

async function rates(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, pass, ask, session } = await openPassing(context);
  const OWN = "https://own.example";
  const status = async (target: string) => (await pass(target, { path: "/x" })).status;
  check.equal("PRX-04", "first", await status(OWN), 200);
  const refused = await pass(OWN, { path: "/x" });
  check.equal("PRX-04", "second", [refused.status, codeOf(refused)], [429, "domain_rate_limited"]);
  check.equal("PRX-04", "retry-after", valuesOf(refused, "retry-after"), ["1"]);
  const below = await pass("https://a.b.own.example", { path: "/x" });
  check.equal("PRX-04", "subdomain", [below.status, codeOf(below)], [429, "domain_rate_limited"]);
  check.equal("PRX-04", "another domain", await status("https://other.example"), 200);
  const key: [string, string] = ["Helicone-Auth", `Bearer ${canaries.gatewayKey.b}`];
  const other = await ask({ path: "/x", fields: [HOST, key, ["Helicone-Target-Url", OWN]] });
  check.equal("PRX-04", "another organisation", other.status, 200);
  session.gateway.clock.advance(1_000);
  check.equal("PRX-04", "a second later", await status(OWN), 200);
  const many = await Promise.all(Array.from({ length: 6 }, () => status("https://busy.example")));
  check.equal("PRX-04", "one of many at once", many.filter((code) => code === 200).length, 1);
  check.equal("PRX-04", "calls", side.calls.length, 5);
}

const about = { area: "passthrough", modes: ["byok"], once: true } as const;

export const targetCases: readonly Case[] = [
  {
    ...about,
    id: "passthrough.targets.unsafe",
    title: "Targets inside the network are refused in every spelling, and no socket is opened",
    why: "whoever names the target would otherwise reach metadata services and neighbours with the gateway's address",
    requirements: ["PRX-05"],
    run: unsafe,
  },
  {
    ...about,
    id: "passthrough.targets.rebinding",
    title: "A name is looked up once, and the connection is made to the checked address",
    why: "a second look-up may give another address than the one that was checked",
    requirements: ["PRX-05"],
    run: rebinding,
  },
  {
    ...about,
    id: "passthrough.targets.look-alikes",
    title: "Hosts that look like approved domains are none",
    why: "a pattern without an end approves the attacker's domain",
    requirements: ["PRX-03"],
    run: alike,
  },
  {
    ...about,
    id: "passthrough.targets.headers",
    title: "Wrong target headers are clear 4xx, and call nobody",
    why: "a target that is guessed is somebody else's",
    requirements: ["PRX-01", "PRX-05"],
    run: headers,
  },
  {
    ...about,
    id: "passthrough.targets.injection",
    title: "Nothing written into a target reaches another host or adds a field",
    why: "parsers disagree about what they repair",
    requirements: ["SEC-02"],
    run: injection,
  },
  {
    ...about,
    id: "passthrough.targets.rates",
    title: "Domains that are not approved pass once a second for each organisation and domain",
    why: "an open relay is abused within hours",
    requirements: ["PRX-04"],
    run: rates,
  },
];
