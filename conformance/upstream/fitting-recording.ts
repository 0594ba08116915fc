/**
 * The recording that fits a request, for trying a client without keys or network. The suite never uses it; there,
 * matching is strict.
 * @module
 */
import type { JsonObject } from "../../registry/json.ts";
import type { Recording } from "../recordings/load.ts";

/** What a request asks for, as far as recordings differ in it; read by words that every wire has some of. */
const FEATURES: Readonly<Record<string, RegExp>> = {
  tools: /"(?:tools|toolConfig|functionDeclarations)":/,
  "tool-result": /"(?:role":"tool"|tool_result|toolResult|functionResponse)/,
  image: /"(?:image_url|image|inlineData)"/,
  object: /"json_object"|"responseMimeType":"application\/json"/,
  schema: /json_?schema/i,
  reasoning: /"(?:reasoning_effort|thinking|thinkingConfig)":/,
  choices: /"(?:n|candidateCount)":(?:[2-9]|\d\d)/,
  limit: /"(?:max_tokens|max_completion_tokens|maxOutputTokens|maxTokens)":\d{1,2}\b/,
};

/** A request as far as it matters here. */
interface Asked {
  url: string;
  body: JsonObject;
}

function featuresOf({ body }: Asked): Set<string> {
  const text = JSON.stringify(body);
  // With what it matched: three choices are no two choices.
  return new Set(
    Object.entries(FEATURES).flatMap(([name, pattern]) => {
      const [found] = pattern.exec(text) ?? [];
      return found === undefined ? [] : [/\d$/.test(found) ? `${name} ${found}` : name];
    }),
  );
}

const difference = (a: Set<string>, b: Set<string>): number =>
  [...a].filter((item) => !b.has(item)).length + [...b].filter((item) => !a.has(item)).length;

const streams = ({ url, body }: Asked): boolean =>
  body.stream === true || /converse-stream|:stream(?:GenerateContent|RawPredict)/.test(url);

/** Whose API within a host: Vertex has several. */
const publisherOf = ({ url }: Asked): string => /\/publishers\/([^/]+)\//.exec(url)?.[1] ?? "";

/** In the body, or in the path where the API names it there. */
const modelOf = ({ url, body }: Asked): string =>
  typeof body.model === "string" ? body.model : (/\/models?\/([^/:]+)/.exec(url)?.[1] ?? "");

const askedOf = ({ meta, requestBody }: Recording): Asked => ({ url: meta.request.url, body: requestBody });

/**
 * The plainest good recording that this request could have got: same streaming form, same features, same model. None
 * for tools and schemas, since a recording's are somebody else's.
 */
export function fittingRecording(asked: Asked, recordings: readonly Recording[]): Recording | undefined {
  const wanted = featuresOf(asked);
  if (wanted.has("tools") || wanted.has("schema") || wanted.has("object")) return undefined;
  const rank = ({ meta }: Recording): number =>
    (meta.scenario.endsWith(".basic") ? 0 : 1) + meta.quirks.length;
  return recordings
    .filter((recording) => {
      const { meta } = recording;
      const there = askedOf(recording);
      const good = meta.response.status === 200 && meta.expect?.errorStatus === undefined;
      const same = difference(wanted, featuresOf(there)) === 0 && modelOf(there) === modelOf(asked);
      return good && same && streams(there) === streams(asked) && publisherOf(there) === publisherOf(asked);
    })
    .sort((a, b) => rank(a) - rank(b))[0];
}
