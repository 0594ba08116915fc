import { describe, expect, test } from "vitest";
import { signAws } from "../../registry/providers/_shared/aws-signature.ts";
import { type SignedRequest, signatureProblems, workOut } from "./signature.ts";

const KEY = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "SECRETEXAMPLE" };
const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
const body =
  '{"anthropic_version":"bedrock-2023-05-31","max_tokens":16,"messages":[{"role":"user","content":"hi"}]}';
const HOST = "https://bedrock-runtime.us-east-1.amazonaws.com";
const ENCODED = `${HOST}/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke`;
const RAW = `${HOST}/model/anthropic.claude-haiku-4-5-20251001-v1:0/invoke`;
const ARN = `${HOST}/model/${encodeURIComponent("arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.x-v1:0")}/converse`;

const scope = { region: "us-east-1", service: "bedrock", nowMs };
const expected = { ...KEY, service: "bedrock", nowMs };

async function signed(
  url: string,
  key: Parameters<typeof signAws>[1] = KEY,
  where = scope,
): Promise<SignedRequest> {
  const request = await signAws(
    {
      method: "POST",
      url,
      headers: [
        ["content-type", "application/json"],
        ["accept", "application/json"],
      ],
      body: new TextEncoder().encode(body),
    },
    key,
    where,
  );
  return { ...request, headers: new Headers(request.headers) };
}

const signatureOf = ({ headers }: SignedRequest): string | undefined =>
  headers.get("authorization")?.split("Signature=")[1];

describe("the worked vector of a Bedrock call (AUT-04)", () => {
  const VECTORS = [
    [ENCODED, "5326bbbd88c9b30f73bcf68521a0c08e49f890188ac2e42a5d9c392d6231e27b"],
    [RAW, "10eafdd405d150a76f8548cf0229268cdd6c3353502e8cf4bc72e8cbe27c01a1"],
  ] as const;

  test.each(VECTORS)("the gateway signs %s", async (url, signature) => {
    expect(signatureOf(await signed(url))).toBe(signature);
  });

  test.each(VECTORS)("the verifier works out the same for %s", (url, signature) => {
    const headers = new Headers({ "content-type": "application/json", "x-amz-date": "20260102T030405Z" });
    const names = ["content-type", "host", "x-amz-date"];
    const at = { date: "20260102T030405Z", region: "us-east-1", service: "bedrock" };
    const worked = workOut({ method: "POST", url, headers, body }, names, at, KEY.secretAccessKey);
    expect(worked.signature).toBe(signature);
    if (url === ENCODED)
      expect(worked.canonicalHash).toBe("b750644d2f681e27d815698807da3ff3d4aaf1ddf52eeb571c992e77c7b4da2b");
  });
});

describe("the verifier", () => {
  test.each([ENCODED, RAW, ARN])("accepts what the gateway signs for %s", async (url) => {
    expect(signatureProblems(await signed(url), expected)).toEqual([]);
  });

  test("accepts temporary keys, with their token signed", async () => {
    const key = { ...KEY, sessionToken: "TOKENEXAMPLE" };
    const request = await signed(ENCODED, key);
    expect(signatureProblems(request, { ...expected, sessionToken: "TOKENEXAMPLE" })).toEqual([]);
    expect(signatureProblems(request, expected)).toEqual(["a security token of nobody's"]);
  });

  test("names what is wrong", async () => {
    const good = await signed(ENCODED);
    const other = { ...good, url: ENCODED.replace("us-east-1", "eu-west-1") };
    expect(signatureProblems(other, expected)).toEqual([
      "the scope's region is us-east-1, the host's eu-west-1",
      "the signature does not match the request",
    ]);
    expect(signatureProblems({ ...good, body: `${body} ` }, expected)).toEqual([
      "the signature does not match the request",
    ]);
    expect(signatureProblems({ ...good, url: RAW }, expected)).toEqual([
      "the signature does not match the request",
    ]);
    expect(signatureProblems(good, { ...expected, nowMs: nowMs + 600_000 })).toEqual([
      "x-amz-date is not the present",
    ]);
    expect(signatureProblems(good, { ...expected, sessionToken: "TOKENEXAMPLE" })).toEqual([
      "the security token is missing or wrong",
    ]);
    const wrongService = await signed(ENCODED, KEY, { ...scope, service: "bedrock-runtime" });
    expect(signatureProblems(wrongService, expected)).toEqual([
      "the scope's service is bedrock-runtime, not bedrock",
    ]);
    const bearer = { ...good, headers: new Headers({ authorization: "Bearer KEY" }) };
    expect(signatureProblems(bearer, expected)).toEqual(["there is no AWS4-HMAC-SHA256 authorization"]);
  });

  test("wants every header of Amazon's signed, and the hash of the body to be true", async () => {
    const good = await signed(ENCODED);
    const added = new Headers(good.headers);
    added.set("x-amz-request-tier", "standard");
    expect(signatureProblems({ ...good, headers: added }, expected)).toEqual([
      "x-amz-request-tier is not signed",
    ]);
    const hashed = new Headers(good.headers);
    hashed.set("x-amz-content-sha256", "0".repeat(64));
    expect(signatureProblems({ ...good, headers: hashed }, expected)).toEqual([
      "x-amz-content-sha256 is not signed",
      "x-amz-content-sha256 is of another body",
    ]);
  });
});
