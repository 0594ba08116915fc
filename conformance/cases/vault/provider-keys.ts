/**
 * A tenant's own provider keys: what is told of them, who is, and from when a change holds (VLT-01).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { ConfigField } from "../../../registry/providers/_shared/config.ts";
import { headersOf } from "../../engine/again.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { CANARY, canaries } from "../../secrets/canaries.ts";
import { credentialOf } from "../../secrets/credentials.ts";
import { behind } from "../_shared/behind.ts";
import { dataOf, manage, textAt } from "../_shared/manage.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { letTimePass } from "../_shared/time.ts";
import { ON } from "../_shared/waits.ts";

const PATH = "/v1/vault/keys";

/** A key of the provider under test, as a tenant sends it. */
function keyOf({ provider }: CaseContext, more: JsonObject = {}): JsonObject & { secret: string } {
  const { secret, config } = credentialOf(provider, canaries.vault("a", provider.slug));
  return { provider: provider.slug, secret, config: { ...config }, byokOnly: true, ...more };
}

/** The status of a chat that only a key of the vault can pay for, and how often the provider was called. */
async function chat(context: CaseContext, session: Session): Promise<readonly [number, number]> {
  session.answer(simulated(context));
  const reply = await session.send(ask(pinned(context.endpoint())));
  return [reply.status, session.received.length];
}

/** Another value that a setting may have; `null` where it is a credential, or has one value only. */
function anotherValue({ secret, pattern, example }: ConfigField, now = example): string | null {
  if (secret || now.search(CANARY) !== -1) return null;
  // The words of a pattern: those among which a setting is chosen.
  const words = pattern.source.match(/[\w-]+/g) ?? [];
  return [`${now}2`, `2${now}`, ...words].find((value) => value !== now && pattern.test(value)) ?? null;
}

type Config = Readonly<Record<string, string>>;

/** How a setting may change: from which settings to which. One that may be missing is also left out. */
function movesOf(field: ConfigField, config: Config): [way: string, from: Config, to: Config][] {
  const { name, optional = false, secret = false, example } = field;
  const other = anotherValue(field, config[name]);
  const { [name]: given = example, ...rest } = config;
  // Without a part of the credential that is usually there it would be one of another kind.
  const isFree = optional && !(secret && name in config);
  return [
    ...(other === null ? [] : [["as-if-given-so", config, { ...config, [name]: other }]]),
    ...(isFree ? [["as-if-never-given", { ...rest, [name]: given }, rest]] : []),
  ] as [string, Config, Config][];
}

/** What a chat sends to the provider; nothing where no call was made. */
async function asked(
  context: CaseContext,
  session: Session,
): Promise<{ url: string | null; headers: unknown }> {
  await chat(context, session);
  const [request] = session.received;
  return { url: request?.url ?? null, headers: request ? headersOf(request) : null };
}

/** No keys anywhere, but for those that the case adds. */
const openEmpty = (context: CaseContext): Promise<Session> =>
  context.open({ keys: [], platform: [], adds: [context.provider.slug] });

const SERVED = [200, 1] as const;
/** Nobody can be attempted: as if there never had been a key. */
const NOBODY = [400, 0] as const;

function noSecret(context: CaseContext, where: string, reply: Reply, secret: string): void {
  context.check.that("VLT-01", where, !reply.text.includes(secret), {
    expected: "nothing of the secret but its last four characters",
    seen: "the whole secret",
  });
}

export const providerKeyCases: readonly Case[] = [
  {
    id: "vault.provider-keys.life",
    area: "vault",
    title: "A key that is added is used, and refused from the request after it is disabled or removed",
    why: "a key that leaked is revoked because every minute counts; vaults that cache go on spending",
    requirements: ["VLT-01"],
    run: async (context) => {
      const session = await openEmpty(context);
      context.check.equal("VLT-01", "without-a-key", await chat(context, session), NOBODY);
      const key = keyOf(context);
      const made = await manage(session, "POST", PATH, key);
      context.check.equal("VLT-01", "added.status", made.status, 201);
      context.check.equal("VLT-01", "added.used", await chat(context, session), SERVED);
      const own = `${PATH}/${textAt(made, "id")}`;
      await manage(session, "PATCH", own, { enabled: false });
      context.check.equal("VLT-01", "disabled.refused", await chat(context, session), NOBODY);
      await manage(session, "PATCH", own, { enabled: true });
      context.check.equal("VLT-01", "enabled.used", await chat(context, session), SERVED);
      context.check.equal("VLT-01", "removed.status", (await manage(session, "DELETE", own)).status, 204);
      context.check.equal("VLT-01", "removed.refused", await chat(context, session), NOBODY);
    },
  },
  {
    id: "vault.provider-keys.revoked-meanwhile",
    area: "vault",
    title: "A key that is disabled or removed while a call with it fails is not used for the next try",
    why: "revoked at once means for requests that are under way as well: a retry may come a minute later",
    requirements: ["VLT-01"],
    run: async (context) => {
      for (const how of ["disabled", "removed"] as const) {
        const session = await openEmpty(context);
        const own = `${PATH}/${textAt(await manage(session, "POST", PATH, keyOf(context)), "id")}`;
        // Not by `manage`, which would wait until the call is over.
        const revoke = async () => {
          const about = { path: own, method: how === "disabled" ? "PATCH" : "DELETE" };
          await (await session.start(how === "disabled" ? { enabled: false } : {}, about)).text();
        };
        let revoking: Promise<void> | null = null;
        session.serve(() => {
          revoking ??= revoke();
          return behind(revoking, context.simulate.error(503, "Closed"));
        });
        const sending = session.send(ask(pinned(context.endpoint())), { headers: ON });
        await session.untilReceived();
        await revoking;
        const reply = await letTimePass(session, sending);
        const seen = [session.received.length, reply.status >= 400];
        context.check.equal("VLT-01", how, seen, [1, true]);
      }
    },
  },
  {
    id: "vault.provider-keys.secret",
    area: "vault",
    title: "No answer holds a secret: of a key its last four characters are shown, to everybody",
    why: "a list that decrypts hands every key to whoever gets one management key",
    requirements: ["VLT-01"],
    run: async (context) => {
      const session = await openEmpty(context);
      const key = keyOf(context);
      const made = await manage(session, "POST", PATH, key);
      const own = `${PATH}/${textAt(made, "id")}`;
      const list = await manage(session, "GET", PATH);
      const changed = await manage(session, "PATCH", own, { name: "renamed" });
      const replies = { made, list, one: await manage(session, "GET", own), changed };
      for (const [name, reply] of Object.entries(replies)) {
        noSecret(context, name, reply, key.secret);
        context.check.equal("VLT-01", `${name}.cache`, reply.headers.get("cache-control"), "no-store");
      }
      const [shown] = dataOf(list);
      const lastFour = `…${key.secret.slice(-4)}`;
      context.check.equal("VLT-01", "last-four", shown?.lastFour, lastFour);
      context.check.equal("VLT-01", "renamed", textAt(changed, "name"), "renamed");
      if (context.provider.auth !== "api-key") return;
      for (const length of [1, 4, 5, 11, 12, 13]) {
        const secret = `${"k".repeat(length)}wxyz`.slice(-length);
        const short = await manage(session, "POST", PATH, { ...key, secret });
        const hint = length < 12 ? "…" : "…wxyz";
        context.check.equal("VLT-01", `of ${length}`, [short.status, textAt(short, "lastFour")], [201, hint]);
      }
    },
  },
  {
    id: "vault.provider-keys.fields",
    area: "vault",
    title:
      "keeps every field of a key as it was given, shows it everywhere alike, and changes what was changed alone",
    why: "a rename that enables a key again, or drops its settings, is found when the calls of a night fail",
    requirements: ["VLT-01"],
    run: async (context) => {
      const session = await openEmpty(context);
      const { check, provider } = context;
      const { clock } = session.gateway;
      const time = () => new Date(clock.now()).toISOString();
      const ends: JsonObject[] = [
        { name: "Tide, 1", enabled: false, byokOnly: true },
        { name: "", enabled: true, byokOnly: false },
      ];
      const own: string[] = [];
      const expected: JsonObject[] = [];
      for (const about of ends) {
        clock.advance(1_001);
        const { secret, ...key } = keyOf(context);
        const made = await manage(session, "POST", PATH, { ...key, ...about, secret });
        own.push(`${PATH}/${textAt(made, "id")}`);
        expected.push({
          object: "vault.key",
          id: textAt(made, "id"),
          provider: provider.slug,
          lastFour: `…${secret.slice(-4)}`,
          declared: false,
          createdAt: time(),
          updatedAt: null,
          ...about,
        });
        check.equal("VLT-01", `made.${own.length}`, made.json, expected.at(-1));
      }
      const [path = "", other = ""] = own;
      check.equal("VLT-01", "listed", dataOf(await manage(session, "GET", PATH)), expected);
      const changes: JsonObject[] = [
        { name: "Ebb" },
        { enabled: true },
        { byokOnly: false },
        { name: "" },
        { secret: keyOf(context).secret },
      ];
      let now = expected[0] ?? {};
      for (const [n, change] of changes.entries()) {
        clock.advance(1_001);
        const { secret: _secret, ...seen } = change;
        now = { ...now, ...seen, updatedAt: time() };
        const changed = await manage(session, "PATCH", path, change);
        check.equal("VLT-01", `changed.${n}`, changed.json, now);
        const kept = [(await manage(session, "GET", path)).json, (await manage(session, "GET", other)).json];
        check.equal("VLT-01", `kept.${n}`, kept, [now, expected[1]]);
        const listed = dataOf(await manage(session, "GET", PATH));
        check.equal("VLT-01", `listed.${n}`, listed, [now, expected[1]]);
      }
      // The other key is taken away: the one that was changed is used with the settings that it came with.
      await manage(session, "DELETE", other);
      check.equal("VLT-01", "used", await chat(context, session), SERVED);
    },
  },
  {
    id: "vault.provider-keys.settings",
    area: "vault",
    title:
      "uses every setting of a key as it is now: one that was changed as if it had been given so at first",
    why: "a key that was moved to another region and still calls the old one is a bill in two places",
    requirements: ["VLT-01"],
    needs: { config: "any" },
    run: async (context) => {
      const { check, provider } = context;
      for (const field of provider.config) {
        const key = keyOf(context);
        for (const [way, config, moved] of movesOf(field, key.config as Record<string, string>)) {
          const first = await openEmpty(context);
          const made = await manage(first, "POST", PATH, { ...key, config });
          const before = await asked(context, first);
          await manage(first, "PATCH", `${PATH}/${textAt(made, "id")}`, { config: moved });
          const after = await asked(context, first);
          const second = await openEmpty(context);
          await manage(second, "POST", PATH, { ...key, config: moved });
          const fresh = await asked(context, second);
          check.equal("VLT-01", `${field.name}.${way}`, after, fresh);
          check.that("VLT-01", `${field.name}.was-another`, before.url !== null && fresh.url !== null, {
            expected: "a call with either setting",
            seen: [before.url, fresh.url],
          });
          context.count(1);
        }
      }
    },
  },
  {
    id: "vault.provider-keys.new-secret",
    area: "vault",
    title: "uses the secret of a key as it is now: what the old one was traded for is not used any more",
    why: "a secret is changed because it leaked, and a token that is kept under the key's name outlives it",
    requirements: ["VLT-01"],
    run: async (context) => {
      const { check, provider } = context;
      const { secret, config } = credentialOf(provider, "harbour0before");
      const key = keyOf(context);
      const first = await openEmpty(context);
      const made = await manage(first, "POST", PATH, { ...key, secret, config: { ...config } });
      const before = await asked(context, first);
      const change = { secret: key.secret, config: key.config ?? {} };
      await manage(first, "PATCH", `${PATH}/${textAt(made, "id")}`, change);
      const after = await asked(context, first);
      const second = await openEmpty(context);
      await manage(second, "POST", PATH, key);
      check.equal("VLT-01", "as-if-given-so", after, await asked(context, second));
      const isAnother = JSON.stringify(before) !== JSON.stringify(after);
      check.equal("VLT-01", "was-another", [before.url !== null, isAnother], [true, true]);
    },
  },
  {
    id: "vault.provider-keys.tenants",
    area: "vault",
    title:
      "A tenant neither sees, changes nor removes another's key, which is as unknown as one that never was",
    why: "an id of another tenant that answers differently tells that it exists",
    requirements: ["VLT-01", "SEC-04"],
    run: async (context) => {
      const session = await openEmpty(context);
      const own = `${PATH}/${textAt(await manage(session, "POST", PATH, keyOf(context)), "id")}`;
      const listed = dataOf(await manage(session, "GET", PATH, {}, "b")).map(({ id }) => `${PATH}/${id}`);
      context.check.equal("SEC-04", "not-listed", listed.includes(own), false);
      const never = errorOf(await manage(session, "GET", `${PATH}/key-none`, {}, "b"))?.message;
      for (const [method, body] of [
        ["GET", {}],
        ["PATCH", { enabled: false }],
        ["DELETE", {}],
      ] as const) {
        const reply = await manage(session, method, own, body, "b");
        const seen = [reply.status, errorOf(reply)?.message];
        context.check.equal("SEC-04", `${method}.unknown`, seen, [404, never]);
      }
      context.check.equal("VLT-01", "still-used", await chat(context, session), SERVED);
    },
  },
  {
    id: "vault.provider-keys.input",
    area: "vault",
    title:
      "A key with a setting that the provider has not, or a secret that no header takes, is refused and not kept",
    why: "settings end in hosts and paths, a line break in a header; found at the first request it is too late",
    requirements: ["VLT-01", "AUT-09"],
    run: async (context) => {
      const session = await openEmpty(context);
      const key = keyOf(context);
      const wrong: Record<string, JsonObject> = {
        provider: { ...key, provider: "no-such-provider" },
        setting: { ...key, config: { "no-such-setting": "x" } },
        "no-secret": { ...key, secret: "" },
        field: { ...key, tenantId: "b" },
        ...(context.provider.auth === "service-account"
          ? {}
          : { "line-break": { ...key, secret: `${key.secret}\r\nx-injected: 1` } }),
        ...Object.fromEntries(
          context.provider.config.map(({ name }) => [
            `malformed-${name}`,
            { ...key, config: { ...(key.config as JsonObject), [name]: "x\n/../@evil.example" } },
          ]),
        ),
      };
      for (const [name, body] of Object.entries(wrong)) {
        const reply = await manage(session, "POST", PATH, body);
        context.check.equal("AUT-09", `${name}.status`, reply.status, 400);
        noSecret(context, `${name}.secret`, reply, key.secret);
      }
      context.check.equal("VLT-01", "nothing-kept", dataOf(await manage(session, "GET", PATH)), []);
      const made = await manage(session, "POST", PATH, key);
      const own = `${PATH}/${textAt(made, "id")}`;
      const there = (await manage(session, "GET", own)).json;
      for (const [name, { provider, byokOnly: _byokOnly, ...body }] of Object.entries(wrong)) {
        const change: JsonObject = provider === key.provider ? body : { ...body, provider: provider ?? null };
        const isSettings = name === "setting" || name.startsWith("malformed-");
        // Of settings that are wrong neither a secret beside them nor none makes them right.
        for (const sent of isSettings ? [change, { config: change.config ?? {} }] : [change]) {
          const reply = await manage(session, "PATCH", own, sent);
          const told = `${name}.changed.${Object.keys(sent).join()}`;
          context.check.equal("AUT-09", told, reply.status, 400);
          noSecret(context, `${told}.secret`, reply, key.secret);
        }
      }
      context.check.equal("VLT-01", "nothing-changed", (await manage(session, "GET", own)).json, there);
      context.check.equal("VLT-01", "still-used", await chat(context, session), SERVED);
    },
  },
];
