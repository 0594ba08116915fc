/**
 * Google service accounts: the key signs a JWT, which Google's token endpoint trades for an access token (AUT-05).
 * @module
 */

import { importPKCS8, SignJWT } from "jose";
import { z } from "zod";
import { parseJson } from "../../json.ts";
import type { Credential } from "./base.ts";
import { CredentialProblem, type TokenExchange } from "./token.ts";

const TOKEN_URL = "https://oauth2.googleapis.com/token";
const SCOPE = "https://www.googleapis.com/auth/cloud-platform";
const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/** The longest lifetime that Google takes for the assertion, in seconds. */
const LIFETIME = 3600;

const ServiceAccountSchema = z.looseObject({
  type: z.literal("service_account").optional(),
  client_email: z.string().min(3),
  private_key: z.string().min(1),
  private_key_id: z.string().min(1).optional(),
  project_id: z.string().min(1).optional(),
});
export type ServiceAccount = z.infer<typeof ServiceAccountSchema>;

const HOW = "give the whole JSON key file of a Google service account as the key";

function keyFile(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new CredentialProblem(`the key is not JSON: ${HOW}`);
  }
}

/** Reads the key file. @throws CredentialProblem that names the fields that are wrong, and nothing of their content */
export function readServiceAccount(secret: string): ServiceAccount {
  const parsed = ServiceAccountSchema.safeParse(keyFile(secret));
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "(whole key)"))];
  throw new CredentialProblem(`the key has no usable ${fields.join(", ")}: ${HOW}`);
}

/** The same, or `null` for a key that is none. */
export function serviceAccountOrNull(secret: string): ServiceAccount | null {
  try {
    return readServiceAccount(secret);
  } catch (error) {
    if (error instanceof CredentialProblem) return null;
    throw error;
  }
}

/** The private key, its id and each of its lines: an error may quote any of them (ERR-06). */
export function privateParts({ private_key: key, private_key_id: id }: ServiceAccount): string[] {
  const lines = key.split(/\r?\n|\\n/).map((line) => line.trim());
  return [
    key,
    ...(id === undefined ? [] : [id]),
    ...lines.filter((line) => line !== "" && !line.startsWith("-----")),
  ];
}

async function signingKey({ private_key: pem }: ServiceAccount) {
  try {
    // Keys that went through an environment variable have their line ends escaped.
    return await importPKCS8(pem.replaceAll("\\n", "\n"), "RS256");
  } catch {
    throw new CredentialProblem(`the private_key of the service account is no PKCS #8 key: ${HOW}`);
  }
}

/** The signed assertion. @param nowMs milliseconds since 1970 */
async function assertionOf(account: ServiceAccount, nowMs: number): Promise<string> {
  const now = Math.floor(nowMs / 1000);
  const { client_email: email, private_key_id: kid } = account;
  return new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", ...(kid === undefined ? {} : { kid }) })
    .setIssuer(email)
    .setSubject(email)
    .setAudience(TOKEN_URL)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME)
    .sign(await signingKey(account));
}

const TokenAnswerSchema = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.number().positive()),
});

/** The JWT bearer grant (RFC 7523) as Google's token endpoint takes it. */
export const googleServiceAccount: TokenExchange = {
  async request({ secret }: Credential, nowMs: number) {
    const assertion = await assertionOf(readServiceAccount(secret), nowMs);
    return {
      method: "POST",
      url: TOKEN_URL,
      headers: [
        ["content-type", "application/x-www-form-urlencoded"],
        ["accept", "application/json"],
      ],
      body: new TextEncoder().encode(new URLSearchParams({ grant_type: GRANT, assertion }).toString()),
    };
  },
  read(text) {
    let json: unknown;
    try {
      json = parseJson(text);
    } catch {
      return null; // The gateway reports an answer without a token.
    }
    const answer = TokenAnswerSchema.safeParse(json);
    if (!answer.success) return null;
    return { value: answer.data.access_token, lifetimeSeconds: answer.data.expires_in };
  },
};
