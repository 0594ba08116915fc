/**
 * Broken errors on the wire (ERR): bodies that break, waits that are not read, meanings that are not looked for.
 * @module
 */
import type { UpstreamResponse } from "../../reference-gateway/parts.ts";
import type { ApiError } from "../../registry/errors/api-error.ts";
import type { UpstreamFailure } from "../../registry/providers/_shared/base.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withAnswer, withParts, withProvider } from "./plants.ts";

const withError = (change: (error: ApiError, failure: UpstreamFailure) => Partial<ApiError>): Plant =>
  withProvider((original) => ({
    normalizeError: (failure) => {
      const error = original.normalizeError(failure);
      return { ...error, ...change(error, failure) };
    },
  }));

async function wholeOf({ body }: UpstreamResponse): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A list is taken for an answer that nobody understands. */
async function* withoutLists(answer: UpstreamResponse): AsyncGenerator<Uint8Array> {
  const bytes = await wholeOf(answer);
  yield bytes[0] === "[".charCodeAt(0) ? new TextEncoder().encode("null") : bytes;
}

export const errorWireDefects: readonly Defect[] = [
  {
    id: "errors.redirect-as-answer",
    title: "Whatever is below 400 counts as an answer, redirects too",
    seenIn: "own",
    breaks: ["ERR-01", "ERR-02"],
    plant: withAnswer((answer) =>
      answer.status >= 300 && answer.status < 400 ? { ...answer, status: 200 } : answer,
    ),
  },
  {
    id: "errors.vectors-below-any-status",
    title: "Vectors are an answer whatever status they come with",
    seenIn: "own",
    breaks: ["ERR-02"],
    plant: withParts(({ transport }) => ({
      transport: {
        send: async (request, signal) => {
          const answer = await transport.send(request, signal);
          const asksForVectors = /embed|predict/i.test(request.url);
          return asksForVectors && answer.status !== 401 ? { ...answer, status: 200 } : answer;
        },
      },
    })),
  },
  {
    id: "errors.status-lost-with-body",
    title: "An error status whose body breaks off becomes a failure of the network",
    seenIn: "own",
    breaks: ["ERR-07"],
    plant: withParts(({ transport }) => ({
      transport: {
        send: async (request, signal) => {
          const answer = await transport.send(request, signal);
          return answer.status < 400 ? answer : { ...answer, body: only(await wholeOf(answer)) };
        },
      },
    })),
  },
  {
    id: "errors.408-whatever-it-means",
    title: "A 408 keeps its number although its body says something else",
    seenIn: "own",
    breaks: ["ERR-02"],
    plant: withError((_error, { status }) => (status === 408 ? { status } : {})),
  },
  {
    id: "errors.list-in-200",
    title: "An error in a list inside a 200 is not seen",
    seenIn: "own",
    breaks: ["ERR-04"],
    plant: withAnswer((answer) => {
      const isJson = (answer.headers.get("content-type") ?? "").startsWith("application/json");
      return answer.status === 200 && isJson ? { ...answer, body: withoutLists(answer) } : answer;
    }),
  },
  {
    id: "errors.retry-info-unread",
    title: "A wait in the body is not read",
    seenIn: "vercel/ai#18662",
    breaks: ["ERR-05"],
    plant: withError(({ retryAfter }, { headers }) => ({
      retryAfter: headers.has("retry-after") || headers.has("retry-after-ms") ? retryAfter : null,
    })),
  },
  {
    id: "errors.reset-taken-for-a-wait",
    title: "The reset of a limit that was not hit becomes a Retry-After",
    seenIn: "own",
    breaks: ["ERR-05"],
    plant: withError(({ retryAfter }, { headers }) => ({
      retryAfter: headers.has("x-ratelimit-reset-requests") ? 360 : retryAfter,
    })),
  },
  {
    id: "errors.first-chunk-only",
    title: "Only what the first read brings is taken for the answer",
    seenIn: "own",
    breaks: ["ERR-07"],
    plant: withAnswer((answer) => ({
      ...answer,
      body: (async function* () {
        for await (const chunk of answer.body) {
          yield chunk;
          return;
        }
      })(),
    })),
  },
  {
    id: "errors.provider-code-lost",
    title: "The code that the provider gave is dropped",
    seenIn: "own",
    breaks: ["ERR-01"],
    plant: withError(() => ({ code: null })),
  },
  {
    id: "errors.provider-param-lost",
    title: "The parameter that the provider named is dropped",
    seenIn: "own",
    breaks: ["ERR-01"],
    plant: withError(() => ({ param: null })),
  },
  {
    id: "errors.lenient-json",
    title: "Commas too many are forgiven",
    seenIn: "own",
    breaks: ["ERR-08"],
    plant: (parts) => parts,
    around: (send) => (path, init) => {
      const body = typeof init?.body === "string" ? init.body.replace(/,\s*([}\]])/g, "$1") : init?.body;
      return send(path, body === undefined ? init : { ...init, body });
    },
  },
];
