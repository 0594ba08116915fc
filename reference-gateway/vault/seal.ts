/**
 * Encryption of provider keys at rest (VLT-01): AES-256-GCM, a fresh nonce each time. The place of the key (tenant, key id,
 * provider) is authenticated along with it, so that a row copied to another tenant does not open.
 * @module
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** Bytes of a secret, for AES-256. */
export const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "v1.";

/** What is sealed does not open: it was sealed with another secret, for another place, or was altered. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
}

export interface Seal {
  /** @param place where the text will stand; opening asks for the same */
  seal(text: string, place: readonly string[]): string;
  /** @throws SealBroken */
  open(sealed: string, place: readonly string[]): string;
  /** A name for a text that tells nothing about it without the secret; the same each time. */
  fingerprint(parts: readonly string[]): string;
}

function decrypt(secret: Buffer, data: Buffer, place: Buffer): string | null {
  const decipher = createDecipheriv("aes-256-gcm", secret, data.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(place);
  decipher.setAuthTag(data.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const start = decipher.update(data.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([start, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

/**
 * @param secrets of 32 bytes each: the first one seals, all of them open, so that a secret can be replaced
 * @throws RangeError for a secret of another length, or none
 */
export function createSeal(secrets: readonly Buffer[]): Seal {
  const [first] = secrets;
  if (!first || secrets.some((secret) => secret.length !== SECRET_BYTES)) {
    throw new RangeError(`a vault secret has ${SECRET_BYTES} bytes`);
  }
  const bytes = (place: readonly string[]) => Buffer.from(JSON.stringify(place), "utf8");
  return {
    seal: (text, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", first, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(bytes(place));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return VERSION + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
    },
    open: (sealed, place) => {
      const data = sealed.startsWith(VERSION) ? Buffer.from(sealed.slice(VERSION.length), "base64") : null;
      if (!data || data.length < NONCE_BYTES + TAG_BYTES) throw new SealBroken("not a sealed text");
      for (const secret of secrets) {
        const text = decrypt(secret, data, bytes(place));
        if (text !== null) return text;
      }
      throw new SealBroken("no secret opens it");
    },
    fingerprint: (parts) => createHmac("sha256", first).update(bytes(parts)).digest("hex").slice(0, 16),
  };
}

/** All that is ever shown of a secret: its last four characters, and nothing of one so short that they would give it away. */
export const hintOf = (secret: string): string => (secret.length < 12 ? "…" : `…${secret.slice(-4)}`);
