/**
 * What `npm start` says in a terminal: where it listens, who may be asked, and how to send the first request.
 * @module
 */

export interface BannerFacts {
  url: string;
  dashboard: boolean;
  replay: boolean;
  /** Providers with a key of the gateway's own. */
  providers: readonly string[];
  /** A model string that these can serve, or one that a caller's own key can. */
  model: string;
  /** May anybody call at all? */
  hasKeys: boolean;
}

/** The banner; it holds no key. */
export function bannerText({ url, dashboard, replay, providers, model, hasKeys }: BannerFacts): string {
  const key = replay ? "anything" : "$GATEWAY_KEY";
  const platform =
    providers.length === 0 ? "none: callers bring their own keys (BYOK)" : providers.join(", ");
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] });
  return [
    "",
    `  gateway     ${url}/v1`,
    ...(dashboard ? [`  dashboard   ${url}/`] : []),
    `  providers   ${replay ? "all, from recordings: no keys and no network" : platform}`,
    "",
    ...(hasKeys || replay
      ? ["  first request:"]
      : ["  nobody may call yet: start with GATEWAY_KEYS=me=generate, then"]),
    `  curl ${url}/v1/chat/completions -H "Authorization: Bearer ${key}" \\`,
    `    -H "Content-Type: application/json" -d '${body}'`,
    "",
  ].join("\n");
}
