/**
 * Answers from recordings, strictly: what no recording matches fails, naming the nearest one and the first difference.
 * @module
 */
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import type { Difference } from "../recordings/canonical.ts";
import { chunkBytes, type Recording } from "../recordings/load.ts";
import { matchRequest, type SeenRequest } from "../recordings/match.ts";
import { apiOfRecording } from "../recordings/surfaces.ts";
import type { Answerer, UpstreamAnswer } from "./server.ts";

/** A request that no recording answers. */
export interface Mismatch {
  nearest: string | null;
  /** Nobody wrote the nearest one for this host: it follows from the API's own. */
  derived: boolean;
  /** The API of the nearest recording. */
  api: UpstreamApiId | null;
  difference: Difference | null;
}

/** What to do about a request of a provider that no recording answers. */
export function mismatchRepair(
  { nearest, derived }: Pick<Mismatch, "nearest" | "derived">,
  provider: string,
): string {
  if (derived)
    return `what the provider gets differs from what hosts of this API take: repair the provider's request; where ${provider} documents it so, recordings/${provider}/calls.json says how it is called, and a recording what it takes (recordings/README.md)`;
  return `what the provider gets differs from recordings/${nearest ?? `${provider}/…`}/request.json: repair the provider's request, or the recording if it is wrong`;
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
    onMismatch({
      nearest: match.nearest?.meta.id ?? null,
      derived: match.nearest?.meta.provenance.kind === "derived",
      api: match.nearest && apiOfRecording(match.nearest),
      difference: match.difference,
    });
    return unmatched();
  };
}
