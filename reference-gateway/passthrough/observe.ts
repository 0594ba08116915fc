/**
 * What is learnt of a passed call while it passes: model, usage, the beginning of the answer for the cache. Nothing waits
 * for it, and what it cannot learn is unknown.
 * @module
 */
import { type HeaderFields, valuesOf } from "../../registry/domains/headers.ts";
import type { ApprovedDomain, RecognisedApi } from "../../registry/domains/index.ts";
import { conventionFor } from "../../registry/domains/pricing.ts";
import { NOTHING_SEEN, type UsageSeen } from "../../registry/domains/usage.ts";
import type { Registry } from "../../registry/index.ts";
import { at, textOrNull } from "../../registry/json.ts";
import type { Keeping } from "./room.ts";
import { type Tap, tapBody } from "./tap.ts";

const firstOf = (fields: HeaderFields, name: string): string => valuesOf(fields, name)[0] ?? "";

/** Longest request body that is looked into for its model. */
const MAX_REQUEST = 4 * 1024 * 1024;
/** Longest answer that is looked into for its usage, where it is one piece of JSON. */
const MAX_ANSWER = 16 * 1024 * 1024;

const silent: Tap = { add: () => {}, end: async () => null };

/** Listens to a request for the model that its body names. */
export function observeRequest(
  fields: HeaderFields,
  api: RecognisedApi | null,
  room: Keeping,
): { tap: Tap; model(): string | null } {
  let model: string | null = null;
  if (api === null || api.model !== null) return { tap: silent, model: () => null };
  const [type, encoding] = [firstOf(fields, "content-type"), firstOf(fields, "content-encoding")];
  const tap = tapBody({ type, encoding, most: MAX_REQUEST }, room, (value) => {
    model = textOrNull(at(value, ["model"]));
  });
  return { tap, model: () => model };
}

/** Listens to an answer for its usage, where the API at its path is known. */
export function observeAnswer(
  fields: HeaderFields,
  known: { domain: ApprovedDomain | null; api: RecognisedApi | null; registry: Registry },
  room: Keeping,
): { tap: Tap; seen(): UsageSeen } {
  const { domain, api, registry } = known;
  let seen = NOTHING_SEEN;
  if (!domain || !api) return { tap: silent, seen: () => seen };
  const convention = conventionFor(registry, domain.slug, api.api);
  const [type, encoding] = [firstOf(fields, "content-type"), firstOf(fields, "content-encoding")];
  const tap = tapBody({ type, encoding, most: MAX_ANSWER }, room, (value) => {
    seen = registry.domains.see(seen, value, api.api, convention);
  });
  return { tap, seen: () => seen };
}

/** Keeps the bytes of an answer, up to a number of them and as far as there is room. */
export class Kept {
  private readonly chunks: Uint8Array[] = [];
  private readonly most: number;
  private readonly room: Keeping;
  private size = 0;
  private isLost = false;

  constructor(most: number, room: Keeping) {
    this.most = most;
    this.room = room;
  }

  add(chunk: Uint8Array): void {
    if (this.isLost) return;
    const bytes = chunk.byteLength;
    if (this.size + bytes > this.most || !this.room.take(bytes)) {
      this.isLost = true;
      this.release();
      return;
    }
    this.size += bytes;
    this.chunks.push(chunk);
  }

  /** `null` where it was more than fits. */
  bytes(): Uint8Array | null {
    return this.isLost ? null : Buffer.concat(this.chunks);
  }

  /** Nobody needs the bytes any more. */
  release(): void {
    this.room.give(this.size);
    this.size = 0;
    this.chunks.length = 0;
  }
}
