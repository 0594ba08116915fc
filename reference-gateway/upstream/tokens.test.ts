import { beforeEach, describe, expect, test } from "vitest";
import type { Token } from "../../registry/providers/_shared/token.ts";
import { memoryTokens, type Tokens } from "./tokens.ts";

const MINUTE = 60_000;
let now = 0;
let tokens: Tokens;
let fetched = 0;

/** A fresh token each time, with its number. */
const fresh =
  (lifetimeSeconds = 3600) =>
  async (): Promise<Token> => ({
    value: `token-${++fetched}`,
    lifetimeSeconds,
  });

beforeEach(() => {
  now = 0;
  fetched = 0;
  tokens = memoryTokens({ now: () => now });
});

describe("a token", () => {
  test("is used until five minutes before its end", async () => {
    expect(await tokens.obtain("k", fresh())).toBe("token-1");
    now = 55 * MINUTE - 1;
    expect(await tokens.obtain("k", fresh())).toBe("token-1");
    now = 55 * MINUTE;
    expect(await tokens.obtain("k", fresh())).toBe("token-2");
  });

  test("that lives shortly is used for half its life", async () => {
    await tokens.obtain("k", fresh(60));
    now = MINUTE / 2 - 1;
    expect(await tokens.obtain("k", fresh(60))).toBe("token-1");
    now = MINUTE / 2;
    expect(await tokens.obtain("k", fresh(60))).toBe("token-2");
  });

  test("is fetched once for all who wait", async () => {
    const all = await Promise.all(Array.from({ length: 9 }, () => tokens.obtain("k", fresh())));
    expect([new Set(all).size, fetched]).toEqual([1, 1]);
  });

  test("belongs to its key", async () => {
    expect(await tokens.obtain("a", fresh())).not.toBe(await tokens.obtain("b", fresh()));
  });

  test("that is refused is dropped, unless a newer one has come", async () => {
    await tokens.obtain("k", fresh());
    tokens.forget("k", "token-0");
    expect(await tokens.obtain("k", fresh())).toBe("token-1");
    tokens.forget("k", "token-1");
    expect(await tokens.obtain("k", fresh())).toBe("token-2");
    tokens.forget("k", "token-1");
    expect(await tokens.obtain("k", fresh())).toBe("token-2");
  });
});

test("a failure is told to all who wait, and not kept", async () => {
  const failing = () => Promise.reject(new Error("denied"));
  const both = [tokens.obtain("k", failing), tokens.obtain("k", failing)];
  for (const waiting of both) await expect(waiting).rejects.toThrow("denied");
  expect(await tokens.obtain("k", fresh())).toBe("token-1");
});

test("no more than ten thousand are kept: the oldest goes", async () => {
  for (let i = 0; i <= 10_000; i++) await tokens.obtain(`k${i}`, fresh());
  expect(fetched).toBe(10_001);
  await tokens.obtain("k1", fresh());
  expect(fetched).toBe(10_001);
  await tokens.obtain("k0", fresh());
  expect(fetched).toBe(10_002);
});

test("forgetting what is not kept is nothing", () => {
  expect(() => tokens.forget("never", "token-1")).not.toThrow();
});

test("a failure that comes late takes nothing from the token that was fetched after it", async () => {
  let fail = () => {};
  const slow = new Promise<Token>((_, reject) => {
    fail = () => reject(new Error("denied"));
  });
  const waiting = tokens.obtain("k", () => slow);
  for (let i = 0; i < 10_000; i++) await tokens.obtain(`other${i}`, fresh());
  const value = await tokens.obtain("k", fresh());
  fail();
  await expect(waiting).rejects.toThrow("denied");
  expect(await tokens.obtain("k", fresh())).toBe(value);
});
