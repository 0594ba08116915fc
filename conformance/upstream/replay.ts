/**
 * Answers from recordings, strictly: what no recording matches fails, naming the nearest one and the first difference.
 * @module
 */
import type { Difference } from "../recordings/canonical.ts";
import { chunkBytes, type Recording } from "../recordings/load.ts";
import { matchRequest, type SeenRequest } from "../recordings/match.ts";
import type { RequirementId } from "../requirements/index.ts";
import type { Answerer, UpstreamAnswer } from "./server.ts";

/** A request that no recording answers. */
export interface Mismatch {
  nearest: string | null;
  difference: Difference | null;
}

/** The bytes of a recording as an answer. */
export function answerOf(recording: Recording): UpstreamAnswer {
  const { status, headers } = recording.meta.response;
  return {
    kind: "answer",
    status,
    headers: headers.map(([name, value]) => [name, value]),
    chunks: chunkBytes(recording),
  };
}

/** Status of the stand-in for a request that nothing answers; no provider uses it. */
const UNMATCHED = 599;

const unmatched = (): UpstreamAnswer => ({
  kind: "answer",
  status: UNMATCHED,
  headers: [["content-type", "application/json"]],
  chunks: [new TextEncoder().encode('{"error":{"message":"no recording answers this request"}}')],
});

/**
 * @param onMismatch told of every request that no recording matches
 */
export function replay(recordings: readonly Recording[], onMismatch: (mismatch: Mismatch) => void): Answerer {
  return (request: SeenRequest) => {
    const match = matchRequest(request, recordings);
    if (match.recording) return answerOf(match.recording);
    onMismatch({ nearest: match.nearest?.meta.id ?? null, difference: match.difference });
    return unmatched();
  };
}

const BY_POINTER: readonly [RegExp, RequirementId][] = [
  [/^\/credential/, "AUT-01"],
  [/^\/(?:url|method|headers)/, "MAP-01"],
  [/^\/body\/model/, "MAP-02"],
  [/^\/body\/(?:temperature|seed)/, "MAP-03"],
  [/^\/body\/max_/, "MAP-04"],
  [/^\/body\/messages/, "MAP-05"],
  [/^\/body\/(?:tools|tool_choice|parallel_tool_calls)/, "MAP-06"],
  [/^\/body\/response_format/, "MAP-08"],
  [/^\/body\/stream/, "STR-06"],
  [/^\/body\/(?:stop|reasoning_effort|n)/, "MAP-10"],
];

/** The requirement that a wrong request breaks, by the place of its first difference. */
export function requirementOf(difference: Difference | null): RequirementId {
  const pointer = difference?.pointer ?? "";
  return BY_POINTER.find(([pattern]) => pattern.test(pointer))?.[1] ?? "MAP-09";
}
