/**
 * What a hit tells of the answer that it repeats, and what a cache must not repeat (CAC-01, CST-08, LIM-01, SEC-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import { pinned } from "../_shared/support.ts";
import { cacheWord, counted, ON, said } from "./support.ts";

/** How long the provider takes, in milliseconds. */
const TOOK = 250;

/** An answer that took its time. */
function slowly(context: CaseContext, session: Session): void {
  session.serve(() => {
    session.gateway.clock.advance(TOOK);
    return context.simulate.completion("Out.", context.wire.usage({ prompt: 20, completion: 5 }));
  });
}

async function hitsRecord(context: CaseContext): Promise<void> {
  const session = await context.open();
  slowly(context, session);
  const body = ask(pinned(context.endpoint()));
  await session.send(body, { headers: ON });
  const made = await session.lastRecord();
  session.gateway.clock.advance(60_000);
  const reply = await session.send(body, { headers: ON });
  const hit = await session.lastRecord();
  const { model, provider, deployment } = context.endpoint();
  const names = ["provider", "model", "deployment", "attempts"] as const;
  const told = names.map((name) => reply.headers.get(`helicone-${name}`));
  context.check.equal("CAC-01", "headers", told, [provider, model, deployment, "0"]);
  const latency = reply.headers.get("helicone-cache-latency");
  context.check.equal("CAC-01", "latency-of-then", latency, String(TOOK));
  context.check.equal("CAC-01", "own-record", hit?.id === made?.id, false);
  const served = made?.served && { ...made.served, upstreamRequestId: null };
  context.check.equal("CAC-01", "served", hit?.served, served);
  context.check.equal("CAC-01", "usage", hit?.usage, made?.usage);
  context.check.equal("CST-08", "free", [hit?.cached, hit?.cost?.amount], [true, 0n]);
}

/** Headers, the word of the cache, and whether the provider is asked. */
type Turn = readonly [name: string, headers: Record<string, string>, word: string | null, asked: boolean];

const READ = { "helicone-cache-read": "true" };
const SAVE = { "helicone-cache-save": "true" };

const TURNS: readonly Turn[] = [
  ["read-alone", READ, "MISS", true],
  ["read-alone-stored-nothing", ON, "MISS", true],
  ["both", ON, "HIT", false],
  ["read-alone-reads", READ, "HIT", false],
  ["save-alone-reads-nothing", SAVE, null, true],
  ["no-cache", { ...ON, "cache-control": "no-cache" }, null, true],
  ["no-store", { ...ON, "cache-control": "no-store" }, null, true],
];

async function oneWay(context: CaseContext): Promise<void> {
  const { ask: send, calls } = await counted(context);
  for (const [name, headers, word, asked] of TURNS) {
    const before = calls();
    const reply = await send(headers);
    context.check.equal("CAC-01", name, [cacheWord(reply), calls() - before], [word, asked ? 1 : 0]);
  }
  for (const control of ["no-store", "max-age=0"]) {
    const other = await counted(context);
    const unstored = { ...ON, "cache-control": control };
    await other.ask(unstored);
    const next = await other.ask(ON);
    context.check.equal("CAC-02", `${control}.stores-nothing`, [cacheWord(next), other.calls()], ["MISS", 2]);
  }
  for (const [name, headers] of [
    ["no-cache", { ...ON, "cache-control": "no-cache" }],
    ["save-alone", SAVE],
  ] as const) {
    const fresh = await counted(context);
    await fresh.ask(ON);
    await fresh.ask(headers);
    const next = await fresh.ask(ON);
    context.check.equal(
      "CAC-01",
      `${name}.replaces`,
      [cacheWord(next), said(next).text],
      ["HIT", "Answer 2."],
    );
  }
  const saving = await counted(context);
  await saving.ask(SAVE);
  const read = await saving.ask(READ);
  context.check.equal("CAC-01", "save-alone-saves", [cacheWord(read), saving.calls()], ["HIT", 1]);
}

async function uncounted(context: CaseContext): Promise<void> {
  const { ask: send, calls } = await counted(context);
  const limited = { ...ON, "helicone-ratelimit-policy": "2;w=60" };
  const statuses: unknown[] = [];
  for (const seed of ["a", "a", "a", "b", "c"]) {
    const reply = await send({ ...limited, "helicone-cache-seed": seed });
    statuses.push([reply.status, cacheWord(reply)]);
  }
  const expected = [
    [200, "MISS"],
    [200, "HIT"],
    [200, "HIT"],
    [200, "MISS"],
    [429, "MISS"],
  ];
  context.check.equal("LIM-01", "hits-are-free", statuses, expected);
  context.check.equal("LIM-01", "calls", calls(), 2);
}

async function withoutSecrets(context: CaseContext): Promise<void> {
  const session = await context.open();
  const usage = context.wire.usage({ prompt: 20, completion: 5 });
  const text = `You sent ${session.credential()}.`;
  const body = ask(pinned(context.endpoint()));
  const words: (string | null)[] = [];
  for (let turn = 0; turn < 2; turn++) {
    session.answer(context.simulate.completion(text, usage));
    const reply = await session.send(body, { headers: ON, uncompared: "compared-by-the-case" });
    words.push(cacheWord(reply));
    context.check.equal("SEC-01", `masked.${turn}`, reply.text.includes(session.credential()), false);
  }
  context.check.equal("CAC-01", "not-stored", words, ["MISS", "MISS"]);
}

const about = { area: "cache" } as const;

export const toldCases: readonly Case[] = [
  {
    ...about,
    id: "cache.told",
    title:
      "A hit has a record of its own, with the usage and the server of the answer that it repeats, and no cost",
    why: "a log in which hits have no tokens and no model cannot say what the cache saves",
    requirements: ["CAC-01", "CST-08"],
    run: hitsRecord,
  },
  {
    ...about,
    id: "cache.one-way",
    title:
      "Reads alone or saves alone where that is asked; no-cache reads nothing, no-store and an age of 0 save nothing",
    why: "who warms a cache must not be answered by it, and who may only read must not fill it",
    requirements: ["CAC-01", "CAC-02"],
    run: oneWay,
  },
  {
    ...about,
    id: "cache.uncounted",
    title: "Does not count a hit against a rate limit",
    why: "a limit is there for the provider's sake: what the provider never sees uses up nothing",
    requirements: ["LIM-01"],
    run: uncounted,
  },
  {
    ...about,
    id: "cache.without-secrets",
    title: "Does not store an answer that repeats the provider's key, nor gives it to the caller",
    why: "what is masked on its way out stands unmasked in a store, and a hit masks nothing",
    requirements: ["CAC-01", "SEC-01"],
    run: withoutSecrets,
  },
];
