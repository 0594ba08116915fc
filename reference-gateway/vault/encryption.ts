/**
 * Encryption of provider keys at rest (VLT-01): envelopes of AES-256-GCM with fresh nonces. Each text has a data key of
 * its own; the configured secret encrypts only that, and its id stands beside it. So a secret is replaced by encrypting
 * the data keys anew, and nothing that was encrypted with them has to be opened. The place of the text (tenant, key id,
 * provider) is authenticated along with both, so that a row copied to another tenant does not open.
 * @module
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** Bytes of a secret, for AES-256. */
export const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Before envelopes: the secret itself encrypts the text. Decrypted still. */
const DIRECT = "v1";
const ENVELOPE = "v2";

/** It cannot be decrypted: it was encrypted with another secret, for another place, or was altered. */
export class CannotDecrypt extends Error {
  override readonly name = "CannotDecrypt";
}

export interface Encryption {
  /** @param place where the text will stand; decrypting asks for the same */
  encrypt(text: string, place: readonly string[]): string;
  /** @throws CannotDecrypt */
  decrypt(encrypted: string, place: readonly string[]): string;
  /**
   * The same text under the first secret; `null` where it is already.
   * @throws CannotDecrypt
   */
  reencrypt(encrypted: string, place: readonly string[]): string | null;
  /** Names for a text, one by each secret, that tell nothing about it; the same each time. */
  fingerprints(parts: readonly string[]): string[];
  /** The ids of the secrets, the one that encrypts first. */
  readonly keyIds: readonly string[];
}

/** The id of the secret that an encrypted text needs; `null` where it does not say. */
export function keyIdOf(encrypted: string): string | null {
  const [version, id] = encrypted.split(".");
  return version === ENVELOPE && id !== undefined ? id : null;
}

const bytesOf = (parts: readonly string[]): Buffer => Buffer.from(JSON.stringify(parts), "utf8");

function encryptWith(secret: Buffer, data: Buffer, about: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", secret, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(about);
  const body = Buffer.concat([cipher.update(data), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
}

function decryptWith(secret: Buffer, text: string, about: Buffer): Buffer | null {
  const data = Buffer.from(text, "base64");
  if (data.length < NONCE_BYTES + TAG_BYTES) throw new CannotDecrypt("not an encrypted text");
  // Stryker disable next-line ObjectLiteral: 16 bytes is what the cipher takes by itself; stated, so that no shorter tag is ever taken
  const decipher = createDecipheriv("aes-256-gcm", secret, data.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(about);
  decipher.setAuthTag(data.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(data.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

interface Secret {
  id: string;
  bytes: Buffer;
}

/** The data key's own place, so that it is nothing else's. */
const wrapPlace = (id: string, place: readonly string[]) => bytesOf(["data-key", id, ...place]);

const idOf = (bytes: Buffer): string =>
  createHmac("sha256", bytes).update("id of a vault secret").digest("hex").slice(0, 8);

function openDirect(text: string, place: readonly string[], secrets: readonly Secret[]): Buffer {
  for (const { bytes } of secrets) {
    const opened = decryptWith(bytes, text, bytesOf(place));
    if (opened !== null) return opened;
  }
  throw new CannotDecrypt("no secret opens it");
}

function unwrap(id: string, wrapped: string, place: readonly string[], secrets: readonly Secret[]): Buffer {
  const secret = secrets.find((candidate) => candidate.id === id);
  const dataKey = secret ? decryptWith(secret.bytes, wrapped, wrapPlace(id, place)) : null;
  if (dataKey?.length !== SECRET_BYTES) throw new CannotDecrypt("no secret opens it");
  return dataKey;
}

/**
 * @param given secrets of 32 bytes each: the first one encrypts, all of them decrypt, so that a secret can be replaced
 * @throws RangeError for a secret of another length, or none
 */
export function createEncryption(given: readonly Buffer[]): Encryption {
  const secrets = given.map((bytes): Secret => ({ id: idOf(bytes), bytes }));
  const [first] = secrets;
  if (!first || given.some((secret) => secret.length !== SECRET_BYTES)) {
    throw new RangeError(`a vault secret has ${SECRET_BYTES} bytes`);
  }
  const wrap = (dataKey: Buffer, place: readonly string[]): string =>
    encryptWith(first.bytes, dataKey, wrapPlace(first.id, place));
  const encrypt: Encryption["encrypt"] = (text, place) => {
    const dataKey = randomBytes(SECRET_BYTES);
    const body = encryptWith(dataKey, Buffer.from(text, "utf8"), bytesOf(place));
    return [ENVELOPE, first.id, wrap(dataKey, place), body].join(".");
  };
  const decrypt: Encryption["decrypt"] = (encrypted, place) => {
    const [version, ...rest] = encrypted.split(".");
    const [one = "", wrapped = "", body = ""] = rest;
    if (version === DIRECT && rest.length === 1) return openDirect(one, place, secrets).toString("utf8");
    if (version !== ENVELOPE || rest.length !== 3) throw new CannotDecrypt("not an encrypted text");
    const text = decryptWith(unwrap(one, wrapped, place, secrets), body, bytesOf(place));
    if (text === null) throw new CannotDecrypt("it was altered");
    return text.toString("utf8");
  };
  return {
    encrypt,
    decrypt,
    reencrypt: (encrypted, place) => {
      const [version, id = "", wrapped = "", body = ""] = encrypted.split(".");
      if (version !== ENVELOPE) return encrypt(decrypt(encrypted, place), place);
      if (id === first.id) return null;
      return [ENVELOPE, first.id, wrap(unwrap(id, wrapped, place, secrets), place), body].join(".");
    },
    fingerprints: (parts) =>
      secrets.map(({ bytes }) =>
        createHmac("sha256", bytes).update(bytesOf(parts)).digest("hex").slice(0, 16),
      ),
    keyIds: secrets.map(({ id }) => id),
  };
}

/** All that is ever shown of a secret: its last four characters, and nothing of one so short that they would give it away. */
export const hintOf = (secret: string): string => (secret.length < 12 ? "…" : `…${secret.slice(-4)}`);
