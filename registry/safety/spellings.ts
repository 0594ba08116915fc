/**
 * How a secret may stand in a text that somebody echoes: as it is, with its slashes escaped, inside base64.
 * @module
 */

/** Shorter ones are words: masking them would spoil answers that hold no secret. */
export const MIN_SECRET_CHARS = 16;

/**
 * What base64 of a text that holds the secret looks like, whatever stands before and after it: the three ways in which the
 * secret's bytes fall into groups of three, without the characters that its neighbours share.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
}

const urlSafe = (base64: string): string => base64.replaceAll("+", "-").replaceAll("/", "_");

/** Every spelling of these secrets that is masked, each once, the longest first. */
export function spellingsOf(secrets: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < MIN_SECRET_CHARS) continue;
    const cores = base64Cores(secret);
    for (const text of [secret, secret.replaceAll("/", "\\/"), ...cores, ...cores.map(urlSafe)])
      found.add(text);
  }
  return [...found].sort((a, b) => b.length - a.length);
}
