/**
 * Where generated defects are planted: each seam hands one value of the gateway's to a change, and passes on what comes back.
 * @module
 */

import type { ChatChunk, ChatCompletion, ChatRequest } from "../../../registry/canonical/chat.ts";
import type { Usage } from "../../../registry/canonical/usage.ts";
import { isObject } from "../../../registry/json.ts";
import type { Charge } from "../../../registry/pricing/charge.ts";
import { withUsage } from "../../defects/dialect-plants.ts";
import {
  unchanged,
  withCodec,
  withOutbound,
  withParts,
  withProvider,
  withRegistry,
} from "../../defects/plants.ts";
import { mapEvents } from "../../defects/stream-plants.ts";
import type { Around, Plant } from "../../targets/reference.ts";

/** Changes a value as a whole; gives back one of the same type. */
export type Change = <T>(value: T) => T;

/** What plants a change at one place. */
export interface Planted {
  plant: Plant;
  around?: Around;
}

type Seam = (change: Change) => Planted;

const atParts =
  (plant: (change: Change) => Plant): Seam =>
  (change) => ({ plant: plant(change) });

const atRoute =
  (around: (change: Change) => Around): Seam =>
  (change) => ({ plant: unchanged, around: around(change) });

const both =
  (...plants: readonly Plant[]): Plant =>
  (parts) =>
    plants.reduce((sofar, plant) => plant(sofar), parts);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON, or broken on purpose: nothing to change.
  }
}

const headersOf = (headers: Headers): Record<string, string> => Object.fromEntries(headers);

/** One line of a stream to the caller, its JSON changed. */
function changedLine(line: string, change: Change): string {
  const [, data] = /^data: (\{.*\})$/.exec(line) ?? [];
  const body = data === undefined ? undefined : parsed(data);
  return body === undefined ? line : `data: ${JSON.stringify(change(body))}`;
}

/** A stream's text changed line by line, each as soon as it is whole. */
function lineByLine(change: Change): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();
  let open = "";
  return new TransformStream({
    transform: (bytes, controller) => {
      const lines = (open + decoder.decode(bytes, { stream: true })).split("\n");
      open = lines.pop() ?? "";
      const text = lines.map((line) => `${changedLine(line, change)}\n`).join("");
      if (text !== "") controller.enqueue(encoder.encode(text));
    },
    flush: (controller) => controller.enqueue(encoder.encode(open + decoder.decode())),
  });
}

const isStream = (headers: Headers): boolean =>
  headers.get("content-type")?.startsWith("text/event-stream") === true;

/** What callers get, changed on its way out; streams are not held back. */
const answerAtRoute: Seam = atRoute((change) => (send) => async (path, init) => {
  const response = await send(path, init);
  const { status, headers, body } = response;
  if (body === null) return response;
  const copied = new Headers(headers);
  if (isStream(headers))
    return new Response(body.pipeThrough(lineByLine(change)), { status, headers: copied });
  const text = await response.text();
  const json = parsed(text);
  copied.delete("content-length");
  return new Response(json === undefined ? text : JSON.stringify(change(json)), { status, headers: copied });
});

const headersAtRoute: Seam = atRoute((change) => (send) => async (path, init) => {
  const response = await send(path, init);
  const headers = Object.entries(change(headersOf(response.headers)));
  const { status, body } = response;
  return new Response(body, {
    status,
    headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
  });
});

/** What callers ask, changed before any route reads it. */
const requestAtRoute: Seam = atRoute((change) => (send) => async (path, init) => {
  const body = typeof init?.body === "string" ? parsed(init.body) : undefined;
  return send(path, body === undefined ? init : { ...init, body: JSON.stringify(change(body)) });
});

/** What a provider's own price is written as, in whole answers and in streams. */
const reportedCost: Seam = atParts((change) =>
  both(
    withCodec((original) => ({
      decodeResponse: (body, context) => {
        const decoded = original.decodeResponse(body, context);
        return decoded.ok ? change(decoded) : decoded;
      },
    })),
    mapEvents((event) => (event.type === "usage" ? change(event) : event)),
  ),
);

const amountOf = (change: Change, amount: bigint): bigint => change({ amount }).amount ?? 0n;

/** Every seam by its name. */
export const SEAMS = {
  /** A caller's body before it is read, in the caller's API. */
  asked: requestAtRoute,
  /** The canonical request before a provider's codec writes it. */
  request: atParts((change) =>
    withProvider((original) => ({
      buildBody: (request, endpoint) => original.buildBody(change<ChatRequest>(request), endpoint),
    })),
  ),
  /** The headers of a request to a provider. */
  "sent-headers": atParts((change) =>
    withOutbound((request) => ({
      ...request,
      headers: Object.entries(change(Object.fromEntries(request.headers))).map(
        ([name, value]): [string, string] => [name, String(value)],
      ),
    })),
  ),
  /** A whole answer as a codec read it. */
  answer: atParts((change) =>
    withCodec((original) => ({
      decodeResponse: (body, context) => {
        const decoded = original.decodeResponse(body, context);
        return decoded.ok ? { ...decoded, completion: change<ChatCompletion>(decoded.completion) } : decoded;
      },
    })),
  ),
  /** A chunk of a stream as a codec read it. */
  chunk: atParts((change) =>
    mapEvents((event) =>
      event.type === "chunk" ? { ...event, chunk: change<ChatChunk>(event.chunk) } : event,
    ),
  ),
  /** The classes of usage as they were read. */
  usage: atParts((change) => withUsage((usage) => change<Usage>(usage))),
  /** The provider's own price as it was read. */
  reported: reportedCost,
  /** What an answer is charged. */
  charge: atParts((change) =>
    withRegistry((registry) => ({
      charge: (...asked) => change<Charge>(registry.charge(...asked)),
    })),
  ),
  /** What is set aside before a call. */
  reserve: atParts((change) =>
    withRegistry((registry) => ({
      reserve: (endpoint, request) => amountOf(change, registry.reserve(endpoint, request)),
    })),
  ),
  /** What the wallet is told to charge. */
  settle: atParts((change) =>
    withParts(({ wallet }) => ({
      wallet: Object.assign(Object.create(wallet) as typeof wallet, {
        settle: (tenant: string, id: string, amount: bigint) =>
          wallet.settle(tenant, id, amountOf(change, amount)),
      }),
    })),
  ),
  /** The record of a request as it is kept. */
  record: atParts((change) =>
    withParts(({ records }) => ({
      records: { ...records, put: (record) => records.put(change(record)) },
    })),
  ),
  /** What callers are answered, in their API. */
  told: answerAtRoute,
  /** The headers that callers get. */
  "told-headers": headersAtRoute,
} as const satisfies Readonly<Record<string, Seam>>;

export type SeamId = keyof typeof SEAMS;
export const SEAM_IDS = Object.keys(SEAMS) as SeamId[];

/** Is it a value that a change of fields makes sense for? */
export const isRoot = (value: unknown): boolean => isObject(value);
