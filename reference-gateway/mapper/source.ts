/**
 * Where the mapper's catalogue comes from: a file, or an https address that the operator names.
 * @module
 */
import { readFile, stat } from "node:fs/promises";
import { type Catalogue, CatalogueError, readCatalogue } from "../../registry/mapper/catalogue.ts";
import { readText } from "../upstream/timeout.ts";

/** Longest catalogue, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_MS = 60_000;

async function textFrom(source: string, send: typeof fetch): Promise<string> {
  if (!/^https?:/i.test(source)) {
    if ((await stat(source)).size > MAX_BYTES)
      throw new CatalogueError(`it is longer than ${MAX_BYTES} bytes`);
    return readFile(source, "utf8");
  }
  if (!source.startsWith("https://")) throw new CatalogueError("its address must begin with https://");
  const answer = await send(source, { signal: AbortSignal.timeout(MAX_MS), redirect: "error" });
  if (!answer.ok) throw new CatalogueError(`it is answered with ${answer.status}`);
  const text = await readText(answer.body ?? new ReadableStream(), MAX_BYTES);
  if (text === null) throw new CatalogueError(`it is longer than ${MAX_BYTES} bytes`);
  return text;
}

/**
 * Reads a catalogue. @param source the path of a file, or an https URL
 * @throws CatalogueError for one that cannot be read, whatever the reason
 */
export async function loadCatalogue(
  source: string,
  send: typeof fetch = (input, init) => fetch(input, init),
): Promise<Catalogue> {
  try {
    return readCatalogue(JSON.parse(await textFrom(source, send)));
  } catch (thrown) {
    if (thrown instanceof CatalogueError) throw thrown;
    const reason = thrown instanceof SyntaxError ? "it is not JSON" : "it cannot be read";
    throw new CatalogueError(reason, { cause: thrown });
  }
}
