/**
 * Everything that a caller may ask of a gateway, and what the key must be allowed.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";

/** As documented: no scope contains another. */
export const SCOPES = ["inference", "read", "manage", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** Where nothing is: what it would be about is never found, so that no look at a route changes what the next one sees. */
const NOWHERE = "00000000-0000-4000-8000-ffffffffffff";

export const ROUTES: readonly (readonly [scope: Scope, method: string, path: string, body?: JsonObject])[] = [
  ["inference", "POST", "/v1/chat/completions"],
  ["inference", "POST", "/v1/responses"],
  ["inference", "POST", "/v1/completions"],
  ["inference", "POST", "/v1/messages"],
  ["inference", "POST", "/v1/messages/count_tokens"],
  ["inference", "POST", "/v1/embeddings"],
  ["inference", "GET", "/v1/models"],
  ["inference", "GET", "/v1/models/no-such-model"],
  ["inference", "GET", `/v1/responses/${NOWHERE}`],
  ["inference", "POST", `/v1/request/${NOWHERE}/feedback`, { rating: true }],
  ["inference", "POST", `/v1/request/${NOWHERE}/score`, { scores: { tone: 1 } }],
  ["inference", "PUT", `/v1/request/${NOWHERE}/property`, { key: "team", value: "tides" }],
  ["read", "GET", `/v1/requests/${NOWHERE}`],
  ["read", "GET", `/v1/requests/${NOWHERE}/bodies`],
  ["read", "GET", "/v1/requests/export"],
  ["read", "GET", "/v1/requests/export?format=csv"],
  ["read", "POST", "/v1/request/query", { filter: "all" }],
  ["read", "GET", "/v1/stats"],
  ["read", "GET", "/v1/stats?group=model"],
  ["read", "GET", "/v1/wallet"],
  ["read", "GET", "/v1/wallet/ledger"],
  ["manage", "GET", "/v1/vault/keys"],
  ["manage", "POST", "/v1/vault/keys"],
  ["manage", "GET", `/v1/vault/keys/${NOWHERE}`],
  ["manage", "PATCH", `/v1/vault/keys/${NOWHERE}`, { enabled: false }],
  ["manage", "DELETE", `/v1/vault/keys/${NOWHERE}`],
  ["manage", "GET", "/v1/keys"],
  ["manage", "POST", "/v1/keys", { scopes: [] }],
  ["manage", "DELETE", `/v1/keys/${NOWHERE}`],
  ["admin", "POST", "/v1/wallet/deposits"],
];
