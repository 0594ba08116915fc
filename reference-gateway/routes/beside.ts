/**
 * What every route beside the stages has in common: those that read the log, manage keys and wallets, list models and show
 * pages. Whoever is known takes a place and room in memory before anything is read for them, keeps both until they have read
 * the answer, and is given up where they do not (LIM-02).
 * @module
 */
import type { MiddlewareHandler } from "hono";
import type { GatewayParts, Tenant } from "../parts.ts";
import { takePlace } from "../stages/place.ts";
import { AT_ONCE, inPieces, pulled, type Source } from "../stages/pulled.ts";
import { AdmissionQueue } from "../stages/queue.ts";
import { hangUpOf } from "./address.ts";
import { bytesToHold } from "./body.ts";

const KIB = 1024;

/** The most bytes that one request of the log takes: its labels came in headers, what was said afterwards is bounded as well. */
export const ROW_BYTES = 64 * KIB;
/** Largest body of these routes: several times a filter of as many and as long leaves as are allowed. */
export const BODY_BYTES = 1024 * KIB;
/** What both stored bodies of a request take on their way into an answer, by the largest size of one. */
export const BODY_COPIES = 8;
/** What an answer takes that is about a few things. */
export const SMALL_BYTES = 256 * KIB;

/** Callers who are not known, or need not be, share their places like a tenant. */
const NOBODY: Tenant = { id: "" };

interface Place {
  /** Gives back what is not needed after all. */
  shrinkTo(bytes: number): void;
  /** Gives everything back; a second time changes nothing. */
  leave(): void;
  /** Its body is on its way, and gives the place back by itself. */
  isStreamed: boolean;
}

export interface Beside {
  /**
   * Takes a place for a request; one that has one keeps it.
   * @param bytes what its answer takes in memory
   * @throws Refused 503
   */
  enter(request: Request, tenant: Tenant | null, bytes?: number): Promise<void>;
  /**
   * Gives the place back and takes another one, once it is known what the answer takes: nobody waits for more who holds some.
   * @throws Refused 503
   */
  enterAnew(request: Request, tenant: Tenant, bytes: number): Promise<void>;
  /** The body of an answer that is made while it is read; its request has a place. */
  streamed(request: Request, source: Omit<Source, "broke">): ReadableStream<Uint8Array>;
  /** Delivers the answers of requests that took a place. */
  deliver: MiddlewareHandler<{ Variables: { requestId: string } }>;
}

export function createBeside(parts: GatewayParts): Beside {
  const queue = new AdmissionQueue(parts.limits.beside);
  const places = new WeakMap<Request, Place>();
  const ids = new WeakMap<Request, string>();
  const idOf = (request: Request): string => ids.get(request) ?? "";
  const placeOf = (tenantId: string, bytes: number): Place => {
    let held = bytes;
    let isOver = false;
    return {
      isStreamed: false,
      shrinkTo: (needed) => {
        if (isOver || needed >= held) return;
        queue.free(tenantId, held - needed);
        held = needed;
      },
      leave: () => {
        if (!isOver) queue.leave(tenantId, held);
        isOver = true;
      },
    };
  };
  /** Bytes for somebody who has a place, which is given back when they are over, after half an hour at the latest. */
  const delivered = (request: Request, place: Place, { next, leave }: Omit<Source, "broke">) => {
    place.isStreamed = true;
    let isLate = false;
    const cancelTimer = parts.clock.after(parts.limits.totalTimeoutMs, () => {
      isLate = true;
    });
    const over = () => {
      cancelTimer();
      place.leave();
    };
    const source: Source = {
      next: async () => {
        if (isLate) throw new Error("the answer took too long");
        const piece = await next();
        if (piece === null) over();
        return piece;
      },
      // What is being read for whoever left is memory still.
      leave: (reason) => leave(reason).finally(over),
      broke: () => leave(null).finally(over),
    };
    return pulled(source, { id: idOf(request), hangUp: hangUpOf(request) }, parts);
  };
  const enter: Beside["enter"] = async (request, tenant, bytes = SMALL_BYTES) => {
    if (places.has(request)) return;
    const who = tenant ?? NOBODY;
    const needed = bytes + bytesToHold(request.headers, BODY_BYTES);
    await takePlace(queue, { id: idOf(request), tenant: who, signal: request.signal }, needed, parts);
    places.set(request, placeOf(who.id, needed));
  };
  return {
    enter,
    enterAnew: async (request, tenant, bytes) => {
      places.get(request)?.leave();
      places.delete(request);
      await enter(request, tenant, bytes);
    },
    streamed: (request, source) => {
      const place = places.get(request);
      if (place === undefined) throw new Error("an answer is streamed to somebody who was not let in");
      return delivered(request, place, source);
    },
    deliver: async (context, next) => {
      const request = context.req.raw;
      ids.set(request, context.get("requestId"));
      await next();
      const place = places.get(request);
      if (place === undefined) return;
      if (request.method === "HEAD") {
        await context.res.body?.cancel();
        place.leave();
      }
      if (place.isStreamed || request.method === "HEAD") return;
      const { status, headers, body } = context.res;
      const bytes = body === null ? null : new Uint8Array(await context.res.arrayBuffer());
      const answer = new Headers(headers);
      let content: BodyInit | null = bytes;
      if (bytes === null || bytes.byteLength <= AT_ONCE) place.leave();
      else {
        place.shrinkTo(bytes.byteLength);
        answer.set("content-length", String(bytes.byteLength));
        content = delivered(request, place, { next: inPieces(bytes), leave: async () => {} });
      }
      // Taken away first: what was there would be mixed into what comes.
      context.res = undefined;
      context.res = new Response(content, { status, headers: answer });
    },
  };
}
