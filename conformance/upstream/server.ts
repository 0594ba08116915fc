/**
 * The provider side in process: MSW answers every request to a non-loopback host, byte- and chunk-exact, and the real
 * network is never reached.
 * @module
 */
import { HttpResponse, http, passthrough } from "msw";
import { setupServer } from "msw/node";
import type { SeenRequest } from "../recordings/match.ts";

/** How the stand-in answers. `chunks` are delivered exactly as cut. */
export type UpstreamAnswer =
  | {
      kind: "answer";
      status: number;
      headers: [string, string][];
      chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
    }
  /** The connection fails before any header. */
  | { kind: "network-error" }
  /** The headers never come. */
  | { kind: "silence" };

export type Answerer = (request: SeenRequest) => UpstreamAnswer;

/** A request that reached the provider side. */
export interface Received extends SeenRequest {
  /** Parsed, or `null` when it is not JSON. */
  json: unknown;
  /** Did the gateway give the answer up before it was whole? Only a socket can tell. */
  cancelled: boolean;
  /** Called once when the connection of this request is closed; only by a socket. */
  onClose: (() => void)[];
}

/** What a session needs of an upstream, whatever it is made of. */
export interface StandIn {
  readonly received: Received[];
  /** Forgets what came and answers this way from now on. */
  serve(answerer: Answerer): void;
  /** Resolves once this many requests have come since `serve`. */
  untilReceived(count?: number): Promise<void>;
}

/** A request as it came. */
export const received = (request: SeenRequest): Received => ({
  ...request,
  json: parse(request.body),
  cancelled: false,
  onClose: [],
});

/**
 * MSW keeps for each handler where it was made, out of a stack trace. To translate one, Node parses the source map of the
 * whole suite, which takes most of a second.
 */
function withoutTrace<T>(make: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])$/;

function bodyStream(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const source = (async function* () {
    yield* chunks;
  })();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const next = await source.next();
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        } catch (error) {
          controller.error(error);
        }
      },
    },
    { highWaterMark: 0 },
  );
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null; // A case that expects JSON will say so.
  }
};

export class Upstream implements StandIn {
  readonly received: Received[] = [];
  private answerer: Answerer = () => ({ kind: "network-error" });
  private waiting: (() => void)[] = [];
  private readonly server = setupServer(
    withoutTrace(() =>
      http.all("*", async ({ request }) => {
        if (LOOPBACK.test(new URL(request.url).hostname)) return passthrough();
        const { method, url, headers } = request;
        const seen = received({ method, url, headers, body: await request.text() });
        this.received.push(seen);
        const answer = this.answerer(seen);
        for (const wake of this.waiting.splice(0)) wake();
        if (answer.kind === "network-error") return HttpResponse.error();
        if (answer.kind === "silence") return new Promise<never>(() => {});
        const empty = answer.status === 204 || answer.status === 304;
        // A plain Response: MSW would keep the cookies of its own kind and add them to later requests.
        return new Response(empty ? null : bodyStream(answer.chunks), {
          status: answer.status,
          headers: answer.headers,
        });
      }),
    ),
  );

  listen(): void {
    this.server.listen({ onUnhandledRequest: "error" });
  }

  close(): void {
    this.server.close();
  }

  serve(answerer: Answerer): void {
    this.received.length = 0;
    this.answerer = answerer;
  }

  async untilReceived(count = 1): Promise<void> {
    while (this.received.length < count) await new Promise<void>((wake) => this.waiting.push(wake));
  }
}
