/**
 * JSON lines.
 * @module
 */
import { type Clock, LOG_LEVELS, type Log, type LogLevel } from "../parts.ts";

/** Writes one JSON object a line at and above a level. BigInts are written as decimal strings. */
export function jsonLog(write: (line: string) => void, lowest: LogLevel, clock: Pick<Clock, "now">): Log {
  const threshold = LOG_LEVELS.indexOf(lowest);
  const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  const writes = (level: LogLevel): boolean => LOG_LEVELS.indexOf(level) >= threshold;
  const log: Log = (level, event, fields) => {
    if (!writes(level)) return;
    write(
      `${JSON.stringify({ time: new Date(clock.now()).toISOString(), level, event, ...fields }, plain)}\n`,
    );
  };
  return Object.assign(log, { writes });
}
