/**
 * The approved domains as look-ups: which one a host is, which a dedicated name stands for, which API is spoken at a path.
 * @module
 */
import { getDomain } from "tldts";
import type { UsageShape } from "./api-paths.ts";
import { APPROVED_DOMAINS, type ApprovedDomain } from "./approved.ts";
import { see } from "./usage.ts";

/** What the look-ups need of a provider. */
export interface DomainProvider {
  slug: string;
  /** Anchored patterns of its URLs. */
  hosts: readonly RegExp[];
}

/** An API that is spoken at a host and path. */
export interface RecognisedApi {
  api: UsageShape;
  /** The model that the path names, decoded; `null` where the body names it. */
  model: string | null;
  /** The deployment that the path names: its owner may have called it anything. */
  deployment: string | null;
  /** The region that host or path name. */
  region: string | null;
}

/** Where a call to a dedicated name goes: the origin, and the path with its own beginning taken off. */
export interface DedicatedTarget {
  domain: ApprovedDomain;
  origin: string;
  /** Path and query as the caller sent them, without the prefix of the domain. */
  path: string;
}

export interface Domains {
  rows: readonly ApprovedDomain[];
  /** The approved domain of a parsed host, or `null` (PRX-03). */
  recognise(host: string): ApprovedDomain | null;
  /**
   * The domain that somebody registered, by the public suffix list: subdomains without number count as one (PRX-04). Names
   * below the suffixes of hosting companies are domains of their own; an address stands for itself.
   * @example registered("a.b.example.co.uk") // "example.co.uk"
   */
  registered(host: string): string;
  /** The API at a path of an approved domain, by the path without its query; `null` where none is known. */
  apiAt(domain: ApprovedDomain, host: string, path: string): RecognisedApi | null;
  /** What a dedicated label with a path stands for; `null` where it is none of them, a problem where the path is wrong. */
  dedicated(label: string, path: string): DedicatedTarget | { problem: string } | null;
  /** Takes one body or event of an answer in, as it passes by. */
  see: typeof see;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // Not an encoding: the provider gets it as it is, and so does the look-up.
  }
}

/** Host patterns of a provider are written for URLs. */
const matches = (domain: ApprovedDomain, provider: DomainProvider | undefined, host: string): boolean =>
  provider
    ? provider.hosts.some((pattern) => pattern.test(`https://${host}`))
    : domain.hosts.some((pattern) => pattern.test(host));

function dedicatedTarget(domain: ApprovedDomain, path: string): DedicatedTarget | { problem: string } | null {
  const { dedicated } = domain;
  if (!dedicated) return null;
  if (!dedicated.prefix) return { domain, origin: `https://${dedicated.host}`, path };
  const found = dedicated.prefix.exec(path);
  const region = found?.groups?.region;
  if (!found || region === undefined)
    return { problem: `a path at ${dedicated.label}. must begin with /v1/<region>/` };
  return {
    domain,
    origin: `https://${dedicated.host.replace("{region}", region)}`,
    path: path.slice(found[0].length),
  };
}

/** Builds the look-ups; a provider's own host patterns replace those of the row with its slug. */
export function createDomains(
  providers: Readonly<Record<string, DomainProvider>>,
  rows: readonly ApprovedDomain[] = APPROVED_DOMAINS,
): Domains {
  const bySlug = new Map(Object.values(providers).map((provider) => [provider.slug, provider]));
  return {
    rows,
    recognise: (host) => rows.find((row) => matches(row, bySlug.get(row.slug), host)) ?? null,
    registered: (host) => getDomain(host, { allowPrivateDomains: true }) ?? host,
    apiAt: (domain, host, path) => {
      for (const { api, path: pattern } of domain.apis) {
        const found = pattern.exec(path);
        if (!found) continue;
        const { model = null, deployment = null } = found.groups ?? {};
        return {
          api,
          model: model && decoded(model),
          deployment: deployment && decoded(deployment),
          region: domain.region?.exec(`${host}${path}`)?.[1] ?? null,
        };
      }
      return null;
    },
    dedicated: (label, path) => {
      const row = rows.find(({ dedicated }) => dedicated?.label === label);
      return row ? dedicatedTarget(row, path) : null;
    },
    see,
  };
}
