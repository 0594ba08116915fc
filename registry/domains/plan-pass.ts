/**
 * Is a call to be passed on, and where to (PRX-01, PRX-05, PRX-06)? Decided by the fields and the request target as they
 * stand on the wire.
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { ApprovedDomain } from "./approved.ts";
import type { Domains } from "./domains.ts";
import {
  type CodeRange,
  DEFAULT_CODES,
  FALLBACKS_HEADER,
  type FallbackEntry,
  readFallbacks,
} from "./fallbacks.ts";
import { type HeaderFields, valuesOf } from "./headers.ts";
import { parseTarget, type Target, type TargetRules } from "./target.ts";

/** The header that names the target, and its older spelling. */
export const TARGET_HEADERS = ["helicone-target-url", "helicone-openai-api-base"] as const;
const TARGET_PROVIDER = "helicone-target-provider";

export interface PassRules extends TargetRules {
  /** Domains of the gateway: `<label>.<base domain>` are its dedicated names, `gateway.` the one for any target. */
  baseDomains: readonly string[];
}

/** A call as it arrived. */
export interface ArrivedCall {
  fields: HeaderFields;
  /** The request target, byte for byte. */
  path: string;
  /** The port on which it arrived. */
  port: number;
}

/** One place that a call may be passed on to. */
export interface PassRoute {
  target: Target;
  domain: ApprovedDomain | null;
  /** The request target to send, byte for byte. */
  path: string;
  /** What the target gets of its own; `null`: the caller's fields as they are. */
  headers: HeaderFields | null;
  /** After which statuses the next route is taken; none where there is no next one. */
  onCodes: readonly CodeRange[];
  /** Fields of the JSON body with another value; `null`: the body as it is. */
  bodyKeys: JsonObject | null;
}

export type PassPlan =
  /** Not for the passthrough: one of the gateway's own routes. */
  | { kind: "own" }
  | { kind: "refused"; code: string; param: string; message: string }
  /** In this order, until one of them answers as it should. */
  | { kind: "pass"; routes: readonly [PassRoute, ...PassRoute[]] };

const refuse = (
  message: string,
  code = "invalid_target",
  param: string = "Helicone-Target-Url",
): PassPlan => ({
  kind: "refused",
  code,
  param,
  message,
});

/** The name in a `Host` field, without its port. */
const nameIn = (host: string): string => host.replace(/:\d*$/, "").replace(/\.$/, "").toLowerCase();

/** The label before a base domain, or `null`. */
function labelOf(name: string, baseDomains: readonly string[]): string | null {
  const base = baseDomains.find((domain) => name.endsWith(`.${domain}`));
  return base === undefined ? null : name.slice(0, -base.length - 1);
}

/** Would the call come back to this gateway? */
function isLoop({ host, port, isLocal }: Target, call: ArrivedCall, { baseDomains }: PassRules): boolean {
  const [arrivedAt = ""] = valuesOf(call.fields, "host");
  const samePlace = nameIn(arrivedAt) === host && (port === call.port || !isLocal);
  // In development every loopback name is this machine: its port tells which server is meant.
  if (isLocal) return port === call.port;
  return samePlace || baseDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** What the target headers say; `undefined` where there is none. */
function targetText(fields: HeaderFields): string | PassPlan | undefined {
  const given = TARGET_HEADERS.flatMap((name) => valuesOf(fields, name));
  if (given.length > 1) return refuse("The target must be named once: it is named several times");
  return given[0];
}

/** What the list of fallbacks says; none where there is no list. */
function listOf(fields: HeaderFields): FallbackEntry[] | PassPlan {
  const given = valuesOf(fields, FALLBACKS_HEADER.toLowerCase());
  const [text] = given;
  if (text === undefined) return [];
  const read =
    given.length > 1
      ? ({ ok: false, problem: "it stands there several times" } as const)
      : readFallbacks(text);
  if (read.ok) return read.entries;
  return refuse(`${FALLBACKS_HEADER}: ${read.problem}`, "invalid_header", FALLBACKS_HEADER);
}

/** A target of the list as a route, or why it is none. */
function routeOf(
  entry: FallbackEntry,
  at: number,
  call: ArrivedCall,
  domains: Domains,
  rules: PassRules,
): PassRoute | PassPlan {
  const parsed = parseTarget(entry.targetUrl, rules);
  const where = `${FALLBACKS_HEADER}: [${at}].target-url`;
  if (!parsed.ok)
    return refuse(`${where} cannot be called: ${parsed.problem}`, "invalid_target", FALLBACKS_HEADER);
  const { target } = parsed;
  if (isLoop(target, call, rules))
    return refuse(`${where} is this gateway itself`, "target_is_gateway", FALLBACKS_HEADER);
  const { headers, onCodes, bodyKeys } = entry;
  return { target, domain: domains.recognise(target.host), path: call.path, headers, onCodes, bodyKeys };
}

/** Decides about a call. */
export function planPass(call: ArrivedCall, domains: Domains, rules: PassRules): PassPlan {
  const text = targetText(call.fields);
  if (typeof text === "object") return text;
  const [host = ""] = valuesOf(call.fields, "host");
  const label = labelOf(nameIn(host), rules.baseDomains);
  const dedicated = label === null ? null : domains.dedicated(label, call.path);
  const wantsTarget = valuesOf(call.fields, TARGET_PROVIDER).length > 0 || label === "gateway";
  const hasOwn = text !== undefined || dedicated !== null;
  if (!hasOwn && !wantsTarget) return { kind: "own" };
  const list = listOf(call.fields);
  if (!Array.isArray(list)) return list;
  if (!hasOwn && list.length === 0)
    return refuse(
      "Helicone-Target-Url is missing: it names the origin to call, like https://api.example.com",
    );
  if (!call.path.startsWith("/"))
    return refuse("The request target must be a path, like /v1/chat/completions", "invalid_path", "path");
  const routes: PassRoute[] = [];
  if (hasOwn) {
    if (dedicated && "problem" in dedicated && text === undefined)
      return refuse(`This name is for one provider: ${dedicated.problem}`, "invalid_path", "path");
    const taken = dedicated && !("problem" in dedicated) && text === undefined ? dedicated : null;
    const parsed = parseTarget(text ?? taken?.origin ?? "", rules);
    if (!parsed.ok) return refuse(`Helicone-Target-Url cannot be called: ${parsed.problem}`);
    const { target } = parsed;
    if (isLoop(target, call, rules)) return refuse("The target is this gateway itself", "target_is_gateway");
    const domain = taken?.domain ?? domains.recognise(target.host);
    routes.push({
      target,
      domain,
      path: taken?.path ?? call.path,
      headers: null,
      onCodes: DEFAULT_CODES,
      bodyKeys: null,
    });
  }
  for (const [at, entry] of list.entries()) {
    const route = routeOf(entry, at, call, domains, rules);
    if ("kind" in route) return route;
    routes.push(route);
  }
  const [first, ...rest] = routes;
  if (first === undefined) throw new Error("a call without a target of its own has a list");
  return { kind: "pass", routes: [first, ...rest] };
}
