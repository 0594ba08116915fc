/**
 * Which URLs that a caller gives may be called, or passed on for a provider to fetch (PRX-05, SEC-02).
 * @module
 */
import type { UnsafePlace } from "./address.ts";
import { unsafeCanonical, unsafeHost } from "./host.ts";

/** Why a URL is refused. */
export type UnsafeUrl = UnsafePlace | "not-a-url" | "scheme" | "credentials" | "port";

export interface UrlRules {
  /** Allowed schemes, without the colon. */
  schemes: readonly string[];
}

/**
 * The authority as it is written. Only what every parser cuts in the same way is read: two slashes, no backslash, no
 * userinfo, no percent-encoding, and a slash or the end behind it.
 */
function authorityOf(text: string): { scheme: string; authority: string } | null {
  const [, scheme, authority] =
    /^([a-z][a-z0-9+.-]{0,15}):\/\/([^/?#\\\s%]{1,1024})(?:\/|$)/i.exec(text) ?? [];
  return scheme === undefined || authority === undefined ? null : { scheme, authority };
}

/** Parsed once: asking first whether it can be doubles the work, and a body may hold tens of thousands. */
function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/**
 * @param text the URL as the caller wrote it
 * @returns why it is refused, or `null`. Where a public name resolves to is for `unsafeAddresses`.
 */
export function unsafeUrl(text: string, { schemes }: UrlRules): UnsafeUrl | null {
  // Parsers drop these silently, each in its own way.
  if (/[\t\r\n]|^[\0-\x20]|[\0-\x20]$/.test(text)) return "not-a-url";
  const scheme = /^([a-z][a-z0-9+.-]{0,15}):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return "not-a-url";
  if (!schemes.includes(scheme)) return "scheme";
  const written = authorityOf(text);
  const url = written === null ? null : parsed(text);
  if (written === null || url === null) return "not-a-url";
  if (written.authority.includes("@")) return "credentials";
  const { hostname, port } = url;
  if (port === "0") return "port";
  // One with a dot at its end is not yet the one spelling of its host.
  return hostname === "" || hostname.endsWith(".") ? unsafeHost(hostname) : unsafeCanonical(hostname);
}
