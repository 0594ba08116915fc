/**
 * The recordings of this repository in the form of a corpus, so that the same judge looks at them.
 * @module
 */
import type { Recording } from "../../../conformance/recordings/load.ts";
import type { RecordingMeta } from "../../../conformance/recordings/schema.ts";
import type { Json } from "../../../registry/json.ts";
import type { CorpusExchange } from "./exchange.ts";

/** Surfaces whose name in a corpus is another one. */
const RENAMED: Readonly<Partial<Record<RecordingMeta["surface"], string>>> = {
  "openai.chat.completions": "openai.chat",
};

const FRAMINGS: readonly (readonly [type: string, framing: string])[] = [
  ["text/event-stream", "sse"],
  ["application/vnd.amazon.eventstream", "aws-event-stream"],
];

/** Parsed where it is one JSON document, text otherwise, `null` if empty. */
function bodyOf(text: string): Json {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A recording as a line of a corpus would hold it. */
export function asExchange({ meta, requestBody, responseBody }: Recording): CorpusExchange {
  const headers = Object.fromEntries(meta.response.headers);
  const type = headers["content-type"] ?? "";
  const framing = FRAMINGS.find(([prefix]) => type.startsWith(prefix))?.[1];
  const failed = meta.response.status >= 400;
  const bytes = Buffer.from(responseBody);
  const body =
    framing === "aws-event-stream"
      ? { body: null, bodyBase64: bytes.toString("base64") }
      : { body: framing ? bytes.toString("utf8") : bodyOf(bytes.toString("utf8")) };
  return {
    id: meta.id,
    provider: meta.provider,
    provenance: meta.provenance.kind,
    kind: failed ? "error" : framing === undefined ? "chat" : "stream",
    api: RENAMED[meta.surface] ?? meta.surface,
    ...(framing === undefined ? {} : { framing }),
    request: { url: meta.request.url, body: requestBody },
    response: { status: meta.response.status, headers, ...body },
  };
}
