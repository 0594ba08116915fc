/**
 * Both of a caller's keys in one `Authorization` field, separated by a comma: how callers send them whose SDK has room for
 * one header only.
 * @module
 */
import { type HeaderFields, valuesOf } from "./headers.ts";

/** What the gateway's own keys hold, and no provider's do. */
const OWN_MARK = "sk-helicone-";

const SCHEME = /^(bearer) +/i;

export type SeparatedKeys =
  /** The gateway key in `Helicone-Auth`, the rest in `Authorization`. Without two keys in one field: as they came. */
  { ok: true; fields: HeaderFields } | { ok: false; problem: string };

/** @example Authorization: Bearer sk-helicone-…, Bearer gsk_… */
export function separateKeys(fields: HeaderFields): SeparatedKeys {
  const [value, ...more] = valuesOf(fields, "authorization");
  const parts = (value ?? "").split(",").map((part) => part.trim());
  const own = parts.filter((part) => part.includes(OWN_MARK));
  const [key] = own;
  if (key === undefined || parts.length < 2 || more.length > 0) return { ok: true, fields };
  if (valuesOf(fields, "helicone-auth").length > 0)
    return { ok: false, problem: "The gateway key is named twice: in Helicone-Auth and in Authorization" };
  if (own.length > 1) return { ok: false, problem: "Authorization holds more than one gateway key" };
  const rest = parts.filter((part) => part !== key && part !== "").join(", ");
  // The scheme may be said once for both.
  const scheme = SCHEME.exec(parts[0] ?? "")?.[1] ?? "Bearer";
  const said = rest === "" || /^\S+ +\S/.test(rest) ? rest : `${scheme} ${rest}`;
  const separated = fields.flatMap(([name, given]): [string, string][] => {
    if (name.toLowerCase() !== "authorization") return [[name, given]];
    return said === "" ? [] : [[name, said]];
  });
  return { ok: true, fields: [["Helicone-Auth", `Bearer ${key.replace(SCHEME, "")}`], ...separated] };
}
