/**
 * JSON lines.
 * @module
 */
import { type Clock, LOG_LEVELS, type Log, type LogLevel } from "../parts.ts";

/** Writes one JSON object a line at and above a level. BigInts are written as decimal strings. */
export function jsonLog(write: (line: string) => void, lowest: LogLevel, clock: Pick<Clock, "now">): Log {
  const threshold = LOG_LEVELS.indexOf(lowest);
  const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return (level, event, fields) => {
    if (LOG_LEVELS.indexOf(level) < threshold) return;
    write(
      `${JSON.stringify({ time: new Date(clock.now()).toISOString(), level, event, ...fields }, plain)}\n`,
    );
  };
}
