/**
 * The headers in which rate limits are set and told.
 * @module
 */
export const POLICY_HEADER = "Helicone-RateLimit-Policy";

/** What the answer says about the limit that it was counted under; `Reset` in whole seconds. */
export const LIMIT_HEADERS = {
  limit: "helicone-ratelimit-limit",
  remaining: "helicone-ratelimit-remaining",
  reset: "helicone-ratelimit-reset",
  policy: "helicone-ratelimit-policy",
} as const;
