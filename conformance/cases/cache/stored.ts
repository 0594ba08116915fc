/**
 * What is stored, for how long, and for whom (CAC-01, CAC-02, SEC-04).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { readReply } from "../../engine/reply.ts";
import { ask as body } from "../../engine/session.ts";
import { bytes } from "../../upstream/wire.ts";
import { bothTenants, pinned } from "../_shared/support.ts";
import { cacheWord, counted, numbered, ON, said } from "./support.ts";

const DAY = 86_400_000;
const AT_ONCE = 8;
/** Far more turns of the event loop than a request needs to reach the provider. */
const TURNS = 2000;

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
}

/** Cache-Control, and for how many milliseconds an answer is given under it. */
const ages: readonly [string, string | null, number][] = [
  ["default", null, 7 * DAY],
  ["no-spaces", "max-age=60", 60_000],
  ["spaces-of-the-documentation", "max-age = 2592000", 30 * DAY],
  ["the-longest", "max-age=31536000", 365 * DAY],
  ["shared-age-first", "max-age=3600, s-maxage=60", 60_000],
];

const wrong: readonly [string, string][] = [
  ["cache-control", "max-age=one"],
  ["cache-control", "max-age=-1"],
  ["cache-control", "max-age=31536001"],
  ["helicone-cache-bucket-max-size", "0"],
  ["helicone-cache-bucket-max-size", "21"],
  ["helicone-cache-bucket-max-size", "NaN"],
  ["helicone-cache-bucket-max-size", "1.5"],
  ["helicone-cache-enabled", "yes"],
];

const names = (count: number): string => Array.from({ length: count }, (_, n) => `field-${n}`).join();

/** The last value that is taken of each header, and the first one that is not. */
const BOUNDS: readonly [header: string, value: string, status: number][] = [
  ["helicone-cache-bucket-max-size", "1", 200],
  ["helicone-cache-bucket-max-size", "20", 200],
  ["helicone-cache-seed", "s".repeat(256), 200],
  ["helicone-cache-seed", "s".repeat(257), 400],
  ["helicone-cache-ignore-keys", names(32), 200],
  ["helicone-cache-ignore-keys", names(33), 400],
  ["cache-control", "max-age=0", 200],
  ["cache-control", "s-maxage=31536000", 200],
  ["cache-control", "s-maxage=31536001", 400],
];

export const storedCases: readonly Case[] = [
  {
    id: "cache.age",
    area: "cache",
    title:
      "An answer is given until its age by Cache-Control, seven days where nothing is said, and no longer",
    why: "the documentation's own example has spaces, and a gateway that misses them keeps answers for a week",
    requirements: ["CAC-02"],
    run: async (context) => {
      for (const [name, control, ms] of ages) {
        const { session, ask } = await counted(context);
        const headers = control === null ? ON : { ...ON, "cache-control": control };
        await ask(headers);
        session.gateway.clock.advance(ms - 1);
        context.check.equal("CAC-02", `${name}.until`, cacheWord(await ask(headers)), "HIT");
        session.gateway.clock.advance(1);
        context.check.equal("CAC-02", `${name}.after`, cacheWord(await ask(headers)), "MISS");
      }
    },
  },
  {
    id: "cache.age.of-the-first",
    area: "cache",
    title: "Keeps an answer for as long as the request said that brought it, whatever later ones ask for",
    why: "an age that is part of the key, or that is read anew, makes another cache of every age",
    requirements: ["CAC-02"],
    run: async (context) => {
      for (const [kept, asked, word] of [
        [60, 3600, "MISS"],
        [3600, 60, "HIT"],
      ] as const) {
        const { session, ask } = await counted(context);
        const aged = (seconds: number) => ask({ ...ON, "cache-control": `max-age=${seconds}` });
        await aged(kept);
        const name = `kept ${kept} s, asked for ${asked} s`;
        context.check.equal("CAC-02", `${name}: at once`, cacheWord(await aged(asked)), "HIT");
        session.gateway.clock.advance(61_000);
        context.check.equal("CAC-02", `${name}: later`, cacheWord(await aged(asked)), word);
      }
    },
  },
  {
    id: "cache.bad-values",
    area: "cache",
    title: "Ages, bucket sizes and flags that are none are a 400 that names the header, and no upstream call",
    why: "a bucket of NaN or of 0 is an index into nothing, and a guess is the wrong answer for a week",
    requirements: ["CAC-02"],
    run: async (context) => {
      const { ask, calls } = await counted(context);
      for (const [header, value] of wrong) {
        const reply = await ask({ ...ON, [header]: value });
        context.check.equal("CAC-02", `${header}.${value}`, reply.status, 400);
        context.check.that("CAC-02", `${header}.${value}.named`, reply.text.toLowerCase().includes(header), {
          expected: `a message that names ${header}`,
          seen: reply.text,
        });
      }
      context.check.equal("CAC-02", "calls", calls(), 0);
      for (const [header, value, status] of BOUNDS) {
        const reply = await ask({ ...ON, [header]: value });
        const named = status === 200 || reply.text.toLowerCase().includes(header);
        const name = `${header} of ${value.length} characters: ${value.slice(0, 12)}`;
        context.check.equal("CAC-02", name, [reply.status, named], [status, true]);
      }
    },
  },
  {
    id: "cache.bucket",
    area: "cache",
    title: "A bucket of three is filled by three answers; then each hit gives one of them and says which",
    why: "a bucket is there for variety: one slot over and over is none",
    requirements: ["CAC-02"],
    run: async (context) => {
      const { ask, calls } = await counted(context);
      const headers = { ...ON, "helicone-cache-bucket-max-size": "3" };
      for (const n of [1, 2, 3])
        context.check.equal("CAC-02", `fill.${n}`, cacheWord(await ask(headers)), "MISS");
      const slots = new Set<number>();
      for (let i = 0; i < 6; i++) {
        const reply = await ask(headers);
        const slot = Number(reply.headers.get("helicone-cache-bucket-idx"));
        slots.add(slot);
        context.check.equal(
          "CAC-02",
          `hit.${i}`,
          [cacheWord(reply), said(reply).text],
          ["HIT", `Answer ${slot + 1}.`],
        );
      }
      context.check.equal("CAC-02", "calls", calls(), 3);
      context.check.that("CAC-02", "variety", slots.size > 1, {
        expected: "more than one of the three answers in six hits",
        seen: [...slots],
      });
    },
  },
  {
    id: "cache.bucket.one-over",
    area: "cache",
    title:
      "An answer of a bucket whose age is over is replaced in its own place, and the others stay in theirs",
    why: "places that move up when one is empty overwrite what is good, and the bucket is never full",
    requirements: ["CAC-02"],
    run: async (context) => {
      for (const over of [0, 1, 2]) {
        const { session, ask, calls } = await counted(context);
        const bucket = { ...ON, "helicone-cache-bucket-max-size": "3" };
        for (const place of [0, 1, 2])
          await ask({ ...bucket, "cache-control": `max-age=${place === over ? 60 : 3600}` });
        session.gateway.clock.advance(61_000);
        const told = `place ${over} over`;
        context.check.equal("CAC-02", `${told}: replaced`, cacheWord(await ask(bucket)), "MISS");
        const seen = new Map<string | null, unknown>();
        for (let turn = 0; turn < 12; turn++) {
          const reply = await ask(bucket);
          seen.set(reply.headers.get("helicone-cache-bucket-idx"), [cacheWord(reply), said(reply).text]);
        }
        const expected = [0, 1, 2].map((place) => [
          String(place),
          ["HIT", `Answer ${place === over ? 4 : place + 1}.`],
        ]);
        context.check.equal("CAC-02", `${told}: places`, [...seen].sort(), expected);
        context.check.equal("CAC-02", `${told}: calls`, calls(), 4);
      }
    },
  },
  {
    id: "cache.failures",
    area: "cache",
    title: "Failures and streams that break are not stored",
    why: "an outage of a minute that is answered for a week",
    requirements: ["CAC-01"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const again = async (stream: boolean) => {
        session.answer(numbered(context, 1, stream));
        const reply = await session.send(body(model, { stream }), { headers: ON });
        return [cacheWord(reply), said(reply).text];
      };
      session.answer(context.simulate.error(500, "down"));
      await session.send(body(model), { headers: ON });
      context.check.equal("CAC-01", "error", await again(false), ["MISS", "Answer 1."]);
      const pieces = context.wire.stream(
        ["Half an", " answer"],
        context.wire.usage({ prompt: 20, completion: 5 }),
      );
      session.answer(context.simulate.pieces(pieces.slice(0, 2)));
      await session.send(body(model, { stream: true, temperature: 1 }), { headers: ON });
      session.answer(numbered(context, 1, true));
      const whole = await session.send(body(model, { stream: true, temperature: 1 }), { headers: ON });
      context.check.equal(
        "CAC-01",
        "cut-stream",
        [cacheWord(whole), said(whole).text],
        ["MISS", "Answer 1."],
      );
    },
  },
  {
    id: "cache.tenants",
    area: "cache",
    title: "Another tenant's same request is no hit",
    why: "what one customer asked and was told is told to another",
    requirements: ["SEC-04"],
    modes: ["byok"],
    run: async (context) => {
      const { ask, calls } = await counted(context, bothTenants(context));
      await ask();
      const foreign = await ask(ON, {}, { tenant: "b" });
      context.check.equal(
        "SEC-04",
        "foreign",
        [cacheWord(foreign), said(foreign).text, calls()],
        ["MISS", "Answer 2.", 2],
      );
      const own = await ask();
      context.check.equal("SEC-04", "own", [cacheWord(own), said(own).text], ["HIT", "Answer 1."]);
    },
  },
  {
    id: "cache.single-flight",
    area: "cache",
    title: "Eight requests at once that are the same make one upstream call, and one more for another tenant",
    why: "a popular question that is not stored yet costs as often as it is asked",
    requirements: ["CAC-01", "SEC-04"],
    modes: ["byok"],
    run: async (context) => {
      const session = await context.open(bothTenants(context));
      let open = () => {};
      const gate = new Promise<void>((resolve) => (open = resolve));
      let calls = 0;
      session.serve(() => {
        const text = JSON.stringify(
          context.wire.completion(`Answer ${++calls}.`, context.wire.usage({ prompt: 20, completion: 5 })),
        );
        const chunks = (async function* () {
          await gate;
          yield bytes(text);
        })();
        return { kind: "answer", status: 200, headers: [["content-type", "application/json"]], chunks };
      });
      const model = pinned(context.endpoint());
      const send = async (tenant: "a" | "b") =>
        readReply(await session.start(body(model), { headers: ON, tenant }));
      const own = Array.from({ length: AT_ONCE }, () => send("a"));
      const foreign = send("b");
      // Two calls are expected; where tenants share one, the second never comes.
      await Promise.race([session.untilReceived(2), turns(TURNS)]);
      open();
      const [replies, other] = await Promise.all([Promise.all(own), foreign]);
      await session.gateway.idle();
      const words = replies.map(cacheWord).sort();
      context.check.equal("CAC-01", "words", words, [...Array(AT_ONCE - 1).fill("HIT"), "MISS"]);
      context.check.equal("CAC-01", "one-answer", new Set(replies.map((reply) => said(reply).text)).size, 1);
      context.check.equal("SEC-04", "another-tenant", [cacheWord(other), calls], ["MISS", 2]);
    },
  },
];
