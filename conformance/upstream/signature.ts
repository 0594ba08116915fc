/**
 * AWS Signature Version 4 as a service checks it: worked out anew from the request as it came, with nothing but node's
 * hashes, and with the name of what is wrong (AUT-04).
 * @module
 */
import { createHash, createHmac } from "node:crypto";

export interface SignedRequest {
  method: string;
  /** The address that was called. */
  url: string;
  headers: Headers;
  body: string | Uint8Array;
}

export interface ExpectedSignature {
  accessKeyId: string;
  secretAccessKey: string;
  /** Of temporary keys: must be sent, and signed. */
  sessionToken?: string;
  service: string;
  /** The time of the service, in milliseconds since 1970. */
  nowMs: number;
}

/** What the canonical request and the signature come to, for test vectors. */
export interface Worked {
  canonicalRequest: string;
  canonicalHash: string;
  signature: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
/** A signature older or younger than this is refused. */
const SKEW_MS = 5 * 60 * 1000;

const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Everything but letters, digits and `-_.~` in percent form. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The path as it was sent, each segment encoded once more. */
const canonicalPath = (pathname: string): string => pathname.split("/").map(encoded).join("/");

function canonicalQuery(params: URLSearchParams): string {
  return [...params]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join("&");
}

function headerValue(request: SignedRequest, name: string): string | null {
  if (name === "host") return new URL(request.url).host;
  return request.headers.get(name)?.trim().replace(/\s+/g, " ") ?? null;
}

/** The signature that these headers, this scope and this key give. */
export function workOut(
  request: SignedRequest,
  signed: readonly string[],
  { date, region, service }: { date: string; region: string; service: string },
  secretAccessKey: string,
): Worked {
  const { pathname, searchParams } = new URL(request.url);
  const lines = signed.map((name) => `${name}:${headerValue(request, name) ?? ""}\n`).join("");
  const canonicalRequest = [
    request.method.toUpperCase(),
    canonicalPath(pathname),
    canonicalQuery(searchParams),
    lines,
    signed.join(";"),
    sha256(request.body),
  ].join("\n");
  const canonicalHash = sha256(canonicalRequest);
  const day = date.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [region, service, "aws4_request"].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day));
  const signature = hmac(key, [ALGORITHM, date, scope, canonicalHash].join("\n")).toString("hex");
  return { canonicalRequest, canonicalHash, signature };
}

interface Parsed {
  credential: string[];
  signed: string[];
  signature: string;
}

function parseAuthorization(value: string): Parsed | null {
  const [, credential, signed, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(
      value,
    ) ?? [];
  if (!credential || !signed || !signature) return null;
  return { credential: credential.split("/"), signed: signed.split(";"), signature };
}

/** `20260102T030405Z` as milliseconds, or NaN. */
const timeOf = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

/** The region in a host like `bedrock-runtime.us-east-1.amazonaws.com` or `bedrock-mantle.us-east-1.api.aws`. */
export const regionOfHost = (url: string): string | null =>
  /^[a-z0-9-]+\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.exec(new URL(url).hostname)?.[1] ?? null;

function problemsOfHeaders(
  request: SignedRequest,
  signed: readonly string[],
  expected: ExpectedSignature,
): string[] {
  const found: string[] = [];
  for (const name of ["host", "x-amz-date"]) if (!signed.includes(name)) found.push(`${name} is not signed`);
  if (signed.join() !== [...signed].sort().join()) found.push("the signed headers are not sorted");
  const twice = signed.filter((name, i) => signed.indexOf(name) !== i);
  if (twice.length > 0) found.push(`signed more than once: ${[...new Set(twice)].join(", ")}`);
  const odd = signed.filter((name) => name !== name.toLowerCase());
  if (odd.length > 0) found.push(`signed headers are not in lower case: ${odd.join(", ")}`);
  const absent = signed.filter((name) => headerValue(request, name) === null);
  if (absent.length > 0) found.push(`signed but not sent: ${absent.join(", ")}`);
  // These two are asked for by name.
  const known = ["x-amz-date", "x-amz-security-token", ...signed];
  const unsigned = [...request.headers.keys()].filter(
    (name) => name.startsWith("x-amz-") && !known.includes(name),
  );
  found.push(...unsigned.map((name) => `${name} is not signed`));
  const hash = request.headers.get("x-amz-content-sha256");
  if (hash !== null && hash !== sha256(request.body)) found.push("x-amz-content-sha256 is of another body");
  const token = request.headers.get("x-amz-security-token");
  if (token !== (expected.sessionToken ?? null))
    found.push(
      expected.sessionToken === undefined
        ? "a security token of nobody's"
        : "the security token is missing or wrong",
    );
  else if (token !== null && !signed.includes("x-amz-security-token"))
    found.push("the security token is not signed");
  return found;
}

function problemsOfScope(
  request: SignedRequest,
  credential: readonly string[],
  expected: ExpectedSignature,
): string[] {
  const [keyId, day, region, service, last, ...rest] = credential;
  const found: string[] = [];
  const date = request.headers.get("x-amz-date") ?? "";
  if (keyId !== expected.accessKeyId) found.push("the access key is another one");
  if (last !== "aws4_request" || rest.length > 0) found.push("the scope is malformed");
  if (service !== expected.service) found.push(`the scope's service is ${service}, not ${expected.service}`);
  const host = regionOfHost(request.url);
  if (region !== host) found.push(`the scope's region is ${region}, the host's ${host}`);
  if (day !== date.slice(0, 8)) found.push("the scope's day is not that of x-amz-date");
  const skew = Math.abs(timeOf(date) - expected.nowMs);
  if (!(skew <= SKEW_MS)) found.push("x-amz-date is not the present");
  return found;
}

/** What is wrong with a request's signature; nothing when a service would accept it. */
export function signatureProblems(request: SignedRequest, expected: ExpectedSignature): string[] {
  const parsed = parseAuthorization(request.headers.get("authorization") ?? "");
  if (!parsed) return ["there is no AWS4-HMAC-SHA256 authorization"];
  const { credential, signed, signature } = parsed;
  const found = [
    ...problemsOfHeaders(request, signed, expected),
    ...problemsOfScope(request, credential, expected),
  ];
  const [, , region = "", service = ""] = credential;
  const date = request.headers.get("x-amz-date") ?? "";
  const worked = workOut(request, signed, { date, region, service }, expected.secretAccessKey);
  if (worked.signature !== signature) found.push("the signature does not match the request");
  return found;
}
