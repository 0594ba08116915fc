/**
 * A unique secret for every credential slot. After each case a sweep looks for them everywhere (SEC-01).
 * @module
 */

export interface Canaries {
  /** The gateway keys of two tenants. */
  gatewayKey: Record<"a" | "b", string>;
  /** The gateway's own provider keys. */
  platform(provider: string): string;
  /** A tenant's own provider keys; the first one at the provider unless told. */
  vault(tenant: "a" | "b", provider: string, nth?: number): string;
  /** What a database's driver says of itself: an address with a password. */
  storage: string;
  /** Secrets that callers send along by accident: cookies, organisation headers, keys of other schemes, in the query. */
  stray: Readonly<
    Record<
      "cookie" | "organization" | "project" | "x-api-key" | "api-key" | "google" | "proxy" | "query",
      string
    >
  >;
}

const slug = (text: string) => text.replace(/[^a-z0-9]/gi, "");

/** Shaped so that no masking rule recognises them: only real care keeps them in. */
export const canaries: Canaries = {
  gatewayKey: { a: "canary0gateway0tenant0a0q7Zx", b: "canary0gateway0tenant0b0k2Vw" },
  platform: (provider) => `canary0platform0${slug(provider)}0t9Lm`,
  vault: (tenant, provider, nth = 1) =>
    `canary0vault0${tenant}${nth === 1 ? "" : nth}0${slug(provider)}0r4Hc`,
  storage: "canary0storage0password0n5Tb",
  stray: {
    cookie: "canary0stray0cookie0b8Nd",
    organization: "canary0stray0organization0y3Kf",
    "x-api-key": "canary0stray0apikey0w6Pg",
    project: "canary0stray0project0c1Vb",
    "api-key": "canary0stray0azurekey0m4Xq",
    google: "canary0stray0googlekey0h7Dz",
    proxy: "canary0stray0proxy0j5Rs",
    query: "canary0stray0query0e2Lp",
  },
};

/** Every canary of a run starts with this, so that a sweep finds those of other cases too. */
export const CANARY = /canary0[a-z0-9]+/gi;

/** The half of a credential that no provider may see: a signing secret, a key's id. */
export const hiddenCanary = (of: string): string => `canary0hidden0${slug(of)}`;
