/**
 * `Helicone-Replay`: what the caller of the replaying gateway wants the provider to do.
 * @module
 */

/** Longest wait that can be asked for, in milliseconds. */
const MAX_SLOW_MS = 60_000;
/** Longest header that is read. */
const MAX_LENGTH = 256;

export interface ReplayDirective {
  /** A scenario by its id, the provider's own recording of which answers. */
  scenario?: string;
  /** An error with this status, from a recording or made up. */
  status?: number;
  /** The stream ends in its midst. */
  cut?: true;
  /** Wait before each chunk, in milliseconds. */
  slowMs?: number;
}

export type ReadDirective = { ok: true; directive: ReplayDirective } | { ok: false; message: string };

const FORMS =
  "error.<status>, stream.cut, slow=<n>s or slow=<n>ms, or the id of a scenario, separated by commas";

function slowOf(item: string): number | null {
  const [, amount = "", unit] = /^slow=(\d{1,5})(ms|s)$/.exec(item) ?? [];
  if (unit === undefined) return null;
  const ms = Number(amount) * (unit === "s" ? 1000 : 1);
  return ms <= MAX_SLOW_MS ? ms : null;
}

/**
 * Reads the header; an absent one asks for nothing.
 * @param isScenario whether an id is one of a scenario
 */
export function readDirective(header: string | null, isScenario: (id: string) => boolean): ReadDirective {
  const directive: ReplayDirective = {};
  if (header === null) return { ok: true, directive };
  if (header.length > MAX_LENGTH)
    return { ok: false, message: `Helicone-Replay: at most ${MAX_LENGTH} characters` };
  for (const item of header.split(",").map((part) => part.trim())) {
    const [, status] = /^error\.([45]\d\d)$/.exec(item) ?? [];
    const slow = item.startsWith("slow=") ? slowOf(item) : undefined;
    if (slow === null)
      return { ok: false, message: `Helicone-Replay: "${item}": at most slow=60s, as in slow=2s` };
    if (slow !== undefined) directive.slowMs = slow;
    else if (item === "stream.cut") directive.cut = true;
    else if (status !== undefined) directive.status = Number(status);
    else if (isScenario(item)) directive.scenario = item;
    else return { ok: false, message: `Helicone-Replay: "${item}" is unknown; allowed are ${FORMS}` };
  }
  return { ok: true, directive };
}
