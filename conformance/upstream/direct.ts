/**
 * The provider side without a network: the answerer called by the transport itself. For matrices of thousands of
 * requests, where what is on trial is the gateway's judgement and not its way to the wire; a few times faster than MSW.
 * @module
 */
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { SeenRequest } from "../recordings/match.ts";
import type { Way, WayAnswer } from "../targets/views.ts";
import { type Answerer, type Received, received, type StandIn, type UpstreamAnswer } from "./server.ts";

/** The body as a client gets it: decoded, as fetch does. */
async function* decoded(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: string | null,
): AsyncGenerator<Uint8Array> {
  if (encoding === "gzip") yield* Readable.from(chunks).pipe(createGunzip());
  else yield* chunks;
}

export class DirectUpstream implements StandIn {
  readonly received: Received[] = [];
  private answerer: Answerer = () => ({ kind: "network-error" });
  private waiting: (() => void)[] = [];

  serve(answerer: Answerer): void {
    this.received.length = 0;
    this.answerer = answerer;
  }

  async untilReceived(count = 1): Promise<void> {
    while (this.received.length < count) await new Promise<void>((wake) => this.waiting.push(wake));
  }

  /** For the gateway, in place of its own. */
  readonly transport: Way = {
    send: async (request) => {
      const seen = received(seenOf(request));
      this.received.push(seen);
      const answer = this.answerer(seen);
      for (const wake of this.waiting.splice(0)) wake();
      return responseOf(answer);
    },
  };
}

const seenOf = ({ method, url, headers, body }: OutboundRequest): SeenRequest => ({
  method,
  url,
  headers: new Headers(headers),
  body: new TextDecoder().decode(body),
});

/** An answer as a transport gives it. */
async function responseOf(answer: UpstreamAnswer): Promise<WayAnswer> {
  if (answer.kind === "network-error") throw new TypeError("fetch failed");
  if (answer.kind === "silence") return new Promise<never>(() => {});
  const given = new Headers(answer.headers);
  return {
    status: answer.status,
    headers: given,
    body: decoded(answer.chunks, given.get("content-encoding")),
  };
}

/** A transport before which some requests are answered aside, and seen by nobody else. */
export const answeredAside = (
  transport: Way,
  aside: (request: SeenRequest) => UpstreamAnswer | null,
): Way => ({
  send: (request, signal) => {
    const answer = aside(seenOf(request));
    return answer ? responseOf(answer) : transport.send(request, signal);
  },
});
