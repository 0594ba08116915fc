/**
 * Asking the management routes as a caller does.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Reply } from "../../engine/reply.ts";
import type { SendOptions, Session } from "../../engine/session.ts";

/** The caller: a tenant by its own key, or whoever has this gateway key. */
export type By = "a" | "b" | { key: string };

/** Sends one management request and reads the answer. */
export function manage(
  session: Session,
  method: string,
  path: string,
  body: JsonObject = {},
  by: By = "a",
): Promise<Reply> {
  const who: SendOptions =
    typeof by === "string"
      ? { tenant: by }
      : { tenant: null, headers: { authorization: `Bearer ${by.key}` } };
  return session.send(body, { method, path, ...who });
}

/** A text of an answer; empty where there is none. */
export const textAt = (reply: Reply, name: string): string => {
  const value = reply.json?.[name];
  return typeof value === "string" ? value : "";
};

/** The entries of a list. */
export const dataOf = ({ json }: Reply): JsonObject[] => {
  const data: Json | undefined = json?.data;
  return Array.isArray(data) ? data.filter(isObject) : [];
};
