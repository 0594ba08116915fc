/**
 * The headers of the cache, as they are documented, and everything that is wrong about one (CAC-02). Expected values are written by hand.
 */
import { describe, expect, test } from "vitest";
import { readDirectives } from "./directives.ts";

const ON = { "helicone-cache-enabled": "true" };
const read = (headers: Record<string, string>) => {
  const given = new Headers(headers);
  return readDirectives((name) => given.get(name));
};

describe("the cache", () => {
  test.each([
    ["nothing is said", {}],
    ["it is turned off", { "helicone-cache-enabled": "false" }],
    [
      "only its settings are given",
      { "helicone-cache-bucket-max-size": "nonsense", "cache-control": "max-age=x" },
    ],
  ])("is off where %s", (_what, headers) => {
    expect(read(headers)).toEqual({ ok: true, directives: null });
  });

  test("keeps one answer for seven days where nothing else is said", () => {
    expect(read(ON)).toEqual({
      ok: true,
      directives: { read: true, save: true, maxAgeSeconds: 604_800, bucketSize: 1, seed: "", ignoreKeys: [] },
    });
  });

  test.each([
    [{ "helicone-cache-enabled": " TRUE " }, { read: true, save: true }],
    [{ "helicone-cache-read": "true" }, { read: true, save: false }],
    [{ "helicone-cache-save": "true" }, { read: false, save: true }],
    [{ ...ON, "cache-control": "max-age=3600" }, { maxAgeSeconds: 3600 }],
    [{ ...ON, "cache-control": "max-age = 2592000" }, { maxAgeSeconds: 2_592_000 }],
    [{ ...ON, "cache-control": "Public, Max-Age=60" }, { maxAgeSeconds: 60 }],
    [{ ...ON, "cache-control": 'max-age="60"' }, { maxAgeSeconds: 60 }],
    [{ ...ON, "cache-control": "max-age=60, s-maxage=120" }, { maxAgeSeconds: 120 }],
    [{ ...ON, "cache-control": "max-age=31536000" }, { maxAgeSeconds: 31_536_000 }],
    [
      { ...ON, "cache-control": "max-age=0" },
      { read: true, save: false, maxAgeSeconds: 0 },
    ],
    [
      { ...ON, "cache-control": "no-store" },
      { read: false, save: false },
    ],
    [
      { ...ON, "cache-control": "no-cache" },
      { read: false, save: true },
    ],
    [{ ...ON, "helicone-cache-bucket-max-size": "20" }, { bucketSize: 20 }],
    [{ ...ON, "helicone-cache-seed": "user-1" }, { seed: "user-1" }],
    [{ ...ON, "helicone-cache-ignore-keys": "user, metadata ,user" }, { ignoreKeys: ["metadata", "user"] }],
  ])("reads %j", (headers, expected) => {
    expect(read(headers as Record<string, string>)).toMatchObject({ ok: true, directives: expected });
  });

  test.each([
    [{ "helicone-cache-enabled": "yes" }, "Helicone-Cache-Enabled"],
    [{ ...ON, "helicone-cache-read": "1" }, "Helicone-Cache-Read"],
    [{ ...ON, "cache-control": "max-age=one" }, "Cache-Control"],
    [{ ...ON, "cache-control": "max-age" }, "Cache-Control"],
    [{ ...ON, "cache-control": "max-age=-1" }, "Cache-Control"],
    [{ ...ON, "cache-control": "max-age=1.5" }, "Cache-Control"],
    [{ ...ON, "cache-control": "max-age=31536001" }, "Cache-Control"],
    [{ ...ON, "cache-control": "max-age=1, max-age=2" }, "Cache-Control"],
    [{ ...ON, "cache-control": "max-age=60, s-maxage=never" }, "Cache-Control"],
    [{ ...ON, "helicone-cache-bucket-max-size": "0" }, "Helicone-Cache-Bucket-Max-Size"],
    [{ ...ON, "helicone-cache-bucket-max-size": "21" }, "Helicone-Cache-Bucket-Max-Size"],
    [{ ...ON, "helicone-cache-bucket-max-size": "NaN" }, "Helicone-Cache-Bucket-Max-Size"],
    [{ ...ON, "helicone-cache-bucket-max-size": "1.5" }, "Helicone-Cache-Bucket-Max-Size"],
    [{ ...ON, "helicone-cache-seed": "x".repeat(257) }, "Helicone-Cache-Seed"],
    [{ ...ON, "helicone-cache-ignore-keys": "user,,metadata" }, "Helicone-Cache-Ignore-Keys"],
    [{ ...ON, "helicone-cache-ignore-keys": "k,".repeat(40) }, "Helicone-Cache-Ignore-Keys"],
  ])("refuses %j and names the header", (headers, header) => {
    const result = read(headers as Record<string, string>);
    expect(result).toMatchObject({ ok: false, header });
    expect(result.ok ? "" : result.problem).toMatch(/^expected /);
  });
});
