/**
 * The network of a gateway that serves: undici's connections, kept by origin. `fetch` builds a Request, a Response and two
 * streams around the same connection, which costs more than everything else that the gateway does with a call.
 * @module
 */
import { Readable } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { Agent, type Dispatcher } from "undici";
import { lookupOfObject } from "../header-lookup.ts";
import { createPace, type Pace } from "../pace.ts";
import type { Transport } from "../parts.ts";
import { addressOf } from "./address.ts";
import { Dispatched } from "./dispatched.ts";
import { piecesOf } from "./pieces.ts";

const AGENT: readonly [string, string] = ["user-agent", "llm-gateway"];

/** Some hosts refuse callers that do not say what they are; what a request says of itself stands alone. */
function named(headers: readonly (readonly [string, string])[]): string[] {
  const fields: string[] = [];
  let isNamed = false;
  for (const [name, value] of headers) {
    isNamed ||= name.length === AGENT[0].length && name.toLowerCase() === AGENT[0];
    fields.push(name, value);
  }
  return isNamed ? fields : [...AGENT, ...fields];
}

/** As browsers and `fetch` do: what is missing at the end is no failure of the connection; what was read tells. */
const LENIENT = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const LENIENT_BROTLI = {
  flush: constants.BROTLI_OPERATION_FLUSH,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
};

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: () => createGunzip(LENIENT),
  "x-gzip": () => createGunzip(LENIENT),
  deflate: () => createInflate(LENIENT),
  br: () => createBrotliDecompress(LENIENT_BROTLI),
};

/** No compression is asked for; a host that compresses all the same is understood. */
function decoded(
  body: Dispatched,
  encoding: string | null,
  pace: Pace,
): AsyncIterableIterator<Uint8Array, undefined> {
  const name = encoding?.trim().toLowerCase() ?? "identity";
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name]?.() : undefined;
  if (!decoder) return body;
  const packed = Readable.from(body, { objectMode: false });
  packed.on("error", (error) => (decoder as unknown as Readable).destroy(error));
  const whole = packed.pipe(decoder) as unknown as Readable;
  // Who stops reading what is decoded must free the connection behind it.
  whole.once("close", () => packed.destroy());
  return piecesOf(whole, pace);
}

/** How many pieces of answers are worked on in one turn of the event loop: a few milliseconds of work. */
const PIECES_PER_TURN = 16;

/** Time limits are the gateway's own (`upstream/call.ts`); connecting has undici's. */
export const systemDispatcher = (): Dispatcher =>
  new Agent({ headersTimeout: 0, bodyTimeout: 0, pipelining: 1 });

/**
 * Lets the event loop look at the network before a call. A kept connection that its host closed while this process was busy,
 * such as with a large body, is in the pool until then, and what is written to it is lost; whether the host took it nobody
 * could tell, so that sending it again might be charged twice. undici waits for one turn, which may end without a look where
 * the call is made among events that were fetched before; the second turn comes after one.
 */
function createLookAround(): () => Promise<void> {
  let waiting: Promise<void> | null = null;
  return () => {
    // Calls of one turn wait together: the look comes after all of them.
    waiting ??= new Promise((resolve) => {
      setImmediate(() => {
        waiting = null;
        setImmediate(resolve);
      });
    });
    return waiting;
  };
}

/** Redirects are handed back instead of followed with credentials (AUT-03). */
export function undiciTransport(dispatcher: Dispatcher): Transport {
  const pace = createPace(PIECES_PER_TURN);
  const lookedAround = createLookAround();
  return {
    send: async ({ method, url, headers, body }, signal) => {
      const { origin, pathname, search } = addressOf(url);
      await lookedAround();
      const answer = new Dispatched(signal, pace);
      dispatcher.dispatch(
        {
          origin,
          path: `${pathname}${search}`,
          method: method as Dispatcher.HttpMethod,
          headers: named(headers),
          body,
        },
        answer,
      );
      const head = await answer.head;
      const given = lookupOfObject(head.headers);
      return {
        status: head.status,
        headers: given,
        body: decoded(answer, given.get("content-encoding"), pace),
      };
    },
  };
}
