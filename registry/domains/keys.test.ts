/**
 * Two keys in one field, as the published contract describes them.
 * @module
 */
import { describe, expect, test } from "vitest";
import type { HeaderFields } from "./headers.ts";
import { separateKeys } from "./keys.ts";

const OWN = "sk-helicone-abcdefg-hijklmn-opqrstu-vwxyz01";
const separated = (value: string, more: HeaderFields = []) =>
  separateKeys([["Accept", "*/*"], ["Authorization", value], ...more]);
const apart = (authorization: string | null) => ({
  ok: true,
  fields: [
    ["Helicone-Auth", `Bearer ${OWN}`],
    ["Accept", "*/*"],
    ...(authorization === null ? [] : [["Authorization", authorization]]),
  ],
});

describe("two keys in one Authorization field", () => {
  test.each([
    ["each with its scheme", `Bearer ${OWN}, Bearer gsk_1`, "Bearer gsk_1"],
    ["the scheme said once", `Bearer ${OWN},gsk_1`, "Bearer gsk_1"],
    ["the provider's first", `Bearer gsk_1, ${OWN}`, "Bearer gsk_1"],
    ["the provider's of another scheme", `Bearer ${OWN}, Basic dTpw`, "Basic dTpw"],
    ["the scheme in lower case", `bearer ${OWN}, gsk_1`, "bearer gsk_1"],
    ["the second one left out", `Bearer ${OWN},`, null],
  ])("come apart: %s", (_how, value, expected) => {
    expect(separated(value)).toEqual(apart(expected));
  });

  test.each([
    "Bearer gsk_1",
    `Bearer ${OWN}`,
    "Bearer a,b",
    "AWS4-HMAC-SHA256 Credential=AKID/20261201/eu-west-1/bedrock/aws4_request, SignedHeaders=host, Signature=ab",
  ])("are not read into %s", (value) => {
    const fields: HeaderFields = [["Authorization", value]];
    expect(separateKeys(fields)).toEqual({ ok: true, fields });
  });

  test("are refused beside a Helicone-Auth, and where two of them are the gateway's", () => {
    expect(separated(`Bearer ${OWN}, gsk_1`, [["Helicone-Auth", `Bearer ${OWN}`]])).toMatchObject({
      ok: false,
    });
    expect(separated(`Bearer ${OWN}, Bearer ${OWN}x`)).toMatchObject({ ok: false });
  });
});
