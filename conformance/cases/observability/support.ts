/**
 * What the cases of the request log share: asking it as its readers do.
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask, type SendOptions, type Session } from "../../engine/session.ts";
import { type By, dataOf, manage } from "../_shared/manage.ts";
import { picos } from "../_shared/picos.ts";
import { pinned, simulated } from "../_shared/support.ts";

/** The id that an answer names. */
export const idOf = (reply: Pick<Reply, "headers">): string => reply.headers.get("helicone-id") ?? "";

export const findRequest = (session: Session, id: string, by: By = "a"): Promise<Reply> =>
  manage(session, "GET", `/v1/requests/${id}`, {}, by);

/** A request as its tenant reads it; empty where there is none. */
export async function logged(session: Session, id: string, by: By = "a"): Promise<JsonObject> {
  const { json } = await findRequest(session, id, by);
  return isObject(json?.data) ? json.data : {};
}

/** The requests that a query selects. */
export async function queried(session: Session, body: JsonObject, by: By = "a"): Promise<JsonObject[]> {
  return dataOf(await manage(session, "POST", "/v1/request/query", body, by));
}

/** The totals under a query string. */
export async function statsOf(session: Session, query = "", by: By = "a"): Promise<JsonObject> {
  const { json } = await manage(session, "GET", `/v1/stats${query}`, {}, by);
  return isObject(json?.data) ? json.data : {};
}

/** One short good answer. */
export function chat(
  context: CaseContext,
  session: Session,
  options: SendOptions = {},
  more: JsonObject = {},
): Promise<Reply> {
  session.answer(simulated(context, more.stream === true));
  return session.send(ask(pinned(context.endpoint()), more), options);
}

/** An amount of an answer in pico-USD; -1n for what is no decimal text. */
export const usdAt = (view: JsonObject, name: string): bigint => {
  const value = view[name];
  return typeof value === "string" ? picos(value) : -1n;
};

/** Some fields of a view, for a comparison. */
export const pick = (view: JsonObject, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, view[name]]));
