/**
 * A request for a model as its route sees it, wherever it was taken from: the socket (`from-socket.ts`) or a web `Request`
 * (`from-web.ts`). What becomes of it is a {@link Reply}, which the same place puts into its own form.
 * @module
 */

import type { HeaderLookup } from "../header-lookup.ts";
import type { Source } from "../stages/pulled.ts";
import type { HeaderList } from "../stages/stage.ts";
import type { StopSignal } from "../stop.ts";

export interface Arrival {
  readonly method: string;
  /** Path and query as the caller sent them. */
  readonly target: string;
  readonly headers: HeaderLookup;
  /** Aborts when the caller goes away before the answer is over. */
  readonly signal: StopSignal;
  /** The address of the caller's connection; `null` in process. */
  readonly address: string | null;
  /**
   * Reads the body, once.
   * @returns `null` where it has more bytes than this
   */
  read(most: number): Promise<Uint8Array | null>;
}

/** What the caller gets: all at once, or from a source as it is read. */
export interface Reply {
  status: number;
  headers: HeaderList;
  body: string | Uint8Array | Source | null;
}

/** Is it made while it is read? */
export const isSource = (body: Reply["body"]): body is Source =>
  typeof body === "object" && body !== null && "leave" in body;
