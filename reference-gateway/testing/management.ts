/**
 * A gateway of test parts whose management routes are asked over HTTP, in process.
 * @module
 */
import { createGateway } from "../app.ts";
import type { GatewayParts, Tenant } from "../parts.ts";
import { memoryCounters } from "../stores/counters/memory-counters.ts";
import type { StoredKey } from "../vault/memory.ts";
import { memoryKeys } from "../vault/memory-keys.ts";
import { testParts } from "./parts.ts";

export const KEY = { a: "gateway-key-of-a", b: "gateway-key-of-b" } as const;
const DECLARED: ReadonlyMap<string, Tenant> = new Map([
  [KEY.a, { id: "a" }],
  [KEY.b, { id: "b" }],
]);

export function managed(stored: StoredKey[] = [], own: Partial<GatewayParts> = {}) {
  const { parts: base, lines } = testParts(own);
  const counters = memoryCounters(base);
  const parts = { ...base, ...memoryKeys({ ...base, declared: DECLARED, stored, counters }), ...own };
  const app = createGateway(parts);
  const ask = async (method: string, path: string, body?: unknown, key: string = KEY.a) => {
    const response = await app.request(path, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = text === "" ? null : JSON.parse(text);
    return { status: response.status, headers: response.headers, text, json, error: json?.error };
  };
  return { app, ask, parts, lines };
}
