/**
 * Providers that repeat what they were sent: no part of any kind of credential comes out of the gateway (SEC-01, ERR-06).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { BaseProvider, Credential } from "../../../registry/providers/_shared/base.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { credentialOf } from "../../secrets/credentials.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { bytes, json, raw } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

const SESSION_TOKEN = "FwoGZXIvYXdzEHarbourSessionToken0q8Zx+/w==";

/** The credential of a provider, with every part that its kind can have. */
function fullCredential(provider: BaseProvider, canary: string): Credential {
  const credential = credentialOf(provider, canary);
  if (provider.auth !== "aws-signature") return credential;
  return { ...credential, config: { ...credential.config, sessionToken: SESSION_TOKEN } };
}

/** What of a key file an error might quote. */
function partsOfKeyFile(secret: string): [name: string, part: string][] {
  const file = JSON.parse(secret) as Record<string, string>;
  const { private_key: pem = "", private_key_id: id = "" } = file;
  const line = pem.split("\n")[3] ?? "";
  return [
    ["the key file", secret],
    ["the private key", pem],
    ["the private key, escaped", pem.replaceAll("\n", "\\n")],
    ["a line of the private key", line],
    ["the id of the private key", id],
  ];
}

/** Every secret part of a credential, and what it was traded for. */
function partsOf(provider: BaseProvider, { secret, config }: Credential, canary: string): [string, string][] {
  if (provider.auth === "service-account") return [...partsOfKeyFile(secret), ["the access token", canary]];
  if (provider.auth !== "aws-signature") return [["the key", secret]];
  return [
    ["the secret key", secret],
    ["the id of the key", config.accessKeyId ?? ""],
    ["the session token", SESSION_TOKEN],
  ];
}

/** What must not be found: a text of several lines in any one of them. */
const forbidden = (part: string): string[] =>
  part
    .split(/\n|\\n/)
    .filter((line) => line.length > 12 && !line.startsWith("-----") && !line.startsWith("{"))
    .map((line) => JSON.stringify(line).slice(1, -1));

/** One part repeated in every place in which a provider can repeat it. */
function echoes(
  { wire, simulate }: CaseContext,
  part: string,
): [name: string, answer: UpstreamAnswer, stream: boolean][] {
  const said = `Refused: ${part}.`;
  const oneLine = part.replaceAll("\n", " ");
  const frame = wire.streamError(said, 401);
  const headers: [string, string][] = ["x-request-id", "x-amzn-requestid", "apim-request-id"].map((name) => [
    name,
    oneLine,
  ]);
  const body = (text: string): JsonObject => wire.error(text, { code: text, type: text });
  return [
    ["401", json(401, body(said)), false],
    ["400", json(400, body(said), headers), false],
    ["500", raw(500, "text/plain", said, headers), true],
    ["in-200", json(200, body(said)), false],
    ["in-an-answer", json(200, wire.completion(said)), false],
    ["in-a-stream", simulate.pieces(wire.stream([said])), true],
    ...inBase64(said).map(([name, text]): [string, UpstreamAnswer, boolean] => [
      name,
      json(200, wire.completion(text)),
      false,
    ]),
    ["header", json(200, wire.completion("Out."), headers), false],
    ["first-event", simulate.pieces([frame]), true],
    ["mid-stream", simulate.pieces([wire.opening(), wire.content("Out."), frame]), true],
  ];
}

/** What debug output of headers looks like, wherever the part begins in a group of three bytes. */
const inBase64 = (said: string): [name: string, text: string][] =>
  ["", "u", "us"].map((user) => [
    `in-base64-after-${user.length}`,
    Buffer.from(`${user}:${said}`).toString("base64"),
  ]);

/** What is written in base64 inside a text. */
const decoded = (text: string): string[] =>
  (text.match(/[\w+/-]{20,}/g) ?? []).map((run) => Buffer.from(run, "base64").toString("latin1"));

/** Where the part stands that nobody may see. */
async function foundIn(session: Session, reply: string, part: string): Promise<string[]> {
  const plain = (value: unknown) =>
    JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? `${inner}` : inner)) ?? "";
  const places: [name: string, text: string][] = [
    ["the answer", reply],
    ["the log", (await session.gateway.logs()).join("\n")],
    ["a record", plain(await session.gateway.records())],
  ];
  const shown = (text: string) => [text, ...decoded(text)].join("\n");
  return places
    .filter(([, text]) => forbidden(part).some((line) => shown(text).includes(line)))
    .map(([name]) => name);
}

const UNREAD = { "helicone-gateway-body-mapping": "NO_MAPPING" };

export const echoCases: readonly Case[] = [
  {
    id: "security.echoes",
    area: "security",
    title: "No part of a credential that the provider repeats reaches the caller, the log or a record",
    why: "key files, session tokens and access tokens stand in debug messages, which end in tickets",
    requirements: ["SEC-01", "ERR-06"],
    modes: ["byok"],
    run: async (context) => {
      const { provider } = context;
      const canary = canaries.vault("a", provider.slug);
      const credential = fullCredential(provider, canary);
      const session = await context.open({
        direct: true,
        keys: [{ provider: provider.slug, byokOnly: true, credential }],
        platform: [],
      });
      const model = pinned(context.endpoint());
      for (const [name, part] of partsOf(provider, credential, canary)) {
        for (const [place, answer, stream] of echoes(context, part)) {
          session.answer(answer);
          const reply = await session.send(ask(model, { stream }), { uncompared: "compared-by-the-case" });
          const text = `${[...reply.headers].flat().join("\n")}\n${reply.text}`;
          context.check.equal("ERR-06", `${name}.${place}`, await foundIn(session, text, part), []);
          context.count(1);
        }
      }
    },
  },
  {
    id: "security.echoes.cut",
    area: "security",
    title: "A key that a stream repeats reaches nobody, wherever in it the bytes of the stream are cut",
    why: "what is masked piece by piece is whole again at the caller's end",
    requirements: ["SEC-01"],
    run: async (context) => {
      const session = await context.open({ direct: true });
      const key = session.credential();
      const model = pinned(context.endpoint());
      const usage = context.wire.usage({ prompt: 20, completion: 5 });
      const pieces = [...context.wire.stream([`You sent ${key}.`], usage)];
      const whole = Buffer.concat(pieces.map((piece) => (typeof piece === "string" ? bytes(piece) : piece)));
      const at = whole.indexOf(key);
      context.check.equal("SEC-01", "repeated", at > 0, true);
      const cuts = Array.from({ length: key.length - 1 }, (_, n) => n + 1);
      // Bytes that nobody reads leave as they came, events that are read as whole ones.
      const ways = context.api.id === "openai-chat" ? [{}, UNREAD] : [{}];
      for (const cut of new Set([...context.sample(cuts), 1, key.length - 1]))
        for (const headers of ways) {
          session.answer(context.simulate.pieces([whole.subarray(0, at + cut), whole.subarray(at + cut)]));
          const options = { headers, uncompared: "compared-by-the-case" } as const;
          const reply = await session.send(ask(model, { stream: true }), options);
          const told = `cut at ${cut} ${Object.values(headers).join()}`;
          context.check.equal("SEC-01", told, [reply.status, reply.text.includes(key)], [200, false]);
          context.count(1);
        }
    },
  },
];
