import { describe, expect, test } from "vitest";
import { testParts } from "../testing/parts.ts";
import { Refused } from "./http.ts";
import { authenticateCaller } from "./tenant.ts";

const { parts } = testParts();
const NONE = "No gateway key: send `Helicone-Auth: Bearer <key>` or `Authorization: Bearer <key>`";
const FORM = "The gateway key must be sent as `Bearer <key>`";
const UNKNOWN = "The gateway key is not known";

async function said(headers: Record<string, string>, keyHeader: string | null = null): Promise<string> {
  const asked = { headers: new Headers(headers), address: null, keyHeader };
  try {
    return (await authenticateCaller(asked, parts, "inference")).id;
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    expect(thrown.error).toMatchObject({ status: 401, code: "invalid_gateway_key" });
    return thrown.error.message;
  }
}

describe("a caller (AUT-08)", () => {
  test.each<[Record<string, string>, string]>([
    [{ authorization: "Bearer gateway-key" }, "a"],
    [{ authorization: "bearer   gateway-key " }, "a"],
    [{ "helicone-auth": "Bearer gateway-key" }, "a"],
    [{ "helicone-auth": "Bearer gateway-key", authorization: "Bearer sk-mine" }, "a"],
    [{ "helicone-auth": "Bearer other", authorization: "Bearer gateway-key" }, UNKNOWN],
    [{ "helicone-auth": "gateway-key", authorization: "Bearer gateway-key" }, FORM],
    [{ authorization: "Bearer other" }, UNKNOWN],
    [{ authorization: "gateway-key" }, FORM],
    [{ authorization: "Basic gateway-key" }, FORM],
    [{ authorization: "xBearer gateway-key" }, FORM],
    [{ authorization: "Bearer gateway-key and more" }, FORM],
    [{ authorization: "Bearergateway-key" }, FORM],
    [{ authorization: "" }, FORM],
    [{}, NONE],
    [{ "x-api-key": "gateway-key" }, NONE],
  ])("with %j is %s", async (headers, expected) => {
    expect(await said(headers)).toBe(expected);
  });

  test.each<[Record<string, string>, string]>([
    [{ "x-api-key": "gateway-key" }, "a"],
    [{ "x-api-key": " gateway-key " }, "a"],
    [{ "x-api-key": "other" }, UNKNOWN],
    [{ "x-api-key": "gateway-key two" }, UNKNOWN],
    [{ "x-api-key": "sk-mine", authorization: "Bearer gateway-key" }, "a"],
    [{ "x-api-key": "gateway-key", authorization: "Bearer other" }, UNKNOWN],
    [{}, NONE],
  ])("whose client has a header of its own, with %j is %s", async (headers, expected) => {
    expect(await said(headers, "x-api-key")).toBe(expected);
  });
});
