/**
 * What a gateway key may do. No scope contains another one: a key has what it was given and nothing more.
 * @module
 */

export const SCOPES = ["inference", "read", "manage", "admin"] as const;

/**
 * - `inference`: call models, through the AI gateway or passed on, and list them
 * - `read`: read requests, statistics, the wallet and its ledger
 * - `manage`: provider keys and gateway keys of the tenant
 * - `admin`: credit the tenant's wallet
 */
export type Scope = (typeof SCOPES)[number];

/** The scopes of a stored text, in the order of {@link SCOPES}; words that are none grant nothing. */
export const scopesOf = (text: string | null): Scope[] => {
  const words = (text ?? "").split(",");
  return SCOPES.filter((scope) => words.includes(scope));
};
