/**
 * Which header fields of a passed call travel on (PRX-02). Names keep their spelling, fields their order and number.
 * @module
 */

/** Header fields as they stand on the wire. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

/** Fields that concern one connection only (RFC 9110, 7.6.1), and those of proxies. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/** Header of the request that names the gateway's own things. */
export const isGatewayHeader = (name: string): boolean => name.toLowerCase().startsWith("helicone-");

/** The values of a field, as often as it stands there. */
export function valuesOf(fields: HeaderFields, name: string): string[] {
  const values: string[] = [];
  // Most differ in length, and every request is asked for several.
  for (const [given, value] of fields)
    if (given.length === name.length && given.toLowerCase() === name) values.push(value);
  return values;
}

/** The fields that `Connection` names: they too concern one connection only. */
const namedByConnection = (fields: HeaderFields): ReadonlySet<string> =>
  new Set(
    valuesOf(fields, "connection")
      .flatMap((value) => value.split(","))
      .map((name) => name.trim().toLowerCase()),
  );

function endToEnd(fields: HeaderFields): [string, string][] {
  const named = namedByConnection(fields);
  return fields
    .filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && !named.has(name.toLowerCase()))
    .map(([name, value]) => [name, value]);
}

/** Said once to the gateway and answered by it. */
const ANSWERED_HERE = ["host", "expect", "content-length"];

/** How a body is delimited; a call without one says so itself where its method usually has one. */
function framing(fields: HeaderFields, method: string): [string, string][] {
  const [length] = valuesOf(fields, "content-length");
  if (valuesOf(fields, "transfer-encoding").length > 0) return [["Transfer-Encoding", "chunked"]];
  if (length !== undefined) return [["Content-Length", length]];
  return ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"].includes(method) ? [] : [["Content-Length", "0"]];
}

/**
 * The fields that a target gets: `Host` is its own, the length that of the body sent, and nothing of the gateway's is left.
 * @param authority host and port of the target, as `Host` has them
 * @param gatewayKey the caller's key for the gateway; a field that holds it does not pass, whatever its name (AUT-02)
 */
export function requestFields(
  fields: HeaderFields,
  { method, authority, gatewayKey }: { method: string; authority: string; gatewayKey: string },
): [string, string][] {
  const kept = endToEnd(fields).filter(
    ([name, value]) =>
      !isGatewayHeader(name) && !ANSWERED_HERE.includes(name.toLowerCase()) && !value.includes(gatewayKey),
  );
  return [["Host", authority], ...kept, ...framing(fields, method)];
}

/**
 * The fields that the caller gets: the target's, and `own` in place of those of the same name. `Vary` names what else the
 * answer depends on, so that no shared cache gives one target's answer for another's (SEC-04).
 */
export function responseFields(fields: HeaderFields, own: HeaderFields): [string, string][] {
  const names = new Set(own.map(([name]) => name.toLowerCase()));
  const kept = endToEnd(fields).filter(([name]) => !names.has(name.toLowerCase()));
  return [
    ...kept,
    ["Vary", "Helicone-Auth, Helicone-Target-Url"],
    ...own.map(([n, v]): [string, string] => [n, v]),
  ];
}
