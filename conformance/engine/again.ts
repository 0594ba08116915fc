/**
 * Looks at the calls of every exchange, whatever its case is about: who is asked again by the same key for the same model
 * gets what it got before, whole (RTE-07).
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { isObject } from "../../registry/json.ts";
import type { Difference } from "../oracle/meaning/exchanged.ts";
import { CANARY } from "../secrets/canaries.ts";
import type { Received } from "../upstream/server.ts";

/** What is sent for one call and no other: signatures with their times, and the place of a call in a trace. */
const OF_ONE_CALL = ["x-amz-date", "traceparent"];

type Called = Pick<Received, "url" | "headers" | "body" | "json">;

/** A signature differs from call to call; the key that made it does not. */
const authorizationOf = (value: string): string => value.replace(/Signature=[0-9a-f]+$/, "Signature=");

/** The headers of a call in an order of their own, without what no two calls share. */
export const headersOf = ({ headers }: Pick<Called, "headers">): [string, string][] =>
  [...headers]
    .filter(([name]) => !OF_ONE_CALL.includes(name))
    .map(([name, value]): [string, string] => [
      name,
      name === "authorization" ? authorizationOf(value) : value,
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** Who is asked, with which key and for which model: calls that differ in it are no repetition. */
function addressOf(call: Called): string {
  const { url, headers, json } = call;
  const keys = [...headers].flatMap(([, value]) => value.match(CANARY) ?? []);
  const bearer = authorizationOf(headers.get("authorization") ?? "");
  return JSON.stringify([url, keys, bearer, isObject(json) ? (json.model ?? null) : null]);
}

/** What a later call says otherwise than the first one to the same address: of every field the first difference. */
export function changedAgain(calls: readonly Called[]): Difference[] {
  const firsts = new Map<string, Called>();
  return calls.flatMap((call): Difference[] => {
    const address = addressOf(call);
    const first = firsts.get(address);
    if (first === undefined) {
      firsts.set(address, call);
      return [];
    }
    const pairs = [
      ["again.headers", headersOf(first), headersOf(call)],
      ["again.body", first.body, call.body],
    ] as const;
    return pairs
      .filter(([, expected, seen]) => !isDeepStrictEqual(expected, seen))
      .map(([field, expected, seen]) => ({ requirement: "RTE-07", field, expected, seen }));
  });
}
