/**
 * Cohere's dialect, and hosts of OpenAI's that want it spelt otherwise, as gateways were seen to break them.
 * @module
 */
import { isObject, objectsIn } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { asObject, defectsOf, mapJson, withConvention, withReading } from "./dialect-plants.ts";
import { withBody, withProvider } from "./plants.ts";
import { crashesOn } from "./stream-plants.ts";

const cohere = defectsOf("cohere", ["cohere"]);
const mistral = defectsOf("mistral", ["mistral"]);

export const cohereDefects: readonly Defect[] = [
  cohere("usage", "processed-billed", "What was processed is billed, with the host's own prompt around it", {
    seenIn: "own",
    breaks: ["USE-01"],
    plant: withReading((reading) => {
      const tokens = reading.kind === "known" ? asObject(reading.raw).tokens : undefined;
      if (reading.kind !== "known" || !isObject(tokens)) return reading;
      const usage = { input: Number(tokens.input_tokens), output: Number(tokens.output_tokens) };
      return { ...reading, usage };
    }),
  }),
  cohere("usage", "one-place-only", "Usage is read at one place of the last event alone", {
    seenIn: "own",
    breaks: ["STR-05"],
    plant: withConvention({ paths: [["delta", "usage"]] }),
  }),
  cohere("streaming", "unknown-fatal", "An event of an unknown type ends the stream", {
    seenIn: "vercel/ai#11410, pydantic/pydantic-ai#5818",
    breaks: ["STR-05"],
    plant: crashesOn(/"type":"(?:debug|weather-delta)"/),
  }),
  cohere(
    "streaming",
    "complete-is-stop",
    "An answer that calls tools finishes with stop where the host says complete",
    {
      seenIn: "envoyproxy/ai-gateway#2399",
      breaks: ["STR-04"],
      plant: mapJson(() => {
        let calls = false;
        return (json) => {
          calls ||= String(json.type).startsWith("tool-call");
          const delta = asObject(json.delta);
          return calls && delta.finish_reason === "COMPLETE"
            ? { ...json, delta: { ...delta, finish_reason: "STOP_SEQUENCE_UNKNOWN" }, type: "message-x" }
            : json;
        };
      }),
    },
  ),
  cohere("streaming", "failed-finish-passed", "A finish that names a failure ends a good answer", {
    seenIn: "vercel/ai#14223, langchain-ai/langchainjs#10721",
    breaks: ["STR-07"],
    plant: mapJson(() => (json) => {
      const delta = asObject(json.delta);
      return /^(?:ERROR|TIMEOUT)$/.test(String(delta.finish_reason))
        ? { ...json, delta: { finish_reason: "COMPLETE" } }
        : json;
    }),
  }),
  cohere("mapping", "names-of-openai", "top_p and stop keep OpenAI's names", {
    seenIn: "mozilla-ai/any-llm#1069",
    breaks: ["MAP-10", "MAP-03"],
    plant: withBody(({ p, stop_sequences: stop, ...body }) => ({
      ...body,
      ...(p === undefined ? {} : { top_p: p }),
      ...(stop === undefined ? {} : { stop }),
    })),
  }),
  mistral("mapping", "ids-raw", "Ids of calls go out as they came, in whatever shape", {
    seenIn: "tensorzero/tensorzero#4062, vercel/ai#17902",
    breaks: ["MAP-06"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        const given = request.messages;
        const messages = objectsIn(built.body.messages).map((message, i) => {
          const source = asObject(given[i]);
          if (message.role === "tool") return { ...message, tool_call_id: source.tool_call_id ?? "" };
          if (!Array.isArray(message.tool_calls)) return message;
          const ids = objectsIn(source.tool_calls).map(({ id }) => id ?? "");
          const calls = objectsIn(message.tool_calls).map((call, n) => ({ ...call, id: ids[n] ?? "" }));
          return { ...message, tool_calls: calls };
        });
        return { ...built, body: { ...built.body, messages } };
      },
    })),
  }),
  mistral("mapping", "required-raw", "A call that is required is asked for in OpenAI's word", {
    seenIn: "Portkey-AI/gateway#1477",
    breaks: ["MAP-06"],
    plant: withBody((body) => (body.tool_choice === "any" ? { ...body, tool_choice: "required" } : body)),
  }),
];
