/**
 * Broken answers (RES).
 * @module
 */

import type { DecodedResponse } from "../../registry/apis/codec.ts";
import type { ChatCompletion } from "../../registry/canonical/chat.ts";
import { isObject, type Json, type JsonObject, without } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { withAnswer, withApi, withCodec } from "./plants.ts";

/** Changes every decoded answer. */
const withCompletion = (change: (completion: ChatCompletion) => ChatCompletion) =>
  withCodec((dialect) => ({
    decodeResponse: (body, context) => {
      const decoded = dialect.decodeResponse(body, context);
      return decoded.ok ? { ...decoded, completion: change(decoded.completion) } : decoded;
    },
  }));

const eachChoice = (
  completion: ChatCompletion,
  change: (choice: ChatCompletion["choices"][number]) => ChatCompletion["choices"][number],
) => ({
  ...completion,
  choices: completion.choices.map(change),
});

/** What a reader that trusts everything makes of a body. */
function trusting(body: Json): DecodedResponse {
  const source: JsonObject = isObject(body) ? body : {};
  const completion = {
    id: "chatcmpl-x",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [],
    ...source,
  };
  return {
    ok: true,
    completion: completion as unknown as ChatCompletion,
    usage: { kind: "unknown" },
    reportedCost: null,
  };
}

const wireNamed = (body: Json, from: string): Json =>
  JSON.parse(JSON.stringify(body).replaceAll(`"${from}"`, '"ignored_field"'));

const lacksRole = (body: Json): boolean =>
  isObject(body) &&
  Array.isArray(body.choices) &&
  body.choices.some(
    (choice) => isObject(choice) && isObject(choice.message) && choice.message.role === undefined,
  );

export const responseDefects: readonly Defect[] = [
  {
    id: "response.created-in-milliseconds",
    title: "created is in milliseconds",
    seenIn: "envoyproxy/ai-gateway#1487, Portkey-AI/gateway#1290",
    breaks: ["RES-01"],
    plant: withCompletion((completion) => ({ ...completion, created: completion.created * 1000 })),
  },
  {
    id: "response.id-missing",
    title: "Answers have no id",
    seenIn: "envoyproxy/ai-gateway#993",
    breaks: ["RES-01"],
    plant: withCompletion((completion) => ({ ...completion, id: "" })),
  },
  {
    id: "response.role-demanded",
    title: "An answer whose message has no role is taken for a broken one",
    seenIn: "own",
    breaks: ["RES-01", "RES-03"],
    providers: ["lemonfox"],
    plant: withCodec((dialect) => ({
      decodeResponse: (body, context) =>
        lacksRole(body)
          ? { ok: false, problem: "a message of the answer has no role" }
          : dialect.decodeResponse(body, context),
    })),
  },
  {
    id: "response.content-as-parts",
    title: "The text arrives as a list of parts",
    seenIn: "own",
    breaks: ["RES-01", "RES-03"],
    plant: withCompletion((completion) =>
      eachChoice(completion, (choice) => ({
        ...choice,
        message: { ...choice.message, content: [{ type: "text", text: choice.message.content }] as never },
      })),
    ),
  },
  {
    id: "response.index-always-zero",
    title: "Every choice has index 0",
    seenIn: "Portkey-AI/gateway#1290",
    breaks: ["RES-01", "RES-03"],
    providers: ["openai"],
    plant: withCompletion((completion) => eachChoice(completion, (choice) => ({ ...choice, index: 0 }))),
  },
  {
    id: "response.finish-always-stop",
    title: "finish_reason is stop whatever happened",
    seenIn: "maximhq/bifrost#1821, BerriAI/litellm#12250",
    breaks: ["RES-02"],
    providers: ["deepinfra", "openai"],
    plant: withCompletion((completion) =>
      eachChoice(completion, (choice) => ({ ...choice, finish_reason: "stop" })),
    ),
  },
  {
    id: "response.native-finish-hidden",
    title: "An unknown finish reason is replaced without a trace",
    seenIn: "own",
    breaks: ["RES-02"],
    plant: withCompletion((completion) =>
      eachChoice(completion, (choice) => without(choice, ["native_finish_reason"])),
    ),
  },
  {
    id: "response.tool-calls-lost",
    title: "Tool calls are not carried",
    seenIn: "Portkey-AI/gateway src/providers/deepinfra",
    breaks: ["RES-03"],
    plant: withCompletion((completion) =>
      eachChoice(completion, (choice) => ({ ...choice, message: without(choice.message, ["tool_calls"]) })),
    ),
  },
  {
    id: "response.tool-arguments-empty",
    title: "A tool call without arguments has an empty string",
    seenIn: "vercel/ai#10747",
    breaks: ["RES-03"],
    plant: withCompletion((completion) =>
      eachChoice(completion, (choice) => ({
        ...choice,
        message: {
          ...choice.message,
          ...(choice.message.tool_calls
            ? {
                tool_calls: choice.message.tool_calls.map((call) =>
                  call.function.arguments === "{}"
                    ? { ...call, function: { ...call.function, arguments: "" } }
                    : call,
                ),
              }
            : {}),
        },
      })),
    ),
  },
  {
    id: "response.reasoning-lost",
    title: "Visible reasoning is dropped",
    seenIn: "Portkey-AI/gateway src/providers/deepinfra",
    breaks: ["RES-03"],
    plant: withCodec((dialect) => ({
      decodeResponse: (body, context) =>
        dialect.decodeResponse(wireNamed(wireNamed(body, "reasoning_content"), "reasoning"), context),
    })),
  },
  {
    id: "response.refusal-lost",
    title: "A refusal is dropped, which leaves null content",
    seenIn: "own",
    breaks: ["RES-03"],
    providers: ["openai"],
    plant: withCompletion((completion) =>
      eachChoice(completion, (choice) => ({ ...choice, message: { ...choice.message, refusal: null } })),
    ),
  },
  {
    id: "response.text-decoded-as-latin1",
    title: "Bytes are read as Latin-1",
    seenIn: "BerriAI/litellm#18842",
    breaks: ["RES-03"],
    plant: withAnswer((answer) => ({
      ...answer,
      body: (async function* () {
        for await (const chunk of answer.body)
          yield new TextEncoder().encode(Buffer.from(chunk).toString("latin1"));
      })(),
    })),
  },
  {
    id: "response.unknown-fields-fatal",
    title: "A strict schema refuses fields that it does not know, and nulls",
    seenIn: "vercel/ai#11387, tensorzero/tensorzero#4617",
    breaks: ["RES-04"],
    providers: ["deepinfra"],
    plant: withCodec((dialect) => ({
      decodeResponse: (body, context) => {
        const text = JSON.stringify(body);
        if (/"brand_new"|"prompt_tokens_details":null|"tool_calls":null/.test(text))
          return { ok: false, problem: "unexpected field" };
        return dialect.decodeResponse(body, context);
      },
    })),
  },
  {
    id: "response.documented-fields-lost",
    title: "Only OpenAI's own fields are carried",
    seenIn: "own",
    breaks: ["RES-04"],
    plant: withApi(({ traits }) => ({
      traits: { ...traits, extraFields: { completion: [], message: [], usage: [] } },
    })),
  },
  {
    id: "response.unusable-passed-on",
    title: "A body without choices is passed on as a success",
    seenIn: "theopenco/llmgateway#3904, envoyproxy/ai-gateway#2157",
    breaks: ["RES-05"],
    plant: withCodec(() => ({ decodeResponse: trusting })),
  },
  {
    id: "response.encoding-not-decoded",
    title: "Compressed answers are read as if they were plain",
    seenIn: "agentgateway/agentgateway#621, envoyproxy/ai-gateway#1189",
    breaks: ["RES-06"],
    plant: withAnswer((answer) => ({
      ...answer,
      body: answer.headers.has("content-encoding")
        ? (async function* () {
            for await (const chunk of answer.body) yield chunk.subarray(1);
          })()
        : answer.body,
    })),
  },
];
