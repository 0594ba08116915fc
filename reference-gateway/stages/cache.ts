/**
 * The cache: off unless asked for, never across tenants, whole 2xx answers only (CAC-01, CAC-02). A store that fails is
 * logged and costs the hit, never the answer.
 * @module
 */
import { type CacheDirectives, readDirectives } from "../../registry/cache/directives.ts";
import type { ChatCompletion } from "../../registry/canonical/chat.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { GatewayParts } from "../parts.ts";
import { Refused } from "../routes/http.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { untilAborted, within } from "../upstream/timeout.ts";
import { cacheKey } from "./cache-key.ts";
import { aboutRecord, type CachedAnswer, parseAnswer, readingHeaders } from "./cached-answer.ts";
import { createFlights, type Flights } from "./flights.ts";
import { replay } from "./replay.ts";
import type { Completed, Inbound, Stage, StageAnswer } from "./stage.ts";

/** A store that takes longer has no answer. */
const STORE_MS = 2000;
/** A request waits no longer for another that is the same. */
const FLIGHT_MS = 120_000;
/** How often it waits for one more, where the one before brought nothing. */
const TURNS = 3;

/** What the stage remembers of a request that is on its way to a provider. */
interface Missed {
  key: string;
  directives: CacheDirectives;
  /** Where the answer goes; `null` where it is not stored. */
  slot: number | null;
  land: () => void;
  completion: ChatCompletion | null;
}

type Found = { hit: { answer: CachedAnswer; slot: number } } | { hit: null; free: number };

function directivesOf(headers: HeaderLookup): CacheDirectives | null {
  const read = readDirectives((name) => headers.get(name));
  if (read.ok) return read.directives;
  throw new Refused(
    gatewayError("invalid_request", `${read.header}: ${read.problem}`, {
      code: "invalid_header",
      param: read.header,
    }),
  );
}

const fault = (parts: GatewayParts, { id }: Inbound, event: string, thrown: unknown): void =>
  parts.log("error", event, { requestId: id, ...describeError(thrown) });

/** A hit where every slot of the bucket is filled: one of them, chosen by the injected source. */
async function look(
  key: string,
  { read, bucketSize }: CacheDirectives,
  inbound: Inbound,
  parts: GatewayParts,
): Promise<Found> {
  try {
    const tooLong = () => new Error("the store of answers took too long");
    const texts = await within(parts.answers.get(key, bucketSize), STORE_MS, parts.clock, tooLong);
    const free = texts.indexOf(null);
    if (free !== -1 || !read) return { hit: null, free: Math.max(0, free) };
    const slot = Math.min(Math.floor(parts.random() * bucketSize), bucketSize - 1);
    return { hit: { answer: parseAnswer(texts[slot] ?? ""), slot } };
  } catch (thrown) {
    fault(parts, inbound, "cache.not-read", thrown);
    return { hit: null, free: 0 };
  }
}

/** Waits for the request that is the same, unless the caller leaves. `false` where it took too long. */
async function follow(
  flights: Flights,
  key: string,
  inbound: Inbound,
  parts: GatewayParts,
): Promise<boolean> {
  let late = false;
  const tooLong = () => {
    late = true;
    return new Error("the other request took too long");
  };
  const ended = untilAborted(flights.end(key), inbound.signal);
  await within(ended, FLIGHT_MS, parts.clock, tooLong).catch(() => {});
  return !late && !inbound.signal.aborted;
}

/** An answer as it is to be stored, or `null` where it may not be: failed, cut or unread. */
function storable(missed: Missed, { translated }: Inbound, completed: Completed): CachedAnswer | null {
  const { record, status, headers, body, whole, masked } = completed;
  // In canonical form the key is still there.
  if (!whole || masked || record.outcome !== "success" || status < 200 || status > 299) return null;
  const about = aboutRecord(record);
  if (translated && translated.native === null)
    return missed.completion && { kind: "chat", completion: missed.completion, ...about };
  if (body === null) return null;
  return {
    kind: "raw",
    status,
    headers: readingHeaders(headers),
    body: Buffer.from(body).toString("base64"),
    ...about,
  };
}

async function store(
  missed: Missed,
  inbound: Inbound,
  completed: Completed,
  parts: GatewayParts,
): Promise<void> {
  const answer = missed.slot === null ? null : storable(missed, inbound, completed);
  if (answer === null || missed.slot === null) return;
  const ttl = missed.directives.maxAgeSeconds * 1000;
  try {
    const tooLong = () => new Error("the store of answers took too long");
    const put = parts.answers.put(missed.key, missed.slot, JSON.stringify(answer), ttl);
    const kept = await within(put, STORE_MS, parts.clock, tooLong);
    if (!kept) parts.log("info", "cache.too-large", { requestId: inbound.id });
  } catch (thrown) {
    fault(parts, inbound, "cache.not-stored", thrown);
  }
}

/** The cache of one gateway. */
export function cache(): Stage {
  const flights = createFlights();
  const missedBy = new WeakMap<Inbound, Missed>();

  /** Looks, and where another request is about to bring the answer, waits for it and looks again. */
  const seek = async (
    key: string,
    directives: CacheDirectives,
    inbound: Inbound,
    parts: GatewayParts,
  ): Promise<{ found: Found; land: () => void }> => {
    const alone = { land: () => {} };
    for (let turn = 0; ; turn++) {
      const found = await look(key, directives, inbound, parts);
      const shares = directives.read && directives.save && directives.bucketSize === 1;
      if (found.hit || !shares || turn === TURNS) return { found, ...alone };
      const land = flights.begin(key);
      if (land) {
        // Another one may have ended between the look and the beginning.
        const again = await look(key, directives, inbound, parts);
        if (again.hit) land();
        return { found: again, land };
      }
      if (!(await follow(flights, key, inbound, parts))) return { found, ...alone };
    }
  };

  /** The answer of a hit; else what is to be kept of the answer that comes. */
  const answerOrMiss = async (
    key: string,
    directives: CacheDirectives,
    inbound: Inbound,
    parts: GatewayParts,
  ): Promise<StageAnswer | null> => {
    const { found, land } = await seek(key, directives, inbound, parts);
    if (found.hit) return replay(found.hit.answer, found.hit.slot, inbound, parts);
    if (directives.read) inbound.answerHeaders.set("helicone-cache", "MISS");
    const missed: Missed = {
      key,
      directives,
      slot: directives.save ? found.free : null,
      land,
      completion: null,
    };
    missedBy.set(inbound, missed);
    if (!directives.save) return null;
    if (inbound.translated && inbound.translated.native === null)
      inbound.keepCompletion = {
        maxBytes: parts.answers.limits.maxEntryBytes,
        keep: (completion) => {
          missed.completion = completion;
        },
      };
    else inbound.captureBytes = Math.max(inbound.captureBytes, parts.answers.limits.maxEntryBytes);
    return null;
  };

  return {
    name: "cache",
    before: (inbound, parts) => {
      const directives = directivesOf(inbound.headers);
      const key = directives && cacheKey(inbound, directives);
      return directives && key !== null ? answerOrMiss(key, directives, inbound, parts) : null;
    },
    after: (inbound, completed, parts) => {
      const missed = missedBy.get(inbound);
      return missed && store(missed, inbound, completed, parts).finally(missed.land);
    },
  };
}
