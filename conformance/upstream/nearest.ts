/**
 * Answers any request with the recording that is most like it: for trying a client without keys or network. The suite
 * never uses it; there, matching is strict.
 * @module
 */

import type { Transport } from "../../reference-gateway/parts.ts";
import { isObject, type JsonObject } from "../../registry/json.ts";
import { chunkBytes, type Recording } from "../recordings/load.ts";

/** What a request asks for, as far as recordings differ in it. */
function featuresOf(body: JsonObject): Set<string> {
  const features = new Set<string>();
  const text = JSON.stringify(body.messages ?? []);
  if (Array.isArray(body.tools) && body.tools.length > 0) features.add("tools");
  if (text.includes('"role":"tool"')) features.add("tool-result");
  if (text.includes('"image_url"')) features.add("image");
  if (isObject(body.response_format)) features.add(`format:${String(body.response_format.type)}`);
  if (body.reasoning_effort !== undefined) features.add("reasoning");
  return features;
}

const difference = (a: Set<string>, b: Set<string>): number =>
  [...a].filter((item) => !b.has(item)).length + [...b].filter((item) => !a.has(item)).length;

/** The good answer that fits best: same streaming form, nearest features, same model if there is one. */
export function nearestRecording(body: JsonObject, recordings: readonly Recording[]): Recording | undefined {
  const asked = featuresOf(body);
  const score = (recording: Recording): number =>
    difference(asked, featuresOf(recording.requestBody)) * 100 +
    (recording.requestBody.model === body.model ? 0 : 10) +
    (recording.meta.scenario.endsWith(".basic") ? 0 : 1) +
    recording.meta.quirks.length;
  return recordings
    .filter(
      ({ meta, requestBody }) =>
        meta.response.status === 200 && Boolean(requestBody.stream) === Boolean(body.stream),
    )
    .filter(({ meta }) => meta.expect?.errorStatus === undefined)
    .sort((a, b) => score(a) - score(b))[0];
}

/**
 * A transport that never leaves the process.
 * @param onReplay told which recording answers
 */
export function replayTransport(recordings: readonly Recording[], onReplay: (id: string) => void): Transport {
  return {
    send: async (request) => {
      const { origin } = new URL(request.url);
      const body: unknown = JSON.parse(new TextDecoder().decode(request.body));
      const own = recordings.filter(({ meta }) => new URL(meta.request.url).origin === origin);
      const recording = isObject(body) ? nearestRecording(body, own) : undefined;
      if (!recording) throw new Error(`no recording of ${origin} can answer this request`);
      onReplay(recording.meta.id);
      const { status, headers } = recording.meta.response;
      return {
        status,
        headers: new Headers(headers),
        body: (async function* () {
          yield* chunkBytes(recording);
        })(),
      };
    },
  };
}
