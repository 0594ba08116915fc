/**
 * What is wrong with a store, told apart by the codes of both drivers: for the log, and so that callers get a 503 that says
 * to come again and not a 500.
 * @module
 */

export type StorageFault = "full" | "locked" | "pool" | "read-only" | "corrupt" | "unreachable";

/** By SQLite's result code and PostgreSQL's SQLSTATE, or a prefix of either; the first that fits. */
const CODES: readonly [prefix: string, fault: StorageFault][] = [
  ["SQLITE_FULL", "full"],
  ["SQLITE_BUSY", "locked"],
  ["SQLITE_LOCKED", "locked"],
  ["SQLITE_READONLY", "read-only"],
  ["SQLITE_CORRUPT", "corrupt"],
  ["SQLITE_NOTADB", "corrupt"],
  ["SQLITE_IOERR", "unreachable"],
  ["SQLITE_CANTOPEN", "unreachable"],
  // PostgreSQL: disk full; too many connections, out of memory; lock not available, statement timeout, deadlock.
  ["53100", "full"],
  ["53", "pool"],
  ["55P03", "locked"],
  ["57014", "locked"],
  ["40P01", "locked"],
  ["25006", "read-only"],
  ["XX001", "corrupt"],
  ["XX002", "corrupt"],
  // Shutting down, starting, connection exceptions.
  ["57P", "unreachable"],
  ["08", "unreachable"],
];

/** Sockets that break below a database's driver. Those of providers never get here bare: they are `UpstreamFailed`. */
const SOCKETS = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "ETIMEDOUT"];

/** What the pool says of itself has no code. */
const POOL_WORDS = /^(?:timeout exceeded when trying to connect|Query read timeout)/;
const GONE_WORDS = /^Connection terminated/;

/** How deep causes are looked through. */
const MAX_CAUSES = 5;

/** What is wrong with the store that threw this; `null` where it was no store. */
export function storageFault(thrown: unknown): StorageFault | null {
  let error = thrown;
  for (let depth = 0; error instanceof Error && depth < MAX_CAUSES; depth++, error = error.cause) {
    if (POOL_WORDS.test(error.message)) return "pool";
    if (GONE_WORDS.test(error.message)) return "unreachable";
    const code = "code" in error && typeof error.code === "string" ? error.code : "";
    if (SOCKETS.includes(code)) return "unreachable";
    // SQLSTATEs have five characters; other libraries' codes may begin like one.
    const isState = /^[0-9A-Z]{5}$/.test(code) || code.startsWith("SQLITE_");
    const found = isState ? CODES.find(([prefix]) => code.startsWith(prefix)) : undefined;
    if (found) return found[1];
  }
  return null;
}

/** The same as a field of the log; none where it was no store. */
export function faultField(thrown: unknown): { fault?: StorageFault } {
  const fault = storageFault(thrown);
  return fault === null ? {} : { fault };
}
