/**
 * Gemini's dialect, as gateways were seen to break it.
 * @module
 */
import type { UpstreamResponse } from "../../reference-gateway/parts.ts";
import { isObject, type Json, type JsonObject, objectsIn } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { asObject, defectsOf, mapJson, withUsage } from "./dialect-plants.ts";
import { withBody, withCodec, withProvider } from "./plants.ts";
import { crashesOn, overheard } from "./stream-plants.ts";

const gemini = defectsOf("gemini", ["google-ai-studio"]);

const partsOf = (content: JsonObject): JsonObject[] => objectsIn(content.parts);

/** Every part of every turn changed. */
const withParts = (change: (part: JsonObject) => JsonObject) =>
  withBody((body) => ({
    ...body,
    contents: objectsIn(body.contents).map((content) => ({
      ...content,
      parts: partsOf(content).map(change),
    })),
  }));

const without = (json: JsonObject, ...keys: string[]): JsonObject =>
  Object.fromEntries(Object.entries(json).filter(([name]) => !keys.includes(name)));

/** A value with every key of some name taken out, however deep. */
function stripped(value: Json, key: string): Json {
  if (Array.isArray(value)) return value.map((each) => stripped(each, key));
  if (!isObject(value)) return value;
  const rest = Object.entries(without(value, key));
  return Object.fromEntries(rest.map(([name, inner]) => [name, stripped(inner ?? null, key)]));
}

const declared = (change: (fn: JsonObject) => JsonObject) =>
  withBody((body) =>
    body.tools === undefined
      ? body
      : {
          ...body,
          tools: objectsIn(body.tools).map((tool) => ({
            ...tool,
            functionDeclarations: objectsIn(tool.functionDeclarations).map(change),
          })),
        },
  );

async function textOf(answer: UpstreamResponse): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

export const geminiDefects: readonly Defect[] = [
  gemini("usage", "thoughts-left-out", "Thoughts are no part of the completion", {
    seenIn: "mozilla-ai/any-llm#1291, envoyproxy/ai-gateway#1438, crewAIInc/crewAI#5699",
    breaks: ["USE-01", "USE-02"],
    at: ["google-ai-studio", "vertex"],
    plant: withUsage(({ reasoning: _thoughts, ...usage }) => usage),
  }),
  gemini("usage", "bare-metadata-wipe", "Metadata without counts is read as counts of 0", {
    seenIn: "own",
    breaks: ["STR-05"],
    plant: mapJson(() => (json) => {
      const { usageMetadata: counts } = json;
      if (!isObject(counts) || counts.totalTokenCount !== undefined) return json;
      const zeros = { promptTokenCount: 0, candidatesTokenCount: 0, totalTokenCount: 0 };
      return { ...json, usageMetadata: { ...counts, ...zeros } };
    }),
  }),
  gemini("streaming", "stop-for-tools", "The finish is decided by what stands in the last chunk", {
    seenIn: "envoyproxy/ai-gateway#1486, envoyproxy/ai-gateway#2399, BerriAI/litellm#12481",
    breaks: ["STR-04"],
    plant: withCodec((dialect) => ({
      decodeStream: async function* (bytes, context) {
        const wire = overheard(bytes);
        for await (const event of dialect.decodeStream(wire.bytes, context)) {
          const last = wire.text().trim().split("data: ").at(-1) ?? "";
          if (event.type === "chunk" && !last.includes("functionCall"))
            for (const choice of event.chunk.choices)
              if (choice.finish_reason === "tool_calls") choice.finish_reason = "stop";
          yield event;
        }
      },
    })),
  }),
  gemini("streaming", "candidates-required", "A chunk without candidates or content ends the stream", {
    seenIn: "BerriAI/litellm#35785, pydantic/pydantic-ai#5170",
    breaks: ["STR-05"],
    plant: crashesOn(/"candidates":(?:\[\]|null)|"content":null|"content":\{"role":"model"\}/),
  }),
  gemini("mapping", "results-unnamed", "Results of functions are all called unknown", {
    seenIn: "mozilla-ai/any-llm#1318, langchain-ai/langchainjs#10300",
    breaks: ["MAP-06"],
    plant: withParts((part) =>
      isObject(part.functionResponse)
        ? { ...part, functionResponse: { ...part.functionResponse, name: "unknown" } }
        : part,
    ),
  }),
  gemini("mapping", "schema-in-the-old-field", "JSON Schema stands where only a subset of it is understood", {
    seenIn: "Portkey-AI/gateway#1233, vercel/ai#6958",
    breaks: ["MAP-06"],
    plant: declared(({ parametersJsonSchema: schema, ...fn }) =>
      schema === undefined ? fn : { ...fn, parameters: schema },
    ),
  }),
  gemini("mapping", "format-dropped", "The schema of the answer is not sent", {
    seenIn: "mozilla-ai/any-llm#1272, Portkey-AI/gateway#1083",
    breaks: ["MAP-08"],
    plant: withBody((body) => ({
      ...body,
      generationConfig: without(asObject(body.generationConfig), "responseMimeType", "responseJsonSchema"),
    })),
  }),
  gemini("mapping", "stop-not-renamed", "Stop sequences keep OpenAI's name", {
    seenIn: "mozilla-ai/any-llm#1069",
    breaks: ["MAP-10", "MAP-03"],
    plant: withBody((body) => {
      const { stopSequences: stop, ...config } = asObject(body.generationConfig);
      return stop === undefined ? body : { ...body, generationConfig: { ...config, stop } };
    }),
  }),
  gemini("mapping", "tool-choice-lost", "tool_choice has no equivalent and is left to the model", {
    seenIn: "tensorzero/tensorzero#512, langchain-ai/langchainjs#10519",
    breaks: ["MAP-06"],
    plant: withBody((body) => without(body, "toolConfig")),
  }),
  gemini("mapping", "stream-as-whole", "Streams are asked for at the address of whole answers", {
    seenIn: "envoyproxy/ai-gateway#1370",
    breaks: ["MAP-01", "STR-06"],
    plant: withProvider((original) => ({
      buildUrl: (context) =>
        original.buildUrl(context).replace("streamGenerateContent?alt=sse", "generateContent"),
    })),
  }),
  gemini("mapping", "signature-lost", "Calls are replayed without the signature of the thought behind them", {
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withBody((body) => asObject(stripped(body, "thoughtSignature"))),
  }),
  gemini("auth", "key-in-query", "The key stands in the query, as in Google's examples", {
    seenIn: "tensorzero/tensorzero#5143, vercel/ai#11919, envoyproxy/ai-gateway#2134",
    breaks: ["AUT-07"],
    plant: withProvider(() => ({
      authenticate: (request, { credential }) => ({
        ...request,
        url: `${request.url}${request.url.includes("?") ? "&" : "?"}key=${credential.secret}`,
      }),
    })),
  }),
  gemini("errors", "bad-key-is-bad-request", "A refused key, which comes as 400, is the request's fault", {
    seenIn: "mozilla-ai/any-llm#1070",
    breaks: ["ERR-03"],
    plant: withProvider((original) => ({
      normalizeError: (failure) => {
        const error = original.normalizeError(failure);
        return failure.status === 400 && error.meaning === "authentication"
          ? { ...error, meaning: "invalid_request", status: 400, type: "invalid_request_error" }
          : error;
      },
    })),
  }),
  gemini("errors", "retry-info-unread", "The wait that stands in the body is not read", {
    seenIn: "vercel/ai#18662",
    breaks: ["ERR-05"],
    plant: withProvider((original) => ({
      normalizeError: (failure) => ({ ...original.normalizeError(failure), retryAfter: null }),
    })),
  }),
  gemini("errors", "list-unread", "An error in a list is an answer that nobody understands", {
    seenIn: "Portkey-AI/gateway#1250, langchain-ai/langchainjs#10313",
    breaks: ["ERR-01", "ERR-02"],
    plant: (parts) => ({
      ...parts,
      transport: {
        send: async (request, signal) => {
          const answer = await parts.transport.send(request, signal);
          if (answer.status < 400) return answer;
          const text = await textOf(answer);
          const shown = text.trimStart().startsWith("[") ? "" : text;
          return {
            ...answer,
            body: (async function* () {
              yield new TextEncoder().encode(shown);
            })(),
          };
        },
      },
    }),
  }),
];
