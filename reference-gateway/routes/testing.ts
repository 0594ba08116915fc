/**
 * A caller's body, read under limits that tests can reach.
 * @module
 */
import { DEFAULT_LIMITS } from "../parts.ts";
import { readJsonBody } from "./body.ts";
import { arrivalOf } from "./from-web.ts";
import { Refused } from "./http.ts";

export const limits = { ...DEFAULT_LIMITS, maxBodyBytes: 12_000_000, maxDepth: 5 };

export const read = (body: string | Uint8Array, type = "application/json") =>
  readJsonBody(
    arrivalOf(
      new Request("http://gateway.test/", {
        method: "POST",
        body: body as BodyInit,
        headers: { "content-type": type },
      }),
    ),
    limits,
  );

/** The code of the refusal. */
export async function codeOf(work: Promise<unknown>): Promise<string | null> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof Refused ? thrown.error.code : `not refused: ${thrown}`;
}
