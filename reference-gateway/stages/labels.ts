/**
 * Whose request it is, in the caller's own words: user, session and properties, for the record and for limits by segment.
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { Limits } from "../parts.ts";
import { Refused } from "../routes/http.ts";
import type { Labels } from "../telemetry/record.ts";
import type { Inbound, Stage } from "./stage.ts";

const PROPERTY = "helicone-property-";

const refused = (header: string, rule: string): Refused =>
  new Refused(
    gatewayError("invalid_request", `${header}: ${rule}`, { code: "invalid_header", param: header }),
  );

/** @throws Refused with 400 for a value that is too long, and for too many properties */
export function readLabels(headers: HeaderLookup, { maxLabelChars, maxProperties }: Limits): Labels {
  const read = (name: string): string | null => {
    const value = headers.get(name)?.trim() ?? "";
    if (value.length > maxLabelChars) throw refused(name, `at most ${maxLabelChars} characters`);
    return value === "" ? null : value;
  };
  const properties: [string, string][] = [];
  for (const [header] of headers) {
    if (!header.startsWith(PROPERTY) || header.length === PROPERTY.length) continue;
    const value = read(header);
    if (header.length > maxLabelChars)
      throw refused(PROPERTY, `names have at most ${maxLabelChars} characters`);
    if (value !== null) properties.push([header.slice(PROPERTY.length), value]);
    if (properties.length > maxProperties) throw refused(PROPERTY, `at most ${maxProperties} properties`);
  }
  const id = read("helicone-session-id");
  const [path, name] = [read("helicone-session-path"), read("helicone-session-name")];
  return {
    userId: read("helicone-user-id"),
    session: id === null ? null : { id, path, name },
    properties: Object.fromEntries(properties),
  };
}

/** The user that the body names, where it is short enough for a label. */
function bodyUser({ translated }: Inbound, { maxLabelChars }: Limits): string | null {
  const user = translated?.body.user;
  return typeof user === "string" && user !== "" && user.length <= maxLabelChars ? user : null;
}

export const labels: Stage = {
  name: "labels",
  before: (inbound, { limits }) => {
    const read = readLabels(inbound.headers, limits);
    inbound.labels = { ...read, userId: read.userId ?? bodyUser(inbound, limits) };
    return null;
  },
};
