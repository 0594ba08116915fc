/**
 * Stored answers of calls that are passed on: nothing but the bytes, the fields and the target tells two of them apart
 * (CAC-01, SEC-04).
 * @module
 */
import { gzipSync } from "node:zlib";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { canaries } from "../../secrets/canaries.ts";
import type { Asking, CameBack } from "../../upstream/target-side.ts";
import { HOST, KEY, openPassing, valuesOf } from "../_shared/pass.ts";

const TARGET = "https://api.openai.com";
const OTHER_TARGET = "https://api.groq.com";
const KEY_OF_B: [string, string] = ["Helicone-Auth", `Bearer ${canaries.gatewayKey.b}`];

/** Fields by their names; one of the same name replaces another. */
type Fields = Readonly<Record<string, string>>;

const FIELDS: Fields = {
  "Content-Type": "application/json",
  Authorization: "Bearer of-one",
  Accept: "application/json",
  "Helicone-Cache-Enabled": "true",
};

const ASKING = { method: "POST", path: "/v1/things?page=1", body: '{"question":1,"note":"x"}' };

/** What another call has in place of what the first one has. */
interface Other {
  asking?: Asking;
  fields?: Fields;
  target?: string;
  by?: readonly [string, string];
}

/** One field each that says whose account answers, or in what form. */
const otherFields = (fields: Fields): Record<string, Other> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`field ${name}`, { fields: { [name]: value } }]),
  );

/** What no answer depends on: calls that differ in these are one. */
const IRRELEVANT: Fields = {
  "User-Agent": "another/2.0",
  "x-stainless-retry-count": "1",
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  "Helicone-User-Id": "ada",
  "Helicone-Session-Id": "s2",
  "Helicone-Property-Team": "tides",
};

const OTHERS: Readonly<Record<string, Other>> = {
  method: { asking: { method: "PUT" } },
  path: { asking: { path: "/v1/others?page=1" } },
  query: { asking: { path: "/v1/things?page=2" } },
  body: { asking: { body: '{"question":2,"note":"x"}' } },
  target: { target: OTHER_TARGET },
  ...otherFields({
    Authorization: "Bearer of-another",
    "x-api-key": "of-another",
    "API-Key": "of-another",
    "x-goog-api-key": "of-another",
    Accept: "text/csv",
    "Accept-Encoding": "br",
    "Content-Type": "application/json; charset=utf-16",
    "anthropic-version": "2023-06-01",
    "Anthropic-Beta": "context-1m-2025-08-07",
    "OpenAI-Organization": "org-another",
    "openai-project": "proj-another",
    "OpenAI-Beta": "assistants=v2",
    "Helicone-Fallbacks": JSON.stringify([
      { "target-url": OTHER_TARGET, headers: { Authorization: "Bearer of-the-second" }, onCodes: [500] },
    ]),
  }),
  seed: { fields: { "Helicone-Cache-Seed": "other" } },
  bucket: { fields: { "Helicone-Cache-Bucket-Max-Size": "2" } },
};

/** Of an answer what says how its bytes are read, and the bytes. */
const readAs = (came: CameBack) => [
  came.status,
  ...["content-type", "content-encoding", "content-language"].map((name) => valuesOf(came, name)),
  came.body.toString("base64"),
];

async function openCounted(context: CaseContext) {
  const { side, ask } = await openPassing(context);
  let calls = 0;
  side.answer((outgoing) => {
    const about = {
      "content-type": "text/csv; charset=utf-8",
      "content-language": "en",
      "content-encoding": "gzip",
    };
    outgoing.writeHead(201, about).end(gzipSync(`answer,${++calls}\n`));
  });
  const send = ({ asking, fields = {}, target = TARGET, by = KEY }: Other = {}) => {
    const all = Object.entries({ ...FIELDS, ...fields });
    const named: [string, string] = ["Helicone-Target-Url", target];
    return ask({ ...ASKING, ...asking, fields: [HOST, by, named, ...all] });
  };
  return { side, send };
}

const wordOf = (came: CameBack) => valuesOf(came, "helicone-cache").join();

async function apart(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, send } = await openCounted(context);
  const made = await send();
  const hit = await send();
  check.equal("CAC-01", "words", [wordOf(made), wordOf(hit)], ["MISS", "HIT"]);
  check.equal("CAC-01", "same-answer", readAs(hit), readAs(made));
  const ignoring = { "Helicone-Cache-Ignore-Keys": "note" };
  await send({ fields: ignoring });
  const ignored = await send({ fields: ignoring, asking: { body: '{"note":"y","question":1}' } });
  check.equal("CAC-01", "ignored", [wordOf(ignored), side.calls.length], ["HIT", 2]);
  for (const [name, other] of Object.entries(OTHERS)) {
    const before = side.calls.length;
    const came = await send(other);
    check.equal("CAC-01", name, [wordOf(came), side.calls.length - before], ["MISS", 1]);
  }
  for (const [name, value] of Object.entries(IRRELEVANT)) {
    const came = await send({ fields: { [name]: value } });
    check.equal("CAC-01", `irrelevant ${name}`, wordOf(came), "HIT");
  }
  const foreign = await send({ by: KEY_OF_B });
  check.equal("SEC-04", "tenant", wordOf(foreign), "MISS");
  check.equal("CAC-01", "still-there", readAs(await send()), readAs(made));
}

async function unfinished(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, send } = await openCounted(context);
  const answers: Readonly<Record<string, Parameters<typeof side.answer>[0]>> = {
    cut: (outgoing) => {
      outgoing.writeHead(200, { "content-length": "100" });
      outgoing.write("half", () => outgoing.destroy());
    },
    failed: (outgoing) => outgoing.writeHead(503).end("closed"),
    redirect: (outgoing) => outgoing.writeHead(302, { location: "https://elsewhere.example/" }).end(),
  };
  for (const [name, answer] of Object.entries(answers)) {
    side.forget();
    side.answer(answer);
    await send();
    const again = await send();
    check.equal("CAC-01", name, [wordOf(again), side.calls.length], ["MISS", 2]);
  }
}

const about = { area: "cache", modes: ["byok"], once: true } as const;

export const passedCacheCases: readonly Case[] = [
  {
    ...about,
    id: "cache.passed.apart",
    title:
      "A passed call that differs in method, target, query, body, account or tenant is another answer; a hit is read as it was made",
    why: "of what it does not read a gateway knows only the bytes: a key without one of them gives away another account's answer",
    requirements: ["CAC-01", "SEC-04"],
    run: apart,
  },
  {
    ...about,
    id: "cache.passed.unfinished",
    title: "An answer of a target that broke off, failed or leads elsewhere is not stored",
    why: "half an answer that is given again looks whole",
    requirements: ["CAC-01"],
    run: unfinished,
  },
];
