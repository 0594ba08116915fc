/**
 * A server that speaks the Redis protocol, for counters and cached answers of several gateway processes.
 * @module
 */
import { Redis } from "ioredis";
import type { Log } from "../parts.ts";

const CONNECT_MS = 2000;
/** No command of a gateway waits longer, connecting included. */
const COMMAND_MS = 1000;
const RECONNECT_MAX_MS = 2000;

/**
 * A connection that is made with the first command and again whenever it breaks; nothing is ever sent twice.
 * @param commandMs the longest wait for an answer, in milliseconds
 */
export function openRedis(url: string, log: Log, commandMs = COMMAND_MS): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: commandMs,
    // A command whose answer was lost may have been carried out: repeated, it would count twice.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 50, RECONNECT_MAX_MS),
    // Counters and answers are read by name only: what the server's own configuration allows is none of ours.
    enableReadyCheck: true,
  });
  // The connection is made again by itself; without a listener the library prints to the console.
  redis.on("error", (error) => log("warn", "redis.connection-lost", { error: error.name }));
  return redis;
}
