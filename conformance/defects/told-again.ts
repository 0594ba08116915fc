/**
 * What answers and requests lose although each of their parts looks right: a date, a second summary, the word of one image,
 * the first of many counts.
 * @module
 */
import type { ChatCompletion, ReasoningDetail } from "../../registry/canonical/chat.ts";
import { sumClasses, TOKEN_CLASSES } from "../../registry/canonical/usage.ts";
import { isObject, type Json, type JsonObject, objectsIn, without } from "../../registry/json.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { asObject, mapJson, withReading } from "./dialect-plants.ts";
import { everywhere, unchanged, withBody, withCodec, withProvider } from "./plants.ts";
import { eachDelta, mapChunks } from "./stream-plants.ts";

const own = "own";

const withCompletion = (change: (completion: ChatCompletion, now: number) => ChatCompletion): Plant =>
  withCodec((original) => ({
    decodeResponse: (body, context) => {
      const decoded = original.decodeResponse(body, context);
      return decoded.ok
        ? { ...decoded, completion: change(decoded.completion, context.nowSeconds) }
        : decoded;
    },
  }));

const both =
  (first: Plant, second: Plant): Plant =>
  (parts) =>
    second(first(parts));

/** Every body that goes to providers of these APIs, each of its objects changed. */
const eachObject = (change: (object: JsonObject, key: string) => JsonObject): Plant =>
  withBody((body) =>
    asObject(everywhere(body, (value, key) => (isObject(value) ? change(value, key) : value))),
  );

/** The caller's JSON changed before the gateway reads it. */
const withAsked =
  (isIt: (path: string, init: RequestInit) => boolean, change: (body: JsonObject) => JsonObject): Around =>
  (send) =>
  async (path, init) => {
    if (typeof init?.body !== "string" || !isIt(path, init)) return send(path, init);
    const body: Json = JSON.parse(init.body);
    return send(path, { ...init, body: JSON.stringify(isObject(body) ? change(body) : body) });
  };

const withoutNulls = (body: JsonObject): JsonObject =>
  asObject(everywhere(body, (value) => (value === null ? undefined : value)));

const isNative = (_path: string, { headers }: RequestInit): boolean =>
  new Headers(headers).get("helicone-gateway-body-mapping") === "NO_MAPPING";

/** The parts of each turn that calls tools, changed call by call. */
const withParallel = (change: (part: JsonObject, place: number, all: JsonObject[]) => JsonObject) =>
  withBody((body) => {
    if (!Array.isArray(body.contents)) return body;
    const contents = objectsIn(body.contents).map((content) => {
      const parts = objectsIn(content.parts);
      const calls = parts.filter(({ functionCall }) => functionCall !== undefined);
      const changed = parts.map((part) =>
        calls.includes(part) ? change(part, calls.indexOf(part), calls) : part,
      );
      return { ...content, parts: changed };
    });
    return { ...body, contents };
  });

const trimmed = (detail: ReasoningDetail): ReasoningDetail =>
  detail.type === "reasoning.text" ? { ...detail, text: detail.text.trim() } : detail;

const summariesJoined = (text: string | null | undefined) => text?.replaceAll("\n\n", "");

export const toldAgainDefects: readonly Defect[] = [
  {
    id: "mapping.zeros-are-nothing",
    title: "Parameters of zero are taken for nothing, and left out without a word",
    seenIn: own,
    breaks: ["MAP-09", "MAP-10"],
    providers: ["deepinfra", "bedrock"],
    plant: withBody((body) =>
      asObject(everywhere(body, (value, key) => (value === 0 && key !== "index" ? undefined : value))),
    ),
  },
  {
    id: "response.created-by-the-gateway",
    title: "An answer is dated by the gateway's clock, whatever its provider says",
    seenIn: own,
    breaks: ["RES-01"],
    providers: ["deepinfra", "openai"],
    plant: withCompletion((completion, now) => ({ ...completion, created: now })),
  },
  {
    id: "response.created-per-chunk",
    title: "Each chunk of a stream is dated anew",
    seenIn: own,
    breaks: ["RES-01"],
    providers: ["deepinfra", "openai"],
    plant: mapChunks((chunk) => ({
      ...chunk,
      created: chunk.created + (chunk.choices.length === 0 ? 0 : 1),
    })),
  },
  {
    id: "response.completed-before-it-began",
    title: "A response is completed a second before it was created",
    seenIn: own,
    breaks: ["RES-01"],
    plant: unchanged,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      if (path !== "/v1/responses" || response.status !== 200) return response;
      const text = await response.text();
      const changed = text.replace(
        /"created_at":(\d+)(.*?)"completed_at":\d+/g,
        (_all, created: string, between: string) =>
          `"created_at":${created}${between}"completed_at":${Number(created) - 1}`,
      );
      const headers = new Headers(response.headers);
      headers.delete("content-length");
      return new Response(changed, { status: 200, headers });
    },
  },
  {
    id: "response.summaries-run-together",
    title: "Several summaries of a thought are run together",
    seenIn: own,
    breaks: ["RES-03", "STR-04"],
    providers: ["openai"],
    plant: both(
      withCompletion((completion) => ({
        ...completion,
        choices: completion.choices.map(({ message, ...choice }) => {
          const thought = summariesJoined(message.reasoning_content);
          return { ...choice, message: { ...message, ...(thought ? { reasoning_content: thought } : {}) } };
        }),
      })),
      mapChunks((chunk) =>
        eachDelta(chunk, (delta) => {
          const thought = summariesJoined(delta.reasoning_content);
          return { ...delta, ...(thought ? { reasoning_content: thought } : {}) };
        }),
      ),
    ),
  },
  {
    id: "response.gemini.details-trimmed",
    title: "Thinking stands whole in its field, and without its blanks in the details that go back",
    seenIn: own,
    breaks: ["STR-04"],
    providers: ["google-ai-studio"],
    plant: mapChunks((chunk) =>
      eachDelta(chunk, ({ reasoning_details: details, ...delta }) => ({
        ...delta,
        ...(details === undefined ? {} : { reasoning_details: details.map(trimmed) }),
      })),
    ),
  },
  {
    id: "streaming.one-choice-a-chunk",
    title: "Of a chunk that tells of two choices the first is read",
    seenIn: own,
    breaks: ["STR-04"],
    plant: mapJson(() => ({ choices, ...chunk }) => ({
      ...chunk,
      ...(choices === undefined ? {} : { choices: Array.isArray(choices) ? choices.slice(0, 1) : choices }),
    })),
  },
  {
    id: "usage.null-as-zeros",
    title: "A usage that is null on a chunk is read as one of zeros",
    seenIn: own,
    breaks: ["USE-04", "BIL-07"],
    plant: mapJson(
      () => (json) =>
        json.usage === null
          ? { ...json, usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } }
          : json,
    ),
  },
  {
    id: "usage.zeros-as-none",
    title: "A usage of zeros, with which hosts that count as they go begin, is taken for none",
    seenIn: own,
    breaks: ["USE-04", "BIL-07", "OBS-01"],
    providers: ["deepinfra", "anthropic"],
    plant: withReading((reading) =>
      reading.kind === "known" && sumClasses(reading.usage, TOKEN_CLASSES) === 0
        ? { kind: "unknown" }
        : reading,
    ),
  },
  {
    id: "response.cohere.limit-is-a-stop",
    title: "ERROR_LIMIT, which relays say for a limit, finishes an answer as if it were whole",
    seenIn: own,
    breaks: ["RES-02"],
    providers: ["cohere"],
    plant: both(
      withCodec((original) => ({
        decodeResponse: (body, context) =>
          original.decodeResponse(
            isObject(body) && body.finish_reason === "ERROR_LIMIT"
              ? { ...body, finish_reason: "COMPLETE" }
              : body,
            context,
          ),
      })),
      mapJson(() => ({ delta, ...event }) => ({
        ...event,
        ...(delta === undefined
          ? {}
          : {
              delta:
                asObject(delta).finish_reason === "ERROR_LIMIT"
                  ? { ...asObject(delta), finish_reason: "COMPLETE" }
                  : delta,
            }),
      })),
    ),
  },
  {
    id: "mapping.images.detail-lost",
    title: "How closely to look at an image is not told",
    seenIn: own,
    breaks: ["MAP-07"],
    providers: ["deepinfra", "openai", "cohere"],
    plant: eachObject((object, key) =>
      key === "image_url" ? (without(object, ["detail"]) as JsonObject) : object,
    ),
  },
  {
    id: "mapping.images.detail-of-the-first",
    title: "Every image is looked at as closely as the first one",
    seenIn: own,
    breaks: ["MAP-07"],
    providers: ["openai"],
    plant: withBody((body) => ({
      ...body,
      ...(Array.isArray(body.input)
        ? {
            input: objectsIn(body.input).map((item) => {
              const parts = objectsIn(item.content);
              const [first] = parts;
              return first?.type === "input_image"
                ? { ...item, content: parts.map((part) => ({ ...part, detail: first.detail ?? "auto" })) }
                : item;
            }),
          }
        : {}),
    })),
  },
  {
    id: "mapping.bedrock.tiers-swapped",
    title: "A request for the cheap tier is served in the dear one",
    seenIn: own,
    breaks: ["MAP-10"],
    providers: ["bedrock"],
    plant: withBody((body) => {
      const { type } = asObject(body.serviceTier);
      return type === "flex" ? { ...body, serviceTier: { type: "priority" } } : body;
    }),
  },
  {
    id: "mapping.formats.description-lost",
    title: "The description of a schema for answers is lost",
    seenIn: own,
    breaks: ["MAP-08"],
    providers: ["bedrock", "openai"],
    plant: eachObject((object, key) =>
      key === "jsonSchema" || key === "format" || key === "json_schema"
        ? (without(object, ["description"]) as JsonObject)
        : object,
    ),
  },
  {
    id: "mapping.cohere.mass-bent",
    title: "A top_p near its ends is bent to a narrower range than the host's",
    seenIn: own,
    breaks: ["MAP-10"],
    providers: ["cohere"],
    plant: withBody((body) =>
      typeof body.p === "number" ? { ...body, p: Math.min(0.95, Math.max(0.05, body.p)) } : body,
    ),
  },
  {
    id: "mapping.anthropic.blank-stops-unnamed",
    title: "Stop sequences of blanks are left out, and nobody is told",
    seenIn: own,
    breaks: ["MAP-09"],
    providers: ["anthropic"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        const isTaken = endpoint.supportedParameters.includes("stop");
        return isTaken ? { ...built, dropped: built.dropped.filter((name) => name !== "stop") } : built;
      },
    })),
  },
  {
    id: "mapping.gemini.thoughts-always-shown",
    title: "Thinking is asked to be shown whenever anything is said of it",
    seenIn: own,
    breaks: ["MAP-10"],
    providers: ["google-ai-studio"],
    plant: eachObject((object, key) =>
      key === "thinkingConfig" ? { ...object, includeThoughts: true } : object,
    ),
  },
  {
    id: "mapping.gemini.signature-on-every-call",
    title: "The signature of the first of parallel calls stands on all of them",
    seenIn: own,
    breaks: ["MAP-06"],
    providers: ["google-ai-studio"],
    plant: withParallel((part, _place, [first]) => ({
      ...part,
      ...(first?.thoughtSignature === undefined ? {} : { thoughtSignature: first.thoughtSignature }),
    })),
  },
  {
    id: "mapping.gemini.first-signature-alone",
    title: "Of parallel calls only the first keeps its signature",
    seenIn: own,
    breaks: ["MAP-06"],
    providers: ["google-ai-studio"],
    plant: withParallel((part, place) =>
      place === 0 ? part : (without(part, ["thoughtSignature"]) as JsonObject),
    ),
  },
  {
    id: "mapping.gemini.empty-turns-lost",
    title: "A turn of the user's that says nothing is left out",
    seenIn: own,
    breaks: ["MAP-05"],
    providers: ["google-ai-studio"],
    plant: withBody((body) =>
      Array.isArray(body.contents)
        ? {
            ...body,
            contents: objectsIn(body.contents).filter(
              ({ role, parts }) => role !== "user" || objectsIn(parts).some(({ text }) => text !== ""),
            ),
          }
        : body,
    ),
  },
  {
    id: "completions.empties-tidied",
    title: "What is null or empty beside a prompt is left out on its way",
    seenIn: own,
    breaks: ["MAP-16"],
    providers: ["together"],
    plant: unchanged,
    around: withAsked((path) => path === "/v1/completions", withoutNulls),
  },
  {
    id: "mapping.native.nulls-tidied",
    title: "Nulls of a native body are left out on its way",
    seenIn: own,
    breaks: ["MAP-14"],
    providers: ["google-ai-studio", "bedrock", "cohere"],
    plant: unchanged,
    around: withAsked(isNative, withoutNulls),
  },
];
