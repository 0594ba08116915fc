/**
 * What a form of the dashboard sends.
 * @module
 */

/** Largest form, in bytes: a service account fits. */
const MAX_FORM_BYTES = 64 * 1024;

/** The fields of a form; `null` where it is none, or too large. The last of two of one name counts. */
export async function readForm(request: Request): Promise<Readonly<Record<string, string>> | null> {
  const [type] = (request.headers.get("content-type") ?? "").split(";", 1);
  if (type?.trim().toLowerCase() !== "application/x-www-form-urlencoded") return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_FORM_BYTES) return null;
    chunks.push(chunk);
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
}
