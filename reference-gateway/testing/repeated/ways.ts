/**
 * One request after the other, alike, in the ways that a gateway keeps something of each: a record, a charge, an answer, a
 * count, an id, a failure.
 * @module
 */
import { testFile } from "../../stores/testing/embedded.ts";
import { type Answer, gateway, good, own, plain, type Setup, SSE_TYPE, STREAM } from "../gateway.ts";

export interface Way {
  name: string;
  /** Asks once. @returns the status of the answer */
  ask(): Promise<number>;
}

/** Charged: the stand-in's answer says what it used. */
const paid = { ...good, usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } };
const WHOLE: Answer = { chunks: [JSON.stringify(paid)] };
const STREAMED: Answer = { headers: SSE_TYPE, chunks: STREAM };
const FAILED: Answer = { status: 503, chunks: ['{"error":{"message":"busy"}}'] };

interface Asked {
  answer?: Answer;
  setup?: Setup;
  body?: object;
  /** Headers of the nth request. */
  headers?(n: number): Record<string, string>;
}

function way(name: string, { answer = WHOLE, setup = {}, body = {}, headers = () => ({}) }: Asked): Way {
  const { ask } = gateway([answer], setup);
  let asked = 0;
  return {
    name,
    ask: async () => (await ask(body, { headers: headers(++asked) })).response.status,
  };
}

const BYOK: Setup = { keys: [own("openai")], platform: {} };

/** The control: what looks at everything that came before. */
function lookingBack(): Way {
  const seen: number[] = [];
  return {
    name: "control: a search among all earlier requests",
    ask: async () => (seen.push(seen.length) > 0 && seen.indexOf(-1) === -1 ? 200 : 500),
  };
}

/** Every way, and what closes the database behind one of them. */
export async function openWays(): Promise<{ ways: Way[]; end(): Promise<void> }> {
  const file = testFile();
  const stores = await file.open();
  await stores.wallet.open("a", 10n ** 15n);
  const { wallet, books, records, requestLog, counters, answers } = stores;
  const embedded = { wallet, books, records, requestLog, counters, answers };
  const id = (n: number): string => `10000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
  const ways = [
    lookingBack(),
    way("BYOK", { setup: BYOK }),
    way("PTB", {}),
    way("PTB, streamed", { answer: STREAMED, body: { stream: true } }),
    way("PTB, embedded database", { setup: { parts: embedded } }),
    way("hits of the cache", { headers: () => ({ "helicone-cache-enabled": "true" }) }),
    way("misses of the cache", {
      headers: (n) => ({ "helicone-cache-enabled": "true", "helicone-cache-seed": String(n) }),
    }),
    way("a limit for each user", {
      headers: (n) => ({
        "helicone-ratelimit-policy": "1000;w=3600;s=user",
        "helicone-user-id": `user-${n}`,
      }),
    }),
    way("ids of the caller's", { headers: (n) => ({ "helicone-request-id": id(n) }) }),
    way("calls that fail", { answer: FAILED }),
    way("wrong gateway keys", { headers: (n) => ({ authorization: `Bearer wrong-key-${n}` }) }),
    way("keys of the caller's that fail", {
      answer: FAILED,
      setup: { keys: [own("openai", plain("other-key"))], platform: {} },
    }),
  ];
  return { ways, end: () => file.end() };
}
