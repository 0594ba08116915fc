import { describe, expect, test } from "vitest";
import { steppedClock } from "../stores/testing/clock.ts";
import { CallerGone, networkError, UpstreamTimeout } from "./failure.ts";
import { fetchTransport } from "./fetch.ts";
import { readBeginning, untilAborted, within } from "./timeout.ts";

const late = new Error("too late");
const bytes = (...texts: string[]) => texts.map((text) => new TextEncoder().encode(text));

async function* from(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

describe("a failure (ERR-07)", () => {
  test.each([
    ["headers", "Groq did not start answering in time"],
    ["idle", "Groq did not continue its answer in time"],
    ["opening", "Groq did not begin its answer in time"],
    ["total", "Groq did not finish its answer in time"],
  ] as const)("by the limit on %s says: %s", (phase, message) => {
    expect(networkError(new UpstreamTimeout(phase), "groq", "Groq")).toMatchObject({
      message,
      provider: "groq",
    });
  });

  test.each([
    ["EAI_AGAIN", "could not be found"],
    ["EPIPE", "reset the connection"],
    ["UND_ERR_CONNECT_TIMEOUT", "did not accept the connection in time"],
  ])("of code %s says that the provider %s", (code, words) => {
    const outer = new Error("outer", {
      cause: new Error("inner", { cause: Object.assign(new Error(), { code }) }),
    });
    expect(networkError(outer, "groq", "Groq").message).toBe(`Groq ${words}`);
  });

  test("takes the outermost code that is a word, and looks behind one that is none", () => {
    const inner = Object.assign(new Error("inner"), { code: "EPIPE" });
    const numbered = Object.assign(new Error("outer", { cause: inner }), { code: 23 });
    const named = Object.assign(new Error("outer", { cause: inner }), { code: "ENOTFOUND" });
    expect(networkError(numbered, "groq", "Groq").message).toBe("Groq reset the connection");
    expect(networkError(named, "groq", "Groq").message).toBe("Groq could not be found");
  });

  test("has a name of its own where the caller or the limit ended the call", () => {
    expect(new CallerGone().name).toBe("CallerGone");
    expect(new UpstreamTimeout("idle")).toMatchObject({
      name: "UpstreamTimeout",
      message: "upstream timeout (idle)",
    });
  });
});

describe("what is over leaves nothing behind", () => {
  test("no timer when the call fails", async () => {
    const clock = steppedClock();
    await expect(within(Promise.reject(late), 10, clock, () => new Error("other"))).rejects.toBe(late);
    expect(clock.waiting()).toBe(0);
  });

  test("no listener when the call ends, well or not", async () => {
    const { signal } = new AbortController();
    const listening = new Map<string, number>();
    const count = (name: string, by: number) => listening.set(name, (listening.get(name) ?? 0) + by);
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      count(args[0], 1);
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      count(args[0], -1);
      remove(...args);
    };
    expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
    await expect(untilAborted(Promise.reject(late), signal)).rejects.toBe(late);
    await Promise.resolve();
    expect(listening).toEqual(new Map([["abort", 0]]));
  });
});

describe("the beginning of a body", () => {
  test("is kept to the byte, over any cuts", async () => {
    const reading = readBeginning(from(bytes("tid", "es ", "rise")), 5);
    await reading.end;
    expect(reading.text()).toBe("tides");
  });

  test("is all of a short one", async () => {
    const reading = readBeginning(from(bytes("ti", "de")), 100);
    await reading.end;
    expect(reading.text()).toBe("tide");
  });

  test("is read no further than it is kept", async () => {
    let read = 0;
    const source = (async function* () {
      for (;;) {
        read++;
        yield new Uint8Array([120]);
      }
    })();
    await readBeginning(source, 3).end;
    expect(read).toBe(3);
  });
});

test("what is sent is the request as it is, and no redirect is followed", async () => {
  const calls: { url: unknown; init: RequestInit | undefined }[] = [];
  const transport = fetchTransport(async (url, init) => {
    calls.push({ url, init });
    return new Response(null, { status: 204, headers: { "x-tide": "high" } });
  });
  const { signal } = new AbortController();
  const body = new Uint8Array([123, 125]);
  const answer = await transport.send(
    { method: "POST", url: "https://example.com/v1", headers: [["a", "b"]], body },
    signal,
  );
  expect(calls).toEqual([
    {
      url: "https://example.com/v1",
      init: { method: "POST", headers: [["a", "b"]], body, redirect: "manual", signal },
    },
  ]);
  expect(answer.status).toBe(204);
  expect(answer.headers.get("x-tide")).toBe("high");
});
