/**
 * AWS Signature Version 4 over a finished request (AUT-04). Pure: key, region and time come in, headers go out.
 * @module
 */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { OutboundRequest } from "./base.ts";

export interface AwsKey {
  accessKeyId: string;
  secretAccessKey: string;
  /** Of temporary keys; signed like everything else. */
  sessionToken?: string;
}

export interface AwsScope {
  region: string;
  /** The name that the signature knows the service by, which is not that of its host: `bedrock`. */
  service: string;
  /** Milliseconds since 1970. */
  nowMs: number;
}

/** Headers that are signed beside host, date and token; others may change on the way. */
const SIGNED = ["content-type"];

/**
 * The request with its signature: method, path as sent (whose percent signs are encoded once more), query, host, date and
 * the SHA-256 of the body. Any change after this makes the signature wrong.
 */
export async function signAws(
  request: OutboundRequest,
  key: AwsKey,
  scope: AwsScope,
): Promise<OutboundRequest> {
  const { protocol, hostname, host, pathname, searchParams } = new URL(request.url);
  const signer = new SignatureV4({
    service: scope.service,
    region: scope.region,
    credentials: key,
    sha256: Sha256,
    applyChecksum: false,
  });
  const kept = request.headers.filter(([name]) => SIGNED.includes(name.toLowerCase()));
  const { headers } = await signer.sign(
    {
      method: request.method,
      protocol,
      hostname,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { ...Object.fromEntries(kept), host },
      body: request.body,
    },
    { signingDate: new Date(scope.nowMs) },
  );
  const added = Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    // Host is written by whoever connects: the URL that was signed is the URL that is called.
    .filter(([name]) => name !== "host" && !SIGNED.includes(name));
  const others = request.headers.filter(([name]) => !added.some(([fresh]) => fresh === name.toLowerCase()));
  return { ...request, headers: [...others, ...added] };
}
