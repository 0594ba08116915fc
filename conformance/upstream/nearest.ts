/**
 * Answers any request with the recording that is most like it: for trying a client without keys or network. The suite
 * never uses it; there, matching is strict.
 * @module
 */

import type { Transport } from "../../reference-gateway/parts.ts";
import { providers } from "../../registry/index.ts";
import { isObject, type JsonObject } from "../../registry/json.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { chunkBytes, type Recording } from "../recordings/load.ts";

/** What a request asks for, as far as recordings differ in it; read by words that every wire has some of. */
const FEATURES: Readonly<Record<string, RegExp>> = {
  tools: /"(?:tools|toolConfig|functionDeclarations)":/,
  "tool-result": /"(?:role":"tool"|tool_result|toolResult|functionResponse)/,
  image: /"(?:image_url|image|inlineData)"/,
  object: /"json_object"|"responseMimeType":"application\/json"/,
  schema: /json_?schema/i,
  reasoning: /"(?:reasoning_effort|thinking|thinkingConfig)":/,
};

/** A request as far as it matters here. */
interface Asked {
  url: string;
  body: JsonObject;
}

function featuresOf({ body }: Asked): Set<string> {
  const text = JSON.stringify(body);
  return new Set(Object.keys(FEATURES).filter((name) => FEATURES[name]?.test(text)));
}

const difference = (a: Set<string>, b: Set<string>): number =>
  [...a].filter((item) => !b.has(item)).length + [...b].filter((item) => !a.has(item)).length;

const streams = ({ url, body }: Asked): boolean =>
  body.stream === true || /converse-stream|:stream(?:GenerateContent|RawPredict)/.test(url);

/** Whose API within a host: Vertex has several. */
const publisherOf = ({ url }: Asked): string => /\/publishers\/([^/]+)\//.exec(url)?.[1] ?? "";

const askedOf = ({ meta, requestBody }: Recording): Asked => ({ url: meta.request.url, body: requestBody });

/** The good answer that fits best: same streaming form, nearest features, same model if there is one. */
export function nearestRecording(asked: Asked, recordings: readonly Recording[]): Recording | undefined {
  const wanted = featuresOf(asked);
  const score = (recording: Recording): number =>
    difference(wanted, featuresOf(askedOf(recording))) * 100 +
    (recording.requestBody.model === asked.body.model ? 0 : 10) +
    (recording.meta.scenario.endsWith(".basic") ? 0 : 1) +
    recording.meta.quirks.length;
  return recordings
    .filter((recording) => {
      const { meta } = recording;
      const there = askedOf(recording);
      const good = meta.response.status === 200 && meta.expect?.errorStatus === undefined;
      return good && streams(there) === streams(asked) && publisherOf(there) === publisherOf(asked);
    })
    .sort((a, b) => score(a) - score(b))[0];
}

/** The provider that a URL belongs to. */
const providerAt = (url: string): BaseProvider | undefined =>
  Object.values<BaseProvider>(providers).find(({ hosts }) => hosts.some((host) => host.test(url)));

/**
 * A transport that never leaves the process.
 * @param onReplay told which recording answers
 */
export function replayTransport(recordings: readonly Recording[], onReplay: (id: string) => void): Transport {
  return {
    send: async ({ url, body: bytes }) => {
      const provider = providerAt(url);
      const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
      const own = recordings.filter(({ meta }) => meta.provider === provider?.slug);
      const recording = isObject(body) ? nearestRecording({ url, body }, own) : undefined;
      if (!recording) throw new Error(`no recording of ${new URL(url).host} can answer this request`);
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
